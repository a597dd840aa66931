"""Builds the tiny checkpoints: one function per repository, saved as real checkpoints are, then pinned in the lock."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gpu_container.tiny import readers, stable_diffusion, transformers_of_noise, voices
from gpu_container.weights import folder_of, pin
from mutoscope.engines.models import read_catalogue
from mutoscope.settings import Settings

Build = Callable[[], Any]

BUILDERS: dict[str, Build] = {
    "stabilityai/stable-diffusion-xl-base-1.0": stable_diffusion.sdxl,
    "stable-diffusion-v1-5/stable-diffusion-v1-5": stable_diffusion.sd15,
    "lllyasviel/control_v11p_sd15_openpose": stable_diffusion.controlnet,
    "h94/IP-Adapter": stable_diffusion.IpAdapter,
    "guoyww/animatediff-motion-adapter-v1-5-2": stable_diffusion.motion_adapter,
    "CompVis/stable-diffusion-safety-checker": stable_diffusion.SafetyChecker,
    "stabilityai/stable-diffusion-x4-upscaler": stable_diffusion.upscale_x4,
    "stabilityai/sd-x2-latent-upscaler": stable_diffusion.upscale_x2,
    "stabilityai/stable-video-diffusion-img2vid-xt": stable_diffusion.svd,
    "black-forest-labs/FLUX.1-schnell": transformers_of_noise.flux_schnell,
    "black-forest-labs/FLUX.1-dev": transformers_of_noise.flux_dev,
    "black-forest-labs/FLUX.1-Kontext-dev": transformers_of_noise.flux_kontext,
    "black-forest-labs/FLUX.1-Fill-dev": transformers_of_noise.flux_fill,
    "Tongyi-MAI/Z-Image-Turbo": transformers_of_noise.z_image,
    "Lightricks/LTX-Video": transformers_of_noise.ltx,
    "Wan-AI/Wan2.1-T2V-1.3B-Diffusers": transformers_of_noise.wan,
    "Wan-AI/Wan2.1-I2V-14B-480P-Diffusers": transformers_of_noise.wan_image,
    "THUDM/CogVideoX-2b": transformers_of_noise.cogvideox,
    "THUDM/CogVideoX-5b-I2V": transformers_of_noise.cogvideox_image,
    "stabilityai/stable-audio-open-1.0": transformers_of_noise.stable_audio,
    "openai/shap-e-img2img": transformers_of_noise.shap_e,
    "Qwen/Qwen-Image-Edit-2509": readers.qwen_edit,
    "Salesforce/blip-image-captioning-base": readers.blip,
    "florence-community/Florence-2-base": readers.florence,
    "Qwen/Qwen2.5-VL-7B-Instruct": readers.qwen_vl,
    "mattmdjaga/segformer_b2_clothes": readers.clothes_parser,
    "depth-anything/Depth-Anything-V2-Small-hf": readers.depth_anything,
    "facebook/musicgen-small": voices.musicgen,
    "facebook/mms-tts-eng": voices.vits,
    "microsoft/speecht5_tts": voices.speecht5,
    "microsoft/speecht5_hifigan": voices.hifigan,
    "camenduru/Wav2Lip": voices.TinyWav2Lip,
}
"""By repository; each answers something with `save_pretrained`."""


def build_all(settings: Settings) -> list[str]:
    """Builds what is not there yet; answers the repositories that were built."""
    built = []
    variants = {row.repo: row.variant for row in read_catalogue(settings.catalogue).values()}
    for repo, build in BUILDERS.items():
        folder = folder_of(settings, repo)
        if not folder.exists():
            save(build(), folder, variants.get(repo, ""))
            pin(settings, repo)
            built.append(repo)
    return built


def save(made: Any, folder: Path, variant: str) -> None:
    """Saved under another name first, so that a folder is there whole or not at all."""
    fresh = folder.with_name(f"{folder.name}.new")
    made.save_pretrained(fresh, **({"variant": variant} if variant else {}))
    fresh.rename(folder)
