"""What every answer tells the browser to refuse: scripts of others, frames, guessing of types, devices.

The policy is as strict as Streamlit's front end lets it be; what it needs, and why, stands with each line.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.pages.serving import asked
from tracker.settings import Settings

POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self' blob: 'wasm-unsafe-eval'",  # our own small components come as blobs; numbers of 64 bits
    "style-src": "'self' 'unsafe-inline'",  # the front end writes its styles into the document
    "img-src": "'self' data: blob:",  # icons of tables and pictures of charts
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "media-src": "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
_NO_DEVICES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
ALWAYS: Final = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{device}=()" for device in _NO_DEVICES),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}
ONLY_TLS: Final = "max-age=31536000"
_OF_READERS = ("media/",)
"""Where what readers made lies: reports, exports, pictures of pages."""


class SecurityHeaders:
    """Puts the headers on every answer, refusals and errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""

        async def protected(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(raw=list(message["headers"]))
                headers.update(ALWAYS)
                if urlsplit(Settings().address).scheme == "https":
                    headers["strict-transport-security"] = ONLY_TLS
                if asked.name(scope).startswith(_OF_READERS):
                    headers["cache-control"] = "private, no-store"
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, protected)
