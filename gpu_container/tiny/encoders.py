"""Text and picture encoders of a few thousand weights, of the classes that real checkpoints have."""

from typing import Any

import torch
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
    T5Config,
    T5EncoderModel,
)

from gpu_container.tiny.tokenizers import clip_tokenizer, t5_tokenizer

WIDTH = 32


def clip_text(width: int = WIDTH, *, projected: bool = False, act: str = "quick_gelu") -> Any:
    tokenizer = clip_tokenizer()
    config = CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=width, intermediate_size=37, num_attention_heads=4, num_hidden_layers=3,
        projection_dim=width, hidden_act=act, bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    torch.manual_seed(0)
    return CLIPTextModelWithProjection(config) if projected else CLIPTextModel(config)


def t5_text(width: int = WIDTH, cls: Any = T5EncoderModel, config: Any = T5Config) -> Any:
    shape = config(
        vocab_size=len(t5_tokenizer()), d_model=width, d_kv=8, d_ff=37, num_layers=2, num_heads=4, pad_token_id=0,
        eos_token_id=1, decoder_start_token_id=0, is_encoder_decoder=False,
    )  # fmt: skip
    torch.manual_seed(0)
    return cls(shape)


def clip_vision(width: int = WIDTH, side: int = 32, patch: int = 8, projection: int = WIDTH) -> Any:
    config = CLIPVisionConfig(
        hidden_size=width, intermediate_size=37, projection_dim=projection, num_hidden_layers=2, num_attention_heads=4,
        image_size=side, patch_size=patch,
    )  # fmt: skip
    torch.manual_seed(0)
    return CLIPVisionModelWithProjection(config)
