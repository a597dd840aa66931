"""Only public https addresses are ever connected to."""

import pytest

from mutoscope.documents.public_address import (
    AddressWithPassword,
    NotHttps,
    PageUnreachable,
    PrivateAddress,
    is_public,
    require_public_https,
)


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
    ],
)
def test_an_address_inside_or_in_disguise_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["http://example.com", "ftp://example.com", "example.com", "https://", "", "https://\x00"]
)
def test_anything_but_https_is_refused(url: str) -> None:
    with pytest.raises(NotHttps):
        require_public_https(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.1]",
        "https://[::1]:8443/",
        "https://2130706433/",
        "https://localhost/",
    ],
)
def test_a_private_address_is_refused_in_every_spelling(url: str) -> None:
    with pytest.raises(PrivateAddress):
        require_public_https(url)


def test_a_name_nobody_knows_is_unreachable() -> None:
    with pytest.raises(PageUnreachable):
        require_public_https("https://nobody.invalid/")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(AddressWithPassword) as refusal:
        require_public_https("https://ann:sesame@example.com/")

    assert "sesame" not in str(refusal.value)
