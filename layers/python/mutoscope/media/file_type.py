"""What a file is, told by its first bytes and never by its name.

Invariant: only types that the studio can use are known; everything else is nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mutoscope.errors import InvalidInput

HEAD_BYTES = 64


class Family(StrEnum):
    PICTURE = "picture"
    SOUND = "sound"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True)
class FileType:
    """`reader` is the name of the one decoder that the file is given to: libvips' loader, or FFmpeg's demuxer."""

    family: Family
    content_type: str
    reader: str


class UnknownMediaType(InvalidInput):
    """The file {name} is neither a picture (PNG, JPEG, WebP) nor a sound (WAV, MP3, FLAC, OGG, M4A, AAC)."""

    code = "unknown_media_type"
    hint = "Save it as one of them; a new ending of its name alone does not help, its content counts."


class NoKnownSound(UnknownMediaType):
    """The file {name} is no sound that the studio reads (WAV, MP3, FLAC, OGG, M4A, AAC)."""


PNG = FileType(Family.PICTURE, "image/png", "pngload")
JPEG = FileType(Family.PICTURE, "image/jpeg", "jpegload")
WEBP = FileType(Family.PICTURE, "image/webp", "webpload")
WAV = FileType(Family.SOUND, "audio/wav", "wav")
FLAC = FileType(Family.SOUND, "audio/flac", "flac")
OGG = FileType(Family.SOUND, "audio/ogg", "ogg")
M4A = FileType(Family.SOUND, "audio/mp4", "mov")
AAC = FileType(Family.SOUND, "audio/aac", "aac")
MP3 = FileType(Family.SOUND, "audio/mpeg", "mp3")


def recognise(head: bytes, name: str) -> FileType:
    """Raises UnknownMediaType."""
    found = known(head)
    if found is None:
        raise UnknownMediaType(param="file", name=name)
    return found


def known(head: bytes) -> FileType | None:
    """The picture or sound that the first bytes are of."""
    return next((kind for kind, fits in _SIGNATURES if fits(head)), None)


def family_of(content_type: str) -> Family:
    return _FAMILIES.get(content_type.partition("/")[0], Family.DOCUMENT)


_FAMILIES = {"image": Family.PICTURE, "audio": Family.SOUND, "video": Family.VIDEO}


def _is_mpeg_layer_3(head: bytes) -> bool:
    """A tag, or the eleven set bits of a frame followed by a version and layer III."""
    return head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)


def _is_bare_aac(head: bytes) -> bool:
    """The twelve set bits of an ADTS frame, and a layer that MPEG sound never has."""
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0


_SIGNATURES: tuple[tuple[FileType, Callable[[bytes], bool]], ...] = (
    (PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (WEBP, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    (WAV, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE"),
    (FLAC, lambda head: head.startswith(b"fLaC")),
    (OGG, lambda head: head.startswith(b"OggS")),
    (M4A, lambda head: head[4:8] == b"ftyp"),
    (MP3, _is_mpeg_layer_3),
    (AAC, _is_bare_aac),
)
