"""What container images are built from: a folder with nothing in it but what their Dockerfile copies.

Only a deployment builds them; a synthesis only sees from the folder whether they would differ.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODELS_DOCKERFILE = "gpu_container/Dockerfile"
_MODELS = ("gpu_container", "layers/python", "requirements")
STAGE_DOCKERFILE = "docker/stage/Dockerfile"
_STAGE = ("docker/stage", "functions", "layers/python", "requirements")
_IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")


def models_folder(target: Path) -> Path:
    """Of the worker with models."""
    for name in _MODELS:
        shutil.copytree(ROOT / name, target / name, ignore=_IGNORED)
    return target


def stage_folder(target: Path) -> Path:
    """Of the function that works stages: what it takes is more than a layer may hold."""
    for name in _STAGE:
        shutil.copytree(ROOT / name, target / name, ignore=_IGNORED)
    (target / "gpu_container").mkdir()
    shutil.copy(ROOT / "gpu_container" / "catalogue.toml", target / "gpu_container")
    return target
