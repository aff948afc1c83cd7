# Every target sets up what it needs; `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
say = @sed -n 's/^$@:.*\#\# /→ /p' $(MAKEFILE_LIST)

# What is compiled is kept, or each worker and each command that a test runs would compile Prefect again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check dev docs screenshots simulate bench format lock
help:  ## List what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

PORT ?= 8000
demo: .venv/.ready  ## Play the programme into a database of its own, and serve it: make demo PORT=8000
	$(say)
	@exec $(BIN)/campus demo --port $(PORT)

# One more process than there are cores: some tests wait for Prefect to come up. The order is that of tests/conftest.py.
test: .venv/.ready  ## Run the whole suite, on SQLite and on a real PostgreSQL
	$(say)
	@$(BIN)/pytest -n $$(($$(nproc) + 1)) --dist loadfile --no-loadscope-reorder

check: .venv/.ready  ## Check style, types, layers and the compose file
	$(say)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

dev: .venv/.ready  ## Serve the console on your own database (CAMPUS_HOME, by default var/), without Prefect
	$(say)
	@$(BIN)/campus migrate
	@exec $(BIN)/campus serve --port $(PORT)

docs: .venv/.ready  ## Write anew the pages of docs/ that the tables of states/ dictate
	$(say)
	@$(BIN)/python docs/generate.py

screenshots: .venv/.ready  ## Picture the main pages of the demonstration into docs/screens/
	$(say)
	@$(BIN)/python docs/screenshots.py

SEEDS ?= 0 999
simulate: .venv/.ready  ## Play whole waves against a model of the promises; again one alone: make simulate SEEDS=17
	$(say)
	@$(BIN)/python -m tests.simulation $(SEEDS)

bench: .venv/.ready  ## Measure every figure of docs/performance.md, on SQLite and on a real PostgreSQL (half an hour)
	$(say)
	@$(BIN)/python -m benchmarks

format: .venv/.ready  ## Lay out the code as `make check` wants it
	$(say)
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

lock: .venv/.ready  ## Write requirements.lock anew after a change in pyproject.toml
	$(say)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --group dev --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

# pip fetches uv alone, by the hash in the lock; uv fetches the rest in a tenth of pip's time.
.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else None)'
	@echo "→ Set up .venv (once, about a minute)"
	@$(PYTHON) -m venv .venv
	@awk '/^[a-z]/ { wanted = /^uv==/ } wanted' requirements.lock > .venv/uv.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps --editable .
	@touch $@
