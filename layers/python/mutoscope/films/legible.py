"""What a film can show and say: text that no font here has letters for, or that no voice reads.

What a person typed is refused for it, before anything is charged; what was found or written for them loses those
letters instead. A voice of one's own may speak what the studio's voices cannot.
"""

import re
from collections.abc import Sequence

from mutoscope.engines.languages import LANGUAGES
from mutoscope.engines.speak.writing import is_read, writing_of
from mutoscope.errors import InvalidInput
from mutoscope.films.script import Scene, Script, says_something
from mutoscope.render.letters import unset_letters, without_unset

_MOST_NAMED = 8
_MOST = 0.5
"""The share of letters that nobody reads from which on a text is in a writing of its own, and not one with a name."""
_FEWEST = 4
"""Letters that are a text: fewer are a sign or a few, as π and ℵ₀, which a voice may well name."""
_WORDS_OF_TITLE, _LONGEST_TITLE = 8, 200
_EMPTY_BRACKETS = re.compile(r"\s*(?:\([^\w()]*\)|（[^\w（）]*）|\[[^\w\[\]]*\])")


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
    unread = _unread(texts, language)
    if unread:
        writings = [writing_of(letter) for letter in unread]
        commonest = max(dict.fromkeys(writings), key=writings.count)
        known = ", ".join(sorted(LANGUAGES))
        raise WritingNotRead(param=param, language=LANGUAGES[language], writing=commonest, known=known)


def require_legible(script: Script, param: str = "script") -> None:
    """Raises LettersNotSet, WritingNotRead."""
    for text in (script.title, *(scene.narration for scene in script.scenes)):
        require_settable(text, param)
    require_readable(_spoken(script.scenes), script.language, param)


def require_legible_edit(script: Script, before: Scene, after: Scene, param: str = "narration") -> None:
    """Of an edited script only what the edit changed. Raises LettersNotSet, WritingNotRead."""
    if after.narration != before.narration:
        require_settable(after.narration, param)
    changed = (after.narration, after.voice_file) != (before.narration, before.voice_file)
    if changed and _unread(_spoken((after,)), script.language):
        require_readable(_spoken(script.scenes), script.language, param)


def settable(text: str) -> str:
    """The text without letters that cannot be set, and without brackets in which nothing else stood."""
    return _EMPTY_BRACKETS.sub("", without_unset(text)).strip() if unset_letters(text) else text


def settable_script(script: Script) -> Script:
    """What was written for somebody, without letters that cannot be set; scenes of nothing else are left out.

    Raises LettersNotSet where no scene is left.
    """
    told = [scene.model_copy(update={"narration": settable(scene.narration)}) for scene in script.scenes]
    scenes = tuple(scene for scene in told if says_something(scene.narration))
    if not scenes:
        require_legible(script)
    title = settable(script.title)
    if not says_something(title):
        title = " ".join(scenes[0].narration.split()[:_WORDS_OF_TITLE])[:_LONGEST_TITLE]
    return script.model_copy(update={"title": title, "scenes": scenes})


def _spoken(scenes: Sequence[Scene]) -> list[str]:
    return [scene.narration for scene in scenes if not scene.voice_file]


def _unread(texts: Sequence[str], language: str) -> list[str]:
    """The letters that no voice reads, where they are most of the text; none where they are few."""
    letters = [letter for text in texts for letter in text if letter.isalpha()]
    unread = [letter for letter in letters if not is_read(letter, language)]
    return unread if len(unread) >= _FEWEST and len(unread) > _MOST * len(letters) else []
