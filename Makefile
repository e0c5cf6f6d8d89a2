# The same commands for those who like make; all the work is in go.py, which needs only Python.
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow test-lowest benchmark lint setup docs clean lock

help:  ## what there is
	@sed -n 's/^\([a-z-]*\):  ## /make \1\t/p' Makefile | expand -t 20

demo:  ## set up and compare the strategies of the example community (ARGS="replicates=20")
	@$(PYTHON) go.py demo $(ARGS)

test:  ## set up and run the tests: under 10 minutes on 2 cores (ARGS="-k trust")
	@$(PYTHON) go.py test $(ARGS)

test-slow:  ## the long tests
	@$(PYTHON) go.py test-slow $(ARGS)

test-lowest:  ## the tests with the lowest versions that pyproject.toml allows, in .venv-lowest (PYTHON must be 3.11)
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet --requirement constraints-lowest.txt
	.venv-lowest/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	.venv-lowest/bin/python -m pytest $(ARGS)

benchmark:  ## speed, printed beside its goals
	@$(PYTHON) go.py benchmark $(ARGS)

lint:  ## ruff and mypy
	@$(PYTHON) go.py lint

setup:  ## only make .venv with everything in it
	@$(PYTHON) go.py setup

docs:  ## build the documentation into docs/_build/html, in .venv-docs
	$(PYTHON) -m venv .venv-docs
	.venv-docs/bin/python -m pip install --quiet --editable '.[docs]'
	.venv-docs/bin/python -m sphinx -W --keep-going -b html docs docs/_build/html

clean:  ## remove .venv and the caches of tools; results in outputs/ stay
	@$(PYTHON) go.py clean

lock:  ## make the lock files again (needs uv; ARGS=numpy takes up a new NumPy, ARGS=--all everything)
	$(PYTHON) tools/lock.py $(ARGS)
