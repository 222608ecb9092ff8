"""Every setting of the program: its name, its default, and what it does."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PREFIX = "ASSISTANT_"
PACKAGED_EMBEDDER = "all-MiniLM-L6-v2"
LONGEST_QUESTION = 2000
"""Characters a question may have."""


def shipped_corpus() -> Path:
    """The notes that come along: inside an installed wheel, or beside the package in the repository."""
    here = Path(__file__).resolve().parent
    packaged = here / "_corpus"
    return packaged if packaged.is_dir() else here.parent / "corpus"


def data_folder() -> Path:
    """The user's data folder of this program."""
    return Path(platformdirs.user_data_dir("study-assistant", appauthor=False))


class Settings(BaseSettings):
    """Settings, each read from the environment variable `ASSISTANT_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    notes: Path = Field(
        default_factory=shipped_corpus,
        description="A Markdown file or a folder of them; the default is the shipped corpus.",
    )
    home: Path = Field(
        default_factory=data_folder,
        description="Where index and progress live; the default is the user's data folder.",
    )
    embedder: str = Field(
        default=PACKAGED_EMBEDDER,
        description="The sentence-transformers model: the packaged one, a local folder, or a hub name.",
        min_length=1,
    )
    model: str = Field(
        default="",
        description="A chat model that words the answers, such as `ollama:llama3.1` or `openai:gpt-4o-mini`; empty: they are "
        "composed from the notes' own passages.",
    )
    model_url: str = Field(
        default="",
        description="Where the model is served, such as http://127.0.0.1:1234/v1; empty: where its provider serves it.",
        pattern=r"^(https?://[^\s/@]+(/[^\s@]*)?)?$",
    )
    model_key: SecretStr = Field(
        default=SecretStr(""),
        description="The model's key; empty: the provider's own variable, such as OPENAI_API_KEY, where no URL is set.",
    )
    model_temperature: float = Field(
        default=0.0, description="How freely the model words: 0 always picks the likeliest word.", ge=0, le=2
    )
    model_timeout: float = Field(
        default=60.0, description="Seconds after which the answer is composed without the model.", gt=0, le=3600
    )
    model_context: int = Field(
        default=3000, description="Tokens of notes and earlier questions that the model is given, four letters each.", ge=300
    )
    model_input_price: float = Field(
        default=0.0, description="Price of a million tokens read, to estimate what a run costs.", ge=0
    )
    model_output_price: float = Field(default=0.0, description="Price of a million tokens written.", ge=0)
    chroma_url: str = Field(
        default="",
        description="A Chroma server, such as http://127.0.0.1:8000; empty: Chroma runs inside the program.",
        pattern=r"^(https?://[^\s/]+/?)?$",
    )
    database_url: str = Field(
        default="",
        description="Where progress is kept, such as postgresql+psycopg://user:password@host/name; empty: SQLite in the home.",
    )
    exam_weights: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(
        default={},
        description='Weights of the chapters in a mock exam, such as {"4": 2, "5": 1}; empty: by how much each holds.',
    )
    student: str = Field(
        default="me",
        description="The student's login name in the terminal, and in the web app until another signs in.",
        min_length=1,
        max_length=40,
    )
    host: str = Field(default="127.0.0.1", description="The address that the web app listens on.", min_length=1)
    port: int = Field(default=7860, description="The port that the web app listens on.", ge=1, le=65535)

    @field_validator("model")
    @classmethod
    def _provider_and_model(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^\s:]+:\S+", value):
            raise ValueError("write provider:model, such as ollama:llama3.1")
        return value

    @field_validator("model_key")
    @classmethod
    def _key(cls, value: SecretStr) -> SecretStr:
        key = value.get_secret_value().strip()
        if not all("!" <= letter <= "~" for letter in key):
            raise ValueError("a key has no blanks, line breaks or letters with accents: copy it once more")
        return SecretStr(key)

    @classmethod
    def load(cls, **overrides: object) -> Settings:
        """Reads the settings from the environment.

        Args:
            overrides: settings that the caller gives itself; they win over the environment.

        Raises:
            SettingsError: a value cannot be used, or a variable `ASSISTANT_…` is not known.
        """
        _refuse_unknown(cls)
        try:
            loaded = cls(**overrides)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
            raise SettingsError(f"{name} cannot be {_shown(name, first.get('input'))}: {_why(cls, first)}.") from None
        return loaded.model_copy(update={name: _expanded(name, getattr(loaded, name)) for name in ("notes", "home")})

    @classmethod
    def table(cls) -> str:
        """The settings as a Markdown table, for the README."""
        shown = {"notes": "the shipped corpus", "home": "the user's data folder"}
        rows = ["| variable | default | what it does |", "|---|---|---|"]
        for name, setting in cls.model_fields.items():
            default = shown.get(name) or f"`{setting.default}`" if setting.default not in ("", {}, SecretStr("")) else "empty"
            rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {setting.description} |")
        return "\n".join(rows)


def _why(settings: type[Settings], error: ErrorDetails) -> str:
    """Why a value cannot be used: in the setting's own words where all that is known is a pattern."""
    field = settings.model_fields.get(str(error["loc"][0])) if error["loc"] else None
    if error["type"] == "string_pattern_mismatch" and field and field.description:
        return f"give {field.description[0].lower()}{field.description[1:].split(';')[0].rstrip('.')}"
    return error["msg"].removeprefix("Value error, ")


def _shown(name: str, value: object) -> str:
    """A refused value for an error's message; a key, or a password within an address, is not repeated."""
    return "what it is" if name.endswith("_KEY") else repr(value if "@" not in str(value) else "an address with a password")


def _expanded(name: str, path: Path) -> Path:
    """A path with `~` read as a home folder."""
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise SettingsError(f"{PREFIX}{name.upper()} cannot be '{path}': there is no such user.") from error


def _refuse_unknown(settings: type[Settings]) -> None:
    known = [PREFIX + name.upper() for name in settings.model_fields]
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            raise SettingsError(
                f"There is no setting {name}"
                + (f": did you mean {near[0]}?" if near else f": the settings are {', '.join(known)}.")
            )
