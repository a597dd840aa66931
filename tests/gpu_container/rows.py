"""Every row's smallest order, and the same as the library's own call, written out by hand: the engines' oracle."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import torch
import transformers
from PIL import Image

from mutoscope.engines.tasks import GenerateRequest

SIDE = 64
SEED = 7
PROMPT, AGAINST = "a red cat", "a dog"
_DRAWN = np.random.default_rng(0)
PICTURE = _DRAWN.integers(0, 255, (SIDE, SIDE, 3), dtype=np.uint8)
OTHER = _DRAWN.integers(0, 255, (SIDE, SIDE, 3), dtype=np.uint8)
MASK = np.zeros((SIDE, SIDE, 3), np.uint8)
MASK[16:48, 16:48] = 255
SOUND = (_DRAWN.normal(0, 3_000, 12_000)).astype(np.int16)
SIZE = {"width": SIDE, "height": SIDE}
IMAGE = Image.fromarray(PICTURE)
Folder = Callable[[str], Path]


@dataclass(frozen=True)
class Case:
    """`order` without model, prompt and seed; `raw` is the pipeline's call, `field` the attribute of its answer."""

    order: dict[str, Any]
    raw: dict[str, Any] = field(default_factory=dict)
    prompt: str = PROMPT
    load: Callable[[Any, Path, Folder], Any] = lambda cls, folder, at: cls.from_pretrained(folder)


def half(cls: Any, folder: Path, at: Folder) -> Any:
    """The files are those of the variant; on a processor they are computed in 32 bits."""
    return cls.from_pretrained(folder, variant="fp16", dtype=torch.float32)


def persona(cls: Any, folder: Path, at: Folder) -> Any:
    seen = transformers.CLIPVisionModelWithProjection.from_pretrained(
        at("h94/IP-Adapter"), subfolder="models/image_encoder"
    )
    pipe = cls.from_pretrained(folder, variant="fp16", image_encoder=seen)
    pipe.load_ip_adapter(
        at("h94/IP-Adapter"),
        subfolder="models",
        weight_name="ip-adapter_sd15.safetensors",
        image_encoder_folder=None,
    )
    pipe.set_ip_adapter_scale(0.7)
    return pipe


def other_clothes(cls: Any, folder: Path, at: Folder) -> Any:
    seen = transformers.CLIPVisionModelWithProjection.from_pretrained(
        at("h94/IP-Adapter"), subfolder="models/image_encoder"
    )
    pipe = cls.from_pretrained(folder, variant="fp16", image_encoder=seen)
    pipe.load_ip_adapter(
        at("h94/IP-Adapter"),
        subfolder="sdxl_models",
        weight_name="ip-adapter_sdxl_vit-h.safetensors",
        image_encoder_folder=None,
    )
    pipe.set_ip_adapter_scale(0.8)
    return pipe


def pose(cls: Any, folder: Path, at: Folder) -> Any:
    control = diffusers.ControlNetModel.from_pretrained(at("lllyasviel/control_v11p_sd15_openpose"))
    return cls.from_pretrained(folder, variant="fp16", controlnet=control)


def moving(cls: Any, folder: Path, at: Folder) -> Any:
    adapter = diffusers.MotionAdapter.from_pretrained(at("guoyww/animatediff-motion-adapter-v1-5-2"))
    pipe = cls.from_pretrained(folder, variant="fp16", motion_adapter=adapter)
    pipe.scheduler = diffusers.DDIMScheduler.from_config(pipe.scheduler.config)
    return pipe


def qwen(cls: Any, folder: Path, at: Folder) -> Any:
    from gpu_container.engines.seeing import PictureChat

    return cls.from_pretrained(folder, processor=PictureChat.from_pretrained(folder))


TEXT = {"prompt": PROMPT, "negative_prompt": AGAINST}
STEPS = {"num_inference_steps": 2}
CLIP = {"num_frames": 9, **SIZE, **STEPS}

DIFFUSERS: dict[str, Case] = {
    "sdxl": Case({**SIZE, "guidance": 5.0}, {**TEXT, **SIZE, **STEPS, "guidance_scale": 5.0}, load=half),
    "sdxl-edit": Case(
        {**SIZE, "guidance": 5.0, "strength": 0.6, "pictures": {"image": PICTURE}},
        {**TEXT, **STEPS, "image": IMAGE, "strength": 0.6, "guidance_scale": 5.0},
        load=half,
    ),
    "sdxl-inpaint": Case(
        {**SIZE, "guidance": 7.0, "strength": 0.95, "pictures": {"image": PICTURE, "mask": MASK}},
        {
            **TEXT, **SIZE, **STEPS, "image": IMAGE, "mask_image": Image.fromarray(MASK), "strength": 0.95,
            "guidance_scale": 7.0,
        },
        load=half,
    ),
    "sd15": Case({**SIZE, "guidance": 7.5}, {**TEXT, **SIZE, **STEPS, "guidance_scale": 7.5}, load=half),
    "flux-schnell": Case(SIZE, {"prompt": PROMPT, **SIZE, **STEPS, "guidance_scale": 0.0, "max_sequence_length": 256}),
    "flux-dev": Case({**SIZE, "guidance": 3.5}, {"prompt": PROMPT, **SIZE, **STEPS, "guidance_scale": 3.5}),
    "flux-kontext": Case(
        {**SIZE, "guidance": 2.5, "pictures": {"image": PICTURE}},
        {
            "prompt": PROMPT, **SIZE, **STEPS, "image": IMAGE, "guidance_scale": 2.5, "max_area": SIDE * SIDE,
            "_auto_resize": False,
        },
    ),
    "flux-fill": Case(
        {**SIZE, "guidance": 30.0, "pictures": {"image": PICTURE, "mask": MASK}},
        {
            "prompt": PROMPT, **SIZE, **STEPS, "image": IMAGE, "mask_image": Image.fromarray(MASK),
            "guidance_scale": 30.0,
        },
    ),
    "z-image": Case({**SIZE, "guidance": 3.0}, {**TEXT, **SIZE, **STEPS, "guidance_scale": 3.0}),
    "qwen-edit": Case(
        {**SIZE, "steps": 1, "guidance": 4.0, "pictures": {"image": PICTURE, "garment": OTHER}},
        {
            **TEXT, **SIZE, "num_inference_steps": 1, "image": [IMAGE, Image.fromarray(OTHER)],
            "true_cfg_scale": 4.0,
        },
        load=qwen,
    ),
    "cloth-swap": Case(
        {**SIZE, "guidance": 7.0, "strength": 0.99, "pictures": {"image": PICTURE, "mask": MASK, "garment": OTHER}},
        {
            **TEXT, **SIZE, **STEPS, "image": IMAGE, "mask_image": Image.fromarray(MASK), "strength": 0.99,
            "ip_adapter_image": Image.fromarray(OTHER), "guidance_scale": 7.0,
        },
        load=other_clothes,
    ),
    "persona": Case(
        {**SIZE, "guidance": 7.5, "pictures": {"reference": PICTURE}},
        {**TEXT, **SIZE, **STEPS, "ip_adapter_image": IMAGE, "guidance_scale": 7.5},
        load=persona,
    ),
    "pose": Case(
        {**SIZE, "guidance": 7.5, "pictures": {"pose": PICTURE}},
        {**TEXT, **SIZE, **STEPS, "image": IMAGE, "guidance_scale": 7.5},
        load=pose,
    ),
    "ltx": Case(
        {**SIZE, "frames": 9, "fps": 25, "guidance": 3.0}, {**TEXT, **CLIP, "frame_rate": 25, "guidance_scale": 3.0}
    ),
    "ltx-image": Case(
        {**SIZE, "frames": 9, "fps": 25, "guidance": 3.0, "pictures": {"image": PICTURE}},
        {**TEXT, **CLIP, "image": IMAGE, "frame_rate": 25, "guidance_scale": 3.0},
    ),
    "wan": Case({**SIZE, "frames": 9, "fps": 16, "guidance": 5.0}, {**TEXT, **CLIP, "guidance_scale": 5.0}),
    "wan-image": Case(
        {**SIZE, "frames": 9, "fps": 16, "guidance": 5.0, "pictures": {"image": PICTURE}},
        {**TEXT, **CLIP, "image": IMAGE, "guidance_scale": 5.0},
    ),
    "cogvideox": Case({**SIZE, "frames": 9, "fps": 8, "guidance": 6.0}, {**TEXT, **CLIP, "guidance_scale": 6.0}),
    "cogvideox-image": Case(
        {**SIZE, "frames": 9, "fps": 8, "guidance": 6.0, "pictures": {"image": PICTURE}},
        {**TEXT, **CLIP, "image": IMAGE, "guidance_scale": 6.0},
    ),
    "svd": Case(
        {**SIZE, "frames": 2, "fps": 7, "guidance": 3.0, "pictures": {"image": PICTURE}},
        {**SIZE, **STEPS, "num_frames": 2, "image": IMAGE, "max_guidance_scale": 3.0, "decode_chunk_size": 2},
        load=half,
    ),
    "animatediff": Case(
        {**SIZE, "frames": 4, "fps": 8, "guidance": 7.5},
        {**TEXT, **SIZE, **STEPS, "num_frames": 4, "guidance_scale": 7.5, "decode_chunk_size": 4},
        load=moving,
    ),
    "upscale-x4": Case(
        {**SIZE, "guidance": 6.0, "pictures": {"image": PICTURE}},
        {**TEXT, **STEPS, "image": IMAGE, "guidance_scale": 6.0},
        load=half,
    ),
    "upscale-x2": Case(
        {**SIZE, "pictures": {"image": PICTURE}}, {**TEXT, **STEPS, "image": IMAGE, "guidance_scale": 0.0}
    ),
    "orbit": Case(
        {"width": 32, "height": 32, "fps": 10, "guidance": 3.0, "pictures": {"image": PICTURE[:32, :32]}},
        {**STEPS, "image": Image.fromarray(PICTURE[:32, :32]), "frame_size": 32, "guidance_scale": 3.0},
    ),
    "stable-audio": Case(
        {"seconds": 1.0, "guidance": 7.0},
        {**TEXT, **STEPS, "audio_end_in_s": 1.0, "guidance_scale": 7.0},
    ),
}  # fmt: skip

OTHERS: dict[str, Case] = {
    "musicgen": Case({"seconds": 0.5, "guidance": 3.0}),
    "vits": Case({}),
    "speecht5": Case({}),
    "blip": Case({"pictures": {"image": PICTURE}}),
    "florence-2": Case({"pictures": {"image": PICTURE}}, prompt=""),
    "clothes-parser": Case({"pictures": {"image": PICTURE}}, prompt=""),
    "qwen-vl": Case({"pictures": {"image": PICTURE}}),
    "parallax": Case({**SIZE, "frames": 4, "fps": 24, "pictures": {"image": PICTURE}}),
    "wav2lip": Case({"fps": 25, "pictures": {"image": PICTURE, "mask": MASK}, "sound": SOUND}, prompt=""),
}


def raw_other(name: str, folder: Path, at: Folder) -> Any:
    """The library's own call, with the seed set as a caller would set it."""
    from gpu_container.engines.seeing import PictureChat

    torch.manual_seed(SEED)
    with torch.inference_mode():
        match name:
            case "musicgen":
                processor = transformers.MusicgenProcessor.from_pretrained(folder)
                model = transformers.MusicgenForConditionalGeneration.from_pretrained(folder)
                torch.manual_seed(SEED)
                tokens = round(0.5 * model.config.audio_encoder.frame_rate)
                given = processor(text=[PROMPT], padding=True, return_tensors="pt")
                return model.generate(**given, do_sample=True, guidance_scale=3.0, max_new_tokens=tokens)[0]
            case "vits":
                model = transformers.VitsModel.from_pretrained(folder)
                given = transformers.VitsTokenizer.from_pretrained(folder)(PROMPT, return_tensors="pt")
                torch.manual_seed(SEED)
                return model(**given).waveform[0]
            case "speecht5":
                model = transformers.SpeechT5ForTextToSpeech.from_pretrained(folder)
                vocoder = transformers.SpeechT5HifiGan.from_pretrained(at("microsoft/speecht5_hifigan"))
                given = transformers.SpeechT5Processor.from_pretrained(folder)(text=PROMPT, return_tensors="pt")
                torch.manual_seed(SEED)
                speaker = torch.nn.functional.normalize(torch.randn(1, 512), dim=-1)
                return model.generate_speech(given["input_ids"], speaker, vocoder=vocoder)
            case "blip":
                model = transformers.BlipForConditionalGeneration.from_pretrained(folder)
                processor = transformers.BlipProcessor.from_pretrained(folder)
                given = processor(images=IMAGE, text=PROMPT, return_tensors="pt")
                tokens = model.generate(**given, max_new_tokens=40, do_sample=False)
                return processor.decode(tokens[0], skip_special_tokens=True).strip()
            case "florence-2":
                model = transformers.Florence2ForConditionalGeneration.from_pretrained(folder)
                processor = transformers.Florence2Processor.from_pretrained(folder)
                given = processor(images=IMAGE, text="<MORE_DETAILED_CAPTION>", return_tensors="pt")
                tokens = model.generate(**given, max_new_tokens=256, do_sample=False, num_beams=1)
                return processor.decode(tokens[0], skip_special_tokens=True).strip()
            case "clothes-parser":
                model = transformers.SegformerForSemanticSegmentation.from_pretrained(folder)
                processor = transformers.SegformerImageProcessorPil.from_pretrained(folder)
                answer = model(**processor(images=IMAGE, return_tensors="pt"))
                [labels] = processor.post_process_semantic_segmentation(answer, target_sizes=[(SIDE, SIDE)])
                # Dress, skirt, trousers, belt, scarf and what is worn above, by the published checkpoint's numbers.
                worn = torch.isin(labels, torch.tensor([4, 5, 6, 7, 8, 17]))
                return (worn[:, :, None].expand(-1, -1, 3) * 255).to(torch.uint8).numpy()
            case "qwen-vl":
                model = transformers.Qwen2_5_VLForConditionalGeneration.from_pretrained(folder)
                processor = PictureChat.from_pretrained(folder)
                asked = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": PROMPT}]}]
                text = processor.apply_chat_template(asked, tokenize=False, add_generation_prompt=True)
                given = processor(text=[text], images=[IMAGE], return_tensors="pt")
                tokens = model.generate(**given, max_new_tokens=400, do_sample=False)
                return processor.decode(tokens[0, given["input_ids"].shape[1] :], skip_special_tokens=True).strip()
    raise AssertionError(name)


def order_of(name: str, **other: Any) -> GenerateRequest:
    case = {**DIFFUSERS, **OTHERS}[name]
    steps = {"steps": 2} if name in DIFFUSERS else {}
    given = {"prompt": case.prompt, "negative_prompt": AGAINST, "seed": SEED, **steps, **case.order, **other}
    return GenerateRequest(model=name, **given)
