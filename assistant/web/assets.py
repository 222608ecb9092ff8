"""The styles and scripts that come along with the package."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "static"
PREFIX = "/web"


@cache
def text_of(name: str) -> str:
    """The text of one of the files."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def address_of(name: str) -> str:
    """Where browsers find a file; it changes with what is in it, so that no old one is shown."""
    return f"{PREFIX}/{name}?{hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]}"


def head_of(*scripts: str) -> str:
    """The lines of a page's head that load the styles, the icon and the scripts."""
    tags = [f'<link rel="icon" href="{address_of("icon.svg")}" type="image/svg+xml">']
    tags += [f'<script src="{address_of(script)}"></script>' for script in ("common.js", *scripts)]
    return "\n".join([*tags, f'<link rel="stylesheet" href="{address_of("style.css")}">'])
