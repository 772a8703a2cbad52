# Each target sets up what it needs: Python 3.11 or newer and make are enough.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
VENV ?= .venv
RUN := $(VENV)/bin
PIP := $(RUN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test lint format bench bench-stats browser clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.installed  ## Run the example shop: no key, no network once installed
	@$(RUN)/evalsuite demo reports/demo

test: $(VENV)/.dev $(VENV)-deepeval/.installed  ## Run all tests
	@$(RUN)/python -m pytest $(ARGS)

lint: $(VENV)/.dev  ## Check style, types and the direction of imports
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy
	@$(RUN)/lint-imports

format: $(VENV)/.dev  ## Lay the code out
	@$(RUN)/ruff check --fix .
	@$(RUN)/ruff format .

bench: $(VENV)/.bench  ## Measure against the openai SDK as it comes (needs a mock server: see benchmarks/)
	@$(RUN)/python benchmarks/run.py $(ARGS)

bench-stats: $(VENV)/.installed  ## Simulate how often the gate is wrong, into docs/statistics.md (some minutes)
	@$(RUN)/python benchmarks/stats.py $(ARGS)

browser:  ## Install Chromium for the browser tests (Debian and Ubuntu; run as root or with sudo)
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
		{ $$(test "$$(id -u)" = 0 || echo sudo) sh -c 'apt-get update -q && apt-get install -y -q --no-install-recommends chromium'; }

clean:  ## Remove what the other targets made
	rm -rf $(VENV) $(VENV)-deepeval reports/demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "evalsuite needs Python 3.11 or newer: none was found on the PATH"; exit 1; }
	@echo "making a virtual environment in $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "installing evalsuite and what it stands on into $(VENV)"
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "installing the tools for tests and checks into $(VENV)"
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

# Of its own, since deepeval brings pytest plugins that would run in every test.
$(VENV)-deepeval/.installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "evalsuite needs Python 3.11 or newer: none was found on the PATH"; exit 1; }
	@echo "installing deepeval into $(VENV)-deepeval"
	@$(PYTHON) -m venv $(VENV)-deepeval
	@$(VENV)-deepeval/bin/python -m pip --disable-pip-version-check --quiet install -c constraints.txt -e '.[deepeval]'
	@touch $@

$(VENV)/.bench: $(VENV)/.dev
	@$(PIP) install -c constraints.txt -e '.[bench]'
	@touch $@
