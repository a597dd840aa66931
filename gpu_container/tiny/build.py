"""Builds the tiny checkpoints: one function per repository, saved as real checkpoints are, then pinned in the lock."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers

from gpu_container.tiny.encoders import clip_text
from gpu_container.tiny.latent import sdxl_unet, vae
from gpu_container.tiny.tokenizers import clip_tokenizer
from gpu_container.weights import folder_of, pin
from mutoscope.engines.models import read_catalogue
from mutoscope.settings import Settings

Build = Callable[[], Any]


def sdxl() -> Any:
    return diffusers.StableDiffusionXLPipeline(
        vae=vae(),
        text_encoder=clip_text(act="gelu"),
        text_encoder_2=clip_text(projected=True, act="gelu"),
        tokenizer=clip_tokenizer(),
        tokenizer_2=clip_tokenizer(),
        unet=sdxl_unet(),
        scheduler=diffusers.EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
        ),
    )


BUILDERS: dict[str, Build] = {
    "stabilityai/stable-diffusion-xl-base-1.0": sdxl,
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
