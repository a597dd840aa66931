"""What the media library takes: its types, told by the content alone, and how large a file of each family may be.

Invariant: only types that can be inspected are known; a type is named here and nowhere else.
"""

import re
from dataclasses import dataclass

from mutoscope.media.file_type import AAC, FLAC, JPEG, M4A, MP3, OGG, PNG, WAV, WEBP, Family, FileType, known

GIF = FileType(Family.PICTURE, "image/gif", "gifload")
MP4 = FileType(Family.VIDEO, "video/mp4", "mov")
QUICKTIME = FileType(Family.VIDEO, "video/quicktime", "mov")
WEBM = FileType(Family.VIDEO, "video/webm", "matroska")
MATROSKA = FileType(Family.VIDEO, "video/x-matroska", "matroska")
PDF = FileType(Family.DOCUMENT, "application/pdf", "pdf")
DOCX = FileType(
    Family.DOCUMENT, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml"
)
TEXT = FileType(Family.DOCUMENT, "text/plain", "text")
TYPES = {
    each.content_type: each
    for each in (PNG, JPEG, WEBP, GIF, WAV, MP3, FLAC, OGG, M4A, AAC, MP4, QUICKTIME, WEBM, MATROSKA, PDF, DOCX, TEXT)
}
MOST_BYTES = {
    Family.PICTURE: 50_000_000,
    Family.SOUND: 400_000_000,
    Family.VIDEO: 2_000_000_000,
    Family.DOCUMENT: 50_000_000,
}
MOST_MEGAPIXELS = 60
"""Of a picture."""
NAMES = "PNG, JPEG, WebP, GIF; WAV, MP3, FLAC, OGG, M4A, AAC; MP4, QuickTime, WebM, Matroska; PDF, DOCX, plain text"


@dataclass(frozen=True)
class Look:
    """What the first bytes say: the type, or the container whose streams decide, or why it is none."""

    found: FileType | None
    is_svg: bool = False
    is_playlist: bool = False


def look_at(head: bytes) -> Look:
    """The type by the first bytes; text is recognised only by reading all of it."""
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Look(GIF)
    if head[4:8] == b"ftyp":
        # Sound, film and picture share this container: its streams decide between the first two.
        return Look(_BRANDS.get(head[8:12], MP4))
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return Look(WEBM if b"webm" in head else MATROSKA)
    if head.startswith(b"%PDF-"):
        return Look(PDF)
    if head.startswith(b"PK\x03\x04"):
        return Look(DOCX)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _PLAYLIST.match(text):
        return Look(None, is_playlist=True)
    if _SVG.search(text):
        return Look(None, is_svg=True)
    return Look(known(head))


_BRANDS = {b"qt  ": QUICKTIME, b"M4A ": M4A, b"M4B ": M4A} | dict.fromkeys(
    (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
)
"""What is no MP4 film though it looks like one; the last ones are pictures that are not taken."""
_PLAYLIST = re.compile(
    rb"#EXTM3U|ffconcat version|file\s+['\"]?[\w/.]|\[playlist\]|<\?wpl|<asx|<smil|<MPD", re.IGNORECASE
)
_SVG = re.compile(rb"<svg[\s>]|<!DOCTYPE\s+svg", re.IGNORECASE)
