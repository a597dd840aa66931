"""A request to an address that somebody else named: its bounds, and the SSRF row of the fault matrix."""

from dataclasses import replace
from typing import Any

import pytest

from mutoscope.errors import MutoscopeError
from mutoscope.outbound.post import AnswerBroken, Bounds, TooSlow, Unreachable, post
from mutoscope.outbound.reach import AddressRefused, NameUnknown, Reach, SchemeRefused

SOON = Bounds(whole_seconds=0.4)


def sent(server: Any, **changed: Any) -> Any:
    return post(server.url(), b"hello", {"Content-Type": "text/plain"}, replace(server.reach, **changed))


def test_a_request_arrives_by_its_name_at_the_checked_address(server: Any) -> None:
    answer = sent(server)

    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert (answer.status, answer.body, body) == (200, b"ok", b"hello")
    assert f"Host: hooks.example:{server.port}".encode() in head


def test_ssrf_metadata_address_is_not_connected_to(server: Any) -> None:
    server.names["hooks.example"] = ("169.254.169.254",)

    with pytest.raises(AddressRefused, match=r"hooks\.example"):
        sent(server)


@pytest.mark.parametrize(
    "address", ["::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::1", "::127.0.0.1"]
)
def test_ssrf_ipv6_mapped_addresses_are_not_connected_to(server: Any, address: str) -> None:
    server.names["hooks.example"] = (address,)

    with pytest.raises(AddressRefused):
        sent(server)

    assert server.connections == 0


def test_ssrf_one_forbidden_address_among_others_refuses_the_host(server: Any) -> None:
    server.names["hooks.example"] = ("127.0.0.1", "10.0.0.1")

    with pytest.raises(AddressRefused):
        sent(server)

    assert server.connections == 0


def test_ssrf_rebinding_gains_nothing_because_the_name_is_looked_up_once(server: Any) -> None:
    answers = iter([("127.0.0.1",), ("169.254.169.254",)])

    assert sent(server, resolve=lambda host, port: next(answers)).status == 200

    with pytest.raises(AddressRefused):
        sent(server, resolve=lambda host, port: next(answers))


def test_ssrf_rebinding_the_connected_peer_is_checked_before_a_byte_is_sent(server: Any) -> None:
    verdicts = iter([True, False])

    with pytest.raises(AddressRefused):
        sent(server, permits=lambda address: next(verdicts))

    assert server.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["https://169.254.169.254/", "https://hooks.example/other", "/other"])
def test_ssrf_redirects_are_answers_and_never_followed(server: Any, status: int, target: str) -> None:
    server.answer = f"HTTP/1.1 {status} Elsewhere\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()

    assert sent(server).status == status

    assert server.connections == 1


def test_ssrf_no_proxy_of_the_environment_is_used(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    assert sent(server).status == 200


def test_a_certificate_for_another_name_is_not_accepted(serve: Any) -> None:
    server = serve("other.example")

    with pytest.raises(Unreachable, match="certificate"):
        sent(server)

    assert server.requests == []


def test_a_request_without_tls_is_not_sent(server: Any) -> None:
    with pytest.raises(SchemeRefused):
        post(f"http://hooks.example:{server.port}/", b"", {}, server.reach)


def test_an_address_that_takes_no_connection_is_passed_over_for_the_next_one(server: Any) -> None:
    server.names["hooks.example"] = ("127.0.0.2", "127.0.0.1")

    assert sent(server, permits=lambda address: True).status == 200


def test_a_host_that_takes_no_connection_is_unreachable(server: Any) -> None:
    with pytest.raises(Unreachable, match="takes no connection"):
        post("https://hooks.example:1/", b"", {}, server.reach)


def test_a_name_without_an_address_is_unknown() -> None:
    with pytest.raises(NameUnknown):
        post("https://nobody.invalid/", b"", {}, Reach())


def test_a_server_that_never_answers_is_given_up(server: Any) -> None:
    server.answer, server.holds_open = b"", True

    with pytest.raises(TooSlow):
        post(server.url(), b"hello", {}, server.reach, SOON)


def test_a_head_that_never_ends_is_given_up(server: Any) -> None:
    server.answer, server.holds_open = b"HTTP/1.1 200 OK\r\nX-A: ", True

    with pytest.raises(TooSlow):
        post(server.url(), b"hello", {}, server.reach, SOON)


def test_a_length_that_is_a_lie_leaves_the_status_what_it_is(server: Any) -> None:
    server.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nshort"

    assert sent(server).body == b"short"


def test_a_body_that_drips_leaves_the_status_what_it_is(server: Any) -> None:
    server.answer, server.holds_open = b"HTTP/1.1 202 OK\r\nContent-Length: 1000000\r\n\r\nbegun", True

    answer = post(server.url(), b"hello", {}, server.reach, SOON)

    assert (answer.status, answer.body) == (202, b"begun")


def test_of_a_large_body_only_the_beginning_is_read(server: Any) -> None:
    server.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n" + b"x" * 30_000_000

    assert sent(server).body == b"x" * 65_536
    assert server.broken_off.wait(10)


def test_a_packed_body_is_not_unpacked(server: Any) -> None:
    server.answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nbombs"

    assert sent(server).body == b"bombs"
    assert b"Accept-Encoding: identity" in server.requests[0]


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH_9.9\r\n", b"", b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000])
def test_what_is_no_answer_is_named(server: Any, answer: bytes) -> None:
    server.answer = answer

    with pytest.raises(AnswerBroken):
        sent(server)


def test_every_failure_has_a_code_of_its_own() -> None:
    kinds: list[type[MutoscopeError]] = [AddressRefused, NameUnknown, SchemeRefused, Unreachable, TooSlow, AnswerBroken]

    assert len({kind.code for kind in kinds}) == len(kinds)
