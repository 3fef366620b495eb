"""The review queue: suggestions worth a look, one at a time with both texts and the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link, LinkType, SearchRecord
from tracker.tables.local import LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.network import Actor
from tracker.tables.service import Service
from tracker.views.counted import counted_requirements
from tracker.views.review.reasons import ShownReason, shown_reasons
from tracker.views.review.translation import Translation, translation
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts


class Order(StrEnum):
    """How the queue is sorted."""

    SCORE = "score"
    REQUIREMENT = "requirement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the queue is narrowed to; None or "" leaves a dimension open. `floor` is the lowest score, 0 to 1."""

    guideline_id: int | None = None
    requirement_id: int | None = None
    document_id: int | None = None
    target: str = ""
    floor: float = 0.0
    state: Decided = Decided.SUGGESTED


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A link in the queue, in short."""

    link_id: int
    requirement_id: int
    score: float | None
    state: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the queue; `total` counts all that fit the filter, `decided` the decided links of the workspace."""

    rows: Sequence[QueueRow]
    total: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Everything one decision needs. Exactly one of passage, service and actor is given; `other` are its rivals."""

    link_id: int
    version: int
    state: Decided
    type: LinkType | None
    score: float | None
    scorer: str
    reasons: Sequence[ShownReason]
    note: str
    subject_id: int | None
    requirement: RequirementText
    passage: PassageText | None
    service: Mapping[str, Any] | None
    actor: Mapping[str, Any] | None
    translation: Translation
    other: Sequence[QueueRow]
    searched: bool


def queue(
    session: Session,
    workspace_id: int,
    chosen: Filter,
    *,
    order: Order = Order.SCORE,
    offset: int = 0,
    limit: int = 50,
    sees_secrecy: bool = False,
) -> Queue:
    """The links to review, best first (or in the order of the requirements)."""
    wanted = _filtered(workspace_id, chosen, sees_secrecy)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ranked = (
        (func.coalesce(Link.score, 2).desc(), Link.id)
        if order is Order.SCORE
        else (Requirement.guideline_id, Requirement.position, Requirement.id, func.coalesce(Link.score, 2).desc())
    )
    rows = session.execute(wanted.order_by(*ranked).offset(offset).limit(limit))
    decided = session.scalar(
        select(func.count()).where(Link.workspace_id == workspace_id, Link.state != Decided.SUGGESTED)
    )
    return Queue(
        rows=[
            QueueRow(link_id=link, requirement_id=requirement, score=score, state=state)
            for link, requirement, score, state in rows
        ],
        total=total,
        decided=decided or 0,
    )


def item(session: Session, workspace_id: int, link_id: int, *, sees_secrecy: bool = False) -> Item:
    """One link with both texts; NotFound when it is not in the workspace or under secrecy for the reader."""
    link = session.get(Link, link_id)
    visible = _filtered(workspace_id, Filter(), sees_secrecy, any_state=True).where(Link.id == link_id)
    if link is None or session.execute(visible).first() is None:
        raise NotFound("error.link_unknown", id=link_id)
    passage = passage_texts(session, [link.passage_id])[link.passage_id] if link.passage_id is not None else None
    rivals = _filtered(workspace_id, Filter(requirement_id=link.requirement_id), sees_secrecy, any_state=True)
    others = session.execute(
        rivals.where(Link.id != link_id).order_by(func.coalesce(Link.score, 2).desc(), Link.id).limit(12)
    )
    searched = session.scalars(
        select(SearchRecord.id).where(
            SearchRecord.workspace_id == workspace_id,
            SearchRecord.requirement_id == link.requirement_id,
            SearchRecord.withdrawn_at.is_(None),
        )
    ).first()
    return Item(
        link_id=link.id,
        version=link.version,
        state=link.state,
        type=link.type,
        score=link.score,
        scorer=link.scorer,
        reasons=shown_reasons(session, workspace_id, link.reasons, sees_secrecy=sees_secrecy),
        note=link.note,
        subject_id=link.subject_id,
        requirement=requirement_texts(session, [link.requirement_id])[link.requirement_id],
        passage=passage,
        service=_service(session, link.service_id),
        actor=_actor(session, link.actor_id),
        translation=translation(session, link),
        other=[
            QueueRow(link_id=other, requirement_id=requirement, score=score, state=state)
            for other, requirement, score, state in others
        ],
        searched=searched is not None,
    )


def _filtered(
    workspace_id: int, chosen: Filter, sees_secrecy: bool, *, any_state: bool = False
) -> Select[int, int, float | None, Decided]:
    wanted = (
        select(Link.id, Link.requirement_id, Link.score, Link.state)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Link.workspace_id == workspace_id)
    )
    if not any_state:
        wanted = wanted.where(Link.state == chosen.state)
        if chosen.state is Decided.SUGGESTED:
            wanted = wanted.where(Link.requirement_id.in_(counted_requirements(workspace_id)))
    if not sees_secrecy:
        wanted = wanted.where(func.coalesce(LocalDocument.publicity, Publicity.PUBLIC) == Publicity.PUBLIC)
    if chosen.guideline_id is not None:
        wanted = wanted.where(Requirement.guideline_id == chosen.guideline_id)
    if chosen.requirement_id is not None:
        wanted = wanted.where(Link.requirement_id == chosen.requirement_id)
    if chosen.document_id is not None:
        wanted = wanted.where(LocalEdition.document_id == chosen.document_id)
    if chosen.target:
        wanted = wanted.where(getattr(Link, f"{chosen.target}_id").is_not(None))
    if chosen.floor > 0:
        wanted = wanted.where(func.coalesce(Link.score, 1) >= chosen.floor)
    return wanted


def _service(session: Session, service_id: int | None) -> Mapping[str, Any] | None:
    row = session.get(Service, service_id) if service_id is not None else None
    if row is None:
        return None
    fields = ("id", "name", "status", "channel", "life_event", "platform", "vendor", "started_on", "url", "description")
    return {field: getattr(row, field) for field in fields}


def _actor(session: Session, actor_id: int | None) -> Mapping[str, Any] | None:
    row = session.get(Actor, actor_id) if actor_id is not None else None
    return {field: getattr(row, field) for field in ("id", "name", "kind", "role", "note")} if row else None
