"""An answer that is JSON already: what is polled goes out as its model writes it.

FastAPI would validate what a route returns and write it in another thread, which costs a poll as much as all the rest.
"""

import gzip
from dataclasses import dataclass

from fastapi import Request, Response
from pydantic import BaseModel


def answer(resource: BaseModel, *, headers: dict[str, str] | None = None) -> Response:
    return Response(resource.model_dump_json(), media_type="application/json", headers=headers)


@dataclass(frozen=True)
class Packed:
    """JSON that is the same for many requests, compressed once for those that take it so."""

    plain: bytes
    gzipped: bytes

    @classmethod
    def of(cls, body: BaseModel) -> "Packed":
        plain = body.model_dump_json().encode()
        return cls(plain, gzip.compress(plain, compresslevel=9, mtime=0))

    def answer(self, request: Request) -> Response:
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(self.plain, media_type="application/json")
        encoded = {"content-encoding": "gzip", "vary": "Accept-Encoding"}
        return Response(self.gzipped, media_type="application/json", headers=encoded)
