"""Pictures edited and varied by OpenAI's client as it ships; and what is refused."""

from typing import Any

import numpy as np
import openai as client_library
import pytest
from openai import OpenAI
from openai.types import ImagesResponse

from tests.clients.pictures import PROMPT, SMALL, data_url, first, pixels, png


def test_an_edit_follows_its_words_and_keeps_the_pictures_size(openai: OpenAI, meadow: Any) -> None:
    made = openai.images.edit(image=png(meadow), prompt="Make it black and white", model="gpt-image-1.5")

    edited = first(made).astype(int)
    assert edited.shape == meadow.shape
    assert np.ptp(edited, axis=2).max() <= 1


def test_an_edit_with_a_mask_redraws_what_is_clear_and_nothing_else(openai: OpenAI, meadow: Any) -> None:
    mask = np.dstack([meadow, np.full(meadow.shape[:2], 255, np.uint8)])
    mask[:, :48, 3] = 0

    made = openai.images.edit(image=png(meadow), mask=png(mask), prompt="a cat", n=2)

    assert made.data is not None
    for each in made.data:
        drawn = pixels(each.b64_json)
        assert np.array_equal(drawn[:, 48:], meadow[:, 48:])
        assert np.abs(drawn[:, :48].astype(int) - meadow[:, :48]).mean() > 2


def test_an_edit_is_streamed_and_sized(openai: OpenAI, meadow: Any) -> None:
    stream = openai.images.edit(image=[png(meadow)], prompt="oil painting", size="256x256", stream=True)

    events = list(stream)

    assert [event.type for event in events] == ["image_edit.completed"]
    assert pixels(events[0].b64_json).shape == (256, 256, 3)


def test_a_picture_of_a_job_is_edited_as_json(openai: OpenAI) -> None:
    drawn = openai.images.generate(prompt=PROMPT, size=SMALL)

    body = {"image": drawn.job_id, "prompt": "mirror it"}  # type: ignore[attr-defined]
    made = openai.post("/images/edits", cast_to=ImagesResponse, body=body)

    assert np.array_equal(first(made), first(drawn)[:, ::-1])


@pytest.mark.parametrize("name", ["image", "an object", "images", "a file"])
def test_a_picture_is_edited_as_json_however_it_is_sent(openai: OpenAI, meadow: Any, name: str) -> None:
    url = data_url(meadow)
    given: dict[str, Any] = {
        "image": {"image": url},
        "an object": {"image": {"image_url": url}},
        "images": {"images": [{"image_url": url}]},
        "a file": {"images": [{"file_id": openai.files.create(file=png(meadow), purpose="vision").id}]},
    }[name]

    made = openai.post("/images/edits", cast_to=ImagesResponse, body={**given, "prompt": "mirror it"})

    assert np.array_equal(first(made), meadow[:, ::-1])


def test_a_mask_comes_as_json_too(openai: OpenAI, meadow: Any) -> None:
    mask = np.zeros((64, 96), np.uint8)
    mask[:, :48] = 255
    body = {"images": [{"image_url": data_url(meadow)}], "prompt": "make it black and white"}

    made = openai.post("/images/edits", cast_to=ImagesResponse, body={**body, "mask": {"image_url": data_url(mask)}})

    assert np.array_equal(first(made)[:, 60:], meadow[:, 60:])
    assert not np.array_equal(first(made)[:, :40], meadow[:, :40])


@pytest.mark.parametrize(
    ("pictures", "code", "param"),
    [
        ({"images": [{"file_id": "job_" + "0" * 26}] * 2}, "one_picture_only", "images"),
        ({"images": [{"file_id": "job_" + "0" * 26}], "image": "job_" + "0" * 26}, "one_picture_only", "images"),
        ({"images": [{"image_url": "data:image/png;base64,!"}]}, "data_url_unreadable", "image"),
        ({"image": "job_" + "0" * 26, "mask": "data:text/plain,a"}, "data_url_unreadable", "mask"),
        ({"images": []}, "invalid_input", "images"),
    ],
)
def test_pictures_that_cannot_be_edited_are_refused_by_name(
    openai: OpenAI, pictures: dict[str, Any], code: str, param: str
) -> None:
    with pytest.raises(client_library.UnprocessableEntityError) as refused:
        openai.post("/images/edits", cast_to=ImagesResponse, body={**pictures, "prompt": "mirror it"})

    assert (refused.value.code, refused.value.param) == (code, param)


def test_variations_are_several_and_none_is_the_picture(openai: OpenAI, meadow: Any) -> None:
    made = openai.images.create_variation(image=png(meadow), n=2, size="256x256", response_format="b64_json")

    assert made.data is not None
    one, other = (pixels(each.b64_json) for each in made.data)
    assert one.shape == other.shape == (256, 256, 3)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(("model", "is_link"), [(None, True), ("dall-e-2", True), ("gpt-image-2", False)])
def test_variations_come_as_links_where_no_model_says_otherwise(
    openai: OpenAI, meadow: Any, model: str | None, is_link: bool
) -> None:
    made = openai.images.create_variation(image=png(meadow), size="256x256", **({"model": model} if model else {}))

    assert made.data
    assert [(each.url is not None, each.b64_json is None) for each in made.data] == [(is_link, is_link)]


def test_an_instruction_beyond_the_retoucher_says_what_to_configure(openai: OpenAI, meadow: Any) -> None:
    with pytest.raises(client_library.UnprocessableEntityError) as refused:
        openai.images.edit(image=png(meadow), prompt="make the ball feel proud")

    assert (refused.value.code, refused.value.param) == ("edit_not_understood", "prompt")
    assert "docs/models.md" in str(refused.value.body)


def test_a_mask_of_another_size_is_told_when_the_edit_is_made(openai: OpenAI, meadow: Any) -> None:
    with pytest.raises(client_library.UnprocessableEntityError) as refused:
        openai.images.edit(image=png(meadow), mask=png(np.zeros((8, 8, 4), np.uint8)), prompt="a cat")

    assert refused.value.code == "mask_of_another_size"


def test_a_stream_that_fails_raises_with_its_code(openai: OpenAI, meadow: Any) -> None:
    stream = openai.images.edit(image=png(meadow), mask=png(np.zeros((8, 8, 4), np.uint8)), prompt="a cat", stream=True)

    with pytest.raises(client_library.APIError) as failed:
        list(stream)

    assert failed.value.code == "mask_of_another_size"


def test_a_file_that_is_no_picture_is_refused(openai: OpenAI) -> None:
    with pytest.raises(client_library.UnprocessableEntityError) as refused:
        openai.images.edit(image=("mine.png", b"no picture at all"), prompt="warmer")

    assert refused.value.code == "unknown_media_type"
