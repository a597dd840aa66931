"""What a film can show and say: text that no font here has letters for, or that no voice reads, is refused.

It is refused before anything is charged. A voice of one's own may speak what the studio's voices cannot.
"""

from collections.abc import Sequence

from mutoscope.engines.languages import LANGUAGES
from mutoscope.engines.speak.writing import is_read, writing_of
from mutoscope.errors import InvalidInput
from mutoscope.films.script import Script
from mutoscope.render.letters import unset_letters

_MOST_NAMED = 8
_MOST = 0.5
"""The share of letters that nobody reads from which on a text is in a writing of its own, and not one with a name."""


class LettersNotSet(InvalidInput):
    """The studio has no type for {letters}."""

    code = "letters_not_set"
    hint = "Write this in other letters, or leave it out: what cannot be drawn is not delivered as boxes."


class WritingNotRead(InvalidInput):
    """Voices for {language} do not read {writing} letters; they would spell them out one by one."""

    code = "writing_not_read"
    hint = "Set the language that the text is in, one of: {known}; or give each scene a `voice_file` of your own."


def require_settable(text: str, param: str) -> None:
    """Raises LettersNotSet."""
    missing = unset_letters(text)
    if missing:
        raise LettersNotSet(param=param, letters=" ".join(missing[:_MOST_NAMED]))


def require_readable(texts: Sequence[str], language: str, param: str) -> None:
    """Raises WritingNotRead."""
    letters = [letter for text in texts for letter in text if letter.isalpha()]
    unread = [letter for letter in letters if not is_read(letter, language)]
    if len(unread) > _MOST * len(letters):
        writings = [writing_of(letter) for letter in unread]
        commonest = max(dict.fromkeys(writings), key=writings.count)
        known = ", ".join(sorted(LANGUAGES))
        raise WritingNotRead(param=param, language=LANGUAGES[language], writing=commonest, known=known)


def require_legible(script: Script, param: str = "script") -> None:
    """Raises LettersNotSet, WritingNotRead."""
    for text in (script.title, *(scene.narration for scene in script.scenes)):
        require_settable(text, param)
    require_readable([scene.narration for scene in script.scenes if not scene.voice_file], script.language, param)
