# Two commands: `make run` serves the quiz, `make test` proves it. Both need only python3 and pip.

PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet install --constraint constraints.txt
SKIPPED := .venv/.skipped

.PHONY: run test lint bench clean
.DELETE_ON_ERROR:

run: .venv/.ok-run
	@$(PY) manage.py serve

test: .venv/.ok-test
	@rm -f $(SKIPPED)
	@SKIPPED_TO=$(SKIPPED) $(PY) -m pytest -n auto
	@SKIPPED_TO=$(SKIPPED) $(PY) -m pytest tests/journeys
	@echo "Skipped, and why:"; if [ -s $(SKIPPED) ]; then sort $(SKIPPED) | uniq -c; else echo "   nothing"; fi

lint: .venv/.ok-dev
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@find templates -name '*.html' -exec .venv/bin/djade --check {} +
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: .venv/.ok-test
	@$(PY) -m tests.bench

clean:
	rm -rf .venv build

.venv/.ok-run: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP) .
	@touch $@

.venv/.ok-test: .venv/.ok-run
	@$(PIP) '.[test]'
	@touch $@

.venv/.ok-dev: .venv/.ok-test
	@$(PIP) '.[test,dev]'
	@touch $@

# An $(error) is one line; a failing command would add make's own. It runs on any Python, 2 too.
OLD := import sys; print("" if sys.version_info >= (3, 11) else "old")
WHOLE := import ensurepip, venv; print("whole")
IS_OLD = $(shell { $(PYTHON) -c '$(OLD)'; } 2>/dev/null || echo none)
IS_WHOLE = $(shell { $(PYTHON) -c '$(WHOLE)'; } 2>/dev/null || true)

.venv/bin/python:
	$(if $(IS_OLD),$(error Python 3.11 or later is needed: install it and run make PYTHON=python3.11 $(MAKECMDGOALS)))
	$(if $(IS_WHOLE),,$(error Python lacks its venv module: run sudo apt-get install python3-venv and then make $(MAKECMDGOALS)))
	@$(PYTHON) -m venv .venv
