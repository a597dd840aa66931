"""What the worker with models runs in a rehearsal, and the smallest picture that can be ordered of it.

Where torch is set up (`make setup-models`), a checkpoint with the shapes of SDXL and made-up weights. Elsewhere a
workflow, for which the worker asks a ComfyUI server, and a stand-in answers.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cdk.packaging import ROOT
from mutoscope.settings import Settings
from rehearsal.comfyui_stand_in import HEIGHT, WIDTH, Comfy, serving
from rehearsal.failure import RehearsalFailed

PYTHONPATH = f"{ROOT / 'layers' / 'python'}:{ROOT}"
"""Where the worker's image has the same two folders (`gpu_container/Dockerfile`)."""
_SIDE = 64


@dataclass(frozen=True)
class Models:
    told: str
    """In words, for whoever reads the story."""
    python: Path
    """The interpreter with what these models take."""
    variables: Mapping[str, str]
    """What a worker's machine says of itself."""
    order: Mapping[str, object]
    size: tuple[int, int]
    """Of the picture that comes of the order, across and down."""


@contextmanager
def models_here() -> Iterator[Models]:
    """Torch, where it is set up."""
    with tiny_checkpoint() if Settings().models_python.exists() else comfyui_workflow() as models:
        yield models


@contextmanager
def comfyui_workflow() -> Iterator[Models]:
    with serving(Comfy()) as server:
        yield Models(
            told="a workflow, answered by a stand-in of ComfyUI",
            python=Path(sys.executable),
            variables={"MUTOSCOPE_COMFYUI_URL": server.address},
            order={"model": "comfy-text-to-image", "prompt": "a red cat", "seed": 7},
            size=(WIDTH, HEIGHT),
        )


@contextmanager
def tiny_checkpoint() -> Iterator[Models]:
    python = Settings().models_python
    with TemporaryDirectory(prefix="mutoscope-models-") as folder:
        built = subprocess.run(
            [str(python), "-m", "gpu_container.tiny", folder],
            cwd=ROOT,
            env={"PATH": str(python.parent), "HOME": folder, "PYTHONPATH": PYTHONPATH, "OMP_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
        )
        if built.returncode != 0:
            raise RehearsalFailed(f"The tiny checkpoints are not built: {built.stderr.strip()[-500:]}")
        yield Models(
            told="torch, and a checkpoint of SDXL's kind with made-up weights",
            python=python,
            variables={
                "MUTOSCOPE_MODELS": folder,
                "MUTOSCOPE_MODELS_SOURCE": "none",
                "MUTOSCOPE_CARD": "cpu",
                "OMP_NUM_THREADS": "1",
            },
            order={"model": "sdxl", "prompt": "a red cat", "width": _SIDE, "height": _SIDE, "steps": 2, "seed": 7},
            size=(_SIDE, _SIDE),
        )
