"""Small notes, and vectors that cost nothing to make."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

NOTES = {
    "storage.md": """\
# Storage

Where files and volumes are kept.

## Object Storage

- Objects are kept in buckets, each object up to 5 TB large.
- A bucket name is unique across all accounts.

## Block Storage

- A volume is attached to one instance in the same zone.
- Snapshots are taken incrementally.
""",
    "storage.questions.jsonl": (
        '{"anchor": "object-storage", "question": "How large may an object be?", "answer": "Up to 5 TB.", '
        '"quote": "Objects are kept in buckets, each object up to 5 TB large."}\n'
    ),
    "storage.open.jsonl": '{"anchor": "block-storage", "question": "What does a snapshot cost?"}\n',
    "network.md": """\
# Network

## Load Balancers

- A Network Load Balancer (NLB) works on layer 4.
- An ALB (Application Load Balancer) routes requests by their path.

### Health Checks

| check | interval |
|---|---|
| TCP | 10 s |
| HTTP | 30 s |

## Name Service

A zone holds the records of a domain. Each record has a time to live.
""",
}
QUESTION = "How big can a stored file get?"
LINE = "- Snapshots are taken incrementally.\n"
CHANGED_LINE = "- Snapshots are copied to another region at night.\n"


def write_notes(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Writes notes into a folder and returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (NOTES if files is None else files).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def change_notes(folder: Path) -> Path:
    """Changes one bullet, and with it two texts: the bullet's and its section's."""
    file = folder / "storage.md"
    text = file.read_text(encoding="utf-8")
    assert LINE in text
    file.write_text(text.replace(LINE, CHANGED_LINE), encoding="utf-8")
    return folder


def many_bullets(count: int) -> str:
    """Notes of as many bullets, no two alike, in sections of a hundred."""
    lines = ["# Figures\n"]
    for number in range(count):
        if number % 100 == 0:
            lines.append(f"\n## Hundred {number // 100}\n")
        lines.append(f"- Figure {number} is {number * 7} and comes after figure {number - 1}.")
    return "\n".join(lines) + "\n"


def stand_in_vectors(texts: Sequence[str]) -> np.ndarray:
    """Unit vectors, the same for the same text and far from those of any other."""
    rows = np.zeros((len(texts), 384), dtype=np.float32)
    for at, text in enumerate(texts):
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        row = np.random.default_rng(seed).standard_normal(384)
        rows[at] = row / np.linalg.norm(row)
    return rows
