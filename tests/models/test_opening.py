"""The model of the settings is opened, or refused with the mend; its key goes nowhere else."""

from __future__ import annotations

import importlib.util

import pytest

from assistant.errors import ModelError
from assistant.models import opening
from assistant.models.opening import ChatModel, open_model
from assistant.settings import Settings

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*KEYS, "OPENAI_BASE_URL", "OPENAI_API_BASE", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)


def needs(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed: it is an extra")


def opened(**settings: object) -> ChatModel:
    model = open_model(Settings.load(**settings))
    assert model is not None
    return model


def test_no_model_is_opened_where_none_is_set():
    assert open_model(Settings.load()) is None


def test_limits_and_prices_are_those_of_the_settings():
    needs("langchain_ollama")
    model = opened(model="ollama:llama3.1", model_timeout=7, model_context=900, model_input_price=1.0, model_output_price=4.0)
    assert (model.name, model.timeout, model.context) == ("ollama:llama3.1", 7, 900)
    assert model.cost(1_000_000, 500_000) == pytest.approx(3.0)


def test_a_server_of_one_s_own_gets_address_and_temperature():
    needs("langchain_openai")
    model = opened(model="openai:local", model_url="http://127.0.0.1:1234/v1", model_temperature=0.3, model_timeout=9)
    assert model.runnable.openai_api_base == "http://127.0.0.1:1234/v1"
    assert (model.runnable.temperature, model.runnable.request_timeout) == (0.3, 9)
    assert not model.structured, "nothing is known of it"


def test_a_server_of_one_s_own_never_gets_the_provider_s_key(monkeypatch: pytest.MonkeyPatch):
    needs("langchain_openai")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    model = opened(model="openai:local", model_url="http://127.0.0.1:1234/v1")
    assert model.runnable.openai_api_key.get_secret_value() != "sk-secret"


@pytest.mark.parametrize(
    ("provider", "package", "variable"),
    [
        ("openai:gpt-4o-mini", "langchain_openai", "OPENAI_API_KEY"),
        ("anthropic:claude-sonnet-4-5", "langchain_anthropic", "ANTHROPIC_API_KEY"),
        ("google_genai:gemini-2.5-flash", "langchain_google_genai", "GOOGLE_API_KEY"),
    ],
)
def test_a_missing_key_is_named(provider: str, package: str, variable: str):
    needs(package)
    with pytest.raises(ModelError, match=f"ASSISTANT_MODEL_KEY or {variable}"):
        open_model(Settings.load(model=provider))


@pytest.mark.parametrize("by_variable", [True, False])
def test_a_hosted_model_takes_either_key_and_shows_neither(monkeypatch: pytest.MonkeyPatch, by_variable: bool):
    needs("langchain_openai")
    if by_variable:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
        model = opened(model="openai:gpt-4o-mini")
    else:
        model = opened(model="openai:gpt-4o-mini", model_key="sk-secret")
    assert model.runnable.openai_api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in f"{model!r} {model.runnable!r}"
    assert model.structured


def test_a_model_that_takes_no_temperature_is_given_none():
    needs("langchain_openai")
    model = opened(model="openai:gpt-5", model_key="sk-secret")
    assert model.runnable.temperature is None


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"langchain-ollama is not installed: run .* -m pip install langchain-ollama"):
        open_model(Settings.load(model="ollama:llama3.1"))


def test_an_unknown_provider_is_refused_with_those_there_are():
    with pytest.raises(ModelError, match="provider:model, the provider one of anthropic, google_genai, ollama, openai"):
        open_model(Settings.load(model="nobody:model"))
