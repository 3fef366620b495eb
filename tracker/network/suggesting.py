"""Parts read in documents, and the ties that follow from them, stored as suggestions; a person confirms or rejects.

What was decided is never asked again. A suggestion that the documents no longer bear out is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, events
from tracker.network.reading import PartRead, Shelf
from tracker.tables.guideline import Decided
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.network import ActorKind, Part, Participation, Relation, RelationKind
from tracker.tables.people import Person

BODIES = frozenset({ActorKind.POLITICAL_BODY, ActorKind.BOARD})
LINE = frozenset({RelationKind.STEERS, RelationKind.DECIDES, RelationKind.REPORTS_TO})
"""Relations that already say that one decides for the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What a reading came to: new suggestions, and those taken back."""

    parts: int
    relations: int
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRead:
    """A tie that a document gives reason for: the two parts it follows from."""

    source: int
    target: int
    kind: RelationKind
    formal: bool
    first: PartRead
    second: PartRead


def ties_of(shelf: Shelf, found: Sequence[PartRead]) -> list[TieRead]:
    """Who drafted for whom, and for whom whoever decided has decided; each tie once, from its oldest document."""
    adopted = {document.id: document.adopted for document in shelf.documents}
    ties: dict[tuple[int, int, RelationKind], TieRead] = {}
    ordered = sorted(found, key=lambda one: (one.on is None, str(one.on), one.document, one.start))
    by_document: dict[int, list[PartRead]] = {}
    for one in ordered:
        by_document.setdefault(one.document, []).append(one)
    for document, read in by_document.items():
        for body in (one for one in read if one.part is Part.DECIDED):
            for other in read:
                kind = _kind(shelf, other)
                if kind is None or other.actor == body.actor:
                    continue
                first, second = (body, other) if kind is RelationKind.DECIDES else (other, body)
                tie = TieRead(
                    source=first.actor, target=second.actor, kind=kind, formal=adopted[document],
                    first=first, second=second,
                )  # fmt: skip
                ties.setdefault((tie.source, tie.target, kind), tie)
    return list(ties.values())


def _kind(shelf: Shelf, other: PartRead) -> RelationKind | None:
    """What ties an actor with this part to the body that decided the document."""
    if other.part is Part.DRAFTED:
        return RelationKind.REFERS_CASE if shelf.kinds[other.actor] in BODIES else RelationKind.ADVISES
    return RelationKind.DECIDES if other.part is Part.RESPONSIBLE and other.whole else None


def store(session: Session, workspace_id: int, shelf: Shelf, found: Sequence[PartRead], *, by: Person) -> Suggested:
    """Store what was read as suggestions, beside everything a person has decided."""
    access.allow(session, by, "network.suggest", workspace_id)
    access.one_at_a_time(session, workspace_id)
    alive = set(session.scalars(select(LocalDocument.id).where(LocalDocument.workspace_id == workspace_id)))
    found = [one for one in found if one.document in alive]
    new_parts, old_parts = _store_parts(session, workspace_id, found)
    new_ties, old_ties = _store_ties(session, workspace_id, shelf, ties_of(shelf, found))
    done = Suggested(parts=new_parts, relations=new_ties, withdrawn=old_parts + old_ties)
    if new_parts or new_ties or done.withdrawn:
        events.record(
            session,
            workspace_id,
            "network.suggest",
            f"workspace:{workspace_id}",
            by=by,
            after={"parts": done.parts, "relations": done.relations, "withdrawn": done.withdrawn},
        )
    return done


def _store_parts(session: Session, workspace_id: int, found: Iterable[PartRead]) -> tuple[int, int]:
    rows = {
        (row.document_id, row.actor_id, row.part): row
        for row in session.scalars(select(Participation).where(Participation.workspace_id == workspace_id))
    }
    new, seen = 0, set()
    for one in found:
        key = (one.document, one.actor, one.part)
        seen.add(key)
        row = rows.get(key)
        if row is None:
            session.add(
                Participation(
                    workspace_id=workspace_id, document_id=one.document, actor_id=one.actor, part=one.part, on=one.on,
                    edition_id=one.edition, start=one.start, end=one.end, recorded_at=clock.now(),
                )
            )  # fmt: skip
            new += 1
        elif row.state is Decided.SUGGESTED:
            row.on, row.edition_id, row.start, row.end = one.on, one.edition, one.start, one.end
    gone = [row for key, row in rows.items() if row.state is Decided.SUGGESTED and key not in seen]
    for row in gone:
        session.delete(row)
    session.flush()
    return new, len(gone)


def _store_ties(session: Session, workspace_id: int, shelf: Shelf, found: Sequence[TieRead]) -> tuple[int, int]:
    rows = session.scalars(select(Relation).where(Relation.workspace_id == workspace_id)).all()
    known = [row for row in rows if row.state is not Decided.SUGGESTED]
    asked = {(row.from_id, row.to_id, row.kind) for row in known}
    in_line = {frozenset((row.from_id, row.to_id)) for row in known if row.kind in LINE}
    suggested = {(row.from_id, row.to_id, row.kind): row for row in rows if row.state is Decided.SUGGESTED}
    public = (LocalDocument.workspace_id == workspace_id, LocalDocument.publicity == Publicity.PUBLIC)
    titles = dict(session.execute(select(LocalDocument.id, LocalDocument.name).where(*public)).all())
    new, seen = 0, set()
    for tie in found:
        key = (tie.source, tie.target, tie.kind)
        if key in asked or (tie.kind is RelationKind.DECIDES and frozenset(key[:2]) in in_line):
            continue
        seen.add(key)
        row = suggested.get(key)
        if row is None:
            row = Relation(
                workspace_id=workspace_id, from_id=tie.source, to_id=tie.target, kind=tie.kind, formal=tie.formal,
                state=Decided.SUGGESTED, recorded_at=clock.now(),
            )  # fmt: skip
            session.add(row)
            new += 1
        document = tie.first.document
        row.formal, row.valid_from, row.document_id = tie.formal, tie.first.on, document
        row.source = titles.get(document, "")
        row.reasons = [_reason(shelf, tie.first), _reason(shelf, tie.second)]
    gone = [row for key, row in suggested.items() if key not in seen]
    for row in gone:
        session.delete(row)
    session.flush()
    return new, len(gone)


def _reason(shelf: Shelf, one: PartRead) -> Mapping[str, Any]:
    """What the tie rests on: an actor's part, and where the words for it stand."""
    return {
        "code": "reason.part_read",
        "values": {"actor": shelf.actors[one.actor].name, "part": f"part.{one.part.value}"},
        "edition": one.edition,
        "start": one.start,
        "end": one.end,
    }
