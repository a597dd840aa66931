"""From the command line's words to a film's order: every local file is read and every value checked here."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from mutoscope.documents.public_address import require_public_https
from mutoscope.documents.read import read_document
from mutoscope.engines import registry
from mutoscope.engines.choices import choose_mood, choose_style, choose_voice
from mutoscope.engines.languages import require_language
from mutoscope.errors import InvalidInput
from mutoscope.explain import explain
from mutoscope.films.request import FilmRequest
from mutoscope.films.script import parse_script
from mutoscope.laptop.script_file import read_script
from mutoscope.settings import Settings

NO_MUSIC = "none"


@dataclass(frozen=True)
class FilmOptions:
    """The command line's words, before anything is checked."""

    topic: str | None
    source: str | None
    script: str | None
    aspect: str = "16:9"
    length: str | None = None
    language: str = "en"
    voice: str | None = None
    captions: str = "burned"
    music: str | None = None
    style: str | None = None
    seed: str = "0"


class OneSource(InvalidInput):
    """A film is made from exactly one of TOPIC, FROM and SCRIPT; {given}."""

    code = "one_source"
    hint = 'For example: make film TOPIC="How long does rice take to grow?"'


class BadOption(InvalidInput):
    """{option} is not valid: {reason}."""

    code = "invalid_option"
    hint = "`mutoscope {command} --help` lists the options."


def read_request(options: FilmOptions, command: str = "film") -> FilmRequest:
    """The order that the options make, with every local file read and every value checked."""
    given = {"TOPIC": options.topic, "FROM": options.source, "SCRIPT": options.script}
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1:
        raise OneSource(given="none was given" if not named else f"{' and '.join(named)} were given")
    values: dict[str, object] = {
        "aspect": options.aspect,
        # A script of one's own is as long as it takes to tell.
        **({} if options.script is not None or options.length is None else {"seconds": options.length}),
        "language": require_language(options.language),
        "voice": options.voice,
        "captions": options.captions,
        "music": options.music,
        "style": options.style,
        "seed": options.seed,
    }
    try:
        return FilmRequest.model_validate({**values, **_source(options)})
    except ValidationError as error:
        raise BadOption(option=_option(error), reason=reason_of(error), command=command) from error


def check_choices(request: FilmRequest, settings: Settings) -> None:
    """Refuses an unknown voice, style or mood as the studio would, so that none is started for it.

    Raises UnknownVoice, VoiceOfAnotherLanguage, UnknownStyle, UnknownMood.
    """
    if request.voice is not None:
        choose_voice(registry.speaker(settings), request.language, request.voice)
    if request.style is not None:
        choose_style(registry.drawer(settings), request.style)
    if request.music not in (None, NO_MUSIC):
        choose_mood(registry.composer(settings), request.music, param="music")


def _source(options: FilmOptions) -> dict[str, object]:
    if options.topic is not None:
        return {"topic": options.topic}
    if options.script is not None:
        text = read_script(Path(options.script)).text
        parse_script(text, language=require_language(options.language), title=None)
        return {"script": text}
    assert options.source is not None
    if "://" in options.source:
        require_public_https(options.source)
        return {"source_url": options.source}
    document = read_document(Path(options.source))
    return {"text": document.text, "title": document.title}


_OPTIONS = {"seconds": "LENGTH", "text": "FROM", "source_url": "FROM"}


def _option(error: ValidationError) -> str:
    location = error.errors()[0]["loc"]
    field = str(location[0]) if location else "the film"
    return _OPTIONS.get(field, field.upper())


def reason_of(error: ValidationError) -> str:
    return explain(error.errors()[0])
