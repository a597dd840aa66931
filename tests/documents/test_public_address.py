"""Only public https addresses are ever connected to."""

import pytest

from mutoscope.documents.public_address import (
    AddressWithPassword,
    NotHttps,
    PageUnreachable,
    PrivateAddress,
    require_public_https,
)


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
