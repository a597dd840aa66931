"""Pictures by OpenAI's client as it ships, whole and as events; and what is refused."""

import asyncio
import base64
from typing import Any

import httpx
import numpy as np
import openai as client_library
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.clients.conftest import RunClient, Server
from tests.clients.pictures import PROMPT, SMALL, first, pixels


def test_a_picture_comes_as_base64_with_what_it_is_and_what_it_cost(openai: OpenAI) -> None:
    made = openai.images.generate(model="gpt-image-2", prompt=PROMPT, size=SMALL)

    assert first(made).shape == (96, 128, 3)
    assert (made.size, made.output_format, made.background, made.quality) == ("128x96", "png", "opaque", "high")
    assert made.usage is not None
    assert (made.usage.input_tokens, made.usage.output_tokens, made.usage.total_tokens) == (0, 2, 2)


@pytest.mark.parametrize(("format", "begins"), [("png", b"\x89PNG"), ("webp", b"RIFF"), ("jpeg", b"\xff\xd8\xff")])
def test_pictures_come_in_number_and_format(openai: OpenAI, format: Any, begins: bytes) -> None:
    made = openai.images.generate(prompt=PROMPT, size=SMALL, n=2, output_format=format, output_compression=80)

    assert made.data is not None
    contents = [base64.b64decode(each.b64_json or "") for each in made.data]
    assert [content[: len(begins)] for content in contents] == [begins, begins]
    assert contents[0] != contents[1]
    assert made.output_format == format


@pytest.mark.parametrize(
    ("prompt", "size", "made"),
    [
        ("a cat", "auto", "1024x1024"),
        ("a wide panorama of hills", "auto", "1536x1024"),
        ("a portrait of a cat", None, "1024x1536"),
        ("a cat", "1024x1024", "1024x1024"),
    ],
)
def test_a_size_that_is_left_to_us_follows_the_words(openai: OpenAI, prompt: str, size: Any, made: str) -> None:
    asked = {"prompt": prompt, "output_format": "webp", **({"size": size} if size else {})}

    assert openai.images.generate(**asked).size == made


def test_a_transparent_background_is_transparent(openai: OpenAI) -> None:
    made = openai.images.generate(prompt=PROMPT, size=SMALL, background="transparent", output_format="webp")

    assert made.background == "transparent"
    assert (first(made)[:, :, 3] == 0).mean() > 0.2


@pytest.mark.parametrize("options", [{"response_format": "url"}, {"model": "dall-e-3"}])
def test_a_link_leads_to_the_picture_without_a_key(openai: OpenAI, options: Any) -> None:
    made = openai.images.generate(prompt=PROMPT, size=SMALL, **options)

    assert made.data
    assert made.data[0].b64_json is None
    fetched = httpx.get(str(made.data[0].url))
    assert (fetched.status_code, fetched.headers["content-type"]) == (200, "image/png")
    assert fetched.content.startswith(b"\x89PNG")


def test_extra_fields_of_our_own_pass_through(openai: OpenAI) -> None:
    def drawn(**extra: object) -> Any:
        return first(openai.images.generate(prompt=PROMPT, size=SMALL, extra_body=extra))

    first_, again = drawn(seed=7, style="ink"), drawn(seed=7, style="ink")

    assert np.array_equal(first_, again)
    assert not np.array_equal(first_, drawn(seed=8, style="ink"))
    assert not np.array_equal(first_, drawn(seed=7, style="night"))


def test_without_a_seed_each_request_draws_anew(openai: OpenAI) -> None:
    one, other = (openai.images.generate(prompt=PROMPT, size=SMALL) for _ in range(2))

    assert not np.array_equal(first(one), first(other))


def test_a_stream_shows_what_is_laid_so_far_and_ends_with_the_picture(openai: OpenAI) -> None:
    stream = openai.images.generate(prompt=PROMPT, size=SMALL, stream=True, partial_images=3, extra_body={"seed": 11})
    events = list(stream)

    assert [event.type for event in events] == [*["image_generation.partial_image"] * 3, "image_generation.completed"]
    assert [event.partial_image_index for event in events[:-1]] == [0, 1, 2]  # type: ignore[union-attr]
    states = [pixels(event.b64_json).astype(int) for event in events]
    left = [float(np.abs(state - states[-1]).mean()) for state in states]
    assert left[0] > left[1] > left[2] > left[3] == 0
    assert {event.size for event in events} == {"128x96"}
    assert events[-1].usage.total_tokens == 2  # type: ignore[union-attr]


def test_a_stream_of_what_is_in_the_cache_shows_the_same_states_and_costs_nothing(openai: OpenAI) -> None:
    def streamed() -> list[Any]:
        extra = {"seed": 12}
        return list(openai.images.generate(prompt=PROMPT, size=SMALL, stream=True, partial_images=2, extra_body=extra))

    fresh, cached = streamed(), streamed()

    assert [event.b64_json for event in fresh] == [event.b64_json for event in cached]
    assert (fresh[-1].usage.total_tokens, cached[-1].usage.total_tokens) == (2, 0)


def test_an_asynchronous_client_makes_and_streams(server: Server) -> None:
    async def run() -> tuple[int, list[str]]:
        async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.key, max_retries=0) as client:
            asked = [client.images.generate(prompt=PROMPT, size=SMALL) for _ in range(3)]
            made = await asyncio.gather(*asked)
            stream = await client.images.generate(prompt=PROMPT, size=SMALL, stream=True, partial_images=1)
            return len({each.data[0].b64_json for each in made if each.data}), [event.type async for event in stream]

    different, types = asyncio.run(run())

    assert different == 3
    assert types == ["image_generation.partial_image", "image_generation.completed"]


@pytest.mark.parametrize(
    ("options", "code", "param"),
    [
        ({"size": "huge"}, "invalid_size", "size"),
        ({"size": "9000x9000"}, "invalid_input", "size"),
        ({"size": "4096x4096"}, "size_not_made", "size"),
        ({"n": 11}, "invalid_input", "n"),
        ({"output_format": "svg"}, "format_not_made", "output_format"),
        ({"output_format": "jpeg", "background": "transparent"}, "format_not_transparent", "background"),
        ({"extra_body": {"style": "cubist"}}, "unknown_style", "style"),
        ({"extra_body": {"max_credits": 1}}, "above_max_credits", "max_credits"),
        ({"extra_body": {"colour": "red"}}, "invalid_input", "colour"),
        ({"prompt": ""}, "invalid_input", "prompt"),
    ],
)
def test_what_cannot_be_made_is_refused_by_the_name_of_its_field(
    openai: OpenAI, options: Any, code: str, param: str
) -> None:
    with pytest.raises(client_library.UnprocessableEntityError) as refused:
        openai.images.generate(**{"prompt": PROMPT, **options})

    assert (refused.value.code, refused.value.param) == (code, param)
    assert refused.value.request_id


def test_an_unknown_model_is_not_found(openai: OpenAI) -> None:
    with pytest.raises(client_library.NotFoundError) as refused:
        openai.images.generate(prompt=PROMPT, model="midjourney")

    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")


def test_who_has_no_credits_is_told_so_at_once(server: Server) -> None:
    poor = OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key(credits=0))

    with poor, pytest.raises(client_library.APIStatusError) as refused:
        poor.images.generate(prompt=PROMPT, size=SMALL)

    assert (refused.value.status_code, refused.value.code) == (402, "insufficient_credits")


def test_the_older_client_makes_pictures_too(run_client: RunClient) -> None:
    script = (
        "import openai\n"
        "made = openai.OpenAI().images.generate(prompt='a cat', size='128x128', response_format='b64_json')\n"
        "print(len(made.data), bool(made.data[0].b64_json))"
    )

    assert run_client(script, openai_1=True).strip() == "1 True"


@pytest.mark.soak
def test_litellm_makes_pictures_too(run_client: RunClient) -> None:
    script = (
        "import litellm, os\n"
        "made = litellm.image_generation(prompt='a cat', model='openai/gpt-image-1.5', size='256x256',"
        " api_base=os.environ['OPENAI_BASE_URL'], api_key=os.environ['OPENAI_API_KEY'])\n"
        "print(len(made.data), bool(made.data[0].b64_json))"
    )

    assert run_client(script).strip().splitlines()[-1] == "1 True"
