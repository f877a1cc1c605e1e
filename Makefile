# Aliases for developers; everything works without make through `python3 run.py`.
BIN := .venv/bin
PYTHON := $(BIN)/python
PO := src/tisserand/locale/fr/LC_MESSAGES/django.po
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
           --no-header --python-version 3.11 --extra build pyproject.toml

.PHONY: help demo test check format format-check lint types contracts figures shape catalogue requirements promises \
        bench bench-quality bench-speed bench-allocation bench-openness bench-needs

help:            ## what can be asked
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## +/\t/' | expand -t 20

demo:            ## weave the sample network and write its page
	python3 run.py demo

test:            ## every test
	$(PYTHON) -m pytest -n auto

check: format-check lint types contracts figures test   ## everything a contribution must pass

format:          ## rewrite the code in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only --quiet .

format-check:    ## is the code in the house format?
	$(BIN)/ruff format --check .

lint:            ## ruff
	$(BIN)/ruff check .

types:           ## mypy, strict
	$(BIN)/mypy

contracts:       ## who may import whom
	$(BIN)/lint-imports

figures:         ## the size budgets, measured
	$(PYTHON) -m tests.shape.figures

shape:           ## the house rules as tests
	$(PYTHON) -m pytest tests/shape

catalogue:       ## collect the messages of src into the French catalogue, then compile it
	$(PYTHON) -m tests.shape.catalogue $(PO)

requirements:    ## lock the requirements again (needs uv)
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra dev --output-file requirements-dev.txt

promises:        ## the long form of two promises: 10,000 pairs of worlds, 1,000 proposals (some 6 minutes)
	P2_WORLDS=10000 $(PYTHON) -m pytest -q tests/engine/test_private_ties.py -k nobody_elses
	P5_PROPOSALS=1000 $(PYTHON) -m pytest -q tests/engine/test_reasons_are_true.py

bench: bench-quality bench-speed bench-allocation bench-openness bench-needs   ## all benchmarks (long)

bench-quality:   ## introductions beside their peers, on real data
	$(PYTHON) benchmarks/introductions_quality.py

bench-speed:     ## the candidate scan beside scipy, networkx, implicit
	$(PYTHON) benchmarks/introductions_speed.py

bench-allocation: ## the allocation beside greedy, OR-Tools, HiGHS
	$(PYTHON) benchmarks/allocation.py

bench-openness:  ## the measures beside igraph and networkx
	$(PYTHON) benchmarks/openness.py

bench-needs:     ## needs that meet offers, beside full-text search and n-grams
	$(PYTHON) benchmarks/needs_meet_offers.py
