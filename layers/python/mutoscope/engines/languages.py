"""The languages a film can be told in, by BCP 47 tag; anything else is refused with the list."""

from mutoscope.errors import InvalidInput

LANGUAGES: dict[str, str] = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "hi": "Hindi",
    "id": "Indonesian",
    "ja": "Japanese",
    "ta": "Tamil",
    "zh": "Chinese",
}


class UnknownLanguage(InvalidInput):
    """The language {language} is not known."""

    code = "unknown_language"
    hint = "Choose one of: {known}."


def require_language(tag: str) -> str:
    """The tag in its plain form (`en-GB` becomes `en`)."""
    plain = tag.strip().lower().replace("_", "-").partition("-")[0]
    if plain not in LANGUAGES:
        raise UnknownLanguage(param="language", language=tag, known=", ".join(sorted(LANGUAGES)))
    return plain
