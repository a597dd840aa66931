"""Marks files that a model made as such: IPTC's "trained algorithmic media" in XMP, which platforms read.

Specification: IPTC Photo Metadata, Digital Source Type; PNG's `XML:com.adobe.xmp` text chunk. A program of the studio's
owner (MUTOSCOPE_SIGN_COMMAND) may then sign the file, as C2PA tools do.
"""

import struct
import subprocess
import zlib
from pathlib import Path

from mutoscope.errors import EngineFailed

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_SIGN_SECONDS = 60
_GIF_TRAILER = b"\x3b"
XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPE}"/></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""
_HEADER = 8 + 25
"""The signature and the first chunk, which has to stay the first."""


def mark_png(path: Path) -> None:
    """Adds the mark behind the picture's header."""
    content = path.read_bytes()
    body = b"XML:com.adobe.xmp\0\0\0\0\0" + XMP.encode()
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    path.write_bytes(content[:_HEADER] + chunk + content[_HEADER:])


def mark_gif(path: Path) -> None:
    """Adds the mark as a comment before the trailer (GIF89a, section 24)."""
    content = path.read_bytes()
    assert content.endswith(_GIF_TRAILER)
    text = SOURCE_TYPE.encode()
    comment = b"\x21\xfe" + bytes([len(text)]) + text + b"\0"
    path.write_bytes(content[:-1] + comment + _GIF_TRAILER)


def sign(path: Path, command: str) -> None:
    """Runs the owner's program with the file's path; it signs in place. Raises EngineFailed."""
    if not command:
        return
    try:
        # The owner's own program, named in the owner's settings; the path is ours.
        done = subprocess.run([command, str(path)], capture_output=True, timeout=_SIGN_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineFailed(engine="signing", reason=f"{command} did not run to its end") from error
    if done.returncode:
        raise EngineFailed(engine="signing", reason=f"{command} ended with status {done.returncode}")
