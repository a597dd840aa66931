"""JSON or a form on one route: the same fields either way, files beside them, and what cannot be read is refused."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pytest
from fastapi import Depends
from fastapi.testclient import TestClient
from httpx import Response
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.body_limit import LARGEST_BODY, LARGEST_UPLOAD
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, current_studio
from mutoscope.adapters.http.forms import Files, FormRouter, JsonText, Uploaded, keep_file
from mutoscope.adapters.http.idempotency import Once
from mutoscope.media.inputs import place_of
from mutoscope.studio import Studio
from tests.functions.tenants import PICTURE, Person, make_person

Send = Callable[..., Response]


class Scene(BaseModel):
    text: str


class Source(BaseModel):
    id: str


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")

    prompt: str
    n: int = Field(1, le=10)
    exact: bool = False
    tags: tuple[str, ...] = ()
    source: Source | None = None
    scenes: JsonText[tuple[Scene, ...]] = ()


class Seen(BaseModel):
    id: str
    body: Order
    files: list[tuple[str, str, int]]
    keys: list[str]


@pytest.fixture(scope="module")
def person(shared_studio: Studio) -> Person:
    return make_person(shared_studio, "user")


@pytest.fixture(scope="module")
def api(shared_studio: Studio, person: Person) -> Iterator[TestClient]:
    """An application with one route that tells what it was given."""
    router = FormRouter(prefix="/v1/files/orders")

    @router.post("", status_code=201, response_model=Seen)
    def create_order(
        body: Order,
        studio: CurrentStudio,
        user_id: CurrentUser,
        actor: CurrentActor,
        once: Once,
        uploaded: Annotated[Uploaded, Depends(Files("image", "mask"))],
    ) -> Any:
        def make() -> Seen:
            files = [(file.field, file.filename, file.size) for file in uploaded.files]
            keys = [keep_file(studio, user_id, file, actor=actor) for file in uploaded.of("image")]
            return Seen(id=once.new_id("order"), body=body, files=files, keys=keys)

        return once.answer(body, make, *uploaded.hashes)

    app = create_app([router])
    app.dependency_overrides[current_studio] = lambda: shared_studio
    with TestClient(app, headers=person.headers, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def send(api: TestClient) -> Send:
    def sent(data: dict[str, Any] | None = None, files: Any = None, **options: Any) -> Response:
        """httpx makes a form only where there is a file."""
        return api.post("/v1/files/orders", data=data, files=files or {"mask": ("a.png", b"x")}, **options)

    return sent


def _refusal(answer: Response) -> tuple[int, str, str | None]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["param"]


def test_json_and_a_form_give_the_same_body(api: TestClient, send: Send) -> None:
    order = {"prompt": "a heron", "n": 3, "exact": True, "source": {"id": "a"}, "scenes": [{"text": "One"}]}

    as_json = api.post("/v1/files/orders", json=order).json()
    form = {"prompt": "a heron", "n": "3", "exact": "true", "source[id]": "a", "scenes": '[{"text": "One"}]'}
    as_form = send(form).json()

    assert as_form["body"] == as_json["body"] == {**order, "tags": []}


def test_a_field_is_as_long_as_in_json(send: Send) -> None:
    text = "a" * (LARGEST_BODY - 100)

    assert send({"prompt": text}).json()["body"]["prompt"] == text


@pytest.mark.parametrize("name", ["tags", "tags[]"])
def test_a_field_that_is_repeated_is_a_list(send: Send, name: str) -> None:
    answer = send({"prompt": "a", name: ["reeds", "dusk"]})

    assert answer.json()["body"]["tags"] == ["reeds", "dusk"]


def test_a_list_in_brackets_may_have_one_entry(send: Send) -> None:
    assert send({"prompt": "a", "tags[]": "reeds"}).json()["body"]["tags"] == ["reeds"]


@pytest.mark.parametrize("name", ["image", "image[]"])
def test_files_come_beside_the_fields_whole_and_in_order(
    shared_studio: Studio, person: Person, send: Send, name: str
) -> None:
    pictures = [(name, ("a.png", PICTURE, "image/png")), (name, ("b ü.png", PICTURE, "image/png"))]

    seen = send({"prompt": "a"}, pictures).json()

    assert seen["files"] == [["image", "a.png", len(PICTURE)], ["image", "b ü.png", len(PICTURE)]]
    digest = hashlib.sha256(PICTURE).hexdigest()
    assert seen["keys"] == [f"{digest}/a.png", f"{digest}/b-ü.png"]
    assert shared_studio.media.get_bytes(place_of(person.user_id, seen["keys"][0])) == PICTURE


def test_a_file_is_taken_whole_wherever_the_chunks_end(api: TestClient, shared_studio: Studio, person: Person) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\na\r\n'
    head += b'--x\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n'
    body = head + PICTURE + b"\r\n--x--\r\n"

    answer = api.post(
        "/v1/files/orders",
        content=(body[at : at + 7] for at in range(0, len(body), 7)),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )

    assert shared_studio.media.get_bytes(place_of(person.user_id, answer.json()["keys"][0])) == PICTURE


def test_a_file_that_is_no_picture_is_refused_like_any_upload(send: Send) -> None:
    answer = send({"prompt": "a"}, {"image": ("a.png", b"no picture", "image/png")})

    assert _refusal(answer)[:2] == (422, "unknown_media_type")


@pytest.mark.parametrize(
    ("fields", "files", "code", "param"),
    [
        ({"n": "3"}, None, "invalid_input", "prompt"),
        ({"prompt": "a", "n": "many"}, None, "invalid_input", "n"),
        ({"prompt": "a", "n": "11"}, None, "invalid_input", "n"),
        ({"prompt": "a", "colour": "red"}, None, "invalid_input", "colour"),
        ({"prompt": "a", "scenes": "[{"}, None, "invalid_input", "scenes"),
        ({"prompt": "a", "scenes": "[" * 100_000}, None, "invalid_input", "scenes"),
        ({"prompt": "a", "scenes[][text]": "One"}, None, "list_of_objects", "scenes"),
        ({"prompt": "a", "source": "b", "source[id]": "c"}, None, "invalid_form", "source"),
        ({"prompt": "a", "[]": "b"}, None, "invalid_form", "[]"),
        ({"prompt": "a" * LARGEST_BODY, "n": "1"}, None, "invalid_form", "n"),
        ({"prompt": "a", "n": "1" * (LARGEST_BODY + 1)}, None, "invalid_form", "n"),
        ({f"field{n}": "" for n in range(181)}, None, "invalid_form", None),
        ({"prompt": "a"}, {"video": ("a.mp4", b"x")}, "file_not_asked", "video"),
        ({"prompt": "a"}, [("mask", (f"{n}.png", b"x")) for n in range(21)], "invalid_form", None),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(send: Send, fields: Any, files: Any, code: str, param: Any) -> None:
    assert _refusal(send(fields, files)) == (422, code, param)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x--\r\n"),
        ("multipart/form-data; boundary=x", b"no form"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\na\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disp\xffosition: form-data\r\n\r\na\r\n--x--\r\n"),
    ],
)
def test_a_broken_form_is_refused(api: TestClient, content_type: str, body: bytes) -> None:
    answer = api.post("/v1/files/orders", content=body, headers={"Content-Type": content_type})

    assert _refusal(answer)[:2] == (422, "invalid_form")


@pytest.mark.parametrize("body", [b"", b'--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\na'])
def test_a_form_that_ends_too_early_lacks_its_last_field(api: TestClient, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}

    answer = api.post("/v1/files/orders", content=body, headers=headers)

    assert _refusal(answer) == (422, "invalid_input", "prompt")


def test_a_form_may_be_larger_than_json_and_not_endless(api: TestClient, send: Send) -> None:
    as_json = api.post("/v1/files/orders", json={"prompt": "a" * LARGEST_BODY})
    large = send({"prompt": "a"}, {"mask": ("a.png", bytes(LARGEST_BODY))})
    endless = send({"prompt": "a"}, {"mask": ("a.png", bytes(LARGEST_UPLOAD))})

    assert (as_json.status_code, large.status_code, endless.status_code) == (413, 201, 413)


def test_a_form_of_nobody_is_not_read(send: Send) -> None:
    answer = send({"prompt": "a"}, {"image": ("a.png", PICTURE)}, headers={"Authorization": "Bearer mut_none"})

    assert answer.status_code == 401


def test_a_repeated_form_is_one_request_whatever_its_boundary(send: Send) -> None:
    key = {"Idempotency-Key": "a-form-sent-twice"}

    first, again = (send({"prompt": "a"}, {"image": ("a.png", PICTURE)}, headers=key) for _ in range(2))
    other = send({"prompt": "a"}, {"image": ("a.png", PICTURE + b"\0")}, headers=key)

    assert again.content == first.content
    assert _refusal(other)[:2] == (422, "idempotency_key_reused")


def test_the_description_names_the_form_and_its_files(api: TestClient) -> None:
    content = api.get("/openapi.json").json()["paths"]["/v1/files/orders"]["post"]["requestBody"]["content"]

    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/Order"}
    form = content["multipart/form-data"]["schema"]
    assert form["properties"].keys() == {*Order.model_fields, "image", "mask"}
    assert form["properties"]["mask"] == {"type": "string", "format": "binary"}
