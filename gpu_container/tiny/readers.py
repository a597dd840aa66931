"""Tiny checkpoints of models that read pictures: BLIP, Florence-2, Qwen2.5-VL, Depth Anything; and Qwen's editor."""

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from transformers import (
    BertTokenizer,
    BlipConfig,
    BlipForConditionalGeneration,
    DepthAnythingConfig,
    DepthAnythingForDepthEstimation,
    Florence2Config,
    Florence2ForConditionalGeneration,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
)

from gpu_container.engines.seeing import PictureChat
from gpu_container.tiny.encoders import WIDTH
from gpu_container.tiny.tokenizers import LETTERS, bart_tokenizer, qwen_tokenizer

SIDE = 32
_CLIP_STATISTICS = {"image_mean": [0.48, 0.46, 0.41], "image_std": [0.27, 0.26, 0.28]}


class Saved:
    """A model and what prepares its inputs, saved into one folder."""

    def __init__(self, *parts: Any) -> None:
        self._parts = parts

    def save_pretrained(self, folder: Path) -> None:
        for part in self._parts:
            part.save_pretrained(folder)


def blip() -> Any:
    tokenizer = _bert_tokenizer()
    layers = {"hidden_size": WIDTH, "intermediate_size": 37, "num_hidden_layers": 2, "num_attention_heads": 4}
    torch.manual_seed(0)
    model = BlipForConditionalGeneration(
        BlipConfig(
            text_config={
                **layers, "vocab_size": len(tokenizer), "encoder_hidden_size": WIDTH, "projection_dim": WIDTH,
                "bos_token_id": tokenizer.cls_token_id, "sep_token_id": tokenizer.sep_token_id,
                "eos_token_id": tokenizer.sep_token_id, "pad_token_id": tokenizer.pad_token_id,
            },
            vision_config={**layers, "image_size": SIDE, "patch_size": 8},
            projection_dim=WIDTH,
        )
    )  # fmt: skip
    pictures = transformers.BlipImageProcessorPil(size={"height": SIDE, "width": SIDE})
    return Saved(model, transformers.BlipProcessor(pictures, tokenizer))


def florence() -> Any:
    tokenizer = bart_tokenizer({"image_token": "<image>"})
    torch.manual_seed(1)
    model = Florence2ForConditionalGeneration(
        Florence2Config(
            text_config={
                "model_type": "bart", "vocab_size": len(tokenizer), "d_model": WIDTH, "encoder_layers": 1,
                "decoder_layers": 1, "encoder_attention_heads": 4, "decoder_attention_heads": 4,
                "encoder_ffn_dim": 37, "decoder_ffn_dim": 37, "max_position_embeddings": 512,
                "bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id,
                "pad_token_id": tokenizer.pad_token_id, "decoder_start_token_id": tokenizer.eos_token_id,
            },
            vision_config={
                "embed_dim": [16, 16, 16, 16], "num_heads": [2, 2, 2, 2], "num_groups": [2, 2, 2, 2],
                "depths": [1, 1, 1, 1], "window_size": 4, "projection_dim": WIDTH, "drop_path_rate": 0.0,
            },
            image_token_id=tokenizer.convert_tokens_to_ids("<image>"),
        )
    )  # fmt: skip
    # Its random weights would end every text before the first letter.
    model.generation_config.min_new_tokens = 8
    pictures = transformers.CLIPImageProcessorPil(
        size={"height": 64, "width": 64}, do_center_crop=False, image_seq_length=5, **_CLIP_STATISTICS
    )
    return Saved(
        model,
        transformers.Florence2Processor(image_processor=pictures, tokenizer=tokenizer, num_additional_image_tokens=1),
    )


def qwen_vl() -> Any:
    return Saved(_qwen_vl(), _qwen_processor())


def qwen_edit() -> Any:
    torch.manual_seed(0)
    denoiser = diffusers.QwenImageTransformer2DModel(
        in_channels=16, out_channels=4, num_layers=1, attention_head_dim=16, num_attention_heads=1,
        joint_attention_dim=WIDTH, axes_dims_rope=(8, 4, 4),
    )  # fmt: skip
    torch.manual_seed(0)
    decoder = diffusers.AutoencoderKLQwenImage(
        base_dim=3, z_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True],
        latents_mean=[0.0] * 4, latents_std=[1.0] * 4,
    )  # fmt: skip
    pipe = diffusers.QwenImageEditPlusPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=decoder,
        text_encoder=_qwen_vl(),
        tokenizer=qwen_tokenizer(),
        processor=None,
        transformer=denoiser,
    )
    return QwenEditSaved(pipe)


class QwenEditSaved:
    """A pipeline whose processor is ours, and lies where the library's own would."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe

    def save_pretrained(self, folder: Path) -> None:
        self._pipe.save_pretrained(folder)
        _qwen_processor().save_pretrained(folder / "processor")


def _qwen_vl() -> Any:
    tokenizer = qwen_tokenizer()
    number = tokenizer.convert_tokens_to_ids
    torch.manual_seed(0)
    return Qwen2_5_VLForConditionalGeneration(
        Qwen2_5_VLConfig(
            text_config={
                "vocab_size": len(tokenizer), "hidden_size": WIDTH, "intermediate_size": 37, "num_hidden_layers": 2,
                "num_attention_heads": 2, "num_key_value_heads": 2, "max_position_embeddings": 4096,
                "rope_parameters": {"rope_type": "default", "mrope_section": [2, 3, 3], "rope_theta": 10_000.0},
                "bos_token_id": number("<|endoftext|>"), "eos_token_id": number("<|im_end|>"),
            },
            vision_config={
                "depth": 2, "hidden_size": WIDTH, "intermediate_size": 37, "num_heads": 2, "out_hidden_size": WIDTH,
                "fullatt_block_indexes": [1], "window_size": 56,
            },
            image_token_id=number("<|image_pad|>"),
            video_token_id=number("<|video_pad|>"),
            vision_start_token_id=number("<|vision_start|>"),
            vision_end_token_id=number("<|vision_end|>"),
        )
    )  # fmt: skip


def _qwen_processor() -> Any:
    tokenizer = qwen_tokenizer()
    pictures = transformers.Qwen2VLImageProcessorPil(size={"shortest_edge": 28 * 28, "longest_edge": 112 * 112})
    return PictureChat(pictures, tokenizer)


def clothes_parser() -> Any:
    """The labels are the published checkpoint's."""
    labels = (
        "Background", "Hat", "Hair", "Sunglasses", "Upper-clothes", "Skirt", "Pants", "Dress", "Belt", "Left-shoe",
        "Right-shoe", "Face", "Left-leg", "Right-leg", "Left-arm", "Right-arm", "Bag", "Scarf",
    )  # fmt: skip
    torch.manual_seed(0)
    model = transformers.SegformerForSemanticSegmentation(
        transformers.SegformerConfig(
            num_encoder_blocks=4, depths=[1, 1, 1, 1], hidden_sizes=[8, 8, 16, 16], num_attention_heads=[1, 1, 2, 2],
            decoder_hidden_size=16, mlp_ratios=[1, 1, 1, 1], id2label=dict(enumerate(labels)),
            label2id={name: number for number, name in enumerate(labels)},
        )
    )  # fmt: skip
    return Saved(model, transformers.SegformerImageProcessorPil(size={"height": 64, "width": 64}))


def depth_anything() -> Any:
    torch.manual_seed(0)
    model = DepthAnythingForDepthEstimation(
        DepthAnythingConfig(
            backbone_config={
                "model_type": "dinov2", "hidden_size": WIDTH, "num_hidden_layers": 4, "num_attention_heads": 4,
                "mlp_ratio": 1, "image_size": 56, "patch_size": 14, "reshape_hidden_states": False,
                "out_features": ["stage1", "stage2", "stage3", "stage4"],
            },
            patch_size=14, reassemble_hidden_size=WIDTH, neck_hidden_sizes=[16, 16, 16, 16], fusion_hidden_size=16,
            head_hidden_size=8,
        )
    )  # fmt: skip
    pictures = transformers.DPTImageProcessorPil(
        size={"height": 56, "width": 56}, ensure_multiple_of=14, keep_aspect_ratio=True
    )
    return Saved(model, pictures)


def _bert_tokenizer() -> Any:
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    return BertTokenizer(vocab={word: number for number, word in enumerate(words)})
