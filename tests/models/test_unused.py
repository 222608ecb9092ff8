"""With no model set nothing of the models is loaded, and nothing waits for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import sys
from pathlib import Path
from assistant import Assistant, Settings
from assistant.quiz import bank_of

assistant = Assistant.open(Settings.load(notes=Path(sys.argv[1]), home=Path(sys.argv[2])))
assert bank_of(assistant.index, Path(sys.argv[2])).items
answer = assistant.ask("how many steps does the lighthouse of Kalmora have?", ["what is the lighthouse?"])
assert answer.generation is None
packages = ("langchain_openai", "langchain_anthropic", "langchain_google_genai", "langchain_ollama", "openai", "anthropic")
loaded = [name for name in sys.modules if name.startswith("assistant.models") or name.split(".")[0] in packages]
print("loaded:", loaded + [name for name in ("langchain.chat_models", "assistant.answering.wording") if name in sys.modules])
"""


def test_without_a_model_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(
        "# Harbour\n\n## Lighthouse\n\n- The lighthouse of Kalmora has 417 steps.\n", encoding="utf-8"
    )
    command = [sys.executable, "-c", _SCRIPT, str(tmp_path / "notes.md"), str(tmp_path / "home")]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert result.stdout.strip().endswith("loaded: []")
