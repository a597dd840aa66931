"""Wav2Lip's generator: from a face whose lower half is hidden and the sound around a frame, the face as it says it.

Architecture: Prajwal et al., "A Lip Sync Expert Is All You Need", 2020; the names of the weights are those of the
published checkpoint, whose licence forbids commercial use. Written anew, for torch alone.
"""

from typing import Any

import torch
from torch import nn

FACE = 96
MELS, WINDOW = 80, 16
"""Bands of the mel spectrogram, and its columns around one frame."""

Shape = tuple[int, int, Any, Any, Any]
"""Channels in and out, kernel, stride, padding; the same number of channels at stride 1 is a residual block."""

_FACE_ENCODER: list[list[Shape]] = [
    [(6, 16, 7, 1, 3)],
    [(16, 32, 3, 2, 1), (32, 32, 3, 1, 1), (32, 32, 3, 1, 1)],
    [(32, 64, 3, 2, 1), (64, 64, 3, 1, 1), (64, 64, 3, 1, 1), (64, 64, 3, 1, 1)],
    [(64, 128, 3, 2, 1), (128, 128, 3, 1, 1), (128, 128, 3, 1, 1)],
    [(128, 256, 3, 2, 1), (256, 256, 3, 1, 1), (256, 256, 3, 1, 1)],
    [(256, 512, 3, 2, 1), (512, 512, 3, 1, 1)],
    [(512, 512, 3, 1, 0), (512, 512, 1, 1, 0)],
]
_AUDIO_ENCODER: list[Shape] = [
    (1, 32, 3, 1, 1), (32, 32, 3, 1, 1), (32, 32, 3, 1, 1),
    (32, 64, 3, (3, 1), 1), (64, 64, 3, 1, 1), (64, 64, 3, 1, 1),
    (64, 128, 3, 3, 1), (128, 128, 3, 1, 1), (128, 128, 3, 1, 1),
    (128, 256, 3, (3, 2), 1), (256, 256, 3, 1, 1),
    (256, 512, 3, 1, 0), (512, 512, 1, 1, 0),
]  # fmt: skip
_DECODER: list[tuple[Shape, int]] = [
    ((1024, 512, 3, 1, 0), 1),
    ((1024, 512, 3, 2, 1), 2),
    ((768, 384, 3, 2, 1), 2),
    ((512, 256, 3, 2, 1), 2),
    ((320, 128, 3, 2, 1), 2),
    ((160, 64, 3, 2, 1), 2),
]
"""Each widens the picture, and is followed by so many residual blocks."""


class Block(nn.Module):
    def __init__(self, shape: Shape, *, residual: bool = False, widening: bool = False) -> None:
        super().__init__()
        inward, outward, kernel, stride, padding = shape
        if widening:
            extra = 1 if stride == 2 else 0
            layer: nn.Module = nn.ConvTranspose2d(inward, outward, kernel, stride, padding, extra)
        else:
            layer = nn.Conv2d(inward, outward, kernel, stride, padding)
        self.conv_block = nn.Sequential(layer, nn.BatchNorm2d(outward))
        self.residual = residual

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        made = self.conv_block(values)
        return torch.relu(made + values if self.residual else made)


class Wav2Lip(nn.Module):
    def __init__(self, narrowing: int = 1) -> None:
        """`narrowing` divides every width, for tiny checkpoints; at 1 the published weights fit."""
        super().__init__()
        self.face_encoder_blocks = nn.ModuleList(_chain(shapes, narrowing) for shapes in _FACE_ENCODER)
        self.audio_encoder = _chain(_AUDIO_ENCODER, narrowing)
        first = nn.Sequential(Block(_narrowed((512, 512, 1, 1, 0), narrowing)))
        self.face_decoder_blocks = nn.ModuleList([first, *(_widening(*each, narrowing) for each in _DECODER)])
        self.output_block = nn.Sequential(
            Block(_narrowed((80, 32, 3, 1, 1), narrowing)), nn.Conv2d(32 // narrowing, 3, 1), nn.Sigmoid()
        )

    def forward(self, sound: torch.Tensor, faces: torch.Tensor) -> torch.Tensor:
        """`sound`: (n, 1, 80, 16). `faces`: (n, 6, 96, 96), the hidden face over a whole one; gives (n, 3, 96, 96)."""
        heard = self.audio_encoder(sound)
        seen, values = [], faces
        for block in self.face_encoder_blocks:
            values = block(values)
            seen.append(values)
        values = heard
        for block in self.face_decoder_blocks:
            values = torch.cat((block(values), seen.pop()), dim=1)
        return self.output_block(values)


def _chain(shapes: list[Shape], narrowing: int) -> nn.Sequential:
    blocks = []
    for shape in shapes:
        residual = shape[0] == shape[1] and shape[2:] == (3, 1, 1)
        blocks.append(Block(_narrowed(shape, narrowing), residual=residual))
    return nn.Sequential(*blocks)


def _widening(shape: Shape, residuals: int, narrowing: int) -> nn.Sequential:
    outward = shape[1]
    rest = [Block(_narrowed((outward, outward, 3, 1, 1), narrowing), residual=True) for _ in range(residuals)]
    return nn.Sequential(Block(_narrowed(shape, narrowing), widening=True), *rest)


def _narrowed(shape: Shape, narrowing: int) -> Shape:
    """The channels of pictures and sounds themselves (1, 3, 6) stay."""
    inward, outward, *rest = shape
    return (inward if inward < 16 else inward // narrowing, outward // narrowing, *rest)
