"""One log record as one line, as text or JSON, without words of readers: values are left out unless they are numbers
or codes, errors are their types and places in the code.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from tracker.settings import ROOT

LEFT_OUT: Final = "…"
MESSAGE_MOST: Final = 300
FRAMES_MOST: Final = 30

_CODE = re.compile(r"[a-z][a-z0-9_]*(?:[.-][a-z0-9_]+)*")
_ERROR = re.compile(r"(?:error|refused)(?:\.[a-z0-9_]+)+")
_ID = re.compile(r"[0-9a-f]{8}(?:[0-9a-f]{8})?")


def _number(value: object) -> bool:
    return isinstance(value, int | float)


def _matching(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and len(value) <= 64 and pattern.fullmatch(value) is not None


FIELDS: Final[Mapping[str, Callable[[object], bool]]] = {
    **dict.fromkeys(("ms", "status", "workspace", "count"), _number),
    **dict.fromkeys(("action", "page", "part", "method", "code", "version"), _matching(_CODE)),
    **dict.fromkeys(("id", "request"), _matching(_ID)),
}
"""All that an event may carry, and the shape it must have. Who writes an event gives codes of the program, no data."""

# In messages of other packages, which are no templates: what stands in quotes, addresses, numbers that may be somebody.
_WORDS_OF_OTHERS = (
    re.compile(r"[a-z][a-z0-9+.-]{0,30}://\S+", re.IGNORECASE),
    re.compile(r"(?<!\S)\S+@\S+"),
    re.compile(r"(['\"`´]).*?\1", re.DOTALL),
    re.compile(r"[=:]\s*\S.*", re.DOTALL),  # what somebody says of something
    re.compile(r"\?\S+"),
    re.compile(r"(?:\+?\d[\d .-]{5,}\d)"),
    re.compile(r"\S{25,}"),
)


class Line(logging.Formatter):
    """Writes a record; `request` gives the id of what is under way, "" for nothing."""

    def __init__(self, *, json: bool, debug: bool, request: Callable[[], str]) -> None:
        super().__init__()
        self._json, self._debug, self._request = json, debug, request

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **self._said(record),
        }
        if self._request():
            fields["request"] = self._request()
        if record.exc_info and record.exc_info[1] is not None:
            fields |= described(record.exc_info[1], words=self._debug)
        if self._json:
            return json.dumps(fields, ensure_ascii=False)
        head = " ".join(str(fields.pop(name)) for name in ("time", "level"))
        return " ".join((head, *(f"{name}={_one_line(value)}" for name, value in fields.items())))

    def _said(self, record: logging.LogRecord) -> dict[str, Any]:
        known = getattr(record, "fields", None)
        if isinstance(known, dict):
            return {"event": str(record.msg), **known}
        return {"event": "message", "message": message(record)}


def message(record: logging.LogRecord) -> str:
    """What a record of any package says, its values left out.

    >>> def said(text, *values): return message(logging.LogRecord("x", 20, "", 0, text, values, None))
    >>> said("request refused: %s", "error.sign_in_way"), said("%d rows of %s", 3, "Anna")
    ('request refused: error.sign_in_way', '3 rows of …')
    >>> said("no user 'Anna' at https://kommun.se/?q=anna")
    'no user … at …'
    """
    template, values = str(record.msg), record.args
    if values:
        try:
            if isinstance(values, Mapping):
                text = template % {name: _value(value) for name, value in values.items()}
            else:
                text = template % tuple(_value(value) for value in values)
        except (TypeError, ValueError, KeyError):  # a place for a number that was none
            text = _PLACE.sub(LEFT_OUT, template)
    else:
        text = template
        for pattern in _WORDS_OF_OTHERS:
            text = pattern.sub(LEFT_OUT, text)
    return " ".join(text.split())[:MESSAGE_MOST]


_PLACE = re.compile(r"%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]")


def described(error: BaseException, *, words: bool) -> dict[str, Any]:
    """An error as its type, its code where it has one, and the places it passed; its words only where asked for.

    >>> described(ValueError("Anna"), words=False)
    {'error': 'ValueError', 'at': []}
    """
    found: dict[str, Any] = {"error": type(error).__qualname__}
    code = getattr(error, "code", None)
    if isinstance(code, str) and _ERROR.fullmatch(code):
        found["code"] = code
    found["at"] = _places(error.__traceback__)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        found["because"] = type(cause).__qualname__
    if words:
        found["words"] = str(error)
    return found


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-FRAMES_MOST:]
    return [f"{_file(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _file(name: str) -> str:
    """A file of ours below its root, one of another package below its own: no folder of this machine."""
    path = Path(name)
    if "site-packages" in path.parts:
        return Path(*path.parts[path.parts.index("site-packages") + 1 :]).as_posix()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def _value(value: object) -> object:
    if isinstance(value, int | float):
        return value
    return value if isinstance(value, str) and _ERROR.fullmatch(value) else LEFT_OUT


def _one_line(value: object) -> str:
    text = " < ".join(map(str, value)) if isinstance(value, list) else str(value)
    return json.dumps(text, ensure_ascii=False) if re.search(r"[\s\"=]", text) or not text else text
