"""An OpenID provider on loopback that really answers the code flow, and that lies as it is told to."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "the-studio", "its-secret"
Lie = Callable[[dict[str, Any]], None]


@dataclass
class OpenIdServer:
    """`person` is who consents. `lie` changes claims before they are signed, `discovery_lie` the discovery document."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}, private=True))
    person: dict[str, Any] = field(default_factory=dict)
    lie: Lie = lambda claims: None
    discovery_lie: Lie = lambda document: None
    signed: str = "by its key"
    token_status: int = 200
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        document = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        self.discovery_lie(document)
        return document

    def authorize(self, question: dict[str, str]) -> str:
        """Consents at once; answers where the browser goes next."""
        assert question["response_type"] == "code"
        assert question["client_id"] == CLIENT_ID
        assert question["code_challenge_method"] == "S256"
        assert "openid" in question["scope"].split()
        code = secrets.token_urlsafe(16)
        self.asked[code] = question
        return f"{question['redirect_uri']}?{urlencode({'code': code, 'state': question['state']})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A code is good once, for this client, this redirect and this PKCE verifier."""
        question = self.asked.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        fits = (
            question is not None
            and form.get("grant_type") == "authorization_code"
            and (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
            and form.get("redirect_uri") == question["redirect_uri"]
            and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == question["code_challenge"]
        )
        if not fits or question is None or self.token_status != 200:
            return (self.token_status if fits else 400), {"error": "invalid_grant"}
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": self._id_token(question["nonce"])}

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "nonce": nonce, "iat": now, "exp": now + 300, **self.person}
        self.lie(claims)
        header = {"alg": "RS256", "kid": "one"}
        if self.signed == "by another key":
            return jwt.encode(header, claims, RSAKey.generate_key(2048, private=True), ["RS256"])
        if self.signed == "by the client secret":
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(CLIENT_SECRET), ["HS256"])
        if self.signed == "not at all":
            return f"{_part({'alg': 'none'})}.{_part(claims)}."
        return jwt.encode(header, claims, self.key, ["RS256"])


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@contextmanager
def serving(server: OpenIdServer) -> Iterator[OpenIdServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                question = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", server.authorize(question))
                self.end_headers()
                return
            keys = {"keys": [server.key.as_dict(private=False)]}
            self._say(200, keys if parts.path == "/keys" else server.discovery())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*server.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _say(self, status: int, document: dict[str, Any]) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.issuer = f"http://127.0.0.1:{http.server_address[1]}"
    threading.Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
