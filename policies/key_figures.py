"""Kolada's key figures as its service gives them (JSON, version 2 or 3), laid out as a table."""

from __future__ import annotations

import json
from typing import Any

from policies.cells import Cells
from policies.errors import UnreadableFile

HEADINGS = ("kpi", "municipality", "period", "gender", "value", "status", "title")


def read(data: bytes, name: str, *, rows: int) -> tuple[Cells, ...]:
    """One sheet, its headings in row 1 and at most so many `rows` below, one for each value.

    An answer is {"values": [{"kpi", "municipality", "period", "values": [{"gender", "value", "status"}]}]}, the list
    alone, or one object for each value. Raises UnreadableFile: error.table_damaged, error.kolada_shape.
    """
    try:
        answer = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise UnreadableFile("error.table_damaged", file=name) from problem
    found: list[tuple[str, ...]] = [HEADINGS]
    for entry in _entries(answer, name):
        values = entry.get("values")
        for value in values if isinstance(values, list) else [entry]:
            if not isinstance(value, dict):
                raise UnreadableFile("error.kolada_shape", file=name)
            if len(found) <= rows:
                found.append(tuple(_text(({**entry, **value}).get(heading)) for heading in HEADINGS))
    return (Cells(name="", rows=tuple(enumerate(found, start=1))),)


def _entries(answer: Any, file: str) -> list[dict[str, Any]]:
    found = (
        next((answer[key] for key in ("values", "results") if key in answer), None)
        if isinstance(answer, dict)
        else answer
    )
    if not isinstance(found, list) or not all(isinstance(entry, dict) and "kpi" in entry for entry in found):
        raise UnreadableFile("error.kolada_shape", file=file)
    return found


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value).replace("\x00", "")
