# Wegwijs needs only make and Python 3.11 or newer with venv; the rest is brought in here.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python

DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
REDIS_URL ?= redis://127.0.0.1:6379/0
ARGS ?=
SERVICES_ARGS ?=

PO := $(wildcard */locale/*/LC_MESSAGES/django.po */*/locale/*/LC_MESSAGES/django.po)
MO := $(PO:.po=.mo)
CHROMIUMS := chromium chromium-browser google-chrome google-chrome-stable

.PHONY: help run test test-services thorough bench chaos lint words browser lock
.DELETE_ON_ERROR:

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; \
	do printf '  make %-14s %s\n' "$$name" "$$what"; done

run: $(VENV)/.run $(MO) ## Start Wegwijs, with a demo at the first start; Ctrl-C stops it
	@DEBUG=1 exec $(BIN)/python manage.py up

test: $(VENV)/.dev $(MO) browser ## Run every test on SQLite; ARGS="-k word" runs a few
	@env -u DATABASE_URL -u REDIS_URL $(BIN)/python -m pytest $(ARGS)

test-services: $(VENV)/.dev $(MO) browser ## The same tests on PostgreSQL and Redis
	@DATABASE_URL='$(DATABASE_URL)' REDIS_URL='$(REDIS_URL)' \
		$(BIN)/python -m pytest $(SERVICES_ARGS) $(ARGS)

thorough: ## The proofs of matching and of the clock, with the numbers that are claimed
	@THOROUGH=1 $(MAKE) --no-print-directory test ARGS="tests/matching tests/reminders/test_clock.py -m 'not browser' $(ARGS)"

bench: $(VENV)/.dev $(MO) ## Measure, beside the floor and the peers; ARGS="--only planning" measures a part
	@BENCH_SERVER='$(DATABASE_URL)' $(BIN)/python -m tests.bench $(ARGS)

chaos: $(VENV)/.dev $(MO) ## Kill processes at random while mail goes out, and count; needs Linux
	@$(BIN)/python -m tests.chaos $(ARGS)

lint: export SECRET_KEY := only-for-the-checks-of-make-lint-and-of-no-value-whatsoever
lint: export SITE_URL := https://wegwijs.example
lint: export ALLOWED_HOSTS := wegwijs.example
lint: export EMAIL_URL := smtp+tls://mail.example:587
lint: export DATABASE_URL := sqlite://:memory:
lint: $(VENV)/.dev $(MO) ## Style, types, layers, migrations and the deploy check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python manage.py words --check

words: $(VENV)/.run $(MO) ## Compile the translations

%.mo: %.po | $(VENV)/.run
	@$(BIN)/pybabel -q compile --locale nl --input-file $< --output-file $@

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Wegwijs needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.run: requirements.txt | $(BIN)/uv
	@$(INSTALL) -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(BIN)/uv
	@$(INSTALL) -r $<
	@touch $@ $(VENV)/.run

browser:
	@for name in $(CHROMIUMS); do command -v "$$name" >/dev/null && exit 0; done; \
	if [ -n "$$CHROMIUM" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else \
		echo "The tests need Chromium: install it (Debian: apt install chromium), or set CHROMIUM."; exit 1; \
	fi

lock: $(BIN)/uv ## Pin anew what pyproject.toml asks for
	@$(BIN)/uv pip compile --quiet --universal --no-header --no-emit-index-url \
		--annotation-style line pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --no-header --no-emit-index-url \
		--annotation-style line -c requirements.txt --extra dev pyproject.toml -o requirements-dev.txt
