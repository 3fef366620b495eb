"""The API asked as programs ask it, without a socket, on small databases."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers

from tests.tracker import stock, studied
from tests.tracker.studied import Studied
from tracker import tokens
from tracker.api import reading
from tracker.api.server import Api
from tracker.database import Database
from tracker.tables.people import Person, Workspace

HOST = "localhost:8501"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Headers
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


Ask = Callable[..., Answer]


def asking(app: Starlette) -> Ask:
    """Asks an address, with a token where there is one; other headers by their names."""

    def ask(address: str, token: str = "", *, method: str = "GET", **headers: str) -> Answer:
        asked = urlsplit(address)
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        named = {"host": HOST} | ({"authorization": f"Bearer {token}"} if token else {})
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http", "method": method, "path": asked.path, "root_path": "", "scheme": "http",
            "query_string": asked.query.encode(), "client": ("127.0.0.1", 4711), "server": ("127.0.0.1", 8501),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        }  # fmt: skip
        with ThreadPoolExecutor(max_workers=1) as aside:  # a browser of other tests may keep a loop in this thread
            aside.submit(lambda: asyncio.run(app(scope, receive, send))).result()
        content = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(sent[0]["status"], Headers(raw=sent[0]["headers"]), content)

    return ask


@pytest.fixture
def database(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database the API reads, by the engines that tests have in common; any other address it opens itself."""
    address, opens = f"sqlite:///{tmp_path / 'tracker.db'}", reading.ready
    monkeypatch.setenv("TRACKER_DATABASE_URL", address)
    monkeypatch.setattr(reading, "ready", lambda asked: database if asked.database_url == address else opens(asked))
    return database


@pytest.fixture
def published(database: Database, held: stock.Held, person: Person, workspace: Workspace) -> Studied:
    """A coding project of two coders, settled and published."""
    found = studied.coded(database, workspace.id, person, links=2)
    studied.settle(database, found)
    studied.publish(database, found)
    return found


@pytest.fixture
def ask(database: Database) -> Ask:
    """Asks an API on the test's database."""
    return asking(Starlette(routes=Api().routes()))


@pytest.fixture
def token(database: Database, held: stock.Held, person: Person, workspace: Workspace) -> str:
    with database.writing() as session:
        return tokens.make(session, workspace.id, "Öppna data", 30, by=person).shown
