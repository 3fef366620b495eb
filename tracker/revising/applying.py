"""Putting an edition of a local document in use, and taking it back: one transaction and one event each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from nlp.comparison.changes import SAME_WORDS, Change, ChangeKind
from policies.document import ReadWarning
from tracker import access, clock, events, originals, secrecy
from tracker.documents import store_edition
from tracker.errors import Conflict, NotFound, Refused
from tracker.revising.following import follow, links_on
from tracker.revising.previewing import Revision, in_use, passages, taken_back
from tracker.suspects import NEVER_EVIDENCE
from tracker.tables.change import PassageChange
from tracker.tables.guideline import Decided
from tracker.tables.local import DocumentFact, LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """What applying a new edition did; `moved` and `left` count links, `left` the confirmed ones made suspect by it."""

    document_id: int
    edition_id: int
    passages: int
    kinds: Mapping[ChangeKind, int]
    moved: int
    left: int
    warnings: tuple[ReadWarning, ...]


def apply(session: Session, revision: Revision, *, by: Person) -> Revised:
    """Store a planned edition, put it in use, and let links follow their words.

    Conflict when another edition has come in use since the plan was made. Nothing is deleted: the earlier edition and
    whatever was decided about words that are gone stay.
    """
    document = locked(session, revision.document_id)
    access.allow(session, by, "local.import", document.workspace_id)
    previous = in_use(session, document)
    if previous.id != revision.previous_id:
        raise Conflict("error.edition_in_use_changed", title=document.name, file=previous.file_name)
    old = passages(session, previous.id)[0]
    edition, new = _edition(session, document, revision, by)
    previous.current, edition.current, edition.previous_id = False, True, previous.id
    session.add_all(_change_rows(edition, revision.changes, old, new))
    session.flush()
    secret = secrecy.follow(session, revision.changes, old, new)
    left = sum(
        link.state is Decided.CONFIRMED
        for link in links_on(
            session, (old[i].id for change in revision.changes if not revision.follows(change) for i in change.old)
        )
    )
    moved = follow(
        session,
        [(old[change.old[0]], new[change.new[0]]) for change in revision.changes if revision.follows(change)],
    )
    kinds = Counter(change.kind for change in revision.changes)
    events.record(
        session,
        document.workspace_id,
        "local.revise",
        f"local_edition:{edition.id}",
        by=by,
        before={"edition": previous.id},
        after={
            "document": document.id,
            "sha256": edition.original_sha256,
            "passages": len(new),
            "digest": originals.digest_of(row.fingerprint for row in new),
            "changes": {kind.value: kinds[kind] for kind in ChangeKind},
            "moved": len(moved),
            "links": events.fingerprint(*map(str, moved)),
            "left": left,
            "secret": secret,
        },
        note=document.name,
    )
    return Revised(
        document_id=document.id,
        edition_id=edition.id,
        passages=len(new),
        kinds=kinds,
        moved=len(moved),
        left=left,
        warnings=revision.prepared.document.warnings,
    )


def undo(session: Session, edition_id: int, *, by: Person) -> LocalEdition:
    """A person takes the edition in use back: the one before it is in use again, and links follow their words there.

    What was decided in the meantime is kept. Decisions about words that only the edition taken back has stay with them
    and are suspect. Returns the edition that is in use again.
    """
    edition = session.get(LocalEdition, edition_id)
    if edition is None:
        raise NotFound("error.local_edition_unknown", id=edition_id)
    document = locked(session, edition.document_id)
    access.allow(session, by, "edition.undo", document.workspace_id)
    session.refresh(edition)
    if not edition.current:
        raise Conflict("error.edition_not_in_use", title=document.name, file=edition.file_name)
    if edition.previous_id is None:
        raise Refused("error.edition_is_first", title=document.name)
    previous = session.get_one(LocalEdition, edition.previous_id)
    edition.current, edition.undone_at, previous.current = False, clock.now(), True
    session.flush()
    secrecy.follow_back(session, edition.id)
    pairs = session.execute(
        select(PassageChange.to_id, PassageChange.from_id).where(
            PassageChange.edition_id == edition.id, PassageChange.kind.in_(SAME_WORDS)
        )
    ).all()
    rows = {row.id: row for row in [*passages(session, edition.id)[0], *passages(session, previous.id)[0]]}
    moved = follow(
        session,
        [(rows[new], rows[old]) for new, old in pairs if new and old and rows[old].type not in NEVER_EVIDENCE],
    )
    events.record(
        session,
        document.workspace_id,
        "local.undo",
        f"local_edition:{edition.id}",
        by=by,
        before={"edition": edition.id},
        after={"edition": previous.id, "moved": len(moved), "links": events.fingerprint(*map(str, moved))},
        note=document.name,
    )
    return previous


def locked(session: Session, document_id: int) -> LocalDocument:
    """The document once it is its turn: its editions, and clearings of links to it, follow one another."""
    document = session.get(LocalDocument, document_id, with_for_update=True, populate_existing=True)
    if document is None:
        raise NotFound("error.document_unknown", id=document_id)
    return document


def _edition(
    session: Session, document: LocalDocument, revision: Revision, by: Person
) -> tuple[LocalEdition, list[Passage]]:
    """The edition to put in use: a new one, or the one with the same text that was taken back."""
    if revision.restores is not None:
        edition = session.scalars(
            select(LocalEdition).where(LocalEdition.id == revision.restores).options(undefer(LocalEdition.text))
        ).one()
        if edition.undone_at is None:
            raise Conflict("error.edition_in_use_changed", title=document.name, file=edition.file_name)
        edition.undone_at = None
        session.execute(delete(PassageChange).where(PassageChange.edition_id == edition.id))
        return edition, passages(session, edition.id)[0]
    if taken_back(session, document, revision.prepared) is not None:
        raise Conflict("error.edition_in_use_changed", title=document.name, file=revision.prepared.file_name)
    edition, _ = store_edition(session, document, revision.prepared, by=by)
    _settle_known(session, document, edition)
    return edition, passages(session, edition.id)[0]


def _settle_known(session: Session, document: LocalDocument, edition: LocalEdition) -> None:
    """What a new edition says of the document just as a person has said already is that person's word too."""
    said = (
        select(DocumentFact.field, DocumentFact.decided_by_id)
        .join(LocalEdition, LocalEdition.id == DocumentFact.edition_id)
        .where(LocalEdition.document_id == document.id, DocumentFact.decided_by_id.is_not(None))
        .order_by(DocumentFact.id)
    )
    by = {field: person for field, person in session.execute(said)}  # noqa: C416 - rows are no pairs to dict
    for fact in session.scalars(select(DocumentFact).where(DocumentFact.edition_id == edition.id)):
        known = document.name if fact.field == "title" else getattr(document, fact.field, None)
        if fact.field in by and known is not None and str(known) == fact.value:
            fact.state, fact.decided_by_id = Decided.CONFIRMED, by[fact.field]
    session.flush()


def _change_rows(
    edition: LocalEdition, changes: Iterable[Change], old: Sequence[Passage], new: Sequence[Passage]
) -> Iterable[PassageChange]:
    for change in changes:
        for i in change.old or (None,):
            for j in change.new or (None,):
                yield PassageChange(
                    workspace_id=edition.workspace_id,
                    edition_id=edition.id,
                    kind=change.kind,
                    similarity=change.similarity,
                    moved=change.moved,
                    from_id=None if i is None else old[i].id,
                    to_id=None if j is None else new[j].id,
                )
