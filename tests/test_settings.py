"""Every setting can be set, is described, and is refused with the mend where it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from assistant.errors import SettingsError
from assistant.settings import PACKAGED_EMBEDDER, PREFIX, Settings, data_folder, shipped_corpus

FIELDS = sorted(Settings.model_fields)

VALUES = {
    "notes": ("/somewhere/notes", Path("/somewhere/notes")),
    "home": ("/somewhere/home", Path("/somewhere/home")),
    "embedder": ("sentence-transformers/all-mpnet-base-v2", "sentence-transformers/all-mpnet-base-v2"),
    "chroma_url": ("https://chroma.example:8443", "https://chroma.example:8443"),
    "host": ("0.0.0.0", "0.0.0.0"),
    "port": ("8080", 8080),
    "database_url": ("postgresql+psycopg://ada@localhost/study", "postgresql+psycopg://ada@localhost/study"),
    "student": ("Ada", "Ada"),
    "model": ("ollama:llama3.2:3b", "ollama:llama3.2:3b"),
    "model_url": ("http://127.0.0.1:1234/v1", "http://127.0.0.1:1234/v1"),
    "model_key": ("sk-secret", SecretStr("sk-secret")),
    "model_temperature": ("0.5", 0.5),
    "model_timeout": ("20", 20.0),
    "model_context": ("8000", 8000),
    "model_input_price": ("0.15", 0.15),
    "model_output_price": ("0.6", 0.6),
    "exam_weights": ('{"4": 2}', {"4": 2}),
}


def variable(field: str) -> str:
    return PREFIX + field.upper()


@pytest.mark.parametrize("field", FIELDS)
def test_every_setting_is_read_from_its_variable(monkeypatch, field):
    assert field in VALUES, f"say here how {field} is set"
    given_value, value = VALUES[field]
    monkeypatch.setenv(variable(field), given_value)
    assert getattr(Settings.load(), field) == value


@pytest.mark.parametrize("field", FIELDS)
def test_every_setting_is_described(field):
    description = Settings.model_fields[field].description
    assert description
    assert description.endswith(".")


@pytest.mark.parametrize("field", FIELDS)
def test_variables_change_their_own_setting_only(monkeypatch, field):
    before = Settings.load().model_dump()
    monkeypatch.setenv(variable(field), VALUES[field][0])
    after = Settings.load().model_dump()
    assert {name for name in before if before[name] != after[name]} <= {field}


def test_defaults_need_nothing_but_this_machine():
    settings = Settings.load()
    assert settings.notes == shipped_corpus()
    assert settings.home == data_folder()
    assert settings.embedder == PACKAGED_EMBEDDER
    assert (settings.model, settings.chroma_url, settings.database_url) == ("", "", "")
    assert settings.student == "me"
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)


def test_shipped_corpus_is_a_folder_of_notes():
    assert any(shipped_corpus().glob("*.md"))


def test_caller_wins_over_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("ASSISTANT_HOME", "/somewhere/else")
    monkeypatch.setenv("ASSISTANT_PORT", "8080")
    settings = Settings.load(home=tmp_path)
    assert (settings.home, settings.port) == (tmp_path, 8080)


def test_settings_cannot_be_changed_later():
    with pytest.raises(ValueError, match="frozen"):
        Settings.load().port = 1


@pytest.mark.parametrize("field", ["notes", "home"])
def test_tilde_is_the_home_folder(monkeypatch, tmp_path, field):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv(variable(field), "~/exam notes")
    assert getattr(Settings.load(), field) == tmp_path / "exam notes"
    assert getattr(Settings.load(**{field: Path("~/given")}), field) == tmp_path / "given"


@pytest.mark.parametrize("field", ["notes", "home"])
def test_tilde_of_nobody_names_the_variable(monkeypatch, field):
    """Once wrong: a RuntimeError of pathlib."""
    monkeypatch.setenv(variable(field), "~nobody-has-this-name/notes")
    with pytest.raises(SettingsError, match=variable(field)) as caught:
        Settings.load()
    assert "~nobody-has-this-name/notes" in str(caught.value)


@pytest.mark.parametrize("field", FIELDS)
def test_variable_set_to_nothing_is_as_good_as_unset(monkeypatch, tmp_path, field):
    """Once wrong: an empty path meant whichever folder one stood in."""
    monkeypatch.chdir(tmp_path)
    default = getattr(Settings.load(), field)
    monkeypatch.setenv(variable(field), "")
    assert getattr(Settings.load(), field) == default


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("model_url", "localhost", "ASSISTANT_MODEL_URL cannot be 'localhost': give where the model is served, such as http://"),
        ("model", "llama3.1", "ASSISTANT_MODEL cannot be 'llama3.1': write provider:model, such as ollama:llama3.1."),
    ],
)
def test_a_refusal_says_what_to_write_in_plain_words(field, value, told):
    with pytest.raises(SettingsError) as caught:
        Settings.load(**{field: value})
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(("field", "value"), [("embedder", ""), ("host", ""), ("port", "")])
def test_caller_that_gives_nothing_is_refused(field, value):
    with pytest.raises(SettingsError, match=variable(field)):
        Settings.load(**{field: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_PORT", "http"),
        ("ASSISTANT_PORT", "0"),
        ("ASSISTANT_PORT", "65536"),
        ("ASSISTANT_PORT", "-1"),
        ("ASSISTANT_PORT", "80.5"),
        ("ASSISTANT_CHROMA_URL", "localhost:8000"),
        ("ASSISTANT_CHROMA_URL", "ftp://localhost"),
        ("ASSISTANT_CHROMA_URL", "http://"),
        ("ASSISTANT_CHROMA_URL", "http://localhost:8000/path"),
        ("ASSISTANT_CHROMA_URL", "http://local host"),
        ("ASSISTANT_MODEL", "gpt-4o"),
        ("ASSISTANT_MODEL", "openai:"),
        ("ASSISTANT_MODEL", "open ai:gpt"),
        ("ASSISTANT_MODEL_URL", "127.0.0.1:1234"),
        ("ASSISTANT_MODEL_TEMPERATURE", "-1"),
        ("ASSISTANT_MODEL_TIMEOUT", "0"),
        ("ASSISTANT_MODEL_CONTEXT", "10"),
    ],
)
def test_value_that_cannot_be_used_names_variable_and_value(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    message = str(caught.value)
    assert name in message
    assert repr(value) in message
    assert "\n" not in message


def test_key_is_never_shown(monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODEL_KEY", "sk-secret")
    settings = Settings.load()
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()} {Settings.table()}"
    assert "sk-secret" not in shown
    assert settings.model_key.get_secret_value() == "sk-secret"


def test_key_of_the_wrong_kind_is_not_repeated_in_the_error():
    with pytest.raises(SettingsError, match="ASSISTANT_MODEL_KEY") as caught:
        Settings.load(model_key=["sk-secret"])
    assert "sk-secret" not in f"{caught.value} {caught.value.__cause__} "


def test_password_in_an_address_is_refused_and_not_repeated(monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODEL_URL", "http://student:secret@127.0.0.1/v1")
    with pytest.raises(SettingsError, match="ASSISTANT_MODEL_URL") as caught:
        Settings.load()
    assert "secret" not in str(caught.value)


def test_value_that_the_caller_gives_is_checked_too():
    with pytest.raises(SettingsError, match=r"ASSISTANT_PORT cannot be 70000"):
        Settings.load(port=70000)


def test_setting_that_is_none_is_refused():
    with pytest.raises(SettingsError, match="ASSISTANT_PROT"):
        Settings.load(prot=7860)


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("ASSISTANT_PROT", "ASSISTANT_PORT"),
        ("ASSISTANT_NOTE", "ASSISTANT_NOTES"),
        ("ASSISTANT_CHROMAURL", "ASSISTANT_CHROMA_URL"),
        ("ASSISTANT_EMBEDER", "ASSISTANT_EMBEDDER"),
    ],
)
def test_unknown_variable_is_refused_with_the_one_that_was_meant(monkeypatch, wrong, meant):
    monkeypatch.setenv(wrong, "x")
    with pytest.raises(SettingsError, match=rf"{wrong}: did you mean {meant}\?"):
        Settings.load()


def test_unknown_variable_like_no_other_is_refused_with_all_there_are(monkeypatch):
    monkeypatch.setenv("ASSISTANT_QQQQQQQQQQQQQQQQQQQQQ", "x")
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert all(variable(field) in str(caught.value) for field in FIELDS)


def test_variables_of_other_programs_are_left_alone(monkeypatch):
    monkeypatch.setenv("MY_ASSISTANT_PROT", "x")
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setenv("NOTES", "/elsewhere")
    settings = Settings.load()
    assert (settings.port, settings.notes) == (7860, shipped_corpus())


@given(st.integers(1, 65535))
def test_every_port_there_is_can_be_set(port):
    assert Settings.load(port=str(port)).port == port


def test_table_lists_every_setting_once_with_its_default():
    lines = Settings.table().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == ["variable", "default", "what it does"]
    assert [row[0] for row in cells[2:]] == [f"`{variable(field)}`" for field in Settings.model_fields]
    assert all(len(row) == 3 and all(row) for row in cells)
    defaults = {row[0].strip("`"): row[1] for row in cells[2:]}
    assert defaults["ASSISTANT_PORT"] == "`7860`"
    assert defaults["ASSISTANT_NOTES"] == "the shipped corpus"
    assert defaults["ASSISTANT_HOME"] == "the user's data folder"
    assert defaults["ASSISTANT_CHROMA_URL"] == "empty"
    assert str(Path.home()) not in "\n".join(lines)
