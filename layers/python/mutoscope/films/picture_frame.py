"""What a film's shape asks of its pictures: how large they are drawn, and what captions will cover of them."""

from mutoscope.films.request import FilmSpec

PICTURE_SCALE = 1.15
"""Pictures are drawn this much larger than the frame, because the view goes up to 1.12 times near."""
CAPTION_BAND, SQUARE_CAPTION_BAND, TALL_CAPTION_BAND = 0.22, 0.28, 0.37
"""What captions cover from below: on a tall film they stand higher, in three lines, clear of a player's buttons."""


def picture_size(spec: FilmSpec) -> tuple[int, int]:
    width, height = spec.aspect.size
    return round(width * PICTURE_SCALE / 2) * 2, round(height * PICTURE_SCALE / 2) * 2


def caption_band(spec: FilmSpec) -> float:
    width, height = spec.aspect.size
    if height > width:
        return TALL_CAPTION_BAND
    return SQUARE_CAPTION_BAND if height == width else CAPTION_BAND
