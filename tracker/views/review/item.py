"""One suggestion with everything a decision needs: both texts, the reasons, its rivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType, SearchRecord
from tracker.tables.network import Actor
from tracker.tables.service import Service, System
from tracker.views.review.queue import Filter, QueueRow, links, rows_of
from tracker.views.review.reasons import ShownReason, shown_reasons
from tracker.views.review.together import Companion, same_words
from tracker.views.review.translation import Translation, translation
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts
from tracker.views.waiting import LINK, Waiting, waiting

CONTEXT = 180
"""Characters before and after a passage: what it belongs to, and both texts still on one screen."""
RIVALS = 12
"""How many other links of the same requirement are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Everything one decision needs. Exactly one of passage, service and actor is given; `other` are its rivals,
    `same_words` those of them whose passage reads exactly alike; `first` is what waits for a second person."""

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
    same_words: Sequence[Companion]
    first: Waiting | None


def item(session: Session, workspace_id: int, link_id: int, *, sees_secrecy: bool = False, person_id: int = 0) -> Item:
    """One link with both texts; NotFound when it is not in the workspace or under secrecy for the reader."""
    link = session.get(Link, link_id)
    visible = links(workspace_id, Filter(state=None), sees_secrecy=sees_secrecy).where(Link.id == link_id)
    if link is None or session.execute(visible).first() is None:
        raise NotFound("error.link_unknown", id=link_id)
    passages = passage_texts(
        session, [link.passage_id] if link.passage_id is not None else [], context=CONTEXT, sees_secrecy=sees_secrecy
    )
    same = Filter(requirement_id=link.requirement_id, state=None)
    rivals = links(workspace_id, same, sees_secrecy=sees_secrecy).where(Link.id != link_id)
    others = rows_of(session.execute(rivals.order_by(func.coalesce(Link.score, 2).desc(), Link.id).limit(RIVALS)))
    searched = session.scalars(
        select(SearchRecord.id).where(
            SearchRecord.workspace_id == workspace_id,
            SearchRecord.requirement_id == link.requirement_id,
            SearchRecord.withdrawn_at.is_(None),
        )
    ).first()
    firsts = waiting(session, workspace_id, person_id=person_id, entities=[f"link:{link.id}"])
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
        passage=passages.get(link.passage_id or 0),
        service=_service(session, link.service_id),
        actor=_actor(session, link.actor_id),
        translation=translation(session, link),
        other=others,
        searched=searched is not None,
        same_words=same_words(session, link, sees_secrecy=sees_secrecy) if others else [],
        first=next((first for first in firsts if first.action == LINK), None),
    )


def _service(session: Session, service_id: int | None) -> Mapping[str, Any] | None:
    row = session.get(Service, service_id) if service_id is not None else None
    if row is None:
        return None
    fields = ("id", "name", "status", "channel", "life_event", "started_on", "url", "description")
    platform = session.get(System, row.platform_id) if row.platform_id is not None else None
    vendor = session.get(Actor, row.vendor_id) if row.vendor_id is not None else None
    return {field: getattr(row, field) for field in fields} | {
        "platform": platform.name if platform else "",
        "vendor": vendor.name if vendor else "",
    }


def _actor(session: Session, actor_id: int | None) -> Mapping[str, Any] | None:
    row = session.get(Actor, actor_id) if actor_id is not None else None
    return {field: getattr(row, field) for field in ("id", "name", "kind", "role", "note")} if row else None
