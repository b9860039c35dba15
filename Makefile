# The two commands of a newcomer are `make demo` and `make test`; `make help` lists the rest.
# Nothing is needed but Python 3.11 or later with pip and venv, and make. Everything goes into $(VENV).

VENV ?= .venv
# The first interpreter that starts, is new enough and can make a virtual environment. A name alone proves
# nothing: version managers leave commands behind that only print an error.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
	>/dev/null 2>&1 && echo $$p && break; done)
# Versions that the tests passed with; `make CONSTRAINTS= test` takes the newest instead.
CONSTRAINTS ?= constraints.txt

PY := $(VENV)/bin/python
PIP_INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check --use-pep517 $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS))
DEV := $(VENV)/.dev-installed
DEMO := $(VENV)/.demo-installed
CHECKED := hatch_build.py docs/conf.py src tests tools bench notebooks

.DEFAULT_GOAL := help
.PHONY: help demo test check lint format types contract duplication gate train evaluation reasons delivery fuzz wheel compiled notebooks docs peers bench bench-compiled constraints clean distclean

help:  ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(DEMO)  ## Install, run the main job on corpus/: a table on screen and demo/report.html
	$(VENV)/bin/fupin demo

PROCESSES ?= auto
test: $(DEV)  ## Install and run all tests (PYTEST_ARGS="-k name" runs some, PROCESSES=0 in one process)
	$(PY) -m pytest --numprocesses $(PROCESSES) --dist worksteal $(PYTEST_ARGS)

check: lint types contract duplication test gate wheel  ## Everything that CI checks

lint: $(DEV)  ## Style and formatting
	$(PY) -m ruff check $(CHECKED)
	$(PY) -m ruff format --check $(CHECKED)

format: $(DEV)  ## Format the code and mend what can be mended
	$(PY) -m ruff check --fix $(CHECKED)
	$(PY) -m ruff format $(CHECKED)

types: $(DEV)  ## Types of the library
	$(PY) -m mypy

contract: $(DEV)  ## Direction of imports between the layers
	$(VENV)/bin/lint-imports

duplication: $(DEV)  ## Code that stands twice
	$(PY) tools/duplication.py src tools bench

gate: $(DEV)  ## Accuracy on the gold records against the pinned floors
	$(PY) -m tools.quality_gate

train: $(DEV)  ## Train the models of the decisions: teach on unlabelled text, fit to gold, write the model card
	$(PY) -m tools.train_models $(TRAIN_ARGS)

evaluation: $(DEV)  ## Accuracy on all gold, confusions and cases, into docs/evaluation/accuracy.md
	$(PY) -m tools.evaluation_report

reasons: $(DEV)  ## How often each reason of a decision was right, into docs/evaluation/reasons.md
	$(PY) -m tools.reasons

delivery: $(DEV)  ## Faults of delivery, runs that fail at every step, memory, into docs/evaluation/delivery.md
	$(PY) -m tools.delivery

SECONDS ?= 60
SEED ?= 0
fuzz: $(DEV)  ## Draw documents that nobody would write for SECONDS=60 from SEED=0; faults become tests
	$(PY) -m tools.fuzz --seconds $(SECONDS) --seed $(SEED) --keep

# $(call build_wheel,FOLDER,COMPILED): build the wheel in the folder, compiled (1) or not (0), and install it in FOLDER/site.
define build_wheel
	rm -rf $(1)
	PYTHONHASHSEED=0 FUPIN_COMPILE=$(2) $(if $(CONSTRAINTS),PIP_CONSTRAINT=$(abspath $(CONSTRAINTS))) \
	$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir $(1) .
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --target $(1)/site $(1)/*.whl
endef

# $(call demo_of_wheel,FOLDER,COMPILED): run the demo from it. It is put in front of the editable installation, and run
# where the checkout is not at hand.
define demo_of_wheel
	cd $(1) && PYTHONPATH=site $(abspath $(PY)) -c "import fupin_nlp.cli as cli, fupin_nlp; \
	assert '/site/' in cli.__file__ and fupin_nlp.compiled() == $(2), cli.__file__; cli.main(['demo'])" > demo.txt
	test -s $(1)/demo/report.html
endef

wheel: $(DEV)  ## Build the wheel in build/wheel and run the demo from it
	$(call build_wheel,build/wheel,0)
	$(call demo_of_wheel,build/wheel,0)

# FORM_TESTS run against the installed wheel: PYTHONPATH puts it before the editable installation, and conftest.py fails
# the run if it is not what Python loads.
FORM_TESTS ?= tests/test_forms.py tests/test_extract.py tests/test_segment.py tests/test_interpretation.py \
	tests/test_period.py tests/test_region.py tests/test_roles.py tests/test_links.py tests/test_measures.py \
	tests/test_metadata.py tests/test_engines.py tests/test_tokens.py tests/test_patterns.py \
	tests/test_gazetteer.py tests/test_finder.py tests/test_indicators.py tests/test_report.py \
	tests/clean --ignore=tests/clean/test_linear.py -k "not proportion"  # what takes time is tested with the sources
COMPILED_SITE := $(abspath build/compiled/site)

COMPILED_BUILT := build/compiled/.built

# Needs nothing but pip: CI builds it while the other packages are installed.
$(COMPILED_BUILT): hatch_build.py pyproject.toml $(CONSTRAINTS) $(shell find src -name '__pycache__' -prune -o -type f -print) | $(PY)
	@for c in "$${CC:-cc}" gcc clang; do command -v $$c >/dev/null 2>&1 && exit 0; done; \
	echo "no C compiler found (cc, gcc or clang); compiling needs one, nothing else does" >&2; exit 1
	@mkdir -p build && touch build/compiled.begun
	$(call build_wheel,build/compiled,1)
	@mv build/compiled.begun $@  # with the time of the beginning: what changes meanwhile is newer

compiled: $(DEV) $(COMPILED_BUILT)  ## Build the compiled wheel, compare all its results with those of the sources, and test it
	$(call demo_of_wheel,build/compiled,1)
	$(PY) tools/same_results.py $(COMPILED_SITE)
	FUPIN_FORM=compiled PYTHONPATH=$(COMPILED_SITE) $(PY) -m pytest -q --numprocesses $(PROCESSES) --dist worksteal $(FORM_TESTS)

notebooks: $(DEV)  ## Execute the notebooks, strip them, write what the demo and the examples print into READMEs and docs
	$(PY) tools/run_notebooks.py
	$(PY) tools/readme_excerpt.py
	$(PY) tools/run_pages.py

docs: $(DEV)  ## Build the site in build/site from docs/, the notebooks and the docstrings; a warning is an error
	$(PY) -m sphinx -E -W --keep-going -q -d build/doctrees -c docs . build/site
	@echo build/site/index.html

peers: $(DEV)  ## Measure other libraries beside this one, in an environment of their own, into docs/evaluation/peers.md
	$(PY) bench/peers.py

bench: $(DEV)  ## Speed against jieba.cut, start-up times, memory
	$(PY) bench/whole_path.py $(BENCH_ARGS)
	$(PY) bench/startup.py
	$(PY) bench/memory.py

bench-compiled: $(DEV)  ## Speed of the compiled form, as `make compiled` left it
	@test -d $(COMPILED_SITE) || { echo "nothing compiled; run make compiled first" >&2; exit 1; }
	PYTHONPATH=$(COMPILED_SITE) $(PY) bench/whole_path.py $(BENCH_ARGS)

constraints:  ## Take the newest versions, test, and write them down in constraints.txt
	$(MAKE) VENV=build/newest CONSTRAINTS= test
	(sed -n 1p constraints.txt; build/newest/bin/python -m pip freeze --exclude-editable) > constraints.tmp
	mv constraints.tmp constraints.txt

clean:  ## Remove what the tools and the demo wrote
	rm -rf demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## Remove the virtual environment too
	rm -rf $(VENV)

$(PY):
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or later with venv and pip found; name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Order-only: the interpreter in the environment is a link to one whose date says nothing.
$(DEV): pyproject.toml $(CONSTRAINTS) | $(PY)
	$(PIP_INSTALL) --editable '.[dev]'
	@touch $(DEV) $(DEMO)

$(DEMO): pyproject.toml $(CONSTRAINTS) | $(PY)
	$(PIP_INSTALL) --editable '.[plot,excel]'
	@touch $(DEMO)
