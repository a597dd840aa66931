import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from cdk.budgets import SHOWN, tell
from cdk.packaging import (
    FLEET_FUNCTIONS,
    FUNCTIONS,
    OPERATOR_FUNCTIONS,
    ROOT,
    Packages,
    PackageTooLarge,
    libraries_of,
    require_room,
)
from cdk.packaging_archive import archive, compile_for_good, unpacked_bytes
from cdk.packaging_libraries import LAYERS, WITHOUT_WHEELS

ALL = (*FUNCTIONS, *FLEET_FUNCTIONS, *OPERATOR_FUNCTIONS)
RUNTIME = {"boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3"}
"""What Lambda's own Python brings."""
ONLY_HERE = {"setuptools", "sniffio"}
"""AnyIO looks for the one and does without; the other is of every environment that pip made."""
MOST_OF_A_FUNCTION, MOST_OF_OUR_LAYER = 200_000, 24 * 2**20
"""Bytes. A function's own folder is its routes; all it shares is in the layer."""


def _locked(lock: str) -> dict[str, str]:
    """The libraries of a lock, each with its lines."""
    parts = re.split(r"\n(?=\S)", (ROOT / "requirements" / lock).read_text())
    return {part.partition("==")[0]: part for part in parts if "==" in part}


@pytest.mark.parametrize("lock", ["cloud.txt", "cloud-media.txt", "stage.txt"])
def test_every_library_of_the_cloud_is_locked_by_hashes_and_in_the_studios_own_version(lock: str) -> None:
    studio = {name: part.split()[0] for name, part in _locked("studio.txt").items()}

    libraries = _locked(lock)

    assert [name for name, part in libraries.items() if "--hash=sha256:" not in part] == []
    # numpy has a release of its own for each Python.
    assert [n for n, part in libraries.items() if n != "numpy" and part.split()[0] != studio.get(n)] == []


@pytest.mark.parametrize("layer", [*LAYERS])
def test_a_layer_takes_only_what_its_locks_name(layer: str) -> None:
    locked = {name for lock in LAYERS[layer].locks for name in _locked(lock)}

    assert LAYERS[layer].only <= locked
    assert set(WITHOUT_WHEELS) <= set(_locked("cloud-media.txt"))


def test_no_handler_loads_a_library_that_is_not_in_its_layer_or_lambdas_own() -> None:
    script = f"""
import json, sys
from importlib import import_module
import mutoscope.films.order, mutoscope.films.rework, mutoscope.jobs.recipes
from mutoscope.kinds.registry import KINDS
assert KINDS.values()
for name in {ALL}:
    module = import_module(f"functions.{{name}}.handler")
    app = getattr(getattr(module, "_http", module.handler), "app", None)
    assert app is None or app.routes
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    owners = packages_distributions()

    loaded = {owner.lower().replace("_", "-") for name in json.loads(done.stdout) for owner in owners.get(name, [])}

    assert loaded - {"mutoscope"} - RUNTIME - ONLY_HERE - set(_locked("cloud.txt")) == set()


@pytest.mark.parametrize("name", ALL)
def test_a_functions_own_package_is_small(packages: Packages, name: str) -> None:
    assert unpacked_bytes(packages.functions[name]) < MOST_OF_A_FUNCTION


def test_our_layer_leaves_room_for_the_libraries(packages: Packages) -> None:
    assert unpacked_bytes(packages.layer) < MOST_OF_OUR_LAYER


@pytest.mark.parametrize("name", ALL)
def test_a_function_has_the_libraries_that_all_stand_on_and_at_most_one_layer_more(name: str) -> None:
    names = libraries_of(name)

    assert names[0] == "libraries"
    assert len(names) <= 2
    assert set(names) <= set(LAYERS)


def test_a_function_that_is_larger_with_its_layers_than_lambda_takes_is_refused(
    packages: Packages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "little").mkdir()
    little = archive(tmp_path / "little", tmp_path / "little.zip")
    (tmp_path / "much.bin").write_bytes(bytes(3_000_000))
    much = archive(tmp_path, tmp_path / "much.zip")
    swollen = replace(packages, libraries={name: much if name == "recordings" else little for name in LAYERS})
    monkeypatch.setattr("cdk.packaging.MOST_UNPACKED", unpacked_bytes(packages.layer) + 2_900_000)

    with pytest.raises(PackageTooLarge, match="audio"):
        require_room(swollen)


def test_what_is_not_whole_is_within_no_budget(packages: Packages, capsys: pytest.CaptureFixture[str]) -> None:
    statuses = [tell(replace(packages, is_whole=whole)) for whole in (False, True)]

    told = capsys.readouterr()
    assert statuses == [1, 0]
    assert told.err.startswith("Error: A layer is not built")
    assert all(" of 250 MiB" in line for line in told.out.splitlines())
    assert len(told.out.splitlines()) == SHOWN


def test_the_same_files_are_archived_to_the_same_bytes(tmp_path: Path) -> None:
    for number, folder in enumerate(("first", "second")):
        names = ["b.txt", "a.txt"] if number else ["a.txt", "b.txt"]
        for name in names:
            (tmp_path / folder / "inner").mkdir(parents=True, exist_ok=True)
            path = tmp_path / folder / "inner" / name
            path.write_text(name)
            path.chmod(0o600 if number else 0o664)
            os.utime(path, (number * 1_000_000, number * 1_000_000))

    first, second = (archive(tmp_path / each, tmp_path / f"{each}.zip") for each in ("first", "second"))

    assert first.read_bytes() == second.read_bytes()


def test_what_is_compiled_is_the_same_from_build_to_build_and_never_checked_again(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "it.py").write_text(
            "NAMES = {'a', 'b', 'c', 'd'}\n\n\ndef has(x):\n    return x in {'a', 'b'}\n"
        )
        compile_for_good(tmp_path / folder, Path(sys.executable), "/opt/python")

    first, second = ((tmp_path / each).glob("__pycache__/*.pyc") for each in ("first", "second"))

    content = next(first).read_bytes()
    assert content == next(second).read_bytes()
    assert int.from_bytes(content[4:8], "little") == 0b01


def test_the_licence_of_everything_that_is_shipped_is_in_the_notice() -> None:
    listed = {line.split()[0] for line in (ROOT / "NOTICE").read_text().splitlines() if line.startswith("    ")}

    shipped = {name for lock in ("cloud.txt", "cloud-media.txt", "stage.txt") for name in _locked(lock)}

    assert shipped - listed == set()
