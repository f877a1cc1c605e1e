# Aliases for developers; everything works without make through `python3 run.py`.
BIN := .venv/bin
PYTHON := $(BIN)/python
PO := src/tisserand/locale/fr/LC_MESSAGES/django.po
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
           --no-header --python-version 3.11 --extra build pyproject.toml

# What rooms and the clock promise must hold on both databases.
BOTH := tests/domain tests/project/test_database.py tests/project/test_jobs.py tests/journeys/test_kills.py
MORE := tests/project tests/cli/test_site_restore.py tests/journeys/test_erasure_and_backup.py
DJANGO := DJANGO_SETTINGS_MODULE=tisserand.project.settings $(PYTHON) -W error -m django

.PHONY: help demo test test-postgresql check format format-check lint types contracts figures deploy shape \
        catalogue requirements promises nightly bench bench-quality bench-speed bench-allocation bench-openness bench-needs \
        bench-welcome bench-weaving bench-pages bench-fabric pictures

help:            ## what can be asked
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## +/\t/' | expand -t 20

demo:            ## the whole platform on an invented network, in a browser
	python3 run.py demo

test:            ## every test
	$(PYTHON) -m pytest -n auto --dist worksteal

test-postgresql: ## what both databases must do, on a PostgreSQL of its own that disappears
	@if command -v pg_virtualenv >/dev/null; then \
	  TISSERAND_DATABASE=postgresql P10_HISTORIES=20 pg_virtualenv $(PYTHON) -m pytest -q -n auto --dist worksteal --ignore-glob='*test_rules*' $(wildcard $(BOTH)); \
	elif [ -n "$$REQUIRE_PG" ]; then echo "REQUIRE_PG is set, and pg_virtualenv is missing" >&2; exit 1; \
	else echo "skipped: pg_virtualenv is missing (on Debian: apt install postgresql postgresql-common)"; fi

check: format-check lint types contracts figures deploy test-postgresql test   ## everything a contribution must pass

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

deploy:          ## a new installation: do its tables follow the models, would it be sound on the open network?
	@folder=$$(mktemp -d) && export TISSERAND_DATA=$$folder && $(PYTHON) -m tisserand setup --lang en \
	&& $(DJANGO) makemigrations --check --dry-run && $(DJANGO) check --deploy --fail-level WARNING; \
	code=$$?; rm -rf "$$folder"; exit $$code

shape:           ## the house rules as tests
	$(PYTHON) -m pytest tests/shape

catalogue:       ## collect the messages of src into the French catalogue, then compile it
	$(PYTHON) -m tests.shape.catalogue $(PO)

requirements:    ## lock the requirements again (needs uv)
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra dev --output-file requirements-dev.txt

nightly: promises ## the long forms: more examples, both databases
	EVERY_RULE=1 $(PYTHON) -m pytest -q tests/web/test_every_page.py tests/journeys/test_twelve_tasks.py
	P1_SEED=$$(date +%j) P1_HISTORIES=10000 P1_MODEL=100000 P12_HISTORIES=10000 R1_KILLS=40 $(PYTHON) -m pytest -q -n auto --dist worksteal tests/domain tests/journeys
	HYPOTHESIS_PROFILE=nightly $(PYTHON) -m pytest -q -n auto --dist worksteal tests/domain tests/project
	R1_KILLS=40 $(MAKE) test-postgresql BOTH="$(BOTH) $(MORE)"

promises:        ## the long form of two promises: 10,000 pairs of worlds, 1,000 proposals (some 6 minutes)
	P2_WORLDS=10000 $(PYTHON) -m pytest -q tests/engine/test_private_ties.py -k nobody_elses
	P5_PROPOSALS=1000 $(PYTHON) -m pytest -q tests/engine/test_reasons_are_true.py

bench: bench-quality bench-speed bench-allocation bench-openness bench-needs bench-welcome bench-weaving bench-pages bench-fabric   ## all benchmarks (long)

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

bench-welcome:   ## a first proposal among 20,000 people
	$(PYTHON) benchmarks/welcome.py

bench-pages:     ## the main pages among 20,000 members: queries, CPU, bytes
	$(PYTHON) benchmarks/pages.py

bench-fabric:    ## the picture of 50,000 people: query, places, first draw and zoom
	$(PYTHON) benchmarks/fabric_picture.py

pictures:        ## the pictures of the guides and the sheets of every screen, from the fictional network
	$(PYTHON) docs/pictures/screens.py

bench-weaving:   ## the weaving of 20,000 people through the database
	$(PYTHON) benchmarks/weaving_database.py
