"""Kolada's key figures: the JSON its service answers with, or the same as a table."""

from __future__ import annotations

import json
from typing import Any

from tracker.errors import ImportProblem
from tracker.importers.columns import NUMBER, PERIOD, TEXT, BadCell, Column, Form, line
from tracker.importers.reading import ListKind
from tracker.importers.table import FILE_MEGABYTES, ROWS, Sheet, Sheets, read_sheets
from tracker.listing.cells import plain

HEADINGS = ("kpi", "municipality", "period", "gender", "value", "status", "title")
_GENDERS = {
    "t": "T", "totalt": "T", "alla": "T", "all": "T", "total": "T", "k": "K", "kvinnor": "K", "women": "K", "f": "K",
    "m": "M", "män": "M", "men": "M",
}  # fmt: skip
_NONE = frozenset({"", "-", "–", ".", "..", "saknas", "missing", "null", "none", "nan", "n/a"})


def sheets(data: bytes, file: str) -> Sheets:
    """The rows of an answer of Kolada (version 2 or 3), or of a table; in an answer they are counted from 2.

    An answer is {"values": [{"kpi", "municipality", "period", "values": [{"gender", "value", "status"}]}]}, the list
    alone, or one object for each value. Raises ImportProblem.
    """
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return read_sheets(data, file)
    if len(data) > FILE_MEGABYTES * 2**20:
        raise ImportProblem("error.table_file_too_large", file=file, limit=FILE_MEGABYTES)
    try:
        answer = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise ImportProblem("error.table_damaged", file=file) from problem
    rows: list[tuple[str, ...]] = []
    for entry in _entries(answer, file):
        values = entry.get("values")
        for value in values if isinstance(values, list) else [entry]:
            if not isinstance(value, dict):
                raise ImportProblem("error.kolada_shape", file=file)
            rows.append(tuple(_text(({**entry, **value}).get(heading)) for heading in HEADINGS))
        if len(rows) > ROWS:
            raise ImportProblem("error.table_too_many_rows", file=file, limit=ROWS)
    if not rows:
        raise ImportProblem("error.table_no_rows", file=file)
    return Sheets(sheets=(Sheet(name="", rows=tuple(enumerate([HEADINGS, *rows], start=1))),))


def _entries(answer: Any, file: str) -> list[dict[str, Any]]:
    found = (
        next((answer[key] for key in ("values", "results") if key in answer), None)
        if isinstance(answer, dict)
        else answer
    )
    if not isinstance(found, list) or not all(isinstance(entry, dict) and "kpi" in entry for entry in found):
        raise ImportProblem("error.kolada_shape", file=file)
    return found


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value).replace("\x00", "")


def _gender(cell: str) -> str:
    found = _GENDERS.get(plain(cell))
    if found is None:
        raise BadCell("error.cell_choice", value=cell[:40], choices="list_gender.T, list_gender.K, list_gender.M")
    return found


def _value(cell: str) -> float | None:
    return None if plain(cell) in _NONE or cell.strip().lower() in _NONE else NUMBER(cell)


def _code(cell: str) -> str:
    """The four figures of a municipality; spreadsheets drop the zero in front."""
    text = cell.strip()
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        raise BadCell("error.cell_municipality", value=text[:40])
    return text.zfill(4)


KOLADA = ListKind(
    code="kolada",
    columns=(
        Column(key="kpi", names=("nyckeltal", "nyckeltals id", "kpi id"), read=line(80), required=True,
               identifies=True, example="N00945"),
        Column(key="municipality", names=("kommun", "kommunkod", "municipality id"),
               read=Form(name="municipality", read=_code), required=True, identifies=True, example="0114"),
        Column(key="period", names=("år", "year"), read=PERIOD, required=True, identifies=True, example="2025"),
        Column(key="gender", names=("kön",),
               read=Form(name="choice", read=_gender, empty="T",
                         choices=("list_gender.T", "list_gender.K", "list_gender.M")),
               identifies=True, example="T"),
        Column(key="value", names=("värde",), read=Form(name="number", read=_value), example="61,5"),
        Column(key="title", names=("titel", "nyckeltalets namn", "kpi title"), read=line(200)),
        Column(key="source", names=("källa",), read=TEXT),
    ),
    sheets=sheets,
)  # fmt: skip
