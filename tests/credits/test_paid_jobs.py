"""Rules of paid orders, over HTTP: quoted before, held when accepted, charged when delivered, never above the quote."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.credits.grants import grant_pack, grant_subscription
from mutoscope.credits.ledger import Bucket, Ledger
from mutoscope.credits.prices import PRICES, StageUnpriced, charge_of
from mutoscope.films.build import STEPS
from mutoscope.identifiers import new_id
from mutoscope.jobs.worker import take
from mutoscope.studio import Studio

SPEECH = {"kind": "speech", "input": {"input": "Hello."}}
FILM = {"script": "One scene.\n\nAnd another.", "aspect": "1:1", "music": "calm", "captions": "none"}


@pytest.fixture
def wallet(client: TestClient) -> Callable[[], dict[str, Any]]:
    def look() -> dict[str, Any]:
        assert client.get("/v1/credits/verify").json()["ok"]
        found: dict[str, Any] = client.get("/v1/credits").json()
        return found

    return look


@pytest.fixture
def poor(studio: Studio, user: str) -> None:
    """The user has five credits left."""
    Ledger(studio.database).charge_back(f"gone_{user}", f"means_{user}", 99_995, "test")


def test_an_order_holds_its_quote_and_is_charged_when_it_is_delivered(
    client: TestClient, drain: Callable[[], int], wallet: Callable[[], dict[str, Any]]
) -> None:
    quote = client.post("/v1/quotes", json=SPEECH).json()

    job = client.post("/v1/jobs", json=SPEECH).json()
    held = wallet()
    drain()

    assert quote["credits"] == 1
    assert job["credits"] == {"held": 1, "charged": 0, "returned": 0}
    assert (held["available"], held["held"]) == (99_999, 1)
    assert client.get(f"/v1/jobs/{job['id']}").json()["credits"] == {"held": 1, "charged": 1, "returned": 0}
    assert (wallet()["available"], wallet()["held"]) == (99_999, 0)


def test_what_is_in_the_cache_costs_nothing(
    client: TestClient, drain: Callable[[], int], wallet: Callable[[], dict[str, Any]]
) -> None:
    client.post("/v1/jobs", json=SPEECH)
    drain()

    quote = client.post("/v1/quotes", json=SPEECH).json()
    again = client.post("/v1/jobs", json=SPEECH).json()
    drain()

    assert (quote["credits"], quote["lines"][0]["cached"]) == (0, 1)
    assert client.get(f"/v1/jobs/{again['id']}").json()["credits"] == {"held": 0, "charged": 0, "returned": 0}
    assert wallet()["available"] == 99_999


def test_a_film_is_charged_its_stages_and_an_edit_only_what_it_touches(
    client: TestClient, drain: Callable[[], int], wallet: Callable[[], dict[str, Any]]
) -> None:
    quote = client.post("/v1/quotes", json={"kind": "film", "input": FILM}).json()
    film = client.post("/v1/films", json=FILM).json()
    drain()
    first = client.get(f"/v1/films/{film['id']}").json()

    edited = client.patch(f"/v1/films/{film['id']}/scenes/s02", json={"narration": "A new ending."}).json()
    drain()
    second = client.get(f"/v1/films/{film['id']}").json()

    assert [(line["stage"], line["count"], line["credits"]) for line in quote["lines"]] == [
        ("write", 1, 0),
        ("voice", 2, 2),
        ("picture", 2, 4),
        ("segment", 2, 6),
        ("score", 1, 1),
        ("sound", 1, 1),
        ("master", 1, 3),
    ]
    assert first["credits"] == {"held": 17, "charged": 17, "returned": 0}
    assert edited["credits"]["held"] < 17
    assert second["credits"]["charged"] <= edited["credits"]["held"]
    assert wallet()["available"] == 100_000 - 17 - second["credits"]["charged"]
    assert client.post("/v1/quotes", json={"kind": "film", "input": FILM}).json()["credits"] == 0


def test_a_film_without_a_script_is_quoted_generously_and_charged_what_it_needs(
    client: TestClient, drain: Callable[[], int]
) -> None:
    order = {"topic": "Rice", "seconds": 10, "aspect": "1:1", "music": "none", "captions": "none"}
    quote = client.post("/v1/quotes", json={"kind": "film", "input": order}).json()
    film = client.post("/v1/films", json=order).json()
    drain()

    credits = client.get(f"/v1/films/{film['id']}").json()["credits"]
    assert quote["estimate"]
    assert credits["held"] == quote["credits"]
    assert 0 < credits["charged"] <= credits["held"]
    assert credits["charged"] + credits["returned"] == credits["held"]


def test_a_cancelled_film_costs_what_was_finished_of_it(
    studio: Studio, client: TestClient, wallet: Callable[[], dict[str, Any]]
) -> None:
    film = client.post("/v1/films", json=FILM).json()
    while not any(row["name"] == "picture" and row["status"] == "done" for row in _stages(client, film["id"])):
        received = studio.work.receive(wait=5)
        assert received is not None
        take(studio, received)

    cancelled = client.delete(f"/v1/films/{film['id']}").json()["credits"]

    used = sum(row["credits"] for row in studio.database.rows("usage_of_job", job_id=film["job_id"]))
    assert used >= 2
    assert cancelled == {"held": 17, "charged": used, "returned": 17 - used}
    assert wallet()["held"] == 0


def _stages(client: TestClient, film_id: str) -> list[dict[str, Any]]:
    stages: list[dict[str, Any]] = client.get(f"/v1/films/{film_id}").json()["stages"]
    return stages


@pytest.mark.usefixtures("poor")
def test_an_order_that_is_not_paid_for_is_refused_and_leaves_nothing(client: TestClient) -> None:
    answers = [client.post("/v1/films", json=FILM, headers={"Idempotency-Key": "k"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [402, 402]
    error = answers[0].json()["error"]
    assert error["code"] == "insufficient_credits"
    assert "In credits this costs 17; you have 5 and lack 12." in error["message"]
    assert client.get("/v1/films").json()["data"] == client.get("/v1/jobs").json()["data"] == []
    assert client.get("/v1/credits").json()["held"] == 0


@pytest.mark.usefixtures("poor")
def test_a_refused_order_can_be_sent_again_when_it_is_paid_for(studio: Studio, client: TestClient, user: str) -> None:
    client.post("/v1/films", json=FILM, headers={"Idempotency-Key": "k"})
    Ledger(studio.database).grant(user, f"pay_{user}", 12, bucket=Bucket.PACK, reason="pack")

    answer = client.post("/v1/films", json=FILM, headers={"Idempotency-Key": "k"})

    assert answer.status_code == 202
    assert client.get("/v1/credits").json()["available"] == 0


@pytest.mark.parametrize(("path", "body"), [("/v1/films", FILM), ("/v1/jobs", SPEECH)])
def test_an_order_above_max_credits_is_refused(client: TestClient, path: str, body: dict[str, Any]) -> None:
    answer = client.post(path, json={**body, "max_credits": 0})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "above_max_credits")
    assert client.get("/v1/jobs").json()["data"] == []


def test_an_api_key_orders_up_to_its_monthly_cap_and_what_comes_back_counts_no_more(
    studio: Studio, client: TestClient, drain: Callable[[], int], user: str
) -> None:
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE api_keys SET monthly_credits = 2 WHERE user_id = %s", (user,))
    orders = [{"kind": "speech", "input": {"input": f"Word {number}."}} for number in range(4)]
    accepted = [client.post("/v1/jobs", json=order) for order in orders[:2]]

    refused = client.post("/v1/jobs", json=orders[2])
    client.delete(f"/v1/jobs/{accepted[0].json()['id']}")
    after = client.post("/v1/jobs", json=orders[3])

    assert [answer.status_code for answer in (*accepted, refused, after)] == [202, 202, 402, 202]
    assert refused.json()["error"]["code"] == "key_cap_reached"
    assert client.get("/v1/credits").json()["held"] == 2


def test_a_rotated_key_goes_on_with_what_was_spent_before(studio: Studio, client: TestClient) -> None:
    old = client.post("/v1/api_keys", json={"name": "Mine", "monthly_credits": 2}).json()
    client.post("/v1/jobs", json=SPEECH, headers=_bearer(old))

    new = client.post(f"/v1/api_keys/{old['id']}/rotation", json={"overlap_seconds": 3600}).json()
    orders = [{"kind": "speech", "input": {"input": f"Word {number}."}} for number in range(3)]
    answers = [
        client.post("/v1/jobs", json=order, headers=_bearer(key))
        for order, key in zip(orders, (new, old, new), strict=True)
    ]

    assert [answer.status_code for answer in answers] == [202, 402, 402]


def _bearer(key: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {key['secret']}"}


def test_an_edited_script_that_costs_more_is_held_for_anew_when_it_is_approved(
    client: TestClient, drain: Callable[[], int], wallet: Callable[[], dict[str, Any]]
) -> None:
    film = client.post("/v1/films", json={**FILM, "review": True}).json()
    drain()
    dearer = {"title": "Longer", "scenes": [{"narration": f"Scene {number} of many."} for number in range(3)]}

    refused = client.post(f"/v1/films/{film['id']}/approval", json={"script": dearer, "max_credits": 17})
    approved = client.post(f"/v1/films/{film['id']}/approval", json={"script": dearer, "max_credits": 100}).json()
    held = wallet()
    drain()
    done = client.get(f"/v1/films/{film['id']}").json()

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "above_max_credits")
    assert approved["job_id"] != film["job_id"]
    assert 17 < approved["credits"]["held"] == held["held"] <= 100
    assert (done["status"], done["credits"]["charged"]) == ("completed", approved["credits"]["held"])
    assert wallet()["held"] == 0


def test_the_usage_of_a_job_is_what_it_was_charged_for(client: TestClient, drain: Callable[[], int]) -> None:
    film = client.post("/v1/films", json={**FILM, "title": "Usage"}).json()
    drain()

    usage = client.get(f"/v1/jobs/{film['job_id']}/usage").json()["data"]
    charged = client.get(f"/v1/films/{film['id']}").json()["credits"]["charged"]

    assert sum(row["credits"] for row in usage) == charged > 0
    assert {row["stage"] for row in usage} >= {"picture", "segment", "master"}


def test_a_pack_and_a_subscription_are_credited_once_for_their_payment(studio: Studio, user: str) -> None:
    ends = datetime.now(UTC) + timedelta(days=30)
    for _ in range(2):
        grant_pack(studio, user, f"payment_{user}", 500, expires_at=None)
        grant_subscription(studio, user, f"invoice_{user}", 200, ends_at=ends)

    wallet = Ledger(studio.database).wallet(user)

    assert (wallet.subscription, wallet.pack) == (200, 100_500)
    assert wallet.lots[0].ref == f"invoice_{user}"


def test_the_statement_tells_every_movement_with_the_balance_after_it(
    client: TestClient, drain: Callable[[], int], user: str
) -> None:
    job = client.post("/v1/jobs", json=SPEECH).json()
    drain()

    newest = client.get("/v1/credits/statement", params={"limit": 2}).json()
    older = client.get("/v1/credits/statement", params={"after": newest["last_id"]}).json()

    assert [(row["kind"], row["reference"], row["balance"]) for row in newest["data"]] == [
        ("capture", job["id"], 99_999),
        ("hold", job["id"], 99_999),
    ]
    assert newest["has_more"]
    assert [(row["kind"], row["balance"]) for row in older["data"]] == [("grant", 100_000)]


def test_a_laptops_owner_is_never_stopped_and_the_books_show_why(
    studio: Studio, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, job = new_id("user"), new_id("job")
    studio.database.row("add_user", user_id=owner, name="Owner")
    order = {"job_id": job, "user_id": owner, "kind": "film", "parameters": {}, "credits": 17, "top_up": 10_000}
    change = {"action": "job.ordered", "resource_type": "job", "resource_id": job}

    studio.database.row("accept_job", job=order, film=None, idempotency=None, actor={}, change=change)

    ledger = Ledger(studio.database)
    assert (ledger.wallet(owner).available, ledger.wallet(owner).held) == (10_000, 17)
    [top_up, _] = studio.database.rows("list_statement_asc", owner=owner, after="move_", limit=5, skip=0)
    assert (top_up["kind"], top_up["reason"], top_up["system"]) == ("grant", "top-up", -10_017)
    assert ledger.verify(owner) == ()


@pytest.mark.parametrize("stage", [*STEPS, "generate"])
def test_every_stage_that_can_be_ordered_has_a_price(stage: str) -> None:
    assert stage in PRICES
    assert charge_of(stage, 1).credits >= 1


def test_a_stage_without_a_price_is_not_for_sale() -> None:
    with pytest.raises(StageUnpriced):
        charge_of("dream", 1)
