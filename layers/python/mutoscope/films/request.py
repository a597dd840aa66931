"""What a film is ordered with: one source (a topic, a text, a page or a script) and how it shall look and sound."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WrapValidator, model_validator

from mutoscope.errors import InvalidInput
from mutoscope.films.script import MOST_SCENES, Role, Scene, Script, parse_script, says_something, scene_id
from mutoscope.media.inputs import InputKey
from mutoscope.render.timeline import Aspect, Captions

LONGEST_TOPIC = 4_000
LONGEST_TEXT = 400_000
SHORTEST_SECONDS, LONGEST_SECONDS = 10, 1_800


def _clean(value: object) -> object:
    """NFC, without the characters that no text needs: NUL and lone surrogates."""
    if not isinstance(value, str):
        return value
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("the text holds a NUL or half a surrogate pair; send plain Unicode text")
    return unicodedata.normalize("NFC", value).strip()


Text = Annotated[str, BeforeValidator(_clean)]


def _said(text: str) -> str:
    if text and not says_something(text):
        raise ValueError("there is nothing to say; write at least one word or number")
    return text


Narration = Annotated[Text, Field(min_length=1, max_length=1_200), AfterValidator(_said)]
ProjectId = Annotated[str, Field(pattern=r"^proj_[0-9a-z]{26}$")]


class SceneRequest(BaseModel):
    """One scene of a script of one's own.

    `picture_file` and `voice_file` are keys from PUT /v1/inputs/{filename}. A voice of one's own speaks `narration`,
    which is still needed: the captions show it, word by word at times estimated from the words' lengths.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    narration: Narration
    picture: Annotated[Text, Field(max_length=1_000)] = ""
    keywords: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    picture_file: InputKey = ""
    voice_file: InputKey = ""


class ScriptRequest(BaseModel):
    """A script of one's own, used as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    scenes: Annotated[tuple[SceneRequest, ...], Field(min_length=1, max_length=MOST_SCENES)]


def _script(value: object, _: object) -> object:
    """One kind of script or the other, so that what is wrong is said of the field and not of both kinds."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict):
        return ScriptRequest.model_validate(value)
    if isinstance(value, ScriptRequest):
        return value
    raise ValueError("send the script as text, or as an object with scenes")


GivenScript = Annotated[ScriptRequest | str, WrapValidator(_script)]
"""A script of one's own, as text or as an object with scenes."""


def read_script(given: ScriptRequest | str, language: str, *, called: str | None = None) -> Script:
    """The script with its scenes' ids and roles; `called` names one that does not say its title itself.

    A text takes `called` before the title that it begins with. Raises what `parse_script` does.
    """
    if isinstance(given, str):
        return parse_script(given, language=language, title=called)
    last = len(given.scenes)
    scenes = tuple(
        Scene(
            scene_id=scene_id(number),
            role=Role.HOOK if number == 1 else Role.CLOSE if number == last else Role.BODY,
            **scene.model_dump(),
        )
        for number, scene in enumerate(given.scenes, start=1)
    )
    named = given.title or called or " ".join(scenes[0].narration.split()[:8])
    return Script(title=named[:200], language=language, scenes=scenes)


class Look(BaseModel):
    """How a film looks and sounds; every field has a default that suits a first film."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    aspect: Aspect = Aspect.WIDE
    seconds: Annotated[int, Field(ge=SHORTEST_SECONDS, le=LONGEST_SECONDS)] = 60
    language: Text = "en"
    voice: Text | None = None
    captions: Captions = Captions.BURNED
    music: Text | None = None
    """A mood, or `none`; the composer's first mood when it is left out."""
    music_file: InputKey = ""
    """A piece of one's own instead of a composed one: a key from PUT /v1/inputs/{filename}."""
    style: Text | None = None
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    review: bool = False


class FilmRequest(Look):
    """Exactly one of `topic`, `text`, `source_url` and `script` says what the film is about."""

    topic: Annotated[Text, Field(min_length=1, max_length=LONGEST_TOPIC)] | None = None
    text: Annotated[Text, Field(min_length=1, max_length=LONGEST_TEXT)] | None = None
    source_url: Annotated[Text, Field(min_length=1, max_length=2_000)] | None = None
    script: GivenScript | None = None
    title: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    project_id: ProjectId | None = None
    """The project that the film is put into."""

    @model_validator(mode="after")
    def _has_one_source(self) -> "FilmRequest":
        given = [name for name in ("topic", "text", "source_url", "script") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"send exactly one of topic, text, source_url and script; this has {', '.join(given) or 'none'}"
            )
        return self


class FilmSpec(Look):
    """The order as it is kept: names resolved, a long text moved to the file store under `text_key`."""

    voice: str
    music: str
    style: str
    topic: str | None = None
    text_key: str | None = None
    source_url: str | None = None
    title: str | None = None


class SceneEdit(BaseModel):
    """What changes in a scene; what is left out stays. A new narration without a picture gets a new picture too.

    Files of one's own stay until another is named; an empty key, or a new `picture` for a picture, takes one away.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    narration: Narration | None = None
    picture: Annotated[Text, Field(max_length=1_000)] | None = None
    keywords: Annotated[tuple[Text, ...], Field(max_length=20)] | None = None
    picture_file: InputKey | None = None
    voice_file: InputKey | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "SceneEdit":
        if not self._given():
            raise ValueError("send at least one of narration, picture, keywords, picture_file and voice_file")
        return self

    def _given(self) -> dict[str, object]:
        values = {name: getattr(self, name) for name in SceneEdit.model_fields}
        return {name: value for name, value in values.items() if value is not None}

    def apply(self, scene: Scene) -> Scene:
        changed = self._given()
        if self.narration is not None and self.narration != scene.narration and self.picture is None:
            changed.setdefault("picture", "")
            changed.setdefault("keywords", ())
        if self.picture is not None:
            changed.setdefault("keywords", ())
            changed.setdefault("picture_file", "")
        return scene.model_copy(update=changed)


class UnknownScene(InvalidInput):
    """The film has no scene {scene_id}."""

    code = "unknown_scene"
    hint = "Its scenes are: {known}."
