"""An answer that is JSON already: what is polled goes out as its model writes it.

FastAPI would validate what a route returns and write it in another thread, which costs a poll as much as all the rest.
"""

from fastapi import Response
from pydantic import BaseModel


def answer(resource: BaseModel, *, headers: dict[str, str] | None = None) -> Response:
    return Response(resource.model_dump_json(), media_type="application/json", headers=headers)
