# Two commands: `make run` and `make test`. Both prepare the machine first and skip what is done.
# PYTHON names the interpreter the virtual environment is made from (3.11 or later).
PYTHON ?= python3.11
MANAGE := .venv/bin/python manage.py

.PHONY: run test setup check docs

run: setup
	@$(MANAGE) serve --prepare --with-parent

test:
	@$(PYTHON) bin/prepare test
	@.venv/bin/python bin/test

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
