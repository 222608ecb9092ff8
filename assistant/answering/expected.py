"""What kind of figure a question asks for, and whether a passage holds one."""

from __future__ import annotations

import re
from enum import StrEnum


class Figure(StrEnum):
    """A kind of figure."""

    COUNT = "count"
    DURATION = "duration"
    SIZE = "size"
    PRICE = "price"
    PORT = "port"
    PERCENT = "percent"
    VERSION = "version"


_NUMBER = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundreds?|thousands?|millions?"
    r"|single|unlimited|no limit|infinite|indefinitely|several|multiple)"
)

_ASKED: tuple[tuple[Figure, re.Pattern[str]], ...] = (
    (Figure.PORT, re.compile(r"\b(?:which|what|on)\b.{0,20}\bports?\b", re.I)),
    (
        Figure.PERCENT,
        re.compile(
            r"\b(?:what|which|how much) (?:percent\w*|percentage|discount|sla|share)|\bsla\b|\bpercent(?:age)?\b"
            r"|how (?:durable|available)",
            re.I,
        ),
    ),
    (
        Figure.PRICE,
        re.compile(
            r"\bhow (?:expensive|much (?:is|are|does|do|would|will)\b.{0,50}(?:cost|charge|pay)?)|\bprices?\b"
            r"|\bcosts? (?:per|of|for|a)\b|what (?:does|do|would|will|is)\b.{0,50}\bcost\b|\bfees?\b"
            r"|per month\b.*\bcost|hourly (?:rate|price)",
            re.I,
        ),
    ),
    (Figure.VERSION, re.compile(r"\b(?:which|what) .{0,30}versions?\b", re.I)),
    (
        Figure.DURATION,
        re.compile(
            r"\bhow (?:long|often|fast|quick(?:ly)?|soon|frequent(?:ly)?"
            r"|many (?:days|hours|minutes|mins|seconds|years|weeks|months|ms|milliseconds))\b"
            r"|\b(?:retention|timeout|ttl|interval|cooldown|latency|waiting period|grace period"
            r"|max(?:imum)? (?:duration|time|age))\b|\bhow much (?:time|delay|latency)|every how",
            re.I,
        ),
    ),
    (
        Figure.SIZE,
        re.compile(
            r"\bhow (?:big|large|small|much (?:memory|ram|data|storage|space|disk|traffic|throughput|bandwidth))\b"
            r"|how many (?:[kmgtp]i?b|bytes|kilobytes|megabytes|gigabytes)\b"
            r"|\b(?:max(?:imum)?|min(?:imum)?|biggest|largest|smallest)\b.{0,40}"
            r"\b(?:sizes?|payload|storage|memory|volume)\b|\bsize limit\b",
            re.I,
        ),
    ),
    (
        Figure.COUNT,
        re.compile(
            r"\bhow many\b|\bnumber of\b|\bmax(?:imum)?\b|\bmin(?:imum)?\b|\bhow much\b|\bquota\b"
            r"|\blimit (?:on|of|for)\b|\bhow (?:high|deep|wide|far|tall|old)\b|\bwhat year\b|\bthroughput\b"
            r"|\bper second\b",
            re.I,
        ),
    ),
)

_HELD: dict[Figure, re.Pattern[str]] = {
    Figure.PORT: re.compile(r"\bports?\b.{0,30}\d|\d{2,5}\b.{0,20}\bports?\b", re.I),
    Figure.PERCENT: re.compile(r"\d\s*%|percent|\bnines?\b|\d+\s?x\s?9|\b9{2,}|99\.", re.I),
    Figure.PRICE: re.compile(
        r"[$€£]\s?\d|\bfree\b|\bno (?:extra |additional )?(?:cost|charge)|\d\s?(?:cents?|dollars|usd|eur)\b"
        r"|\d ?x (?:the )?price|cheap|expensive|\bpay\b|\bcosts?\b|\bcharged?\b",
        re.I,
    ),
    Figure.VERSION: re.compile(r"\d|versions?\b", re.I),
    Figure.DURATION: re.compile(
        rf"(?:{_NUMBER})[\s-]*(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?"
        r"|years?|centur\w+)\b|\b(?:seconds?|minutes?|hours?|days?|hourly|daily|weekly|monthly|yearly|annually|instant\w*"
        r"|immediate\w*|real[ -]?time|forever|indefinite\w*|milliseconds?|never expires?)\b"
        r"|\d+\s*(?:ms|s|min|h|d)\b|\b\d{4}\b",
        re.I,
    ),
    Figure.SIZE: re.compile(
        rf"\d\s*(?:[kmgtpe]i?b|bytes?|bits?|[kmgt]bps|iops|vcpus?|mb/s|gb/s)\b|unlimited|no limit|infinite|{_NUMBER}\s+\w+",
        re.I,
    ),
    Figure.COUNT: re.compile(rf"\b{_NUMBER}\b|\d", re.I),
}


def asked_for(question: str) -> Figure | None:
    """The kind of figure that a question asks for, or None where it asks for none."""
    for figure, pattern in _ASKED:
        if pattern.search(question):
            return figure
    return None


def holds(text: str, figure: Figure) -> bool:
    """Whether a text holds a figure of a kind."""
    return bool(_HELD[figure].search(text))
