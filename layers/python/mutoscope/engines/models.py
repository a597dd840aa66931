"""The models of our own, one row each in `gpu_container/catalogue.toml`: what a row may say, and reading it.

Nothing here loads a model: the API validates orders with the rows, the workers run them.
"""

import hashlib
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mutoscope.errors import InvalidInput, MutoscopeError


class UnknownModel(InvalidInput):
    """There is no model {model}."""

    code = "unknown_model"
    hint = "Choose one of: {known}."


class CatalogueInvalid(MutoscopeError):
    """The catalogue of models {path} is not valid: {reason}."""

    code = "catalogue_invalid"
    hint = "Correct the row; docs/models.md says what a row holds."


class Output(StrEnum):
    """What a model gives, by the name of the pipeline's output field."""

    IMAGES = "images"
    FRAMES = "frames"
    AUDIOS = "audios"
    TEXT = "text"


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Defaults(Value):
    """What is taken where an order leaves it out; 0 where the model has no such thing."""

    width: int = 0
    height: int = 0
    frames: int = 0
    fps: int = 0
    seconds: float = 0.0
    steps: int = 0
    guidance: float = 0.0
    strength: float = 0.0


class Limits(Value):
    """The most an order may ask for. Sides are multiples of `multiple`, frames one more than one of `frame_step`."""

    side: int = 0
    least_side: int = 64
    multiple: int = 8
    frames: int = 0
    frame_step: int = 1
    seconds: float = 0.0
    steps: int = 0
    prompt: int = 2_000

    def fit(self, width: int, height: int, area: int) -> tuple[int, int]:
        """A size that the model takes, of these proportions and about this area."""
        most_scale = self.side / max(width, height) if self.side else float("inf")
        scale = min((area / (width * height)) ** 0.5, most_scale)
        return self._stepped(width * scale), self._stepped(height * scale)

    def _stepped(self, side: float) -> int:
        least = -(-self.least_side // self.multiple) * self.multiple
        stepped = max(round(side / self.multiple) * self.multiple, least)
        return min(stepped, self.side // self.multiple * self.multiple) if self.side else stepped


class Licence(Value):
    name: str
    commercial: bool
    """Whether what it makes may be sold; where not, the model is refused unless the studio allows such models."""


class Encode(Value):
    """How the pipeline's `encode_prompt` answers: the call's argument for each result in order, "" for one left out."""

    results: tuple[str, ...]
    fixed: dict[str, int | bool] = {}


class Attachment(Value):
    """What is added to the pipeline: an IP-Adapter, a LoRA."""

    kind: Literal["ip_adapter", "lora"]
    repo: str
    revision: str = ""
    subfolder: str = ""
    weight_name: str
    scale: float = 1.0
    size_mb: int = 0


class Part(Value):
    """A component that comes from a repository of its own (a ControlNet, a safety checker)."""

    class_: Annotated[str, Field(alias="class")]
    repo: str
    revision: str = ""
    subfolder: str = ""


Number = int | float | bool | str


class Model(Value):
    """One row. `call` maps the pipeline's arguments to the order's fields (`picture.<role>` for its pictures)."""

    name: str
    summary: str
    kinds: tuple[str, ...]
    engine: Literal["diffusers", "transformers", "module", "comfyui", "checker"]
    class_: Annotated[str, Field(alias="class")]
    task: str = ""
    """What a class that is no pipeline is asked to do, by the name its engine gives it."""
    processor: str = ""
    """The class that prepares a transformers model's inputs."""
    repo: str = ""
    revision: str = ""
    """A commit of the repository; empty where `mutoscope models pull` pins it."""
    variant: str = ""
    dtype: Literal["float32", "float16", "bfloat16"] = "float32"
    licence: Licence
    components_mb: dict[str, int] = {}
    """The weights in MB at `dtype`, by component; what runs first stands first."""
    activations_mb: int = 0
    """Memory of one run at the default size beside the weights, in MB, with tiled decoding."""
    tflop: float = 0.0
    """Work of one run at the default size, in TFLOP; what a batch may hold is bounded by it."""
    output: Output
    field: str = ""
    """The attribute of the pipeline's answer; the output's own name where it is left out."""
    float32: tuple[str, ...] = ()
    """Components that stay in 32 bits whatever `dtype` says."""
    call: dict[str, str] = {}
    fixed: dict[str, Number] = {}
    needs: tuple[str, ...] = ()
    masked_by: str = ""
    """The row that finds the mask where an order brings none; everything outside of it is put back afterwards."""
    defaults: Defaults = Defaults()
    limits: Limits = Limits()
    scheduler: str = ""
    encode: Encode | None = None
    attachments: tuple[Attachment, ...] = ()
    parts: dict[str, Part] = {}
    batch_key: tuple[str, ...] = ("width", "height", "steps", "guidance")
    safe_batch: Literal[1, 2, 4, 8] = 1

    @model_validator(mode="after")
    def _is_whole(self) -> "Model":
        if self.safe_batch > 1 and not self.batch_key:
            raise ValueError("a model that runs batches needs a batch_key")
        if self.safe_batch > 1 and self.masked_by:
            raise ValueError("a model whose mask is found runs one order at a time, each at its picture's proportions")
        return self

    @property
    def weights_mb(self) -> int:
        return sum(self.components_mb.values()) + sum(each.size_mb for each in self.attachments)

    @property
    def version(self) -> str:
        """Changes with every word of the row, so that results are made anew."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


@cache
def read_catalogue(path: Path) -> dict[str, Model]:
    """The rows by name. Raises CatalogueInvalid."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: Model.model_validate({"name": name, **row}) for name, row in rows.items()}
    except OSError as error:
        raise CatalogueInvalid(path=path, reason=error.strerror or "it cannot be read") from error
    except tomllib.TOMLDecodeError as error:
        raise CatalogueInvalid(path=path, reason=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CatalogueInvalid(path=path, reason=f"{error.title} {place}: {first['msg']}") from error


def require_model(path: Path, name: str) -> Model:
    rows = read_catalogue(path)
    if name not in rows:
        raise UnknownModel(param="model", model=name, known=", ".join(orderable(path)))
    return rows[name]


def orderable(path: Path) -> dict[str, Model]:
    """The rows that serve a kind; the others are what the workers need for themselves."""
    return {name: row for name, row in read_catalogue(path).items() if row.kinds}
