# Everything here sets itself up: Python 3.11 and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test test-all check format bench docs samples lock clean

demo: $(VENV)/.core ## the main job on the sample releases, ending in a published page
	$(BIN)/earwitness demo

test: $(VENV)/.dev ## everything that runs in a few minutes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: $(VENV)/.browser ## `test`, and scale, fuzz and browsers (Debian: apt-get install chromium)
	$(MAKE) test
	$(BIN)/python -m pytest -m slow

check: $(VENV)/.dev ## lint, types, layers: what `test` checks before it runs tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## write files as the formatter wants them
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## measure, against baselines in the same run
	$(BIN)/python benchmarks/align.py
	$(BIN)/python benchmarks/copies.py
	$(BIN)/python benchmarks/cuts.py
	$(BIN)/python benchmarks/desk.py
	$(BIN)/python benchmarks/hearing.py
	$(BIN)/python benchmarks/search.py
	$(BIN)/python benchmarks/voices.py

docs: $(VENV)/.dev ## write docs/reference/cli.md from the commands' own help
	$(BIN)/python docs/make_cli_reference.py
	$(BIN)/python docs/make_checks_reference.py

samples: $(VENV)/.dev ## make the sample releases again from samples/scenario.toml
	$(BIN)/python samples/make.py

clean: ## remove what the targets above made
	rm -rf $(VENV) demo-archive demo-page build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Locks are complete, so nothing is resolved at install time (see requirements/core.in).
$(VENV)/.core: requirements/core.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || { echo "Earwitness needs Python 3.11 or newer: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python cannot make virtual environments here: apt-get install python3-venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --no-deps --require-hashes --only-binary :all: -r requirements/core.txt
	$(PIP) install --no-deps --require-hashes -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.core requirements/dev.txt requirements/whisper.txt requirements/translate.txt requirements/onnx-asr.txt requirements/pocketsphinx.txt
	for extra in whisper translate onnx-asr pocketsphinx; do \
		$(PIP) install --no-deps --require-hashes --only-binary :all: -r requirements/$$extra.txt || exit 1; \
	done
	$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/.browser: $(VENV)/.dev requirements/browser.txt
	$(PIP) install --no-deps --require-hashes --only-binary :all: -r requirements/browser.txt
	touch $@
