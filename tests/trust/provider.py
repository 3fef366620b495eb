"""A provider of identities of our own on this machine: what it says of whoever comes is what a test wants it to say."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "tracker", "the provider's word to its client"
_KEY, _ANOTHER = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))


class Provider(ThreadingHTTPServer):
    """Answers discovery, authorisation, tokens and keys; `says` goes into every token, over what belongs there."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.says: dict[str, Any] = {}
        self.signs = "RS256"
        self.with_another_key = False
        self.asked: dict[str, str] = {}
        """Code and nonce of the authorisations that wait for their token."""

    def token(self, nonce: str) -> str:
        """A token as it should be, but for what the test wants otherwise."""
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "4711", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce,
            "email": "kim@kommun.example", "email_verified": True, "name": "Kim",
        }  # fmt: skip
        said = {**claims, **self.says}
        if self.signs == "none":
            return f"{_encoded({'alg': 'none', 'typ': 'JWT'})}.{_encoded(said)}."
        return jwt.encode({"alg": self.signs, "kid": "one"}, said, _ANOTHER if self.with_another_key else _KEY)


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path, issuer = urlsplit(self.path), self.server.issuer
        asked = {key: values[0] for key, values in parse_qs(path.query).items()}
        if path.path == "/.well-known/openid-configuration":
            self._json({
                "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/jwks", "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
            })  # fmt: skip
        elif path.path == "/jwks":
            self._json({"keys": [_KEY.as_dict(private=False)]})
        elif path.path == "/authorize":
            code = f"code-{len(self.server.asked)}"
            self.server.asked[code] = asked["nonce"]
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        nonce = self.server.asked.pop(form["code"][0], None)
        if nonce is None:
            self.send_error(400)
            return
        self._json({
            "access_token": "of no use here", "token_type": "Bearer", "expires_in": 300,
            "id_token": self.server.token(nonce),
        })  # fmt: skip

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _json(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, at work until the block ends."""
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        thread.join()
        provider.server_close()


def _encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
