# Two commands: `make demo` shows an answer, `make test` runs what CI runs. Both make `.venv` themselves.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint types contracts unit explore compile clean

demo: .venv/installed
	$(BIN)/visit match examples/ib-stu-hos-foraeldre.yaml || test $$? -eq 3

test: .venv/dev lint types contracts unit

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

contracts: .venv/dev
	$(BIN)/lint-imports --no-cache

unit: .venv/dev
	$(BIN)/pytest -n auto

# Draws fresh inputs for so many seconds; keeps what fails in .hypothesis and says how to run it again.
SECONDS ?= 600
explore: .venv/dev
	$(BIN)/pytest -n auto --explore $(SECONDS)

compile: .venv/dev
	$(BIN)/python tools/compile_documents.py
	$(BIN)/python tools/make_glossary.py
	$(BIN)/python tools/make_coverage.py
	$(BIN)/python tools/make_cli.py
	$(BIN)/python tools/make_api.py
	$(BIN)/python tools/make_case_page.py

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ .venv/installed

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
