"""What a request for public records is answered with: events, links with quotes, and judgements, by a selection.

What is under secrecy is left out and counted. Nothing here is a report: rows are as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker import clock, former
from tracker.tables.assessment import Assessment, Evidence, Measure
from tracker.tables.event import Event, EventHead, EventNote
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, SearchRecord
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person, Workspace
from tracker.views.clearance import secret_entities, secret_passage
from tracker.views.subject_names import subject_names
from tracker.views.texts import passage_texts, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for: days (both within), a requirement, a unit, who decided, documents; all without any."""

    since: date | None = None
    until: date | None = None
    requirement_id: int | None = None
    actor_id: int | None = None
    person_id: int | None = None
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The rows of an extract as plain values, what of it is withheld, and the head of the history they rest on."""

    workspace: str
    head: str
    count: int
    events: Sequence[Mapping[str, Any]]
    links: Sequence[Mapping[str, Any]]
    judgements: Sequence[Mapping[str, Any]]
    withheld: int
    selection: Selection = field(default_factory=Selection)


def public_records(session: Session, workspace_id: int, *, selection: Selection) -> Records:
    """The records of a workspace that fit; secrecy is left out whoever asks, for an extract leaves the house."""
    concerned = _concerned(session, workspace_id, selection)
    secret = secret_entities(session, workspace_id)
    events, hidden = _events(session, workspace_id, selection, concerned, secret)
    links, quiet = _links(session, workspace_id, selection, concerned)
    head = session.get(EventHead, workspace_id)
    return Records(
        workspace=session.scalars(select(Workspace.name).where(Workspace.id == workspace_id)).one(),
        head=head.hash if head is not None else "",
        count=head.seq if head is not None else 0,
        events=events,
        links=links,
        judgements=list(_judgements(session, workspace_id, selection, concerned)),
        withheld=hidden + quiet,
        selection=selection,
    )


def _concerned(session: Session, workspace_id: int, selection: Selection) -> frozenset[str] | None:
    """The rows that fit a requirement, unit and documents, as events name them; None for all."""
    if selection.requirement_id is None and selection.actor_id is None and not selection.documents:
        return None
    found: set[str] = set()
    for table in (Link, Assessment, Measure, SearchRecord, Evidence):
        wanted: Select[Any] = select(table.id).where(table.workspace_id == workspace_id)
        if selection.requirement_id is not None:
            wanted = wanted.where(table.requirement_id == selection.requirement_id)
        of_unit = getattr(table, "actor_id", None)
        if table is Link:
            wanted = _on_documents(wanted, selection)
        elif selection.actor_id is not None and of_unit is not None:
            wanted = wanted.where(of_unit == selection.actor_id)
        elif selection.documents or selection.actor_id is not None:
            continue
        found |= {f"{table.__tablename__}:{number}" for number in session.scalars(wanted)}
    if selection.requirement_id is not None:
        found.add(f"requirement:{selection.requirement_id}")
    for document in selection.documents:
        found.add(f"local_document:{document}")
        for kind, wanted in (
            ("local_edition", select(LocalEdition.id).where(LocalEdition.document_id == document)),
            ("passage", select(Passage.id).join(LocalEdition).where(LocalEdition.document_id == document)),
        ):
            found |= {f"{kind}:{number}" for number in session.scalars(wanted)}
    return frozenset(found)


def _on_documents(wanted: Select[Any], selection: Selection) -> Select[Any]:
    joined = (
        wanted.outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
    )
    if selection.documents:
        joined = joined.where(LocalDocument.id.in_(selection.documents))
    if selection.actor_id is not None:
        unit = selection.actor_id
        joined = joined.where(
            (LocalDocument.responsible_id == unit) | (Link.actor_id == unit) | (Link.subject_id == unit)
        )
    return joined


def _events(
    session: Session,
    workspace_id: int,
    selection: Selection,
    concerned: frozenset[str] | None,
    secret: frozenset[str],
) -> tuple[list[Mapping[str, Any]], int]:
    wanted = (
        select(Event, EventNote.text, Person.name)
        .outerjoin(EventNote, EventNote.event_id == Event.id)
        .join(Person, Person.id == Event.by_id)
        .where(Event.chain == workspace_id)
        .order_by(Event.seq)
    )
    if selection.since is not None:
        wanted = wanted.where(Event.recorded_at >= clock.end_of(clock.day_before(selection.since)))
    if selection.until is not None:
        wanted = wanted.where(Event.recorded_at < clock.end_of(selection.until))
    if selection.person_id is not None:
        wanted = wanted.where(Event.by_id == selection.person_id)
    rows: list[Mapping[str, Any]] = []
    hidden = 0
    for event, note, name in session.execute(wanted):
        if concerned is not None and event.entity not in concerned:
            continue
        if event.entity in secret:
            hidden += 1
            continue
        rows.append(
            {
                "number": event.seq, "at": event.recorded_at.isoformat(timespec="seconds"), "by": name,
                "action": event.action, "entity": event.entity, "before": _without_former(event.before),
                "after": _without_former(event.after), "note": note or "", "hash": event.hash,
            }
        )  # fmt: skip
    return rows, hidden


def _without_former(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values an action says; the rows that changed by it are told by the actions themselves."""
    return {key: value for key, value in values.items() if key not in former.OURS}


def _links(
    session: Session, workspace_id: int, selection: Selection, concerned: frozenset[str] | None
) -> tuple[list[Mapping[str, Any]], int]:
    """The decided links with the words of both sides, and how many are withheld."""
    rows = session.execute(
        select(Link, Person.name, secret_passage())
        .outerjoin(Person, Person.id == Link.decided_by_id)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Link.workspace_id == workspace_id, Link.state != Decided.SUGGESTED)
        .order_by(Link.id)
    ).all()
    fit = [
        row
        for row in rows
        if (concerned is None or f"link:{row[0].id}" in concerned)
        and _within(row[0].on, row[0].decided_by_id, selection)
    ]
    open_ones = [(link, name) for link, name, secret in fit if not secret]
    texts = requirement_texts(session, [link.requirement_id for link, _ in open_ones])
    passages = passage_texts(session, [link.passage_id for link, _ in open_ones if link.passage_id], context=0)
    names = subject_names(session, workspace_id)
    made: list[Mapping[str, Any]] = []
    for link, name in open_ones:
        text, passage = texts[link.requirement_id], passages.get(link.passage_id or 0)
        target = names.get(("service", link.service_id or 0)) or names.get(("actor", link.actor_id or 0)) or ""
        made.append(
            {
                "link": link.id, "guideline": text.guideline, "locator": text.locator, "requirement": text.words("sv"),
                "state": link.state.value, "type": link.type.value if link.type else "",
                "document": passage.title if passage else "", "page": passage.page or None if passage else None,
                "quote": passage.text if passage else "", "target": target, "on": _day(link.on), "by": name or "",
                "note": link.note,
            }
        )  # fmt: skip
    return made, len(fit) - len(open_ones)


def _judgements(
    session: Session, workspace_id: int, selection: Selection, concerned: frozenset[str] | None
) -> Iterator[Mapping[str, Any]]:
    names = subject_names(session, workspace_id)
    rows = session.execute(
        select(Assessment, Person.name)
        .join(Person, Person.id == Assessment.by_id)
        .where(Assessment.workspace_id == workspace_id)
        .order_by(Assessment.id)
    ).all()
    fit = [
        (row, name)
        for row, name in rows
        if (concerned is None or f"assessment:{row.id}" in concerned) and _within(row.on, row.by_id, selection)
    ]
    texts = requirement_texts(session, [row.requirement_id for row, _ in fit])
    for row, name in fit:
        text = texts[row.requirement_id]
        about = names.get(("service", row.service_id or 0)) or names.get(("actor", row.actor_id or 0)) or ""
        yield {
            "judgement": row.id, "guideline": text.guideline, "locator": text.locator, "about": about,
            "level": row.level, "beside": row.side_state.value if row.side_state else "",
            "compliance": row.compliance.value if row.compliance else "", "on": _day(row.on), "by": name,
            "note": row.note,
        }  # fmt: skip


def _within(on: date | None, by: int | None, selection: Selection) -> bool:
    late = selection.since is None or (on is not None and on >= selection.since)
    early = selection.until is None or (on is not None and on <= selection.until)
    return late and early and selection.person_id in (None, by)


def _day(on: date | None) -> str:
    return on.isoformat() if on is not None else ""
