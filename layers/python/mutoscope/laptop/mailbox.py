"""The laptop's mailbox at /dev/mailbox: every letter that the studio wrote, to read and to click.

Only the laptop's application has it, and only a browser on this machine is answered: a link in a letter lets people in.
"""

import re
from datetime import UTC, datetime
from html import escape
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from mutoscope.adapters.aws.s3_mailbox import KeptMail, S3Mailbox
from mutoscope.adapters.http.caller import CurrentStudio
from mutoscope.adapters.http.routes import Router
from mutoscope.errors import NotFound
from mutoscope.laptop.page import page

_LINK = re.compile(r"https?://\S+")
_HERE = {"127.0.0.1", "localhost", "testserver"}


class NotHere(NotFound):
    """The mailbox is read on the machine that the studio runs on."""

    code = "mailbox_elsewhere"
    hint = "Open http://127.0.0.1 with the studio's port, followed by /dev/mailbox."


def require_this_machine(request: Request) -> None:
    """A name that somebody else's server points at this machine is not ours (DNS rebinding)."""
    if request.url.hostname not in _HERE:
        raise NotHere


router = Router(prefix="/dev/mailbox", include_in_schema=False, dependencies=[Depends(require_this_machine)])


def mailbox(studio: CurrentStudio) -> S3Mailbox:
    return S3Mailbox(studio.settings)


Mailbox = Annotated[S3Mailbox, Depends(mailbox)]


class LetterResource(BaseModel):
    id: str
    sent_at: float
    to: str
    subject: str
    text: str
    html: str


@router.get(".json")
def list_letters(box: Mailbox) -> list[LetterResource]:
    """The same for programs: the newest first."""
    return [LetterResource(id=each.letter_id, sent_at=each.sent_at, **vars(each.mail)) for each in box.letters()]


@router.get("")
def show_mailbox(box: Mailbox) -> HTMLResponse:
    letters = box.letters()
    rows = "".join(_row(each) for each in letters)
    nothing = "<p>No letters yet. What the studio would send by mail appears here.</p>"
    return page("Mailbox", f'<ul class="letters">{rows}</ul>' if letters else nothing)


@router.get("/{letter_id}")
def show_letter(letter_id: str, box: Mailbox) -> HTMLResponse:
    kept = _find(box, letter_id)
    as_html = f'<a href="/dev/mailbox/{kept.letter_id}/html">See it as HTML</a>'
    head = f"<p>To {escape(kept.mail.to)}, {_when(kept)}. {as_html}</p>"
    return page(kept.mail.subject, f"{head}<pre>{_with_links(kept.mail.text)}</pre>")


@router.get("/{letter_id}/html")
def show_letter_as_html(letter_id: str, box: Mailbox) -> HTMLResponse:
    """The letter as it is sent; like a mail program, the browser runs no script of it and fetches nothing for it."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-top-navigation"
    headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return HTMLResponse(_find(box, letter_id).mail.html, headers=headers)


def _find(box: S3Mailbox, letter_id: str) -> KeptMail:
    kept = next((each for each in box.letters() if each.letter_id == letter_id), None)
    if kept is None:
        raise NotFound(what="letter", id=letter_id[:64])
    return kept


def _with_links(text: str) -> str:
    return _LINK.sub(r'<a href="\g<0>">\g<0></a>', escape(text))


def _row(kept: KeptMail) -> str:
    link = f'<a href="/dev/mailbox/{kept.letter_id}">{escape(kept.mail.subject)}</a>'
    return f"<li>{link}<br><small>To {escape(kept.mail.to)}, {_when(kept)}</small></li>"


def _when(kept: KeptMail) -> str:
    return datetime.fromtimestamp(kept.sent_at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
