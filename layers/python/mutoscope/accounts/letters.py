"""The letters the studio writes: their words are in `letter_texts/<language>.toml`, their shape is here.

Each is plain text and simple HTML that says the same, with at most one link, which points at the studio's web address.
"""

import tomllib
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from mutoscope.ports import Mail

FALLBACK = "en"
_FOLDER = Path(__file__).parent / "letter_texts"
_BUTTON = (
    "display:inline-block;padding:12px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;"
    "text-decoration:none;font-weight:600"
)
_PAGE = "margin:0;padding:32px 16px;background:#f4f4f5;color:#18181b;font:16px/1.5 system-ui,sans-serif"
_CARD = "max-width:32rem;margin:0 auto;padding:32px;background:#ffffff;border-radius:12px"


def write_letter(
    kind: str, *, to: str, name: str = "", link: str | None = None, locale: str | None = None, about: str = ""
) -> Mail:
    """The letter in the language of `locale`, or in English where nobody has translated it yet."""
    language = _language(locale)
    texts, frame = _texts(language)[kind], _texts(language)["frame"]
    greeting = str(frame["greeting"]).format(name=name) if name else str(frame["greeting_nobody"])
    paragraphs = [str(paragraph).replace("{about}", about) for paragraph in texts["paragraphs"]]
    button, signature = str(texts.get("button", "")), str(frame["signature"])
    text_link = [f"{button}:\n{link}"] if link else []
    text = "\n\n".join([greeting, paragraphs[0], *text_link, *paragraphs[1:], f"-- \n{signature}"]) + "\n"
    html = _html(language, greeting, paragraphs, button, link, str(frame["or_copy"]), signature)
    return Mail(to=to, subject=str(texts["subject"]), text=text, html=html)


def _html(
    language: str, greeting: str, paragraphs: list[str], button: str, link: str | None, or_copy: str, signature: str
) -> str:
    first, *rest = [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs]
    where = f'<p><a href="{escape(link)}" style="{_BUTTON}">{escape(button)}</a></p>' if link else ""
    copy = f'<p style="color:#52525b">{escape(or_copy)}<br>{escape(link)}</p>' if link else ""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"></head>'
        f'<body style="{_PAGE}"><div style="{_CARD};overflow-wrap:anywhere">\n<p>{escape(greeting)}</p>\n{first}\n'
        f"{where}\n{''.join(rest)}\n{copy}\n<p>{escape(signature)}</p>\n</div></body></html>\n"
    )


def _language(locale: str | None) -> str:
    language = (locale or FALLBACK).partition("-")[0].lower()
    return language if (_FOLDER / f"{language}.toml").is_file() and language.isalpha() else FALLBACK


@cache
def _texts(language: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text())
