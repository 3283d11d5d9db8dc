# Two commands: `make demo` shows an answer, `make test` runs what CI runs. Both make `.venv` themselves.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint types contracts unit cov explore fuzz fuzz-imports compile wheel release clean

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

# Runs the tests and prints how much of the package they reach, lines and branches, and what they miss.
cov: .venv/dev
	$(BIN)/pytest -n auto --cov --cov-report=term

# Draws fresh inputs for so many seconds; keeps what fails in .hypothesis and says how to run it again.
SECONDS ?= 600
explore: .venv/dev
	$(BIN)/pytest -n auto --explore $(SECONDS)

# Gives the command line and every reader what nobody would write, for so many seconds.
fuzz: .venv/dev
	$(BIN)/pytest -n auto tests/test_fuzzing.py tests/test_fuzzing_imports.py --explore $(SECONDS)

# Damages so many files that can be imported, and counts what became of each kind.
COUNT ?= 20000
SEED ?= 1
fuzz-imports: .venv/dev
	PYTHONPATH=tests $(BIN)/python -m fuzzing.count_imports $(COUNT) --seed $(SEED)

compile: .venv/dev
	$(BIN)/python tools/compile_documents.py
	$(BIN)/python tools/make_glossary.py
	$(BIN)/python tools/make_coverage.py
	$(BIN)/python tools/make_cli.py
	$(BIN)/python tools/make_api.py
	$(BIN)/python tools/make_case_page.py

wheel: .venv/bin/python
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

# `make release VERSION=0.9.0` writes the version and the changelog; CONTRIBUTING.md says what comes before and after.
release: .venv/dev
	@test -n "$(VERSION)" || { echo 'which version? make release VERSION=0.9.0' >&2; exit 2; }
	sed -i.old 's/^version = ".*"/version = "$(VERSION)"/' pyproject.toml
	sed -i.old 's/^__version__ = ".*"/__version__ = "$(VERSION)"/' visit/version.py
	rm pyproject.toml.old visit/version.py.old
	$(MAKE) compile
	$(BIN)/towncrier build --yes --version $(VERSION)

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
