"""Every setting of the studio, and the only reader of the environment.

Every default works on a laptop. In the cloud `cdk/` sets the variables; on the laptop the supervisor does.
"""

import sys
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from mutoscope.errors import MutoscopeError
from mutoscope.explain import explain
from mutoscope.ports import Line


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MUTOSCOPE_", frozen=True, extra="ignore")

    home: Path = Path(".mutoscope")
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=2, ge=1, le=64)
    assets: Path = Path(sys.prefix) / "share" / "mutoscope"
    """Fonts and pictograms, fetched at set-up."""
    aws_engine: Path = Path(sys.prefix) / "aws-engine" / "bin" / "ministack"
    """The embedded AWS engine, installed at set-up in an environment of its own."""
    catalogue: Path = Path(__file__).parents[3] / "gpu_container" / "catalogue.toml"
    """The models of our own: one row each."""
    models: Path = Path(".mutoscope/models")
    """Where weights are kept on a worker's disk."""
    models_source: str = "hub"
    """Where weights that are not there come from: `hub`, a folder, `s3://bucket/prefix`, or `none`."""
    card: str = "auto"
    """The profile of the worker's card (`gpu_container/profiles.py`)."""
    comfyui_url: str = ""
    """A ComfyUI server that runs the catalogue's workflows."""
    models_python: Path = Path(sys.prefix) / "models" / "bin" / "python"
    """The Python of the models' environment, installed by `make setup-models`."""
    gpu_workers: int = Field(default=0, ge=0, le=8)
    """Workers with models that the laptop starts beside the others."""
    safety_checker: bool = True
    """Whether pictures that models made are looked at before they are delivered."""
    sign_command: str = ""
    """A program that signs a finished file in place, given its path (a C2PA tool)."""
    gpu_in_flight: int = Field(default=2, ge=1, le=16)
    """Orders a worker with models holds at once: while one batch runs, the next one's weights are fetched."""
    noncommercial_models: bool = False
    """Whether models may be used whose licence forbids to sell what they make."""
    commit: str = ""
    """Which commit this is, for /health; set by the deployment, empty on a laptop."""
    environment: str = ""
    """Which of the cloud's environments this is: a dimension of each measure. On a laptop there is none."""
    emits_metrics: bool = False
    """Whether measures are written to the log for CloudWatch, which makes metrics of them; the cloud sets it."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    database_url: str = ""
    database_resource_arn: str = ""
    """The Aurora cluster that the RDS Data API leads to; without one, PostgreSQL is reached by `database_url`."""
    database_secret_arn: str = ""
    database_name: str = "mutoscope"
    aws_endpoint_url: str | None = None
    aws_secret: SecretStr = SecretStr("")
    """What requests to the embedded engine are signed with, made anew at each of its starts."""
    aws_region: str = "us-east-1"
    bucket: str = "mutoscope"
    work_queue: str = "mutoscope-work"
    """Where stages of films wait, and checks."""
    interactive_queue: str = ""
    """Where jobs wait that somebody waits for; unnamed, the work queue's name with `-interactive`."""
    batch_queue: str = ""
    """Where lines of batches wait; unnamed, the work queue's name with `-batch`."""
    rings_workers: bool = True
    """Whether workers that wait at the work queue are told of what comes into another line: not on Lambda."""
    errand_queue: str = "mutoscope-errands"
    webhook_queue: str = "mutoscope-webhooks"
    gpu_queue: str = ""
    """The queue of the workers that run models of our own; empty where there are none."""
    fleet_group: str = ""
    """The Auto Scaling group whose instances run the workers with models."""
    fleet_least: int = Field(default=0, ge=0, le=1000)
    fleet_most: int = Field(default=20, ge=1, le=1000)
    fleet_order_seconds: float = Field(default=15.0, gt=0)
    """What an order takes a card on average; the fleet's size follows from it."""
    live_table: str = "mutoscope-live"
    socket_url: str = ""
    """Where live connections are posted to: the address of the WebSocket API's stage; empty where there is none."""
    tells_at_once: bool = False
    """Whether progress is told before work goes on: on Lambda, where no thread runs between invocations."""
    film_state_machine: str = "mutoscope-film"
    tops_up_owner: bool = False
    """Whether the local owner's wallet is filled when an order finds it too low: on a laptop, set by its supervisor."""
    key_pepper: SecretStr = SecretStr("")
    token_keys: SecretStr = SecretStr("")
    """Secrets of access tokens, separated by spaces: the first one signs, tokens of all of them are valid."""
    webhooks_to_loopback: bool = False
    """Whether webhooks may lead to this machine itself, without TLS: for trying them out, and for tests."""
    web_url: str = ""
    """Where people meet the studio, for the links in its mail; unset, the laptop's own address."""
    secure_cookies: bool = False
    """Browsers send the session's cookies over TLS alone; the cloud sets it."""
    media_delivery: Literal["stream", "redirect"] = "stream"
    """How files leave the API: through it (laptop), or by a redirect to a signed link (Lambda answers are small)."""
    media_url: str = ""
    """Where CloudFront has the bucket's files; without it, links lead to the bucket itself."""
    link_keys: str = ""
    """Names of the keys that CloudFront takes links of, separated by spaces; the first one signs."""
    link_key_id: str = ""
    """What CloudFront calls that first key."""
    link_secret_arn: str = ""
    """The secret that has the keys."""

    wait_seconds: float = Field(default=120, gt=0, le=600)
    """How long a request waits for the job whose result it answers; in the cloud less than API Gateway's 29 seconds."""
    media_quota_bytes: int = Field(default=20_000_000_000, ge=1)
    """How much an account keeps in its media library."""
    clamd: str = ""
    """A virus scanner for uploads: `tcp://host:port` or `unix:/path` of a clamd; without one nothing is scanned."""

    mail_delivery: Literal["mailbox", "ses"] = "mailbox"
    """Letters go out by SES, or stay in the mailbox of the laptop, at /dev/mailbox."""
    mail_from: str = "Mutoscope <studio@localhost>"
    google_issuer: str = "https://accounts.google.com"
    google_client_id: str = ""
    google_client_secret: SecretStr = SecretStr("")
    """With these two, people can log in with their Google account, or at any other OpenID provider that is named."""
    kms_key: str = ""
    """The KMS key that wraps the keys of sealed secrets; without one, `master_key` does."""
    master_key: SecretStr = SecretStr("")
    """32 bytes in base64, kept by the laptop in a file of its own."""
    guest_requests: int = Field(default=100, ge=1)
    """Requests in fifteen minutes from one address without an account; roles have theirs in the record."""
    edge_secrets: SecretStr = SecretStr("")
    """What the studio's edge proves itself with, separated by spaces: any of them will do; unset, nobody is asked."""
    proxies: int = Field(default=0, ge=0, le=9)
    """How many proxies of ours stand before the API: that entry of X-Forwarded-For, from the right, is the caller's."""
    studio_url: str = ""
    """The address of a studio elsewhere that `mutoscope mcp` speaks to; unset, the one of this machine."""
    studio_key: SecretStr = SecretStr("")
    """An API key of that studio."""
    cors_origins: str = ""
    """Origins whose pages may call the API, separated by spaces."""

    openai_base_url: str | None = Field(default=None, validation_alias=AliasChoices("OPENAI_BASE_URL"))
    openai_api_key: SecretStr | None = Field(default=None, validation_alias=AliasChoices("OPENAI_API_KEY"))
    openai_transcription_model: str = Field(
        default="whisper-1", validation_alias=AliasChoices("OPENAI_TRANSCRIPTION_MODEL")
    )
    openai_model: str = Field(default="gpt-5-mini", validation_alias=AliasChoices("OPENAI_MODEL"))

    def __hash__(self) -> int:
        """Of what tells apart the settings that a process has: of all of them it took longer than finding a caller."""
        return hash((self.database_url, self.bucket, self.openai_base_url, self.openai_api_key))

    @property
    def link_key_names(self) -> list[str]:
        return self.link_keys.split()

    def line_queue(self, line: Line) -> str:
        match line:
            case Line.INTERACTIVE:
                return self.interactive_queue or f"{self.work_queue}-interactive"
            case Line.FILM:
                return self.work_queue
            case Line.BATCH:
                return self.batch_queue or f"{self.work_queue}-batch"

    @property
    def pepper(self) -> str:
        """Raises NoPepper: what is digested under an empty one could be digested by anybody."""
        pepper = self.key_pepper.get_secret_value()
        if not pepper:
            raise NoPepper
        return pepper

    @property
    def web_address(self) -> str:
        return (self.web_url or f"http://127.0.0.1:{self.port}").rstrip("/")


class NoPepper(MutoscopeError):
    """This process was not told the pepper, under which keys and tokens are digested."""

    code = "no_pepper"
    hint = "MUTOSCOPE_KEY_PEPPER is for what recognises callers or writes letters; on a laptop the supervisor sets it."


class SettingsInvalid(MutoscopeError):
    """The setting {name} is not valid: {reason}."""

    code = "settings_invalid"
    hint = "Correct it in the environment or on the command line; docs/settings.md lists the settings."


@cache
def settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        name = name if name.startswith("OPENAI") else f"MUTOSCOPE_{name}"
        raise SettingsInvalid(name=name, reason=explain(first)) from error
