"""What a camera wrote into a picture's file: when, with what, and how it was exposed, in words.

That a place is in it is told, so that its owner knows; the place itself is not.
"""

from pathlib import Path

import pyvips

from mutoscope.media.refusals import PictureBroken

_FIELDS = {
    "camera": ("exif-ifd0-Model",),
    "taken_at": ("exif-ifd2-DateTimeOriginal", "exif-ifd0-DateTime"),
    "exposure": ("exif-ifd2-ExposureTime",),
    "aperture": ("exif-ifd2-FNumber",),
    "iso": ("exif-ifd2-ISOSpeedRatings", "exif-ifd2-PhotographicSensitivity"),
    "focal_length": ("exif-ifd2-FocalLength",),
}
_LONGEST = 80


def read_exif(path: Path) -> dict[str, str]:
    """Raises PictureBroken."""
    try:
        picture = pyvips.Image.new_from_file(str(path), access="sequential")
        written = {name: str(picture.get(name)) for name in picture.get_fields() if name.startswith("exif-ifd")}
    except pyvips.Error as error:
        raise PictureBroken(name=path.name) from error
    told = {name: _value(next((written[key] for key in keys if key in written), "")) for name, keys in _FIELDS.items()}
    if any(name.startswith("exif-ifd3-GPS") for name in written):
        told["place"] = "in the file"
    return {name: value for name, value in told.items() if value}


def _value(text: str) -> str:
    """libvips writes `1/125 (1/125 sec., Rational, 1 components, 8 bytes)`: what stands in brackets first is meant."""
    plain, _, told = text.partition(" (")
    value = told.split(", ")[0] if told else plain
    return "".join(each for each in value if each.isprintable()).strip()[:_LONGEST]
