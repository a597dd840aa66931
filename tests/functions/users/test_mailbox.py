"""The laptop's mailbox: letters to read and to click, by a browser on this machine alone."""

import re
from html import unescape

from fastapi.testclient import TestClient

from tests.functions.users.people import Letters, new_email, register, token_in


def test_letters_are_listed_and_read_by_people_and_by_programs(web: TestClient, letters: Letters) -> None:
    email = new_email()
    register(web, email)
    (letter,) = letters()

    (listed,) = web.get("/dev/mailbox.json").json()
    overview = web.get("/dev/mailbox").text
    shown = web.get(f"/dev/mailbox/{listed['id']}")

    assert (listed["to"], listed["subject"]) == (email, letter.subject)
    assert f'href="/dev/mailbox/{listed["id"]}"' in overview
    link = f"http://127.0.0.1:8000/verify-email#token={token_in(letter)}"
    assert f'<a href="{link}">' in shown.text
    assert f'<a href="{link}"' in unescape(web.get(f"/dev/mailbox/{listed['id']}/html").text)
    assert shown.headers["content-type"].startswith("text/html")


def test_a_letter_says_the_same_in_text_and_html_and_greets_no_stranger_by_name(
    web: TestClient, letters: Letters
) -> None:
    register(web, new_email(), name="<script>alert(1)</script> http://evil.example")

    (letter,) = letters()

    assert "evil.example" not in letter.text + letter.html
    assert "<script" not in letter.html
    (link,) = re.findall(r'href="([^"]+)"', letter.html)
    assert unescape(link) in letter.text


def test_nobody_elsewhere_reads_letters(web: TestClient) -> None:
    for path in ("/dev/mailbox", "/dev/mailbox.json", "/dev/mailbox/01J"):
        assert web.get(path, headers={"Host": "rebound.example"}).status_code == 404


def test_a_letter_that_is_not_there_is_not_found(web: TestClient) -> None:
    assert web.get("/dev/mailbox/nothing").json()["error"]["code"] == "not_found"


def test_where_links_lead_a_form_asks_before_anything_is_used_up(web: TestClient) -> None:
    for path in ("/verify-email", "/reset-password", "/confirm-email"):
        answer = web.get(path)

        assert "<form" in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_mailbox_is_no_part_of_the_api() -> None:
    from mutoscope.laptop.api import ROUTERS, app

    assert not any("mailbox" in path for path in app.openapi()["paths"])
    assert not any("mailbox" in str(getattr(route, "path", "")) for router in ROUTERS for route in router.routes)
