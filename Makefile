# Every target is one thing to do; `make help` prints the lines that carry ##.
PYTHON ?= python3
BIN := .venv/bin
CATALOGS := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
POT := translations/messages.pot
EXTRACT := $(BIN)/pybabel -q extract -F pyproject.toml -c Translators: --add-location=file \
  --project "Off Switch" --version 1 --copyright-holder "the makers of Off Switch" --no-wrap .
# With extras: nothing is resolved when the lock is installed, so it has to be complete.
COMPILE := $(BIN)/uv pip compile -q -U pyproject.toml --universal --python-version 3.11 \
  --generate-hashes --no-strip-extras --no-annotate --custom-compile-command "make lock"
# One process more than there are processors: tests wait for a browser now and then.
PROCESSES := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST := $(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal
# It has no dependencies, so its version pins all of it.
TSC := npx --yes --package=typescript@5.9.3 tsc
# Tests start Python some hundred times; without its caches, each start compiles the program.
unexport PYTHONDONTWRITEBYTECODE
INSTALL := $(BIN)/pip install -q --disable-pip-version-check --no-deps

.PHONY: help run build quick test coverage sweep lint format faults bench screenshots icons translations lock clean

help: ## print this
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

run: .venv/ready $(CATALOGS) ## set everything up and serve the guide (HOST, PORT)
	@$(BIN)/offswitch serve

build: .venv/ready $(CATALOGS) ## write the complete site as files, to site/current
	@$(BIN)/offswitch build site

quick: .venv/tests $(CATALOGS) ## run the tests that need no browser and no server
	$(PYTEST) -m "not bench and not sweep and not starts"

test: .venv/tests lint ## set everything up, browser included, and run the suite
	$(BIN)/python -m tests.browser
	$(PYTEST) -m "not bench and not sweep" $(COVER)

coverage: COVER := --cov
coverage: test ## the same, and check that every line and branch of webapp ran

sweep: .venv/tests $(CATALOGS) ## run everything that takes long: weekly, and before a release
	$(BIN)/python -m tests.browser
	$(PYTEST) -m sweep --timeout 1200
	$(MAKE) faults

lint: .venv/tests $(CATALOGS) ## check style, types and floors; the types of pwa/ if node is installed
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache
	@if command -v npx > /dev/null; then $(TSC) -p pwa/jsconfig.json; \
	elif [ -n "$$NOTHING_SKIPPED" ]; then echo "node is missing: the types of pwa/ are not checked"; exit 1; \
	else echo "No node here: the types of pwa/ are not checked."; fi

format: .venv/tests ## put everything into style
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

faults: .venv/tests $(CATALOGS) ## provoke every known fault: docs/faults.md (ONLY="login and script" for a part)
	$(BIN)/python -m tests.browser
	FAULTS=all $(PYTEST) -k "$(ONLY)" --timeout 1200 tests/pwa/test_faults.py tests/pwa/test_progress.py

bench: .venv/tests $(CATALOGS) ## print benchmark ratios
	$(BIN)/python -m pytest -m bench -q -s

screenshots: .venv/tests $(CATALOGS) ## take the pictures for installers from the real pages
	$(BIN)/python -m tests.screenshots

icons: .venv/tests $(CATALOGS) ## draw the icons for home screens again
	$(BIN)/python -m tests.icons

translations: .venv/ready ## extract the messages again and update every catalog
	$(EXTRACT) -o $(POT)
	for po in translations/*/LC_MESSAGES/messages.po; do locale=$${po#translations/}; $(BIN)/pybabel -q update -i $(POT) -o $$po -l $${locale%%/*} --no-wrap --no-fuzzy-matching --ignore-obsolete || exit; done

lock: .venv/tests ## pin every dependency again, with hashes
	$(COMPILE) --group install -o requirements.txt
	$(COMPILE) --group install --group tests --group style --group lock -c requirements.txt -o requirements-dev.txt

clean: ## remove everything that the other targets made
	rm -rf .venv build site *.egg-info .coverage .*_cache .hypothesis test-results $(CATALOGS)

%.mo: %.po .venv/ready
	$(BIN)/pybabel -q compile -i $< -o $@

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = "%d.%d" % sys.version_info[:2]; sys.exit(sys.version_info < (3, 11) and "Python is " + v + ", 3.11 or newer is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-build-isolation -e .
	@$(BIN)/pip check > /dev/null || $(BIN)/pip check
	@touch $@

.venv/tests: .venv/ready requirements-dev.txt
	$(INSTALL) --require-hashes -r requirements-dev.txt
	@$(BIN)/pip check > /dev/null || $(BIN)/pip check
	@touch $@
