"""Tokenizers for tiny checkpoints: the alphabet and nothing more, so that every prompt is spelled out."""

import string
from typing import Any

from transformers import CLIPTokenizer, T5Tokenizer

LETTERS = string.ascii_lowercase + string.digits + ".,:;!?'-"


def clip_tokenizer(most: int = 77) -> Any:
    specials = ["<|startoftext|>", "<|endoftext|>"]
    words = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS), *specials]
    return CLIPTokenizer(vocab={word: number for number, word in enumerate(words)}, merges=[], model_max_length=most)


def t5_tokenizer(most: int = 512) -> Any:
    words = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -10.0), ("▁", -2.0), *((letter, -3.0) for letter in LETTERS)]
    return T5Tokenizer(vocab=words, extra_ids=0, model_max_length=most)


def qwen_tokenizer() -> Any:
    from transformers import Qwen2Tokenizer

    specials = [
        "<|endoftext|>",
        "<|im_start|>",
        "<|im_end|>",
        "<|vision_start|>",
        "<|vision_end|>",
        "<|image_pad|>",
        "<|video_pad|>",
    ]
    letters = sorted(_byte_letters())
    vocabulary = {letter: number for number, letter in enumerate([*letters, *specials])}
    tokenizer = Qwen2Tokenizer(vocab=vocabulary, merges=[])
    tokenizer.add_special_tokens({"additional_special_tokens": specials[1:]})
    tokenizer.chat_template = CHAT
    return tokenizer


CHAT = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{% if message.content is string %}{{ message.content }}{% else %}{% for part in message.content %}"
    "{% if part.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ part.text }}{% endif %}"
    "{% endfor %}{% endif %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def _byte_letters() -> list[str]:
    """One printable letter for each byte, as byte-level tokenizers write them."""
    from tokenizers.pre_tokenizers import ByteLevel

    return list(ByteLevel.alphabet())
