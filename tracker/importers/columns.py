"""What the columns of an imported list mean, and how the rows below them are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from policies.document import ReadWarning
from tracker import locales
from tracker.listing import cells as reading
from tracker.listing import days
from tracker.listing.names import key_of
from tracker.listing.rows import BadCell as BadCell
from tracker.listing.rows import Row as Row
from tracker.listing.rows import RowProblem as RowProblem
from tracker.tables.schema import folded

RowT = TypeVar("RowT")
EnumT = TypeVar("EnumT", bound=StrEnum)
PROBLEMS = 1000
"""So many problems of a file are kept: whoever mends them sees the rest the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the cells of a column are written: what reads them, what an empty one means, the choices of a closed set.

    `name` is the key of its explanation in the locales ("list_form.day"); choices are keys too.
    """

    name: str
    read: Callable[[str], Any]
    empty: Any = None
    choices: tuple[str, ...] = ()

    def __call__(self, cell: str) -> Any:
        """The value of a cell that is not empty."""
        return self.read(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its key, other headings it goes by, and how its cells are read.

    `identifies` marks the columns by which a row is known again; `example` stands in templates. `titles` (Swedish,
    English) is for columns that are data and have no name in the locales.
    """

    key: str
    names: tuple[str, ...] = ()
    read: Form
    required: bool = False
    identifies: bool = False
    example: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Generic[RowT]):
    """Good rows in the order of the file, what is wrong with the others, and warnings about the file."""

    rows: tuple[RowT, ...]
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()


def line(limit: int = 400) -> Form:
    """Text on one line."""
    return Form(name="line", read=reading.line(limit), empty="")


def name_of(kind: str, limit: int = 400) -> Form:
    """The name of something that the workspace has: an actor, a service, a document ..."""
    return Form(name=f"name_of_{kind}", read=reading.line(limit), empty="")


def choice(kinds: type[EnumT], names: Mapping[str, EnumT] | None = None, *, empty: EnumT | None = None) -> Form:
    """One of a closed set, by its code or by a word for it in either language."""
    return Form(
        name="choice",
        read=reading.choice(kinds, names or {}),
        empty=empty,
        choices=tuple(map(locales.member_key, kinds)),
    )


TEXT = Form(name="text", read=reading.words(10_000), empty="")
DAY = Form(name="day", read=days.day)
MONTH = Form(name="month", read=days.month)
PERIOD = Form(name="period", read=days.period)
TRUTH = Form(name="yes_no", read=reading.truth)
ADDRESS = Form(name="address", read=reading.address, empty="")
NUMBER = Form(name="number", read=reading.number)
AMOUNT = Form(name="amount", read=reading.amount)
ABOVE_ZERO = Form(name="above_zero", read=reading.above_zero)
COUNT = Form(name="count", read=reading.count)
FIGURE = Form(name="figure", read=reading.figure)

_ERRORS = re.compile(
    r"#(?:REF|VÄRDE|VALUE|NAME|NAMN|DIV/0|DIVISION/0|N/A|SAKNAS|NUM|OGILTIGT|NULL|SKÄRNING|SPILL)[!?]*", re.I
)
_MANGLED = re.compile("Ã[\u0080-\u00bf¤¥¶„…–†‰©¨]|â€|\ufffd")
_TOTALS = frozenset({"summa", "totalt", "total", "sum", "s a", "summa summarum", "grand total", "totalsumma", "totals"})


def read_cell(column: Column, cell: str) -> Any:
    """The value of a cell; BadCell naming the column."""
    if not cell.strip():
        if column.required:
            raise BadCell("error.cell_missing", column=column.key)
        return column.read.empty
    if _ERRORS.fullmatch(cell.strip()):
        raise BadCell("error.cell_error", column=column.key, value=cell.strip()[:40])
    if _MANGLED.search(cell):
        raise BadCell("error.cell_mangled", column=column.key, value=cell.strip()[:40])
    try:
        return column.read(cell)
    except BadCell as problem:
        raise problem.at(column.key) from problem


def in_order(cells: Mapping[str, Any], first: str = "valid_from", last: str = "valid_to") -> None:
    """Raise BadCell where a row ends before it begins."""
    start, end = cells.get(first), cells.get(last)
    if start and end and end < start:
        raise BadCell("error.row_dates", column=last, start=str(start), end=str(end))


def one_of(cells: Mapping[str, Any], *keys: str) -> None:
    """Raise BadCell unless exactly one of these cells is filled."""
    filled = [key for key in keys if cells.get(key)]
    if len(filled) > 1:
        raise BadCell("error.row_two_subjects", column=filled[1], value=str(cells[filled[1]])[:80])
    if not filled:
        first = next((key for key in keys if key in cells), keys[0])
        raise BadCell("error.row_without_subject", column=first)


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row sums up the others: its first words say so.

    >>> is_total(["", "Summa:", "12"]), is_total(["Totalentreprenad", "12"])
    (True, False)
    """
    first = next((cell for cell in cells if cell.strip()), "")
    return reading.plain(first) in _TOTALS


def once(key: str, name: str, seen: set[str]) -> None:
    """Note `name`; BadCell when an earlier row had it, compared as the database compares names."""
    if folded(name) in seen:
        raise BadCell("error.row_twice", column=key, value=name[:80])
    seen.add(folded(name))


def identity(columns: Sequence[Column], cells: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a row is known again by, compared as the database compares names."""
    said = (cells.get(column.key, "") for column in columns if column.identifies)
    return tuple(key_of(value) if isinstance(value, str) else value for value in said)


def described(columns: Sequence[Column], cells: Mapping[str, Any]) -> Iterator[str]:
    """The filled cells of the columns that identify a row, in words."""
    for column in columns:
        if column.identifies and cells.get(column.key) not in (None, "", ()):
            yield str(cells[column.key])
