"""A file as the body of a request: its name in the path, its bytes written as they come."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import anyio
from fastapi import Path as InPath

Filename = Annotated[str, InPath(min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f\x7f]+$")]
BINARY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


async def receive(chunks: AsyncIterator[bytes], path: Path) -> None:
    """Writes the body as it comes; `BodyLimit` ends one that is too large."""
    async with await anyio.open_file(path, "wb") as file:
        async for chunk in chunks:
            await file.write(chunk)
