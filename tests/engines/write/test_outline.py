"""A bare topic gets an honest outline."""

import pytest

from mutoscope.engines.languages import LANGUAGES
from mutoscope.engines.tasks import WriteRequest
from mutoscope.engines.write.extractive import ExtractiveWriter
from mutoscope.engines.write.outline import TopicEmpty, recognise
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.films.pace import CLOSING_SECONDS, PAUSE_SECONDS, narration_seconds, told_seconds
from mutoscope.films.script import MOST_NARRATION, Role, Script
from mutoscope.scripts.analysis import analyse
from mutoscope.scripts.warnings import WarningCode

QUESTIONS = [
    ("en", "How long does rice take to grow?", "how_long"),
    ("en", "How many stars are there?", "how_many"),
    ("en", "why is the sky blue", "why"),
    ("en", "How to tie a bowline", "how_to"),
    ("en", "How do I bake bread?", "how_to"),
    ("en", "How does a lighthouse work?", "how"),
    ("en", "What is a monsoon?", "what"),
    ("en", "Who was Ada Lovelace?", "who"),
    ("en", "When did people first fly?", "when"),
    ("en", "Where do eels come from?", "where"),
    ("en", "Cats vs dogs", "compare"),
    ("en", "The difference between frogs and toads", "compare"),
    ("en", "Is Pluto a planet?", "yes_no"),
    ("en", "The history of tea", "statement"),
    ("es", "¿Cuánto tarda en crecer el arroz?", "how_long"),
    ("es", "¿Por qué el cielo es azul?", "why"),
    ("es", "La historia del té", "statement"),
    ("fr", "Combien de temps pousse le riz ?", "how_long"),
    ("fr", "Pourquoi le ciel est-il bleu ?", "why"),
    ("fr", "Qu'est-ce que la mousson ?", "what"),
    ("de", "Wie lange wächst Reis?", "how_long"),
    ("de", "Wie baut man ein Haus?", "how"),
    ("de", "Der Unterschied zwischen Frosch und Kröte", "compare"),
    ("id", "Berapa lama padi tumbuh?", "how_long"),
    ("id", "Mengapa langit biru?", "why"),
    ("hi", "चावल को उगने में कितना समय लगता है?", "how_long"),
    ("hi", "आसमान नीला क्यों है?", "why"),
    ("zh", "水稻要种多久？", "how_long"),
    ("zh", "天空为什么是蓝色的？", "why"),
    ("ja", "お米はどのくらいで育ちますか", "how_long"),
    ("ja", "空はなぜ青いのですか", "why"),
    ("ar", "كم يستغرق نمو الأرز؟", "how_long"),
    ("ar", "لماذا السماء زرقاء؟", "why"),
    ("ta", "நெல் வளர எவ்வளவு நாள் ஆகும்?", "how_long"),
    ("ta", "வானம் ஏன் நீலமாக உள்ளது?", "why"),
]


def write(topic: str, *, language: str = "en", seconds: int = 60) -> Script:
    request = WriteRequest(topic=topic, text=None, title=None, language=language, seconds=seconds, seed=0)
    return ExtractiveWriter().write(request)


@pytest.mark.parametrize(("language", "topic", "form"), QUESTIONS)
def test_the_form_of_a_question_is_recognised(language: str, topic: str, form: str) -> None:
    assert recognise(topic, language) == form


@pytest.mark.parametrize("seconds", [15, 20, 30, 45, 60])
@pytest.mark.parametrize(("language", "topic", "_form"), QUESTIONS)
def test_a_film_of_a_topic_is_as_long_as_ordered(language: str, topic: str, _form: str, seconds: int) -> None:
    script = write(topic, language=language, seconds=narration_seconds(seconds))

    assert told_seconds(script) == pytest.approx(seconds, rel=0.1)


@pytest.mark.parametrize(("language", "topic", "_form"), QUESTIONS)
def test_the_shortest_film_of_a_topic_misses_its_length_only_where_its_question_fills_it(
    language: str, topic: str, _form: str
) -> None:
    script = write(topic, language=language, seconds=narration_seconds(10))

    told = sum(spoken_seconds(scene.narration, language) + PAUSE_SECONDS for scene in script.scenes) + CLOSING_SECONDS
    assert told >= 9
    assert told <= 11 or [scene.role for scene in script.scenes] == [Role.HOOK, Role.CLOSE]


@pytest.mark.parametrize(("language", "topic", "_form"), QUESTIONS)
def test_a_short_film_of_a_topic_has_a_picture_every_six_seconds(language: str, topic: str, _form: str) -> None:
    assert len(write(topic, language=language, seconds=narration_seconds(20)).scenes) >= 3


@pytest.mark.parametrize("seconds", [10, 20, 60, 120])
@pytest.mark.parametrize(("language", "topic", "_form"), QUESTIONS)
def test_an_outline_opens_with_its_title_and_says_it_once(language: str, topic: str, _form: str, seconds: int) -> None:
    script = write(topic, language=language, seconds=narration_seconds(seconds))

    warned = {warning.code for warning in analyse(script, asked=seconds).warnings}
    assert script.scenes[0].narration.startswith(script.title)
    assert not warned & {WarningCode.TITLE_REPEATED, WarningCode.SENTENCE_REPEATED}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_an_outline_opens_with_the_topic_and_has_an_end(language: str) -> None:
    script = write("Batik", language=language)

    assert script.language == language
    assert "Batik" in script.scenes[0].narration
    assert (script.scenes[0].role, script.scenes[-1].role) == (Role.HOOK, Role.CLOSE)


@pytest.mark.parametrize("seconds", [40, 50, 60])
def test_a_film_of_forty_seconds_and_more_says_why_its_question_is_worth_asking(seconds: int) -> None:
    script = write("How long does rice take to grow?", seconds=narration_seconds(seconds))

    assert script.scenes[1].narration.startswith("It sounds as if one number could answer that.")


def test_every_scene_shows_something_and_the_topic_is_seen() -> None:
    script = write("How long does rice take to grow?")

    assert script.title == "How long does rice take to grow?"
    assert all("rice" in scene.keywords for scene in script.scenes)
    assert script.scenes[3].keywords[0] == "stopwatch"


def test_a_question_gets_the_mark_it_lacks() -> None:
    assert write("why is the sky blue").scenes[0].narration.startswith("Why is the sky blue?")
    assert write("por qué el cielo es azul", language="es").scenes[0].narration.startswith("¿Por qué el cielo es azul?")


def test_a_line_that_speaks_of_another_is_not_told_without_it() -> None:
    script = write("why is the sky blue", seconds=30)

    said = " ".join(scene.narration for scene in script.scenes)
    assert ("Whatever they tell you" in said) <= ("Now find someone" in said)


@pytest.mark.parametrize("seconds", range(10, 61, 5))
def test_no_outline_says_then_before_it_has_said_how_to_begin(seconds: int) -> None:
    for topic in ("How do bees make honey?", "why is the sky blue", "The history of tea"):
        second = write(topic, seconds=narration_seconds(seconds)).scenes[1].narration

        assert not second.startswith(("Then", "Now"))


def test_an_overlong_topic_without_sentences_still_fits_a_film() -> None:
    script = write("rice and more rice, " * 240)

    assert all(len(scene.narration) <= MOST_NARRATION for scene in script.scenes)
    assert len(script.title) <= 120


@pytest.mark.parametrize("topic", ["", "  ", "?!", "\u200b\u202e", "🙂"])
def test_a_topic_without_words_is_refused(topic: str) -> None:
    with pytest.raises(TopicEmpty):
        write(topic)


def test_braces_in_a_topic_are_said_as_they_stand() -> None:
    assert write("The {question} of {0} braces").scenes[0].narration.startswith("The {question} of {0} braces.")
