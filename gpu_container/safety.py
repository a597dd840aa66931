"""The safety checker: pictures and frames that show nudity are not delivered, whichever model made them.

It is Stable Diffusion's published checker; its own thresholds apply, and what it finds fails the order by name.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from diffusers.pipelines.stable_diffusion import StableDiffusionSafetyChecker
from numpy.typing import NDArray
from transformers import CLIPImageProcessorPil

from gpu_container.engines.engine import Bay
from gpu_container.engines.pixels import to_pil
from gpu_container.errors import Refused
from gpu_container.model_cache import ComponentKey
from gpu_container.weights import require_weights
from mutoscope.engines.models import require_model
from mutoscope.engines.tasks import Generated

ROW = "safety-checker"
FRAMES = 8
"""How many frames of a video are looked at, evenly spread."""


class SafetyCheck:
    """`flags` answers for each picture whether it is refused; the checker itself unless another one is given."""

    def __init__(self, bay: Bay, flags: Callable[[list[Any]], list[bool]] | None = None) -> None:
        self._bay = bay
        self._flags = flags or self._ask
        self._loaded: tuple[Any, Any, ComponentKey] | None = None

    def __call__(self, made: Generated) -> Generated:
        """Raises Refused."""
        seen = _seen(made)
        if seen and any(self._flags([to_pil(pixels) for pixels in seen])):
            raise Refused(engine=ROW, reason="it shows nudity")
        return made

    def _ask(self, pictures: list[Any]) -> list[bool]:
        with self._bay.loading:
            checker, processor, key = self._loaded or self._load()
        given = processor(images=pictures, return_tensors="pt").pixel_values.to(self._bay.device, checker.dtype)
        with self._bay.cache.lease([key]), torch.inference_mode():
            _, found = checker(images=[np.asarray(each) for each in pictures], clip_input=given)
        return [bool(each) for each in found]

    def _load(self) -> tuple[Any, Any, ComponentKey]:
        model = require_model(self._bay.settings.catalogue, ROW)
        require_weights(self._bay.settings, model)
        folder, dtype = self._bay.folder(model.repo), self._bay.dtype(model)
        checker = StableDiffusionSafetyChecker.from_pretrained(folder, dtype=dtype).eval().requires_grad_(False)
        key = ComponentKey(model.repo, model.revision, str(dtype), ROW)
        self._bay.cache.keep(key, checker)
        self._loaded = (checker, CLIPImageProcessorPil.from_pretrained(folder), key)
        return self._loaded


def _seen(made: Generated) -> list[NDArray[np.uint8]]:
    if made.picture is not None:
        return [made.picture]
    if made.frames is not None:
        places = np.linspace(0, len(made.frames) - 1, min(FRAMES, len(made.frames))).astype(int)
        return [made.frames[place] for place in places]
    return []
