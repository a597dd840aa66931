"""`mutoscope models`: list the rows, pull and check their weights, run one once. Runs with or without torch."""

import argparse
import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from gpu_container import weights
from gpu_container.profiles import require_card
from mutoscope.engines.models import Model, read_catalogue, require_model
from mutoscope.errors import InvalidInput, MutoscopeError
from mutoscope.settings import Settings


class ModelsNotSetUp(MutoscopeError):
    """The environment of the models is not set up at {path}."""

    code = "models_not_set_up"
    hint = "Run `make setup-models`; it installs torch."


class LicenceForbids(InvalidInput):
    """The licence of {model} ({licence}) forbids to sell what it makes."""

    code = "model_not_for_sale"
    hint = "Set MUTOSCOPE_NONCOMMERCIAL_MODELS=1 where nothing is sold."


def rows(settings: Settings) -> list[tuple[str, ...]]:
    """Name, kinds, licence, weights in GB, what an 8 GB card does with it, and whether it is here."""
    lock = weights.read_lock(settings)
    return [
        (
            row.name,
            ", ".join(row.kinds),
            row.licence.name + ("" if row.licence.commercial else " (not for sale)"),
            f"{row.weights_mb / 1000:.1f}" if row.weights_mb else "",
            _on_8_gb(row),
            "here" if row.repo and all(repo in lock for repo in weights.repositories(row)) else "",
        )
        for row in read_catalogue(settings.catalogue).values()
    ]


def pull(settings: Settings, name: str) -> str:
    """Raises UnknownModel, LicenceForbids, WeightsMissing, WeightsAltered."""
    model = require_model(settings.catalogue, name)
    _require_licence(settings, model)
    if settings.models_source == "hub" and importlib.util.find_spec("huggingface_hub") is None:
        return _elsewhere(settings, "pull", name)
    pulled = {
        repo: locked for row in _with_mask(settings, model) for repo, locked in weights.pull(settings, row).items()
    }
    return "\n".join(f"{repo} at {locked.revision or 'no revision'}" for repo, locked in pulled.items())


def check(settings: Settings, name: str) -> str:
    """Raises UnknownModel, WeightsMissing, WeightsAltered."""
    size = sum(weights.check(settings, row) for row in _with_mask(settings, require_model(settings.catalogue, name)))
    return f"{name}: {size / 1e9:.2f} GB are what was pinned"


def run(settings: Settings, name: str, prompt: str, out: Path, *, small: bool) -> str:
    """Runs the row once and writes what it makes beside `out`."""
    _require_licence(settings, require_model(settings.catalogue, name))
    if importlib.util.find_spec("torch") is None:
        return _elsewhere(settings, "run", name, "--prompt", prompt, "--out", str(out), *(["--small"] if small else []))
    from gpu_container.run_once import run_once

    return run_once(settings, name, prompt, out, small=small)


def _on_8_gb(row: Model) -> str:
    if not row.weights_mb:
        return ""
    from gpu_container.planner import make_plan

    plan = make_plan(row, require_card("rtx3050"))
    return ", ".join(choice.technique.value for choice in plan.choices[1:]) or "as it is"


def _with_mask(settings: Settings, model: Model) -> list[Model]:
    """The row, and the one that finds the mask for it."""
    return [model, *([require_model(settings.catalogue, model.masked_by)] if model.masked_by else [])]


def _require_licence(settings: Settings, model: Model) -> None:
    if not model.licence.commercial and not settings.noncommercial_models:
        raise LicenceForbids(param="model", model=model.name, licence=model.licence.name)


def _elsewhere(settings: Settings, *arguments: str) -> str:
    """The same in the environment that has torch and the hub's client."""
    python = settings.models_python
    if not python.exists():
        raise ModelsNotSetUp(path=python)
    done = subprocess.run([str(python), "-m", "gpu_container.command", *arguments], check=False)
    if done.returncode:
        sys.exit(done.returncode)
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command inside the models' environment; `mutoscope models` is what people type."""
    parser = argparse.ArgumentParser(prog="mutoscope models")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("pull").add_argument("name")
    running = verbs.add_parser("run")
    running.add_argument("name")
    running.add_argument("--prompt", default="")
    running.add_argument("--out", type=Path, default=Path("out"))
    running.add_argument("--small", action="store_true")
    given = parser.parse_args(arguments)
    settings = Settings()
    try:
        if given.verb == "pull":
            print(pull(settings, given.name))
        else:
            print(run(settings, given.name, given.prompt, given.out, small=given.small))
    except MutoscopeError as error:
        print(f"Error: {error.message}\n{error.advice}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
