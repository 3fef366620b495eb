"""Which column of a file means what: known headings, a mapping that was remembered, a guess, or a person's choice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from tracker import locales
from tracker.errors import ImportProblem
from tracker.importers.columns import Column
from tracker.importers.parties import is_party
from tracker.importers.table import Sheet
from tracker.listing.cells import plain

HEADING_ROWS = 20  # titles and notes may stand above the headings
NEAR = 78
"""From this likeness on (0 to 100) an unknown heading is guessed to mean a column."""


class How(StrEnum):
    """How a heading came by its meaning."""

    KNOWN = "known"
    REMEMBERED = "remembered"
    GUESSED = "guessed"
    CHOSEN = "chosen"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column of the file, counted from 0, and the key it is read as, "" where it is left out."""

    position: int
    text: str
    key: str
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the headings stand in a file and what they mean; `row` is an index into `sheet.rows`."""

    sheet: Sheet
    row: int
    headings: tuple[Heading, ...]

    @property
    def checksum(self) -> str:
        """By which the same headings are known again."""
        return checksum([heading.text for heading in self.headings])

    @property
    def tells_more(self) -> bool:
        """Whether the mapping says anything that the headings themselves do not."""
        return any(heading.text.strip() and heading.how is not How.KNOWN for heading in self.headings)

    @property
    def mapping(self) -> dict[str, str]:
        """Heading -> key, as it is remembered."""
        return {plain(heading.text): heading.key for heading in self.headings}


def title(kind: str, column: Column, language: str) -> str:
    """What a column is called; some mean something of their own in a kind of list."""
    return column.titles.get(language) or locales.text(title_key(kind, column.key), language)


def title_key(kind: str, key: str) -> str:
    """The key of a column's name in the locales."""
    own = f"list_column.{kind}.{key}"
    return own if locales.has_text(own) else f"list_column.{key}"


def known(kind: str, columns: Sequence[Column]) -> dict[str, str]:
    """Every heading that is understood, reduced by `plain`, with the key it means."""
    words: dict[str, str] = {}
    for column in columns:
        titles = [title(kind, column, language) for language in locales.language_codes()]
        for word in (column.key, *titles, *column.names):
            words.setdefault(plain(word), column.key)
    return words


def checksum(headings: Sequence[str]) -> str:
    """A checksum of headings that does not see case or signs."""
    return hashlib.sha256("\x1f".join(plain(heading) for heading in headings).encode()).hexdigest()


def find(
    sheets: Sequence[Sheet],
    kind: str,
    columns: Sequence[Column],
    *,
    remembered: Callable[[str], Mapping[str, str] | None] = lambda _: None,
    chosen: Mapping[int, str] | None = None,
    guess: bool = False,
) -> Layout:
    """The layout of the sheet and row that fit a list best; hidden sheets are not looked at.

    `remembered` gives the mapping for a checksum of headings; `chosen` is a person's, by position. A guess is made
    only where it is asked for: nothing is imported on a guess nobody saw.
    """
    words = known(kind, columns)
    required = {column.key for column in columns if column.required}
    best: tuple[tuple[bool, int], Layout] | None = None
    for sheet in [sheet for sheet in sheets if not sheet.hidden] or sheets:
        for index, (_, cells) in enumerate(sheet.rows[:HEADING_ROWS]):
            before = remembered(checksum(cells))
            headings = _headings(cells, words, before, chosen)
            keys = {heading.key for heading in headings} - {""}
            score = (required <= keys, len(keys))
            if best is None or score > best[0]:
                best = (score, Layout(sheet=sheet, row=index, headings=headings))
    if best is None:
        raise ValueError("no sheet holds a row")
    layout = best[1]
    return _guessed(layout, words) if guess and chosen is None else layout


def check(layout: Layout, kind: str, columns: Sequence[Column], file: str) -> None:
    """Raise ImportProblem where two headings mean the same, or a column that is needed is missing."""
    seen: dict[str, str] = {}
    for heading in layout.headings:
        if heading.key and heading.key in seen:
            values = {"column": heading.text, "other": seen[heading.key]}
            raise ImportProblem("error.table_heading_twice", file=file, **values)
        seen[heading.key] = heading.text
    missing = [column.key for column in columns if column.required and column.key not in seen]
    if missing:
        choices = ", ".join(title_key(kind, key) for key in missing)
        read = ", ".join(heading.text.strip() for heading in layout.headings if heading.text.strip())[:200]
        raise ImportProblem("error.table_headings", file=file, choices=choices, seen=read or "–")


def _headings(
    cells: Sequence[str], words: Mapping[str, str], before: Mapping[str, str] | None, chosen: Mapping[int, str] | None
) -> tuple[Heading, ...]:
    found = []
    keys = set(words.values())
    for position, cell in enumerate(cells):
        word = plain(cell)
        if is_party(cell):
            key, how = "", How.LEFT_OUT
        elif chosen is not None and position in chosen:
            key = chosen[position] if chosen[position] in keys else ""
            how = How.KNOWN if key and words.get(word) == key else How.CHOSEN
        elif before is not None and word in before and (before[word] in keys or not before[word]):
            key = before[word]
            how = How.KNOWN if words.get(word) == key else How.REMEMBERED
        else:
            key, how = words.get(word, ""), How.KNOWN
        found.append(Heading(position=position, text=cell, key=key, how=how if key else How.LEFT_OUT))
    return tuple(found)


def _guessed(layout: Layout, words: Mapping[str, str]) -> Layout:
    """The layout with a guess for headings that say nothing known, for columns that no other heading means."""
    taken = {heading.key for heading in layout.headings if heading.key}
    headings = []
    for heading in layout.headings:
        if heading.key or not plain(heading.text) or is_party(heading.text):
            headings.append(heading)
            continue
        free = [word for word, key in words.items() if key not in taken]
        match = process.extractOne(plain(heading.text), free, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR)
        key = words[match[0]] if match else ""
        taken.add(key)
        how = How.GUESSED if key else How.LEFT_OUT
        headings.append(Heading(position=heading.position, text=heading.text, key=key, how=how))
    return Layout(sheet=layout.sheet, row=layout.row, headings=tuple(headings))
