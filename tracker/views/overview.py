"""The first page in numbers: how far the requirements have come, and what needs somebody now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker import clock
from tracker.suspects import suspect_links
from tracker.tables.assessment import Measure
from tracker.tables.guideline import Decided, Guideline, Requirement, RequirementState, Takeover
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument
from tracker.tables.network import Actor
from tracker.views.anchoring.fields import hollow_fronts
from tracker.views.counted import counted_requirements
from tracker.views.guidelines.listing import GuidelineName, name_of
from tracker.views.how_many import how_many
from tracker.views.ladder.places import NOT_EXAMINED, place_of
from tracker.views.ladder.standings import standings
from tracker.views.measures.listing import OPEN, month_end
from tracker.views.missing import missing_count
from tracker.views.review.gaps import gaps_left
from tracker.views.review.queue import Filter, links
from tracker.views.review.suspects import suspect_crosswalks, suspect_judgements
from tracker.views.review.translations import weakened
from tracker.views.waiting import counts

STRONG = 0.5
"""Suggestions with at least this score, likelier links than not, are shown as needing a decision now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A guideline's counted requirements by place on the ladder: "not_examined", "0" to "7", "beside"."""

    name: GuidelineName
    counts: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueRow:
    """A measure whose day has passed; `barrier` is the code of what stands in its way, "" for none."""

    id: int
    title: str
    owner: str
    due_on: date
    barrier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A guideline with proposals that its official wording takes summaries over."""

    name: GuidelineName
    proposals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the first page shows of a workspace, but for what waits in the texts and what changed.

    `missing` are binding requirements without any confirmed passage, `weakened` confirmed passages that demand less
    than their requirement, `hollow` services that work outward and are weak inside, `meetings` open measures that a
    meeting must decide before the month ends. `suspect_links`, `suspect_judgements` and `suspect_crosswalks` stand on
    texts or evidence that are others now; `suspect` is all of them, as they are listed. `second` decisions wait for a
    second person.
    """

    requirements: int
    examined: int
    gaps: int
    missing: int
    weakened: int
    hollow: int
    suspect_links: int
    suspect_judgements: int
    suspect_crosswalks: int
    suggestions: int
    strong: int
    proposed_gaps: int
    meetings: int
    documents: int
    bars: Sequence[Bar]
    overdue: Sequence[OverdueRow]
    waiting: Sequence[Waiting]
    second: int

    @property
    def suspect(self) -> int:
        """Everything to look at again."""
        return self.suspect_links + self.suspect_judgements + self.suspect_crosswalks


def overview(session: Session, workspace_id: int, *, sees_secrecy: bool = False) -> Overview:
    """The state of a workspace today; where the requirements stand is worked out once.

    Suggestions are those that somebody who sees secrecy, or does not, finds in Review.
    """
    found = standings(session, workspace_id)
    rows = session.execute(
        select(Requirement.id, Requirement.guideline_id).where(Requirement.id.in_(counted_requirements(workspace_id)))
    ).all()
    wholes = {requirement: found.whole(requirement) for requirement, _ in rows}
    names = _names(session)
    places: dict[int, Counter[str]] = {}
    for requirement, guideline in rows:
        places.setdefault(guideline, Counter())[place_of(wholes[requirement])] += 1
    suggestions, strong = _suggestions(session, workspace_id, sees_secrecy)
    return Overview(
        requirements=len(rows),
        examined=sum(cell.examined for cell in wholes.values()),
        gaps=sum(cell.gap for cell in wholes.values()),
        missing=missing_count(session, workspace_id, found),
        weakened=weakened(session, workspace_id),
        hollow=len(hollow_fronts(session, workspace_id, where=found)),
        suspect_links=len(suspect_links(session, workspace_id)),
        suspect_judgements=len(suspect_judgements(found)),
        suspect_crosswalks=len(suspect_crosswalks(session, workspace_id)),
        suggestions=suggestions,
        strong=strong,
        proposed_gaps=gaps_left(session, workspace_id),
        meetings=_meetings(session, workspace_id),
        documents=how_many(session, select(LocalDocument.id).where(LocalDocument.workspace_id == workspace_id)),
        bars=[
            Bar(name=name, counts=places[name.id], total=places[name.id].total()) for name in names if name.id in places
        ],
        overdue=_overdue(session, workspace_id),
        second=sum(counts(session, workspace_id).values()),
        waiting=_waiting(session, [name for name in names if name.id in places]),
    )


def furthest_behind(bars: Sequence[Bar], most: int) -> Sequence[Bar]:
    """The guidelines with most requirements that nothing is known to carry out: gaps and what nobody examined."""
    return sorted(bars, key=lambda bar: -(bar.counts.get("0", 0) + bar.counts.get(NOT_EXAMINED, 0)))[:most]


def new_suggestions(session: Session, workspace_id: int, *, since: date, sees_secrecy: bool = False) -> int:
    """How many suggestions nobody has decided about were made after the end of a day, of those shown in Review."""
    wanted = links(workspace_id, Filter(), sees_secrecy=sees_secrecy)
    return how_many(session, wanted.where(Link.recorded_at >= clock.end_of(since)))


def _names(session: Session) -> list[GuidelineName]:
    return [name_of(row) for row in session.scalars(select(Guideline).order_by(Guideline.level, Guideline.name_sort))]


def _suggestions(session: Session, workspace_id: int, sees_secrecy: bool) -> tuple[int, int]:
    """How many wait, and how many of them are strong: counted in one go."""
    strong = func.count().filter(func.coalesce(Link.score, 1) >= STRONG)
    wanted = links(workspace_id, Filter(), sees_secrecy=sees_secrecy)
    every, likely = session.execute(wanted.with_only_columns(func.count(), strong)).one()
    return every, likely


def _overdue(session: Session, workspace_id: int) -> list[OverdueRow]:
    owner = aliased(Actor)
    rows = session.execute(
        select(Measure, owner.name)
        .outerjoin(owner, owner.id == Measure.owner_id)
        .where(
            Measure.workspace_id == workspace_id,
            Measure.due_on < clock.today(),
            Measure.state.in_(OPEN),
        )
        .order_by(Measure.due_on, Measure.id)
    )
    return [
        OverdueRow(
            id=row.id, title=row.title, owner=name or "", due_on=row.due_on or clock.today(), barrier=row.barrier
        )
        for row, name in rows
    ]


def _meetings(session: Session, workspace_id: int) -> int:
    """As many as Measures lists as decisions of this month."""
    return how_many(
        session,
        select(Measure.id).where(
            Measure.workspace_id == workspace_id,
            Measure.state.in_(OPEN),
            or_(Measure.decision != "", Measure.decision_wanted_from_id.is_not(None)),
            Measure.meeting_on <= month_end(clock.today()),
        ),
    )


def _waiting(session: Session, names: Sequence[GuidelineName]) -> list[Waiting]:
    counts = dict(
        session.execute(
            select(Requirement.guideline_id, func.count())
            .join(Takeover, Takeover.requirement_id == Requirement.id)
            .where(Takeover.state == Decided.SUGGESTED, Requirement.state == RequirementState.ACTIVE)
            .group_by(Requirement.guideline_id)
        ).all()
    )
    return [Waiting(name=name, proposals=counts[name.id]) for name in names if name.id in counts]
