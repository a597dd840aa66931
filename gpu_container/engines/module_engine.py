"""Plain torch modules: a class of ours and a file of weights. Lip-sync is one; another is a function in TASKS."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from gpu_container.engines.engine import Bay, Step
from gpu_container.engines.mel import RATE, mel_spectrogram, windows
from gpu_container.engines.pixels import as_floats
from gpu_container.engines.wav2lip import FACE, WINDOW, Wav2Lip
from gpu_container.errors import WeightsMissing
from gpu_container.model_cache import ComponentKey
from gpu_container.planner import Plan
from gpu_container.weights import require_weights
from mutoscope.engines.models import Model
from mutoscope.engines.tasks import SAMPLE_RATE, Generated, GenerateRequest

Task = Callable[[Any, GenerateRequest, torch.device, Step], Generated]
_AT_ONCE = 16
"""Faces in one pass."""


def lip_sync(module: Any, order: GenerateRequest, device: torch.device, step: Step) -> Generated:
    """The picture says the sound. The face is where the picture `mask` is white, or everywhere without one."""
    assert order.sound is not None
    samples = np.asarray(order.sound[:: SAMPLE_RATE // RATE] / 32_768, np.float32)
    fps = order.fps or 25
    count = max(1, round(len(order.sound) / SAMPLE_RATE * fps))
    heard = windows(mel_spectrogram(samples), count, fps, WINDOW)
    picture = order.pictures["image"]
    left, top, width, height = face_box(picture, order.pictures.get("mask"))
    face = np.asarray(cv2.resize(picture[top : top + height, left : left + width], (FACE, FACE)), np.uint8)
    frames = np.repeat(picture[None], count, axis=0)
    shown = _faces(face, device, next(module.parameters()).dtype)
    for start in range(0, count, _AT_ONCE):
        sound = torch.from_numpy(heard[start : start + _AT_ONCE]).to(device, shown.dtype)
        made = as_floats(module(sound, shown.expand(len(sound), -1, -1, -1)), order.model)
        for number, mouth in enumerate(made.transpose(0, 2, 3, 1), start):
            said = cv2.resize((mouth[:, :, ::-1] * 255).round().astype(np.uint8), (width, height))
            frames[number, top : top + height, left : left + width] = said
        step(min(start + _AT_ONCE, count), count)
    return Generated(frames=frames, fps=fps)


def face_box(picture: NDArray[np.uint8], mask: NDArray[np.uint8] | None) -> tuple[int, int, int, int]:
    """Left, top, width and height of the face."""
    if mask is not None and (white := np.argwhere(mask[:, :, 0] > 127)).size:
        (top, left), (bottom, right) = white.min(axis=0), white.max(axis=0)
        return int(left), int(top), int(right - left + 1), int(bottom - top + 1)
    return 0, 0, picture.shape[1], picture.shape[0]


def _faces(face: NDArray[np.uint8], device: torch.device, dtype: torch.dtype) -> torch.Tensor:
    """Shape (1, 6, 96, 96), blue first as the weights were trained: the face with its lower half hidden, and whole."""
    whole = face[:, :, ::-1].astype(np.float32) / 255
    hidden = whole.copy()
    hidden[FACE // 2 :] = 0
    both = np.concatenate((hidden, whole), axis=2).transpose(2, 0, 1)[None]
    return torch.from_numpy(np.ascontiguousarray(both)).to(device, dtype)


TASKS: dict[str, Task] = {"lip_sync": lip_sync}
CLASSES: dict[str, Callable[..., torch.nn.Module]] = {"Wav2Lip": Wav2Lip}


class ModuleEngine:
    def __init__(self, bay: Bay) -> None:
        self._bay = bay
        self._modules: dict[str, torch.nn.Module] = {}

    def run(self, model: Model, orders: Sequence[GenerateRequest], _plan: Plan, step: Step) -> list[Generated]:
        module = self._modules.get(model.name) or self._require(model)
        with self._bay.cache.lease([self._key(model)]), torch.inference_mode():
            return [TASKS[model.task](module, order, self._bay.device, step) for order in orders]

    def prefetch(self, model: Model, _plan: Plan) -> None:
        self._require(model)

    def forget(self, model: Model) -> None:
        with self._bay.loading:
            self._modules.pop(model.name, None)
            self._bay.cache.forget(self._key(model))

    def forget_component(self, key: ComponentKey) -> None:
        self._modules = {name: each for name, each in self._modules.items() if key.variation != name}

    def _require(self, model: Model) -> torch.nn.Module:
        """What is fetched ahead and what is wanted now may be the same."""
        with self._bay.loading:
            if model.name not in self._modules:
                require_weights(self._bay.settings, model)
                module = load_module(model, self._bay.folder(model.repo)).to(self._bay.dtype(model))
                self._bay.cache.keep(self._key(model), module)
                self._modules[model.name] = module
            return self._modules[model.name]

    def _key(self, model: Model) -> ComponentKey:
        return ComponentKey(model.repo, model.revision, str(self._bay.dtype(model)), model.class_, model.name)


def load_module(model: Model, folder: Path) -> torch.nn.Module:
    """The class with the folder's weights: `*.safetensors`, or a `*.pth` that holds tensors and nothing else."""
    options = folder / "module.json"
    module = CLASSES[model.class_](**(json.loads(options.read_text()) if options.exists() else {}))
    found = sorted([*folder.rglob("*.safetensors"), *folder.rglob("*.pth")])
    if not found:
        raise WeightsMissing(engine=model.name, reason=f"there is no file of weights in {folder}")
    module.load_state_dict(_state(found[0]))
    return module.eval().requires_grad_(False)


def _state(path: Path) -> dict[str, torch.Tensor]:
    if path.suffix == ".safetensors":
        from safetensors.torch import load_file

        return dict(load_file(path))
    read = torch.load(path, map_location="cpu", weights_only=True)
    state = read.get("state_dict", read)
    # It was saved from a wrapper for several cards.
    return {name.removeprefix("module."): tensor for name, tensor in state.items()}
