"""What a report says, whatever it is written in: sections of text, figures, bars, tables and quotes, all frozen.

Numbers and days stay numbers and days, so that each format writes them its own way. Everything else is finished text in
the report's language; words that are in another one, such as those of a law, carry theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where in the app a figure is listed: a page, and the values of its address."""

    page: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text that stays in its own language ("sv", "en")."""

    text: str
    language: str


Cell: TypeAlias = str | int | float | date | Words | None
"""None is unknown, and shown as a dash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph; `style` is "lead" for the answer, "body", or "note" for what stands small."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A list of short sentences, each with the place it is listed at, or None."""

    items: Sequence[tuple[str, Target | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number and what it means; `value` is an int, or a finished text such as a share or "not enough data"."""

    value: int | str
    label: str
    target: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A row of numbers."""

    rows: Sequence[Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A name and how many stand at each place of the ladder."""

    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Stacked bars; `places` are the places that occur, in order, with their names; `alt` says what is seen."""

    rows: Sequence[Bar]
    places: Mapping[str, str]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: its title, its share of the width, and whether it holds numbers."""

    title: str
    width: float = 1.0
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under titles; `more` says what was left out and where it is, "" when nothing was.

    `targets` has the place of each row in the app, or is empty. `name` is what a sheet of a workbook is called.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    more: str = ""
    targets: Sequence[Target | None] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a local document, with where they stand and the evidence they are."""

    text: str
    language: str
    source: str
    evidence: str


Block: TypeAlias = Text | Points | Figures | Bars | Table | Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it; `level` 1 is the highest."""

    title: str
    blocks: Sequence[Block]
    level: int = 1
    small: bool = False
    """Whether it is printed small: how the report was made, rather than what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report. `on` is the day it is true for, `made_at` the moment that goes into its file.

    `history` says in one line how far the workspace's chain went, as exports do; "" before it holds anything.
    """

    kind: str
    language: str
    title: str
    subtitle: str
    workspace: str
    subject: str
    on: date
    since: date
    made_at: datetime
    head: str
    history: str
    sections: Sequence[Section]

    def blocks(self) -> Iterator[Block]:
        """Everything it holds, in order."""
        for section in self.sections:
            yield from section.blocks
