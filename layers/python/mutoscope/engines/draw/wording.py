"""A request's words, made comparable: split, lower-cased, and English inflections undone where a vocabulary knows more.

A word's plain forms are only proposals; the vocabulary decides, so "university" never becomes "universe".
"""

import re
from collections.abc import Iterator

_APART = re.compile(r"[\s.,;:!?…\"'’‘“”()\[\]{}<>«»–—/\\|+*=&#@_।、。，！？；：「」『』؟،؛-]+")
IDLE = frozenset(
    ["a", "an", "and", "are", "as", "at", "be", "been", "being", "but", "by", "can", "could", "did", "do", "does", "done", "for", "from", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "like", "make", "makes", "made", "may", "me", "more", "most", "much", "my", "no", "not", "of", "off", "on", "one", "only", "or", "other", "our", "out", "over", "own", "per", "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "up", "us", "use", "used", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you", "your", "about", "after", "again", "all", "also", "any", "around", "back", "because", "before", "between", "both", "down", "each", "even", "ever", "every", "few", "first", "get", "gets", "give", "goes", "go", "keep", "kind", "last", "less", "let", "lot", "many", "might", "must", "near", "new", "next", "now", "old", "once", "part", "put", "right", "same", "see", "set", "still", "take", "takes", "thing", "things", "top", "turn", "two", "three", "upon", "want", "way", "well", "went", "yet", "good", "best", "better", "big", "small", "little", "large", "scene", "picture", "image", "close", "view", "showing", "shot", "illustration", "photo", "background", "body", "end", "mean", "means", "really", "simple", "early", "late", "half", "often", "name", "called", "left", "high", "low", "open", "several", "type", "different", "important", "say", "says", "said", "know", "known", "come", "comes", "come", "came", "second", "minute", "real", "whole", "free", "cool", "ok", "okay", "fine", "red", "blue", "green", "black", "white", "yellow", "orange", "pink", "purple", "brown", "grey", "gray", "man", "men", "woman", "women", "person", "people", "human", "someone", "everyone", "face", "hand", "hands", "head", "heart-shaped", "object", "symbol", "sign"]
)


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
