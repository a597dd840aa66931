"""Archives that are the same bytes whenever they hold the same files: sorted, of one date, readable by everybody.

What is compiled is compiled for good: Lambda's files have one date, and Python must not look whether they changed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PYTHON = "3.13"
"""What Lambda runs: the newest of which interpreters are everywhere at hand."""
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_PROGRAM = 0o755 << 16


def archive(folder: Path, target: Path) -> Path:
    """A zip of everything below `folder`; written whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.partial")
    with ZipFile(partial, "w", ZIP_DEFLATED, compresslevel=6) as file:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            entry = ZipInfo(path.relative_to(folder).as_posix(), _DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = _PROGRAM if os.access(path, os.X_OK) else _MODE
            file.writestr(entry, path.read_bytes())
    return partial.replace(target)


def unpacked_bytes(package: Path) -> int:
    """What a folder or an archive takes where it is unpacked."""
    if package.is_dir():
        return sum(path.stat().st_size for path in package.rglob("*") if path.is_file())
    with ZipFile(package) as file:
        return sum(entry.file_size for entry in file.infolist())


def compile_for_good(folder: Path, python: Path, prefix: str) -> None:
    """Leaves `__pycache__` beside the sources, as `python` of Lambda's version reads it at `prefix`."""
    options = ["-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", prefix]
    # The order of a set's members is in the file, and hashes of text differ from process to process.
    fixed = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([str(python), "-m", "compileall", *options, str(folder)], env=fixed, check=True)


def lambdas_python() -> Path | None:
    """An interpreter of Lambda's version on this machine: the running one, or one on the path, or a named one."""
    candidates = [os.environ.get("LAMBDA_PYTHON"), sys.executable, shutil.which(f"python{PYTHON}")]
    return next((Path(each) for each in candidates if each and _version(each) == PYTHON), None)


def _version(python: str) -> str:
    script = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    return done.stdout.strip()
