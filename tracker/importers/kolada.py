"""Kolada's key figures: the JSON its service answers with, or the same as a table."""

from __future__ import annotations

from tracker.errors import ImportProblem
from tracker.importers.columns import NUMBER, PERIOD, TEXT, BadCell, Column, Form, line
from tracker.importers.reading import ListKind
from tracker.importers.table import ROWS, Sheets, checked, laid_out, read_sheets
from tracker.listing.cells import plain

_GENDERS = {
    "t": "T", "totalt": "T", "alla": "T", "all": "T", "total": "T", "k": "K", "kvinnor": "K", "women": "K", "f": "K",
    "m": "M", "män": "M", "men": "M",
}  # fmt: skip
_NONE = frozenset({"", "-", "–", ".", "..", "saknas", "missing", "null", "none", "nan", "n/a"})


def sheets(data: bytes, file: str) -> Sheets:
    """The rows of an answer of Kolada (version 2 or 3), or of a table; in an answer they are counted from 2.

    Raises ImportProblem.
    """
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return read_sheets(data, file)
    (cells,) = laid_out("key_figures", data, file, rows=ROWS + 1)
    if len(cells.rows) < 2:
        raise ImportProblem("error.table_no_rows", file=file)
    return Sheets(sheets=(checked(cells, file),))


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
