from typing import Any

import pytest

from tests.cdk.snapshot import FOLDER, snapshots


@pytest.mark.parametrize("name", ["dev.txt", "prod.txt"])
def test_what_is_deployed_is_what_was_read_and_approved(dev: dict[str, Any], prod: dict[str, Any], name: str) -> None:
    approved = (FOLDER / name).read_text().splitlines()

    built = snapshots(dev, prod)[name].splitlines()

    assert built == approved, "read what `python -m tests.cdk.snapshot` changes in tests/cdk/snapshots, and commit it"
