"""Where API keys are used from: a network that is new for a key is on record, and its owner is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from mutoscope.accounts import key_places
from mutoscope.adapters.http.caller import current_studio
from mutoscope.errors import Unavailable
from mutoscope.ports import AtOnce, Database, Row
from mutoscope.studio import Studio
from tests.functions.users.people import Account, Letters

AT_HOME, NEXT_DOOR, ELSEWHERE, FAR_AWAY = "203.0.113.5", "203.0.113.77", "198.51.100.9", "2001:db8:7::1"
Use = Callable[[str], int]


@pytest.fixture
def key(web: TestClient, account: Account) -> dict[str, Any]:
    made: dict[str, Any] = web.post("/v1/api_keys", json={"name": "Render farm"}, headers=account.headers).json()
    return made


@pytest.fixture
def use(laptops_api: FastAPI, key: dict[str, Any]) -> Use:
    """Uses the key from an address; answers the status."""

    def used(address: str) -> int:
        client = TestClient(laptops_api, client=(address, 50_000), headers={"Authorization": f"Bearer {key['secret']}"})
        return client.get("/v1/jobs").status_code

    return used


def places_on_record(web: TestClient, account: Account, action: str = "api_key.used_elsewhere") -> list[str]:
    entries = web.get("/v1/audit_log", headers=account.headers).json()["data"]
    return [entry["address"] for entry in entries if entry["action"] == action]


def test_a_key_that_turns_up_in_another_network_is_on_record_and_its_owner_told(
    web: TestClient, account: Account, use: Use, letters: Letters
) -> None:
    use(AT_HOME)

    status = use(ELSEWHERE)

    assert status == 200
    assert places_on_record(web, account) == [ELSEWHERE]
    (told,) = [mail for mail in letters() if "somewhere new" in mail.subject]
    assert told.to == account.email
    assert "Render farm" in told.text


def test_the_first_network_and_its_neighbours_are_nothing_new(
    web: TestClient, account: Account, use: Use, letters: Letters
) -> None:
    for address in (AT_HOME, NEXT_DOOR, AT_HOME):
        use(address)

    assert places_on_record(web, account) == []
    assert not [mail for mail in letters() if "somewhere new" in mail.subject]


def test_of_more_new_networks_on_one_day_all_are_on_record_and_the_first_is_told(
    web: TestClient, account: Account, use: Use, letters: Letters
) -> None:
    for address in (AT_HOME, ELSEWHERE, FAR_AWAY):
        use(address)

    assert places_on_record(web, account) == [FAR_AWAY, ELSEWHERE]
    assert len([mail for mail in letters() if "somewhere new" in mail.subject]) == 1


def test_a_network_is_new_once_whichever_process_sees_it(
    web: TestClient, account: Account, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(AT_HOME)
    use(ELSEWHERE)
    monkeypatch.setattr(key_places, "_familiar", {})

    use(ELSEWHERE)

    assert places_on_record(web, account) == [ELSEWHERE]


@dataclass(frozen=True)
class Paused:
    """A record that does not answer the statement by which places are noted."""

    database: Database
    asked: list[str] = field(default_factory=list)
    at_once: AtOnce | None = None

    def rows(self, query: str, /, **values: object) -> Sequence[Row]:
        return self.database.rows(query, **values)

    def row(self, query: str, /, **values: object) -> Row | None:
        if query == "note_network_of_key":
            self.asked.append(str(values["network"]))
            raise Unavailable(what="The database")
        return self.database.row(query, **values)


def test_while_the_record_is_away_a_key_works_and_its_place_is_noted_later(
    web: TestClient, account: Account, laptops_api: FastAPI, studio: Studio, use: Use
) -> None:
    use(AT_HOME)
    away = replace(studio, database=Paused(studio.database))
    laptops_api.dependency_overrides[current_studio] = lambda: away
    status = use(ELSEWHERE)
    laptops_api.dependency_overrides[current_studio] = lambda: studio

    before = places_on_record(web, account)
    use(ELSEWHERE)

    assert (status, before) == (200, [])
    assert places_on_record(web, account) == [ELSEWHERE]


def test_of_a_network_that_is_familiar_the_record_is_not_asked_again(
    web: TestClient, laptops_api: FastAPI, studio: Studio, use: Use
) -> None:
    use(AT_HOME)
    watched = Paused(studio.database)
    laptops_api.dependency_overrides[current_studio] = lambda: replace(studio, database=watched)

    use(NEXT_DOOR)
    use(ELSEWHERE)

    assert watched.asked == ["198.51.100.0/24"]


def test_a_key_tried_after_its_end_is_on_record_once(
    web: TestClient, account: Account, key: dict[str, Any], use: Use
) -> None:
    web.delete(f"/v1/api_keys/{key['id']}", headers=account.headers)

    statuses = [use(ELSEWHERE), use(ELSEWHERE)]

    assert statuses == [401, 401]
    assert places_on_record(web, account, "api_key.tried_after_its_end") == [ELSEWHERE]


def test_the_networks_of_a_key_are_in_the_export_and_go_with_the_key(
    web: TestClient, account: Account, key: dict[str, Any], use: Use
) -> None:
    use(AT_HOME)
    before = web.get("/v1/me/export", headers=account.headers).json()["api_keys"]

    web.delete(f"/v1/api_keys/{key['id']}", headers=account.headers)
    after = web.get("/v1/me/export", headers=account.headers).json()["api_keys"]

    assert [each["network"] for each in before[0]["networks"]] == ["203.0.113.0/24"]
    assert after[0]["networks"] is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.5", "203.0.113.0/24"),
        ("::ffff:203.0.113.5", "203.0.113.0/24"),
        ("2001:db8:7:8::1", "2001:db8:7::/48"),
        ("testclient", None),
        ("", None),
    ],
)
def test_a_network_is_what_one_office_has(address: str, network: str | None) -> None:
    assert key_places.network_of(address) == network
