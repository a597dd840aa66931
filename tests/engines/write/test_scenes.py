"""Sentences become scenes that fit a film."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mutoscope.engines.write.passages import Told
from mutoscope.engines.write.scenes import make_scenes, part_into_scenes, split_long
from mutoscope.films.script import MOST_NARRATION, MOST_SCENES, Role


def told(*texts: str, paragraph: int = 0) -> list[Told]:
    return [Told(place, text, paragraph, place == 0, False) for place, text in enumerate(texts)]


def test_short_sentences_of_a_paragraph_share_a_scene() -> None:
    opening = "Rice is the seed of a grass that has been grown for at least nine thousand years."

    narrations = part_into_scenes(told(opening, "Farmers soak the seed.", "They sow it in spring."), "en", 60)

    assert narrations == (opening, "Farmers soak the seed. They sow it in spring.")


def test_in_a_short_film_each_sentence_has_a_scene_unless_it_is_over_at_once() -> None:
    sentences = told("Rice is the seed of a grass.", "Farmers soak the seed for a night.", "Then it rests.")

    narrations = part_into_scenes(sentences, "en", 15)

    assert narrations == ("Rice is the seed of a grass.", "Farmers soak the seed for a night. Then it rests.")


def test_sentences_of_different_paragraphs_do_not_share_a_scene() -> None:
    first = told("The monsoon reaches the coast in June.")
    second = told("The farmers plough the fields with oxen.", paragraph=1)

    assert len(part_into_scenes([*first, *second], "en", 60)) == 2


def test_a_long_sentence_is_cut_where_a_clause_ends() -> None:
    sentence = "word " * 30 + "end, " + "more " * 30 + "last."

    parts = split_long(sentence, 200)

    assert parts[0].endswith("end,")
    assert " ".join(parts) == " ".join(sentence.split())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("abc ,;", min_size=3, max_size=1_500).filter(str.strip), min_size=1, max_size=200))
def test_however_much_is_told_it_stays_within_the_limits_of_a_film(texts: list[str]) -> None:
    narrations = part_into_scenes(told(*(text.strip() for text in texts)), "en", 60)

    assert len(narrations) <= max(MOST_SCENES, sum(len(text) for text in texts) * 2 // MOST_NARRATION)
    assert all(len(narration) <= MOST_NARRATION for narration in narrations)


def test_the_first_scene_is_the_hook_and_the_last_the_close() -> None:
    scenes = make_scenes(("One.", "Two.", "Three."), "en", "", {})

    assert [scene.role for scene in scenes] == [Role.HOOK, Role.BODY, Role.CLOSE]
    assert [scene.scene_id for scene in scenes] == ["s01", "s02", "s03"]
