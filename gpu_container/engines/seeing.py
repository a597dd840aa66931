"""Prepares pictures and words for Qwen's seeing models with PIL and numpy alone.

The library's own processor insists on torchvision for videos, which a build of torch for processors does not have.
"""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer, BatchFeature, Qwen2VLImageProcessorPil

_PLACE = "<|image_pad|>"
"""One of these stands in the text for each patch of each picture, in order."""


class PictureChat:
    def __init__(self, pictures: Any, tokenizer: Any) -> None:
        self.image_processor = pictures
        self.tokenizer = tokenizer

    @classmethod
    def from_pretrained(cls, folder: Path) -> "PictureChat":
        """The folder itself, or the `processor` folder of a pipeline."""
        within = folder / "processor"
        place = within if within.is_dir() else folder
        return cls(Qwen2VLImageProcessorPil.from_pretrained(place), AutoTokenizer.from_pretrained(place))

    def save_pretrained(self, folder: Path) -> None:
        self.image_processor.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)

    def __call__(self, text: list[str], images: Any = None, padding: bool = False, return_tensors: str = "pt") -> Any:
        seen = self.image_processor(images=images, return_tensors=return_tensors) if images is not None else {}
        counts = [int(grid.prod()) // self.image_processor.merge_size**2 for grid in seen.get("image_grid_thw", [])]
        written = self.tokenizer(_widened(text, counts), padding=padding, return_tensors=return_tensors)
        place = self.tokenizer.convert_tokens_to_ids(_PLACE)
        kinds = (written["input_ids"] == place).to(torch.long)
        return BatchFeature({**written, "mm_token_type_ids": kinds, **seen})

    def apply_chat_template(self, messages: Any, **more: Any) -> Any:
        return self.tokenizer.apply_chat_template(messages, **more)

    def decode(self, tokens: Any, **more: Any) -> str:
        return str(self.tokenizer.decode(tokens, **more))


def _widened(texts: list[str], counts: list[int]) -> list[str]:
    """Each picture's one place becomes as many as it has patches."""
    left = iter(counts)
    return [
        "".join(part + _PLACE * next(left) for part in parts[:-1]) + parts[-1]
        for parts in (each.split(_PLACE) for each in texts)
    ]
