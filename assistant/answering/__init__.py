"""A question becomes a cited answer: retriever, confidence, composer, chain."""
