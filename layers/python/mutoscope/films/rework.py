"""Building a film again: edited, approved, or because its owner wants it; what is finished costs nothing."""

from dataclasses import replace

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.credits.refusals import HoldExpired
from mutoscope.errors import WrongState
from mutoscope.films.film import Film, require_film
from mutoscope.films.legible import require_legible, require_legible_edit
from mutoscope.films.own_files import edit_with_keys, script_with_keys
from mutoscope.films.quote import quote_film
from mutoscope.films.request import (
    SceneEdit,
    ScriptRequest,
    UnknownScene,
    read_script,
)
from mutoscope.films.script import Script
from mutoscope.films.submission import build_of, document_of, require_files
from mutoscope.identifiers import new_id
from mutoscope.jobs.expire import expire_holds
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import find_job, require_job
from mutoscope.jobs.submit import Overtaken, accept, send, send_check
from mutoscope.stages.contracts.write import WRITE, WriteFacts, WriteInputs
from mutoscope.stages.stage import Record
from mutoscope.stages.store import find_record, save_record
from mutoscope.studio import Studio
from mutoscope.webhooks.telling import telling

MOST_OVERTAKINGS = 20


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
        require_files(studio, film, changed)
        require_legible(changed)
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


def build(studio: Studio, film: Film, *, actor: Actor | None = None, max_credits: int | None = None) -> None:
    """Orders a build of the film as its document stands: of a draft the first one, of a film at rest another.

    What is finished already costs nothing. Raises WrongState while a build is under way.
    """
    job = find_job(studio.database, film.job_id)
    if job is not None and not job.status.is_over:
        raise WrongState(what="film", state=film.status(job.status).value.replace("_", " "), action="built again")
    ordered = replace(film, job_id=new_id("job"), approved=film.approved or film.script_given)
    require_files(studio, film, film.script)
    if film.script and film.script_given:
        _keep_script(studio, film, film.script)
    quote = quote_film(studio, ordered)
    quote.require_at_most(max_credits)
    change = Change("film.ordered", "film", film.film_id, new={"job_id": ordered.job_id})
    document = replace(document_of(ordered), follows=film.job_id, project_id=None)
    accept(studio, build_of(ordered, quote), answer="", film=document, actor=actor, change=change)


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
    require_files(studio, film, script)
    require_legible_edit(script, scene, edited)
    if film.awaiting_review or film.is_draft:
        _keep_script(studio, film, script)
        values = script.model_dump(mode="json")
        audited = {"actor": actor.values(), "change": change.values()}
        if studio.database.row("edit_script", film_id=film.film_id, script=values, **audited) is not None:
            return
    _rebuild(studio, film, script, actor, change, max_credits)


def _rebuild(studio: Studio, film: Film, script: Script, actor: Actor, change: Change, max_credits: int | None) -> None:
    """A build of its own, with its own price; the one before it ends, and is charged what it finished."""
    job = find_job(studio.database, film.job_id)
    _keep_script(studio, film, script)
    changed = replace(film, script=script, script_given=True, approved=True, job_id=new_id("job"))
    document = replace(document_of(changed), follows=film.job_id, project_id=None)
    quote = quote_film(studio, changed)
    quote.require_at_most(max_credits)
    with telling(studio, film.user_id):
        accept(studio, build_of(changed, quote), answer="", film=document, actor=actor, change=change)
    if job is not None and not job.status.is_over:
        cancel(studio, job)


def _costs_more(studio: Studio, film: Film, changed: Script | None) -> bool:
    job = require_job(studio.database, film.job_id, user_id=film.user_id)
    used = sum(int(row["credits"]) for row in studio.database.rows("usage_of_job", job_id=film.job_id))
    quote = quote_film(studio, replace(film, script=changed or film.script, script_given=True))
    return used + quote.credits > job.credits.held


def _script_of(film: Film) -> Script:
    assert film.script is not None, "a film waits for its review with its script"
    return film.script


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


def _other_script(film: Film, script: ScriptRequest | str) -> Script:
    return read_script(script, film.spec.language, called=film.script.title if film.script else None)
