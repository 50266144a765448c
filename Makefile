.DEFAULT_GOAL := help
.PHONY: help setup dev web web-dev test check bench bench-compare bench-turns bench-stations sim properties faults e2e guides screenshots smoke-shop docs papers sbom api-diff api-release previous-release clean

VENV := .venv
STAMP := $(VENV)/.setup-done
PRODUCT := actors gateway persistence cluster migrations clients
ARGS ?=

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile
	@echo '  Arguments go along as ARGS="...", for example: make dev ARGS="--port 9000".'

setup: $(STAMP) ## make .venv with everything in uv.lock, and build the player app once
	@.ci/web --once
	@echo "setup: .venv matches uv.lock"

$(STAMP): pyproject.toml clients/python/pyproject.toml uv.lock .ci/setup
	@echo "setup: making .venv"
	@PYTHON="$(PYTHON)" .ci/setup
	@touch $@

dev: $(STAMP) ## start everything on this machine and serve on http://127.0.0.1:8080 until Ctrl-C
	@.ci/web
	@echo "dev: pitboss dev $(ARGS)"
	@exec $(VENV)/bin/python .ci/foreground $(VENV)/bin/pitboss dev $(ARGS)

web: $(STAMP) ## build the player app into web/out, when its sources changed
	@.ci/web
	@echo "web: web/out is built from the sources as they are"

web-dev: $(STAMP) ## serve the player app on http://127.0.0.1:3000 as it is edited, beside make dev
	@exec .ci/web run dev -- $(ARGS)

test: $(STAMP) ## run all tests
	@.ci/web
	@.ci/web --tools
	@.ci/client
	@echo "test: everything under tests/, in parallel where that is safe, then the rest"
	@exec .ci/tests $(ARGS)

check: setup ## lint, formatting, types, import contracts, security
	@echo "check: ruff, ruff format, mypy, import-linter, bandit, secrets, pip-audit; types, lint and formatting of web and clients/typescript"
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/bandit --quiet --configfile pyproject.toml --recursive $(PRODUCT) 2>/dev/null
	@$(VENV)/bin/detect-secrets-hook --baseline .secrets.baseline $$(git ls-files -- ':!tests') || [ $$? = 3 ] # 3: only lines moved
	@$(VENV)/bin/python .ci/advisories
	@.ci/web run check
	@.ci/client run check

bench: setup ## run the benchmarks
	@echo "bench: python -m benchmarks $(ARGS)"
	@exec $(VENV)/bin/python -m benchmarks $(ARGS)

bench-compare: setup ## compare two results: make bench-compare OLD=FILE NEW=FILE
	@echo "bench-compare: $(OLD) and $(NEW)"
	@exec $(VENV)/bin/python -m benchmarks compare $(OLD) $(NEW)

bench-turns: setup ## measure a revision and this tree by turns: make bench-turns OLD=REV [NEW=REV]
	@echo "bench-turns: python -m benchmarks turns $(OLD) $(if $(NEW),--new $(NEW)) $(ARGS)"
	@exec $(VENV)/bin/python -m benchmarks turns $(OLD) $(if $(NEW),--new $(NEW)) $(ARGS)

bench-stations: setup ## sample where the time of a command goes
	@echo "bench-stations: python -m benchmarks.stations $(ARGS)"
	@exec $(VENV)/bin/python -m benchmarks.stations $(ARGS)

sim: setup ## run the simulations
	@echo "sim: tests/simulation, 3000 histories"
	@exec $(VENV)/bin/python -m pytest tests/simulation --sim-histories 3000 $(ARGS)

properties: setup ## try each property with 1,000 examples
	@echo "properties: those of tests/unit, 1,000 examples each"
	@exec $(VENV)/bin/python -m pytest tests/unit -m hypothesis --hypothesis-profile long -n 2 $(ARGS)

faults: setup ## run the long fault tests
	@echo "faults: tests/faults, long"
	@PITBOSS_FAULTS=long exec $(VENV)/bin/python -m pytest tests/faults $(ARGS)

e2e: setup ## run the long tests of the player app in Chromium
	@.ci/web
	@.ci/web --tools
	@echo "e2e: tests/web, long"
	@PITBOSS_E2E=long exec $(VENV)/bin/python -m pytest tests/web $(ARGS)

guides: setup ## follow the guides in a copy and run every suite there
	@echo "guides: tests/integration/guides, long"
	@PITBOSS_GUIDES=long exec $(VENV)/bin/python -m pytest tests/integration/guides $(ARGS)

screenshots: setup ## take the pictures of the player app anew (takes Chromium)
	@echo "screenshots: every screen, phone and desktop, both languages, into docs/images/player-app"
	@.ci/web
	@exec $(VENV)/bin/python -m tests.web.screens.take $(ARGS)

smoke-shop: setup ## run the three suites of the shop
	@echo "smoke-shop: tests/integration/shop"
	@exec $(VENV)/bin/python -m pytest tests/integration/shop $(ARGS)

docs: setup ## build the documentation into .site
	@echo "docs: mkdocs build into .site"
	@exec $(VENV)/bin/mkdocs build --quiet --site-dir .site $(ARGS)

papers: setup ## write the documents of the protocol anew: schemas and types for TypeScript (takes npm)
	@echo "papers: docs/api, clients/typescript/src/messages.ts, web/src/api/schema.ts"
	@$(VENV)/bin/python -m gateway.documents
	@.ci/papers/install
	@node .ci/papers/schema.mjs

sbom: setup ## write the bill of materials (CycloneDX) into dist/sbom.cdx.json
	@echo "sbom: dist/sbom.cdx.json"
	@exec .ci/sbom dist/sbom.cdx.json

api-diff: setup ## say what changed in the API since the last release: 1 when something breaks
	@for name in openapi messages.schema; do \
		$(VENV)/bin/pitboss api-diff docs/api/released/$$name.json docs/api/$$name.json \
			--accepted docs/api/released/accepted-breaks.txt || status=1; \
	done; exit $$status

api-release: setup ## make the present API the released one, with no break accepted
	@echo "api-release: docs/api/released"
	@cp docs/api/openapi.json docs/api/messages.schema.json docs/api/released/
	@sed -i '/^#/!d; 3,$$d' docs/api/released/accepted-breaks.txt

previous-release: setup ## make the present commit the release beside which the next one must run
	@echo "previous-release: tests/golden/released"
	@$(VENV)/bin/python -m tests.released

clean: ## remove what can be made again; data in .pitboss stay
	@echo "clean: .venv, .bootstrap, caches, built documents, the built app"
	@rm -rf .venv .bootstrap .site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	@rm -rf .ci/papers/node_modules clients/typescript/node_modules clients/typescript/dist web/node_modules web/.next web/out web/.built
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
