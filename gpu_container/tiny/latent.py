"""Latent diffusion models of a few thousand weights: decoders and denoisers of the Stable Diffusion families."""

from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

CHANNELS = (32, 64)


def vae(latents: int = 4, *, layers: int = 1, channels: tuple[int, ...] = CHANNELS, **more: Any) -> Any:
    torch.manual_seed(0)
    return AutoencoderKL(
        block_out_channels=channels,
        in_channels=3,
        out_channels=3,
        down_block_types=("DownEncoderBlock2D",) * len(channels),
        up_block_types=("UpDecoderBlock2D",) * len(channels),
        latent_channels=latents,
        layers_per_block=layers,
        sample_size=64,
        norm_num_groups=8,
        **more,
    )


def unet(*, width: int = 32, channels: int = 4, out: int = 4, **more: Any) -> Any:
    torch.manual_seed(0)
    shape: dict[str, Any] = {
        "block_out_channels": CHANNELS,
        "layers_per_block": 1,
        "sample_size": 32,
        "in_channels": channels,
        "out_channels": out,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
        "cross_attention_dim": width,
        "attention_head_dim": 8,
        "norm_num_groups": 8,
    }
    return UNet2DConditionModel(**{**shape, **more})


def sdxl_unet(*, width: int = 64, pooled: int = 32) -> Any:
    return unet(
        width=width,
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 2),
        projection_class_embeddings_input_dim=6 * 8 + pooled,
    )
