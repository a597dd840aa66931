"""Ordering, editing, approving and cancelling films: everything that is checked before a build is accepted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from pydantic import BaseModel

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.credits.quotes import Quote
from mutoscope.credits.refusals import HoldExpired
from mutoscope.documents.public_address import require_public_https
from mutoscope.engines import registry
from mutoscope.engines.choices import choose_mood, choose_style, choose_voice
from mutoscope.engines.languages import require_language
from mutoscope.engines.write.outline import require_topic
from mutoscope.errors import ForeignKeyViolation, WrongState
from mutoscope.films.film import Film, FilmStatus, require_film
from mutoscope.films.own_files import edit_with_keys, require_music, require_scene_files, script_with_keys, with_keys
from mutoscope.films.pace import told_seconds
from mutoscope.films.quote import quote_film
from mutoscope.films.request import (
    FilmRequest,
    FilmSpec,
    Look,
    SceneEdit,
    ScriptRequest,
    UnknownScene,
    read_script,
)
from mutoscope.films.resource import new_film
from mutoscope.films.script import Script, music_of
from mutoscope.idempotency import Idempotency
from mutoscope.identifiers import new_id
from mutoscope.jobs.expire import expire_holds
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import find_job, require_job
from mutoscope.jobs.submit import FilmChange, NewJob, Overtaken, accept, answered_before, send, send_check
from mutoscope.projects.project import UnknownProject, require_open_project
from mutoscope.settings import Settings
from mutoscope.stages.stage import Record
from mutoscope.stages.store import find_record, save_record
from mutoscope.stages.write import WRITE, WriteFacts, WriteInputs
from mutoscope.studio import Studio
from mutoscope.webhooks.telling import telling

MOST_OVERTAKINGS = 20


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
    film = _new_film(with_keys(studio, user_id, request), studio.settings, user_id)
    _require_files(studio, film, film.script)
    if film.spec.text_key and request.text:
        studio.media.put_bytes(film.spec.text_key, request.text.encode(), "text/plain; charset=utf-8")
    quote = quote_film(studio, film, text=request.text)
    quote.require_at_most(max_credits)
    answer = show(film, quote.credits).model_dump_json()
    ordered = {"job_id": film.job_id, "request": film.spec.model_dump(mode="json")}
    try:
        return accept(
            studio,
            _new_job(film, quote),
            answer=answer,
            change=Change("film.ordered", "film", film.film_id, new=ordered),
            actor=actor,
            film=_as_change(film),
            idempotency=idempotency,
        )
    except ForeignKeyViolation as gone:
        # The project was deleted at this moment: nothing of the order stands.
        raise UnknownProject(param="project_id", project_id=request.project_id) from gone


def quote_order(studio: Studio, user_id: str, request: FilmRequest) -> Quote:
    """What the film would cost, refused for the same reasons as its order; nothing is kept of it."""
    film = _new_film(with_keys(studio, user_id, request), studio.settings, user_id)
    _require_files(studio, film, film.script)
    return quote_film(studio, film, text=request.text)


def edit_scene(
    studio: Studio,
    film: Film,
    scene_id: str,
    edit: SceneEdit,
    *,
    actor: Actor | None = None,
    max_credits: int | None = None,
) -> None:
    """Changes one scene and builds the film again; a build that is under way ends in favour of this one.

    Of two changes at the same moment the later one is made on what the earlier one left. A draft stays a draft.
    """
    edit = edit_with_keys(studio, film.user_id, edit)
    for _ in range(MOST_OVERTAKINGS):
        try:
            return _edit(studio, film, scene_id, edit, actor or Actor(user_id=film.user_id), max_credits)
        except Overtaken:
            film = require_film(studio.database, film.film_id, user_id=film.user_id)
    raise Overtaken


def approve(
    studio: Studio,
    film: Film,
    script: ScriptRequest | str | None,
    *,
    actor: Actor | None = None,
    max_credits: int | None = None,
) -> None:
    """Lets a film that waits for its review go on, with its script as it is or as it comes here.

    A script that costs more than was set aside for the written one is built as a build of its own.
    """
    if film.is_draft:
        raise WrongState(what="film", state="a draft", action="approved")
    changed = _other_script(film, script_with_keys(studio, film.user_id, script)) if script else None
    if expire_holds(studio, film.user_id, only=film.job_id):
        raise HoldExpired
    if changed:
        _require_files(studio, film, changed)
        _keep_script(studio, film, changed)
    if film.awaiting_review and (changed or film.script_given) and _costs_more(studio, film, changed):
        by, change = actor or Actor(user_id=film.user_id), Change("film.approved", "film", film.film_id)
        _rebuild(studio, film, changed or _script_of(film), by, change, max_credits)
        return
    values = changed.model_dump(mode="json") if changed else None
    send_check(studio, film.job_id)
    begun = studio.database.row(
        "approve_film",
        film_id=film.film_id,
        script=values,
        actor=(actor or Actor(user_id=film.user_id)).values(),
        change=Change("film.approved", "film", film.film_id, new={"script": values} if values else None).values(),
    )
    if begun is None:
        job = require_job(studio.database, film.job_id, user_id=film.user_id)
        raise WrongState(what="film", state=film.status(job.status).value.replace("_", " "), action="approved")
    send(studio, begun["job_id"], kind="film", parameters={}, attempt=begun["attempt"], is_film=True)


def cancel_or_delete(studio: Studio, film: Film, *, actor: Actor | None = None) -> FilmStatus | None:
    """Cancels a build that is under way; a film at rest is deleted with its files, and None is answered."""
    job = find_job(studio.database, film.job_id)
    if job is not None and not job.status.is_over:
        cancel(studio, job, actor=actor)
        return FilmStatus.CANCELLED
    studio.media.delete_prefix(f"inputs/{film.user_id}/{film.film_id}/")
    for build in studio.database.rows("jobs_of_film", film_id=film.film_id):
        studio.media.delete_prefix(f"outputs/{film.user_id}/{build['job_id']}/")
    # The record goes last: a deletion that was cut off can be asked for again.
    deleted = Change("film.deleted", "film", film.film_id, old={"request": film.spec.model_dump(mode="json")})
    by = actor or Actor(user_id=film.user_id)
    studio.database.row("delete_film", film_id=film.film_id, actor=by.values(), change=deleted.values())
    return None


def _edit(studio: Studio, film: Film, scene_id: str, edit: SceneEdit, actor: Actor, max_credits: int | None) -> None:
    if film.script is None:
        raise WrongState(what="film's script", state="not written yet", action="edited")
    scene = film.script.scene(scene_id)
    if scene is None:
        known = ", ".join(scene.scene_id for scene in film.script.scenes)
        raise UnknownScene(param="scene_id", scene_id=scene_id, known=known)
    edited = edit.apply(scene)
    script = film.script.with_scene(edited)
    change = Change("film.edited", "film", film.film_id, scene.model_dump(mode="json"), edited.model_dump(mode="json"))
    _require_files(studio, film, script)
    if film.awaiting_review or film.is_draft:
        _keep_script(studio, film, script)
        values = script.model_dump(mode="json")
        audited = {"actor": actor.values(), "change": change.values()}
        if studio.database.row("edit_script", film_id=film.film_id, script=values, **audited) is not None:
            return
    _rebuild(studio, film, script, actor, change, max_credits)


def build(studio: Studio, film: Film, *, actor: Actor | None = None, max_credits: int | None = None) -> None:
    """Orders a build of the film as its document stands: of a draft the first one, of a film at rest another.

    What is finished already costs nothing. Raises WrongState while a build is under way.
    """
    job = find_job(studio.database, film.job_id)
    if job is not None and not job.status.is_over:
        raise WrongState(what="film", state=film.status(job.status).value.replace("_", " "), action="built again")
    ordered = replace(film, job_id=new_id("job"), approved=film.approved or film.script_given)
    _require_files(studio, film, film.script)
    if film.script and film.script_given:
        _keep_script(studio, film, film.script)
    quote = quote_film(studio, ordered)
    quote.require_at_most(max_credits)
    change = Change("film.ordered", "film", film.film_id, new={"job_id": ordered.job_id})
    document = replace(_as_change(ordered), follows=film.job_id, project_id=None)
    accept(studio, _new_job(ordered, quote), answer="", film=document, actor=actor, change=change)


def _costs_more(studio: Studio, film: Film, changed: Script | None) -> bool:
    job = require_job(studio.database, film.job_id, user_id=film.user_id)
    used = sum(int(row["credits"]) for row in studio.database.rows("usage_of_job", job_id=film.job_id))
    quote = quote_film(studio, replace(film, script=changed or film.script, script_given=True))
    return used + quote.credits > job.credits.held


def _script_of(film: Film) -> Script:
    assert film.script is not None, "a film waits for its review with its script"
    return film.script


def _require_files(studio: Studio, film: Film, script: Script | None) -> None:
    require_music(studio.media, film.user_id, film.spec.music_file)
    require_scene_files(studio.media, film.user_id, script.scenes if script else ())


def _rebuild(studio: Studio, film: Film, script: Script, actor: Actor, change: Change, max_credits: int | None) -> None:
    """A build of its own, with its own price; the one before it ends, and is charged what it finished."""
    job = find_job(studio.database, film.job_id)
    _keep_script(studio, film, script)
    changed = replace(film, script=script, script_given=True, approved=True, job_id=new_id("job"))
    document = replace(_as_change(changed), follows=film.job_id, project_id=None)
    quote = quote_film(studio, changed)
    quote.require_at_most(max_credits)
    with telling(studio, film.user_id):
        accept(studio, _new_job(changed, quote), answer="", film=document, actor=actor, change=change)
    if job is not None and not job.status.is_over:
        cancel(studio, job)


def _new_job(film: Film, quote: Quote) -> NewJob:
    return NewJob(job_id=film.job_id, user_id=film.user_id, kind="film", parameters=film.spec, price=quote.credits)


def _as_change(film: Film) -> FilmChange:
    return FilmChange(
        film.film_id,
        film.spec,
        film.script,
        script_given=film.script_given,
        approved=film.approved,
        project_id=film.project_id,
    )


def _keep_script(studio: Studio, film: Film, script: Script) -> None:
    """An edited script is a finished result already: it is stored as one, so that nothing is written again."""
    spec = film.spec
    inputs = WriteInputs(given=script, language=spec.language, seconds=spec.seconds, seed=spec.seed)
    key = WRITE.key(inputs)
    if find_record(studio.media, film.user_id, key) is None:
        facts = WriteFacts(script=script).model_dump(mode="json")
        record = Record(
            stage=WRITE.name, key=key, job_id=film.job_id, scene=None, runs=0, seconds=0.0, files=(), facts=facts
        )
        save_record(studio.media, film.user_id, record)


def _new_film(request: FilmRequest, settings: Settings, user_id: str) -> Film:
    film_id, script = new_id("film"), _given_script(request)
    return Film(
        film_id=film_id,
        user_id=user_id,
        spec=_spec(request, settings, film_id, user_id, script),
        script=script,
        script_given=script is not None,
        approved=False,
        awaiting_review=False,
        job_id=new_id("job"),
        created_at=datetime.now(UTC),
        project_id=request.project_id,
    )


def _spec(request: FilmRequest, settings: Settings, film_id: str, user_id: str, script: Script | None) -> FilmSpec:
    language = require_language(request.language)
    # A script's length is how long it takes to tell, unless the order says for how long there shall be music.
    told = script is not None and "seconds" not in request.model_fields_set
    look = request.model_dump(include=set(Look.model_fields) - {"voice", "music", "style"})
    named = music_of(request.script) if isinstance(request.script, str) else ""
    if request.topic is not None:
        require_topic(request.topic)
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


def _other_script(film: Film, script: ScriptRequest | str) -> Script:
    return read_script(script, film.spec.language, called=film.script.title if film.script else None)


def _given_script(request: FilmRequest) -> Script | None:
    if request.script is None:
        return None
    return read_script(request.script, require_language(request.language), called=request.title)
