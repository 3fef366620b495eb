"""What the server sends: pages in the reader's language, home under its own name, and a plain answer elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from tracker.pages import serving

STATIC = Path(streamlit.__file__).parent / "static"


class Streamlits(StaticFiles):
    """Streamlit's own files, and its document for every address without one, as its server answers."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            return await super().get_response(path, scope)
        except HTTPException:
            return FileResponse(STATIC / "index.html")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Headers
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


Get = Callable[..., Answer]


@pytest.fixture(scope="module")
def get() -> Get:
    """Asks the app as a browser does."""
    app = Starlette(middleware=[*serving.MIDDLEWARE, Middleware(GZipMiddleware)])
    app.mount("/", Streamlits(directory=STATIC, html=True))

    def ask(address: str, **headers: str) -> Answer:
        path, _, query = address.partition("?")
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            await asyncio.Event().wait()  # a browser that stays; none of these requests has a body to read
            raise AssertionError

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        named = {"accept-encoding": "gzip"} | {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http", "method": "GET", "path": unquote(path), "root_path": "", "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        }  # fmt: skip
        with ThreadPoolExecutor(max_workers=1) as aside:  # a browser of other tests may keep a loop in this thread
            aside.submit(lambda: asyncio.run(app(scope, receive, send))).result()
        return Answer(
            status=sent[0]["status"],
            headers=Headers(raw=sent[0]["headers"]),
            content=b"".join(message.get("body", b"") for message in sent[1:]),
        )

    return ask


@pytest.mark.parametrize(
    ("address", "browser", "language"),
    [
        ("/?lang=sv", "en-GB", "sv"),
        ("/matrix?lang=en", "", "en"),
        ("/", "en-GB,en;q=0.9", "en"),
        ("/", "fi", "sv"),
        ("/?lang=%3Cscript%3E", "", "sv"),
    ],
)
def test_a_page_names_the_readers_language(get: Get, address: str, browser: str, language: str) -> None:
    sent = get(address, accept_language=browser)
    assert sent.status == 200
    assert int(sent.headers["content-length"]) == len(sent.content)
    assert f'<html lang="{language}">' in sent.text
    assert "<title>Streamlit</title>" not in sent.text
    assert "You need to enable JavaScript" not in sent.text


def test_a_page_kept_in_another_language_is_sent_again(get: Get) -> None:
    again = get("/matrix", if_none_match="*", accept_language="en")
    assert (again.status, '<html lang="en">' in again.text) == (200, True)


def test_a_part_of_a_page_is_answered_with_the_whole(get: Get) -> None:
    sent = get("/matrix", range="bytes=0-10")
    assert (sent.status, "content-range" in sent.headers, "</html>" in sent.text) == (200, False, True)


def test_home_under_its_own_name_leads_home_with_what_was_asked(get: Get) -> None:
    sent = get("/overview?lang=en&ws=example")
    assert (sent.status, sent.headers["location"]) == (307, "./?lang=en&ws=example")


@pytest.mark.parametrize("address", ["/no-such-page?lang=en", "/a/matrix?lang=en", "/%3Cscript%3E?lang=en"])
def test_an_address_without_a_page_gets_a_plain_answer(get: Get, address: str) -> None:
    sent = get(address)
    assert sent.status == 404
    assert "There is no such page" in sent.text
    assert 'href="/?lang=en"' in sent.text
    assert "script" not in sent.text.lower()


def test_files_pass_as_they_are(get: Get) -> None:
    assert get("/favicon.png").content == (STATIC / "favicon.png").read_bytes()
