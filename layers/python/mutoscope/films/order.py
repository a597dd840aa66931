"""Ordering a film: everything that is checked before its first build is accepted."""

from collections.abc import Callable
from datetime import UTC, datetime

from pydantic import BaseModel

from mutoscope.accounts.provider_keys import settings_without_keys
from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.credits.quotes import Quote
from mutoscope.documents.public_address import require_public_https
from mutoscope.engines import registry
from mutoscope.engines.choices import choose_mood, choose_style, choose_voice
from mutoscope.engines.languages import require_language
from mutoscope.engines.write.extractive import ExtractiveWriter
from mutoscope.engines.write.outline import require_topic
from mutoscope.errors import ForeignKeyViolation
from mutoscope.films.film import Film
from mutoscope.films.legible import require_legible, require_readable, require_settable
from mutoscope.films.own_files import with_keys
from mutoscope.films.pace import told_seconds
from mutoscope.films.quote import quote_film
from mutoscope.films.request import (
    FilmRequest,
    FilmSpec,
    Look,
    read_script,
)
from mutoscope.films.resource import new_film
from mutoscope.films.script import Script, music_of
from mutoscope.films.submission import build_of, document_of, require_files
from mutoscope.idempotency import Idempotency
from mutoscope.identifiers import new_id
from mutoscope.jobs.submit import accept, answered_before
from mutoscope.projects.project import UnknownProject, require_open_project
from mutoscope.studio import Studio


def order_film(
    studio: Studio,
    user_id: str,
    request: FilmRequest,
    idempotency: Idempotency | None,
    *,
    show: Callable[[Film, int], BaseModel] = new_film,
    actor: Actor | None = None,
    max_credits: int | None = None,
) -> str:
    """Accepts film and first build together; answers `show(film, price)` as JSON, or what this key answered before."""
    before = answered_before(studio, user_id, idempotency)
    if before is not None:
        return before
    if request.project_id is not None:
        require_open_project(studio.database, request.project_id, user_id=user_id)
    film = _new_film(with_keys(studio, user_id, request), studio, user_id)
    require_files(studio, film, film.script)
    if film.spec.text_key and request.text:
        studio.media.put_bytes(film.spec.text_key, request.text.encode(), "text/plain; charset=utf-8")
    quote = quote_film(studio, film, text=request.text)
    quote.require_at_most(max_credits)
    answer = show(film, quote.credits).model_dump_json()
    ordered = {"job_id": film.job_id, "request": film.spec.model_dump(mode="json")}
    try:
        return accept(
            studio,
            build_of(film, quote),
            answer=answer,
            change=Change("film.ordered", "film", film.film_id, new=ordered),
            actor=actor,
            film=document_of(film),
            idempotency=idempotency,
        )
    except ForeignKeyViolation as gone:
        # The project was deleted at this moment: nothing of the order stands.
        raise UnknownProject(param="project_id", project_id=request.project_id) from gone


def quote_order(studio: Studio, user_id: str, request: FilmRequest) -> Quote:
    """What the film would cost, refused for the same reasons as its order; nothing is kept of it."""
    film = _new_film(with_keys(studio, user_id, request), studio, user_id)
    require_files(studio, film, film.script)
    return quote_film(studio, film, text=request.text)


def _new_film(request: FilmRequest, studio: Studio, user_id: str) -> Film:
    film_id, script = new_id("film"), _given_script(request)
    return Film(
        film_id=film_id,
        user_id=user_id,
        spec=_spec(request, studio, film_id, user_id, script),
        script=script,
        script_given=script is not None,
        approved=False,
        awaiting_review=False,
        job_id=new_id("job"),
        created_at=datetime.now(UTC),
        project_id=request.project_id,
    )


def _spec(request: FilmRequest, studio: Studio, film_id: str, user_id: str, script: Script | None) -> FilmSpec:
    settings = studio.settings
    language = require_language(request.language)
    # A script's length is how long it takes to tell, unless the order says for how long there shall be music.
    told = script is not None and "seconds" not in request.model_fields_set
    look = request.model_dump(include=set(Look.model_fields) - {"voice", "music", "style"})
    named = music_of(request.script) if isinstance(request.script, str) else ""
    if request.topic is not None:
        require_topic(request.topic)
    _require_legible(request, script)
    if request.topic is not None or request.text is not None:
        _require_told_in(language, request, studio, user_id)
    if request.source_url is not None:
        require_public_https(request.source_url)
    return FilmSpec(
        **{
            **look,
            "language": language,
            "seconds": told_seconds(script) if script and told else request.seconds,
            "music_file": request.music_file or named,
        },
        voice=choose_voice(registry.speaker(settings), language, request.voice),
        music="none"
        if request.music == "none"
        else choose_mood(registry.composer(settings), request.music, param="music"),
        style=choose_style(registry.drawer(settings), request.style),
        topic=request.topic,
        text_key=f"inputs/{user_id}/{film_id}/text.txt" if request.text else None,
        source_url=request.source_url,
        title=request.title,
    )


def _require_legible(request: FilmRequest, script: Script | None) -> None:
    """Raises LettersNotSet; of a script WritingNotRead as well."""
    if script is not None:
        require_legible(script)
    if request.topic is not None:
        # Of a document none is refused: the writer leaves out the sentence that such a letter stands in.
        require_settable(request.topic, "topic")
    require_settable(request.title or "", "title")


def _require_told_in(language: str, request: FilmRequest, studio: Studio, user_id: str) -> None:
    """The embedded writer says a topic and a text's sentences as they are; to a model they are material in any writing.

    Raises WritingNotRead.
    """
    if registry.writer(settings_without_keys(studio, user_id)).name == ExtractiveWriter.name:
        require_readable((request.topic or "",), language, "topic")
        require_readable((request.text or "",), language, "text")


def _given_script(request: FilmRequest) -> Script | None:
    if request.script is None:
        return None
    return read_script(request.script, require_language(request.language), called=request.title)
