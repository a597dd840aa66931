"""Sending a stored file: through the API with ranges (laptop), or by a redirect to a signed link (Lambda)."""

import re
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.exceptions import HTTPException

from mutoscope.errors import NotFound
from mutoscope.jobs.job import DeliveredFile
from mutoscope.studio import Studio

LINK_SECONDS = 3600
_HARMLESS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
"""A file is what its type says, and runs nothing where it is opened."""
_RANGE = re.compile(r"bytes=(?=\d|-\d)(\d{0,18})-(\d{0,18})")


def send_file(
    studio: Studio, request: Request, file: DeliveredFile, *, link_seconds: int = LINK_SECONDS, download: bool = False
) -> Response:
    """200 with the whole file, 206 with the one range that was asked for (RFC 9110), 416 when it lies outside.

    `download` has it saved and not shown. Several ranges at once are answered with the whole file. HEAD asks for the
    whole file's headers, whatever its range.
    """
    if studio.settings.media_delivery == "redirect":
        url = studio.media.presign(file.key, filename=file.filename, seconds=link_seconds, download=download)
        # After a POST the client fetches the file by GET, which only 303 tells it to.
        return RedirectResponse(url, status_code=303 if request.method == "POST" else 307)
    stored = studio.media.stat(file.key)
    if stored is None:
        raise NotFound(what="file", id=file.filename)
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": _disposition(file.filename, download), **_HARMLESS}
    asked = _asked(request.headers.get("range", ""), stored.size) if request.method == "GET" else None
    if asked is None:
        headers["Content-Length"] = str(stored.size)
        if request.method == "HEAD":
            return Response(media_type=file.content_type, headers=headers)
        whole = studio.media.read_range(file.key, 0, stored.size - 1) if stored.size else iter(())
        return StreamingResponse(whole, media_type=file.content_type, headers=headers)
    first, last = asked
    if first >= stored.size:
        outside = f"the file has {stored.size} bytes, and none of those that were asked for"
        raise HTTPException(416, outside, {"Content-Range": f"bytes */{stored.size}"})
    headers |= {"Content-Range": f"bytes {first}-{last}/{stored.size}", "Content-Length": str(last - first + 1)}
    body = studio.media.read_range(file.key, first, last)
    return StreamingResponse(body, status_code=206, media_type=file.content_type, headers=headers)


def _asked(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte, cut to the file; None for no range, or one that makes no sense and is to be ignored."""
    found = _RANGE.fullmatch(header)
    if found is None:
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _disposition(filename: str, download: bool) -> str:
    return f"{'attachment' if download else 'inline'}; filename*=UTF-8''{quote(filename)}"
