"""Where the links of the letters lead on a laptop without a web app: three small forms over the API.

The token stands behind the # of the address, is read by the page alone, and is sent only when somebody presses the
button: a mail program that follows links uses none up.
"""

from fastapi.responses import HTMLResponse

from mutoscope.adapters.http.routes import Router
from mutoscope.laptop.page import page

router = Router(include_in_schema=False)

_SEND = """
const form = document.querySelector("form"), said = document.querySelector("output");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = {...Object.fromEntries(new FormData(form)), ...JSON.parse(form.dataset.fixed)};
  body.token = decodeURIComponent((location.hash.match(/token=([^&]+)/) || [])[1] || "");
  said.textContent = "One moment ...";
  const answer = await fetch(form.dataset.path, {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
  const told = await answer.json();
  said.textContent = answer.ok ? form.dataset.done : told.error.message + " " + told.error.hint;
});
"""
_FIELD = '<label for="p">{label}</label><input id="p" name="{name}" type="password" required autocomplete="{fill}">'


@router.get("/verify-email")
def show_verify_email() -> HTMLResponse:
    field = _FIELD.format(label="The password you chose", name="password", fill="current-password")
    return _form("Confirm your address", "/v1/auth/verify-email", field, "Your account is open, and you are logged in.")


@router.get("/reset-password")
def show_reset_password() -> HTMLResponse:
    field = _FIELD.format(label="A new password, ten characters or more", name="new_password", fill="new-password")
    done = "Your password is set, and you are logged in."
    return _form("Set a new password", "/v1/auth/password/reset/confirm", field, done)


@router.get("/confirm-email")
def show_confirm_email() -> HTMLResponse:
    return _form("Use this address", "/v1/auth/email/confirm", "", "Your account has its new address.", cookies=False)


def _form(title: str, path: str, fields: str, done: str, *, cookies: bool = True) -> HTMLResponse:
    fixed = '{"cookies": true}' if cookies else "{}"
    body = (
        f"<form data-path='{path}' data-done='{done}' data-fixed='{fixed}'>{fields}"
        f"<button>{title}</button></form><output role='status'></output>"
    )
    return page(title, body, script=_SEND)
