"""Lists as text (CSV): rows of cells between commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import re

from policies.cells import Cells
from policies.errors import UnreadableFile

_DELIMITERS = ",;\t|"
_HINT = re.compile(r"sep=([,;\t|])\r?\n")  # a first line that tells Excel the delimiter


def read(data: bytes, name: str, *, rows: int, columns: int, remark: str) -> tuple[Cells, ...]:
    """The one sheet of a file: its rows that hold anything, as far as so many `rows`.

    They are counted as a spreadsheet counts them; one that begins with `remark` is left out. Raises UnreadableFile:
    error.table_kind, error.table_nul, error.table_damaged, error.table_too_many_columns.
    """
    text, guessed = _decoded(data, name)
    if "\x00" in text:
        raise UnreadableFile("error.table_nul", file=name, row=text[: text.index("\x00")].count("\n") + 1)
    hint = _HINT.match(text)
    delimiter = hint[1] if hint else _delimiter(text)
    source = io.StringIO(text[hint.end() :] if hint else text, newline="")
    found: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, cells in enumerate(csv.reader(source, delimiter=delimiter), start=2 if hint else 1):
            filled = next((count for count in range(len(cells), 0, -1) if cells[count - 1].strip()), 0)
            if filled > columns:
                raise UnreadableFile("error.table_too_many_columns", file=name, row=number, limit=columns)
            if filled and not cells[0].startswith(remark):
                found.append((number, tuple(cells[:filled])))
            if len(found) >= rows:
                break
    except csv.Error as problem:
        raise UnreadableFile("error.table_damaged", file=name) from problem
    return (Cells(name="", rows=tuple(found), guessed=guessed),)


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    """UTF-8, UTF-16 with its mark, or what older Swedish programs write; only the last is a guess, and named."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding), ""
    except UnicodeDecodeError as problem:
        if encoding == "utf-16" or b"\x00" in data:
            raise UnreadableFile("error.table_kind", file=file) from problem
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as problem:
        raise UnreadableFile("error.table_kind", file=file) from problem


def _delimiter(text: str) -> str:
    """The sign that splits the first lines into most cells."""
    lines = [line for line in text[: 64 * 1024].splitlines() if line.strip()][:5]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in _DELIMITERS}
    first = {sign: lines[0].count(sign) if lines else 0 for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (first[sign], counts[sign]))
