"""The requests themselves: who asks, for what, whether it has changed, and the page of rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tracker import tokens
from tracker.api import linked, openapi, problems
from tracker.api.parameters import LANGUAGE, LARGEST, PAGING, USUAL, Unread, values
from tracker.api.reading import Databases
from tracker.api.resources import RESOURCES, Resource
from tracker.errors import DatabaseProblem, NotAllowed, NotFound
from tracker.settings import Settings
from tracker.views.shared import sharing
from tracker.views.versions import data_version

NAME: Final = "api"
"""What the addresses of the API begin with, below the path the app lies under."""
DESCRIPTION: Final = "openapi.json"
AT_ONCE: Final = 4
"""Requests answered at a time; the others wait, so that programs do not keep readers waiting."""
METHODS: Final = ("GET", "HEAD")
FORMAT: Final = "1"
"""Part of every ETag: another number when the same data is told in another form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: the resource, the number of one row or None for a page, and the root of all addresses."""

    resource: Resource
    number: int | None
    root: str


class Api:
    """Answers everything below one path; `base` is the path the app lies under, "" for none."""

    def __init__(self, base: str = "") -> None:
        self._path = f"{base}/{NAME}"
        self._databases = Databases()
        self._at_once = anyio.CapacityLimiter(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        answer = await anyio.to_thread.run_sync(self.answer, Request(scope), limiter=self._at_once)
        await answer(scope, receive, send)

    def routes(self) -> tuple[Route, ...]:
        """For a server that has other addresses too."""
        return Route(self._path, self), Route(f"{self._path}/{{rest:path}}", self)

    def answer(self, request: Request) -> Response:
        """The answer, or the refusal."""
        language = problems.language(request)
        if request.method not in METHODS:
            allowed = {"Allow": ", ".join(METHODS)}
            return problems.problem(405, "error.api_method", language, headers=allowed)
        try:
            return self._read(request)
        except Unread as error:
            return problems.told(400, error, language)
        except NotAllowed as error:
            return problems.told(401, error, language, {"WWW-Authenticate": 'Bearer realm="tracker"'})
        except NotFound as error:
            return problems.told(404, error, language)
        except DatabaseProblem as error:
            return problems.told(503, error, language, {"Retry-After": "10"})

    def _read(self, request: Request) -> Response:
        root = _origin(request) + self._path
        below = str(request.scope["path"]).removeprefix(self._path).strip("/")
        if below in ("", DESCRIPTION):
            values([LANGUAGE], request.query_params.multi_items())
            return JSONResponse(_index(root) if not below else _described(root))
        return self._rows(request, _asked(below, root))

    def _rows(self, request: Request, asked: Asked) -> Response:
        database = self._databases.now()
        with database.reading() as session:
            opened = tokens.opened(session, _shown(request))
            if opened is None:
                raise NotAllowed("error.api_token")
            known = [*PAGING, *asked.resource.filters] if asked.number is None else []
            sent = values([*known, LANGUAGE], request.query_params.multi_items())
            sent.pop(LANGUAGE.name, None)
            form = _form(request)
            version = data_version(session, opened.workspace_id)
            tag = _tag(FORMAT, opened.workspace_id, version, asked.resource.name, asked.number, asked.root, sent, form)
            kept = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept, Authorization"}
            if _matches(request.headers.get("if-none-match", ""), tag):
                return Response(status_code=304, headers=kept)
            limit = sent.pop("limit", USUAL)
            one = {} if asked.number is None else {"ids": [asked.number]}
            with sharing(self._databases.store(database, opened.workspace_id, version)):
                rows = asked.resource.view(session, opened.workspace_id, size=limit + 1, **sent, **one)
        if asked.number is not None and not rows:
            raise NotFound("error.api_row_unknown", resource=asked.resource.name, id=asked.number)
        following = None
        if len(rows) > limit:
            told = {name: _text(value) for name, value in sent.items()} | {"limit": limit, "after": rows[limit - 1].id}
            following = f"{asked.root}/{asked.resource.name}?{urlencode(told)}"
            kept["Link"] = f'<{following}>; rel="next"'
        plain = openapi.rows_of(asked.resource.name).dump_python(rows[:limit], mode="json")
        return _written(asked, plain, following, form, kept)


def _written(
    asked: Asked, rows: list[dict[str, Any]], following: str | None, form: str, headers: Mapping[str, str]
) -> Response:
    """Rows in the form asked for: a page, or the one row alone."""
    if form == linked.MEDIA_TYPE:
        told: Any = linked.linked(asked.resource, rows, asked.root) | {"next": following}
    else:
        told = rows[0] if asked.number is not None else {"items": rows, "next": following}
    return Response(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 200, headers, form)


def _asked(below: str, root: str) -> Asked:
    """What an address names: "links" or "links/7"; NotFound for anything else."""
    name, slash, number = below.partition("/")
    resource = RESOURCES.get(name)
    whole = number.isascii() and number.isdecimal() and len(number) <= 10 and 0 < int(number) <= LARGEST
    if resource is None or (slash and not (resource.alone and whole)):
        raise NotFound("error.api_address_unknown", known=", ".join(RESOURCES))
    return Asked(resource=resource, number=int(number) if slash else None, root=root)


def _shown(request: Request) -> str:
    """The token a request shows, "" for none."""
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    return shown.strip() if scheme.lower() == "bearer" else ""


def _form(request: Request) -> str:
    """The first form that is asked for and there is; JSON for a program that does not say."""
    for part in request.headers.get("accept", "").split(","):
        asked = part.partition(";")[0].strip().lower()
        if asked in (linked.MEDIA_TYPE, "application/json"):
            return asked
    return "application/json"


def _origin(request: Request) -> str:
    """What all addresses begin with: the tracker's own address where the settings name it, else the one asked."""
    own = urlsplit(Settings().address)
    return f"{own.scheme}://{own.netloc}" if own.netloc else f"{request.url.scheme}://{request.url.netloc}"


def _index(root: str) -> dict[str, str]:
    return {"openapi": f"{root}/{DESCRIPTION}", **{name: f"{root}/{name}" for name in RESOURCES}}


def _described(root: str) -> dict[str, Any]:
    return {**openapi.description(), "servers": [{"url": root}]}


def _tag(*parts: object) -> str:
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _matches(sent: str, tag: str) -> bool:
    """Whether If-None-Match names the tag; weak and strong ones are compared alike."""
    return any(part.strip().removeprefix("W/") in (tag.removeprefix("W/"), "*") for part in sent.split(","))


def _text(value: object) -> str:
    """A value as it stands in an address."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
