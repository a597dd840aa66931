"""What is said: the narration as tokens with the form a voice reads out, grouped into sentences.

Every visible character of the narration stands in exactly one token, in order; a token that cannot be spoken
(an emoji, a lone dash) is joined to its neighbour.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest

from mutoscope.engines.speak.japanese import japanese_phrases
from mutoscope.engines.speak.reading import phrases
from mutoscope.engines.speak.spoken_forms import spoken_form
from mutoscope.engines.write.sentences import sentence_ends

_WITHOUT_SPACES = frozenset({"ja", "zh"})
LONGEST_SENTENCE = 500
"""Characters; a longer one is parted between words, so memory stays bounded."""


@dataclass(frozen=True)
class Token:
    """`text` as it stands in the narration; `spoken` what the voice is given for it."""

    text: str
    spoken: str


@dataclass(frozen=True)
class Sentence:
    """`separator` stands between the spoken forms of its tokens."""

    tokens: tuple[Token, ...]
    separator: str
    ends_paragraph: bool = False

    @property
    def spoken(self) -> str:
        return self.separator.join(token.spoken for token in self.tokens)


def sentences(text: str, language: str) -> tuple[Sentence, ...]:
    """The narration in sentences; empty when it holds nothing that can be spoken."""
    written_gap = "" if language in _WITHOUT_SPACES else " "
    spoken_gap = "" if language == "zh" else " "
    tokens = _join_unspoken(list(_tokens(_visible(text), language)), written_gap)
    ends = _paragraph_ends(text)
    stops = None if language in _WITHOUT_SPACES else sentence_ends(_visible(text), language)
    parts = list(_sentences(tokens, ends, stops))
    read = accumulate(sum(_length(token.text) for token in part) for part in parts)
    return tuple(Sentence(part, spoken_gap, end in ends) for part, end in zip(parts, read, strict=True))


def _paragraph_ends(text: str) -> frozenset[int]:
    """How many visible characters have been read where a paragraph, not the last one, ends."""
    lengths = [_length(_visible(paragraph)) for paragraph in re.split(r"\n\s*\n", text)]
    ends = list(accumulate(lengths))
    return frozenset(end for end in ends if 0 < end < ends[-1])


def _length(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _visible(text: str) -> str:
    """The text without control characters and surrogates: they have neither a sound nor a shape."""
    kept = (" " if char.isspace() else char for char in text if char.isspace() or not _is_control(char))
    return " ".join("".join(kept).split())


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}


def _tokens(text: str, language: str) -> Iterator[Token]:
    if language in _WITHOUT_SPACES:
        parts = japanese_phrases(text) if language == "ja" else phrases(text)
        yield from (Token(part.text, _speakable(part.spoken)) for part in parts)
        return
    words = text.split()
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        yield Token(word, spoken_form(_speakable(word), after, language))


def _speakable(text: str) -> str:
    return "".join(char for char in text if not _is_pictorial(char))


def _is_pictorial(char: str) -> bool:
    """Emoji, dingbats, their joiners and skin tones: espeak would read out their names one by one."""
    if char in "\u200c\u200d":
        return False
    pictorial = unicodedata.category(char) in {"So", "Sk", "Cf"} and ord(char) >= 0x2000
    return pictorial or char == "\u20e3" or 0xFE00 <= ord(char) <= 0xFE0F or 0x1F3FB <= ord(char) <= 0x1F3FF


def _can_be_spoken(token: Token) -> bool:
    return any(unicodedata.category(char)[0] in "LN" or char in "%$€£¥₹&+=@#°" for char in token.spoken)


def _join_unspoken(tokens: list[Token], separator: str) -> list[Token]:
    joined: list[Token] = []
    leading = ""
    for token in tokens:
        if _can_be_spoken(token):
            joined.append(replace(token, text=leading + token.text))
            leading = ""
        elif joined:
            last = joined[-1]
            joined[-1] = Token(last.text + separator + token.text, last.spoken + _pause_of(token, last))
        else:
            leading += token.text + separator
    return joined


def _pause_of(token: Token, last: Token) -> str:
    """Marks that stand alone are heard like those that follow a word: French parts them, and a dash is a breath."""
    if not last.spoken[-1:].isalnum():
        return ""
    mark = re.search(r"[?!:;.,]", token.spoken)
    return mark.group() if mark else "," if re.search(r"[-–—…]", token.spoken) else ""


_SENTENCE_END = re.compile(r"[.!?…。!?।؟۔][\"'”’»)\]」』】]*$")


_FULL_STOP = re.compile(r"(?<!\.)\.$")
_ABBREVIATED = re.compile(r"(?<=[^\s\d.])\.$")


def _sentences(
    tokens: list[Token], paragraph_ends: frozenset[int], stops: frozenset[int] | None
) -> Iterator[tuple[Token, ...]]:
    """`stops`: where a full stop ends a sentence; elsewhere it follows an abbreviation or an ordinal."""
    pending: list[Token] = []
    length = read = 0
    for token in tokens:
        read += _length(token.text)
        goes_on = (
            stops is not None and _FULL_STOP.search(token.spoken) is not None and read not in stops | paragraph_ends
        )
        # The voice would pause at the stop of an abbreviation; a number needs its own to be said as an ordinal.
        pending.append(replace(token, spoken=_ABBREVIATED.sub("", token.spoken)) if goes_on else token)
        length += len(token.spoken) + 1
        ends = _SENTENCE_END.search(token.spoken) and not goes_on
        if ends or length >= LONGEST_SENTENCE or read in paragraph_ends:
            yield tuple(pending)
            pending, length = [], 0
    if pending:
        yield tuple(pending)
