"""What container images are built from: a folder with nothing in it but what their Dockerfile copies.

A deployment builds them, and so does `python -m cdk.images`, all or those that are named; a synthesis only sees from
the folder whether they would differ.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
MODELS_DOCKERFILE = "gpu_container/Dockerfile"
_MODELS = ("gpu_container", "layers/python", "requirements")
STAGE_DOCKERFILE = "docker/stage/Dockerfile"
STUDIO_DOCKERFILE = "docker/studio/Dockerfile"
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


def studio_folder(_: Path) -> Path:
    """Of a laptop's studio: the repository itself, less what .dockerignore keeps out."""
    return ROOT


@dataclass(frozen=True)
class Image:
    folder: Callable[[Path], Path]
    """Lays out what it is built from."""
    dockerfile: str
    platform: str


IMAGES = {
    "stage": Image(stage_folder, STAGE_DOCKERFILE, "linux/arm64"),
    "models": Image(models_folder, MODELS_DOCKERFILE, "linux/amd64"),
    "studio": Image(studio_folder, STUDIO_DOCKERFILE, "linux/amd64"),
}


def build(name: str) -> None:
    """Raises CalledProcessError when Docker fails, FileNotFoundError when it is not there."""
    image = IMAGES[name]
    with TemporaryDirectory() as folder:
        context = image.folder(Path(folder) / name)
        dockerfile = str(context / image.dockerfile)
        options = ["--platform", image.platform, "--file", dockerfile, "--tag", f"mutoscope-{name}"]
        subprocess.run(["docker", "build", *options, str(context)], check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Builds container images, as a deployment would.")
    parser.add_argument("images", nargs="*", metavar="image", help=f"of {', '.join(IMAGES)}; all, when none is named")
    named = parser.parse_args().images or [*IMAGES]
    if unknown := [each for each in named if each not in IMAGES]:
        parser.error(f"there is no image {unknown[0]}; there are {', '.join(IMAGES)}")
    try:
        for name in named:
            build(name)
    except FileNotFoundError:
        print(
            "Error: there is no program `docker` here: install Docker, with arm64 (qemu-user-static).", file=sys.stderr
        )
        return 1
    except subprocess.CalledProcessError as error:
        print(f"Error: `docker build` ended with {error.returncode}; the lines above say why.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
