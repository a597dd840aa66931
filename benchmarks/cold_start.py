"""A function's cold start: CPU time from the interpreter's first moment to the answer to the first request.

Each function runs in a fresh process of Lambda's Python, with nothing but what it is deployed with: our package and its
layer of libraries, compiled as they are shipped, but for this machine's processor. boto3 is what the runtime brings.
One request asks nobody (`/health`); the other brings what is no token of ours, so it loads what checks tokens.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.result import output_path, write
from cdk.packaging import FLEET_FUNCTIONS, FUNCTIONS, Packages, package
from cdk.packaging_archive import PYTHON, compile_for_good, lambdas_python
from cdk.packaging_libraries import LAYERS, install

RUNS = 3
ASKED_MS = 400
EVENT_FUNCTIONS = ("deliver_webhook", "run_errand", "run_stage", *FLEET_FUNCTIONS)
API_FUNCTIONS = tuple(name for name in FUNCTIONS if name not in EVENT_FUNCTIONS)
PATHS = {
    "admin": "/v1/admin/users", "audio": "/v1/audio/voices", "batches": "/v1/batches", "credits": "/v1/credits",
    "documents": "/api/status/job_1", "elevenlabs": "/elevenlabs/v1/voices", "files": "/v1/files", "films": "/v1/films",
    "images": "POST /v1/images/generations", "jobs": "/v1/jobs", "media": "/v1/media", "models": "/v1/models",
    "progress": "POST /v1/progress/tickets", "projects": "/v1/projects", "replicate": "/replicate/v1/predictions",
    "users": "/v1/me", "videos": "/v1/videos", "webhooks": "/v1/webhooks",
}  # fmt: skip
"""A path of each that asks who is calling; with its method where that is not GET."""
_RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3")
_CHILD = """
import importlib, json, resource, sys

def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000

name, event = sys.argv[1], json.loads(sys.argv[2])
started = spent()
handler = importlib.import_module(f"functions.{name}.handler").handler
imported = spent()
class Context:
    function_name, memory_limit_in_mb, aws_request_id = name, 512, "1"
    invoked_function_arn = "arn:aws:lambda:us-east-1:1:function:f"
status = handler(event, Context())["statusCode"] if event else 0
print(json.dumps([started, imported, spent(), status, len(sys.modules)]))
"""


def measure(folder: Path, python: Path) -> dict[str, object]:
    packages = package(folder / "packages", python)
    libraries = folder / "libraries" / "python"
    install(LAYERS["libraries"], libraries, python, platform.machine())
    runtime = _runtime(folder / "runtime", python)
    functions: dict[str, object] = {}
    for name in (*API_FUNCTIONS, *EVENT_FUNCTIONS):
        path = _path(packages, name, libraries, runtime)
        quiet = event("/health") if name in API_FUNCTIONS else {}
        functions[name] = {"asks_nobody": _median(python, path, name, quiet)}
        if name in API_FUNCTIONS:
            functions[name] = {
                "asks_nobody": _median(python, path, name, quiet),
                "brings_a_wrong_token": _median(python, path, name, event(PATHS[name])),
            }
    told = {"runs": RUNS, "asked_ms": ASKED_MS, "python_of_lambda": PYTHON, "is_optimised_build": _is_optimised(python)}
    return told | {"functions": functions} | _worst(functions)


def _is_optimised(python: Path) -> bool:
    """Whether it was built by a profile of itself, as distributions build theirs: then all takes a quarter less."""
    script = "import sysconfig; print('--enable-optimizations' in (sysconfig.get_config_var('CONFIG_ARGS') or ''))"
    done = subprocess.run([str(python), "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.strip() == "True"


def _worst(functions: Mapping[str, object]) -> dict[str, object]:
    figures = json.loads(json.dumps(functions))
    api = {name: figures[name] for name in API_FUNCTIONS}
    told: dict[str, object] = {"load_average": round(os.getloadavg()[0], 1)}
    for request in ("asks_nobody", "brings_a_wrong_token"):
        least = [each[request]["least_cpu_ms"] for each in api.values()]
        told |= {f"worst_{request}_ms": max(least), f"within_{request}": sum(each <= ASKED_MS for each in least)}
    return told


def _median(python: Path, path: str, name: str, event: Mapping[str, object]) -> dict[str, float]:
    runs = [_run(python, path, name, event) for _ in range(RUNS)]
    _, imported, ended, status, modules = (statistics.median(each) for each in zip(*runs, strict=True))
    return {
        "cpu_ms": round(ended),
        "of_which_import_ms": round(imported),
        "least_cpu_ms": round(min(run[2] for run in runs)),
        "status": int(status),
        "modules": int(modules),
    }


def _run(python: Path, path: str, name: str, event: Mapping[str, object]) -> list[float]:
    command = [str(python), "-S", "-s", "-B", "-P", "-c", _CHILD, name, json.dumps(event)]
    environment = {
        "PYTHONPATH": path,
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
        "AWS_REGION": "us-east-1",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        # Nothing listens there, so what asks AWS ends as soon as it would be answered.
        "MUTOSCOPE_AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "MUTOSCOPE_DATABASE_RESOURCE_ARN": "arn:aws:rds:us-east-1:1:cluster:c",
        "MUTOSCOPE_DATABASE_SECRET_ARN": "arn:aws:secretsmanager:us-east-1:1:secret:s",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{name} does not start: {done.stderr[-1500:]}")
    answer: list[float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _path(packages: Packages, name: str, libraries: Path, runtime: Path) -> str:
    return os.pathsep.join(map(str, (packages.functions[name], packages.layer / "python", libraries, runtime)))


def _runtime(folder: Path, python: Path) -> Path:
    """What Lambda's own Python has beside the standard library: boto3, and what it stands on."""
    for name in _RUNTIME:
        for file in distribution(name).files or ():
            if (".." not in file.parts and file.suffix == ".py") or file.suffix in (".json", ".gz"):
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), target)
    compile_for_good(folder, python, "/var/lang")
    return folder


def event(asked: str) -> dict[str, object]:
    """A request as an HTTP API hands it over."""
    *before, path = asked.split()
    http = {
        "method": (before or ["GET"])[0],
        "path": path,
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "bench",
    }
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "studio.test", "authorization": "Bearer mut_test_" + "a" * 43},
        "requestContext": {"http": http, "requestId": "1", "stage": "$default", "domainName": "studio.test"},
        "isBase64Encoded": False,
    }


def main() -> None:
    python = lambdas_python()
    if python is None:
        raise SystemExit(f"This is measured with Python {PYTHON}, which Lambda runs; name one in LAMBDA_PYTHON.")
    print(f"measuring with {python}", file=sys.stderr)
    with TemporaryDirectory() as folder:
        write(measure(Path(folder), python), output_path())


if __name__ == "__main__":
    main()
