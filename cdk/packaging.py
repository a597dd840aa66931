"""What goes into the Lambdas: the layer holds our package, each function's archive its own folder.

Copies only what runs, so that the same source gives the same archives whatever was compiled or cached beside it.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cdk.images import models_folder

ROOT = Path(__file__).parent.parent
FUNCTIONS = (
    "admin",
    "audio",
    "batches",
    "credits",
    "deliver_webhook",
    "files",
    "documents",
    "elevenlabs",
    "films",
    "images",
    "jobs",
    "media",
    "models",
    "progress",
    "projects",
    "replicate",
    "run_errand",
    "run_stage",
    "users",
    "videos",
    "webhooks",
)
FLEET_FUNCTIONS = ("scale_fleet",)
"""Only where a fleet with models runs."""
OPERATOR_FUNCTIONS = ("operate",)
"""Called by whoever runs the studio; no path and no queue leads to them."""
CATALOGUE = "catalogue.toml"
_IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")


@dataclass(frozen=True)
class Packages:
    layer: Path
    functions: Mapping[str, Path]
    models: Path
    """What the image of the worker with models is built from."""


def package(folder: Path) -> Packages:
    """Copies layer and functions into an empty `folder`."""
    functions = {
        name: _package_function(name, folder / name) for name in (*FUNCTIONS, *FLEET_FUNCTIONS, *OPERATOR_FUNCTIONS)
    }
    models = models_folder(folder / "models-image")
    return Packages(layer=_package_layer(folder / "layer"), functions=functions, models=models)


def _package_layer(target: Path) -> Path:
    """Lambda puts a layer's folder `python` on the import path; the catalogue of models lies beside it."""
    shutil.copytree(ROOT / "layers" / "python", target / "python", ignore=_IGNORED)
    shutil.copy(ROOT / "gpu_container" / CATALOGUE, target / CATALOGUE)
    return target


def _package_function(name: str, target: Path) -> Path:
    """The function stays importable as `functions.<name>.handler`, as it is everywhere else."""
    source = ROOT / "functions"
    shutil.copytree(source / name, target / "functions" / name, ignore=_IGNORED)
    shutil.copy(source / "__init__.py", target / "functions" / "__init__.py")
    return target
