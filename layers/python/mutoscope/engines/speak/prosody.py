"""How each sentence is delivered: its pace, its pitch, the words that carry it, and the silence after it.

Every change is small, and the same narration is always delivered in the same way. Key words are numbers and what
stands in quotes; a question, an exclamation, a beginning and an end each have a manner of their own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mutoscope.engines.speak.spoken_text import Sentence, Token
from mutoscope.engines.speak.tone import Tone

_QUESTION, _EXCLAMATION = re.compile(r"[?？؟]\W*$"), re.compile(r"[!！]\W*$")
_CARRIED_ON = re.compile(r"[:：;；…]\W*$")
_NUMBER = re.compile(r"\d")
_OPENING, _CLOSING = re.compile(r"^[(\[]*[\"“„«「『‘]"), re.compile(r"[\"”“»」』’][\W]*$")
_SHORT, _LONG = 14, 110
"""Letters of a sentence that is said with more weight, and of one that is said a little quicker."""
_MOST_KEY_WORDS, _LONGEST_QUOTE = 2, 4
_TONAL = frozenset({"zh"})
_VARIATION = ((1_000, 0, 0), (1_020, 2, 4), (990, -1, -2))
"""Pace in thousandths, pitch and range: plain sentences take turns, so that no two neighbours sound alike."""


@dataclass(frozen=True)
class Delivery:
    """`pace` in thousandths of the voice's own, `pitch` and `range` on espeak's scale, `pause` after it in ms."""

    pace: int
    pitch: int
    range: int
    pause: int


def deliveries(sentences: Sequence[Sentence]) -> tuple[Delivery, ...]:
    return tuple(_delivery(sentences, place) for place in range(len(sentences)))


def toned(tone: Tone, delivery: Delivery) -> Tone:
    return replace(
        tone,
        rate=max(80, tone.rate * delivery.pace // 1_000),
        pitch=min(99, max(0, tone.pitch + delivery.pitch)),
        range=min(99, max(0, tone.range + delivery.range)),
    )


def _delivery(sentences: Sequence[Sentence], place: int) -> Delivery:
    sentence = sentences[place]
    opens, closes = place == 0, sentence.ends_paragraph or place == len(sentences) - 1
    pace, pitch, range_ = (1_000, 0, 0) if opens or closes else _VARIATION[place % len(_VARIATION)]
    letters = sum(len(token.text) for token in sentence.tokens)
    pace += 25 * (letters > _LONG) - 30 * (letters <= _SHORT) - 40 * (opens and len(sentences) > 1) - 25 * closes
    if _QUESTION.search(sentence.tokens[-1].text):
        pitch, range_ = pitch + 3, range_ + 12
    elif _EXCLAMATION.search(sentence.tokens[-1].text):
        pitch, range_ = pitch + 3, range_ + 8
    elif closes:
        pitch -= 2
    return Delivery(pace, pitch, range_, _pause(sentence, letters))


def _pause(sentence: Sentence, letters: int) -> int:
    """Longer after more words, after a question, and where a paragraph ends; short where the thought goes on."""
    last = sentence.tokens[-1].text
    if sentence.ends_paragraph:
        return 720
    if _CARRIED_ON.search(last):
        return 260
    return 310 + min(letters, 100) + (140 if _QUESTION.search(last) else 0)


def emphasised(sentence: Sentence, tone: Tone, language: str) -> Sentence:
    """The sentence with its key words a little higher (not in a language of tones) and slower.

    The marks are espeak's embedded commands, which start with a control character that no narration holds.
    """
    key = _key_words(sentence.tokens)
    if not key or len(key) == len(sentence.tokens):
        return sentence
    higher = () if language in _TONAL else ("\x01+9P", "\x01-9P")
    before = f"{''.join(higher[:1])}\x01{tone.rate * 91 // 100}S"
    after = f"{''.join(higher[1:])}\x01{tone.rate}S"
    tokens = tuple(
        Token(token.text, f"{before}{token.spoken}{after}") if place in key else token
        for place, token in enumerate(sentence.tokens)
    )
    return replace(sentence, tokens=tokens)


def _key_words(tokens: Sequence[Token]) -> set[int]:
    quoted = _quoted(tokens)
    numbers = [place for place, token in enumerate(tokens) if _NUMBER.search(token.text)][:_MOST_KEY_WORDS]
    return {*quoted, *numbers}


def _quoted(tokens: Sequence[Token]) -> range:
    """The first short quotation in the sentence."""
    for first, token in enumerate(tokens):
        if _OPENING.search(token.text):
            for last in range(first, min(first + _LONGEST_QUOTE, len(tokens))):
                if _CLOSING.search(tokens[last].text):
                    return range(first, last + 1)
            return range(0)
    return range(0)
