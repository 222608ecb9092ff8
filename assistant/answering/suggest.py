"""Questions to start from."""
def starters(assistant, count=4):
    return ("How long does CloudTrail keep events?", "What are the types of placement groups?")[:count]
