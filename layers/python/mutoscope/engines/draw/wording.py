"""A request's words, made comparable: split, lower-cased, and English inflections undone where a vocabulary knows more.

A word's plain forms are only proposals; the vocabulary decides, so "university" never becomes "universe".
"""

import re
from collections.abc import Iterator

_APART = re.compile(r"[\s.,;:!?…\"'’‘“”()\[\]{}<>«»–—/\\|+*=&#@_।、。，！？；：「」『』؟،؛-]+")
_IDLE = """
a about after again ago all also an and any are around as ask at back background be because been before behind
being best better between big black blue body both bottom brown but by called came can close cloud clouds cloudy come
comes cool could did different do does done down each early end even ever every everyone face few finally fine first for
free from front get gets give go goes good gray green grey had half hand hands has have he head heart-shaped
hello her here high him his how human i if illustration image important in inside into is it its just keep kind
know known large last late left less let like little lot low made make makes man many may me mean means men
middle might minute more most much must my name near new next no not now object of off often ok okay old on
once one only open or orange other our out outside over own part people per person photo picture pink purple
put real really red right said same say says scene second see set several she shot should showing side sign
simple small so some someone still such symbol take takes tell than thank thanks that the their them then there
these they thing things this those three through to told too top turn two type under up upon us use used very
view want was way we welcome well went were what when where which while white who whole whom whose why will
with woman women would yellow yes yet you your
"""
IDLE = frozenset(_IDLE.split())
"""Words that name nothing one could draw."""

_LOOSE = """
bank cold crack day days fall falls fly gold golden hot hour hours light long mine minute minutes month
months promise saw season seasons second seconds speed spring stage stages step summer time times today watch week
weeks winter year years
"""
LOOSE = frozenset(_LOOSE.split())
"""Words that seldom mean the thing itself in running text: they choose a picture as keywords alone."""


def split(text: str) -> tuple[str, ...]:
    """The words of any script, lower-case, in order."""
    return tuple(word for word in _APART.split(text.lower()) if word)


def plain_forms(word: str) -> Iterator[str]:
    """The word, then what it may be an English inflection of, likeliest first."""
    yield word
    for ending, replacements in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            for replacement in replacements:
                yield stem + replacement
            if ending in ("ing", "ed") and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


_ENDINGS = (
    ("ies", ("y",)),
    ("ves", ("f", "fe")),
    ("oes", ("o",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ing", ("", "e")),
    ("ied", ("y",)),
    ("ed", ("", "e")),
)
