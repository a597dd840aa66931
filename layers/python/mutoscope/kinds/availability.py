"""Whether a kind can be ordered here, by which engine, what it costs, and what to configure for a better one.

Invariant: what is called ready is taken by `POST /v1/jobs`; what is not says what is lacking.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from mutoscope.kinds.kind import Kind
from mutoscope.settings import Settings

if TYPE_CHECKING:
    from mutoscope.engines.models import Model

_RUN_MODELS = (
    "Run models of your own: `make setup-models`, `mutoscope models pull {names}`, then `MUTOSCOPE_GPU_WORKERS=1`"
    " (docs/models.md)."
)


class Readiness(StrEnum):
    READY = "ready"  # an order is taken and made
    NEEDS_MODELS = "needs_models"  # nothing but a model can do it, and no worker with models runs here


class Availability(BaseModel):
    """`engine` does the work; it is empty where nothing does, or where several work together.

    `configure` says, a sentence each, what a better engine needs, or any at all where the kind is not ready.
    """

    status: Readiness
    engine: str
    models: list[str]
    """Models of our own that may serve it, by the names that the kind `generate` takes."""
    configure: list[str]


class PriceRule(BaseModel):
    """`credits` for each `per` of `unit` that are begun; what is in the cache already costs nothing."""

    stage: str
    credits: int
    per: int
    unit: str


class KindResource(BaseModel):
    id: str
    object: Literal["kind"] = "kind"
    summary: str
    input_schema: dict[str, Any]
    price: list[PriceRule]
    """The stages it may be made of; `POST /v1/quotes` adds them up for an order."""
    availability: Availability


def show_kind(kind: Kind, settings: Settings) -> KindResource:
    from mutoscope.kinds.form import form_of

    return KindResource(
        id=kind.name,
        summary=kind.summary,
        input_schema=form_of(kind, settings),
        price=price_rules(kind),
        availability=availability_of(kind, settings),
    )


def price_rules(kind: Kind) -> list[PriceRule]:
    # Prices know what every stage takes, and models a whole catalogue.
    from mutoscope.credits.prices import PRICES

    prices = [(stage, PRICES[stage]) for stage in kind.stages]
    return [PriceRule(stage=stage, credits=price.credits, per=price.per, unit=price.unit) for stage, price in prices]


def availability_of(kind: Kind, settings: Settings) -> Availability:
    """By these settings, in which the caller's own keys count where the kind is made with them."""
    from mutoscope.engines import registry
    from mutoscope.engines.models import read_catalogue

    models = [row for row in read_catalogue(settings.catalogue).values() if _serves(row, kind, settings)]
    status = Readiness.NEEDS_MODELS if kind.needs_gpu and not settings.gpu_queue else Readiness.READY
    configure = [kind.better] if kind.better else []
    if models and not settings.gpu_queue:
        configure.append(_RUN_MODELS.format(names=" ".join(row.name for row in models)))
    elif status is Readiness.NEEDS_MODELS:
        configure.append(_RUN_MODELS.format(names="MODEL"))
    return Availability(
        status=status,
        engine=registry.engine_name(kind.task, settings) if kind.task else "",
        models=[row.name for row in models],
        configure=configure,
    )


def _serves(row: "Model", kind: Kind, settings: Settings) -> bool:
    """Models that may not be used here are no advice."""
    return kind.name in row.kinds and (row.licence.commercial or settings.noncommercial_models)
