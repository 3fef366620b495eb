"""What may stand in the query of a request: each parameter reads its text, and describes itself in the same breath."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from tracker import locales
from tracker.errors import Refused

LARGEST: Final = 2**31 - 1
"""No row has a larger number; both databases refuse to look for one."""
MOST: Final = 500
USUAL: Final = 100
_DIGITS = re.compile(r"[0-9]{1,10}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter: `read` gives its value and raises ValueError for a text that is none; `schema` is JSON Schema."""

    name: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    says: str


class Unread(Refused):
    """A request whose parameters cannot be read."""


def number(name: str, says: str, *, least: int = 1, most: int = LARGEST, usual: int | None = None) -> Parameter:
    """A whole number within bounds."""

    def read(text: str) -> int:
        value = int(text) if _DIGITS.fullmatch(text) else -1
        if not least <= value <= most:
            raise ValueError(text)
        return value

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(name=name, read=read, schema=schema if usual is None else schema | {"default": usual}, says=says)


def choice(name: str, kind: type[StrEnum], says: str, *, usual: StrEnum | None = None) -> Parameter:
    """One of a closed set."""
    schema: dict[str, Any] = {"type": "string", "enum": [member.value for member in kind]}
    return Parameter(
        name=name, read=kind, schema=schema if usual is None else schema | {"default": usual.value}, says=says
    )


def flag(name: str, says: str) -> Parameter:
    """Yes or no."""
    values = {"true": True, "false": False}

    def read(text: str) -> bool:
        if text not in values:
            raise ValueError(text)
        return values[text]

    return Parameter(name=name, read=read, schema={"type": "boolean"}, says=says)


def moment(name: str, says: str) -> Parameter:
    """A moment with its time zone, as RFC 3339 writes it.

    >>> moment("since", "").read("2026-11-22T10:00:00+01:00").isoformat()
    '2026-11-22T09:00:00+00:00'
    """

    def read(text: str) -> datetime:
        if not _MOMENT.fullmatch(text):
            raise ValueError(text)
        try:
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
        except OverflowError as problem:  # the first and last days there are
            raise ValueError(text) from problem

    return Parameter(name=name, read=read, schema={"type": "string", "format": "date-time"}, says=says)


LANGUAGE = Parameter(
    name="lang",
    read=locales.known_language,
    schema={"type": "string"},
    says="The language of refusals; without it that of Accept-Language.",
)
PAGING = (
    number("after", "The number of the last row that was read: the page begins after it.", least=0, usual=0),
    number("limit", "How many rows a page has at most.", most=MOST, usual=USUAL),
)


def values(known: Iterable[Parameter], sent: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values sent, by parameter; Unread names the first that is unknown, sent twice or none of its kind."""
    by_name = {parameter.name: parameter for parameter in known}
    found: dict[str, Any] = {}
    for name, text in sent:
        if name not in by_name:
            raise Unread("error.api_parameter_unknown", parameter=name[:80], known=", ".join(sorted(by_name)))
        if name in found:
            raise Unread("error.api_parameter_twice", parameter=name)
        try:
            found[name] = by_name[name].read(text)
        except ValueError:
            raise Unread("error.api_parameter", parameter=name) from None
    return found
