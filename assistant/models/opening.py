"""Opens the chat model that the settings name."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_RETRIES = 1
"""Tries again after a short refusal; what takes longer ends in the composed answer."""

_NO_KEY = "none"
"""Sent to a server of one's own that asks for no key; the client wants some text."""


@dataclass(frozen=True, slots=True)
class _Provider:
    """What a provider needs.

    Attributes:
        package: the Python package that speaks to it.
        extra: the extra of this project that installs the package.
        keys: the provider's own variables for the key; none where it needs none.
    """

    package: str
    extra: str
    keys: tuple[str, ...] = ()


_PROVIDERS = {
    "anthropic": _Provider("langchain_anthropic", "anthropic", ("ANTHROPIC_API_KEY",)),
    "google_genai": _Provider("langchain_google_genai", "google", ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
    "ollama": _Provider("langchain_ollama", "ollama"),
    "openai": _Provider("langchain_openai", "openai", ("OPENAI_API_KEY",)),
}


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A chat model that can be called, and what a call may take.

    Attributes:
        name: `provider:model`.
        runnable: LangChain's model.
        structured: whether it can be held to a JSON schema.
        timeout: seconds that one answer may take.
        context: tokens of notes and earlier questions that it is given.
        input_price: price of a million tokens read; 0 where it is not known.
        output_price: price of a million tokens written; 0 where it is not known.
    """

    name: str
    runnable: BaseChatModel
    structured: bool = False
    timeout: float = 60.0
    context: int = 3000
    input_price: float = 0.0
    output_price: float = 0.0

    def cost(self, tokens_in: float, tokens_out: float) -> float:
        """What tokens cost, in the unit of the prices; 0 where they are not known."""
        return (tokens_in * self.input_price + tokens_out * self.output_price) / 1e6


def open_model(settings: Settings) -> ChatModel | None:
    """Opens the model of the settings, without calling it.

    Args:
        settings: name, address, key and limits of the model.

    Returns:
        The model, or None where the settings name none.

    Raises:
        ModelError: the provider is not known, its package is not installed, or the key is missing.
    """
    if not settings.model:
        return None
    _require(settings)
    model = _build(settings, {"temperature": settings.model_temperature})
    if _profile(model).get("temperature") is False:  # reasoning models refuse to be given one
        model = _build(settings, {})
    return ChatModel(
        name=settings.model,
        runnable=model,
        structured=bool(_profile(model).get("structured_output")),
        timeout=settings.model_timeout,
        context=settings.model_context,
        input_price=settings.model_input_price,
        output_price=settings.model_output_price,
    )


def _profile(model: BaseChatModel) -> dict[str, Any]:
    return dict(model.profile or {})


def _require(settings: Settings) -> None:
    """Holds the provider against what is installed and set, before anything slow is loaded."""
    provider = settings.model.split(":", 1)[0]
    known = _PROVIDERS.get(provider)
    if known is None:
        return
    if find_spec(known.package) is None:
        package = known.package.replace("_", "-")
        raise ModelError(
            f"ASSISTANT_MODEL names {provider}, and {package} is not installed: run {sys.executable} -m pip install {package} "
            f"(it is the extra {known.extra!r})."
        )
    given = settings.model_key.get_secret_value() or settings.model_url or any(os.environ.get(name) for name in known.keys)
    if known.keys and not given:
        raise ModelError(f"{settings.model} needs a key: set ASSISTANT_MODEL_KEY or {known.keys[0]}.")


def _build(settings: Settings, options: dict[str, Any]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    provider = settings.model.split(":", 1)[0]
    try:
        return init_chat_model(settings.model, **options, **_connection(settings, provider))
    except ImportError as error:
        raise ModelError(f"ASSISTANT_MODEL cannot be {settings.model!r}: {error}") from error
    except Exception as error:
        if isinstance(error, ValueError) and "provider" in str(error).lower():
            raise ModelError(
                f"ASSISTANT_MODEL cannot be {settings.model!r}: write provider:model, the provider one of "
                f"{', '.join(_PROVIDERS)}, or another that LangChain's init_chat_model knows."
            ) from None
        raise ModelError(
            f"{settings.model} cannot be opened ({type(error).__name__}): check ASSISTANT_MODEL and ASSISTANT_MODEL_KEY."
        ) from None


def _connection(settings: Settings, provider: str) -> dict[str, Any]:
    """How a provider's client is told address, key and time.

    A key from the provider's own variable stays with the provider: an address of one's own gets only ASSISTANT_MODEL_KEY.
    """
    key = settings.model_key.get_secret_value()
    address = {"base_url": settings.model_url} if settings.model_url else {}
    if provider == "ollama":
        headers = {"headers": {"Authorization": f"Bearer {key}"}} if key else {}
        return {**address, "client_kwargs": {"timeout": settings.model_timeout, **headers}}
    if address and not key:
        key = _NO_KEY
    return {**address, **({"api_key": key} if key else {}), "timeout": settings.model_timeout, "max_retries": _RETRIES}
