# Each line is a command a person could type; README.md has them in plain form too.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test check trust bench demo guide interop sbom audit licences

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch .venv/ready

run: .venv/ready
	$(BIN)/python -m tracker demo
	$(BIN)/python -m tracker serve

# Without compiled files each of the processes would compile every test anew, and so would each command they run.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/ready
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --ignore=tests/trust

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

# The long suite: minutes for a share of it, hours whole; what passed is not run again on the same commit.
# TRUST=--no-report runs all that is asked for, and leaves docs/trust as it is.
SHARE ?= 1.0
AT_ONCE ?= 1
TRUST ?=
trust: .venv/ready
	$(BIN)/python -m tools.trust --share $(SHARE) --at-once $(AT_ONCE) $(TRUST)

bench: .venv/ready
	$(BIN)/python -m benchmarks

demo: .venv/ready
	$(BIN)/python -m tools.build_demo

guide: .venv/ready
	$(BIN)/python -m tools.take_guide_pictures

# Programs of others read what we write, each in an environment of its own under build/interop: docs/interoperation.md.
interop: .venv/ready
	$(BIN)/python -m tools.interop
	$(BIN)/python -m tools.fuzz_api build/interop/demonstration.db

# Tools that look at the packages from outside, in an environment of their own: they are no part of the program.
build/tools/ready: Makefile
	$(PYTHON) -m venv build/tools
	build/tools/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0 pip-audit==2.10.1
	touch build/tools/ready

# What the program is made of, as CycloneDX: build/sbom.json.
sbom: .venv/ready build/tools/ready
	build/tools/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file build/sbom.json $(BIN)/python

# Known weaknesses of the pinned packages; fails too where it cannot ask.
audit: build/tools/ready licences
	build/tools/bin/pip-audit --strict --no-deps --disable-pip --progress-spinner off --requirement requirements.txt

# Fails on a licence that would take the whole program over, and on one nobody knows.
licences: .venv/ready
	$(BIN)/python -m tools.licences
