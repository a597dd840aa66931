"""Pictures by OpenAI's client as it ships: made, edited, varied; whole and as events; what is refused, and repeated."""

import asyncio
import base64
from io import BytesIO
from typing import Any

import cv2
import httpx
import numpy as np
import openai as client_library
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types import ImagesResponse

from tests.clients.conftest import RunClient, Server

SMALL: Any = "128x96"
PROMPT = "a cat in a garden"


def pixels(encoded: str | None) -> Any:
    """BGR or BGRA of a picture in base64."""
    assert encoded is not None
    return cv2.imdecode(np.frombuffer(base64.b64decode(encoded), np.uint8), cv2.IMREAD_UNCHANGED)


def first(answer: ImagesResponse) -> Any:
    assert answer.data
    return pixels(answer.data[0].b64_json)


def png(picture: Any) -> BytesIO:
    file = BytesIO(cv2.imencode(".png", picture)[1].tobytes())
    file.name = "mine.png"
    return file


@pytest.fixture(scope="module")
def meadow() -> Any:
    """BGR, 64 by 96: a red ball on green, with the grain that pictures have."""
    picture = np.full((64, 96, 3), (60, 160, 90), np.uint8)
    cv2.circle(picture, (48, 32), 14, (40, 40, 210), -1, cv2.LINE_AA)
    noise = np.random.default_rng(1).integers(-3, 4, picture.shape)
    return np.clip(picture.astype(int) + noise, 0, 255).astype(np.uint8)


def jobs_of(server: Server) -> list[dict[str, Any]]:
    answer = httpx.get(f"{server.url}/v1/jobs?limit=100", headers={"Authorization": f"Bearer {server.key}"})
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


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


def data_url(picture: Any) -> str:
    return f"data:image/png;base64,{base64.b64encode(png(picture).getvalue()).decode()}"


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


def test_who_has_no_credits_is_told_so_at_once(server: Server) -> None:
    poor = OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key(credits=0))

    with poor, pytest.raises(client_library.APIStatusError) as refused:
        poor.images.generate(prompt=PROMPT, size=SMALL)

    assert (refused.value.status_code, refused.value.code) == (402, "insufficient_credits")


class Cut(httpx.HTTPTransport):
    """Loses the first answer, as a connection does that is cut when everything is done."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        self.sent += 1
        if self.sent == 1:
            response.read()
            raise httpx.ReadError("cut")
        return response


@pytest.mark.parametrize("stream", [False, True])
def test_a_request_that_the_client_repeats_makes_one_job(server: Server, stream: bool) -> None:
    transport = Cut()
    before = len(jobs_of(server))
    with httpx.Client(transport=transport) as http:
        client = OpenAI(base_url=f"{server.url}/v1", api_key=server.key, max_retries=2, http_client=http)
        if stream:
            assert [event.type for event in client.images.generate(prompt=PROMPT, size=SMALL, stream=True)]
        else:
            assert client.images.generate(prompt=PROMPT, size=SMALL).data

    assert transport.sent == 2
    assert len(jobs_of(server)) == before + 1


def test_an_edit_that_the_client_repeats_makes_one_job(server: Server, meadow: Any) -> None:
    transport = Cut()
    before = len(jobs_of(server))
    with httpx.Client(transport=transport) as http:
        client = OpenAI(base_url=f"{server.url}/v1", api_key=server.key, max_retries=2, http_client=http)
        assert client.images.edit(image=png(meadow).getvalue(), prompt="warmer").data

    assert transport.sent == 2
    assert len(jobs_of(server)) == before + 1


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
