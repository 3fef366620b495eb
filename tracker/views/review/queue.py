"""The review queue: suggestions worth a look, the one whose decision is worth most first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.guideline import Decided, Force, Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor
from tracker.tables.service import Service
from tracker.views.clearance import secret_passage
from tracker.views.counted import counted_requirements
from tracker.views.how_many import how_many
from tracker.views.waiting import waiting_links

BINDING: Mapping[Force, float] = {Force.OBLIGATION: 1.0, Force.PROHIBITION: 1.0, Force.RIGHT: 1.0}
"""How much a decision about a requirement weighs by what the requirement says; any other force: `ADVICE`."""
ADVICE = 0.5
ANSWERED = 0.2
"""What is left of a suggestion's worth once the requirement has a confirmed link to a target of the same kind."""
TARGETS = {"passage": Link.passage_id, "service": Link.service_id, "actor": Link.actor_id}
"""By kind of target the column that names it."""


class Order(StrEnum):
    """How the queue is sorted; the first is what nobody has to ask for."""

    USEFULNESS = "usefulness"
    SCORE = "score"
    REQUIREMENT = "requirement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the queue is narrowed to; None or "" leaves a dimension open. `floor` is the lowest score, 0 to 1.

    `unit_id` is the actor that a passage's document or a service belongs to, or that is proposed itself. `waiting`
    leaves those that wait for a second person, whatever their state.
    """

    guideline_id: int | None = None
    requirement_id: int | None = None
    document_id: int | None = None
    unit_id: int | None = None
    force: Force | None = None
    target: str = ""
    floor: float = 0.0
    state: Decided | None = Decided.SUGGESTED
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A link in the queue, in short."""

    link_id: int
    requirement_id: int
    score: float | None
    state: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the queue; `total` counts all that fit the filter, `decided` those that fit it and are decided, and
    `waiting` all that wait for a second person."""

    rows: Sequence[QueueRow]
    total: int
    decided: int
    waiting: int = 0


def queue(
    session: Session,
    workspace_id: int,
    chosen: Filter,
    *,
    order: Order = Order.USEFULNESS,
    offset: int = 0,
    limit: int = 50,
    sees_secrecy: bool = False,
    person_id: int | None = None,
) -> Queue:
    """The links to review in an order: the most useful decision, the highest score, or requirement by requirement.

    What `person_id` has decided already, as the first of two, is left out unless all that waits is asked for.
    """
    wanted = links(workspace_id, chosen, sees_secrecy=sees_secrecy)
    if person_id is not None and not chosen.waiting:
        wanted = wanted.where(Link.id.not_in(waiting_links(workspace_id, person_id=person_id)))
    # All that fit have to be read to be put in order: they are counted on the way.
    counted = wanted.add_columns(func.count().over().label("total")).order_by(*_ranked(workspace_id, order))
    rows = session.execute(counted.offset(offset).limit(limit)).all()
    either = links(workspace_id, replace(chosen, state=None), sees_secrecy=sees_secrecy)
    return Queue(
        rows=rows_of(row[:4] for row in rows),
        total=rows[0].total if rows else how_many(session, wanted),
        decided=how_many(session, either.where(Link.state.in_((Decided.CONFIRMED, Decided.REJECTED)))),
        waiting=len(session.scalars(waiting_links(workspace_id)).all()),
    )


def links(workspace_id: int, chosen: Filter, *, sees_secrecy: bool) -> Select[int, int, float | None, Decided]:
    """Id, requirement, score and state of the links that fit; suggestions only of requirements that count.

    Only the tables a filter asks about are joined.
    """
    wanted = select(Link.id, Link.requirement_id, Link.score, Link.state)
    wanted = wanted.join(Requirement, Requirement.id == Link.requirement_id).where(Link.workspace_id == workspace_id)
    if chosen.waiting:
        wanted = wanted.where(Link.id.in_(waiting_links(workspace_id)))
    elif chosen.state is not None:
        wanted = wanted.where(Link.state == chosen.state)
    if chosen.state is Decided.SUGGESTED and not chosen.waiting:
        wanted = wanted.where(Link.requirement_id.in_(counted_requirements(workspace_id)))
    if chosen.guideline_id is not None:
        wanted = wanted.where(Requirement.guideline_id == chosen.guideline_id)
    if chosen.requirement_id is not None:
        wanted = wanted.where(Link.requirement_id == chosen.requirement_id)
    if chosen.force is not None:
        wanted = wanted.where(Requirement.force == chosen.force)
    if chosen.document_id is not None:
        wanted = wanted.where(Link.passage_id.in_(_passages(LocalDocument.id == chosen.document_id)))
    if chosen.unit_id is not None:
        services = select(Service.id).where(Service.workspace_id == workspace_id, Service.unit_id == chosen.unit_id)
        passages = _passages(LocalDocument.responsible_id == chosen.unit_id)
        wanted = wanted.where(
            or_(
                Link.passage_id.in_(passages),
                Link.service_id.in_(services),
                Link.actor_id == chosen.unit_id,
            )
        )
    if chosen.target:
        wanted = wanted.where(TARGETS[chosen.target].is_not(None))
    if chosen.floor > 0:
        wanted = wanted.where(func.coalesce(Link.score, 1) >= chosen.floor)
    if not sees_secrecy:
        # Few are withheld: found by their passages, so that the rest can be counted by the index alone.
        held = aliased(Link)
        passages = _passages(LocalDocument.workspace_id == workspace_id, secret_passage())
        wanted = wanted.where(Link.id.not_in(select(held.id).where(held.passage_id.in_(passages))))
    return wanted


def rows_of(found: Iterable[Any]) -> list[QueueRow]:
    """Rows of `links` under their names."""
    return [
        QueueRow(link_id=link, requirement_id=requirement, score=score, state=state)
        for link, requirement, score, state in found
    ]


def units(session: Session, workspace_id: int) -> dict[int, str]:
    """The actors that documents or services of the workspace belong to, or that are suggested themselves, by name."""
    belong = (
        select(LocalDocument.responsible_id).where(LocalDocument.workspace_id == workspace_id),
        select(Service.unit_id).where(Service.workspace_id == workspace_id),
    )
    # Asked of each actor: suggestions are many, those of actors few.
    suggested = select(Link.id).where(Link.actor_id == Actor.id, Link.state == Decided.SUGGESTED).exists()
    named = (
        select(Actor.id, Actor.name)
        .where(Actor.workspace_id == workspace_id, or_(*(Actor.id.in_(ids) for ids in belong), suggested))
        .order_by(Actor.name_sort)
    )
    return dict(session.execute(named).all())


def usefulness(workspace_id: int) -> ColumnElement[float]:
    """What a decision about a suggestion is expected to bring, 0 to 1: score x how binding x what is still missing.

    The score stands for the chance that a person confirms it; one that a person added counts as certain.
    """
    binding = case(*((Requirement.force == force, weight) for force, weight in BINDING.items()), else_=ADVICE)
    answered = or_(
        *(
            and_(
                target.is_not(None),
                Link.requirement_id.in_(
                    select(Link.requirement_id).where(
                        Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED, target.is_not(None)
                    )
                ),
            )
            for target in TARGETS.values()
        )
    )
    return func.coalesce(Link.score, 1.0) * binding * case((answered, ANSWERED), else_=1.0)


def _ranked(workspace_id: int, order: Order) -> tuple[Any, ...]:
    best = func.coalesce(Link.score, 2).desc()
    if order is Order.USEFULNESS:
        return usefulness(workspace_id).desc(), best, Link.id
    if order is Order.SCORE:
        return best, Link.id
    return Requirement.guideline_id, Requirement.position, Requirement.id, best


def _passages(*conditions: ColumnElement[bool]) -> Select[int]:
    """Passages of the documents that meet the conditions."""
    return (
        select(Passage.id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(*conditions)
    )
