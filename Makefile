# Everything runs in .venv, which is set up on first use and again when the dependencies change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test check install index evals gate bench readme screenshots clean

run: $(STAMP)  ## open the web chat
	@$(BIN)/python app.py

test: $(STAMP)  ## run the tests
	@$(BIN)/python -m pytest -n 2

check: $(STAMP)  ## lint, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

install: $(STAMP)  ## set up .venv

index: $(STAMP)  ## build the index of the notes
	@$(BIN)/assistant index

evals: $(STAMP)  ## measure how right the answers are
	@$(BIN)/python -m evals run

gate: $(STAMP)  ## hold the answers against evals/baseline.json
	@$(BIN)/python -m evals gate

bench: $(STAMP)  ## measure time and memory
	@$(BIN)/python -m evals bench

readme: $(STAMP)  ## write the README's table of settings
	@$(BIN)/python -m evals readme

screenshots: $(STAMP)  ## make the README's screenshots
	@$(BIN)/python -m evals.screenshots

clean:  ## remove .venv and what tools left behind
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: set PYTHON, as in make run PYTHON=python3.12" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV): this takes some minutes the first time ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)
