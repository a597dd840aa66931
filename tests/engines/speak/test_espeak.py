from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutoscope.engines.languages import LANGUAGES, UnknownLanguage
from mutoscope.engines.loudness import integrated
from mutoscope.engines.speak.espeak import LONGEST_TEXT, EspeakSpeaker, NarrationTooLong
from mutoscope.engines.tasks import SAMPLE_RATE, SpeakRequest, Speech

STORY = (
    "Rice is the staple food of more than half of the people on Earth. It grows in flooded fields, and most "
    "varieties need about four months from seed to harvest."
)
NARRATIONS = {
    "ar": "كم من الوقت يستغرق الأرز للنمو؟ حوالي 120 يوما.",
    "de": "Wie lange wächst Reis? Etwa 120 Tage, z.B. in Asien.",
    "en": "In 1984, Dr. Smith paid $3,500.50 for 25% of it & more — really? 😀 It was of the well-known U.S. kind.",
    "es": "¿Cuánto tarda el arroz en crecer? Unos 120 días.",
    "fr": "Combien de temps faut-il au riz pour pousser ? Environ 120 jours.",
    "hi": "चावल को उगने में कितना समय लगता है? 120 दिन।",
    "id": "Berapa lama padi tumbuh? Sekitar 120 hari.",
    "ja": "お米が育つには、どのくらいかかりますか。約120日です。「カタカナ」テスト。",
    "ta": "நெல் வளர எவ்வளவு காலம் ஆகும்? 120 நாட்கள்.",
    "zh": "水稻生长需要多长时间?大约一百二十天。他说:“2024年有3种。”",
}


def written(speech: Speech) -> str:
    return "".join("".join(word.text.split()) for word in speech.words)


def in_order(speech: Speech) -> bool:
    ends = [0, *(word.end for word in speech.words)]
    starts = [*(word.start for word in speech.words), len(speech.samples)]
    follow = all(end <= start for end, start in zip(ends, starts, strict=True))
    return follow and all(word.start < word.end for word in speech.words)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_words_cover_the_narration_in_order_and_never_overlap(espeak: EspeakSpeaker, language: str) -> None:
    narration = NARRATIONS[language]

    speech = espeak.speak(SpeakRequest(narration, language, None))

    assert written(speech) == "".join(narration.split())
    assert in_order(speech)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_voice_is_heard_at_one_loudness_in_every_language(espeak: EspeakSpeaker, language: str) -> None:
    speech = espeak.speak(SpeakRequest(NARRATIONS[language], language, None))

    assert integrated(speech.samples.astype(np.float32) / 32_768) == pytest.approx(-20, abs=0.5)
    assert np.abs(speech.samples.astype(np.int32)).max() < 32_768 * 10 ** (-3 / 20)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_voice_of_a_language_speaks_and_none_sounds_like_another(espeak: EspeakSpeaker, language: str) -> None:
    names = [voice.name for voice in espeak.voices() if voice.language == language]

    sounds = {espeak.speak(SpeakRequest(NARRATIONS[language], language, name)).samples.tobytes() for name in names}

    assert len(names) >= 3
    assert len(sounds) == len(names)


def test_english_is_told_at_an_easy_pace(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest(STORY, "en", None))

    words_a_minute = len(speech.words) / (len(speech.samples) / SAMPLE_RATE) * 60

    assert 145 <= words_a_minute <= 170


def test_the_first_word_starts_after_a_small_margin_and_little_silence_follows_the_last(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest(STORY, "en", None))

    assert speech.words[0].start == SAMPLE_RATE * 80 // 1_000
    assert len(speech.samples) - speech.words[-1].end <= SAMPLE_RATE * 200 // 1_000


def test_the_pause_after_a_comma_belongs_to_no_word(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest("First the seed, then the field.", "en", None))

    seed, then = speech.words[2], speech.words[3]

    assert then.start - seed.end > SAMPLE_RATE // 50


def test_a_word_is_heard_within_its_times(espeak: EspeakSpeaker) -> None:
    speech = espeak.speak(SpeakRequest("One. Two.", "en", None))

    between = speech.samples[speech.words[0].end + SAMPLE_RATE // 20 : speech.words[1].start]

    assert np.abs(between).max() < 400
    assert np.abs(speech.samples[speech.words[1].start : speech.words[1].end]).max() > 6_000


def test_the_same_request_gives_the_same_bytes_from_several_threads(espeak: EspeakSpeaker) -> None:
    english = SpeakRequest(STORY, "en", None)
    german = SpeakRequest(NARRATIONS["de"], "de", "de-calm-man")

    with ThreadPoolExecutor(4) as pool:
        speeches = list(pool.map(espeak.speak, [english, german] * 4))

    assert len({speech.samples.tobytes() for speech in speeches[::2]}) == 1
    assert len({speech.samples.tobytes() for speech in speeches[1::2]}) == 1


@pytest.mark.parametrize("text", ["", "   ", "😀🎉", "... !?", "—", "\x00\x07"])
def test_text_with_nothing_to_speak_is_a_second_of_silence(espeak: EspeakSpeaker, text: str) -> None:
    speech = espeak.speak(SpeakRequest(text, "en", None))

    assert speech.words == ()
    assert speech.samples.shape == (SAMPLE_RATE,)
    assert not speech.samples.any()


def test_markup_is_read_out_and_never_obeyed(espeak: EspeakSpeaker) -> None:
    plain = espeak.speak(SpeakRequest("one two", "en", None))

    marked = espeak.speak(SpeakRequest('one <break time="9s"/> two', "en", None))
    phonemes = espeak.speak(SpeakRequest("one [[h@l'oU]] two", "en", None))

    assert len(plain.samples) < len(marked.samples) < len(plain.samples) + 6 * SAMPLE_RATE
    assert [word.text for word in phonemes.words] == ["one", "[[h@l'oU]]", "two"]


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=60), language=st.sampled_from(sorted(LANGUAGES)))
def test_no_text_breaks_the_voice(espeak: EspeakSpeaker, text: str, language: str) -> None:
    speech = espeak.speak(SpeakRequest(text, language, None))

    assert in_order(speech)


def test_a_text_of_the_greatest_length_is_spoken_and_a_longer_one_refused(espeak: EspeakSpeaker) -> None:
    longest = ("word " * LONGEST_TEXT)[:LONGEST_TEXT]

    speech = espeak.speak(SpeakRequest(longest, "en", None))

    assert written(speech) == "".join(longest.split())
    with pytest.raises(NarrationTooLong, match="4097"):
        espeak.speak(SpeakRequest(longest + "x", "en", None))


def test_an_unknown_language_is_refused(espeak: EspeakSpeaker) -> None:
    with pytest.raises(UnknownLanguage):
        espeak.speak(SpeakRequest("Bonjou", "ht", None))


def test_a_regional_tag_speaks_its_language(espeak: EspeakSpeaker) -> None:
    regional = espeak.speak(SpeakRequest("Hello there.", "en-GB", None))

    assert regional.samples.tobytes() == espeak.speak(SpeakRequest("Hello there.", "en", None)).samples.tobytes()
