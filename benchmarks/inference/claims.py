"""The five claims of the requirements (16 bits, attention and decoder slicing, fused attention, 8 bits), as found here.

Each is one pipeline with and without the one thing; memory needs a card, the rest is measured anywhere.
"""

from collections.abc import Callable
from typing import Any

import torch
from diffusers.models.attention_processor import AttnProcessor, AttnProcessor2_0

from benchmarks.inference.measures import peak_mb, timed
from gpu_container.engines.techniques import cast

Call = Callable[[], Any]
CLAIMED = {
    "16 bits": "-50 % memory",
    "attention slicing": "-30 % memory",
    "decoder slicing": "-20 % memory",
    "fused attention": "+15 % speed",
    "8 bits": "-40 % memory",
}


def measure(pipe: Any, call: Call, batch: Call, device: torch.device, dtype: torch.dtype) -> dict[str, dict[str, Any]]:
    """`call` runs the pipeline once, `batch` with several pictures. The pipeline is not to be used afterwards."""
    found = {
        "fused attention": _fused(pipe, call, device),
        "attention slicing": _with_and_without(
            pipe.disable_attention_slicing, lambda: pipe.enable_attention_slicing(1), call, device
        ),
        "decoder slicing": _with_and_without(pipe.vae.disable_slicing, pipe.vae.enable_slicing, batch, device),
        "16 bits": _halved(pipe, call, device),
    }
    pipe.disable_attention_slicing()
    pipe.to(dtype)
    found["8 bits"] = _cast(pipe, call, device, dtype)
    return {name: {"claimed": CLAIMED[name], **values} for name, values in found.items()}


def _with_and_without(off: Call, on: Call, call: Call, device: torch.device) -> dict[str, Any]:
    off()
    without = peak_mb(call, device)
    on()
    return _memory(without, peak_mb(call, device))


def _fused(pipe: Any, call: Call, device: torch.device) -> dict[str, Any]:
    pipe.unet.set_attn_processor(AttnProcessor())
    plain = timed(call, device)["median"]
    pipe.unet.set_attn_processor(AttnProcessor2_0())
    fused = timed(call, device)["median"]
    return {"plain_s": plain, "fused_s": fused, "found_percent": round((plain / fused - 1) * 100, 1)}


def _halved(pipe: Any, call: Call, device: torch.device) -> dict[str, Any]:
    """The same pipeline in 16 and in 32 bits; a processor weighs it only, since it hardly computes in 16."""
    found = {}
    for bits, dtype in ((16, torch.float16), (32, torch.float32)):
        pipe.to(dtype)
        found[f"weights_{bits}_mb"] = sum(_bytes(part) for part in _modules(pipe)) / 2**20
        found[f"peak_{bits}_mb"] = (peak_mb(call, device) or 0.0) if device.type == "cuda" else 0.0
    weights = round((found["weights_16_mb"] / found["weights_32_mb"] - 1) * 100, 1)
    return {**found, "weights_percent": weights, **_memory(found["peak_32_mb"] or None, found["peak_16_mb"] or None)}


def _cast(pipe: Any, call: Call, device: torch.device, dtype: torch.dtype) -> dict[str, Any]:
    before, peak = _bytes(pipe.unet), peak_mb(call, device)
    cast(pipe.unet, dtype)
    after, cast_peak = _bytes(pipe.unet), peak_mb(call, device)
    weights = {"weights_mb": before / 2**20, "cast_mb": after / 2**20}
    return {**weights, "weights_percent": round((after / before - 1) * 100, 1), **_memory(peak, cast_peak)}


def _memory(without: float | None, within: float | None) -> dict[str, Any]:
    if without is None or within is None:
        return {"found_percent": None, "note": "needs a card"}
    return {"without_mb": without, "with_mb": within, "found_percent": round((within / without - 1) * 100, 1)}


def _bytes(module: torch.nn.Module) -> int:
    return sum(weight.numel() * weight.element_size() for weight in module.parameters())


def _modules(pipe: Any) -> list[torch.nn.Module]:
    return [part for part in pipe.components.values() if isinstance(part, torch.nn.Module)]
