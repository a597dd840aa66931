"""The application factory: routers in, one FastAPI application out, with one shape of error and a request id on all."""

import secrets
from collections.abc import Awaitable, Callable, Sequence

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from mutoscope import __version__
from mutoscope.adapters.http.body_limit import BodyLimit, largest_body
from mutoscope.adapters.http.errors import (
    ERROR_ANSWERS,
    answer_bug,
    answer_http_exception,
    answer_mutoscope_error,
    answer_validation_error,
    too_large,
)
from mutoscope.errors import MutoscopeError
from mutoscope.observability import logger


def create_app(routers: Sequence[APIRouter]) -> FastAPI:
    app = FastAPI(title="Mutoscope", version=__version__, description="Topic in, film out.", responses=ERROR_ANSWERS)
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(MutoscopeError, answer_mutoscope_error)
    app.add_exception_handler(RequestValidationError, answer_validation_error)
    app.add_exception_handler(HTTPException, answer_http_exception)
    app.add_exception_handler(Exception, answer_bug)
    app.add_middleware(BodyLimit)
    app.middleware("http")(_accompany)

    @app.get("/health", tags=["health"])
    def health() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    return app


async def _accompany(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Gives the request an id, refuses bodies that no endpoint takes, and logs the outcome."""
    request.state.request_id = f"req_{secrets.token_hex(12)}"
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > largest_body(request.url.path):
        response: Response = too_large(request)
    else:
        response = await call(request)
    response.headers["x-request-id"] = request.state.request_id
    logger.debug(
        "request answered",
        method=request.method,
        path=request.url.path,
        status=response.status_code,
        request_id=request.state.request_id,
    )
    return response
