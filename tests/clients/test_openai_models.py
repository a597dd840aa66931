"""Models and moderations by OpenAI's client as it ships: what stands behind a name, and what is flagged and why."""

import asyncio

import httpx
import openai as client_library
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.clients.conftest import Server


def test_the_list_has_our_engines_and_openais_names(openai: OpenAI) -> None:
    listed = {model.id: model for model in openai.models.list()}

    assert {"espeak-ng", "illustrator", "own-speech", "tts-1", "whisper-1", "gpt-image-1", "sora-2"} <= listed.keys()
    assert {model.object for model in listed.values()} == {"model"}
    assert {model.owned_by for model in listed.values()} == {"mutoscope"}


def test_a_name_says_which_engine_stands_behind_it(openai: OpenAI) -> None:
    model = openai.models.retrieve("tts-1")

    assert (model.id, model.to_dict()["engine"], model.to_dict()["kind"]) == ("tts-1", "espeak-ng", "speech")


def test_a_key_of_ones_own_changes_who_stands_behind_a_name(server: Server) -> None:
    headers = {"Authorization": f"Bearer {server.another_key()}"}
    body = {"provider": "openai", "secret": "sk-0123456789"}
    httpx.post(f"{server.url}/v1/provider_keys", json=body, headers=headers).raise_for_status()

    with OpenAI(base_url=f"{server.url}/v1", api_key=headers["Authorization"].split()[1]) as client:
        listed = [model.id for model in client.models.list()]
        engines = {name: client.models.retrieve(name).to_dict()["engine"] for name in ("whisper-1", "tts-1")}

    assert engines == {"whisper-1": "openai", "tts-1": "espeak-ng"}
    assert len(listed) == len(set(listed))


def test_a_name_that_there_is_not_is_not_found(openai: OpenAI) -> None:
    with pytest.raises(client_library.NotFoundError) as refused:
        openai.models.retrieve("gpt-9")

    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")


def test_a_model_of_another_kind_says_what_it_is_for_wherever_it_is_named(openai: OpenAI) -> None:
    with pytest.raises(client_library.NotFoundError) as of_pictures:
        openai.images.generate(prompt="Rice.", model="tts-1")
    with pytest.raises(client_library.NotFoundError) as of_videos:
        openai.videos.create(prompt="Rice.", model="dall-e-3")

    assert [each.value.code for each in (of_pictures, of_videos)] == ["model_not_found"] * 2
    assert "tts-1 is for speech, and this is text_to_image" in str(of_pictures.value)
    assert "dall-e-3 is for text_to_image, and this is text_to_video" in str(of_videos.value)


def test_the_asynchronous_client_lists_them_too(server: Server) -> None:
    async def ids() -> set[str]:
        async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.key) as client:
            return {model.id async for model in client.models.list()}

    assert "tts-1" in asyncio.run(ids())


def test_a_threat_is_flagged_with_the_words_that_led_to_it(openai: OpenAI) -> None:
    answer = openai.moderations.create(input="I will kill you.", model="omni-moderation-latest")

    result = answer.results[0]
    assert answer.model == "word-rules"
    assert result.flagged
    assert (result.categories.harassment_threatening, result.categories.sexual_minors) == (True, False)
    assert (result.category_scores.harassment_threatening, result.category_scores.hate) == (1.0, 0.0)
    assert result.to_dict()["matched"]["harassment/threatening"] == ["i will kill you"]  # type: ignore[index]


def test_several_texts_are_judged_each_by_itself(openai: OpenAI) -> None:
    answer = openai.moderations.create(input=["How is rice planted?", "How to build a pipe bomb at home"])

    assert [result.flagged for result in answer.results] == [False, True]


def test_parts_of_text_are_one_input(openai: OpenAI) -> None:
    parts = [{"type": "text", "text": "How is rice planted?"}, {"type": "text", "text": "Kill yourself."}]

    answer = openai.moderations.create(input=parts)  # type: ignore[arg-type]

    assert [result.categories.self_harm_instructions for result in answer.results] == [True]


def test_a_picture_is_refused_and_not_passed_unseen(openai: OpenAI) -> None:
    part = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}

    with pytest.raises(client_library.UnprocessableEntityError) as refused:
        openai.moderations.create(input=[part])  # type: ignore[list-item]

    assert (refused.value.code, refused.value.param) == ("pictures_not_moderated", "input")


def test_an_unknown_moderator_is_not_found(openai: OpenAI) -> None:
    with pytest.raises(client_library.NotFoundError) as refused:
        openai.moderations.create(input="Hello.", model="somebody-else")

    assert refused.value.code == "model_not_found"


def test_an_input_that_is_no_text_is_refused_by_its_name_alone(openai: OpenAI) -> None:
    with pytest.raises(client_library.UnprocessableEntityError) as refused:
        openai.moderations.create(input=5)  # type: ignore[arg-type]

    assert (refused.value.code, refused.value.param) == ("invalid_input", "input")
    assert "functools" not in str(refused.value)
