"""Sending a stored file: through the API with ranges (laptop), or by a redirect to a presigned URL (Lambda)."""

import re
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from mutoscope.errors import NotFound
from mutoscope.jobs.job import DeliveredFile
from mutoscope.studio import Studio

LINK_SECONDS = 3600
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def send_file(studio: Studio, request: Request, file: DeliveredFile) -> Response:
    """200 with the whole file, 206 with the one range that was asked for (RFC 9110), 416 when it lies outside."""
    if studio.settings.media_delivery == "redirect":
        url = studio.media.presign(file.key, filename=file.filename, seconds=LINK_SECONDS)
        return RedirectResponse(url, status_code=307)
    stored = studio.media.stat(file.key)
    if stored is None:
        raise NotFound(what="file", id=file.filename)
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": _disposition(file.filename)}
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if asked is None or asked.group(0) == "bytes=-":
        headers["Content-Length"] = str(stored.size)
        body = studio.media.read_range(file.key, 0, stored.size - 1)
        return StreamingResponse(body, media_type=file.content_type, headers=headers)
    first, last = _bounds(asked.group(1), asked.group(2), stored.size)
    if first > last or first >= stored.size:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{stored.size}"})
    headers |= {"Content-Range": f"bytes {first}-{last}/{stored.size}", "Content-Length": str(last - first + 1)}
    body = studio.media.read_range(file.key, first, last)
    return StreamingResponse(body, status_code=206, media_type=file.content_type, headers=headers)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _disposition(filename: str) -> str:
    return f"inline; filename*=UTF-8''{quote(filename)}"
