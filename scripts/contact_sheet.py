"""Lays frames of a finished film side by side in one JPEG, to look at what the studio made.

`python scripts/contact_sheet.py out/film.mp4 sheet.jpg` shows each scene's middle; with `--seams` also the frames in
which one scene takes the place of another, and the last second. The film's manifest has to lie beside it.
"""

import argparse
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.films.manifest import Manifest

Frame = NDArray[np.uint8]
ROW_PIXELS = 1_280
GAP = 6
QUALITY = 84


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("film", type=Path)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--seams", action="store_true")
    parser.add_argument("--columns", type=int, default=3)
    given = parser.parse_args()
    manifest = Manifest.model_validate_json(given.film.with_suffix(".json").read_text(encoding="utf-8"))
    width = (ROW_PIXELS - GAP * (given.columns - 1)) // given.columns
    frames = read_frames(given.film, numbers(manifest, seams=given.seams), width)
    cv2.imwrite(str(given.sheet), lay_out(frames, given.columns), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


def numbers(manifest: Manifest, *, seams: bool) -> list[int]:
    """Of the frames to show, in order."""
    lengths = [shot.frames for shot in manifest.timeline.shots]
    starts = list(accumulate(lengths, initial=0))
    shown = {start + length // 2 for start, length in zip(starts, lengths, strict=False)}
    if seams:
        shown |= {start + offset for start in starts[1:-1] for offset in (-5, 4, 8)}
        shown |= {starts[-1] - 30, starts[-1] - 8}
    return sorted(shown)


def read_frames(film: Path, wanted: Sequence[int], width: int) -> list[Frame]:
    """Blue, green, red; as wide as asked for."""
    found = []
    with av.open(str(film)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in wanted:
                size = (width, round(width * frame.height / frame.width))
                picture = frame.to_ndarray(format="bgr24")
                found.append(np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8))
    return found


def lay_out(frames: Sequence[Frame], columns: int) -> Frame:
    """Row by row on white."""
    height, width = frames[0].shape[:2]
    rows = -(-len(frames) // columns)
    across = min(columns, len(frames))
    sheet = np.full((rows * (height + GAP) - GAP, across * (width + GAP) - GAP, 3), 255, np.uint8)
    for place, frame in enumerate(frames):
        y, x = place // columns * (height + GAP), place % columns * (width + GAP)
        sheet[y : y + height, x : x + width] = frame
    return sheet


if __name__ == "__main__":
    main()
