"""What goes into the Lambdas: a layer with our package, layers with libraries, each function's archive its own folder.

Copies only what runs, so that the same source gives the same archives whatever was compiled or cached beside it.
"""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cdk.images import models_folder, stage_folder
from cdk.packaging_archive import archive, compile_for_good, unpacked_bytes
from cdk.packaging_libraries import LAYERS, built

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
ASSETS = "assets"
LIBRARIES, PICTURES, RECORDINGS = LAYERS
CONTAINED = ("images", "replicate", "run_stage", "videos")
"""Container images, because layers may not hold all that they need: they render, take uploads and order retouches, or
lay out sheets."""
_RETOUCHING = ("batches", "credits", "documents", "elevenlabs", "films", "jobs", "models", "projects")
"""An order of a retouch is refused by what the retoucher understands, and the retoucher is made of OpenCV."""
_LOOKING = ("audio", "files", "images", "media", "replicate", "run_errand", "videos")
"""What they take is looked into."""
_PICTOGRAMS = (
    "@iconify-json/fluent-emoji-flat/icons.json",
    "@iconify-json/fluent-emoji-flat/chars.json",
    "@iconify-json/fluent-emoji-flat/metadata.json",
    "emojilib/dist/emoji-en-US.json",
)
"""What the drawer can draw, by name; fonts are left to those who draw."""
_STAND_IN = "The libraries are not here: `make package` builds them, and what is deployed needs them.\n"
_IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")


MOST_UNPACKED = 250 * 2**20
"""Bytes that Lambda allows a function and its layers together."""


class PackageTooLarge(Exception):
    """A function and its layers are larger than Lambda allows."""


@dataclass(frozen=True)
class Packages:
    """`layer` has our package; `libraries` are archives, in which there is nothing but a note until they are built."""

    layer: Path
    functions: Mapping[str, Path]
    libraries: Mapping[str, Path]
    models: Path
    """What the image of the worker with models is built from."""
    stages: Path
    """What the image of the functions in `CONTAINED` is built from."""
    is_whole: bool
    """Whether every library is there and everything is compiled: only then it is fit to be deployed."""


def libraries_of(function: str) -> tuple[str, ...]:
    """The layers with libraries that the function needs beside our package; together below the 250 MiB of Lambda."""
    more = (PICTURES,) if function in _RETOUCHING else (RECORDINGS,) if function in _LOOKING else ()
    return (LIBRARIES, *more)


def package(folder: Path, python: Path | None = None) -> Packages:
    """Copies layer and functions into an empty `folder`, compiled where Lambda's own Python is at hand."""
    names = (*FUNCTIONS, *FLEET_FUNCTIONS, *OPERATOR_FUNCTIONS)
    functions = {name: _package_function(name, folder / name) for name in names}
    layer = _package_layer(folder / "layer")
    if python is not None:
        compile_for_good(layer / "python", python, "/opt/python")
        for each in functions.values():
            compile_for_good(each, python, "/var/task")
    there = {name: built(each) for name, each in LAYERS.items() if built(each).exists()}
    stand_in = _stand_in(folder / "stand-in")
    libraries = {name: there.get(name, stand_in) for name in LAYERS}
    whole = len(there) == len(LAYERS) and python is not None
    models, stages = models_folder(folder / "models-image"), stage_folder(folder / "stages-image")
    packages = Packages(layer, functions, libraries, models, stages, is_whole=whole)
    require_room(packages)
    return packages


def require_room(packages: Packages) -> None:
    """Raises PackageTooLarge."""
    for name, size in unpacked(packages).items():
        if size > MOST_UNPACKED:
            raise PackageTooLarge(f"{name} with its layers has {size / 2**20:.0f} MiB, and Lambda takes 250.")


def unpacked(packages: Packages) -> dict[str, int]:
    """The bytes of each function with its layers."""
    ours = unpacked_bytes(packages.layer)
    libraries = {name: unpacked_bytes(path) for name, path in packages.libraries.items()}
    return {
        name: ours + unpacked_bytes(folder) + sum(libraries[each] for each in libraries_of(name))
        for name, folder in packages.functions.items()
    }


def _package_layer(target: Path) -> Path:
    """Lambda puts a layer's folder `python` on the import path; what the code reads besides lies beside it."""
    shutil.copytree(ROOT / "layers" / "python", target / "python", ignore=_IGNORED)
    shutil.copy(ROOT / "gpu_container" / CATALOGUE, target / CATALOGUE)
    for name in _PICTOGRAMS:
        source, kept = (
            Path(sys.prefix, "share", "mutoscope", "node_modules", name),
            target / ASSETS / "node_modules" / name,
        )
        if source.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, kept)
    return target


def _package_function(name: str, target: Path) -> Path:
    """The function stays importable as `functions.<name>.handler`, as it is everywhere else."""
    source = ROOT / "functions"
    shutil.copytree(source / name, target / "functions" / name, ignore=_IGNORED)
    shutil.copy(source / "__init__.py", target / "functions" / "__init__.py")
    return target


def _stand_in(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "NOT-BUILT.txt").write_text(_STAND_IN)
    return archive(folder, folder.with_suffix(".zip"))
