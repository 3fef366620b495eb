"""Binding requirements without any local passage, whether anybody looked for one, and who would own them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.guideline import Bindingness, Decided, Guideline, GuidelineStatus, Requirement
from tracker.tables.link import Link
from tracker.tables.network import UNIT_KINDS, Actor, ActorKind
from tracker.tables.service import Service
from tracker.views.counted import counted_requirements
from tracker.views.ladder.shares import MUST
from tracker.views.ladder.standings import Standings, standings
from tracker.views.network.load import responsible_actors
from tracker.views.review.gaps import standing_proposals

OWN = (*UNIT_KINDS, ActorKind.ROLE)
"""The kinds of actors within the municipality that a requirement could be given to."""


class Looked(StrEnum):
    """What is known of a passage that is not there; only the first is a finding."""

    SEARCHED = "searched"
    PROPOSED = "proposed"
    SUGGESTED = "suggested"
    UNSEEN = "unseen"


class OwnedBy(StrEnum):
    """What names the would-be owner, the surest first."""

    MEASURE = "measure"
    RESPONSIBLE = "responsible"
    SERVICE = "service"
    SUGGESTED = "suggested"
    GUIDELINE = "guideline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who would own a requirement, and what says so; `score` in [0, 1] is that of a suggestion nobody has decided."""

    actor: int
    name: str
    by: OwnedBy
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRow:
    """A binding requirement that no confirmed passage answers; `suggestions` are passages nobody has decided about."""

    requirement_id: int
    guideline_id: int
    looked: Looked
    suggestions: int
    owner: Owner | None


def missing(session: Session, workspace_id: int) -> list[MissingRow]:
    """All of them in document order; the words are read for those that are shown (`views.texts`)."""
    found = standings(session, workspace_id)
    rows = _missing(session, workspace_id, found)
    ids = [number for number, _ in rows]
    proposed = set(session.scalars(standing_proposals(workspace_id)))
    suggested = _suggested_passages(session, workspace_id)
    would_own = owners(session, workspace_id, ids)
    return [
        MissingRow(
            requirement_id=number,
            guideline_id=guideline,
            looked=_looked(number in found.searched, number in proposed, suggested.get(number, 0)),
            suggestions=suggested.get(number, 0),
            owner=would_own.get(number),
        )
        for number, guideline in rows
    ]


def missing_count(session: Session, workspace_id: int, found: Standings) -> int:
    """How many there are, where it is known already where the requirements stand."""
    return len(_missing(session, workspace_id, found))


def owners(session: Session, workspace_id: int, requirement_ids: Iterable[int]) -> Mapping[int, Owner]:
    """Who would own each of these requirements; those of which nothing says so are left out.

    The owner of an open measure, else who answers for it, else the unit of a service confirmed to carry it, else the
    best suggestion of a unit, role or service, else the unit that answers for most others of the same guideline.
    """
    wanted = set(requirement_ids)
    actors = {
        number: (name, kind)
        for number, name, kind in session.execute(
            select(Actor.id, Actor.name, Actor.kind).where(Actor.workspace_id == workspace_id)
        )
    }
    responsible = {number: min(some) for number, some in responsible_actors(session, workspace_id).items()}
    linked, suggested = _linked(session, workspace_id)
    served = {number: actor for number, (actor, _) in linked.items()}
    usual = _usual(session, {**served, **responsible})
    guidelines = dict(session.execute(select(Requirement.id, Requirement.guideline_id)).all())
    planned = _planned(session, workspace_id)
    found: dict[int, Owner] = {}
    for number in wanted:
        best, score = suggested.get(number, (None, None))
        says: dict[OwnedBy, int | None] = {
            OwnedBy.MEASURE: planned.get(number),
            OwnedBy.RESPONSIBLE: responsible.get(number),
            OwnedBy.SERVICE: served.get(number),
            OwnedBy.SUGGESTED: best,
            OwnedBy.GUIDELINE: usual.get(guidelines[number]),
        }
        for by, actor in says.items():
            if actor in actors and (by is OwnedBy.MEASURE or actors[actor][1] in OWN):
                name = actors[actor][0]
                found[number] = Owner(actor=actor, name=name, by=by, score=score if by is OwnedBy.SUGGESTED else None)
                break
    return found


def _missing(session: Session, workspace_id: int, found: Standings) -> Sequence[tuple[int, int]]:
    """Requirement and guideline, without what a person found not to apply anywhere; a proposed act binds nobody yet."""
    answered = select(Link.requirement_id).where(
        Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED, Link.passage_id.is_not(None)
    )
    rows = session.execute(
        select(Requirement.id, Requirement.guideline_id)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(
            Requirement.id.in_(counted_requirements(workspace_id)),
            Requirement.id.not_in(answered),
            Requirement.force.in_(MUST),
            Guideline.bindingness == Bindingness.BINDING,
            Guideline.status != GuidelineStatus.PROPOSED,
        )
        .order_by(Guideline.level, Guideline.name_sort, Requirement.position, Requirement.id)
    )
    return [(number, guideline) for number, guideline in rows if found.whole(number).concerns]


def _looked(searched: bool, proposed: bool, suggestions: int) -> Looked:
    if searched:
        return Looked.SEARCHED
    if proposed:
        return Looked.PROPOSED
    return Looked.SUGGESTED if suggestions else Looked.UNSEEN


def _open(workspace_id: int) -> Select[Link]:
    return select(Link).where(Link.workspace_id == workspace_id, Link.state == Decided.SUGGESTED)


def _suggested_passages(session: Session, workspace_id: int) -> Mapping[int, int]:
    """By requirement how many passages are suggested."""
    counted = _open(workspace_id).where(Link.passage_id.is_not(None)).group_by(Link.requirement_id)
    return dict(session.execute(counted.with_only_columns(Link.requirement_id, func.count())).all())


def _planned(session: Session, workspace_id: int) -> Mapping[int, int]:
    """By requirement the owner of the open measure that is due first."""
    rows = session.execute(
        select(Measure.requirement_id, Measure.owner_id)
        .where(
            Measure.workspace_id == workspace_id,
            Measure.requirement_id.is_not(None),
            Measure.owner_id.is_not(None),
            Measure.state.in_((MeasureState.PLANNED, MeasureState.ONGOING)),
        )
        .order_by(Measure.due_on.desc(), Measure.id.desc())
    )
    return {number: owner for number, owner in rows if number and owner}


def _linked(
    session: Session, workspace_id: int
) -> tuple[Mapping[int, tuple[int, float]], Mapping[int, tuple[int, float]]]:
    """By requirement the actor, or unit of the service, that is linked to it: confirmed, and else suggested best."""
    actor = aliased(Actor)
    who = func.coalesce(Link.actor_id, Service.unit_id)
    rows = session.execute(
        select(Link.requirement_id, Link.state, who, func.coalesce(Link.score, 0.0))
        .outerjoin(Service, Service.id == Link.service_id)
        .join(actor, actor.id == who)
        .where(
            Link.workspace_id == workspace_id,
            Link.passage_id.is_(None),
            Link.state != Decided.REJECTED,
            or_(Link.service_id.is_not(None), Link.state == Decided.SUGGESTED),
            actor.kind.in_(OWN),
        )
        .order_by(func.coalesce(Link.score, 0.0), Link.id.desc())
    )
    found: tuple[dict[int, tuple[int, float]], dict[int, tuple[int, float]]] = ({}, {})
    for number, state, owner, score in rows:
        found[state is Decided.SUGGESTED][number] = (owner, score)
    return found


def _usual(session: Session, carried: Mapping[int, int]) -> Mapping[int, int]:
    """By guideline the unit that carries most of its requirements; none where two carry equally many."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    guidelines = dict(session.execute(select(Requirement.id, Requirement.guideline_id)).all())
    for number, actor in carried.items():
        counts[guidelines[number]][actor] += 1
    most = {guideline: found.most_common(2) for guideline, found in counts.items()}
    return {
        guideline: first[0] for guideline, (first, *others) in most.items() if not others or others[0][1] < first[1]
    }
