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


def bart_tokenizer(more: dict[str, str]) -> Any:
    from transformers import RobertaTokenizer

    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    words = [*specials, *sorted(_byte_letters())]
    return RobertaTokenizer(
        vocab={word: number for number, word in enumerate(words)}, merges=[], extra_special_tokens=more
    )


def letters_in_sentencepiece() -> Any:
    """SpeechT5's tokenizer, which only a sentencepiece model makes: trained on the alphabet itself."""
    import io
    import tempfile
    from pathlib import Path

    import sentencepiece
    from transformers import SpeechT5Tokenizer

    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join(LETTERS)] * 4), model_writer=made, model_type="char", minloglevel=2,
        vocab_size=len(LETTERS) + 5, pad_id=1, bos_id=0, eos_id=2, unk_id=3, character_coverage=1.0,
        hard_vocab_limit=False,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spm_char.model"
        path.write_bytes(made.getvalue())
        return SpeechT5Tokenizer(vocab_file=str(path))
