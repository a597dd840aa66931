"""Where an HTTP status comes from: the one table from error classes to statuses, and the one shape of error.

Never 409 or 500 for something final: OpenAI's client sends a POST three times on those.
"""

import json
from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from mutoscope.adapters.http.body_limit import largest_body
from mutoscope.adapters.http.dialects import with_dialect
from mutoscope.credits.refusals import PaymentRequired
from mutoscope.errors import (
    EngineBusy,
    EngineFailed,
    Forbidden,
    InputTooLarge,
    InvalidInput,
    MutoscopeError,
    NotFound,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from mutoscope.explain import explain, place
from mutoscope.observability import logger

STATUSES: tuple[tuple[type[MutoscopeError], int, str], ...] = (
    (InputTooLarge, 413, "invalid_request_error"),
    (PaymentRequired, 402, "insufficient_quota"),
    (InvalidInput, 422, "invalid_request_error"),
    (NotFound, 404, "invalid_request_error"),
    (Unauthenticated, 401, "authentication_error"),
    (Forbidden, 403, "permission_error"),
    (TooManyRequests, 429, "rate_limit_error"),
    (Unavailable, 503, "api_error"),
    (EngineBusy, 503, "api_error"),
    (EngineFailed, 422, "invalid_request_error"),
    (MutoscopeError, 500, "api_error"),
)
RETRY_AFTER_SECONDS = "3"
_UNREADABLE = ("invalid_input", "The body is not JSON in UTF-8.", "invalid_request_error")
_OF_THE_PROTOCOL = {
    404: ("unknown_route", "GET /openapi.json lists the routes."),
    405: ("method_not_allowed", "The header Allow names the methods that this path takes."),
    416: ("range_not_satisfiable", "The header Content-Range says how long the file is."),
}


class Detail(BaseModel):
    field: str
    message: str


class ErrorBody(BaseModel):
    code: str
    message: str
    type: str
    param: str | None = None
    hint: str | None = None
    details: list[Detail] = []
    request_id: str


class ErrorAnswer(BaseModel):
    error: ErrorBody


ERROR_ANSWERS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorAnswer} for status in (401, 402, 403, 404, 413, 422, 429, 503)
}


def answer_mutoscope_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, MutoscopeError)
    answer = _answer_named(request, error)
    if answer.status_code == 500:
        logger.error("request failed", request_id=request.state.request_id, code=error.code, exc_info=error)
    return answer


def answer_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # A list whose entries are wrong is called too short as well: what is wrong within a field says more than that.
    places = [item["loc"] for item in error.errors()]
    innermost = [item for item in error.errors() if not any(_lies_within(inner, item["loc"]) for inner in places)]
    details = [Detail(field=_field(item["loc"]), message=explain(item)) for item in innermost]
    first = details[0]
    message = f"{first.field}: {first.message}." if first.field else f"{first.message}."
    hint = "Correct the fields that details names and send the request again."
    return _answer(request, 422, "invalid_input", message, "invalid_request_error", first.field or None, hint, details)


def answer_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 413:
        return too_large(request)
    if error.status_code == 400:
        return _answer(request, 422, *_UNREADABLE, None, "Send JSON in UTF-8.", [])
    code, hint = _OF_THE_PROTOCOL.get(error.status_code, ("http_error", "GET /openapi.json lists the routes."))
    message = f"{request.method} {request.url.path}: {error.detail}."
    answer = _answer(request, error.status_code, code, message, "invalid_request_error", None, hint, [])
    answer.headers.update(error.headers or {})
    if error.status_code == 405:
        answer.headers["Allow"] = ", ".join(_allowed(request))
    return answer


def answer_bug(request: Request, error: Exception) -> Response:
    """A failure that nobody named: logged with its traceback, answered without any of it."""
    logger.error("request failed", request_id=request.state.request_id, exc_info=error)
    return _answer_named(request, MutoscopeError())


def too_large(request: Request) -> Response:
    message = f"The body is larger than {largest_body(request.scope) // 1_000_000} MB."
    return _answer(request, 413, "input_too_large", message, "invalid_request_error", None, "Send a smaller body.", [])


def _answer_named(request: Request, error: MutoscopeError) -> Response:
    status, kind = next((status, kind) for family, status, kind in STATUSES if isinstance(error, family))
    details = [Detail(field=error.param, message=error.message)] if error.param else []
    answer = _answer(request, status, error.code, error.message, kind, error.param, error.advice, details)
    if status in (429, 503) and "seconds" in error.facts:
        answer.headers["Retry-After"] = str(error.facts["seconds"])
    return answer


def _answer(
    request: Request,
    status: int,
    code: str,
    message: str,
    kind: str,
    param: str | None,
    hint: str | None,
    details: list[Detail],
) -> Response:
    body = ErrorBody(
        code=code,
        message=message,
        type=kind,
        param=param,
        hint=hint,
        details=details,
        request_id=request.state.request_id,
    )
    headers = {"x-request-id": request.state.request_id}
    if status == 503:
        headers["Retry-After"] = RETRY_AFTER_SECONDS
    if status == 401:
        # The way in that a client is told of (RFC 9110), the same whatever it came with.
        headers["WWW-Authenticate"] = 'Bearer realm="mutoscope"'
    # Errors echo what came in, and half a surrogate pair is nothing that UTF-8 can hold: so it is escaped.
    content = json.dumps(with_dialect(request.url.path, ErrorAnswer(error=body).model_dump(), status))
    return Response(content, status_code=status, headers=headers, media_type="application/json")


def _allowed(request: Request) -> list[str]:
    """The documented methods of this path; the framework names those of its first route alone."""
    paths = request.app.openapi()["paths"]
    asked = request.url.path
    if asked in paths:
        return sorted(method.upper() for method in paths[asked])
    documented = [methods for path, methods in paths.items() if compile_path(path)[0].match(asked)]
    return sorted(method.upper() for methods in documented for method in methods)


def _lies_within(inner: Sequence[object], outer: Sequence[object]) -> bool:
    return len(inner) > len(outer) and tuple(inner[: len(outer)]) == tuple(outer)


def _field(location: Sequence[str | int]) -> str:
    """The field's path; a body that is no JSON has only a place in its text, which is none."""
    if len(location) == 2 and isinstance(location[1], int):
        return ""
    return place(location[1:])
