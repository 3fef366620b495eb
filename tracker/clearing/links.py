"""Suspect links, looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, countersigning, evidencing, linking, suggestions
from tracker.clearing import clearances
from tracker.errors import Conflict, NotFound, Refused
from tracker.suspects import NEVER_EVIDENCE, suspect_links
from tracker.tables.assessment import Evidence
from tracker.tables.change import Clearance, Outcome
from tracker.tables.countersign import FirstDecision
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person


def clear_link(
    session: Session,
    link_id: int,
    outcome: Outcome,
    reason: str,
    *,
    by: Person,
    seen_version: int,
    seen_requirement: str,
    passage_id: int | None = None,
    type: LinkType | None = None,  # noqa: A002 - the domain's word for it
) -> Clearance | FirstDecision:
    """A person looked again at a suspect link.

    Kept, it stands on the texts as they are now: `seen_requirement` is the fingerprint of the requirement the person
    saw, `passage_id` the passage of the edition in use, where the link's own is no longer there. Changed, it has
    another `type` too. Withdrawn, it is rejected and its evidence ends. Conflict when somebody was faster or a text
    changed meanwhile; Refused for a link that is not suspect, without a reason, and for a passage that is gone.
    Gives the first decision where it waits for a second person.
    """
    reason = clearances.said(reason)
    link = _locked(session, link_id, seen_version, by)
    if not suspect_links(session, link.workspace_id, link_id=link.id):
        raise Refused("error.not_suspect")
    if outcome is Outcome.CHANGED and type in (None, link.type):
        raise Refused("error.clear_changes_nothing")
    first = countersigning.waits(
        session, link.workspace_id, f"link:{link.id}", clearances.ACTION,
        {"outcome": outcome, "type": type, "passage": passage_id}, by=by, seen_version=link.version,
        saw=(seen_requirement,), note=reason,
    )  # fmt: skip
    if first is not None:
        return first
    before = _state(session, link)
    if outcome is Outcome.WITHDRAWN:
        linking.decide(link, Decided.REJECTED, by, link.note, None)
        evidencing.end_evidence(session, Evidence.link_id == link.id)
    else:
        requirement = clearances.as_read(session, link.requirement_id, seen_requirement)
        _onto(session, link, passage_id)
        # Other words come with a version of their own, or the database refuses them.
        link.requirement_fingerprint, link.version = requirement.fingerprint, link.version + 1
        if outcome is Outcome.CHANGED:
            _retype(session, link, type, by)
    session.flush()
    return clearances.tell(session, link, outcome, reason, before, _state(session, link), by=by)


def undo(session: Session, clearance_id: int, *, by: Person) -> Link:
    """Take a clearing back: the link stands where it stood, and is suspect again; Conflict once it was decided anew."""
    row = clearances.standing(session, clearance_id, by=by)
    if row.link_id is None:
        raise NotFound("error.clearance_unknown", id=clearance_id)
    link = _locked(session, row.link_id, row.after["version"], by)
    was = row.before
    link.state, link.type = Decided(was["state"]), LinkType(was["type"])
    link.passage_id = was["passage"]
    link.requirement_fingerprint, link.target_fingerprint = was["requirement_fingerprint"], was["target_fingerprint"]
    link.on = date.fromisoformat(was["on"]) if was["on"] else None
    link.decided_by_id = was["decided_by"]
    link.decided_at = datetime.fromisoformat(was["decided_at"]) if was["decided_at"] else None
    link.version += 1
    if row.outcome is not Outcome.KEPT:
        _give_back(session, link, was["evidence"])
    session.flush()
    clearances.take_back(session, row, f"link:{link.id}", linking.state_of(link), by=by)
    return link


def _locked(session: Session, link_id: int, seen_version: int, by: Person) -> Link:
    """The link as the person saw it, once it is its document's turn: new editions move links too."""
    document = session.scalars(
        select(LocalEdition.document_id)
        .join(Passage, Passage.edition_id == LocalEdition.id)
        .join(Link, Link.passage_id == Passage.id)
        .where(Link.id == link_id)
    ).first()
    if document is not None:
        session.get(LocalDocument, document, with_for_update=True, populate_existing=True)
    return linking.seen(session, link_id, seen_version, by=by, action=clearances.ACTION)


def _onto(session: Session, link: Link, passage_id: int | None) -> None:
    """Let the link stand on a passage of the edition in use; it stays where its own words are still in use."""
    if link.passage_id is None:
        return
    own = session.get_one(Passage, link.passage_id)
    edition = session.get_one(LocalEdition, own.edition_id)
    if passage_id is None or passage_id == own.id:
        if not edition.current and not _stands_still(session, link, edition.document_id):
            raise Refused("error.clear_passage_needed")
        link.target_fingerprint = own.fingerprint
        return
    passage = session.get(Passage, passage_id)
    now = session.get_one(LocalEdition, passage.edition_id) if passage is not None else None
    if passage is None or now is None or now.document_id != edition.document_id or not now.current:
        raise Conflict("error.clear_passage_gone", id=passage_id)
    _make_room(session, link, passage_id)
    link.passage_id, link.target_fingerprint = passage.id, passage.fingerprint
    linking.refuse_non_evidence(session, link)


def _stands_still(session: Session, link: Link, document_id: int) -> bool:
    """Whether the words the link was made against stand in the edition in use, as something that can be evidence."""
    return (
        session.scalars(
            select(Passage.id)
            .join(LocalEdition, LocalEdition.id == Passage.edition_id)
            .where(
                LocalEdition.document_id == document_id,
                LocalEdition.current,
                Passage.fingerprint == link.target_fingerprint,
                Passage.type.not_in(NEVER_EVIDENCE),
            )
        ).first()
        is not None
    )


def _make_room(session: Session, link: Link, passage_id: int) -> None:
    """A mere suggestion gives way to the link; what a person has said of the same pair does not."""
    other = session.scalars(
        select(Link).where(
            Link.workspace_id == link.workspace_id,
            Link.requirement_id == link.requirement_id,
            Link.passage_id == passage_id,
        )
    ).first()
    if other is None:
        return
    if not suggestions.is_untouched(other):
        raise Refused("error.clear_link_there", link=other.id)
    suggestions.drop(session, [other.id])


def _retype(session: Session, link: Link, to: LinkType | None, by: Person) -> None:
    """Another type gives other evidence; what else a person said it supports stays."""
    given = evidencing.given_by(link)
    extra = [row.kind for row in _evidence(session, link) if row.kind not in given]
    link.type = to
    linking.decide(link, Decided.CONFIRMED, by, link.note, None)
    evidencing.evidence_from_link(session, link, extra, by=by)


def _evidence(session: Session, link: Link) -> Sequence[Evidence]:
    return session.scalars(
        select(Evidence).where(Evidence.link_id == link.id, Evidence.withdrawn_at.is_(None)).order_by(Evidence.id)
    ).all()


def _give_back(session: Session, link: Link, ids: Sequence[int]) -> None:
    """The evidence counts again as it did; what ended on an earlier day stays ended for that day."""
    evidencing.end_evidence(session, Evidence.link_id == link.id)
    for row in session.scalars(select(Evidence).where(Evidence.id.in_(ids)).order_by(Evidence.id)).all():
        if row.withdrawn_at is not None and clock.day_of(row.withdrawn_at) == clock.today():
            row.withdrawn_at = None
            continue
        session.add(
            Evidence(
                workspace_id=row.workspace_id,
                requirement_id=row.requirement_id,
                actor_id=row.actor_id,
                kind=row.kind,
                link_id=row.link_id,
                on=row.on,
                by_id=row.by_id,
                recorded_at=clock.now(),
            )
        )


def _state(session: Session, link: Link) -> dict[str, Any]:
    """What the link stands on, as it is needed to take the clearing back."""
    return {
        **linking.state_of(link),
        "on": link.on.isoformat() if link.on else None,
        "decided_by": link.decided_by_id,
        "decided_at": link.decided_at.isoformat() if link.decided_at else None,
        "evidence": [row.id for row in _evidence(session, link)],
    }
