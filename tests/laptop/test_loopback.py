"""A proxy for the world outside does not come between the studio's own programs."""

import urllib.request

import pytest

from mutoscope.laptop.loopback import keep_proxies_off


@pytest.mark.parametrize("named", ["", "intranet.test", "127.0.0.1,intranet.test"])
def test_this_machine_is_reached_without_the_proxy_and_what_was_named_stays(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.test:9")
    monkeypatch.setenv("no_proxy", named)
    monkeypatch.setenv("NO_PROXY", named)

    keep_proxies_off()

    assert urllib.request.proxy_bypass("127.0.0.1")
    assert urllib.request.proxy_bypass("localhost")
    assert bool(urllib.request.proxy_bypass("intranet.test")) == ("intranet.test" in named)
    assert not urllib.request.proxy_bypass("example.test")
