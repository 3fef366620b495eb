"""Links with both fingerprints and the words they point to, as programs read them.

Notes and names of who decided are left out: they may name people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.suspects import Cause, why_suspect
from tracker.tables.guideline import Decided, Force, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor
from tracker.tables.service import Service
from tracker.views.clearance import blacked_out, open_passages, secret_spans
from tracker.views.rows.paging import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words a link points to; `start` and `end` count characters in the edition, `page` is 0 without pages."""

    document_id: int
    document: str
    status: DocumentStatus
    edition_id: int
    locator: str
    page: int
    start: int
    end: int
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkItem:
    """A link from a requirement to a passage, a service or an actor: exactly one of the three is there.

    `unit_id` is whom it speaks for. The fingerprints are those of the texts it was made against; `suspect` says what
    has changed since, for confirmed links. `quote` is there for passages, `target` names a service or an actor.
    `score` of the machine is in [0, 1], null for links people made.
    """

    id: int
    requirement_id: int
    passage_id: int | None
    service_id: int | None
    actor_id: int | None
    unit_id: int | None
    state: Decided
    type: LinkType | None
    score: float | None
    scorer: str
    on: date | None
    recorded_at: datetime
    decided_at: datetime | None
    requirement_fingerprint: str
    target_fingerprint: str
    suspect: Sequence[Cause]
    quote: Quote | None
    target: str


def links(
    session: Session,
    workspace_id: int,
    *,
    after: int = 0,
    size: int | None = None,
    ids: Sequence[int] | None = None,
    guideline_id: int | None = None,
    requirement_id: int | None = None,
    force: Force | None = None,
    unit_id: int | None = None,
    state: Decided | None = None,
    since: datetime | None = None,
    sees_secrecy: bool = False,
) -> list[LinkItem]:
    """The links of the workspace by number; `since` leaves those made or decided from that moment on.

    Links to what is under secrecy are left out unless the reader `sees_secrecy`.
    """
    wanted = (
        select(Link, Service.name, Actor.name, Passage, LocalDocument, LocalEdition.language)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .outerjoin(Service, Service.id == Link.service_id)
        .outerjoin(Actor, Actor.id == Link.actor_id)
        .where(Link.workspace_id == workspace_id, open_passages(sees_secrecy))
    )
    for column, value in (
        (Requirement.guideline_id, guideline_id),
        (Link.requirement_id, requirement_id),
        (Requirement.force, force),
        (Link.subject_id, unit_id),
        (Link.state, state),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if since is not None:
        wanted = wanted.where(or_(Link.recorded_at >= since, func.coalesce(Link.decided_at, Link.recorded_at) >= since))
    found = session.execute(page(wanted, Link.id, after, size, ids)).all()
    texts = _texts(session, {passage.edition_id for _, _, _, passage, *_ in found if passage is not None}, sees_secrecy)
    causes = why_suspect(session, workspace_id)
    return [
        LinkItem(
            id=row.id,
            requirement_id=row.requirement_id,
            passage_id=row.passage_id,
            service_id=row.service_id,
            actor_id=row.actor_id,
            unit_id=row.subject_id,
            state=row.state,
            type=row.type,
            score=row.score,
            scorer=row.scorer,
            on=row.on,
            recorded_at=row.recorded_at,
            decided_at=row.decided_at,
            requirement_fingerprint=row.requirement_fingerprint,
            target_fingerprint=row.target_fingerprint,
            suspect=causes.get(row.id, ()),
            quote=None if passage is None else _quote(passage, document, language, texts[passage.edition_id]),
            target=service or actor or "",
        )
        for row, service, actor, passage, document, language in found
    ]


def _texts(session: Session, editions: Collection[int], sees_secrecy: bool) -> Mapping[int, str]:
    """The texts of editions with what is under secrecy blacked out, as a passage may stand within another."""
    spans = {} if sees_secrecy else secret_spans(session, editions)
    found = session.execute(select(LocalEdition.id, LocalEdition.text).where(LocalEdition.id.in_(editions)))
    return {number: blacked_out(text, spans[number]) if number in spans else text for number, text in found}


def _quote(passage: Passage, document: LocalDocument, language: str, text: str) -> Quote:
    return Quote(
        document_id=document.id,
        document=document.name,
        status=document.status,
        edition_id=passage.edition_id,
        locator=passage.locator,
        page=passage.page,
        start=passage.start,
        end=passage.end,
        language=language,
        text=text[passage.start : passage.end],
    )
