"""What is measured, one idea a module, each with its definition and its source."""
