"""OpenAI's client keeps files here: create, list, retrieve, fetch and delete, sync and async, with its own errors."""

import asyncio
import io

import openai as sdk
import psycopg
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.clients.conftest import Server
from tests.functions.tenants import PICTURE

LINES = b'{"custom_id": "a"}\n{"custom_id": "b"}\n'


def test_a_file_comes_back_byte_for_byte(openai: OpenAI) -> None:
    made = openai.files.create(file=("lines.jsonl", LINES), purpose="batch")

    assert (made.object, made.filename, made.bytes, made.purpose) == ("file", "lines.jsonl", len(LINES), "batch")
    assert openai.files.retrieve(made.id) == made
    assert openai.files.content(made.id).read() == LINES
    assert openai.files.wait_for_processing(made.id).status == "processed"


@pytest.mark.parametrize("purpose", ["assistants", "batch", "fine-tune", "user_data", "evals"])
def test_every_purpose_of_the_client_is_taken(openai: OpenAI, purpose: sdk.types.FilePurpose) -> None:
    made = openai.files.create(file=io.BytesIO(LINES), purpose=purpose)

    assert made.purpose == purpose


def test_a_picture_for_vision_is_looked_into(openai: OpenAI) -> None:
    made = openai.files.create(file=("a.png", PICTURE), purpose="vision")

    assert openai.files.content(made.id).read() == PICTURE
    with pytest.raises(sdk.UnprocessableEntityError) as refused:
        openai.files.create(file=("a.png", LINES), purpose="vision")
    assert (refused.value.code, refused.value.param) == ("unknown_media_type", "file")


def test_lines_of_a_batch_expire_after_thirty_days_and_others_when_they_are_told_to(openai: OpenAI) -> None:
    lines = openai.files.create(file=("a.jsonl", LINES), purpose="batch")
    kept = openai.files.create(file=("a.txt", LINES), purpose="user_data")
    soon = openai.files.create(
        file=("a.txt", LINES), purpose="user_data", expires_after={"anchor": "created_at", "seconds": 3_600}
    )

    assert (lines.expires_at or 0) - lines.created_at == pytest.approx(30 * 86_400, abs=1)
    assert kept.expires_at is None
    assert (soon.expires_at or 0) - soon.created_at == pytest.approx(3_600, abs=1)


def test_a_file_that_has_expired_is_gone_with_its_bytes(server: Server, openai: OpenAI) -> None:
    made = openai.files.create(file=("a.txt", LINES), purpose="user_data")
    with psycopg.connect(server.studio.settings.database_url) as connection:
        connection.execute("UPDATE files SET expires_at = now() WHERE file_id = %s", (made.id,))

    with pytest.raises(sdk.NotFoundError):
        openai.files.retrieve(made.id)
    assert made.id not in {file.id for file in openai.files.list()}
    openai.files.create(file=("b.txt", LINES), purpose="user_data")

    assert server.studio.media.list_files(f"inputs/{server.user_id}/{made.id}/") == []


def test_a_deleted_file_is_gone_with_its_bytes(server: Server, openai: OpenAI) -> None:
    made = openai.files.create(file=("a.txt", LINES), purpose="user_data")

    deleted = openai.files.delete(made.id)

    assert (deleted.id, deleted.deleted, deleted.object) == (made.id, True, "file")
    with pytest.raises(sdk.NotFoundError) as gone:
        openai.files.content(made.id)
    assert (gone.value.code, gone.value.request_id is not None) == ("not_found", True)
    assert server.studio.media.list_files(f"inputs/{server.user_id}/{made.id}/") == []


def test_the_client_pages_through_all_files_of_a_purpose(server: Server) -> None:
    with OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as own:
        made = [own.files.create(file=(f"{n}.jsonl", LINES), purpose="batch").id for n in range(5)]
        own.files.create(file=("other.txt", LINES), purpose="user_data")

        newest_first = [file.id for file in own.files.list(purpose="batch", limit=2)]
        oldest_first = [file.id for file in own.files.list(purpose="batch", limit=2, order="asc")]

    assert newest_first == made[::-1]
    assert oldest_first == made


def test_somebody_elses_file_is_not_found(server: Server, openai: OpenAI) -> None:
    made = openai.files.create(file=("a.txt", LINES), purpose="user_data")

    with OpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as other:
        with pytest.raises(sdk.NotFoundError):
            other.files.retrieve(made.id)
        with pytest.raises(sdk.NotFoundError):
            other.files.delete(made.id)
        assert list(other.files.list()) == []


def test_what_is_refused_is_refused_in_the_clients_own_words(openai: OpenAI) -> None:
    with pytest.raises(sdk.UnprocessableEntityError) as empty:
        openai.files.create(file=("a.txt", b""), purpose="user_data")
    with pytest.raises(sdk.UnprocessableEntityError) as binary:
        openai.files.create(file=("a.jsonl", b"\xff\xfe"), purpose="batch")
    with pytest.raises(sdk.UnprocessableEntityError) as purpose:
        openai.files.create(file=("a.txt", LINES), purpose="batch_output")  # type: ignore[arg-type]

    assert (empty.value.code, empty.value.param) == ("upload_empty", "file")
    assert (binary.value.code, binary.value.param) == ("no_json_lines", "file")
    assert (purpose.value.code, purpose.value.param) == ("invalid_input", "purpose")


def test_the_asynchronous_client_does_all_of_it(server: Server) -> None:
    async def keep() -> tuple[str, bytes, list[str]]:
        async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.another_key()) as own:
            made = await own.files.create(file=("lines.jsonl", LINES), purpose="batch")
            content = (await own.files.content(made.id)).read()
            listed = [file.id async for file in own.files.list()]
            await own.files.delete(made.id)
            return made.id, content, listed

    made, content, listed = asyncio.run(keep())

    assert (content, listed) == (LINES, [made])
