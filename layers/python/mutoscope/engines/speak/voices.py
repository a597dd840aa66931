"""The voices one can ask for, by language; the first of a language is its default.

A voice is one of espeak's, with a variant, a manner and a timbre chosen by measuring rate, pitch and brightness.
"""

from dataclasses import dataclass

from mutoscope.engines.choices import UnknownVoice, VoiceOfAnotherLanguage
from mutoscope.engines.speak.timbre import PLAIN, Timbre
from mutoscope.engines.speak.tone import Tone
from mutoscope.engines.tasks import Voice


@dataclass(frozen=True)
class EspeakVoice:
    voice: Voice
    tone: Tone
    timbre: Timbre


@dataclass(frozen=True)
class _Accent:
    """`rate` is espeak's figure at which the language is told at an easy pace."""

    language: str
    espeak: str
    rate: int


@dataclass(frozen=True)
class _Manner:
    """`pace` is thousandths of the accent's rate; `variant`, `pitch` and `range` are espeak's."""

    name: str
    gender: str
    age: str
    variant: str
    pace: int
    pitch: int
    range: int
    description: str
    timbre: Timbre = PLAIN


_WARM_WOMAN = _Manner("warm-woman", "female", "adult", "f3", 1000, 42, 48, "warm and close, for stories")
_CALM_MAN = _Manner("calm-man", "male", "adult", "m3", 960, 44, 42, "calm and low, for documentaries")
_BRIGHT_WOMAN = _Manner(
    "bright-woman", "female", "young", "f2", 1060, 54, 58, "bright and quick, for short films", Timbre(1_060)
)
_CLEAR_MAN = _Manner("clear-man", "male", "young", "m7", 1030, 46, 52, "clear and lively, for how-to films")
_DEEP_MAN = _Manner("deep-man", "male", "adult", "m1", 940, 36, 38, "deep and slow, for trailers", Timbre(960))
_CHEERFUL_GIRL = _Manner(
    "cheerful-girl", "female", "child", "f5", 1000, 63, 56, "small and cheerful, for children", Timbre(1_200)
)
_CURIOUS_BOY = _Manner(
    "curious-boy", "male", "child", "f4", 990, 62, 60, "light and curious, for children", Timbre(1_250)
)
_WISE_WOMAN = _Manner(
    "wise-woman", "female", "old", "f1", 880, 42, 46, "slow with a slight tremor, for tales", Timbre(960, 12)
)
_WISE_MAN = _Manner("wise-man", "male", "old", "m2", 870, 56, 44, "slow and weathered, for history", Timbre(960, 14))
_FULL = (
    _WARM_WOMAN, _CALM_MAN, _BRIGHT_WOMAN, _CLEAR_MAN, _DEEP_MAN, _CHEERFUL_GIRL, _CURIOUS_BOY, _WISE_WOMAN, _WISE_MAN,
)  # fmt: skip
_PAIR = (_CALM_MAN, _WARM_WOMAN)

_ACCENTS: tuple[tuple[str, _Accent, str, tuple[_Manner, ...]], ...] = (
    ("en", _Accent("en", "en-us", 137), "American English", _FULL),
    ("en-gb", _Accent("en", "en-gb-x-rp", 129), "British English", _PAIR),
    ("ar", _Accent("ar", "ar", 145), "Arabic", _FULL),
    ("de", _Accent("de", "de", 138), "German", _FULL),
    ("es", _Accent("es", "es", 140), "Spanish of Spain", _FULL),
    ("es-419", _Accent("es", "es-419", 156), "Latin American Spanish", _PAIR),
    ("fr", _Accent("fr", "fr", 125), "French", _FULL),
    ("hi", _Accent("hi", "hi", 134), "Hindi", _FULL),
    ("id", _Accent("id", "id", 143), "Indonesian", _FULL),
    ("ja", _Accent("ja", "ja", 166), "Japanese", _FULL),
    ("ta", _Accent("ta", "ta", 138), "Tamil", _FULL),
    ("zh", _Accent("zh", "cmn", 195), "Mandarin Chinese", _FULL),
)


def _voice(prefix: str, accent: _Accent, spoken: str, manner: _Manner) -> EspeakVoice:
    voice = Voice(
        name=f"{prefix}-{manner.name}",
        language=accent.language,
        gender=manner.gender,
        description=f"{_PERSONS[manner.age, manner.gender]}, {spoken}: {manner.description}",
        age=manner.age,
        pace=manner.pace,
    )
    rate = accent.rate * manner.pace // manner.timbre.size
    return EspeakVoice(
        voice, Tone(f"{accent.espeak}+{manner.variant}", rate, manner.pitch, manner.range), manner.timbre
    )


_PERSONS = {
    ("child", "female"): "Girl",
    ("child", "male"): "Boy",
    ("young", "female"): "Young woman",
    ("young", "male"): "Young man",
    ("adult", "female"): "Woman",
    ("adult", "male"): "Man",
    ("old", "female"): "Old woman",
    ("old", "male"): "Old man",
}


VOICES: tuple[EspeakVoice, ...] = tuple(
    _voice(prefix, accent, spoken, manner) for prefix, accent, spoken, manners in _ACCENTS for manner in manners
)


def require_voice(name: str | None, language: str) -> EspeakVoice:
    """The voice asked for, or the default of `language` (a plain tag)."""
    ours = [voice for voice in VOICES if voice.voice.language == language]
    if name is None:
        return ours[0]
    known = ", ".join(voice.voice.name for voice in ours)
    found = next((voice for voice in VOICES if voice.voice.name == name.strip().lower()), None)
    if found is None:
        raise UnknownVoice(param="voice", voice=name, language=language, known=known)
    if found.voice.language != language:
        spoken = found.voice.language
        raise VoiceOfAnotherLanguage(param="voice", voice=name, spoken=spoken, language=language, known=known)
    return found
