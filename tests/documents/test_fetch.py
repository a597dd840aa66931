"""A page is fetched from the address that was checked, within its limits."""

from dataclasses import replace
from typing import Any

import pytest

from mutoscope.documents.document import DocumentEmpty
from mutoscope.documents.fetch import PageNotText, PageRefused, PageTooLarge, TooManyRedirects, fetch_page
from mutoscope.documents.public_address import NotHttps, PageUnreachable, PrivateAddress

HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = (
    "<html><head><title>Rice</title></head>"
    "<body><article><p>Rice is the seed of a grass that grows in water.</p></article></body></html>"
)


def test_a_page_is_read_by_its_name_from_the_checked_address(site: Any) -> None:
    site.answers["/rice"] = (200, HTML, PAGE.encode())

    document = fetch_page(site.url("/rice#top"), site.reach)

    assert document.title == "Rice"
    assert document.text == "Rice is the seed of a grass that grows in water."
    assert site.asked == [(f"pages.example:{site.port}", "/rice")]


def test_the_name_is_resolved_once_so_that_it_cannot_change_in_between(site: Any) -> None:
    site.answers["/rice"] = (200, HTML, PAGE.encode())
    addresses = iter([("127.0.0.1",), ("10.0.0.1",)])

    document = fetch_page(site.url("/rice"), replace(site.reach, resolve=lambda host, port: next(addresses)))

    assert document.title == "Rice"


def test_a_certificate_for_another_name_is_not_accepted(site: Any) -> None:
    with pytest.raises(PageUnreachable, match="certificate"):
        fetch_page(site.url("/rice", host="other.example"), site.reach)

    assert site.asked == []


def test_a_name_with_one_private_address_is_refused(site: Any) -> None:
    site.names["pages.example"] = ("127.0.0.1", "10.0.0.1")

    with pytest.raises(PrivateAddress):
        fetch_page(site.url("/rice"), site.reach)

    assert site.asked == []


def test_the_next_address_is_tried_when_the_first_takes_no_connection(site: Any) -> None:
    site.answers["/rice"] = (200, HTML, PAGE.encode())
    site.names["pages.example"] = ("127.0.0.2", "127.0.0.1")

    document = fetch_page(site.url("/rice"), replace(site.reach, permits=lambda address: True))

    assert document.title == "Rice"


def test_a_redirect_is_followed(site: Any) -> None:
    site.answers["/old"] = (301, {"Location": "/rice"}, b"")
    site.answers["/rice"] = (200, HTML, PAGE.encode())

    assert fetch_page(site.url("/old"), site.reach).title == "Rice"


@pytest.mark.parametrize("target", ["https://10.0.0.1/", "https://169.254.169.254/", "https://[::ffff:127.0.0.1]/"])
def test_a_redirect_to_a_private_address_is_refused(site: Any, target: str) -> None:
    site.answers["/old"] = (302, {"Location": target}, b"")

    with pytest.raises(PrivateAddress):
        fetch_page(site.url("/old"), site.reach)


def test_a_redirect_away_from_https_is_refused(site: Any) -> None:
    site.answers["/old"] = (302, {"Location": "http://pages.example/"}, b"")

    with pytest.raises(NotHttps):
        fetch_page(site.url("/old"), site.reach)


def test_a_page_that_redirects_more_than_three_times_is_refused(site: Any) -> None:
    site.answers["/loop"] = (302, {"Location": "/loop"}, b"")

    with pytest.raises(TooManyRedirects):
        fetch_page(site.url("/loop"), site.reach)

    assert len(site.asked) == 4


def test_a_page_that_is_not_there_says_its_status(site: Any) -> None:
    site.answers["/gone"] = (404, HTML, b"<p>gone</p>")

    with pytest.raises(PageRefused, match="404"):
        fetch_page(site.url("/gone"), site.reach)


def test_a_page_larger_than_the_limit_is_given_up_while_it_streams(site: Any) -> None:
    site.answers["/big"] = (200, {"Content-Type": "text/plain"}, b"rice " * 2_100_000)

    with pytest.raises(PageTooLarge, match="10 MB"):
        fetch_page(site.url("/big"), site.reach)


def test_a_page_that_is_no_text_is_refused(site: Any) -> None:
    site.answers["/film"] = (200, {"Content-Type": "video/mp4"}, b"\x00\x00")

    with pytest.raises(PageNotText, match="video/mp4"):
        fetch_page(site.url("/film"), site.reach)


def test_an_empty_page_is_an_empty_document(site: Any) -> None:
    site.answers["/empty"] = (200, HTML, b"")

    with pytest.raises(DocumentEmpty):
        fetch_page(site.url("/empty"), site.reach)


def test_a_page_that_never_ends_is_given_up_at_the_deadline(site: Any) -> None:
    site.answers["/slow"] = (200, {"Content-Type": "text/plain", "Content-Length": "900"}, b"Only the beginning")

    site.endless.add("/slow")

    with pytest.raises(PageUnreachable, match=r"no complete answer within 0\.3 seconds"):
        fetch_page(site.url("/slow"), site.reach, deadline=0.3)


def test_a_server_that_is_not_there_is_unreachable(site: Any) -> None:
    with pytest.raises(PageUnreachable, match="takes no connection"):
        fetch_page("https://pages.example:1/", site.reach)
