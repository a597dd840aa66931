"""Understanding an instruction: every word is followed or named, in the order and as strongly as it is said."""

import pytest

from mutoscope.engines.edit.instruction import EditNotUnderstood, figure_to_add, read, scene_behind, understand


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("Make it black and white", ["black and white"]),
        ("make the photo look like a watercolor painting", ["watercolour"]),
        ("Make it night, with rain and a white border.", ["night", "rain", "border"]),
        ("a little warmer and much more contrast", ["warmer", "more contrast"]),
        ("change the red roof to blue", ["one colour for another"]),
        ("remove the background", ["background removed"]),
        ("blur the background", ["background out of focus"]),
        ("rotate it left 90 degrees", ["turned"]),
        ("less saturated colours, please", ["muted colours"]),
        ("ink drawing", ["ink"]),
        ("snowy winter scene", ["snow"]),
    ],
)
def test_an_instruction_is_read_in_the_order_it_is_said(prompt: str, names: list[str]) -> None:
    assert [edit.name for edit in understand(prompt)] == names


@pytest.mark.parametrize(
    ("prompt", "unknown"),
    [
        ("make the dog happier", "dog, happier"),
        ("make it night but not too dark around my grandmother", "not, around, grandmother"),
        ("please", "what is to change"),
    ],
)
def test_an_instruction_is_refused_with_what_nothing_is_known_of(prompt: str, unknown: str) -> None:
    with pytest.raises(EditNotUnderstood) as refused:
        understand(prompt)

    assert refused.value.facts["unknown"] == unknown
    assert "docs/models.md" in refused.value.advice


def test_degrees_make_an_edit_weaker_or_stronger() -> None:
    strengths = [understand(f"{degree} darker")[0].strength for degree in ("slightly", "", "much")]

    assert strengths == sorted(strengths)
    assert len(set(strengths)) == 3


def test_what_is_to_be_drawn_is_told_from_what_is_to_be_changed() -> None:
    added = figure_to_add("make it night and add a dragon on the left")
    behind = scene_behind("replace the background with a snowy forest")

    assert added is not None
    assert behind is not None
    assert (added.words, added.side, [edit.name for edit in added.edits]) == ("dragon", -1, ["night"])
    assert (behind.words, behind.edits) == ("snowy forest", ())


def test_what_is_said_before_a_drawing_and_means_nothing_is_not_passed_over() -> None:
    with pytest.raises(EditNotUnderstood, match="flibber"):
        figure_to_add("flibber it and add a dog")


def test_an_edit_that_is_said_twice_is_made_once() -> None:
    assert len(read("snow, snow and more snow")[0]) == 1
