"""Writes the generated parts of the README: the settings, and the figures of a report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from assistant.settings import Settings

README = Path(__file__).resolve().parent.parent / "README.md"


def write(report: Path | None = None) -> None:
    """Writes the table of settings and, given a report, the table of figures.

    Args:
        report: a `report.json` that `python -m evals run` wrote.
    """
    text = _put(README.read_text(encoding="utf-8"), "settings", Settings.table())
    if report:
        text = _put(text, "figures", _figures(json.loads(report.read_text(encoding="utf-8"))))
    README.write_text(text, encoding="utf-8")


def _put(text: str, mark: str, content: str) -> str:
    pattern = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.S)
    return pattern.sub(lambda match: f"{match[1]}{content}\n{match[2]}", text)


def _figures(report: dict[str, Any]) -> str:
    figures = report["figures"]
    rows = ["| | questions | right | cited sections right | refused | words: median, 95 % |", "|---|---|---|---|---|---|"]
    for name, suite in (
        ("Answerable questions", "answers"),
        ("Follow-ups", "followups"),
        ("Untidy notes of other shapes", "wild"),
        ("Questions that the notes do not answer", "refusals"),
    ):
        found = figures.get(f"{suite}/test")
        if found:
            rows.append(f"| {name} | {_row(found)} |")
    return "\n".join(rows)


def _row(found: dict[str, Any]) -> str:
    main = found.get("right") or found["rightly refused"]
    refused = found.get("rightly refused")
    if "right" not in found:
        return f"{main['of']} | | | {_share(main)} | "
    words = found["words"]
    own = f"{_share(found['wrongly refused'])} of these" + (f"; {_share(refused)} of {refused['of']} others" if refused else "")
    length = f"{words['median']:.0f}, {words['p95']:.0f}"
    return f"{main['of']} | {_share(main)} | {_share(found['cited sections right'])} | {own} | {length}"


def _share(found: dict[str, Any]) -> str:
    low, high = found["interval"]
    return f"{found['share']:.0%} ({low:.0%}–{high:.0%})"
