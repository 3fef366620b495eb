"""The matrix with a row per group of requirements: how many stand where in each column, and the level in the middle."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from sqlalchemy.orm import Session

from tracker.subjects import Subject
from tracker.views.ladder.places import BESIDE, NOT_EXAMINED, place_of
from tracker.views.ladder.standings import Cell, standings
from tracker.views.matrix.facts import Facts, facts
from tracker.views.matrix.table import Column

GROUPS = ("guideline", "level", "force", "topic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Where the requirements of a group stand in one column: how many at each place, and how many are suspect."""

    counts: Mapping[str, int]
    suspect: int

    @property
    def examined(self) -> int:
        """How many have a level."""
        return sum(count for place, count in self.counts.items() if place not in (NOT_EXAMINED, BESIDE))

    @property
    def concerned(self) -> int:
        """How many are not beside the ladder."""
        return sum(count for place, count in self.counts.items() if place != BESIDE)

    @property
    def place(self) -> str:
        """The level in the middle of those that have one, the lower of two; else the place without a level.

        >>> Spread(counts={"1": 1, "4": 1, "not_examined": 9}, suspect=0).place
        '1'
        """
        levels = [int(place) for place, count in self.counts.items() for _ in range(count) if place.isdecimal()]
        if levels:
            return str(median_low(levels))
        return NOT_EXAMINED if self.counts.get(NOT_EXAMINED) else BESIDE

    def reached(self, step: int) -> int:
        """How many have come to a step or further."""
        return sum(count for place, count in self.counts.items() if place.isdecimal() and int(place) >= step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group by its key (a guideline's id, the code of a level or force, a topic) and its spread over the columns."""

    key: str
    total: int
    spreads: Sequence[Spread]


def groups(
    session: Session, workspace_id: int, *, requirements: Sequence[int], columns: Sequence[Column], by: str
) -> list[Group]:
    """The groups of these requirements by one of GROUPS, in the order in which they first come.

    Only cells with something in them are looked at; what was searched for and not found, and what nobody has examined,
    follows from how many there are.
    """
    found = standings(session, workspace_id)
    asked = set(requirements)
    rows = [row for row in facts(session, workspace_id) if row.id in asked]
    wanted = {row.id: _key(row, by) for row in rows}
    abroad = {row.id for row in rows if row.cross_border}
    members: dict[str, list[int]] = {}
    for number, key in wanted.items():
        members.setdefault(key, []).append(number)
    local = {column.subject for column in columns if column.used_locally}
    shown = {column.subject for column in columns}
    places: dict[tuple[str, Subject], Counter[str]] = defaultdict(Counter)
    suspect: Counter[tuple[str, Subject]] = Counter()
    known: dict[tuple[str, Subject], Counter[str]] = defaultdict(Counter)
    empty = {number: _empty_place(number in found.searched) for number in requirements}
    for (number, subject), cell in found.cells.items():
        if number in wanted and subject in shown:
            spot = (wanted[number], subject)
            places[spot][_place(cell, number in abroad and subject in local)] += 1
            known[spot][_untouched(empty[number], number in abroad and subject in local)] += 1
            suspect[spot] += cell.suspect
    result = []
    for key, numbers in members.items():
        rest = {
            used_locally: Counter(_untouched(empty[number], number in abroad and used_locally) for number in numbers)
            for used_locally in (False, True)
        }
        spreads = [
            Spread(
                counts=places[key, subject] + (rest[subject in local] - known[key, subject]),
                suspect=suspect[key, subject],
            )
            for subject in (column.subject for column in columns)
        ]
        result.append(Group(key=key, total=len(numbers), spreads=spreads))
    return result


def _key(row: Facts, by: str) -> str:
    if by == "guideline":
        return str(row.guideline_id)
    return {"level": row.level, "force": row.force, "topic": row.topic}[by]


def _place(cell: Cell, out_of_reach: bool) -> str:
    return BESIDE if out_of_reach and not cell.examined else place_of(cell)


def _empty_place(searched: bool) -> str:
    return "0" if searched else NOT_EXAMINED


def _untouched(place: str, out_of_reach: bool) -> str:
    """Where a requirement stands in a column that nothing is known of."""
    return BESIDE if out_of_reach and place == NOT_EXAMINED else place
