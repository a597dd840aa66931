import subprocess
import sys
from pathlib import Path

import pytest

from cdk.packaging import FLEET_FUNCTIONS, FUNCTIONS, OPERATOR_FUNCTIONS, ROOT, Packages, package

SOURCE = ROOT / "layers" / "python"


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_layer_holds_our_package_where_lambda_looks_for_it(packages: Packages) -> None:
    assert (packages.layer / "python" / "mutoscope" / "settings.py").is_file()


@pytest.mark.parametrize("ending", [".sql", ".txt", ".toml"])
def test_the_layer_holds_the_data_that_the_code_reads(packages: Packages, ending: str) -> None:
    source = {path.relative_to(SOURCE) for path in SOURCE.rglob(f"*{ending}")}

    packed = {path.relative_to(packages.layer / "python") for path in (packages.layer / "python").rglob(f"*{ending}")}

    assert source
    assert packed == source


def test_nothing_compiled_or_cached_is_packed(packages: Packages) -> None:
    packed = [path for folder in (packages.layer, *packages.functions.values()) for path in folder.rglob("*")]

    assert [path for path in packed if path.name == "__pycache__" or path.suffix == ".pyc"] == []


@pytest.mark.parametrize("name", [*FUNCTIONS, *FLEET_FUNCTIONS, *OPERATOR_FUNCTIONS])
def test_a_function_holds_itself_and_no_other(packages: Packages, name: str) -> None:
    folders = {path.name for path in (packages.functions[name] / "functions").iterdir() if path.is_dir()}

    assert folders == {name}


@pytest.mark.parametrize("name", [*FUNCTIONS, *FLEET_FUNCTIONS, *OPERATOR_FUNCTIONS])
def test_a_packed_function_imports_with_nothing_of_ours_but_the_layer(packages: Packages, name: str) -> None:
    roots = [str(packages.functions[name]), str(packages.layer / "python")]
    script = (
        f"import sys; sys.path[:0] = {roots}; import mutoscope, functions.{name}.handler as it; "
        "assert callable(it.handler); print(it.__file__); print(mutoscope.__file__)"
    )

    said = subprocess.run([sys.executable, "-B", "-c", script], cwd="/", check=True, capture_output=True, text=True)

    handler, shared = said.stdout.split()
    assert handler.startswith(roots[0])
    assert shared.startswith(roots[1])


def test_the_same_source_is_packed_to_the_same_bytes(packages: Packages, tmp_path: Path) -> None:
    again = package(tmp_path)

    assert _files(again.layer) == _files(packages.layer)
