"""With leave to call this machine, a webhook may go without TLS to this machine, and to nobody else."""

import pytest

from mutoscope.outbound.reach import Reach, SchemeRefused, UrlRefused, parse_url, reach_of
from mutoscope.settings import Settings

TRYING_OUT = reach_of(Settings(webhooks_to_loopback=True))


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "127.8.9.10", "[::1]:8080", "localhost:8080", "LOCALHOST"])
def test_plain_http_reaches_this_machine_where_that_is_allowed(host: str) -> None:
    assert parse_url(f"http://{host}/hook", TRYING_OUT).scheme == "http"

    with pytest.raises(SchemeRefused):
        parse_url(f"http://{host}/hook", Reach())


@pytest.mark.parametrize("host", ["example.com", "localhost.example.com", "93.184.215.14", "[2606:4700::1111]"])
def test_plain_http_reaches_nobody_else(host: str) -> None:
    with pytest.raises(SchemeRefused):
        parse_url(f"http://{host}/hook", TRYING_OUT)

    assert parse_url(f"https://{host}/hook", TRYING_OUT).scheme == "https"


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://[::ffff:127.0.0.1]/", "ftp://127.0.0.1/", "file:///etc/"])
def test_another_scheme_or_a_private_address_is_refused_all_the_same(url: str) -> None:
    with pytest.raises(UrlRefused):
        parse_url(url, TRYING_OUT)
