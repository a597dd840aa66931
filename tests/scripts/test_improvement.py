"""Improving a script: nothing is invented, nothing changes unsaid, and what is recorded stays as it was recorded."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutoscope.films.request import ScriptRequest, read_script
from mutoscope.films.script import parse_script
from mutoscope.scripts.improvement import Improvement, improve

LONG = (
    "The seedlings stand in flooded fields for about a month before anyone moves them by hand into wider rows; "
    "the water keeps weeds away from the young plants and holds the warmth of the day through the night."
)
STORY = f"""Rice is a grass. Farmers sow it in spring. Farmers sow it in spring.

{LONG} Then the field is drained slowly. The ears turn yellow in the late summer. Each ear carries more than a hundred
grains. Birds come to eat them. Children drive the birds away with drums and flags.

Yes.

The grain is cut, dried and husked. At the end, rice feeds the village until spring."""
VOICE = f"{'a' * 64}/me.wav"
PICTURE = f"{'b' * 64}/me.png"


def of(text: str, *, language: str = "en", asked: int | None = None) -> Improvement:
    return improve(parse_script(text, language=language, title="Rice"), asked=asked)


def kinds(improvement: Improvement) -> list[tuple[str, int]]:
    return [(change.kind.value, change.scene) for change in improvement.changes]


def told(improvement: Improvement) -> list[str]:
    return [scene.narration for scene in improvement.script.scenes]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_each_weakness_is_mended_and_said() -> None:
    improved = of(STORY)

    assert kinds(improved) == [("sentence_repeated", 1), ("sentence_split", 2), ("scene_split", 2), ("scene_joined", 3)]
    assert all(change.reason.endswith(".") for change in improved.changes)
    assert told(improved)[0] == "Rice is a grass. Farmers sow it in spring."
    assert told(improved)[-1] == "The grain is cut, dried and husked. At the end, rice feeds the village until spring."
    assert "Yes." not in told(improved)


def test_nothing_changes_in_a_script_that_needs_nothing() -> None:
    text = "Rice grows in flooded fields.\n\nIt is cut after four months.\n\nThen it is eaten by everybody."

    improved = of(text)

    assert (improved.changes, improved.notes, "\n\n".join(told(improved))) == ([], [], text)


def test_improving_what_was_improved_changes_nothing_more() -> None:
    once = of(STORY)

    assert improve(read_script(once.script, "en")).changes == []


def test_a_script_is_cut_to_the_length_asked_for_and_keeps_its_end() -> None:
    improved = of(STORY, asked=30)

    assert 27 <= improved.seconds <= 33 < improved.seconds_before
    assert improved.notes == []
    assert told(improved)[-1].endswith("At the end, rice feeds the village until spring.")
    assert any(kind == "sentence_left_out" for kind, _ in kinds(improved))


def test_a_script_whose_sentences_do_not_fit_the_length_says_so() -> None:
    improved = of(STORY, asked=25)

    assert improved.notes == ["It takes 22 of the 25 seconds that were asked for: only whole sentences are left out."]


def test_a_script_that_is_too_short_is_not_filled_with_inventions() -> None:
    improved = of("Rice grows in the fields.\n\nThen it is eaten.", asked=60)

    assert told(improved) == ["Rice grows in the fields.", "Then it is eaten."]
    assert len(improved.notes) == 1
    assert "nothing is invented" in improved.notes[0]


def test_a_long_sentence_is_cut_only_where_its_parts_stand_by_themselves() -> None:
    held = "The farmers carry baskets of seed, and sacks of meal, and jars of water, and bundles of straw, and " * 2
    standing = (
        "The farmers of the valley carry the seedlings down to the flooded fields in the early morning of the spring, "
        "and they plant them there in long straight rows until the sun is low over the hills in the evening."
    )

    assert kinds(of(f"{held}tools.")) == []
    assert told(of(standing)) == [
        "The farmers of the valley carry the seedlings down to the flooded fields in the early morning of the spring. "
        "And they plant them there in long straight rows until the sun is low over the hills in the evening."
    ]


@pytest.mark.parametrize(
    ("language", "sentence", "parts"),
    [
        ("de", "Der Reis steht im Wasser, " * 6 + "und er wächst langsam bis in den Herbst hinein.", 2),
        ("fr", "Le riz pousse dans l'eau des champs, " * 5 + "et il mûrit lentement jusqu'à l'automne.", 2),
        ("es", "El arroz crece en el agua de los campos, " * 5 + "pero ellos esperan hasta el otoño.", 2),
        ("id", "Padi tumbuh di sawah yang tergenang air, " * 5 + "dan mereka menunggu sampai musim gugur.", 2),
    ],
)
def test_sentences_are_cut_in_other_languages_too(language: str, sentence: str, parts: int) -> None:
    (change,) = [each for each in of(sentence, language=language).changes if each.kind.value == "sentence_split"]

    assert len(re.findall(r"[.。]", change.after)) == parts


def test_the_most_striking_sentence_opens_the_film_if_it_can_be_told_first() -> None:
    text = """The valley lies between two rivers.

Farmers sow in spring. The seedlings are green.

Rice feeds more than half of all people.

The fields are drained in summer. Rice turns yellow.

Workers cut the rice by hand. Mills take the husk away.

Cooks boil rice with salt."""

    improved = of(text)

    assert told(improved)[0] == "Rice feeds more than half of all people."
    assert ("hook_moved", 3) in kinds(improved)


def test_a_picture_stays_with_the_first_part_of_its_scene() -> None:
    scenes: list[dict[str, Any]] = [
        {"narration": STORY.split("\n\n")[1], "picture": "a flooded field", "picture_file": PICTURE},
        {"narration": "That is all."},
    ]
    script = read_script(ScriptRequest.model_validate({"scenes": scenes}), "en")

    first, second, *_ = improve(script).script.scenes

    assert (first.picture, first.picture_file) == ("a flooded field", PICTURE)
    assert (second.picture, second.picture_file) == ("", "")


def test_a_scene_with_a_recording_stays_as_it_was_recorded() -> None:
    recorded = STORY.split("\n\n")[1].replace("\n", " ")
    scenes: list[dict[str, Any]] = [
        {"narration": "Rice is a grass. Rice is a grass."},
        {"narration": recorded, "voice_file": VOICE},
        {"narration": "That is all there is to say."},
    ]
    script = read_script(ScriptRequest.model_validate({"scenes": scenes}), "en")

    improved, shortened = improve(script), improve(script, asked=20)

    assert told(improved) == ["Rice is a grass.", recorded, "That is all there is to say."]
    assert [scene.narration for scene in shortened.script.scenes if scene.voice_file] == [recorded]
    assert "less cannot be told" in shortened.notes[0]


SENTENCES = st.sampled_from(
    [
        "Rice is a grass.",
        "It grows in water.",
        "Farmers sow it in spring.",
        "However, birds eat more than half of the grain.",
        LONG,
        "Yes.",
        "They drain the field, and they wait for the sun, but it rains, so they go home and they sleep until spring.",
        "In 1850 the valley had 300 mills.",
    ]
)
SCENES = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=8)


@given(SCENES, st.sampled_from([None, 10, 30, 120]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_word_comes_out_that_did_not_go_in(scenes: list[str], asked: int | None) -> None:
    improved = of("\n\n".join(scenes), asked=asked)

    went_in, came_out = words(" ".join(scenes)), words(" ".join(told(improved)))
    assert came_out
    assert set(came_out) <= set(went_in)
    assert len(came_out) <= len(went_in)
    assert improved.changes or told(improved) == scenes
