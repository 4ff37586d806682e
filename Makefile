# `make run`, `make test`, `make prove` and `make bench`. All prepare the machine first and skip what is done.
# PYTHON names the interpreter the virtual environment is made from (3.11 or later).
PYTHON ?= python3.11
MANAGE := .venv/bin/python manage.py

.PHONY: run test prove bench setup check docs audit sbom

run: setup
	@$(MANAGE) serve --prepare --with-parent

test:
	@$(PYTHON) bin/prepare test
	@.venv/bin/python bin/test

# Faults, attacks and load, for real; writes docs/trust.md. `make prove rows="R1 A"` asks these rows again.
prove:
	@$(PYTHON) bin/prepare test
	@.venv/bin/python -m tests.trust $(rows)

# Every goal of speed, measured; writes docs/performance.md. `make bench parts="letters lists"` asks these parts again.
bench:
	@$(PYTHON) bin/prepare test
	@.venv/bin/python -m benchmarks $(parts)

setup:
	@$(PYTHON) bin/prepare run

# The checks that need no database or browser; part of `make test`.
check:
	@$(PYTHON) bin/prepare test
	@.venv/bin/python bin/check

# The pages of docs/ that are made from the code.
docs: setup
	@.venv/bin/python -m rulebook.docs
	@$(MANAGE) write_docs

# Known holes in what is installed; a package that could not be asked about is a failure, and so is a database that does not answer.
audit:
	@$(PYTHON) bin/prepare test
	@.venv/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner=off -r requirements.txt

# What the product is made of, as CycloneDX.
sbom:
	@$(PYTHON) bin/prepare test
	@.venv/bin/cyclonedx-py requirements requirements.txt --of JSON -o var/sbom.json
	@echo var/sbom.json
