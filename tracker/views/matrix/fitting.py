"""Which requirements and columns of the matrix fit a filter, without reading any words for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.ladder import TOP
from tracker.subjects import Subject
from tracker.tables.guideline import Force, Level
from tracker.tables.network import Actor, ActorKind
from tracker.tables.schema import sort_key
from tracker.views.ladder.places import BESIDE, place_of
from tracker.views.ladder.standings import Cell, Standings, furthest, standings
from tracker.views.matrix.facts import Facts, facts
from tracker.views.matrix.table import Column, columns
from tracker.views.shared import shared

FIGURES = ("examined", "not_examined", "gaps", "suspect", "fallen", "one")
"""What is counted over the matrix, each the name of the filter that shows it."""
PLACES = frozenset({*map(str, range(1, TOP + 1)), BESIDE})
"""The places that can be asked for: a 0 is a gap."""
SHOWN = ("", *FIGURES, *sorted(PLACES))
MET = 4
"""From this step on a requirement counts as met, unless the reader asks for another: it is in service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is asked of the matrix.

    `by` is "unit" or "service"; `subjects` narrows the columns, and what is said of a requirement is then said of
    these only. `binding` leaves the binding demands of binding guidelines. `shown` is one of SHOWN: a place on the
    ladder, or a figure. `least` is the step from which on a requirement counts as met ("one": met in one column only).
    """

    by: str = "unit"
    guideline_id: int | None = None
    level: Level | None = None
    topic: str = ""
    force: Force | None = None
    binding: bool = False
    subjects: tuple[Subject, ...] = ()
    shown: str = ""
    least: int = MET

    @property
    def narrows(self) -> bool:
        """Whether it leaves out rows."""
        return bool(self.guideline_id or self.level or self.topic or self.force or self.binding or self.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """The requirements that fit a filter, by guideline and document order, and the columns to show them with.

    `total` and `counts` (by FIGURES) are over what the filter leaves before it asks for one of the figures or places.
    `idle` are columns without evidence or judgement of their own that gives any of the requirements a level: what
    stands in them comes from those above, or from a search.
    """

    requirements: Sequence[int]
    total: int
    counts: Mapping[str, int]
    columns: Sequence[Column]
    idle: Sequence[Column]


def fitting(session: Session, workspace_id: int, asked: Filter) -> Fitting:
    """What fits: a workspace has thousands of requirements, of which a screen shows a few."""
    over = columns(session, workspace_id, by=asked.by, subjects=asked.subjects)
    seen = _seen(session, workspace_id, asked.by)
    signs = _signs(session, workspace_id, asked.by, asked.subjects, asked.least)
    rows = [row.id for row in facts(session, workspace_id) if _leaves(asked, row)]
    fits = [number for number in rows if asked.shown in ("", *signs[number])]
    own: set[Subject] = {subject for number in fits for subject in seen.get(number, _UNSEEN).own}
    kept = [column for column in over if asked.subjects or column.subject in own] or _whole(over, asked.by)
    return Fitting(
        requirements=tuple(fits),
        total=len(rows),
        counts=Counter(sign for number in rows for sign in signs[number]),
        columns=kept,
        idle=[column for column in over if column not in kept],
    )


def topics(session: Session, workspace_id: int) -> Sequence[str]:
    """The topics that people have given to counted requirements, by name."""
    return sorted({row.topic for row in facts(session, workspace_id)} - {""}, key=sort_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a requirement's cells are together: who has something of its own there, the highest two levels, and whose
    the highest is."""

    own: tuple[Subject, ...] = ()
    suspect: bool = False
    fallen: bool = False
    best: Subject | None = None
    highest: int = -1
    second: int = -1


_UNSEEN = _Seen()


@shared
def _seen(session: Session, workspace_id: int, by: str) -> Mapping[int, _Seen]:
    """By requirement, over the columns; the municipality as a whole is no unit among the others."""
    found = standings(session, workspace_id)
    over = {column.subject for column in columns(session, workspace_id, by=by)}
    parts = over - set(_municipality(session, workspace_id))
    of: dict[int, list[tuple[Subject, Cell]]] = {}
    for (number, subject), cell in found.cells.items():
        if subject in over:
            of.setdefault(number, []).append((subject, cell))
    return {number: _summed(cells, parts) for number, cells in of.items()}


def _summed(cells: Sequence[tuple[Subject, Cell]], parts: set[Subject]) -> _Seen:
    levels = sorted(
        ((cell.shown or 0, subject) for subject, cell in cells if subject in parts and not cell.beside), reverse=True
    )
    return _Seen(
        own=tuple(subject for subject, cell in cells if _is_own(subject, cell)),
        suspect=any(cell.suspect for _, cell in cells),
        fallen=any(cell.fallen is not None for _, cell in cells),
        best=levels[0][1] if levels else None,
        highest=levels[0][0] if levels else -1,
        second=levels[1][0] if len(levels) > 1 else -1,
    )


def _is_own(subject: Subject, cell: Cell) -> bool:
    """Whether it is examined by something of the subject's own, not of those above it."""
    if not cell.examined:
        return False
    return cell.judged is not None or any(piece.subject == subject for piece in cell.pieces)


@shared
def _signs(
    session: Session, workspace_id: int, by: str, subjects: tuple[Subject, ...], least: int
) -> Mapping[int, tuple[str, ...]]:
    """By requirement, everything of SHOWN that is true of it: in the columns asked for, else on the whole."""
    found = standings(session, workspace_id)
    seen = _seen(session, workspace_id, by)
    return {
        row.id: _signs_of(row.id, subjects, least, found, seen.get(row.id, _UNSEEN))
        for row in facts(session, workspace_id)
    }


def _signs_of(
    requirement: int, subjects: tuple[Subject, ...], least: int, found: Standings, seen: _Seen
) -> tuple[str, ...]:
    cells = [found.cell(requirement, subject) for subject in subjects]
    cell = furthest(cells) if cells else found.whole(requirement)
    true = {
        "examined": cell.examined,
        "not_examined": not cell.examined,
        "gaps": cell.gap,
        "suspect": any(one.suspect for one in cells) if cells else seen.suspect or cell.suspect,
        "fallen": any(one.fallen is not None for one in cells) if cells else seen.fallen,
        "one": seen.highest >= least > seen.second and (not cells or seen.best in subjects),
    }
    places = {place_of(cell)} & PLACES
    return (*(name for name, holds in true.items() if holds), *places)


def _leaves(asked: Filter, row: Facts) -> bool:
    """Whether the filter leaves a requirement, as far as the requirement itself says."""
    return (
        asked.guideline_id in (None, row.guideline_id)
        and asked.level in (None, row.level)
        and asked.topic in ("", row.topic)
        and asked.force in (None, row.force)
        and (row.binding or not asked.binding)
    )


def _municipality(session: Session, workspace_id: int) -> list[Subject]:
    rows = session.scalars(
        select(Actor.id).where(Actor.workspace_id == workspace_id, Actor.kind == ActorKind.MUNICIPALITY)
    )
    return [("actor", number) for number in rows]


def _whole(over: Sequence[Column], by: str) -> list[Column]:
    """Where no column has anything of its own: the municipality as a whole, the first of the units; all services."""
    return list(over[:1] if by == "unit" else over)
