# Gongkai: the verbs. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
DATA ?= $(CURDIR)/data
VENV := .venv
BIN := $(VENV)/bin
export GONGKAI_DATA = $(abspath $(DATA))
# Every process reads what the first one compiled; without it each start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check bench map lock fmt screenshots

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: $(VENV)/.ready ## install what the system runs on (instant the second time)

demo: $(VENV)/.ready ## a living demo city on http://127.0.0.1:8000 (PORT=, DATA=)
	@GONGKAI_DATA="$(abspath $(or $(filter-out $(CURDIR)/data,$(DATA)),$(CURDIR)/data-demo))" $(BIN)/gongkai demo --port $(PORT)

run: $(VENV)/.ready ## an empty city (first administrator: .venv/bin/gongkai admin NAME)
	@$(BIN)/gongkai serve --port $(PORT)

test: $(VENV)/.ready-dev ## the whole test suite
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.ready-dev ## style, types, import contracts, templates, migrations
	@$(BIN)/python tools/check.py

bench: $(VENV)/.ready-dev ## speed, as JSON rows {name, value, unit, bound}
	@$(BIN)/python -m bench $(ARGS)

map: $(VENV)/.ready-dev ## the packages and who imports whom
	@$(BIN)/python tools/map.py

fmt: $(VENV)/.ready-dev ## format the code
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

screenshots: $(VENV)/.ready-dev ## the pictures of README and docs, from a fresh demo
	@$(BIN)/python tools/screenshots.py

lock: $(VENV)/.ready ## pin the dependency lists again (needs a package index)
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url requirements.in -o requirements.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url requirements-dev.in -o requirements-dev.txt

# A stamp is touched last: an interrupted set-up runs again. .where makes a moved checkout set up anew.
$(VENV)/.where: FORCE
	@mkdir -p $(VENV); [ "$$(cat $@ 2>/dev/null)" = "$(CURDIR)" ] || echo "$(CURDIR)" > $@

$(VENV)/.ready: requirements.txt requirements-uv.txt tools/install.sh $(VENV)/.where
	@bash tools/install.sh "$(PYTHON)" runtime
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.txt
	@bash tools/install.sh "$(PYTHON)" dev
	@touch $@

FORCE:
