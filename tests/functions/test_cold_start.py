"""What a function loads before its first answer: structure, not seconds (`benchmarks/cold_start.py` measures those)."""

import subprocess
import sys

from benchmarks.cold_start import PATHS, event
from cdk.packaging import ROOT

LIBRARIES = (
    "numpy",
    "cv2",
    "av",
    "pyvips",
    "pypdf",
    "trafilatura",
    "lxml",
    "pysbd",
    "PIL",
    "janome",
    "espeakng_loader",
)
CLIENTS = ("boto3", "botocore.client", "openai", "httpx", "joserfc", "psycopg", "argon2", "pwdlib", "email_validator")
WATCHERS = ("psutil",)
RENDERERS = ("mutoscope.engines.draw.raster", "mutoscope.render.segment")
NOT_BEFORE_IT_IS_NEEDED = LIBRARIES + CLIENTS + RENDERERS + WATCHERS
ORDERING = (
    "mutoscope.credits.prices",
    "mutoscope.engines.draw",
    "mutoscope.engines.understanding",
    "mutoscope.films.order",
    "mutoscope.films.plan",
    "mutoscope.films.times",
    "mutoscope.jobs.submit",
    "mutoscope.kinds.film",
    "mutoscope.stages.perform",
)
"""What takes an order, and most of the studio with it."""
HANDLERS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/handler.py"))
ORDERS = {
    "script": {"topic": "Why is the sky blue?"},
    "speech": {"input": "Hello."},
    "text_to_image": {"prompt": "a cat on a hill"},
    "music": {},
    "text_to_video": {"prompt": "a cat on a hill"},
    "gif": {"prompt": "a cat on a hill"},
    "talking_presenter": {"text": "Hello."},
    "study_animation": {"topic": "tea"},
    "upscale": {"image": "a" * 64 + "/picture.png"},
}


def _run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_handler_loads_with_all_its_routes_what_only_some_of_its_requests_need() -> None:
    script = f"""
import sys
from importlib import import_module
for name in {HANDLERS}:
    module = import_module(f"functions.{{name}}.handler")
    app = getattr(getattr(module, "_http", module.handler), "app", None)
    assert app is None or app.routes
print(*(set({NOT_BEFORE_IT_IS_NEEDED}) & sys.modules.keys()))
"""

    loaded = _run(script)

    assert loaded == ""


def test_who_is_refused_loads_nothing_that_takes_orders() -> None:
    asked = {name: asked for name, asked in PATHS.items() if not asked.startswith("POST")}
    script = f"""
import sys
from importlib import import_module
for name, path in {asked}.items():
    module = import_module(f"functions.{{name}}.handler")
    app = getattr(module, "_http", module.handler).app
    assert app.directory.find({{"type": "http", "method": "GET", "path": path}}), name
print(*(set({ORDERING + NOT_BEFORE_IT_IS_NEEDED}) & sys.modules.keys()))
"""

    assert _run(script) == ""


def test_the_first_request_loads_botocore_and_not_what_stands_on_it() -> None:
    script = f"""
import os, sys
os.environ |= {{"MUTOSCOPE_AWS_ENDPOINT_URL": "http://127.0.0.1:9", "MUTOSCOPE_DATABASE_RESOURCE_ARN": "arn:aws:rds:c"}}
from functions.films.handler import handler
class Context: function_name = "films"
answer = handler({event("/v1/films")}, Context())
print(answer["statusCode"], *({{"boto3", "s3transfer", "psycopg", "anyio._backends._asyncio"}} & sys.modules.keys()))
"""

    assert _run(script).splitlines()[-1] == "401"


def test_what_is_spared_at_the_start_is_there_when_it_is_asked_for() -> None:
    script = """
import gc, functions.users.handler
from fastapi.openapi.models import Schema
from pydantic import BaseModel
from mutoscope.accounts.email_address import read_email
assert not Schema.__pydantic_complete__
assert Schema(title="a").title == "a" and Schema.__pydantic_complete__
assert read_email("A@Example.com").key == "a@example.com"
assert BaseModel.model_rebuild.__self__ is BaseModel
gc.collect()
print(gc.get_threshold()[0] < 10_000)
"""

    assert _run(script) == "True"


def test_orders_are_taken_without_what_makes_them() -> None:
    script = f"""
import sys
from mutoscope.kinds.registry import KINDS
from mutoscope.settings import settings
for kind, order in {ORDERS}.items():
    KINDS[kind].recipe(KINDS[kind].request.model_validate(order), settings())
print(*({{"numpy", "cv2", "av", "pyvips", "espeakng_loader"}} & sys.modules.keys()))
"""

    assert _run(script) == ""


def test_an_event_function_needs_no_web_framework() -> None:
    imports = "; ".join(f"import functions.{name}.handler" for name in ("run_errand", "deliver_webhook", "scale_fleet"))

    loaded = _run(f"import sys; {imports}; print(*({{'fastapi', 'starlette', 'mangum'}} & sys.modules.keys()))")

    assert loaded == ""
