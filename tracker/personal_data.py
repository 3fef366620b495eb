"""One person's data: found wherever it stands, given out on request, and disposed of by a recorded decision.

Names are optional here: an actor is a role, and `individual` holds the few names a municipality has chosen to keep.
A name may also stand in what people wrote; those texts are searched, and a disposal takes the name out of them.
The municipality's own documents are public records under the archive's rules: they are pointed to, never altered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker import access, blinding, clock, events
from tracker.errors import NotFound, Refused
from tracker.tables.assessment import Assessment, Measure
from tracker.tables.change import Clearance, SourceCheck
from tracker.tables.choice import GuidelineChoice
from tracker.tables.countersign import FirstDecision
from tracker.tables.event import Event, EventNote
from tracker.tables.goal import Goal
from tracker.tables.journey import Journey, JourneyStep, PainPoint, Touchpoint
from tracker.tables.link import Link, SearchRecord
from tracker.tables.local import LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor, ActorRole, Relation
from tracker.tables.people import Person
from tracker.tables.schema import Table, folded
from tracker.tables.service import ContactTopic, Form, Service, System
from tracker.tables.staffing import Individual, Position, StaffingMove
from tracker.tables.study import Adjudication, Code, Judgement, Memo, Reply, Study
from tracker.tables.token import ApiToken
from tracker.tables.translation import Coding

WRITTEN: tuple[InstrumentedAttribute[str], ...] = (
    Actor.name, Actor.role, Actor.note, ActorRole.note, Adjudication.reason, ApiToken.purpose, Assessment.note,
    Clearance.reason, Code.name_sv, Code.name_en, Code.definition_sv, Code.definition_en, Code.example_sv,
    Code.example_en, Coding.note, ContactTopic.note, FirstDecision.note, Form.note, Goal.name, Goal.note,
    GuidelineChoice.reason, Journey.name, Journey.participants, JourneyStep.name, JourneyStep.opportunity,
    Judgement.note, Link.note, Measure.title, Measure.note, Measure.decision, Measurement.source, Memo.text,
    PainPoint.text, PainPoint.source, Position.source, Record.body, Record.note, Relation.source, Reply.text,
    Reply.response, SearchRecord.note, Service.description, SourceCheck.reason, StaffingMove.source, Study.name,
    Study.question, System.integrations, System.note, Touchpoint.note,
)  # fmt: skip
"""Every column of a workspace in which people write what they like."""

TAKEN_OUT = "[–]"
"""What stands where a name stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One place that names or points to the person: table, row, column ("" for a row about them) and its text."""

    table: str
    id: int
    column: str
    text: str
    on: datetime | None = None


def gather(session: Session, individual_id: int, *, by: Person, sees_secrecy: bool = False) -> list[Found]:
    """Everything the tracker holds about an individual, in the order of the tables; the words themselves."""
    individual = _individual(session, individual_id, by)
    found = [
        Found(table="individual", id=individual.id, column="name", text=individual.name, on=individual.recorded_at),
        Found(table="individual", id=individual.id, column="contact", text=individual.contact),
    ]
    found += [
        Found(table="actor", id=actor.id, column="", text=actor.name)
        for actor in session.scalars(select(Actor).where(Actor.individual_id == individual_id).order_by(Actor.id))
    ]
    found += [
        Found(table="position", id=position.id, column="", text=position.title, on=position.recorded_at)
        for position in session.scalars(
            select(Position).where(Position.individual_id == individual_id).order_by(Position.id)
        )
    ]
    if individual.name:
        found += _named(session, individual, sees_secrecy=sees_secrecy)
    return [place for place in found if place.text]


def dispose(session: Session, individual_id: int, decision: str, *, by: Person) -> Individual:
    """Empty the name and contact of an individual and take the name out of what people wrote, by a named decision.

    Roles, positions and figures stay, without the name; so do the municipality's documents. The history keeps that it
    happened and by which decision; notes of it that name the person are erased. Refused without a decision, or a
    second time.
    """
    access.allow(session, by, "individual.dispose", _individual(session, individual_id, by).workspace_id)
    individual = session.get_one(Individual, individual_id, with_for_update=True)
    if individual.disposed_at is not None:
        raise Refused("error.individual_disposed", id=individual_id)
    if not decision.strip():
        raise Refused("error.disposal_decision_needed")
    if folded(individual.name) and folded(individual.name) in folded(decision):
        raise Refused("error.disposal_decision_names")
    taken = {"rows": 0, "notes": 0}
    if individual.name:
        pattern, workspace_id = naming(individual.name), individual.workspace_id
        rows = take_out(session, pattern, workspace_id)
        taken = {"rows": rows, "notes": take_out_of_notes(session, pattern, workspace_id)}
    individual.name, individual.contact = "", ""
    individual.disposed_at, individual.disposal = clock.now(), decision.strip()
    session.flush()
    events.record(
        session,
        individual.workspace_id,
        "individual.dispose",
        f"individual:{individual.id}",
        by=by,
        after=taken,
        note=decision.strip(),
    )
    return individual


def _individual(session: Session, individual_id: int, by: Person) -> Individual:
    individual = session.get(Individual, individual_id)
    if individual is None:
        raise NotFound("error.individual_unknown", id=individual_id)
    access.allow(session, by, "individual.read", individual.workspace_id)
    return individual


def _named(session: Session, individual: Individual, *, sees_secrecy: bool) -> Iterator[Found]:
    """Where the name stands in what people wrote, in the history's notes and in local documents."""
    yield from places(session, naming(individual.name), individual.workspace_id, sees_secrecy=sees_secrecy)


def places(
    session: Session, pattern: re.Pattern[str], workspace_id: int, *, sees_secrecy: bool = False
) -> Iterator[Found]:
    """Where a name stands in what people wrote in a workspace, in the history's notes and in local documents.

    Of a passage under secrecy it is said that it is one, and no more, unless the reader `sees_secrecy`; so it is of
    what coders wrote in a project whose coding is open.
    """
    hidden = _sealed(session, workspace_id)
    for column, row_id, text in _written(session, pattern, workspace_id):
        table = column.class_.__tablename__
        words = TAKEN_OUT if (table, row_id) in hidden else text
        yield Found(table=table, id=row_id, column=column.key, text=words)
    for record in _facts(session, pattern, workspace_id):
        words = " · ".join(str(value) for value in record.facts.values())
        yield Found(table="record", id=record.id, column="facts", text=words, on=record.recorded_at)
    for note, moment in session.execute(_notes(workspace_id).add_columns(Event.recorded_at)):
        if pattern.search(note.text):
            yield Found(table="event", id=note.event_id, column="note", text=note.text, on=moment)
    yield from _in_documents(session, pattern, workspace_id, sees_secrecy)


def _in_documents(session: Session, pattern: re.Pattern[str], workspace_id: int, sees_secrecy: bool) -> Iterator[Found]:
    editions = (
        select(LocalEdition.id, LocalEdition.text, LocalDocument.name, LocalDocument.publicity)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(LocalEdition.workspace_id == workspace_id)
        .order_by(LocalEdition.id)
    )
    for edition_id, text, document, publicity in session.execute(editions):
        if not pattern.search(text):
            continue
        passages = select(Passage.id, Passage.start, Passage.end, Passage.secret).where(
            Passage.edition_id == edition_id
        )
        for row_id, start, end, secret in session.execute(passages.order_by(Passage.position)):
            if pattern.search(text[start:end]):
                hidden = not sees_secrecy and (secret or publicity is not Publicity.PUBLIC)
                words = TAKEN_OUT if hidden else f"{document}: {text[start:end]}"
                yield Found(table="passage", id=row_id, column="secrecy" if hidden else "", text=words)


def _written(
    session: Session, pattern: re.Pattern[str], workspace_id: int
) -> Iterator[tuple[InstrumentedAttribute[str], int, str]]:
    for column in WRITTEN:
        table: Any = column.class_
        here = (table.workspace_id == workspace_id) & (column != "")
        for row_id, text in session.execute(select(table.id, column).where(here).order_by(table.id)).all():
            if pattern.search(text):
                yield column, row_id, text


def _sealed(session: Session, workspace_id: int) -> frozenset[tuple[str, int]]:
    """What nobody but its writer may read yet, by table and number."""
    return frozenset(
        (said.__tablename__, number)
        for said in (Judgement, Memo)
        for number in session.scalars(select(said.id).where(said.workspace_id == workspace_id, blinding.sealed(said)))
    )


def _facts(session: Session, pattern: re.Pattern[str], workspace_id: int) -> list[Record]:
    """Records that name the person in a field of their kind."""
    rows = session.scalars(select(Record).where(Record.workspace_id == workspace_id).order_by(Record.id))
    return [row for row in rows if any(isinstance(v, str) and pattern.search(v) for v in row.facts.values())]


def _notes(chain: int) -> Select[Any]:
    return select(EventNote).join(Event, Event.id == EventNote.event_id).where(Event.chain == chain)


def naming(*names: str | None) -> re.Pattern[str]:
    """Whole names, their parts set apart as they may be in running text; no more is certain to mean the person.

    >>> bool(naming("Åsa Öberg").search("Enligt ÅSA  ÖBERGS anteckning")), bool(naming("Åsa").search("Åsaka"))
    (True, False)
    """
    words = [r"\s+".join(re.escape(word) for word in name.split()) for name in names if name and name.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?:s?)(?!\w)" if words else r"(?!)", re.IGNORECASE)


def take_out(session: Session, pattern: re.Pattern[str], workspace_id: int) -> int:
    """Take a name out of what people wrote in a workspace; how many texts there were."""
    count = 0
    for column, row_id, text in list(_written(session, pattern, workspace_id)):
        table: Any = column.class_
        setattr(session.get_one(table, row_id), column.key, pattern.sub(TAKEN_OUT, text))
        count += 1
    for record in _facts(session, pattern, workspace_id):
        record.facts = {
            code: pattern.sub(TAKEN_OUT, value) if isinstance(value, str) else value
            for code, value in record.facts.items()
        }
        count += 1
    return count


def take_out_of_notes(session: Session, pattern: re.Pattern[str], chain: int) -> int:
    """Erase the notes of a chain that name somebody; the events stay and still verify. How many there were."""
    count = 0
    for note in session.scalars(_notes(chain)).all():
        if pattern.search(note.text):
            session.delete(note)  # what the chain keeps of it proves nothing of the words, so they go as a whole
            count += 1
    return count


def holding() -> frozenset[str]:
    """The tables that hold anything about people: their rows, who signed, the documents, or what people write."""
    signed = {
        table.name
        for table in Table.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in {Person.__tablename__, Individual.__tablename__}
    }
    rows = {table.__tablename__ for table in (Person, Individual, EventNote, LocalDocument, LocalEdition, Passage)}
    return frozenset(signed | rows | {column.class_.__tablename__ for column in WRITTEN})
