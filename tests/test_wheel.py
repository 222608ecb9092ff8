"""An installed wheel works outside the repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_a_wheel_brings_the_notes_along(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    installed = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(installed)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    done = subprocess.run(
        [sys.executable, "-c", "import assistant.cli; print(assistant.cli.__file__); assistant.cli.main()", "sections", "--json"],
        cwd=elsewhere,
        env={**clean, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    where, *rows = done.stdout.splitlines()
    assert Path(where).is_relative_to(installed)
    assert len(rows) == 343, done.stderr
    assert json.loads(rows[0])["file"].startswith("01-")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "assistant/_corpus/04-security.questions.jsonl",
        "assistant/answering/confidence.json",
        "assistant/answering/cross_encoder.safetensors",
    } <= names
    assert any(name.startswith("assistant/web/static/") for name in names)
    assert any(name.startswith("assistant/progress/migrations/versions/0001") for name in names)
