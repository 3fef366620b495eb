"""Plain answers where there is no page: in the reader's language, with nothing in them of what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from tracker import locales
from tracker.api import problems, server
from tracker.pages.serving import asked

_ANSWER = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>:root {{ color-scheme: light dark; }}
body {{ font: 1.05rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1rem; }}</style></head>
<body><main><h1>{title}</h1><p>{words}</p><p><a href="{home}">{way}</a></p></main></body></html>"""


def plain(language: str, key: str, **values: str | int) -> str:
    """The page that says `page.<key>.title` and `page.<key>.words`, with the way home."""
    title, words = f"page.{key}.title", f"page.{key}.words"
    return _ANSWER.format(
        language=language,
        title=escape(locales.text(title, language)),
        words=escape(locales.text(words, language, **values)),
        way=escape(locales.text("page.nowhere.home", language)),
        home=f"{asked.base()}/?lang={language}",
    )


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    key: str,
    *,
    headers: Mapping[str, str] | None = None,
    **values: str | int,
) -> None:
    """Answer a request, or a browser that wants to stay connected, with a refusal and its reason.

    Programs that read the API get it as they get all its refusals.
    """
    name, language = asked.name(scope), asked.language(scope)
    if scope["type"] == "http" and (name == server.NAME or name.startswith(f"{server.NAME}/")):
        told = problems.problem(status, key, language, headers=headers, values=values, key=f"page.{key}.words")
        await told(scope, receive, send)
        return
    page = HTMLResponse(plain(language, key, **values), status, dict(headers or {}))
    if scope["type"] != "websocket":
        await page(scope, receive, send)
    elif "websocket.http.response" in scope.get("extensions", {}):
        await WebSocket(scope, receive, send).send_denial_response(page)
    else:
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
