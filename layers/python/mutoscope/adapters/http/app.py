"""The application factory: routers in, one FastAPI application out, with one shape of error and a request id on all."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from mutoscope import __version__
from mutoscope.adapters.http.accompany import Accompany
from mutoscope.adapters.http.body_limit import BodyLimit
from mutoscope.adapters.http.declared import declared_of
from mutoscope.adapters.http.directory import Directory
from mutoscope.adapters.http.edge import OnlyFromEdge
from mutoscope.adapters.http.errors import (
    ERROR_ANSWERS,
    answer_bug,
    answer_http_exception,
    answer_mutoscope_error,
    answer_validation_error,
)
from mutoscope.adapters.http.routes import Router
from mutoscope.errors import MutoscopeError
from mutoscope.settings import Settings, settings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
_AS_THEY_ARE = ("audio/*", "image/*", "text/*", "video/*", "application/octet-stream", "application/zip")
"""Media and captions are sent byte by byte as they are stored; what is compressed is JSON. The list is read for each
request, so it is a short one."""
_EXPOSED = ("x-request-id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After")


class Application(FastAPI):
    """Its routes are made when a request asks for them, and all of them when somebody looks at all."""

    directory: Directory | None = None

    def look_up_in(self, directory: Directory) -> None:
        self.router.middleware_stack = directory
        self.directory = directory

    @property
    def routes(self) -> list[BaseRoute]:
        if self.directory:
            self.directory.complete()
        return super().routes


def create_app(routers: Sequence[APIRouter], *, lifespan: Lifespan | None = None) -> Application:
    app = Application(
        title="Mutoscope",
        version=__version__,
        description="Topic in, film out.",
        responses=ERROR_ANSWERS,
        lifespan=lifespan,
    )
    app.add_exception_handler(MutoscopeError, _at_once(answer_mutoscope_error))
    app.add_exception_handler(RequestValidationError, _at_once(answer_validation_error))
    app.add_exception_handler(HTTPException, answer_http_exception)
    app.add_exception_handler(Exception, answer_bug)
    app.add_middleware(BodyLimit)
    # The last one added is the outermost.
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5, exclude_content_types=_AS_THEY_ARE)
    if settings().edge_secrets.get_secret_value():
        app.add_middleware(OnlyFromEdge, settings=settings())
    app.add_middleware(Accompany)
    _allow_origins(app, settings())

    # As they are: to include a router is to make its routes once more, and to look through two levels of them.
    declared = [each for router in (*routers, _health()) for each in declared_of(router)]
    app.look_up_in(Directory(declared, app.router))
    return app


def _at_once(answer: Callable[[Request, Exception], Response]) -> Callable[[Request, Exception], Awaitable[Response]]:
    """A plain function is handed to a thread, which takes longer than these do, and the first time much longer."""

    async def answered(request: Request, error: Exception) -> Response:
        return answer(request, error)

    return answered


def _health() -> Router:
    """It asks nobody, and is counted for nobody."""
    router = Router(tags=["health"], route_class=APIRoute)

    @router.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok", "version": __version__, "commit": settings().commit}

    return router


def _allow_origins(app: FastAPI, chosen: Settings) -> None:
    """Pages of other origins may call, with cookies, if they are named; none are unless somebody says so."""
    origins = chosen.cors_origins.split()
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_credentials=True,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-CSRF-Token"],
            expose_headers=_EXPOSED,
            max_age=600,
        )
