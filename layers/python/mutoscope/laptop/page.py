"""A plain page of the laptop's own: no framework, no foreign script, and a policy that lets none in."""

import secrets
from html import escape

from fastapi.responses import HTMLResponse

_STYLE = """
body { margin: 0 auto; max-width: 40rem; padding: 2rem 1rem; font: 16px/1.5 system-ui, sans-serif; color: #18181b }
h1 { font-size: 1.5rem } h2 { font-size: 1rem; margin-top: 2rem } small { color: #52525b }
.letters { list-style: none; padding: 0 } .letters li { padding: .75rem 0; border-bottom: 1px solid #e4e4e7 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f5; padding: 1rem; border-radius: 8px }
label { display: block; margin: 1rem 0 .25rem }
input { font: inherit; width: 100%; padding: .5rem; box-sizing: border-box }
button { font: inherit; margin-top: 1rem; padding: .6rem 1.2rem; border: 0; border-radius: 6px }
button { background: #1d4ed8; color: #fff }
output { display: block; margin-top: 1rem }
"""


def page(title: str, body: str, *, script: str = "") -> HTMLResponse:
    """`body` is HTML already; `script` is ours, and the only one that runs."""
    nonce = secrets.token_urlsafe(16)
    running = f'<script nonce="{nonce}">{script}</script>' if script else ""
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1>{body}</main>{running}</body></html>"
    )
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'; connect-src 'self'; "
        "frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return HTMLResponse(html, headers=headers)
