"""How the app is served: what stands around Streamlit's own server, each part in a module of its own.

Given to `streamlit.App` whole; every answer passes all of it, the outermost first.
"""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware

from tracker.api.server import Api
from tracker.pages.serving import asked, health
from tracker.pages.serving.destination import Destination
from tracker.pages.serving.documents import InReadersLanguage
from tracker.pages.serving.entrance import Entrance, provider
from tracker.pages.serving.headers import SecurityHeaders
from tracker.pages.serving.hosts import KnownHosts
from tracker.pages.serving.journal import Journal
from tracker.pages.serving.limits import Limits
from tracker.pages.serving.messages import Messages

SCRIPT = Path(__file__).parent.parent / "app.py"
"""What runs for each session."""
ROUTES = (*health.ROUTES, *Api(asked.base()).routes())
MIDDLEWARE = (
    Middleware(SecurityHeaders),
    Middleware(Journal),
    Middleware(KnownHosts),
    Middleware(Limits),
    Middleware(Entrance),
    Middleware(Destination),
    Middleware(InReadersLanguage),
    Middleware(Messages),
)

__all__ = ["MIDDLEWARE", "ROUTES", "SCRIPT", "provider"]
