"""Decisions about links: a person confirms, rejects, reopens or adds; the machine never does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, countersigning, events, evidencing, meanwhile, subjects, workspaces
from tracker.errors import Conflict, NotFound, Refused
from tracker.suspects import NEVER_EVIDENCE
from tracker.tables.assessment import Evidence
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.service import Service


def confirm(
    session: Session,
    link_id: int,
    type: LinkType,  # noqa: A002 - the domain's word for it
    *,
    by: Person,
    seen_version: int,
    subject_id: int | None = None,
    supports: Iterable[str] = (),
    note: str = "",
    on: date | None = None,
) -> Link:
    """A person confirms a suggested (or earlier decided) link and says what it supports.

    `seen_version` is the version the person had before them; Conflict is raised when somebody else was faster.
    `subject_id` is the actor the evidence speaks for (default: whom the document or service belongs to).
    `supports` are further kinds of evidence the passage gives besides those of its type (responsible, deadline ...).
    Where four eyes are demanded and this is the first decision, the link comes back as it was.
    """
    link = seen(session, link_id, seen_version, by=by)
    refuse_non_evidence(session, link)
    supports = tuple(supports)
    decision = {"state": Decided.CONFIRMED, "type": type, "subject": subject_id, "supports": sorted(supports), "on": on}
    if _waits(session, link, decision, by, note):
        return link
    before = state_of(link)
    link.type = type
    link.subject_id = subject_id or _default_subject(session, link)
    decide(link, Decided.CONFIRMED, by, note, on)
    evidencing.evidence_from_link(session, link, supports, by=by)
    _record(session, link, "link.confirm", before, by, note)
    return link


def reject(session: Session, link_id: int, *, by: Person, seen_version: int, note: str = "") -> Link:
    """A person rejects a link; its evidence is withdrawn, the link and its history stay. Waits as `confirm` does."""
    link = seen(session, link_id, seen_version, by=by)
    if _waits(session, link, {"state": Decided.REJECTED}, by, note):
        return link
    before = state_of(link)
    decide(link, Decided.REJECTED, by, note, None)
    evidencing.end_evidence(session, Evidence.link_id == link.id)
    _record(session, link, "link.reject", before, by, note)
    return link


def reopen(session: Session, link_id: int, *, by: Person, seen_version: int, note: str = "") -> Link:
    """Undo: a decided link becomes a suggestion again, its evidence withdrawn; one person is enough."""
    link = seen(session, link_id, seen_version, by=by)
    before = state_of(link)
    link.state, link.type, link.subject_id = Decided.SUGGESTED, None, None
    link.decided_by_id = link.decided_at = link.on = None
    link.note, link.version = "", link.version + 1
    evidencing.end_evidence(session, Evidence.link_id == link.id)
    _record(session, link, "link.reopen", before, by, note)
    return link


def add(
    session: Session,
    workspace_id: int,
    requirement_id: int,
    target: str,
    target_id: int,
    *,
    by: Person,
) -> Link:
    """A person points out a link the machine did not suggest; it starts as a suggestion without a score."""
    access.allow(session, by, "link.decide", workspace_id)
    requirement = subjects.known_requirement(session, workspace_id, requirement_id)
    same = session.scalars(
        select(Link).where(
            Link.workspace_id == workspace_id,
            Link.requirement_id == requirement_id,
            getattr(Link, f"{target}_id") == target_id,
        )
    ).first()
    if same is not None:
        return same
    link = Link(
        workspace_id=workspace_id,
        requirement_id=requirement_id,
        requirement_fingerprint=requirement.fingerprint,
        target_fingerprint=_target_fingerprint(session, workspace_id, target, target_id),
        scorer="person",
        recorded_at=clock.now(),
    )
    setattr(link, f"{target}_id", target_id)
    session.add(link)
    session.flush()
    _record(session, link, "link.add", {}, by, "")
    return link


def seen(session: Session, link_id: int, seen_version: int, *, by: Person, action: str = "link.decide") -> Link:
    """The link, locked, if it is still the one the person saw and they may take the action; Conflict if not."""
    link = session.get(Link, link_id, with_for_update=True, populate_existing=True)
    if link is None:
        raise NotFound("error.link_unknown", id=link_id)
    access.allow(session, by, action, link.workspace_id)
    if link.version != seen_version:
        who = meanwhile.last(session, link.workspace_id, f"link:{link.id}", reader=by.id)
        raise Conflict("error.link_changed", id=link.id, state=link.state.value, type=link.type or "", **who)
    return link


def refuse_non_evidence(session: Session, link: Link) -> None:
    """Raise Refused for a passage that cannot be evidence: a heading, a table of contents, a rejected proposal."""
    passage = session.get(Passage, link.passage_id) if link.passage_id is not None else None
    if passage is not None and passage.type in NEVER_EVIDENCE:
        raise Refused("error.passage_not_evidence", type=passage.type.value)


def decide(link: Link, state: Decided, by: Person, note: str, on: date | None) -> None:
    """Set what a person says of a link; the caller writes the event."""
    link.state, link.decided_by_id, link.decided_at = state, by.id, clock.now()
    link.on, link.note, link.version = on or clock.today(), note, link.version + 1


def state_of(link: Link) -> dict[str, Any]:
    """What the history says of a link: codes, numbers and checksums."""
    return {
        "state": link.state,
        "type": link.type,
        "subject": link.subject_id,
        "on": link.on,
        "requirement": link.requirement_id,
        "passage": link.passage_id,
        "requirement_fingerprint": link.requirement_fingerprint,
        "target_fingerprint": link.target_fingerprint,
        "version": link.version,
    }


def _record(session: Session, link: Link, action: str, before: dict[str, Any], by: Person, note: str) -> None:
    session.flush()
    events.record(
        session, link.workspace_id, action, f"link:{link.id}", by=by, before=before, after=state_of(link), note=note
    )


def _waits(session: Session, link: Link, decision: Mapping[str, Any], by: Person, note: str) -> bool:
    first = countersigning.waits(
        session, link.workspace_id, f"link:{link.id}", "link.decide", decision, by=by, seen_version=link.version,
        saw=(link.requirement_fingerprint, link.target_fingerprint), note=note,
    )  # fmt: skip
    return first is not None


def _target_fingerprint(session: Session, workspace_id: int, target: str, target_id: int) -> str:
    """The fingerprint of a passage's text, a service's or an actor's description; NotFound outside the workspace."""
    row: Passage | Service | Actor | None = None
    if target == "passage":
        row = session.get(Passage, target_id)
    elif target == "service":
        row = session.get(Service, target_id)
    elif target == "actor":
        row = session.get(Actor, target_id)
    if row is None or row.workspace_id != workspace_id:
        raise NotFound("error.target_unknown", id=target_id, kind=target)
    return row.fingerprint if isinstance(row, Passage) else events.fingerprint(row.words)


def _default_subject(session: Session, link: Link) -> int:
    """Whom the evidence speaks for: the document's responsible actor, the service's unit, else the municipality."""
    found: int | None = None
    if link.passage_id is not None:
        found = session.scalars(
            select(LocalDocument.responsible_id)
            .join(LocalEdition, LocalEdition.document_id == LocalDocument.id)
            .join(Passage, Passage.edition_id == LocalEdition.id)
            .where(Passage.id == link.passage_id)
        ).first()
    elif link.service_id is not None:
        found = session.scalars(select(Service.unit_id).where(Service.id == link.service_id)).first()
    else:
        found = link.actor_id
    return found or workspaces.municipality(session, link.workspace_id).id
