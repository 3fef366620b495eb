"""Every page's HTML in the reader's language and without a script in it, and a plain answer where there is no page.

Streamlit sends one English document for every address; what it draws later changes neither the language that document
names nor the answer to an address nobody knows.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker import locales
from tracker.pages import routes
from tracker.pages.serving import answers, asked

HOME = next(iter(routes.PAGES))

_OF_ONE_LANGUAGE = ("accept-encoding", "if-none-match", "if-modified-since", "range", "if-range")
_OF_THE_OLD_TEXT = ("content-length", "etag", "last-modified")


class InReadersLanguage:
    """Sends pages in the language of the address or the browser, and home what stands under its own name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        name, language = asked.name(scope), asked.language(scope)
        if name == HOME:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"./?{query}" if query else "./")(scope, receive, send)
        elif name == "" or name in routes.ADDRESSES:
            await self.app(_whole(scope), receive, _Rewritten(send, language))
        else:
            await self.app(scope, receive, _Known(scope, receive, send, language))


class _Rewritten:
    """Collects a document and sends it on in one language."""

    def __init__(self, send: Send, language: str) -> None:
        self.send, self.language = send, language
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        if _is_html(self.start):
            self.body = in_language(self.body.decode(), self.language).encode()
            headers = MutableHeaders(raw=list(self.start["headers"]))
            for old in _OF_THE_OLD_TEXT:
                del headers[old]
            headers["content-length"] = str(len(self.body))
            self.start = {**self.start, "headers": headers.raw}
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": self.body})


class _Known:
    """Passes on what is found; where the page stands in for what is not, says so."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, language: str) -> None:
        self.scope, self.receive, self.send, self.language = scope, receive, send, language
        self.nowhere = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200 and _is_html(message):
            self.nowhere = True
            page = HTMLResponse(answers.plain(self.language, "nowhere"), 404)
            await page(self.scope, self.receive, self.send)
        elif not self.nowhere:
            await self.send(message)


def in_language(document: str, language: str) -> str:
    """Streamlit's document with its language, its title until the page has one, and its words without a script.

    >>> in_language('<html lang="en"><title>Streamlit</title>', "sv")
    '<html lang="sv"><title>Från riktlinje till praktik</title>'
    """
    words = {
        r'<html lang="en">': f'<html lang="{language}">',
        r"<title>.*?</title>": f"<title>{locales.text('app.title', language)}</title>",
        r"(?s)<script>.*?</script>": "",  # one line for collectors of pages, which the security policy would stop
        r'<link rel="service-desc"[^>]*>': "",  # the way in for programs, which is closed
        r"(?s)<noscript>.*?</noscript>": f"<noscript><p>{locales.text('page.nowhere.script', language)}</p></noscript>",
    }
    for pattern, said in words.items():
        document = re.sub(pattern, lambda _, said=said: said, document, count=1)  # type: ignore[misc] # bound at once
    return document


def _whole(scope: Scope) -> Scope:
    """The request for the whole document as plain text, whatever the browser kept of it in another language."""
    headers = [pair for pair in scope["headers"] if pair[0].decode("latin-1").lower() not in _OF_ONE_LANGUAGE]
    return {**scope, "method": "GET", "headers": headers}


def _is_html(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
