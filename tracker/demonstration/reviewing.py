"""What people did in the demonstration before the visitor came: facts confirmed, answers decided, measures planned."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, describing, linking, searching, workspaces
from tracker.suspects import NEVER_EVIDENCE
from tracker.tables.guideline import Decided, Summary
from tracker.tables.link import Link, LinkType
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.network import Actor
from tracker.tables.people import Membership, Person, Role
from tracker.tables.schema import folded
from tracker.tables.service import Service

FOLDER = Path(__file__).parent.parent / "demo"
LEFT_FOR_THE_VISITOR = 3
"""Every so many answers is left undecided, so that there is something to review."""
READ_AT = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
"""When an earlier reviewer read what the municipality had decided by then."""
REVIEWED_AT = datetime(2026, 10, 14, 8, 0, tzinfo=UTC)
"""When the later documents and the services were looked at, after the turn of a quarter."""
CORRECTED_AT = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
"""When somebody looked again and found that the first reading said too much."""
PLANNED_AT = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
"""When the figures of October were in: evidence was taken from them, and measures were planned."""


@cache
def answers() -> Mapping[str, Any]:
    """What the demonstration's authors know about its documents; written by hand with them."""
    found: Mapping[str, Any] = json.loads((FOLDER / "answers.json").read_text("utf-8"))
    return found


@cache
def decisions() -> Mapping[str, Any]:
    """What an earlier reviewer decided beyond the answers: evidence for later steps, services, measures."""
    found: Mapping[str, Any] = json.loads((FOLDER / "decisions.json").read_text("utf-8"))
    return found


class Passages:
    """The passages of a workspace's documents, found by what they hold; white space does not matter."""

    def __init__(self, session: Session, workspace_id: int) -> None:
        self._words: dict[str, dict[int, str]] = {}
        editions = session.execute(
            select(LocalEdition.id, LocalEdition.file_name, LocalEdition.text).where(
                LocalEdition.workspace_id == workspace_id
            )
        )
        for edition_id, file_name, text in editions.all():
            rows = session.execute(
                select(Passage.id, Passage.start, Passage.end)
                .where(Passage.edition_id == edition_id)
                .order_by(Passage.position)
            )
            self._words[file_name] = {number: " ".join(text[start:end].split()) for number, start, end in rows}

    def holding(self, file_name: str, sentence: str) -> int | None:
        """The first passage of a document that holds the sentence."""
        wanted = " ".join(sentence.split())
        return next((number for number, words in self._words.get(file_name, {}).items() if wanted in words), None)


def describe(session: Session, workspace_id: int, by: Person) -> None:
    """Confirm what is known about the documents, as a registrar would after the import."""
    units = actor_ids(session, workspace_id)
    for fact in answers()["facts"]:
        document = _document(session, workspace_id, fact["document"])
        if document is None:
            continue
        describing.describe(
            session,
            document.id,
            by=by,
            seen_version=document.version,
            title=fact["title"],
            type=fact["type"],
            body=fact["body"],
            dnr=fact["dnr"],
            paragraph=str(fact["paragraph"] or ""),
            decided_on=day(fact["decided_on"]),
            status=DocumentStatus(fact["status"] or DocumentStatus.UNKNOWN),
            valid_from=day(fact["valid_from"]),
            valid_to=day(fact["valid_to"]),
            responsible_id=units.get(folded(fact["unit"] or "")) or workspaces.municipality(session, workspace_id).id,
            publicity=Publicity(fact["publicity"]),
        )


def join(session: Session, workspace_id: int, name: str, role: Role) -> Person:
    """A new person with a role in the workspace."""
    person = Person(name=name)
    session.add(person)
    session.flush()
    session.add(Membership(workspace_id=workspace_id, person_id=person.id, role=role))
    session.flush()
    return person


def review(session: Session, workspace_id: int, *, by: Person) -> int:
    """Decide two thirds of the known answers and record the known gaps, as an earlier reviewer would have."""
    with clock.fixed(REVIEWED_AT):
        decided = _review_passages(session, workspace_id, by)
        decided += _review_services(session, workspace_id, by)
        return decided + _record_gaps(session, workspace_id, by)


def _review_passages(session: Session, workspace_id: int, reviewer: Person) -> int:
    """Decide the known answers in two rounds, and correct what the first one was too generous about."""
    known = [answer for number, answer in enumerate(answers()["pairs"]) if (number + 1) % LEFT_FOR_THE_VISITOR]
    types = {_said(answer): answer["type"] for answer in known}
    named = [
        {**row, "type": types.get(_said(row), "partly"), "speaks_for": row.get("unit", "")}
        for row in decisions()["supports"]
    ]
    every = [*named, *known]  # a row of a table may hold both: the one that says more comes first
    first = {_said(row): row["was"] for row in decisions()["corrected"]}
    passages = Passages(session, workspace_id)
    decided = 0
    for moment, later in ((READ_AT, False), (REVIEWED_AT, True)):
        for answer in (answer for answer in every if _is_later(answer["document"]) is later):
            with clock.fixed(moment + timedelta(minutes=decided)):
                known_as = {**answer, "type": first.get(_said(answer), answer["type"])}
                decided += _confirm(session, workspace_id, known_as, passages, reviewer) is not None
    with clock.fixed(CORRECTED_AT):
        for answer in (answer for answer in every if _said(answer) in first):
            _confirm(session, workspace_id, answer, passages, reviewer, again=True)
    return decided


def _said(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["requirement"], row["sentence"]


def _is_later(document: str) -> bool:
    """Whether the document was decided after the first round."""
    decided = next((fact["decided_on"] for fact in answers()["facts"] if fact["document"] == document), None)
    return decided is not None and decided > READ_AT.date().isoformat()


def _confirm(
    session: Session,
    workspace_id: int,
    answer: Mapping[str, Any],
    passages: Passages,
    reviewer: Person,
    *,
    again: bool = False,
) -> Link | None:
    """The link of an answer, confirmed; None where there is none, or it was decided before and not `again`."""
    requirement_id = requirement(session, answer["requirement"])
    passage_id = passages.holding(answer["document"], answer["sentence"])
    if requirement_id is None or passage_id is None or _is_refused(session, passage_id):
        return None
    link = linking.add(session, workspace_id, requirement_id, "passage", passage_id, by=reviewer)
    if link.state is not Decided.SUGGESTED and not again:
        return None
    speaks_for = {_said(row): row["for"] for row in decisions()["speaks_for"]}.get(_said(answer), "")
    return linking.confirm(
        session,
        link.id,
        LinkType(answer["type"]),
        by=reviewer,
        seen_version=link.version,
        subject_id=actor_ids(session, workspace_id).get(folded(answer.get("speaks_for") or speaks_for)),
        supports={_said(row): row["supports"] for row in decisions()["supports"]}.get(_said(answer), ()),
    )


def _is_refused(session: Session, passage_id: int) -> bool:
    """Whether the importer took the passage for something that can be no evidence."""
    return session.scalars(select(Passage.type).where(Passage.id == passage_id)).one() in NEVER_EVIDENCE


def _review_services(session: Session, workspace_id: int, reviewer: Person) -> int:
    """Confirm that services carry requirements out."""
    by_name = service_ids(session, workspace_id)
    for row in decisions()["services"]:
        requirement_id = requirement(session, row["requirement"])
        if requirement_id is None:
            continue
        service_id = by_name[row["service"]]
        link = linking.add(session, workspace_id, requirement_id, "service", service_id, by=reviewer)
        linking.confirm(session, link.id, LinkType(row["type"]), by=reviewer, seen_version=link.version)
    return len(decisions()["services"])


def _record_gaps(session: Session, workspace_id: int, reviewer: Person) -> int:
    """Record that nothing was found for the requirements the authors know to be absent."""
    recorded = 0
    for gap in answers()["gaps"]:
        requirement_id = requirement(session, gap["requirement"])
        linked = select(Link.id).where(
            Link.workspace_id == workspace_id, Link.requirement_id == requirement_id, Link.state == Decided.CONFIRMED
        )
        if requirement_id is not None and session.scalars(linked).first() is None:
            searching.record(session, workspace_id, requirement_id, by=reviewer)
            recorded += 1
    return recorded


def service_ids(session: Session, workspace_id: int) -> dict[str, int]:
    """The services of a workspace by name."""
    return dict(session.execute(select(Service.name, Service.id).where(Service.workspace_id == workspace_id)).all())


def actor_ids(session: Session, workspace_id: int) -> dict[str, int]:
    """The actors of a workspace by folded name."""
    rows = session.execute(select(Actor.name_folded, Actor.id).where(Actor.workspace_id == workspace_id))
    return dict(rows.all())


def _document(session: Session, workspace_id: int, file_name: str) -> LocalDocument | None:
    return session.scalars(
        select(LocalDocument)
        .join(LocalEdition, LocalEdition.document_id == LocalDocument.id)
        .where(LocalEdition.workspace_id == workspace_id, LocalEdition.file_name == file_name)
    ).first()


def requirement(session: Session, library_key: str) -> int | None:
    """The requirement that a summary of the library became, None when the library has no such key."""
    return session.scalars(select(Summary.requirement_id).where(Summary.library_key == library_key)).first()


def day(text: str | None) -> date | None:
    """A day of answers.json or decisions.json, None for none."""
    return date.fromisoformat(text) if text else None
