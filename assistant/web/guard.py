"""What the server lets in and what it lets browsers do: small requests from its own pages, and nothing from other hosts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_REQUEST = 256 * 1024
"""Bytes that a request may have: a long question with its history, and room to spare."""

_SAFE = "object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
_PLAIN = f"default-src 'self'; img-src 'self' data:; {_SAFE}"
_GRADIO = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; {_SAFE}"
)


class TooLargeError(Exception):
    """A request went on past the largest one allowed."""


class Guard:
    """Middleware that refuses large requests and those of other sites, and tells browsers to load nothing from elsewhere.

    Args:
        app: what it guards.
        plain: paths of the pages that run no scripts but those of the package.
        roomy: bytes that a request may have at some paths, in place of `LARGEST_REQUEST`.
    """

    def __init__(self, app: ASGIApp, plain: Sequence[str] = (), roomy: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._plain = ("/web/", *plain)
        self._roomy = dict(roomy or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = _PLAIN if scope["path"].startswith(self._plain) else _GRADIO
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = {
                    b"content-security-policy": policy.encode(),
                    b"x-content-type-options": b"nosniff",
                    b"referrer-policy": b"no-referrer",
                }
                message["headers"] = [*message.get("headers", ()), *headers.items()]
            await send(message)

        if _from_elsewhere(scope):
            await PlainTextResponse("Only the assistant's own pages may ask this.", 403)(scope, receive, send_guarded)
            return
        most = self._roomy.get(scope["path"], LARGEST_REQUEST)
        if _announced(scope) > most:
            await _refuse(scope, receive, send_guarded)
            return
        try:
            await self._app(scope, _counting(receive, most), send_guarded)
        except TooLargeError:
            if started:
                raise
            await _refuse(scope, receive, send_guarded)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("This request is too large.", 413)(scope, receive, send)


def _from_elsewhere(scope: Scope) -> bool:
    """Whether a page of another site sends something, which browsers say of each request."""
    site = dict(scope["headers"]).get(b"sec-fetch-site", b"none")
    return scope["method"] not in ("GET", "HEAD") and site not in (b"none", b"same-origin")


def _announced(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


def _counting(receive: Receive, most: int) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLargeError
        return message

    return counted
