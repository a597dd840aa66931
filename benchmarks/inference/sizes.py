"""Pipelines with random weights: at their architecture's true size where there is a card, tiny where there is none.

Random weights are honest for time, memory and batching, never for what a picture looks like.
"""

from collections.abc import Callable
from typing import Any

import diffusers
import torch
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    T5Config,
    T5EncoderModel,
    UMT5Config,
    UMT5EncoderModel,
)

from gpu_container.tiny import stable_diffusion, transformers_of_noise
from gpu_container.tiny.tokenizers import clip_tokenizer, t5_tokenizer

_XXL = {"d_model": 4_096, "d_kv": 64, "d_ff": 10_240, "num_layers": 24, "num_heads": 64, "is_encoder_decoder": False}
_VAE: dict[str, Any] = {
    "block_out_channels": (128, 256, 512, 512),
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
    "layers_per_block": 2,
    "sample_size": 1_024,
}


def sdxl() -> Any:
    unet = diffusers.UNet2DConditionModel(
        sample_size=128, block_out_channels=(320, 640, 1_280), layers_per_block=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        transformer_layers_per_block=(1, 2, 10), attention_head_dim=(5, 10, 20), cross_attention_dim=2_048,
        use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=256,
        projection_class_embeddings_input_dim=2_816,
    )  # fmt: skip
    return diffusers.StableDiffusionXLPipeline(
        vae=diffusers.AutoencoderKL(**_VAE, latent_channels=4, scaling_factor=0.13025),
        text_encoder=CLIPTextModel(_clip(768, 12, 12)),
        text_encoder_2=CLIPTextModelWithProjection(_clip(1_280, 32, 20)),
        tokenizer=clip_tokenizer(),
        tokenizer_2=clip_tokenizer(),
        unet=unet,
        scheduler=diffusers.EulerDiscreteScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear"),
    )


def flux() -> Any:
    return diffusers.FluxPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=diffusers.AutoencoderKL(**_VAE, latent_channels=16, use_quant_conv=False, use_post_quant_conv=False),
        text_encoder=CLIPTextModel(_clip(768, 12, 12)),
        tokenizer=clip_tokenizer(),
        text_encoder_2=T5EncoderModel(T5Config(**_XXL, vocab_size=32_128, feed_forward_proj="gated-gelu")),
        tokenizer_2=t5_tokenizer(),
        transformer=diffusers.FluxTransformer2DModel(guidance_embeds=True),
    )


def ltx() -> Any:
    return diffusers.LTXPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=diffusers.AutoencoderKLLTXVideo(),
        text_encoder=T5EncoderModel(T5Config(**_XXL, vocab_size=32_128, feed_forward_proj="gated-gelu")),
        tokenizer=t5_tokenizer(128),
        transformer=diffusers.LTXVideoTransformer3DModel(),
    )


def wan() -> Any:
    return diffusers.WanPipeline(
        tokenizer=t5_tokenizer(),
        text_encoder=UMT5EncoderModel(UMT5Config(**_XXL, vocab_size=256_384, feed_forward_proj="gated-gelu")),
        vae=diffusers.AutoencoderKLWan(),
        scheduler=diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
        transformer=diffusers.WanTransformer3DModel(num_attention_heads=12, ffn_dim=8_960, num_layers=30),
    )


TRUE: dict[str, Callable[[], Any]] = {"sdxl": sdxl, "flux-dev": flux, "ltx": ltx, "wan": wan}
TINY: dict[str, Callable[[], Any]] = {
    "sdxl": stable_diffusion.sdxl,
    "flux-dev": transformers_of_noise.flux_dev,
    "ltx": transformers_of_noise.ltx,
    "wan": transformers_of_noise.wan,
}
"""By the catalogue's row."""


def build(name: str, device: torch.device, dtype: torch.dtype) -> Any:
    """The pipeline on the machine's side; made on the card where there is one, because that is where it is quick."""
    if device.type == "cpu":
        return TINY[name]()
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with device:
            pipe = TRUE[name]()
    finally:
        torch.set_default_dtype(before)
    return pipe.to(dtype).to("cpu")


def _clip(width: int, layers: int, heads: int) -> CLIPTextConfig:
    tokenizer = clip_tokenizer()
    return CLIPTextConfig(
        vocab_size=49_408, hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers,
        num_attention_heads=heads, projection_dim=width, eos_token_id=tokenizer.eos_token_id,
        bos_token_id=tokenizer.bos_token_id,
    )  # fmt: skip
