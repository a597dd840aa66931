"""Every route of the deployed API is asked under the functions' own roles: none is refused anything, and none breaks.

Routes that are added to a router are asked too; what they need besides a valid body stands in `tests/functions`.
"""

import io
import time
import wave
from collections.abc import Iterator

import httpx
import pytest

from cdk.config import DEV
from mutoscope.adapters.http.wait import StillRunning
from rehearsal.assembly import Stack
from rehearsal.cloud import Cloud, opened_cloud
from rehearsal.journey import open_studio
from rehearsal.people import Person
from rehearsal.permissions import made_calls, refused
from rehearsal.story import Story
from tests.functions.route_table import BODIES, IN_DIALECTS, PICTURE_KEY, ROUTES, SOUND_KEY, Entry, filled
from tests.functions.tenants import PICTURE

QUIET = Story(quiet=True)
TURNS = ("POST", "PUT", "PATCH", "GET", "DELETE")
LAST = ("/v1/provider_keys", "/v1/me", "/v1/auth/logout")
"""After these nothing is as it was: a key of one's own has orders made by another studio, which is not there."""
MADE = {
    "film_id": "/v1/films",
    "job_id": "/v1/jobs",
    "project_id": "/v1/projects",
    "media_id": "/v1/media",
    "webhook_id": "/v1/webhooks",
    "file_id": "/v1/files",
    "batch_id": "/v1/batches",
    "video_id": "/v1/videos",
    "api_key_id": "/v1/api_keys",
}
SETTLING_SECONDS = 120.0


@pytest.fixture(scope="module")
def opened(stacks: list[Stack]) -> Iterator[Cloud]:
    with opened_cloud(stacks, QUIET) as cloud:
        yield cloud


@pytest.mark.soak
def test_no_route_of_the_deployed_api_is_refused_what_it_needs(opened: Cloud) -> None:
    head, user = open_studio(opened, DEV, QUIET)
    ids = settle(opened, head) | {"user_id": user.user_id}

    answers = {
        str(route): head.ask(route.method, filled(route.path, ids), json=body_of(route, ids)) for route in in_turn()
    }
    wait_until_idle(opened)

    assert {route: answer.text for route, answer in answers.items() if is_broken(answer)} == {}
    assert refused(made_calls(opened)) == []
    assert sum(answer.status_code < 400 for answer in answers.values()) > len(answers) / 2


def is_broken(answer: httpx.Response) -> bool:
    """A job that a slow machine has not made within the wait is not."""
    return answer.status_code >= 500 and answer.json()["error"]["code"] != StillRunning.code


def settle(cloud: Cloud, head: Person) -> dict[str, str]:
    """One of everything that a path may name, and the two files that orders name."""
    head.call("POST", f"/v1/admin/users/{head.user_id}/credits", json={"credits": 100_000, "reason": "rehearsal"})
    folder = f"inputs/{head.user_id}"
    cloud.keep(f"{folder}/{PICTURE_KEY}", PICTURE, "image/png")
    cloud.keep(f"{folder}/{SOUND_KEY}", second_of_silence(), "audio/wav")
    ids = {name: str(head.call("POST", path, json=BODIES.get(("POST", path)))["id"]) for name, path in MADE.items()}
    ids["reference_id"] = str(head.call("PUT", "/v1/references/a.png", content=PICTURE)["id"])
    ids["delivery_id"] = str(head.call("POST", f"/v1/webhooks/{ids['webhook_id']}/test")["id"])
    return ids


def in_turn() -> list[Entry]:
    """What is deleted is deleted after it was looked at."""
    return sorted([*ROUTES, *IN_DIALECTS], key=lambda route: (route.path.startswith(LAST), TURNS.index(route.method)))


def body_of(route: Entry, ids: dict[str, str]) -> object:
    if route in IN_DIALECTS:
        return {"input": {"prompt": "Rice"}, "text": "Hello.", "topic": "Rice"} if route.method == "POST" else None
    body = route.body()
    return {**body, "video": {"id": ids["video_id"]}} if isinstance(body, dict) and "video" in body else body


def second_of_silence() -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(32_000))
    return written.getvalue()


def wait_until_idle(cloud: Cloud) -> None:
    """Until no message is on its way, but for those that are to come later."""
    deadline = time.monotonic() + SETTLING_SECONDS
    while cloud.messages() and time.monotonic() < deadline:
        time.sleep(0.5)
