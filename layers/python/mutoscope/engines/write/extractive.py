"""The embedded writer: a script made of the document's own sentences, or an honest outline for a bare topic.

It needs no key, no weights and no network. Invariant: it never states what the document does not say.
"""

import math
import re
from collections.abc import Callable, Sequence

from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import WriteRequest
from mutoscope.engines.write.choosing import choose, takes
from mutoscope.engines.write.dry import frame_seconds, framed, is_dry, without_formalities
from mutoscope.engines.write.hook import open_with_hook
from mutoscope.engines.write.keywords import document_weights
from mutoscope.engines.write.outline import write_outline
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told, tell
from mutoscope.engines.write.scenes import make_scenes, part_into_scenes
from mutoscope.engines.write.sentences import Paragraph, read_paragraphs, split_sentences
from mutoscope.engines.write.title import find_title
from mutoscope.errors import InvalidInput
from mutoscope.films.pace import PAUSE_SECONDS, SCENE_SECONDS
from mutoscope.films.script import Script
from mutoscope.settings import Settings

_LONG_TOPIC = 400
_ENOUGH_PROSE = 0.9
_OVERRUN = 0.06
_MOST_TRIES = 4
_SHORTEST_FRAMED = 10
_AIMS = (1, 0.95, 1.05, 0.9, 1.1, 0.85, 1.15)
"""What lengths are tried in turn, as shares of the length that is asked for, until one comes out near enough."""
_NEAR_ENOUGH, _NEARER = 0.05, 0.01


class NothingToTell(InvalidInput):
    """The text holds no sentence that could be told."""

    code = "nothing_to_tell"
    hint = "Send prose: at least one full sentence, not only tables, numbers or links."


class ExtractiveWriter:
    name = "extractive"
    version = "15"

    def write(self, request: WriteRequest) -> Script:
        """Raises UnknownLanguage, NothingToTell."""
        language = require_language(request.language)
        text = request.text or _prose(request.topic or "", language)
        if text is None:
            return write_outline(request.topic or "", request.title, language, request.seconds)
        return _tell_document(text, request.title, language, request.seconds)


def offer(settings: Settings) -> ExtractiveWriter:  # noqa: ARG001 - every engine is offered the settings.
    """The writer that is always there."""
    return ExtractiveWriter()


def _prose(topic: str, language: str) -> str | None:
    """A topic that is really a text: long, and of several sentences."""
    several = len(split_sentences(topic, language)) >= 3
    return topic if len(topic) > _LONG_TOPIC and several else None


def _tell_document(text: str, title: str | None, language: str, seconds: float) -> Script:
    paragraphs = _paragraphs(text, language, seconds)
    dry = is_dry(paragraphs, language)
    told = tell(without_formalities(paragraphs, language, seconds), language)
    if not told:
        raise NothingToTell(param="text")
    weights = document_weights(text, language)
    named = find_title(title, paragraphs, weights, language, text)
    subjects = sorted(weights, key=lambda word: (-weights[word], word))[:3]

    def narrated(aimed: float) -> tuple[str, ...]:
        if dry:
            chosen = _framed(told, named, language, aimed)
        else:
            chosen = open_with_hook(choose(told, language, aimed), title, language, subjects)
        return part_into_scenes(chosen, language, seconds)

    narrations = _nearest(narrated, language, seconds)
    scenes = make_scenes(narrations, language, subjects[0] if subjects else "", weights)
    return Script(title=named, language=language, scenes=scenes)


def _nearest(narrated: Callable[[float], tuple[str, ...]], language: str, seconds: float) -> tuple[str, ...]:
    """The narrations that take, with the pauses between them, nearly the time there is.

    How many scenes, and so pauses, a choice of sentences makes is only known when it is made.
    """
    room = seconds * (1 + PAUSE_SECONDS / SCENE_SECONDS)
    best, least = narrated(seconds), math.inf
    for share in _AIMS:
        tried = narrated(seconds * share) if share != 1 else best
        missed = abs(sum(spoken_seconds(text, language) + PAUSE_SECONDS for text in tried) / room - 1)
        if missed < least - _NEARER:
            best, least = tried, missed
        if least <= _NEAR_ENOUGH:
            break
    return best


def _framed(told: Sequence[Told], title: str, language: str, seconds: float) -> tuple[Told, ...]:
    """A dry document between its title and a closing line; chosen anew where the headings of lists take time.

    A film too short for title, line and something between them tells the document's own sentences alone.
    """
    left = seconds - frame_seconds(title, language)
    for _ in range(_MOST_TRIES if seconds >= _SHORTEST_FRAMED else 0):
        chosen = framed(choose(told, language, left, dry=True), title, language)
        over = takes(chosen, language) - seconds
        if over <= seconds * _OVERRUN:
            return chosen
        left -= over
    return choose(told, language, seconds, dry=True)


def _paragraphs(text: str, language: str, seconds: float) -> tuple[Paragraph, ...]:
    """The document's prose, and rows of its tables where the prose alone would not fill the film."""
    prose = _without_announcements(read_paragraphs(text, language))
    said = sum(spoken_seconds(sentence, language) for paragraph in prose for sentence in paragraph.sentences)
    if said >= seconds * _ENOUGH_PROSE:
        return prose
    return _without_announcements(read_paragraphs(text, language, rows=True))


def _without_announcements(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Leaves out the sentence that announces a list, "You need:", because a list is not told as one."""
    return tuple(
        Paragraph(
            paragraph.heading,
            tuple(sentence for sentence in paragraph.sentences if not re.search(r"[:：]\s*$", sentence)),
            paragraph.listed,
        )
        for paragraph in paragraphs
    )
