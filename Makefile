# `make demo` runs the complete system on sample sites; `make test` runs all tests.
# Both need only python3 (3.11 or newer), make and git. The first run creates `.venv` from
# requirements.lock.

PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
PORT ?= 8001

.PHONY: demo test lint bench quarter screenshots mutants lock clean

demo: .venv/ready
	@$(BIN)/python -m sample_sites.demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

# Each of hundreds of processes would compile the project again if Python kept no bytecode.
test: .venv/ready
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Measure everything beside its alternative: `make bench [QUICK=1] [ONLY=crawl,extraction]`
# Commands that compile the project at each start would be measured otherwise.
bench: .venv/versus
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m benchmarks $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

# Simulate ninety nights of the sample newsroom, with troubles; it takes some minutes.
quarter: .venv/ready
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m simulation

# Renew the pictures in docs/pictures, from the demo; needs Debian's chromium.
screenshots: .venv/ready
	@$(BIN)/python -m sample_sites.screenshots

# Run mutation tests: `make mutants MODULES="extraction/dates.py extraction/title.py"`
MINUTES ?= 10
mutants: .venv/mutants
	@$(BIN)/python -m benchmarks.mutants $(MODULES) --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

# For contributors: update requirements.lock. It contains versions and hashes, but no URLs.
lock: .venv/ready
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade \
		--output-file requirements.lock

clean:
	rm -rf .venv demo

.venv/versus: .venv/ready
	@$(BIN)/pip install --disable-pip-version-check --quiet --group versus
	@touch $@

.venv/mutants: .venv/ready
	@$(BIN)/pip install --disable-pip-version-check --quiet --group mutants
	@touch $@

# An environment that works here is updated, whatever its Python is. It is never removed for that, and
# pip changes it only when it has all packages: a server without a package index keeps its program.
# For a new one: `make clean`.
IS_MODERN := import sys; sys.exit(sys.version_info < (3, 11))
.venv/ready: requirements.lock pyproject.toml
	@if { $(BIN)/python -c '$(IS_MODERN)' && $(BIN)/python -m pip --version > /dev/null \
		&& grep -qF "$$(pwd -P)/$(BIN)/python" $(BIN)/pip; } 2> /dev/null; \
	then \
		echo "Updating .venv ..."; \
	elif $(PYTHON) -c '$(IS_MODERN)'; then \
		echo "Creating .venv (first run only); this takes a minute or two ..."; \
		$(PYTHON) -m venv --clear .venv; \
	else \
		echo "danvan-archive needs Python 3.11 or newer. To choose one: make PYTHON=python3.12"; exit 1; \
	fi
	@{ $(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock \
	&& $(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	} > .venv/install.log 2>&1 || { cat .venv/install.log; exit 1; }
	@touch $@
