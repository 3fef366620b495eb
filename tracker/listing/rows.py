"""Rows of an imported list on their way into the database, what they change there, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

Shown: TypeAlias = str | float | bool | date | None
"""A value as a preview shows it; a member of a closed set is the key of its name ("service_status.planned")."""


class BadCell(ValueError):
    """A cell that cannot be read or stored; becomes a RowProblem. Raise it as BadCell(code, name=value).

    `column` among the values names the key of the column at fault.
    """

    def __init__(self, code: str, **values: str | int | float) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def at(self, column: str) -> BadCell:
        """The same, of the column with this key."""
        return BadCell(self.code, **{**self.values, "column": column})

    def in_row(self, number: int) -> RowProblem:
        """The problem of the row with this number."""
        values = {name: value for name, value in self.values.items() if name != "column"}
        return RowProblem(row=number, column=str(self.values.get("column", "")), code=self.code, values=values)


class Percentage(float):
    """A number that was written with a per cent sign, as a share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """Why a row cannot be imported.

    `row` counts as a spreadsheet does; `column` is the heading as the file has it (its key before it is known), `cell`
    the address ("C14"), "" where the file has no such cell.
    """

    row: int
    column: str
    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row by the keys of its columns: only the columns its file has, each with a value also where a cell is empty."""

    number: int
    cells: Mapping[str, Any]

    def get(self, key: str, default: Any = None) -> Any:
        """What the row says, or the default where its file has no such column."""
        return self.cells.get(key, default)

    def only(self, *keys: str) -> dict[str, Any]:
        """The cells among these that the file has columns for."""
        return {key: self.cells[key] for key in keys if key in self.cells}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that an import changes."""

    field: str
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a row adds (no fields named) or changes; `name` tells what it is about."""

    row: int
    name: str
    new: bool
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What storing a list changed: counts of rows, and the changes in the order of the rows.

    `introduced` are things the list names that were not there, as (kind, name): a system, a vendor, a topic.
    With `problems` nothing may be kept.
    """

    added: int
    changed: int
    unchanged: int
    changes: tuple[Change, ...] = ()
    introduced: tuple[tuple[str, str], ...] = ()
    problems: tuple[RowProblem, ...] = ()
