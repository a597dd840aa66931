"""Documents that nobody wrote to be told: minutes, contracts, price lists, release notes.

Such a film opens with the document's own title and closes with a line that says it is over, and claims nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mutoscope.engines.write.formal import is_formality, phrase
from mutoscope.engines.write.leaning import leans
from mutoscope.engines.write.lists import FULL_STOP
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told
from mutoscope.engines.write.sentences import Paragraph

_LISTED = 0.5
_HEADED = 0.3
_FORMAL = 0.12
_FEWEST = 3
_LONGEST_HEADING = 30
_ENDS = tuple(".!?…。！？।؟")


def is_dry(paragraphs: Sequence[Paragraph], language: str) -> bool:
    """Are so many of its sentences items of lists, formalities, or alone under a heading?"""
    sentences = [(text, paragraph.listed) for paragraph in paragraphs for text in paragraph.sentences]
    if len(sentences) < _FEWEST:
        return False
    listed = sum(one for _, one in sentences) / len(sentences)
    formal = sum(is_formality(text, language) for text, _ in sentences) / len(sentences)
    headings = sum(paragraph.heading is not None for paragraph in paragraphs)
    return listed >= _LISTED or formal >= _FORMAL or (headings >= _FEWEST and headings >= _HEADED * len(sentences))


def frame_seconds(title: str, language: str) -> float:
    """What opening and close take of the film's time."""
    return spoken_seconds(f"{_opening(title, language)} {phrase('close', language)}", language)


def framed(chosen: Sequence[Told], title: str, language: str) -> tuple[Told, ...]:
    """What is told between the title and the closing line."""
    opening = Told(place=-1, text=_opening(title, language), paragraph=-1, opens=True, leans=False)
    close = Told(place=-2, text=phrase("close", language), paragraph=-2, opens=True, leans=False)
    return (opening, *_under_headings(chosen, language), close)


def without_formalities(paragraphs: Sequence[Paragraph], language: str, seconds: float) -> tuple[Paragraph, ...]:
    """Without formalities and what leans on them, where enough is left to fill the film."""
    plain = tuple(replace(paragraph, sentences=tuple(_plain(paragraph, language))) for paragraph in paragraphs)
    left = sum(spoken_seconds(text, language) for paragraph in plain for text in paragraph.sentences)
    return plain if left >= seconds else tuple(paragraphs)


def _plain(paragraph: Paragraph, language: str) -> Iterator[str]:
    dropped = False
    for text in paragraph.sentences:
        dropped = is_formality(text, language) or (dropped and leans(text, language))
        if not dropped:
            yield text


def _under_headings(chosen: Sequence[Told], language: str) -> Iterator[Told]:
    """Items of a list mean little without its heading: "Fixed: Wind arrows pointed the wrong way"."""
    colon = "：" if language in {"ja", "zh"} else " : " if language == "fr" else ": "
    last = ""
    for sentence in chosen:
        announces = sentence.heading and sentence.heading != last and len(sentence.heading) <= _LONGEST_HEADING
        announces = announces and not sentence.text.startswith(sentence.heading)
        last = sentence.heading or last
        yield replace(sentence, text=f"{sentence.heading}{colon}{sentence.text}") if announces else sentence


def _opening(title: str, language: str) -> str:
    plain = re.sub(r"\s+[–—|]\s+", ", ", title).strip()
    return plain if plain.endswith(_ENDS) else plain + FULL_STOP.get(language, ".")
