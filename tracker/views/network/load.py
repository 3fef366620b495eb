"""Who answers for which requirements: those nobody answers for, and actors that answer for too many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.assessment import Evidence
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.network import Actor, ActorKind, Participation
from tracker.tables.service import Service
from tracker.views import settings
from tracker.views.counted import counted_requirements
from tracker.views.ladder.standings import standings

RESPONSIBLE = "responsible"
"""The kind of evidence that names who answers for a requirement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """What an actor carries: requirements it answers for, and those of documents it had a confirmed part in."""

    actor: int
    name: str
    kind: ActorKind
    carried: Sequence[int]
    through_documents: Sequence[int]
    overloaded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Requirements that apply here, those nobody answers for, and the actors by name with what they carry.

    `limit` is the number of requirements above which an actor is overloaded.
    """

    requirements: int
    holes: Sequence[int]
    rows: Sequence[LoadRow]
    limit: int

    @property
    def overloaded(self) -> Sequence[LoadRow]:
        return [row for row in self.rows if row.overloaded]


def load(session: Session, workspace_id: int) -> Load:
    """Everything there is to say about who carries what.

    A requirement is carried by an actor that was confirmed as responsible for it, or by the unit that evidence names:
    directly, or as the unit of a service. The municipality as a whole is nobody in particular.
    """
    found = standings(session, workspace_id)
    counted = session.scalars(counted_requirements(workspace_id)).all()
    applying = sorted(requirement for requirement in counted if found.whole(requirement).concerns)
    carriers = responsible_actors(session, workspace_id)
    carried: dict[int, set[int]] = defaultdict(set)
    for requirement in applying:
        for actor in carriers.get(requirement, ()):
            carried[actor].add(requirement)
    drafted = _through_documents(session, workspace_id, frozenset(applying))
    limit = settings.thresholds(session, workspace_id).overload
    actors = session.scalars(
        select(Actor).where(Actor.workspace_id == workspace_id).order_by(Actor.name_sort, Actor.id)
    )
    return Load(
        requirements=len(applying),
        holes=[requirement for requirement in applying if not carriers.get(requirement)],
        rows=[
            LoadRow(
                actor=row.id,
                name=row.name,
                kind=row.kind,
                carried=sorted(carried.get(row.id, ())),
                through_documents=sorted(drafted.get(row.id, ())),
                overloaded=len(carried.get(row.id, ())) > limit,
            )
            for row in actors
            if row.id in carried or row.id in drafted
        ],
        limit=limit,
    )


def responsible_actors(session: Session, workspace_id: int) -> Mapping[int, frozenset[int]]:
    """The accountable actors of each requirement that has any."""
    found: dict[int, set[int]] = defaultdict(set)
    links = select(Link.requirement_id, Link.actor_id).where(
        Link.workspace_id == workspace_id,
        Link.state == Decided.CONFIRMED,
        Link.type == LinkType.RESPONSIBLE,
        Link.actor_id.is_not(None),
    )
    evidence = (
        select(Evidence.requirement_id, Evidence.actor_id, Service.unit_id)
        .outerjoin(Service, Service.id == Evidence.service_id)
        .where(Evidence.workspace_id == workspace_id, Evidence.kind == RESPONSIBLE, Evidence.withdrawn_at.is_(None))
    )
    for requirement, actor in session.execute(links):
        found[requirement].add(actor or 0)
    for requirement, actor, unit in session.execute(evidence):
        if actor or unit:
            found[requirement].add(actor or unit or 0)
    whole = set(
        session.scalars(
            select(Actor.id).where(Actor.workspace_id == workspace_id, Actor.kind == ActorKind.MUNICIPALITY)
        )
    )
    return {requirement: frozenset(actors - whole) for requirement, actors in found.items() if actors - whole}


def _through_documents(session: Session, workspace_id: int, applying: frozenset[int]) -> dict[int, set[int]]:
    """Requirements with a confirmed link to a document in which the actor had a confirmed part."""
    rows = session.execute(
        select(Participation.actor_id, Link.requirement_id)
        .join(LocalEdition, LocalEdition.document_id == Participation.document_id)
        .join(Passage, Passage.edition_id == LocalEdition.id)
        .join(Link, Link.passage_id == Passage.id)
        .where(
            Participation.workspace_id == workspace_id,
            Participation.state == Decided.CONFIRMED,
            Link.state == Decided.CONFIRMED,
        )
        .distinct()
    )
    found: dict[int, set[int]] = defaultdict(set)
    for actor, requirement in rows:
        if requirement in applying:
            found[actor].add(requirement)
    return found
