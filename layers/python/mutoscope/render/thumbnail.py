"""The film's thumbnail: one of its pictures, without a caption on it."""

from pathlib import Path

import pyvips

from mutoscope.render.planes import PictureUnreadable

WIDEST = 1280


def thumbnail(picture: Path, output: Path) -> None:
    """Writes the picture as JPEG, at most 1,280 pixels wide and never enlarged. Raises PictureUnreadable."""
    try:
        image = pyvips.Image.thumbnail(str(picture), WIDEST, height=WIDEST * 4, size="down").colourspace("srgb")
        flat = image.flatten() if image.hasalpha() else image
        flat.jpegsave(str(output), Q=88, optimize_coding=True, keep="none")
    except pyvips.Error as error:
        raise PictureUnreadable(name=picture.name, reason=str(error).splitlines()[0]) from error
