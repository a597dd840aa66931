"""What transformers models do that sound: speak a text, compose a piece."""

from typing import Any

import torch

from gpu_container.engines.generating import Parts, stopping
from gpu_container.engines.pixels import to_sound
from mutoscope.engines.tasks import Generated, GenerateRequest

_VOICE_NUMBERS = 512


def speak(parts: Parts, order: GenerateRequest, step: Any) -> Generated:
    """VITS: the waveform in one pass."""
    given = parts.on_device(parts.processor(text=order.prompt, return_tensors="pt"))
    wave = parts.model(**given).waveform[0]
    step(1, 1)
    return Generated(sound=to_sound(wave, parts.model.config.sampling_rate, order.model))


def speak_vocoded(parts: Parts, order: GenerateRequest, step: Any) -> Generated:
    """SpeechT5 with its vocoder: the seed draws the speaker, so another seed is another voice."""
    given = parts.on_device(parts.processor(text=order.prompt, return_tensors="pt"))
    speaker = torch.nn.functional.normalize(torch.randn(1, _VOICE_NUMBERS), dim=-1)
    wave = parts.model.generate_speech(
        given["input_ids"],
        speaker.to(parts.device, parts.model.dtype),
        vocoder=parts.modules["vocoder"],
        **parts.model_options,
    )
    step(1, 1)
    return Generated(sound=to_sound(wave, parts.modules["vocoder"].config.sampling_rate, order.model))


def compose(parts: Parts, order: GenerateRequest, step: Any) -> Generated:
    """MusicGen: a piece of so many seconds from a description."""
    given = parts.on_device(parts.processor(text=[order.prompt], padding=True, return_tensors="pt"))
    coder = parts.model.config.audio_encoder
    tokens = max(1, round(order.seconds * coder.frame_rate))
    waves = parts.model.generate(
        **given,
        do_sample=True,
        guidance_scale=order.guidance,
        max_new_tokens=tokens,
        stopping_criteria=stopping(parts, step, total=tokens),
    )
    return Generated(sound=to_sound(waves[0], coder.sampling_rate, order.model))
