"""The layers with other people's libraries: wheels for Lambda's machines from a lock with hashes, cut to what runs.

`python -m cdk.packaging_libraries` builds them into `build/layers`, without Docker. An archive bears the hash of all
that it depends on, so what is there already is not built again.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from cdk.packaging_archive import PYTHON, archive, compile_for_good, lambdas_python

ROOT = Path(__file__).parent.parent
BUILT = ROOT / "build" / "layers"
REQUIREMENTS = ROOT / "requirements"
MACHINE = "aarch64"
_GLIBC = (28, 27, 26, 24, 17)
WITHOUT_WHEELS = ("pyvips",)
"""Its Python part is taken from this environment, where set-up has built it from the same lock; its libraries come as
the wheel `pyvips-binary`."""


@dataclass(frozen=True)
class LibraryLayer:
    """`locks` are files of `requirements/`; of each library named in `left_out` nothing is taken."""

    name: str
    description: str
    locks: tuple[str, ...]
    only: frozenset[str] = frozenset()
    """These and no others of the locks; empty for all of them."""
    left_out: frozenset[str] = frozenset()


_ARRAYS = frozenset({"numpy", "pyvips", "pyvips-binary"})
LAYERS = {
    layer.name: layer
    for layer in (
        LibraryLayer("libraries", "What every function of Mutoscope stands on", ("cloud.txt",)),
        LibraryLayer(
            "pictures",
            "What retouches pictures, for functions that take orders of it",
            ("cloud-media.txt",),
            only=_ARRAYS | {"opencv-python-headless", "espeakng-loader"},
        ),
        LibraryLayer(
            "recordings",
            "What looks into uploads, for functions that take them",
            ("cloud-media.txt",),
            only=_ARRAYS | {"av", "pypdf", "espeakng-loader"},
        ),
    )
}
_CUT = re.compile(
    r"(^|/)(__pycache__|tests?|testing|benchmarks?|docs|examples|include|f2py|bin)/|^pydantic/v1/"
    r"|\.(pyi|pyx|pxd|pxi|c|h|hpp|cpp|a|pyc|typed|exe|pdb)$|\.dist-info/(RECORD|INSTALLER|REQUESTED|WHEEL|direct_url\.json)$"
)
"""What no function reads. Licences stay, and so does the metadata that libraries ask for their own version. Pydantic's
first version is loaded by FastAPI where it is there, only to refuse its models, and we have none."""
_KEPT = re.compile(r"^numpy/(testing|_core/tests/_natype)|^numpy/f2py/__init__|/licenses?/", re.IGNORECASE)


def built(layer: LibraryLayer, machine: str = MACHINE) -> Path:
    """Where the layer's archive is or will be."""
    return BUILT / f"{layer.name}-{machine}-{_state(layer, machine)[:16]}.zip"


def build(layer: LibraryLayer, python: Path, machine: str = MACHINE) -> Path:
    target = built(layer, machine)
    if not target.exists():
        print(f"  building the layer {layer.name} for {machine} ...", flush=True)
        with TemporaryDirectory() as folder:
            site = Path(folder) / "layer" / "python"
            install(layer, site, python, machine)
            archive(site.parent, target)
    return target


def install(layer: LibraryLayer, site: Path, python: Path, machine: str = MACHINE) -> None:
    """Fills `site` with the layer's libraries, cut and compiled."""
    wanted = [each for lock in layer.locks for each in _requirements(lock) if _belongs(each, layer)]
    lock = site.parent / "lock.txt"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text("\n".join(text for text in wanted if _name(text) not in WITHOUT_WHEELS))
    subprocess.run([*_pip(python, machine), "--target", str(site), "--requirement", str(lock)], check=True)
    lock.unlink()
    for text in wanted:
        if _name(text) in WITHOUT_WHEELS:
            _copy_installed(text, site)
    _cut(site)
    compile_for_good(site, python, "/opt/python")


def _belongs(requirement: str, layer: LibraryLayer) -> bool:
    name = _name(requirement)
    return name not in layer.left_out and (not layer.only or name in layer.only)


def _requirements(lock: str) -> Iterator[str]:
    """Each locked library with its version and hashes."""
    for text in re.split(r"\n(?=\S)", (REQUIREMENTS / lock).read_text()):
        if "==" in text:
            yield text


def _name(requirement: str) -> str:
    return requirement.partition("==")[0].strip()


def _pip(python: Path, machine: str) -> list[str]:
    platforms = [part for glibc in _GLIBC for part in ("--platform", f"manylinux_2_{glibc}_{machine}")]
    options = (
        "--quiet --disable-pip-version-check --no-input --no-deps --no-compile --require-hashes --only-binary=:all:"
    )
    chosen = ["--platform", f"manylinux2014_{machine}", "--implementation", "cp", "--python-version", PYTHON]
    return [str(python), "-m", "pip", "install", *options.split(), *platforms, *chosen]


def _copy_installed(requirement: str, site: Path) -> None:
    """Of a library without wheels, its Python files as they are installed here, in the version of the lock."""
    name, version = _name(requirement), requirement.partition("==")[2].split()[0]
    found = distribution(name)
    if found.version != version:
        raise SystemExit(f"{name} is installed in version {found.version}, and the lock has {version}: run make setup.")
    for file in found.files or ():
        if ".." not in file.parts and file.suffix != ".so":
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(file.locate()), target)


def _cut(site: Path) -> None:
    for path in sorted(site.rglob("*"), reverse=True):
        inside = path.relative_to(site).as_posix()
        if path.is_file() and _CUT.search(inside) and not _KEPT.search(inside):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _state(layer: LibraryLayer, machine: str) -> str:
    own = (Path(__file__), Path(__file__).with_name("packaging_archive.py"))
    said = "".join(each for lock in layer.locks for each in _requirements(lock) if _belongs(each, layer))
    return hashlib.sha256(b"".join([*(path.read_bytes() for path in own), said.encode(), machine.encode()])).hexdigest()


def main(names: Sequence[str] = tuple(LAYERS)) -> None:
    python = lambdas_python()
    if python is None:
        print(f"Error: packaging needs Python {PYTHON}, which Lambda runs, and there is none here.", file=sys.stderr)
        raise SystemExit(f"Install it, or name one: LAMBDA_PYTHON=/opt/python{PYTHON}/bin/python make package")
    for name in names:
        path = build(LAYERS[name], python)
        print(f"{name}: {path.relative_to(ROOT)}, {path.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
