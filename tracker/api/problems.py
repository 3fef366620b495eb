"""Refusals as programs read them (RFC 9457): a code, and the same in words of the language asked for."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse

from tracker import locales
from tracker.errors import TrackerError

MEDIA_TYPE = "application/problem+json"
NAMED = "urn:policy-to-practice:problem:"


def problem(
    status: int,
    code: str,
    language: str,
    *,
    headers: Mapping[str, str] | None = None,
    values: Mapping[str, str | int | float] | None = None,
    key: str = "",
) -> JSONResponse:
    """The refusal called `code`, told by the text of that name or of `key`, filled with `values`."""
    said = {
        "type": NAMED + code.removeprefix("error."),
        "status": status,
        "code": code,
        "detail": locales.text(key or code, language, **(values or {})),
    }
    kept = {"Cache-Control": "no-store", "Content-Language": language, **(headers or {})}
    return JSONResponse(said, status, kept, MEDIA_TYPE)


def told(status: int, error: TrackerError, language: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error of ours as a refusal."""
    return problem(status, error.code, language, headers=headers, values=error.values)


def language(request: Request) -> str:
    """The language of the address, else of Accept-Language, else the program's own."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "").split(",")[0]
    return locales.known_language(asked.split(";")[0].strip())
