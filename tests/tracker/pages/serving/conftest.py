"""The server's own parts around Streamlit's files, asked without a socket."""

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
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from starlette.websockets import WebSocket

from tracker.pages import serving

STATIC = Path(streamlit.__file__).parent / "static"
HOST = "localhost:8501"


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


async def _length(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def _fail(request: Request) -> Response:
    raise ValueError("Anna Andersson 19121212-1212")


async def _connect(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


@pytest.fixture
def get() -> Get:
    """Asks the app as a browser does; `parts` are those of a body, `scope` what else a connection says of itself."""
    app = Starlette(
        routes=[
            *serving.ROUTES,
            Route("/_stcore/upload_file/1/2", _length, methods=["PUT"]),
            Route("/length", _length, methods=["POST"]),
            Route("/broken", _fail),
            WebSocketRoute("/_stcore/stream", _connect),
            Mount("/", Streamlits(directory=STATIC, html=True)),
        ],
        middleware=[*serving.MIDDLEWARE, Middleware(GZipMiddleware)],
    )

    def ask(
        address: str, *, method: str = "GET", parts: tuple[bytes, ...] = (), scope: Any = None, **headers: str
    ) -> Answer:
        path, _, query = address.partition("?")
        sent: list[MutableMapping[str, Any]] = []
        body = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
        if body:
            body[-1]["more_body"] = False
        if scope and scope.get("type") == "websocket":
            body = [{"type": "websocket.connect"}]

        async def receive() -> MutableMapping[str, Any]:
            if body:
                return body.pop(0)
            await asyncio.Event().wait()  # a browser that stays
            raise AssertionError

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        named = {"accept-encoding": "gzip", "host": HOST}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        asked = {
            "type": "http", "method": method, "path": unquote(path), "root_path": "", "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": ("127.0.0.1", 4711), **(scope or {}),
        }  # fmt: skip
        with ThreadPoolExecutor(max_workers=1) as aside:  # a browser of other tests may keep a loop in this thread
            aside.submit(lambda: asyncio.run(app(asked, receive, send))).result()
        return Answer(
            status=sent[0].get("status", 0),
            headers=Headers(raw=sent[0].get("headers", [])),
            content=b"".join(message.get("body", b"") for message in sent[1:]),
        )

    return ask
