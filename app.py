"""Opens the web app: `python app.py`."""

from assistant.web import main

if __name__ == "__main__":
    raise SystemExit(main())
