"""How far each municipality has come, from its roll-ups: one row each, counted, ordered and cut in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, null, or_, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.ladder import TOP
from tracker.tables.people import Workspace
from tracker.tables.rollup import Rollup, RollupState
from tracker.views.counted import FEWEST
from tracker.views.how_many import how_many
from tracker.views.ladder.standings import USED
from tracker.views.national.among import EVERYWHERE, Among, county_of, seen

OF_ALL = ("examined", "suggested", "confirmed")
"""Measures that are shares of the requirements that count."""
MEASURES = (*OF_ALL, *(f"level_{step}" for step in range(1, TOP + 1)))
"""The others are shares of the requirements on the ladder that have come to a step, or further."""
LEVELS = tuple(f"level_{step}" for step in range(TOP + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked: the share by which to order, of one guideline or (None) of all, in a group of municipalities."""

    measure: str = MEASURES[0]
    guideline: int | None = None
    among: Among = EVERYWHERE


ALL = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A municipality and its requirements that count; without `on` nothing was worked out for it yet.

    `levels[n]` are those at level n. `share` is the measure asked for, in [0, 1]; None where it is not known: nothing
    imported, too few requirements, or steps that rest on thresholds of its own.
    """

    workspace_id: int
    slug: str
    name: str
    code: str
    population: int | None
    on: date | None
    documents: int
    own_criteria: bool
    requirements: int
    examined: int
    suggested: int
    confirmed: int
    beside: int
    levels: Sequence[int]
    share: float | None

    @property
    def county(self) -> str:
        """The county's name, "" where it is not known."""
        return county_of(self.code)

    @property
    def empty(self) -> bool:
        """Whether nothing was imported and nobody has looked at anything, so that nothing is known."""
        return not self.documents and not self.examined


def coverage(
    session: Session, *, reader: int, wanted: Wanted = ALL, first: int = 0, most: int | None = None
) -> list[Covered]:
    """The municipalities a person may see, the largest share first and those without one last; `most` rows of them."""
    share = _share(wanted.measure)
    found = (
        select(
            Workspace.id, Workspace.slug, Workspace.name, Workspace.municipality_code, RollupState.population,
            RollupState.made_at, RollupState.documents, RollupState.own_criteria, share.label("share"),
            *(_sum(name).label(name) for name in ("requirements", "beside", *OF_ALL, *LEVELS)),
        )
        .outerjoin(RollupState, RollupState.workspace_id == Workspace.id)
        .outerjoin(Rollup, and_(Rollup.workspace_id == Workspace.id, *_of(wanted.guideline)))
        .where(Workspace.id.in_(seen(session, reader, wanted.among)))
        .group_by(Workspace.id, RollupState.id)
        .order_by(share.is_(None), share.desc(), Workspace.name_sort, Workspace.id)
        .offset(first)
        .limit(most)
    )  # fmt: skip
    return [_covered(row) for row in session.execute(found)]


def count(session: Session, *, reader: int, wanted: Wanted = ALL) -> int:
    """How many there are."""
    return how_many(session, seen(session, reader, wanted.among))


def _of(guideline: int | None) -> Sequence[ColumnElement[bool]]:
    return () if guideline is None else (Rollup.guideline_id == guideline,)


def _sum(name: str) -> ColumnElement[int]:
    return func.coalesce(func.sum(getattr(Rollup, name)), 0)


def _share(measure: str) -> ColumnElement[float | None]:
    """The measure of a municipality, or NULL where it is not known."""
    barred: ColumnElement[bool] = false()
    if measure in OF_ALL:
        part, whole = _sum(measure), _sum("requirements")
    else:
        step = int(measure.removeprefix("level_"))
        part, whole = (
            sum(map(_sum, LEVELS[step + 1 :]), _sum(LEVELS[step])),
            sum(map(_sum, LEVELS[1:]), _sum(LEVELS[0])),
        )
        if step >= USED:
            barred = and_(RollupState.own_criteria)
    nothing = and_(RollupState.documents == 0, _sum("examined") == 0)
    unknown = or_(RollupState.id.is_(None), whole < FEWEST, barred, nothing)
    return case((unknown, null()), else_=1.0 * part / whole)


def _covered(row: Any) -> Covered:
    return Covered(
        workspace_id=row.id,
        slug=row.slug,
        name=row.name,
        code=row.municipality_code or "",
        population=row.population,
        on=row.made_at.astimezone(clock.STOCKHOLM).date() if row.made_at else None,
        documents=row.documents or 0,
        own_criteria=bool(row.own_criteria),
        requirements=row.requirements,
        examined=row.examined,
        suggested=row.suggested,
        confirmed=row.confirmed,
        beside=row.beside,
        levels=tuple(getattr(row, name) for name in LEVELS),
        share=None if row.share is None else float(row.share),
    )
