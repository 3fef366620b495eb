"""A workbook of working data on its way out and back: what each sheet holds, and what was said in each cell.

Cells are words in the language of the workbook, days and whole numbers, as a person sees them. What a cell held when it
left is remembered as a checksum, so that an edit is told from a change somebody made here meanwhile.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

Said: TypeAlias = str | int | date | None
"""What stands in a cell."""
SIGNS = 12
CUT = "!"
"""How the checksum of a cell begins whose text is longer than what may come back: it cannot be edited there."""
LONGEST = 10_000
"""Characters of a cell that may come back (tracker.importers.table)."""
GLIMPSE = 500
"""Characters of a text that is there to be read only."""
MARK = "tracker-workbook"
VERSION = "1"
ORIGIN = "_tracker"
"""The hidden sheet that says where a workbook came from and what its sheets and columns are called.

What is remembered of rows stands in hidden sheets of their own, called after the keys of the sheets ("_links").
"""

_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Kind(StrEnum):
    """How a column is filled."""

    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a sheet: may it be edited, and which words it takes where they are a closed set, or known names."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    editable: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row by what it is known again by: `version` is what a person who edits it has seen of it.

    `basis` is what else they saw (the digest of the evidence behind a judgement); `name` tells people what it is about.
    """

    id: str
    version: int
    cells: Sequence[Said]
    basis: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; `left_out` rows are in the workspace and not here, as a workbook has an end."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    left_out: int = 0

    @property
    def by_id(self) -> Mapping[str, Row]:
        """The rows by their ids."""
        return {row.id: row for row in self.rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a workbook came from: the workspace, the language of its words, and how far its history went then.

    `events` were there, the newest with this `hash`: another database does not have that one.
    """

    workspace_id: int
    workspace: str
    language: str
    events: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """All that goes out; `about` are lines that tell people what may be edited, on a sheet of their own."""

    origin: Origin
    sheets: Sequence[Sheet]
    about_title: str
    about: Sequence[str]


def kept(value: Said) -> Said:
    """A value as its cell holds it: a text too long to come back is cut.

    >>> len(str(kept("a" * 12_000)))
    10000
    """
    return value[: LONGEST - 1] + "…" if is_cut(value) and isinstance(value, str) else value


def is_cut(value: Said) -> bool:
    """Whether a cell cannot hold all of it."""
    return isinstance(value, str) and len(value) > LONGEST


def written(value: Said) -> str:
    """A value as the text of its cell when it is read again, whichever program saved the file.

    >>> written(date(2026, 11, 22)), written(None), written("a\\r\\nb")
    ('2026-11-22', '', 'a\\nb')
    """
    text = "" if value is None else str(value)
    return _NOT_XML.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def checksum(value: Said) -> str:
    """What is remembered of a cell.

    >>> checksum("=1+1") == checksum("=1+1 "), len(checksum(None))
    (False, 12)
    """
    return hashlib.sha256(written(kept(value)).encode()).hexdigest()[:SIGNS]


def glimpse(text: str) -> str:
    """A text to be read only, as much of it as helps.

    >>> glimpse("Kommunen ska svara.")
    'Kommunen ska svara.'
    """
    return text if len(text) <= GLIMPSE else text[: GLIMPSE - 1] + "…"
