"""What people say is under secrecy: a document, or passages of one, with the reason; and that it is not any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nlp.comparison.changes import Change
from tracker import access, events, meanwhile
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.change import PassageChange
from tracker.tables.local import LocalDocument, LocalEdition, Passage, PassageType, Publicity
from tracker.tables.people import Person
from tracker.tables.schema import folded

ACTION = "secrecy.mark"


def mark_document(
    session: Session, document_id: int, *, by: Person, seen_version: int, reason: str, secret: bool = True
) -> LocalDocument:
    """Put a document under secrecy as a whole, or lift it. Refused without a reason, which stays beside the chain."""
    document = session.get(LocalDocument, document_id, with_for_update=True)
    if document is None:
        raise NotFound("error.document_unknown", id=document_id)
    access.allow(session, by, ACTION, document.workspace_id)
    if document.version != seen_version:
        who = meanwhile.last(session, document.workspace_id, f"local_document:{document.id}", reader=by.id)
        raise Conflict("error.document_changed", id=document.id, title=document.name, **who)
    _need(reason)
    before = document.publicity
    document.publicity = Publicity.SECRECY if secret else Publicity.PUBLIC
    document.version += 1
    _record(session, document.workspace_id, f"local_document:{document.id}", before is not Publicity.PUBLIC, secret,
            1, reason, by)  # fmt: skip
    return document


def mark_passage(
    session: Session, passage_id: int, *, by: Person, reason: str, secret: bool = True, seen: bool | None = None
) -> Sequence[int]:
    """Put a passage under secrecy, or lift it, wherever its words stand in the editions of its document.

    A heading takes along what stands under it, which repeats its words. `seen` is the mark the person saw: Conflict
    when somebody changed it since. Gives the passages whose mark changed.
    """
    passage = session.get(Passage, passage_id, with_for_update=True)
    if passage is None:
        raise NotFound("error.target_unknown", id=passage_id, kind="passage")
    access.allow(session, by, ACTION, passage.workspace_id)
    if seen is not None and passage.secret != seen:
        who = meanwhile.last(session, passage.workspace_id, f"passage:{passage.id}", reader=by.id)
        raise Conflict("error.passage_mark_changed", id=passage_id, **who)
    _need(reason)
    changed = _alike(session, passage, secret)
    session.execute(update(Passage).where(Passage.id.in_(changed)).values(secret=secret))
    _record(session, passage.workspace_id, f"passage:{passage.id}", not secret, secret, len(changed), reason, by)
    return changed


def follow(session: Session, changes: Iterable[Change], old: Sequence[Passage], new: Sequence[Passage]) -> int:
    """Let marks follow to a new edition; gives how many passages of it are secret. The caller writes the event.

    What a secret passage became is secret, changed or not, until a person says otherwise. Where one is gone without a
    trace, it may stand among what is new in other words: all that came is secret until somebody has looked.
    """
    found = list(changes)
    lost = any(not change.new and any(old[i].secret for i in change.old) for change in found)
    for change in found:
        if any(old[i].secret for i in change.old) or (lost and not change.old):
            for j in change.new:
                new[j].secret = True
    session.flush()
    return sum(row.secret for row in new)


def follow_back(session: Session, edition_id: int) -> None:
    """Let marks made on an edition that is taken back follow to the passages they came from."""
    marked = select(PassageChange.from_id).join(Passage, Passage.id == PassageChange.to_id)
    earlier = marked.where(PassageChange.edition_id == edition_id, Passage.secret, PassageChange.from_id.is_not(None))
    session.execute(
        update(Passage)
        .where(Passage.id.in_(session.scalars(earlier).all()))
        .values(secret=True)
        .execution_options(synchronize_session="fetch")
    )


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refused("error.secrecy_reason_needed")


def _alike(session: Session, passage: Passage, secret: bool) -> list[int]:
    """The passages of the document with the same words, and under a heading those it heads, not marked so yet."""
    edition = session.get_one(LocalEdition, passage.edition_id)
    rows = session.scalars(
        select(Passage)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(LocalEdition.document_id == edition.document_id)
        .order_by(Passage.edition_id, Passage.position)
    ).all()
    same = {row.id for row in rows if row.fingerprint == passage.fingerprint}
    if passage.type is PassageType.HEADING:
        words = folded(edition.text[passage.start : passage.end])
        same |= {row.id for row in rows if words and words in folded(row.heading)}
    return [row.id for row in rows if row.id in same and row.secret != secret]


def _record(
    session: Session, workspace_id: int, entity: str, was: bool, now: bool, count: int, reason: str, by: Person
) -> None:
    session.flush()
    events.record(
        session, workspace_id, ACTION, entity, by=by, before={"secret": was},
        after={"secret": now, "passages": count}, note=reason.strip(),
    )  # fmt: skip
