"""Tiny checkpoints of the Stable Diffusion families, and of what is attached to them."""

from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers.pipelines.stable_diffusion import StableDiffusionSafetyChecker
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPImageProcessor

from gpu_container.tiny.encoders import WIDTH, clip_text, clip_vision
from gpu_container.tiny.latent import CHANNELS, sdxl_unet, unet, vae
from gpu_container.tiny.tokenizers import clip_tokenizer

SIDE = 32
"""What tiny picture encoders see."""
_NOISE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}


def sdxl() -> Any:
    return diffusers.StableDiffusionXLPipeline(
        vae=vae(),
        text_encoder=clip_text(act="gelu"),
        text_encoder_2=clip_text(projected=True, act="gelu"),
        tokenizer=clip_tokenizer(),
        tokenizer_2=clip_tokenizer(),
        unet=sdxl_unet(),
        scheduler=diffusers.EulerDiscreteScheduler(**_NOISE),
    )


def sd15() -> Any:
    return diffusers.StableDiffusionPipeline(
        vae=vae(),
        text_encoder=clip_text(),
        tokenizer=clip_tokenizer(),
        unet=unet(),
        scheduler=diffusers.PNDMScheduler(**_NOISE, skip_prk_steps=True),
        safety_checker=safety_checker(),
        feature_extractor=pictures(),
    )


def safety_checker() -> Any:
    torch.manual_seed(0)
    vision = {"hidden_size": WIDTH, "intermediate_size": 37, "num_attention_heads": 4, "num_hidden_layers": 2}
    config = CLIPConfig(
        vision_config={**vision, "image_size": SIDE, "patch_size": 8, "projection_dim": WIDTH}, projection_dim=WIDTH
    )
    return StableDiffusionSafetyChecker(config)


class SafetyChecker:
    """The checker alone, as its own repository has it."""

    def save_pretrained(self, folder: Path) -> None:
        safety_checker().save_pretrained(folder)
        pictures().save_pretrained(folder)


def pictures() -> Any:
    return CLIPImageProcessor(size={"shortest_edge": SIDE}, crop_size={"height": SIDE, "width": SIDE})


def controlnet() -> Any:
    torch.manual_seed(0)
    return diffusers.ControlNetModel(
        block_out_channels=CHANNELS,
        layers_per_block=1,
        in_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        conditioning_embedding_out_channels=(16, 32),
        cross_attention_dim=WIDTH,
        attention_head_dim=8,
        norm_num_groups=8,
    )


def motion_adapter() -> Any:
    torch.manual_seed(0)
    return diffusers.MotionAdapter(
        block_out_channels=CHANNELS, motion_layers_per_block=1, motion_num_attention_heads=2, motion_norm_num_groups=8
    )


class IpAdapter:
    """The weights of an IP-Adapter with its picture encoder, laid out as its repository is."""

    def save_pretrained(self, folder: Path) -> None:
        clip_vision(side=SIDE).save_pretrained(folder / "models" / "image_encoder")
        (folder / "sdxl_models").mkdir()
        save_file(_adapter(unet()), folder / "models" / "ip-adapter_sd15.safetensors")
        save_file(_adapter(sdxl_unet()), folder / "sdxl_models" / "ip-adapter_sdxl_vit-h.safetensors")


def _adapter(denoiser: Any) -> dict[str, torch.Tensor]:
    """Keys and values for every attention of the denoiser to a picture, which becomes four tokens."""
    torch.manual_seed(0)
    tokens, width = 4, denoiser.config.cross_attention_dim
    weights = {
        "image_proj.proj.weight": torch.randn(tokens * width, WIDTH) * 0.1,
        "image_proj.proj.bias": torch.zeros(tokens * width),
        "image_proj.norm.weight": torch.ones(width),
        "image_proj.norm.bias": torch.zeros(width),
    }
    names = [name for name in denoiser.attn_processors if name.endswith("attn2.processor")]
    for number, _ in enumerate(names):
        for side in ("k", "v"):
            weights[f"ip_adapter.{2 * number + 1}.to_{side}_ip.weight"] = torch.randn(CHANNELS[-1], width) * 0.1
    return weights


def upscale_x4() -> Any:
    return diffusers.StableDiffusionUpscalePipeline(
        vae=vae(channels=(32, 32, 64)),
        text_encoder=clip_text(),
        tokenizer=clip_tokenizer(),
        unet=unet(channels=7, num_class_embeds=1000),
        low_res_scheduler=diffusers.DDPMScheduler(),
        scheduler=diffusers.DDIMScheduler(prediction_type="v_prediction"),
        max_noise_level=350,
    )


def upscale_x2() -> Any:
    torch.manual_seed(0)
    denoiser = diffusers.UNet2DConditionModel(
        act_fn="gelu",
        attention_head_dim=8,
        norm_num_groups=None,
        block_out_channels=(32, 32, 64, 64),
        time_cond_proj_dim=WIDTH * 5,
        conv_in_kernel=1,
        conv_out_kernel=1,
        cross_attention_dim=WIDTH,
        down_block_types=("KDownBlock2D",) + ("KCrossAttnDownBlock2D",) * 3,
        in_channels=8,
        mid_block_type=None,
        out_channels=5,
        resnet_time_scale_shift="scale_shift",
        time_embedding_type="fourier",
        timestep_post_act="gelu",
        up_block_types=("KCrossAttnUpBlock2D",) * 3 + ("KUpBlock2D",),
    )
    return diffusers.StableDiffusionLatentUpscalePipeline(
        vae=vae(channels=(32, 32, 32, 32)),
        text_encoder=clip_text(),
        tokenizer=clip_tokenizer(),
        unet=denoiser,
        scheduler=diffusers.EulerDiscreteScheduler(prediction_type="sample"),
    )


def svd() -> Any:
    torch.manual_seed(0)
    denoiser = diffusers.UNetSpatioTemporalConditionModel(
        block_out_channels=CHANNELS,
        layers_per_block=1,
        sample_size=32,
        in_channels=8,
        out_channels=4,
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"),
        cross_attention_dim=WIDTH,
        num_attention_heads=4,
        projection_class_embeddings_input_dim=24,
        addition_time_embed_dim=8,
    )
    torch.manual_seed(0)
    decoder = diffusers.AutoencoderKLTemporalDecoder(
        block_out_channels=CHANNELS, down_block_types=("DownEncoderBlock2D",) * 2, latent_channels=4
    )
    return diffusers.StableVideoDiffusionPipeline(
        vae=decoder,
        # The pipeline itself scales what this encoder sees to 224 pixels.
        image_encoder=clip_vision(side=224, patch=32),
        unet=denoiser,
        scheduler=diffusers.EulerDiscreteScheduler(
            prediction_type="v_prediction", timestep_type="continuous", timestep_spacing="leading",
            use_karras_sigmas=True, sigma_min=0.002, sigma_max=700.0, **_NOISE,
        ),
        feature_extractor=CLIPImageProcessor(),
    )  # fmt: skip
