"""What was sent to a webhook over HTTP: the log of its deliveries, a test, and sending one again."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends, Response
from pydantic import BaseModel

from functions.webhooks.endpoints import WebhookId
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.ports import Row
from mutoscope.webhooks.deliveries import replay_delivery, require_delivery, send_test
from mutoscope.webhooks.endpoints import require_webhook
from mutoscope.webhooks.event import event_body

router = Router(prefix="/v1/webhooks/{webhook_id}", tags=["webhooks"])

DeliveryId = Annotated[str, Id("delivery")]
DeliveryPaging = Annotated[Paging, Depends(paging(Id("delivery")))]


class NothingMore(BaseModel):
    """A request without a body."""


class TryError(BaseModel):
    code: str
    message: str


class TryResource(BaseModel):
    """One request: `status` and `answer` (its beginning) when there was an answer, `error` when there was none."""

    number: int
    at: int
    seconds: float
    url: str
    headers: dict[str, str]
    status: int | None
    answer: str | None
    error: TryError | None


class DeliveryResource(BaseModel):
    """`body` is what is sent, the same on each try; a pending one without `next_try_at` waits for an earlier one of its
    resource.
    """

    id: str
    object: Literal["webhook_delivery"] = "webhook_delivery"
    created_at: int
    webhook_id: str
    event_id: str
    event_type: str
    resource_id: str
    status: Literal["pending", "delivered", "failed"]
    next_try_at: int | None
    replay_of: str | None
    body: str
    tries: list[TryResource]


@router.get("/deliveries", dependencies=[needs("webhooks:read")])
def list_deliveries(
    webhook_id: WebhookId, studio: CurrentStudio, user_id: CurrentUser, asked: DeliveryPaging
) -> Page[DeliveryResource]:
    def show(rows: Sequence[Row]) -> list[DeliveryResource]:
        return [_show(row) for row in rows]

    require_webhook(studio, user_id, webhook_id)
    return asked.answer(studio.database, "deliveries", show, webhook_id=webhook_id, user_id=user_id)


@router.get("/deliveries/{delivery_id}", dependencies=[needs("webhooks:read")])
def get_delivery(
    webhook_id: WebhookId, delivery_id: DeliveryId, studio: CurrentStudio, user_id: CurrentUser
) -> DeliveryResource:
    return _show(require_delivery(studio, user_id, webhook_id, delivery_id))


@router.post("/test", status_code=202, response_model=DeliveryResource, dependencies=[needs("webhooks:write")])
def test_webhook(
    webhook_id: WebhookId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    """Sends an event of the type `webhook.test`, once; its delivery says what came back."""
    return once.answer(
        NothingMore(), lambda: _show(send_test(studio, user_id, actor, webhook_id, once.new_id("delivery")))
    )


@router.post(
    "/deliveries/{delivery_id}/replay",
    status_code=202,
    response_model=DeliveryResource,
    dependencies=[needs("webhooks:write")],
)
def replay(
    webhook_id: WebhookId,
    delivery_id: DeliveryId,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
) -> Response:
    """Sends the same event again, under the same id; one that is still pending is tried at once."""

    def made() -> DeliveryResource:
        return _show(replay_delivery(studio, user_id, actor, webhook_id, delivery_id, once.new_id("delivery")))

    return once.answer(NothingMore(), made)


def _show(row: Row) -> DeliveryResource:
    pending = row["status"] == "pending" and row["next_try_at"] is not None
    return DeliveryResource(
        id=row["delivery_id"],
        created_at=int(row["created_at"].timestamp()),
        webhook_id=row["webhook_id"],
        event_id=row["event_id"],
        event_type=row["event_type"],
        resource_id=row["resource_id"],
        status=row["status"],
        next_try_at=int(row["next_try_at"].timestamp()) if pending else None,
        replay_of=row["replay_of"],
        body=event_body(row).decode(),
        tries=row["tries"],
    )
