# Two commands do everything on a fresh machine: `make today` and `make test`. Python (3.11 to 3.14) and make are all they need.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
OUT ?= out
TESTS ?= tests

.PHONY: today test soak check bench docs install lock peers
.DEFAULT_GOAL := today

today: .venv/core.stamp ## this morning's page and two briefs, from embedded real data, into out/
	$(BIN)/gwanje today --out $(OUT) --brief natural-graphite --brief rare-earths

test: .venv/dev.stamp ## the whole suite, under ten minutes on two cores
	OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist worksteal -q $(TESTS)

soak: .venv/dev.stamp ## the same tests at full counts
	$(BIN)/pytest -n 2 --dist worksteal -q --soak $(TESTS)

check: .venv/dev.stamp ## lint, types, floors, docs, unused dependencies; under a minute (the slow tests of docs run in `make test`)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/python tools/write_reference.py --check
	$(BIN)/pytest -n 2 --dist worksteal -q tests/docs --ignore tests/docs/test_tutorial.py --ignore tests/docs/test_engine_alone.py

bench: .venv/dev.stamp .peers/lock.stamp ## measured speed against peers, as ratios; record the result in docs/performance.md
	for script in $(filter-out benchmarks/peers/%,$(wildcard benchmarks/*/*.py)); do $(BIN)/python $$script || exit 1; done

docs: .venv/dev.stamp ## write docs/reference from the code
	$(BIN)/python tools/write_reference.py

install: .venv/dev.stamp ## everything a developer needs

peers: .peers/lock.stamp ## copyleft peers to compare numbers with, in a venv of their own; gwanje never imports them

lock: ## resolve the requirements again (needs uv); commit the result
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml requirements/build.in -o requirements/core.txt
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --extra dask --extra postgres --group dev pyproject.toml requirements/build.in -c requirements/core.txt -o requirements/dev.txt
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 requirements/peers.in -o requirements/peers.txt

.venv/bin/python:
	@$(PYTHON) tools/check_python.py
	$(PYTHON) -m venv .venv

.venv/core.stamp: requirements/core.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/core.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/core.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.peers/bin/python:
	@$(PYTHON) tools/check_python.py
	$(PYTHON) -m venv .peers

.peers/lock.stamp: requirements/peers.txt | .peers/bin/python
	.peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.txt
	@touch $@
