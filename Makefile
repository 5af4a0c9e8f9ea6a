# make run    the whole of Caveau on this computer, at one address
# make test   everything: installs what it needs, checks, then all tests
# The others: check install bench package deploy docs demo screenshots features schemas reset disaster chaos load

PYTHON ?= python3
PORT ?=
export DURATION ?=
VENV = .venv/bin
PYTEST = $(VENV)/python -m pytest -n 2 --dist loadfile
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check install bench package deploy docs demo screenshots features schemas reset disaster chaos load
.DEFAULT_GOAL = run

run:
	@$(PYTHON) scripts/install.py local stack web
	@$(VENV)/python -m scripts.run $(if $(PORT),--port $(PORT))

test:
	@$(PYTHON) scripts/install.py dev stack web chromium
	@$(MAKE) --no-print-directory check
	@$(PYTEST)

# The checks that need no running system.
check:
	@$(PYTHON) scripts/install.py dev node
	$(VENV)/ruff check --quiet .
	$(VENV)/ruff format --check --quiet .
	$(VENV)/mypy
	$(VENV)/lint-imports --no-logo
	$(VENV)/python -m scripts.openapi --check
	$(VENV)/python -m scripts.docs --check
	cd web && npm run --silent check && npm test --silent

# Everything a developer needs, nothing run.
install:
	@$(PYTHON) scripts/install.py dev stack node

bench:
	@$(PYTHON) scripts/install.py dev stack web chromium
	$(VENV)/python -m bench

# build/package/: one CloudFormation template and the code, for `aws cloudformation package` and `deploy`.
package:
	@$(PYTHON) scripts/install.py dev
	$(VENV)/python -m scripts.package

# To AWS what `make package` made, with the web: make deploy STAGE=prod (infra/README.md)
deploy:
	@$(PYTHON) scripts/install.py dev web
	$(VENV)/python -m scripts.deploy "$(STAGE)"

# What is drawn from the code: docs/openapi.json, docs/keys.md, docs/entry_points.md, the web's types of the API.
docs:
	@$(PYTHON) scripts/install.py dev node
	$(VENV)/python -m scripts.openapi
	$(VENV)/python -m scripts.docs
	cd web && npm run --silent types

# make run with a large estate beside the small one: 5,000 customers, 400 variants, 3 years of orders.
demo:
	@$(PYTHON) scripts/install.py local stack web
	@$(VENV)/python -m scripts.demo $(if $(PORT),--port $(PORT))

# Every page in three sizes, light and dark, into build/screenshots/.
screenshots:
	@$(PYTHON) scripts/install.py dev stack web chromium
	$(VENV)/python -m scripts.screenshots

# build/features.tsv: per row of the feature list, how many tests prove it and how many passed, from a real run.
features:
	@$(PYTHON) scripts/install.py dev stack web chromium
	$(PYTEST) -m feature --features build/features.tsv

# The official customs and fiscal schemas, which may not be copied into the project: make schemas FROM=folder
schemas:
	@$(PYTHON) scripts/schemas.py "$(FROM)"

# Paris is lost at work, Frankfurt brings all back: counted and timed (docs/backups.md).
disaster:
	@$(PYTHON) scripts/install.py dev stack
	$(VENV)/python -m scripts.disaster

# Kills, outages of a minute, disorder, a full disk: what holds, counted (docs/reliability.md).
chaos:
	@$(PYTHON) scripts/install.py dev stack
	CAVEAU_OUTAGE_SECONDS=60 $(VENV)/python -m pytest -v tests/infra/test_chaos_commit.py tests/infra/test_chaos_relay.py

# 50 people at work for ten minutes, then more until it bends: make load DURATION=60
load:
	@$(PYTHON) scripts/install.py dev stack
	$(VENV)/python -m scripts.load

# Forget all local data.
reset:
	@$(PYTHON) scripts/reset.py
