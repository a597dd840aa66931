"""Pictures for whatever is to be illustrated: a script that is sent, a film, or a text that a job has spoken."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import SAMPLE_RATE
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.errors import InvalidInput, WrongState
from mutoscope.films.film import Film
from mutoscope.films.request import GivenScript, Text, read_script
from mutoscope.films.script import Script
from mutoscope.films.times import measured_times
from mutoscope.films.voices import voices_of
from mutoscope.jobs.job import Job
from mutoscope.kinds.speech import SpeechRequest
from mutoscope.kinds.speech import recipe as speech_recipe
from mutoscope.scripts.given import Title
from mutoscope.scripts.pictures import Pictures, Told, recommend
from mutoscope.stages.contracts.recommend import told, untimed
from mutoscope.stages.contracts.voice import VoiceFacts
from mutoscope.stages.store import find_record
from mutoscope.studio import Studio


class PicturesRequest(BaseModel):
    """Exactly one of `script` (with `language` and `title`), `film_id` and `job_id`.

    A film, or a job of the kind speech, is timed by its voice as soon as it has spoken; until then by its words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    script: GivenScript | None = None
    film_id: Annotated[str, Field(pattern=r"^film_[0-9a-z]{26}$")] | None = None
    job_id: Annotated[str, Field(pattern=r"^job_[0-9a-z]{26}$")] | None = None
    title: Title | None = None
    language: Text = "en"
    seconds_per_picture: Annotated[int, Field(ge=3, le=30)] = 6

    @model_validator(mode="after")
    def _has_one_source(self) -> "PicturesRequest":
        given = [name for name in ("script", "film_id", "job_id") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"send exactly one of script, film_id and job_id; this has {', '.join(given) or 'none'}")
        return self


class NotSpoken(InvalidInput):
    """The job {job_id} is of the kind {kind}, which says nothing that could be illustrated."""

    code = "not_spoken"
    hint = "Name a job of the kind speech, or a film by film_id."


def illustrate_script(request: PicturesRequest) -> Pictures:
    assert request.script is not None
    script = read_script(request.script, require_language(request.language), called=request.title)
    return recommend(untimed(script), script.language, request.seconds_per_picture)


def illustrate_film(studio: Studio, film: Film, seconds: int) -> Pictures:
    if film.script is None:
        raise WrongState(param="film_id", what="film's script", state="not written yet", action="illustrated")
    voices = voices_of(studio, film, film.script)
    return recommend(_told(film.script, voices), film.spec.language, seconds)


def illustrate_job(studio: Studio, job: Job, seconds: int) -> Pictures:
    """Raises NotSpoken."""
    if job.kind != "speech":
        raise NotSpoken(param="job_id", job_id=job.job_id, kind=job.kind)
    request = SpeechRequest.model_validate(job.parameters)
    recipe = speech_recipe(request, studio.settings)
    record = find_record(studio.media, job.user_id, recipe.stage.key(recipe.inputs))
    voice = VoiceFacts.model_validate(record.facts) if record else None
    language = require_language(request.language)
    end = voice.samples / SAMPLE_RATE if voice else spoken_seconds(request.input, language)
    whole = Told(text=request.input, picture="", start=0.0, end=round(end, 3), lead=0.0, voice=voice)
    return recommend([whole], language, seconds)


def _told(script: Script, voices: tuple[VoiceFacts, ...] | None) -> list[Told]:
    return told(script, measured_times(voices), voices) if voices else untimed(script)
