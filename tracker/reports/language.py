"""The words of a report in its language: texts, numbers, days, and what levels, places and measures are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from tracker import barriers, locales
from tracker.ladder import TOP, kinds
from tracker.reports.content import Words
from tracker.views.ladder.places import BESIDE, NOT_EXAMINED, place_of
from tracker.views.ladder.standings import Cell
from tracker.views.measures.listing import MeasureRow
from tracker.views.texts import RequirementText, shown_identifier

PLACES = (NOT_EXAMINED, *map(str, range(TOP + 1)), BESIDE)
"""Before the ladder, its steps, and beside it: the order of every bar and table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language by its code; `short` are what guidelines are called in a row, by id."""

    code: str
    short: Mapping[int, str] = field(default_factory=dict, repr=False)

    def t(self, key: str, **values: Any) -> str:
        """The text with this key."""
        return locales.text(key, self.code, **values)

    def tn(self, key: str, n: int, **values: Any) -> str:
        """The text with this key in the form that fits a number of things."""
        return locales.text_n(key, n, self.code, **values)

    def day(self, value: date | None) -> str:
        return locales.day(value, self.code)

    def number(self, value: float | None, *, decimals: int | None = None) -> str:
        return locales.number(value, self.code, decimals=decimals)

    def percent(self, share: float) -> str:
        return locales.percent(share, self.code)

    def word(self, value: StrEnum) -> str:
        """The name of a member of a closed set."""
        return self.t(locales.member_key(value))

    def place_name(self, place: str) -> str:
        """A place on or off the ladder, with its number."""
        return self.t(f"page.place.{place}") if place in (NOT_EXAMINED, BESIDE) else f"{place} {self.level_name(place)}"

    def level_name(self, step: str) -> str:
        return self.t(f"level.{step}")

    def level(self, cell: Cell) -> str:
        """The level of a cell with what lies above a gap, and whether it has fallen back."""
        parts = [self.place_name(place_of(cell))]
        if cell.standing.above_gap:
            parts.append(self.t("page.ladder.above", steps=", ".join(map(str, cell.standing.above_gap))))
        if cell.fallen is not None:
            parts.append(self.t("page.moves.regressed"))
        return " · ".join(parts)

    def step(self, level: int | None) -> str:
        """A level without its name, words for none."""
        return self.place_name(NOT_EXAMINED if level is None else str(level))

    def where(self, requirement: RequirementText) -> str:
        """Guideline and place of a requirement, as short as they are understood."""
        name = self.short.get(requirement.guideline_id) or shown_identifier(requirement.guideline)
        return f"{name} {requirement.locator}".strip() or requirement.title(self.code)

    def demand(self, requirement: RequirementText, longest: int = 0) -> Words:
        """What a requirement says, in the language it says it in; cut after so many characters, 0 for never."""
        wording = requirement.wordings.get(self.code) or next(iter(requirement.wordings.values()), None)
        text = requirement.words(self.code)
        return Words(text=cut(text, longest), language=wording.language if wording is not None else self.code)

    def kind(self, code: str) -> str:
        """A kind of evidence."""
        found = kinds().get(code)
        return code if found is None else found.name(self.code)

    def barrier(self, code: str) -> str:
        found = barriers.types().get(code)
        return code if found is None else found.name(self.code)

    def measure(self, row: MeasureRow) -> str:
        """A measure on one line: title, owner, day, state."""
        state = self.t("page.measures.state.overdue") if row.overdue else self.word(row.state)
        return ", ".join(part for part in (row.title, row.owner, self.day(row.due_on), state) if part)

    def about(self, row: MeasureRow) -> str:
        """What a measure is for, on one line."""
        place = self.where(row.requirement) if row.requirement is not None else ""
        return " · ".join(part for part in (place, row.subject_name) if part)

    def ids(self, numbers: Iterable[int], most: int = 0) -> str:
        """Ids of evidence, the first so many and how many more; 0 for all."""
        found: Sequence[int] = list(dict.fromkeys(numbers))
        shown = ", ".join(map(str, found[: most or None]))
        left = len(found) - most if most else 0
        return f"{shown} {self.t('report.more_ids', count=left)}" if left > 0 else shown


def cut(text: str, longest: int) -> str:
    """A text on one line, with "…" where it is longer than so many characters; 0 for never.

    >>> cut("Kommunen ska\\n svara", 12), cut("Kort", 12)
    ('Kommunen…', 'Kort')
    """
    line = " ".join(text.split())
    if not longest or len(line) <= longest:
        return line
    whole = line[: longest - 1].rsplit(" ", 1)[0] if " " in line[: longest - 1] else line[: longest - 1]
    return whole.rstrip(" ,;:.–-") + "…"
