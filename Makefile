# make run   builds the demonstration province, decides it and prints the picture
# make test  everything CI runs
# make bench the benchmarks, each written to its own table in benchmarks/

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test bench lock

run: .venv/run.installed
	@$(BIN)/baophu demo

test: .venv/test.installed
	@.ci/checks

bench: .venv/test.installed
	@for one in run province register decisions imports pages; do $(BIN)/python -m benchmarks.$$one || exit 1; done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "baophu needs Python 3.11 or newer")'
	@echo "making .venv"
	@$(PYTHON) -m venv .venv

.venv/run.installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "installing what baophu needs"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m baophu.pages.catalogues
	@touch $@

.venv/test.installed: .venv/run.installed requirements-test.lock
	@echo "installing what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.lock
	@touch $@

# Write the lock files anew from pyproject.toml.
lock: .venv/bin/python
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile -q pyproject.toml --no-header --no-annotate --python-version 3.11 -o requirements.lock
	@$(BIN)/uv pip compile -q pyproject.toml --extra test --extra postgres --no-header --no-annotate --python-version 3.11 -c requirements.lock -o requirements-test.lock
