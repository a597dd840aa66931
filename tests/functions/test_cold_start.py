"""What a function loads before its first answer: structure, not seconds (`benchmarks/cold_start.py` measures those)."""

import subprocess
import sys

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
RENDERERS = ("mutoscope.engines.draw.raster", "mutoscope.render.segment")
NOT_BEFORE_IT_IS_NEEDED = LIBRARIES + CLIENTS + RENDERERS
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


def test_no_handler_loads_what_only_some_of_its_requests_need() -> None:
    imports = "; ".join(f"import functions.{name}.handler" for name in HANDLERS)

    loaded = _run(f"import sys; {imports}; print(*(set({NOT_BEFORE_IT_IS_NEEDED}) & sys.modules.keys()))")

    assert loaded == ""


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
