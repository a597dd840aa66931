# The newcomer's verbs. `make help` lists them; everything is set up on first use, with Python and make alone.

PYTHON ?= python3
RUN := .venv/bin
WITH_TORCH := .venv/models/bin
# The environment with torch lies inside .venv and shares its fonts and its AWS engine.
WITH_MODELS = MUTOSCOPE_ASSETS=$(CURDIR)/.venv/share/mutoscope MUTOSCOPE_AWS_ENGINE=$(CURDIR)/.venv/aws-engine/bin/ministack

# Only what stands on the command line counts, and it arrives as it was typed: $(value) keeps make from expanding it,
# and the command reads it from the environment, where no shell looks at it.
FILM_VARIABLES := TOPIC FROM SCRIPT OUT ASPECT LENGTH VOICE LANGUAGE CAPTIONS MUSIC STYLE SEED
define hand_over
unexport $(1)
ifeq ($$(origin $(1)),command line)
override MUTOSCOPE_FILM_$(1) := $$(value $(1))
export MUTOSCOPE_FILM_$(1)
else
unexport MUTOSCOPE_FILM_$(1)
endif
endef
$(foreach name,$(FILM_VARIABLES),$(eval $(call hand_over,$(name))))

.PHONY: bootstrap deploy destroy appoint restore-drill help film up test test-gpu-container models-tiny check format bench bench-inference package images synth rehearse soak fuzz setup setup-dev setup-models environment clean
.DEFAULT_GOAL := help

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' Makefile
	@echo
	@echo '  make film TOPIC="How long does rice take to grow?"'
	@echo '  Variables: $(FILM_VARIABLES)'

film: setup ## Make a film: TOPIC="...", or FROM=document, or SCRIPT=file
	@$(RUN)/mutoscope film

up: setup ## Run the studio on http://127.0.0.1:8000 until Ctrl-C
	@$(RUN)/mutoscope up

test: setup-dev ## Run the tests
	@$(RUN)/python -m pytest -m "not soak" --numprocesses 2 --dist loadfile --no-loadscope-reorder

test-gpu-container: setup-dev setup-models ## Run the tests of the models, with tiny checkpoints and no card
	@$(WITH_MODELS) $(WITH_TORCH)/python -m pytest tests/gpu_container
	@$(RUN)/python -m rehearsal

models-tiny: setup-models ## Build a tiny checkpoint with random weights for every row of the catalogue
	@$(WITH_MODELS) $(WITH_TORCH)/python -m gpu_container.tiny .mutoscope/models-tiny

check: setup-dev ## Format, lint, types, import contracts
	@$(RUN)/ruff format --check .
	@$(RUN)/ruff check .
	@$(RUN)/mypy
	@$(RUN)/lint-imports --no-cache

format: setup-dev ## Format the code and mend what lint can mend
	@$(RUN)/ruff format .
	@$(RUN)/ruff check --fix .

bench: setup-dev ## Run the benchmarks; results go to benchmarks/results/
	@$(RUN)/python -m benchmarks

bench-inference: setup-dev setup-models ## Measure inference: true sizes on a CUDA card, tiny ones without
	@$(WITH_MODELS) $(WITH_TORCH)/python -m benchmarks.inference --output benchmarks/results/inference.json

package: setup-dev ## Build the layers with the libraries of the cloud's functions into build/; no Docker
	@$(RUN)/python -m cdk.packaging_libraries
	@$(RUN)/python -m cdk.budgets

images: setup-dev ## Build the container images; needs Docker. IMAGES="stage models studio"
	@$(RUN)/python -m cdk.images $(IMAGES)

synth: setup-dev ## Write the cloud's templates to cdk.out; no account, no network
	@$(RUN)/python -m cdk.app

rehearse: setup-dev ## Deploy the cloud's templates into the embedded engine, use what they make, remove it
	@$(RUN)/python -m rehearsal

environment:
	@case "$$ENV" in dev|test|staging|prod) ;; \
	  *) echo 'Error: say which environment, dev, test, staging or prod: make deploy ENV=dev' >&2; exit 1 ;; esac

bootstrap: environment setup-dev ## Prepare an AWS account for the studio, once: ENV=dev
	@$(RUN)/python -m scripts.deploy bootstrap "$$ENV"

deploy: environment package ## Put an environment into the AWS account of your credentials: ENV=dev, MODELS=true with a fleet
	@$(RUN)/python -m scripts.deploy up "$$ENV" --models "$${MODELS:-false}"

destroy: environment setup-dev ## Take an environment down that keeps no data: ENV=dev
	@$(RUN)/python -m scripts.deploy down "$$ENV"

appoint: environment setup-dev ## Make somebody who registered the first super admin: ENV=dev EMAIL=...
	@test -n "$$EMAIL" || { echo 'Error: say who: make appoint ENV=dev EMAIL=you@example.com' >&2; exit 1; }
	@$(RUN)/python -m scripts.deploy appoint "$$ENV" "$$EMAIL"

restore-drill: environment setup-dev ## Restore a copy of the record beside it, look at it, and remove it: ENV=staging
	@$(RUN)/python -m scripts.restore_drill "$$ENV"

fuzz: setup-dev ## Try the whole API with made-up requests, as two users, for eight minutes
	@$(RUN)/python -m pytest tests/fuzz -m soak

soak: setup-dev ## Run the long forms of the bounded tests
	@$(RUN)/python -m pytest -m soak

setup: python ## Install what the studio needs into .venv
	@$(PYTHON) scripts/setup.py

setup-dev: python ## The same with what tests and checks need
	@$(PYTHON) scripts/setup.py --dev

setup-models: python ## The same with torch and what models of our own need; gigabytes where the wheel is CUDA's
	@$(PYTHON) scripts/setup.py --models

python:
	@command -v $(PYTHON) > /dev/null || { echo 'Error: there is no program $(PYTHON) here.' >&2; \
	  echo 'Install Python 3.11 to 3.14, or name one: make film PYTHON=python3.12 TOPIC=...' >&2; exit 1; }
	@$(PYTHON) scripts/require_python.py

clean: ## Remove what make made: .venv, caches, cdk.out (films in out/ and the studio's home stay)
	rm -rf .venv build dist cdk.out .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
