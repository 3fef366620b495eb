"""Roll-ups worked out and kept: what national views show of a workspace, by the views its own pages use.

They follow from other tables, so no event tells of them, and whoever may read a workspace may have them renewed. They
are thrown away and worked out again without loss; what they were worked out from says when they no longer hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.database import Database
from tracker.tables.event import LIBRARY_CHAIN, EventHead
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument
from tracker.tables.people import Person, Workspace
from tracker.tables.rollup import Rollup, RollupLevel, RollupReuse, RollupState
from tracker.views.counted import counted_requirements
from tracker.views.ladder.places import place_of
from tracker.views.ladder.standings import standings
from tracker.views.national.among import freshness, population
from tracker.views.national.between import by_place
from tracker.views.research.municipalities import criteria, how_far

Report = Callable[[int, int], None]
Row = Mapping[str, Any]

ORDER = ("seq", "library_seq", "on")
"""What says which of two states of a workspace is the later one."""
MOST = 100
"""Workspaces that one job renews, so that other work has its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """The rows of a workspace as they are to be stored, without its number."""

    workspace_id: int
    state: Row
    guidelines: Sequence[Row]
    levels: Sequence[Row]
    reuse: Mapping[int, tuple[int, int, int]]


def renew(database: Database, workspace_id: int) -> None:
    """Work a workspace's roll-ups out from what it holds now, and store them in place of those there were."""
    with database.reading() as session:
        found = work_out(session, workspace_id)
    database.write(lambda session: store(session, found))


def renew_outdated(database: Database, *, by: Person, most: int = MOST, report: Report | None = None) -> int:
    """Renew the roll-ups that no longer hold in the workspaces a person may read; gives how many, `most` at once."""
    with database.reading() as session:
        behind = freshness(session, reader=by.id).behind[:most]
    for done, workspace_id in enumerate(behind, start=1):
        renew(database, workspace_id)
        if report is not None:
            report(done, len(behind))
    return len(behind)


def work_out(session: Session, workspace_id: int) -> WorkedOut:
    """What there is to store. Slow, so outside any transaction that writes."""
    heads = dict(
        session.execute(
            select(EventHead.chain, EventHead.seq).where(EventHead.chain.in_((LIBRARY_CHAIN, workspace_id)))
        ).all()
    )  # read first: what is written meanwhile makes the rest outdated, never wrongly new
    thresholds = session.scalars(select(Workspace.thresholds).where(Workspace.id == workspace_id)).one()
    documents = select(func.count()).where(LocalDocument.workspace_id == workspace_id)
    figure = population(session, workspace_id)
    guidelines, levels = _figures(session, workspace_id)
    return WorkedOut(
        workspace_id=workspace_id,
        state={
            "seq": heads.get(workspace_id, 0),
            "library_seq": heads.get(LIBRARY_CHAIN, 0),
            "on": clock.today(),
            "documents": session.scalars(documents).one(),
            "population": figure[0] if figure else None,
            "own_criteria": criteria(thresholds) != criteria({}),
            "made_at": clock.now(),
        },
        guidelines=guidelines,
        levels=levels,
        reuse=by_place(session, workspace_id),
    )


def store(session: Session, found: WorkedOut) -> None:
    """Put what was worked out in place of what was kept; one workspace at a time, since pairs belong to two.

    What was worked out from an earlier state than what is kept is left.
    """
    session.execute(select(EventHead.seq).where(EventHead.chain == LIBRARY_CHAIN).with_for_update())
    number = found.workspace_id
    kept = session.scalars(select(RollupState).where(RollupState.workspace_id == number)).first()
    if kept is not None and (kept.seq, kept.library_seq, kept.on) > tuple(found.state[name] for name in ORDER):
        return  # somebody has stored what they found later
    for table in (RollupState, Rollup, RollupLevel):
        session.execute(delete(table).where(table.workspace_id == number))
    session.execute(delete(RollupReuse).where(or_(RollupReuse.workspace_id == number, RollupReuse.other_id == number)))
    session.execute(insert(RollupState), [{"workspace_id": number, **found.state}])
    pairs = [_pair(number, other, *counts) for other, counts in found.reuse.items()]
    for table, rows in ((Rollup, found.guidelines), (RollupLevel, found.levels)):
        if rows:
            session.execute(insert(table), [{"workspace_id": number, **row} for row in rows])
    if pairs:
        session.execute(insert(RollupReuse), pairs)


def _figures(session: Session, workspace_id: int) -> tuple[list[Row], list[Row]]:
    """By guideline how many requirements stand where, as the overview has it; and those that can be compared."""
    found = standings(session, workspace_id)
    counted = session.execute(
        select(Requirement.id, Requirement.guideline_id).where(Requirement.id.in_(counted_requirements(workspace_id)))
    ).all()
    links: dict[Decided, Counter[int]] = defaultdict(Counter)
    states = (Decided.SUGGESTED, Decided.CONFIRMED)
    for state, requirement, many in session.execute(
        select(Link.state, Link.requirement_id, func.count())
        .where(Link.workspace_id == workspace_id, Link.state.in_(states))
        .group_by(Link.state, Link.requirement_id)
    ):
        links[state][requirement] = many
    totals: dict[int, Counter[str]] = defaultdict(Counter)
    levels: list[Row] = []
    for requirement, guideline in counted:
        cell, total, confirmed = found.whole(requirement), totals[guideline], links[Decided.CONFIRMED][requirement]
        at = place_of(cell)
        total["requirements"] += 1
        total["examined"] += cell.examined
        total["suggested"] += requirement in links[Decided.SUGGESTED]
        total["confirmed"] += confirmed > 0
        total[f"level_{at}" if at.isdecimal() else at] += 1
        reached = how_far(cell)
        if reached.why is None and reached.level is not None:
            levels.append({"requirement_id": requirement, "level": reached.level, "confirmed": confirmed})
    names = [column.name for column in Rollup.__table__.columns if column.name not in {"id", "workspace_id"}]
    rows: list[Row] = [
        {name: total[name] for name in names if name != "guideline_id"} | {"guideline_id": guideline}
        for guideline, total in totals.items()
    ]
    return rows, levels


def _pair(number: int, other: int, passages: int, first: int, other_first: int) -> Row:
    """What two workspaces have in common, as it is kept: that with the smaller number first."""
    if number > other:
        number, other, first, other_first = other, number, other_first, first
    return {
        "workspace_id": number, "other_id": other, "passages": passages, "first": first, "other_first": other_first,
    }  # fmt: skip
