"""Which addresses are public, and which only look as if they were."""

import pytest

from mutoscope.outbound.addresses import is_loopback, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::1",
        "2001:0:a00:1::1",
        "::a00:1",
        "::ffff:0:10.0.0.1",
        "fd00:ec2::254",
        "fe80::1%eth0",
        "198.18.0.1",
        "192.0.2.1",
    ],
)
def test_an_address_inside_or_in_disguise_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "loopback"), [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", False), ("10.0.0.1", False)]
)
def test_this_machine_is_known_in_no_disguise(address: str, loopback: bool) -> None:
    assert is_loopback(address) is loopback
