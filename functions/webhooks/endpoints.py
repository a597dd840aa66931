"""Webhooks over HTTP: create, list, look, change, rotate, delete. The secret is in the answer that makes it alone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from mutoscope.accounts.plain_text import Name
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.outbound.reach import LONGEST_URL
from mutoscope.ports import Row
from mutoscope.webhooks.endpoints import (
    NewWebhook,
    WebhookChange,
    change_webhook,
    create_webhook,
    delete_webhook,
    require_webhook,
    rotate_webhook,
)
from mutoscope.webhooks.event_types import ALL, EventType

router = Router(prefix="/v1/webhooks", tags=["webhooks"])

DAY_SECONDS = 24 * 3600
LONGEST_OVERLAP = 7 * DAY_SECONDS
WebhookId = Annotated[str, Id("webhook")]
WebhookPaging = Annotated[Paging, Depends(paging(Id("webhook")))]
Url = Annotated[str, Field(min_length=1, max_length=LONGEST_URL, description="An https address at port 443 or 8443.")]


def _once_each(types: Sequence[str]) -> list[str]:
    if ALL in types and len(types) > 1:
        raise ValueError('"*" means all of them; leave the others out')
    return sorted(set(types))


EventTypes = Annotated[list[EventType | Literal["*"]], Field(min_length=1, max_length=50), AfterValidator(_once_each)]


class WebhookRequest(BaseModel):
    """`event_types` are those that are sent; left out, all of them."""

    model_config = ConfigDict(extra="forbid")

    url: Url
    event_types: EventTypes = ["*"]
    description: Name | Literal[""] = ""


class WebhookPatch(BaseModel):
    """What is left out stays as it is. `is_active` false keeps what is owed, and true sends it."""

    model_config = ConfigDict(extra="forbid")

    url: Url | None = None
    event_types: EventTypes | None = None
    description: Name | Literal[""] | None = None
    is_active: bool | None = None

    @model_validator(mode="after")
    def _nothing_is_null(self) -> "WebhookPatch":
        for field in self.model_fields_set:
            if getattr(self, field) is None:
                raise ValueError(f"{field} cannot be null; leave it out to keep it")
        return self


class SecretRotation(BaseModel):
    """Both secrets sign for `overlap_seconds`, so that receivers can change over at their own time."""

    model_config = ConfigDict(extra="forbid")

    overlap_seconds: Annotated[int, Field(ge=0, le=LONGEST_OVERLAP)] = DAY_SECONDS


class WebhookResource(BaseModel):
    """`failing`: nothing arrives at the moment. `disabled`: the studio switched it off, and `disabled_for` says why."""

    id: str
    object: Literal["webhook"] = "webhook"
    created_at: int
    url: str
    event_types: list[str]
    description: str
    is_active: bool
    status: Literal["active", "failing", "inactive", "disabled"]
    disabled_for: Literal["gone", "failing"] | None
    failing_since: int | None
    old_secret_until: int | None


class NewWebhookResource(WebhookResource):
    secret: str


class DeletedWebhook(BaseModel):
    id: str
    object: Literal["webhook.deleted"] = "webhook.deleted"
    deleted: bool = True


@router.post("", status_code=201, response_model=NewWebhookResource, dependencies=[needs("webhooks:write")])
def create(
    body: WebhookRequest, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    def made() -> NewWebhookResource:
        wanted = NewWebhook(once.new_id("webhook"), body.url, body.event_types, body.description)
        row, secret = create_webhook(studio, user_id, actor, wanted)
        return NewWebhookResource(**_shown(row), secret=secret)

    return _for_nobody_else(once.answer(body, made))


@router.get("", dependencies=[needs("webhooks:read")])
@at_once
def list_webhooks(studio: CurrentStudio, user_id: CurrentUser, asked: WebhookPaging) -> Page[WebhookResource]:
    def show(rows: Sequence[Row]) -> list[WebhookResource]:
        return [WebhookResource(**_shown(row)) for row in rows]

    return asked.answer(studio.database, "webhooks", show, user_id=user_id)


@router.get("/{webhook_id}", dependencies=[needs("webhooks:read")])
@at_once
def get_webhook(webhook_id: WebhookId, studio: CurrentStudio, user_id: CurrentUser) -> WebhookResource:
    return WebhookResource(**_shown(require_webhook(studio, user_id, webhook_id)))


@router.patch("/{webhook_id}", dependencies=[needs("webhooks:write")])
def patch_webhook(
    webhook_id: WebhookId, body: WebhookPatch, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> WebhookResource:
    change = WebhookChange(body.url, body.event_types, body.description, body.is_active)
    return WebhookResource(**_shown(change_webhook(studio, user_id, actor, webhook_id, change)))


@router.post(
    "/{webhook_id}/rotation",
    status_code=201,
    response_model=NewWebhookResource,
    dependencies=[needs("webhooks:write")],
)
def rotate_secret(
    webhook_id: WebhookId,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    body: SecretRotation | None = None,
) -> Response:
    given = body or SecretRotation()

    def made() -> NewWebhookResource:
        rotation, overlap = once.new_id("rotation"), given.overlap_seconds
        row, secret = rotate_webhook(studio, user_id, actor, webhook_id, rotation=rotation, overlap_seconds=overlap)
        return NewWebhookResource(**_shown(row), secret=secret)

    return _for_nobody_else(once.answer(given, made))


@router.delete("/{webhook_id}", dependencies=[needs("webhooks:write")])
def remove_webhook(
    webhook_id: WebhookId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> DeletedWebhook:
    delete_webhook(studio, user_id, actor, webhook_id)
    return DeletedWebhook(id=webhook_id)


def _for_nobody_else(answer: Response) -> Response:
    """No proxy and no browser keeps an answer with a secret in it."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _shown(row: Row) -> dict[str, object]:
    until = row["previous_until"]
    return {
        "id": row["webhook_id"],
        "created_at": _seconds(row["created_at"]),
        "url": row["url"],
        "event_types": row["event_types"],
        "description": row["description"],
        "is_active": row["is_active"],
        "status": _status(row),
        "disabled_for": row["disabled_for"],
        "failing_since": _seconds(row["failing_since"]),
        "old_secret_until": _seconds(until) if until and until > datetime.now(UTC) else None,
    }


def _status(row: Row) -> str:
    if not row["is_active"]:
        return "disabled" if row["disabled_for"] else "inactive"
    return "failing" if row["failing_since"] else "active"


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None
