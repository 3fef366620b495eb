"""Which municipalities are compared: those the reader may see, narrowed to a fair group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from tracker import access, clock
from tracker.tables.event import LIBRARY_CHAIN, EventHead
from tracker.tables.measurement import Measurement
from tracker.tables.people import Workspace
from tracker.tables.rollup import RollupState
from tracker.views.workspaces import municipalities

POPULATION = "N01951"
"""Kolada's key figure of inhabitants at the end of the year."""
SIZES = (15_000, 50_000, 200_000)
"""Inhabitants from which a municipality is of the next size."""
COUNTY = 2
"""A municipality's code begins with as many digits of its county."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """A group of municipalities: those of a county ("01"), of a size (how many of SIZES are reached), or both."""

    county: str = ""
    size: int | None = None


EVERYWHERE = Among()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A municipality and what is openly known of it; "" and None where it is not."""

    workspace_id: int
    slug: str
    name: str
    code: str
    population: int | None
    as_of: int | None

    @property
    def county(self) -> str:
        """The county's name."""
        return county_of(self.code)

    @property
    def size(self) -> int | None:
        """How many of SIZES it has reached."""
        return size_of(self.population)


def county_of(code: str) -> str:
    """The name of a municipality's county, "" where the code is none.

    >>> county_of("0180")
    'Stockholms län'
    """
    return municipalities().get(code, "").rpartition(", ")[2]


def counties() -> Mapping[str, str]:
    """The counties by the digits that their municipalities' codes begin with, in the order of these."""
    return {code[:COUNTY]: county_of(code) for code in sorted(municipalities())}


def size_of(population: int | None) -> int | None:
    """How many of SIZES so many inhabitants reach."""
    return None if population is None else sum(population >= size for size in SIZES)


def seen(session: Session, reader: int, among: Among = EVERYWHERE) -> Select[int]:
    """Ids of the workspaces in use that a person has a role in, of a group; there are no others for them.

    Sizes are those of the roll-ups: without one a municipality is of no size.
    """
    return select(Workspace.id).where(*in_use(session, reader), *_group(among))


def in_use(session: Session, reader: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions on workspaces that a person has a role in, in use and of a municipality or not."""
    return Workspace.retired_at.is_(None), Workspace.id.in_(access.readable(session, reader))


def _group(among: Among) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if among.county:
        conditions.append(Workspace.municipality_code.startswith(among.county, autoescape=True))
    if among.size is not None:
        state = select(RollupState.workspace_id).where(RollupState.population >= ((0, *SIZES)[among.size]))
        if among.size < len(SIZES):
            state = state.where(RollupState.population < SIZES[among.size])
        conditions.append(Workspace.id.in_(state))
    return conditions


def population(session: Session, workspace_id: int) -> tuple[int, int] | None:
    """A municipality's inhabitants by the newest open figure, and its year; None where there is none."""
    return _populations(session, Measurement.workspace_id == workspace_id).get(workspace_id)


def _populations(session: Session, *conditions: ColumnElement[bool]) -> Mapping[int, tuple[int, int]]:
    rows = session.execute(
        select(Measurement.workspace_id, Measurement.value, func.extract("year", Measurement.period_to))
        .join(Workspace, Workspace.id == Measurement.workspace_id)
        .where(
            Measurement.indicator == POPULATION,
            Measurement.group == "",
            Measurement.withdrawn_at.is_(None),
            *conditions,
        )
        .order_by(Measurement.period_to, Measurement.id)
    )
    return {workspace: (round(value), int(year)) for workspace, value, year in rows}  # the newest comes last


def known(session: Session, *, reader: int) -> list[Known]:
    """The municipalities a person may see, by name, with the newest open figure of their inhabitants."""
    newest = _populations(session, *in_use(session, reader))
    rows = session.execute(
        select(Workspace.id, Workspace.slug, Workspace.name, Workspace.municipality_code)
        .where(*in_use(session, reader))
        .order_by(Workspace.name_sort, Workspace.id)
    )
    return [
        Known(
            workspace_id=number,
            slug=slug,
            name=name,
            code=code or "",
            population=newest[number][0] if number in newest else None,
            as_of=newest[number][1] if number in newest else None,
        )
        for number, slug, name, code in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """From when the figures are: `oldest` is the first day any was worked out, `behind` the workspaces changed since.

    A workspace whose roll-ups were never worked out is behind too.
    """

    oldest: date | None
    behind: Sequence[int]


def freshness(session: Session, *, reader: int, workspace_id: int | None = None) -> Freshness:
    """Which roll-ups a person sees no longer hold: something was written since, or another day has come.

    Those longest behind come first. With `workspace_id` only that one is looked at.
    """
    library = select(EventHead.seq).where(EventHead.chain == LIBRARY_CHAIN).scalar_subquery()
    changed = or_(
        RollupState.id.is_(None),
        RollupState.seq != func.coalesce(EventHead.seq, 0),
        RollupState.library_seq != func.coalesce(library, 0),
        RollupState.on != clock.today(),
    )
    joined = (
        select(Workspace.id)
        .outerjoin(RollupState, RollupState.workspace_id == Workspace.id)
        .outerjoin(EventHead, EventHead.chain == Workspace.id)
        .where(*in_use(session, reader))
    )
    if workspace_id is not None:
        joined = joined.where(Workspace.id == workspace_id)
    behind = session.scalars(
        joined.where(changed).order_by(RollupState.made_at.is_not(None), RollupState.made_at, Workspace.id)
    )
    oldest = session.scalar(joined.with_only_columns(func.min(RollupState.made_at), maintain_column_froms=True))
    return Freshness(oldest=oldest.astimezone(clock.STOCKHOLM).date() if oldest else None, behind=tuple(behind))
