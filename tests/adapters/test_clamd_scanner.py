"""The virus scanner's contract, spoken with a server that follows clamd's protocol."""

from pathlib import Path

import pytest

from mutoscope.adapters.clamd_scanner import ClamdAddressInvalid, ClamdScanner
from mutoscope.errors import Unavailable
from mutoscope.media.refusals import TooLargeToScan
from mutoscope.ports import Verdict
from tests.media.clamd_server import LIMIT, clamd
from tests.media.hostile import EICAR


def test_the_test_virus_is_found_wherever_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(600_000) + EICAR + bytes(1000))

    with clamd() as address:
        assert ClamdScanner(address).scan(path) == Verdict("Win.Test.EICAR_HDB-1")


@pytest.mark.parametrize("content", [b"", b"a letter", bytes(900_000)])
def test_a_clean_file_is_clean(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)

    with clamd() as address:
        assert ClamdScanner(address).scan(path) == Verdict("")


def test_a_file_that_the_scanner_does_not_take_whole_is_not_called_clean(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(LIMIT * 3))

    with clamd() as address, pytest.raises(TooLargeToScan):
        ClamdScanner(address).scan(path)


@pytest.mark.parametrize("behaviour", ["hangs up"])
def test_a_scanner_that_does_not_answer_is_unavailable(tmp_path: Path, behaviour: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a letter")

    with clamd(behaviour) as address, pytest.raises(Unavailable):
        ClamdScanner(address).scan(path)
    with pytest.raises(Unavailable):
        ClamdScanner("unix:/nowhere.sock").scan(path)


@pytest.mark.parametrize("address", ["localhost", "tcp://localhost", "http://localhost:1", "unix:", "tcp://:x"])
def test_an_address_that_is_none_is_told_at_the_start(address: str) -> None:
    with pytest.raises(ClamdAddressInvalid):
        ClamdScanner(address)
