"""What is known of a network, suggested or decided: parts, ties and roles, with the words they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.tables.guideline import Decided
from tracker.tables.local import LocalDocument
from tracker.tables.network import Actor, ActorRole, NetworkRole, Part, Participation, Relation, RelationKind
from tracker.views.clearance import open_documents
from tracker.views.network.words import Quote, quotes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """An actor's part in a document."""

    id: int
    actor_id: int
    actor: str
    document_id: int
    document: str
    part: Part
    on: date | None
    state: Decided
    quote: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """A tie with both its ends. `document` is where a suggested one was read, `quotes` are the words it rests on."""

    id: int
    from_id: int
    source: str
    to_id: int
    target: str
    kind: RelationKind
    formal: bool
    valid_from: date | None
    valid_to: date | None
    described: str
    state: Decided
    document_id: int | None
    document: str
    reasons: Sequence[Mapping[str, Any]]
    quotes: Sequence[Quote]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role with its evidence; `documents` are the titles of the reasons that stand on one, by its number."""

    id: int
    actor_id: int
    actor: str
    role: NetworkRole
    state: Decided
    note: str
    reasons: Sequence[Mapping[str, Any]]
    documents: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for a person, document by document: parts, ties, roles."""

    parts: Sequence[PartRow]
    relations: Sequence[RelationRow]
    roles: Sequence[RoleRow]


def waiting(session: Session, workspace_id: int, *, cleared: bool) -> Waiting:
    """All suggestions of a workspace."""
    return Waiting(
        parts=parts(session, workspace_id, cleared, state=Decided.SUGGESTED),
        relations=relations(session, workspace_id, cleared, state=Decided.SUGGESTED),
        roles=roles(session, workspace_id, cleared, state=Decided.SUGGESTED),
    )


def document_parts(session: Session, workspace_id: int, *, cleared: bool) -> list[PartRow]:
    """Who drafted, decided, answers for, was consulted on and objected to every document; rejected ones left out."""
    return [row for row in parts(session, workspace_id, cleared) if row.state is not Decided.REJECTED]


def parts(
    session: Session, workspace_id: int, cleared: bool, *, actor_id: int | None = None, state: Decided | None = None
) -> list[PartRow]:
    """Parts, document by document; of one actor or all, in one state or any, secrecy only for the cleared."""
    wanted = (
        select(Participation, LocalDocument, Actor.name)
        .join(LocalDocument, LocalDocument.id == Participation.document_id)
        .join(Actor, Actor.id == Participation.actor_id)
        .where(Participation.workspace_id == workspace_id)
        .order_by(LocalDocument.name_sort, LocalDocument.id, Participation.start, Participation.id)
    )
    wanted = _seen_by(wanted, cleared)
    if actor_id is not None:
        wanted = wanted.where(Participation.actor_id == actor_id)
    if state is not None:
        wanted = wanted.where(Participation.state == state)
    rows = session.execute(wanted).all()
    quotes = quotes_at(
        session, {row.id: (row.edition_id, row.start, row.end) for row, _, _ in rows}, sees_secrecy=cleared
    )
    return [
        PartRow(
            id=row.id,
            actor_id=row.actor_id,
            actor=name,
            document_id=document.id,
            document=document.name,
            part=row.part,
            on=row.on,
            state=row.state,
            quote=quotes.get(row.id),
        )
        for row, document, name in rows
    ]


def relations(
    session: Session, workspace_id: int, cleared: bool, *, actor_id: int | None = None, state: Decided | None = None
) -> list[RelationRow]:
    """Ties by kind and first day; of one actor or all, in one state or any, the words of each with them."""
    wanted = (
        select(Relation, LocalDocument)
        .outerjoin(LocalDocument, LocalDocument.id == Relation.document_id)
        .where(Relation.workspace_id == workspace_id)
        .order_by(Relation.kind, Relation.valid_from, Relation.id)
    )
    wanted = _seen_by(wanted, cleared)
    if actor_id is not None:
        wanted = wanted.where(or_(Relation.from_id == actor_id, Relation.to_id == actor_id))
    if state is not None:
        wanted = wanted.where(Relation.state == state)
    rows = session.execute(wanted).all()
    names = _names(session, {number for row, _ in rows for number in (row.from_id, row.to_id)})
    places = {
        (row.id, number): (reason.get("edition"), reason.get("start", -1), reason.get("end", -1))
        for row, _ in rows
        for number, reason in enumerate(row.reasons)
    }
    quotes = quotes_at(session, places, sees_secrecy=cleared)
    return [
        RelationRow(
            id=row.id,
            from_id=row.from_id,
            source=names[row.from_id],
            to_id=row.to_id,
            target=names[row.to_id],
            kind=row.kind,
            formal=row.formal,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            described=row.source,
            state=row.state,
            document_id=row.document_id,
            document=document.name if document else "",
            reasons=tuple(row.reasons),
            quotes=[quotes[row.id, number] for number in range(len(row.reasons)) if (row.id, number) in quotes],
        )
        for row, document in rows
    ]


def roles(
    session: Session, workspace_id: int, cleared: bool, *, actor_id: int | None = None, state: Decided | None = None
) -> list[RoleRow]:
    """Roles by actor; of one actor or all, in one state or any."""
    wanted = (
        select(ActorRole, Actor.name)
        .join(Actor, Actor.id == ActorRole.actor_id)
        .where(ActorRole.workspace_id == workspace_id)
        .order_by(Actor.name_sort, ActorRole.role)
    )
    if actor_id is not None:
        wanted = wanted.where(ActorRole.actor_id == actor_id)
    if state is not None:
        wanted = wanted.where(ActorRole.state == state)
    titles = dict(
        session.execute(
            _seen_by(select(LocalDocument.id, LocalDocument.name), cleared).where(
                LocalDocument.workspace_id == workspace_id
            )
        ).all()
    )
    return [
        RoleRow(
            id=row.id,
            actor_id=row.actor_id,
            actor=name,
            role=row.role,
            state=row.state,
            note=row.note,
            reasons=tuple(row.reasons),
            documents={
                number: titles[number] for reason in row.reasons if (number := reason.get("document")) in titles
            },
        )
        for row, name in session.execute(wanted)
    ]


def _seen_by(wanted: Any, cleared: bool) -> Any:
    """Only what stands in no document under secrecy, unless the reader is cleared."""
    if cleared:
        return wanted
    return wanted.where(open_documents(cleared))


def _names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    wanted = sorted(set(ids))
    return dict(session.execute(select(Actor.id, Actor.name).where(Actor.id.in_(wanted))).all())
