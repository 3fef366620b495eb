"""Everything judged about one requirement in a workspace, as short rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker import subjects
from tracker.subjects import Subject
from tracker.tables.assessment import Assessment, Compliance, Evidence, Measure, MeasureState, SideState
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType, SearchRecord
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person
from tracker.views.clearance import secret_passage
from tracker.views.subject_names import subject_names
from tracker.views.texts import EditionTexts

Row = TypeVar("Row", Link, Assessment, Measure, SearchRecord, Evidence)

EXCERPT = 200
"""How many characters of a passage a row shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A link, assessment, measure, search or piece of evidence without a link; `kind` and `id` name its row.

    `about` is what it is about (a document, service, actor or the measure's title) and `words` the passage's, both ""
    under secrecy. `again` is the day it was made again on the requirement that looks back.
    """

    kind: str
    id: int
    on: date
    by: str
    subject: Subject | None = None
    about: str = ""
    words: str = ""
    withheld: bool = False
    state: Decided | None = None
    type: LinkType | None = None
    level: int | None = None
    side_state: SideState | None = None
    compliance: Compliance | None = None
    measure_state: MeasureState | None = None
    again: date | None = None


def judgements(
    session: Session,
    workspace_id: int,
    requirement_id: int,
    *,
    carried: Mapping[tuple[str, int], date],
    sees_secrecy: bool,
) -> list[Judgement]:
    """What people judged about a requirement; suggestions of the program and what was withdrawn are left out."""
    names = _names(session, workspace_id)
    found = [
        *_links(session, workspace_id, requirement_id, names, sees_secrecy),
        *(_assessment(row, names) for row in session.scalars(_of(Assessment, workspace_id, requirement_id))),
        *(_measure(row) for row in session.scalars(_of(Measure, workspace_id, requirement_id))),
        *(
            Judgement(kind="search_record", id=row.id, on=row.on, by=names.people.get(row.by_id, ""))
            for row in session.scalars(_of(SearchRecord, workspace_id, requirement_id))
            if row.withdrawn_at is None
        ),
        *(
            Judgement(kind="evidence", id=row.id, on=row.on, by=names.people.get(row.by_id, ""))
            for row in session.scalars(_of(Evidence, workspace_id, requirement_id))
            if row.withdrawn_at is None and row.link_id is None  # what a link gave goes with the link
        ),
    ]
    return [replace(row, again=carried.get((row.kind, row.id))) for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What people by id, and subjects, are called."""

    people: Mapping[int, str]
    subjects: Mapping[Subject, str]


def _names(session: Session, workspace_id: int) -> _Names:
    people = dict(session.execute(select(Person.id, Person.name)).all())
    return _Names(people=people, subjects=subject_names(session, workspace_id))


def _of(table: type[Row], workspace_id: int, requirement_id: int) -> Select[Row]:
    return (
        select(table)
        .where(table.workspace_id == workspace_id, table.requirement_id == requirement_id)
        .order_by(table.id)
    )


def _assessment(row: Assessment, names: _Names) -> Judgement:
    subject = subjects.of(row.actor_id, row.service_id)
    return Judgement(
        kind="assessment",
        id=row.id,
        on=row.on,
        by=names.people.get(row.by_id, ""),
        subject=subject,
        about=names.subjects.get(subject, ""),
        level=row.level,
        side_state=row.side_state,
        compliance=row.compliance,
    )


def _measure(row: Measure) -> Judgement:
    return Judgement(
        kind="measure", id=row.id, on=row.recorded_at.date(), by="", about=row.title, measure_state=row.state
    )


def _links(
    session: Session, workspace_id: int, requirement_id: int, names: _Names, sees_secrecy: bool
) -> Iterator[Judgement]:
    """The decided links, with the words of their passages unless they are under secrecy for the reader."""
    rows = session.execute(
        _of(Link, workspace_id, requirement_id)
        .add_columns(Passage, LocalDocument, LocalEdition.id, secret_passage())
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Link.state != Decided.SUGGESTED)
    )
    texts = EditionTexts(session, sees_secrecy=sees_secrecy)
    for link, passage, document, edition, secret in rows:
        hidden = secret and not sees_secrecy
        shown = passage is not None and not hidden
        yield Judgement(
            kind="link",
            id=link.id,
            on=link.on or link.recorded_at.date(),
            by=names.people.get(link.decided_by_id or 0, ""),
            about=document.name if shown else names.subjects.get(subjects.of(link.actor_id, link.service_id), ""),
            words=texts.local(edition)[passage.start : passage.end][:EXCERPT] if shown else "",
            withheld=hidden,
            state=link.state,
            type=link.type,
        )
