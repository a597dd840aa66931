"""Live progress: who may listen, what is told and to whom, and that nobody waits for a slow listener."""

import json
import secrets
import time
from dataclasses import replace

import pytest
from pydantic import SecretStr
from websockets.exceptions import ConnectionClosed, InvalidStatus

from mutoscope.adapters.aws.api_gateway_sockets import ApiGatewaySockets
from mutoscope.adapters.aws.dynamodb_listeners import DynamoDbListeners
from mutoscope.errors import Unavailable
from mutoscope.ports import EVERY_JOB, Listener
from mutoscope.progress.tell import tell
from tests.functions.tenants import Person, make_person
from tests.progress.conftest import House, Live


def test_a_job_is_told_of_until_it_is_over(house: House, somebody: Person, live: Live) -> None:
    with house.bench:
        job_id = house.order(somebody)
        live.ask(action="subscribe", jobs=[job_id])
        followed, first = live.next(), live.next()
    rest = live.until_over()

    assert followed == {"type": "subscribed", "jobs": [job_id]}
    assert (first["type"], first["job"]["id"], first["job"]["status"]) == ("job", job_id, "queued")
    assert rest[-1]["job"]["status"] == "completed"
    assert rest[-1]["job"]["progress"] == 100
    versions = [each["version"] for each in (first, *rest)]
    assert versions == sorted(set(versions))


def test_what_is_told_is_what_polling_answers(house: House, somebody: Person, live: Live) -> None:
    live.ask(action="subscribe", jobs="all")
    live.next()

    job_id = house.order(somebody)
    over = live.until_over()[-1]

    with house.api(somebody) as api:
        assert over["job"] == api.get(f"/v1/jobs/{job_id}").json()


def test_whoever_comes_back_is_told_first_how_things_stand(house: House, somebody: Person) -> None:
    job_id = house.order(somebody)
    with house.live(somebody.headers) as before:
        before.ask(action="subscribe", jobs=[job_id])
        before.next()
        before.until_over()

    with house.live(somebody.headers) as after:
        after.ask(action="subscribe", jobs=[job_id])
        after.next()
        told = after.next()

    assert told["job"]["status"] == "completed"


def test_all_of_mine_are_the_unfinished_ones_and_those_that_come(house: House, somebody: Person, live: Live) -> None:
    with house.bench:
        waiting = house.order(somebody)
        live.ask(action="subscribe", jobs="all")
        followed, first = live.next(), live.next()
        later = house.order(somebody, "Good morning.")
        second = live.next()

    assert followed["jobs"] == "all"
    assert [first["job"]["id"], second["job"]["id"]] == [waiting, later]


def test_nobody_is_told_of_jobs_that_are_not_theirs(house: House, somebody: Person, live: Live) -> None:
    stranger = make_person(house.studio, "user")
    live.ask(action="subscribe", jobs="all")
    live.next()
    with house.live(stranger.headers) as strange:
        strange.ask(action="subscribe", jobs="all")
        strange.next()

        job_id = house.order(somebody)
        live.until_over()
        strange.ask(action="subscribe", jobs=[job_id])
        told = strange.next()

    assert (told["type"], told["error"]["code"]) == ("error", "not_found")


def test_what_is_not_followed_any_more_is_not_told(house: House, somebody: Person, live: Live) -> None:
    live.ask(action="subscribe", jobs="all")
    live.ask(action="unsubscribe", jobs="all")
    live.next()
    live.next()

    house.order(somebody)
    live.ask(action="ping")

    assert live.next() == {"type": "pong"}


def test_a_message_that_makes_no_sense_is_answered_and_the_connection_stays(live: Live) -> None:
    live.socket.send("subscribe to everything")
    refused = live.next()
    live.ask(action="ping")

    assert refused["error"]["code"] == "message_invalid"
    assert "subscribe" in refused["error"]["hint"]
    assert live.next() == {"type": "pong"}


def test_a_connection_follows_a_hundred_jobs_by_their_ids_and_no_more(live: Live) -> None:
    live.ask(action="subscribe", jobs=[f"job_{number:026}" for number in range(101)])

    assert live.next()["error"]["code"] == "message_invalid"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer mut_live_no"}, {"Authorization": "Basic eDp5"}])
def test_nobody_listens_without_a_key(house: House, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus) as refused, house.live(headers):
        pass

    assert refused.value.response.status_code == 401
    assert json.loads(refused.value.response.body or b"")["error"]["code"] == "invalid_api_key"


def test_a_key_that_may_not_look_at_jobs_may_not_listen(house: House) -> None:
    person = make_person(house.studio, "user", scopes=["films:read"])

    with pytest.raises(InvalidStatus) as refused, house.live(person.headers):
        pass

    assert refused.value.response.status_code == 403


def test_a_browser_comes_in_by_a_ticket_and_once(house: House, somebody: Person) -> None:
    with house.api(somebody) as api:
        ticket = api.post("/v1/progress/tickets")
    url = ticket.json()["url"]

    with house.live({}, url) as opened:
        opened.ask(action="ping")
        told = opened.next()
    with pytest.raises(InvalidStatus) as refused, house.live({}, url):
        pass

    assert ticket.headers["cache-control"] == "no-store"
    assert told == {"type": "pong"}
    assert refused.value.response.status_code == 401


def test_a_cookie_lets_nobody_listen(house: House, somebody: Person) -> None:
    secret = somebody.headers["Authorization"].removeprefix("Bearer ")

    with pytest.raises(InvalidStatus), house.live({"Cookie": f"mutoscope_access={secret}"}):
        pass


def test_an_account_has_twenty_connections_and_no_more(house: House, somebody: Person) -> None:
    for number in range(20):
        house.studio.listeners.add(Listener(f"c{number}", somebody.user_id, "", 1_000), 60)

    with pytest.raises(InvalidStatus) as refused, house.live(somebody.headers):
        pass

    assert refused.value.response.status_code == 429


def test_a_connection_that_is_gone_is_forgotten(house: House, somebody: Person) -> None:
    with house.api(somebody) as api:
        key_id = api.get("/v1/api_keys").json()["data"][0]["id"]
    job_id = house.order(somebody)
    gone = Listener("gone", somebody.user_id, key_id, 1_000)
    house.studio.listeners.add(gone, 60)
    house.studio.listeners.follow(gone, frozenset([EVERY_JOB]))

    tell(house.studio, somebody.user_id, job_id)

    assert house.studio.listeners.find("gone") is None


def test_whoever_leaves_is_forgotten(house: House, somebody: Person) -> None:
    with house.live(somebody.headers) as opened:
        opened.ask(action="ping")
        opened.next()
        (there,) = house.studio.listeners.of_user(somebody.user_id)
    until = time.monotonic() + 10
    while house.studio.listeners.of_user(somebody.user_id) and time.monotonic() < until:
        time.sleep(0.02)

    assert house.studio.listeners.of_user(somebody.user_id) == []
    assert house.studio.listeners.find(there.connection_id) is None


def test_a_key_that_was_revoked_is_told_nothing_more(house: House, somebody: Person, live: Live) -> None:
    job_id = house.order(somebody)
    live.ask(action="subscribe", jobs=[job_id])
    live.next()
    live.until_over()
    with house.api(somebody) as api:
        key_id = api.get("/v1/api_keys").json()["data"][0]["id"]
        api.delete(f"/v1/api_keys/{key_id}")

    tell(house.studio, somebody.user_id, job_id)

    with pytest.raises(ConnectionClosed):
        live.until_it_is_closed()


def test_nobody_waits_for_a_slow_listener(house: House, somebody: Person, live: Live) -> None:
    live.ask(action="ping")
    live.next()
    (slow,) = house.studio.listeners.of_user(somebody.user_id)
    news = secrets.token_hex(50_000)

    posts = 0
    while house.studio.sockets.post(slow.connection_id, news):
        posts += 1
        assert posts < 2_000

    # It was never read from, and after some megabytes it was cut off instead of being waited for.
    assert posts > 64


def test_only_the_studio_itself_posts_to_connections(house: House, somebody: Person, live: Live) -> None:
    live.ask(action="ping")
    live.next()
    (there,) = house.studio.listeners.of_user(somebody.user_id)
    others = house.studio.settings.model_copy(update={"aws_secret": SecretStr("guessed")})
    with house.api(somebody) as api:
        unsigned = api.post(f"/v1/progress/@connections/{there.connection_id}", content=b"{}")

    assert unsigned.status_code == 403
    with pytest.raises(Unavailable):
        ApiGatewaySockets(others).post(there.connection_id, "{}")


def test_progress_that_cannot_be_told_stops_nobody(house: House, somebody: Person) -> None:
    job_id = house.order(somebody)
    without_table = DynamoDbListeners(house.studio.settings.model_copy(update={"live_table": "not-made-yet"}))

    with pytest.raises(Unavailable):
        without_table.of_user(somebody.user_id)
    tell(replace(house.studio, listeners=without_table), somebody.user_id, job_id)
