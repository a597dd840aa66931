"""Opens the card: finds it, its profile and its cache of components, and the engines that run on it."""

import psutil
import torch

from gpu_container.engines.diffusers_engine import DiffusersEngine
from gpu_container.engines.engine import Bay, ModelEngine
from gpu_container.engines.module_engine import ModuleEngine
from gpu_container.engines.transformers_engine import TransformersEngine
from gpu_container.model_cache import ModelCache
from gpu_container.profiles import Card, recognise, require_card
from gpu_container.runner import Runner
from gpu_container.safety import SafetyCheck
from mutoscope.settings import Settings

_MEMORY_SHARE = 0.6
"""Of the machine's memory for masters of components; the rest is for loading, results and the page cache."""


def open_bay(settings: Settings) -> Bay:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    card = _card(settings, device)
    memory = int(psutil.virtual_memory().total * _MEMORY_SHARE)
    cache = ModelCache(device, card_bytes=card.most_model_mb * 2**20, memory_bytes=memory)
    if device.type == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.cuda.set_per_process_memory_fraction(min(1.0, (card.usable_mb - card.system_mb) / card.memory_mb))
    return Bay(settings, card, device, cache)


def open_runner(bay: Bay) -> Runner:
    diffusion, reading, modules = DiffusersEngine(bay), TransformersEngine(bay), ModuleEngine(bay)
    bay.cache.listeners += [each.forget_component for each in (diffusion, reading, modules)]
    engines: dict[str, ModelEngine] = {"diffusers": diffusion, "transformers": reading, "module": modules}
    return Runner(bay, engines, SafetyCheck(bay)) if bay.settings.safety_checker else Runner(bay, engines)


def _card(settings: Settings, device: torch.device) -> Card:
    if settings.card != "auto":
        return require_card(settings.card)
    if device.type == "cpu":
        return require_card("cpu")
    return recognise(torch.cuda.get_device_name(), torch.cuda.get_device_properties(0).total_memory // 2**20)
