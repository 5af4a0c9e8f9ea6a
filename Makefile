# make run    the whole of Caveau on this computer, at one address
# make test   everything: installs what it needs, checks, then all tests
# The others: check bench package docs demo screenshots features schemas reset

PYTHON ?= python3
PORT ?=
VENV = .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check tests bench package docs demo screenshots features schemas reset install
.DEFAULT_GOAL = run

run:
	@$(PYTHON) scripts/install.py local stack web
	@$(VENV)/python -m scripts.run $(if $(PORT),--port $(PORT))

# Everything a developer needs, nothing run.
install:
	@$(PYTHON) scripts/install.py dev stack node

test:
	@$(PYTHON) scripts/install.py dev stack web chromium
	@$(MAKE) --no-print-directory check
	@$(VENV)/python -m pytest -n 2 --dist loadfile

# The checks that need no running system.
check:
	@$(PYTHON) scripts/install.py dev node
	$(VENV)/ruff check .
	$(VENV)/ruff format --check --quiet .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/python -m scripts.openapi --check
	cd web && npm run --silent check

bench:
	@$(PYTHON) scripts/install.py dev stack
	$(VENV)/python -m bench

# build/package/: one CloudFormation template and the code, for `aws cloudformation package` and `deploy`.
package:
	@$(PYTHON) scripts/install.py dev
	$(VENV)/python -m scripts.package

# The pages of docs/ that are derived from the code.
docs:
	@$(PYTHON) scripts/install.py dev
	$(VENV)/python -m scripts.openapi
	$(VENV)/python -m scripts.docs

# A large estate to look at: 5,000 customers, 400 variants, 3 years of orders.
demo:
	@$(PYTHON) scripts/install.py local stack web
	@$(VENV)/python -m scripts.demo $(if $(PORT),--port $(PORT))

# Every page in three sizes, light and dark, into build/screenshots/.
screenshots:
	@$(PYTHON) scripts/install.py dev stack web chromium
	$(VENV)/python -m scripts.screenshots

# build/features.tsv: per row of the feature list, the tests that prove it and whether they passed.
features:
	@$(PYTHON) scripts/install.py dev stack web chromium
	$(VENV)/python -m scripts.features

# The official customs and fiscal schemas, which may not be copied into the project: make schemas FROM=folder
schemas:
	@$(PYTHON) scripts/schemas.py "$(FROM)"

# Forget all local data.
reset:
	@$(PYTHON) scripts/reset.py
