from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from windows import REPOSITORY, App, environment, free_port

pytestmark = pytest.mark.browser


def start(home: Path, port: int, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "app.py")],
        env=environment(home, port) | more,
        capture_output=True,
        text=True,
        timeout=60,
    )


def failed_with_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert all(word in done.stderr for word in words), done.stderr


def test_a_taken_port_is_said_in_one_line(app: App):
    port = app.url.rsplit(":", 1)[1]
    failed_with_one_line(start(app.home, int(port)), f"127.0.0.1:{port}", "ASSISTANT_PORT")


def test_a_log_says_that_the_index_is_built(app: App):
    first, second = (app.home / "stderr.log").read_text().splitlines()[:2]
    assert re.fullmatch(r"Building the index of your notes \(\d+ in all\) \.\.\.", first)
    assert re.fullmatch(r"Building the index of your notes: done after \d+ seconds\.", second)


def test_missing_notes_are_said_in_one_line(tmp_path: Path):
    failed_with_one_line(start(tmp_path, free_port(), ASSISTANT_NOTES=str(tmp_path / "none")), "ASSISTANT_NOTES")


def test_a_wrong_setting_is_said_in_one_line(tmp_path: Path):
    failed_with_one_line(start(tmp_path, free_port(), ASSISTANT_PROT="1"), "ASSISTANT_PORT")


def test_gradio_is_imported_late():
    code = "import assistant.web, sys; sys.exit('gradio' in sys.modules or 'torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, timeout=60).returncode == 0
