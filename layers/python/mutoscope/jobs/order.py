"""Ordering a job of any kind: its input is checked by its kind, then it is accepted once and sent."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.errors import InvalidInput, MutoscopeError
from mutoscope.explain import explain, place
from mutoscope.films.film import Film
from mutoscope.films.request import FilmRequest
from mutoscope.idempotency import Idempotency
from mutoscope.identifiers import new_id
from mutoscope.jobs.resource import JobResource, new_job
from mutoscope.ports import Line
from mutoscope.studio import Studio

if TYPE_CHECKING:
    from mutoscope.credits.quotes import Quote
    from mutoscope.kinds.kind import Kind


class InvalidJobInput(InvalidInput):
    """The input of the kind {kind} is not valid: {reason}."""

    code = "invalid_input"
    hint = "GET /v1/kinds gives the JSON Schema of its input."


def order_job(
    studio: Studio,
    user_id: str,
    kind_name: str,
    given: dict[str, Any],
    idempotency: Idempotency | None,
    *,
    actor: Actor | None = None,
    max_credits: int | None = None,
    line: Line = Line.INTERACTIVE,
) -> str:
    """Answers the job as JSON, or what was answered to this idempotency key before. Films have a line of their own."""
    # What takes an order is most of the studio, and most requests order nothing.
    from mutoscope.films.order import order_film
    from mutoscope.jobs.submit import NewJob, accept, answered_before
    from mutoscope.kinds.registry import require_kind
    from mutoscope.media.use import with_keys

    kind = require_kind(kind_name)
    request = _validated(kind, with_keys(studio, user_id, given))
    if isinstance(request, FilmRequest):
        return order_film(
            studio, user_id, request, idempotency, show=_show_film_job, actor=actor, max_credits=max_credits
        )
    before = answered_before(studio, user_id, idempotency)
    if before is not None:
        return before
    quote = _quote_recipe(studio, user_id, kind, request)
    quote.require_at_most(max_credits)
    job_id = new_id("job")
    answer = new_job(job_id, kind.name, held=quote.credits).model_dump_json()
    job = NewJob(job_id=job_id, user_id=user_id, kind=kind.name, parameters=request, price=quote.credits, line=line)
    change = Change("job.ordered", "job", job_id, new={"kind": kind.name, "input": request.model_dump(mode="json")})
    return accept(studio, job, answer=answer, change=change, actor=actor, idempotency=idempotency)


def quote_job(studio: Studio, user_id: str, kind_name: str, given: dict[str, Any]) -> "Quote":
    """What the order would cost, refused for the same reasons as the order; nothing is kept of it."""
    from mutoscope.films.order import quote_order
    from mutoscope.kinds.registry import require_kind
    from mutoscope.media.use import with_keys

    kind = require_kind(kind_name)
    request = _validated(kind, with_keys(studio, user_id, given))
    if isinstance(request, FilmRequest):
        return quote_order(studio, user_id, request)
    return _quote_recipe(studio, user_id, kind, request)


def _quote_recipe(studio: Studio, user_id: str, kind: "Kind", request: BaseModel) -> "Quote":
    """The recipe refuses what it cannot make before anything is accepted."""
    from mutoscope.credits.quotes import quote_steps
    from mutoscope.jobs.recipes import recipes_of

    recipes = recipes_of(studio, user_id, kind, request)
    refusals = [item for item in recipes.items if isinstance(item, MutoscopeError)]
    if len(refusals) == len(recipes.items):
        raise refusals[0]
    return quote_steps(studio, user_id, [(step.stage, step.inputs) for step in recipes.steps])


def _show_film_job(film: Film, held: int) -> JobResource:
    return new_job(film.job_id, "film", held=held, film_id=film.film_id)


def _validated(kind: "Kind", given: dict[str, Any]) -> BaseModel:
    """The request; of a kind that is a film of a certain manner, the film's."""
    try:
        request = kind.request.model_validate(given)
        return kind.as_film(request) if kind.as_film else request
    except ValidationError as error:
        first = error.errors()[0]
        where = place(first["loc"])
        reason = f"{where}: {explain(first)}" if where else explain(first)
        raise InvalidJobInput(param=f"input.{where}" if where else "input", kind=kind.name, reason=reason) from error
