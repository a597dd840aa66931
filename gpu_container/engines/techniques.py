"""A plan's techniques applied to a pipeline: every one is torch's or diffusers' own."""

from typing import Any

import torch

from gpu_container.planner import Plan, Technique


def apply(pipe: Any, plan: Plan) -> None:
    """Whatever a pipeline does not have, it does not need: not every decoder can be tiled."""
    vae = getattr(pipe, "vae", None)
    for technique, name in ((Technique.VAE_TILING, "tiling"), (Technique.VAE_SLICING, "slicing")):
        # Switched off again as well: rows share a decoder.
        switch = getattr(vae, f"{'enable' if plan.uses(technique) else 'disable'}_{name}", None)
        if switch is not None:
            switch()
    if plan.uses(Technique.ATTENTION_SLICING) and hasattr(pipe, "enable_attention_slicing"):
        pipe.enable_attention_slicing()


def is_offloaded(plan: Plan) -> bool:
    """Whether diffusers' own hooks move the weights, so that the cache must not."""
    return plan.uses(Technique.GROUP_OFFLOAD) or plan.uses(Technique.MODEL_OFFLOAD)


def offload(pipe: Any, plan: Plan, device: torch.device) -> None:
    """Lets the pipeline move its own weights. On a processor there is nowhere to move them to."""
    if device.type == "cpu":
        return
    if plan.uses(Technique.GROUP_OFFLOAD):
        pipe.enable_group_offload(
            onload_device=device, offload_device=torch.device("cpu"), offload_type="leaf_level", use_stream=True
        )
    else:
        pipe.enable_model_cpu_offload(device=device)


def cast(module: torch.nn.Module, dtype: torch.dtype) -> None:
    """Keeps the module's weights in 8 bits and widens each layer while it computes."""
    from diffusers.hooks import apply_layerwise_casting

    apply_layerwise_casting(
        module,
        storage_dtype=torch.float8_e4m3fn,
        compute_dtype=dtype,
        skip_modules_pattern=(
            "pos_embed",
            "patch_embed",
            "norm",
            "^proj_in$",
            "^proj_out$",
            "embed",
            "^shared$",
            r"\bwo$",
        ),
    )


def quantised(dtype: torch.dtype) -> Any:
    """How diffusers loads a component in 4 bits; its kernels run on CUDA alone."""
    from diffusers import BitsAndBytesConfig

    return BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=dtype)
