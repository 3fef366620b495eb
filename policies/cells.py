"""The cells of a table as text, sheet by sheet: what a reading worker hands over of a workbook or a list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 1."""
Place = tuple[int, int]
"""Row and column, both counted from 1."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Cells of a sheet that hold an error (#REF!), any formula, or a formula that has no value."""

    errors: frozenset[Place] = field(default=frozenset())
    uncomputed: frozenset[Place] = field(default=frozenset())
    formulas: frozenset[Place] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One sheet: `rows` are pairs of row number, from 1, and cells as far as the last that holds anything.

    `guessed` is the encoding that had to be guessed to read it, "" where none was.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    hidden: bool = False
    merged: tuple[Area, ...] = ()
    marks: Marks = field(default_factory=Marks)
    guessed: str = ""


def packed(sheets: Iterable[Cells]) -> bytes:
    """Sheets as JSON."""
    rows = [
        {
            "name": sheet.name,
            "hidden": sheet.hidden,
            "rows": sheet.rows,
            "merged": sheet.merged,
            "marks": [sorted(places) for places in astuple(sheet.marks)],
            "guessed": sheet.guessed,
        }
        for sheet in sheets
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> tuple[Cells, ...]:
    """The sheets `packed` was given.

    >>> marks = Marks(errors=frozenset([(2, 1)]))
    >>> sheets = (Cells(name="Blad1", rows=((2, ("#REF!", "b")),), merged=((1, 1, 1, 2),), marks=marks),)
    >>> unpacked(packed(sheets)) == sheets
    True
    """
    return tuple(
        Cells(
            name=sheet["name"],
            hidden=sheet["hidden"],
            rows=tuple((number, tuple(cells)) for number, cells in sheet["rows"]),
            merged=tuple((top, left, last, right) for top, left, last, right in sheet["merged"]),
            marks=Marks(*(frozenset((row, column) for row, column in places) for places in sheet["marks"])),
            guessed=sheet["guessed"],
        )
        for sheet in json.loads(data.decode("utf-8", "surrogatepass"))
    )


def address(row: int, column: int) -> str:
    """The name of a cell, both counted from 1.

    >>> address(14, 3), address(2, 28)
    ('C14', 'AB2')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def column_number(letters: str) -> int:
    """The number of a column, counted from 1, by its capital letters.

    >>> column_number("C"), column_number("AB")
    (3, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
