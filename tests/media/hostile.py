"""Files that mean harm, made byte by byte: what each claims, and what it would do to whoever believed it."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from pypdf import PdfWriter

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pixel_bomb() -> bytes:
    """A PNG of 50,000 × 50,000 pixels in less than two megabytes: 2.5 thousand million of them, all black."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes((1 + 50_000 // 8) * 1_000)) for _ in range(50)) + packer.flush()
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def gif_of_frames(frames: int, *, screen: bytes = b"\x01\x00\x01\x00", comment: bytes = b"") -> bytes:
    """A GIF of one pixel and so many frames of it, thirty bytes each."""
    head = b"GIF89a" + screen + b"\x80\x00\x00" + b"\x00\x00\x00\xff\xff\xff"
    said = b"\x21\xfe" + bytes([len(comment)]) + comment + b"\x00" if comment else b""
    frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00" + b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    return head + said + frame * frames + b"\x3b"


def gif_that_is_a_script() -> bytes:
    """Its width reads as the beginning of a comment in JavaScript, and behind its end the script goes on."""
    return gif_of_frames(1, screen=b"/*\x01\x00") + b"*/=1;alert(document.cookie)//"


def pdf(pages: int = 1) -> bytes:
    written = BytesIO()
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(written)
    return written.getvalue()


def pdf_that_is_an_archive() -> bytes:
    """Viewers show the document, and programs that unpack find a program."""
    archive = BytesIO(pdf())
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr("run.exe", b"MZ")
    return archive.getvalue()


def docx(**parts: bytes) -> bytes:
    """A document with these parts besides those that each has; deflated."""
    archive = BytesIO()
    body = b'<?xml version="1.0"?><w:document xmlns:w="x"><w:body/></w:document>'
    content = {"[Content_Types].xml": b"<Types/>", "word/document.xml": body, **parts}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, each in content.items():
            packed.writestr(name, each)
    return archive.getvalue()


def zip_bomb() -> bytes:
    """A document of some hundred kilobytes whose picture unpacks to a hundred megabytes of nothing."""
    return docx(**{"word/media/image1.png": bytes(100_000_000)})


def docx_with_entities() -> bytes:
    laughs = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'
    return docx(**{"word/document.xml": laughs})


def svg_with_script_and_entities() -> bytes:
    return (
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>&x;</text></svg>'
    )


def hls_playlist(target: Path) -> bytes:
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{target}\n#EXT-X-ENDLIST\n".encode()


def concat_playlist(target: Path) -> bytes:
    return f"ffconcat version 1.0\nfile '{target}'\n".encode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
