"""Models by OpenAI's client as it ships: listed, looked up, and honest about what stands behind a name."""

import asyncio

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


def test_a_name_that_there_is_not_is_not_found(openai: OpenAI) -> None:
    with pytest.raises(client_library.NotFoundError) as refused:
        openai.models.retrieve("gpt-9")

    assert refused.value.code == "not_found"


def test_the_asynchronous_client_lists_them_too(server: Server) -> None:
    async def ids() -> set[str]:
        async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.key) as client:
            return {model.id async for model in client.models.list()}

    assert "tts-1" in asyncio.run(ids())
