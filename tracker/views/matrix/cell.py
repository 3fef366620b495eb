"""What stands behind one cell of the matrix: evidence under each step, judgements, measures, the last search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import subjects
from tracker.errors import NotFound
from tracker.ladder import kinds
from tracker.subjects import Subject
from tracker.suspects import suspect_links
from tracker.tables.assessment import Assessment, Compliance, Evidence, SideState
from tracker.tables.link import Link, LinkType, SearchRecord
from tracker.tables.people import Person
from tracker.views.clearance import secret_passages
from tracker.views.ladder.attachable import Attachable, attachable, carried
from tracker.views.ladder.evidence import Lapse, Piece
from tracker.views.ladder.sources import Source, sources
from tracker.views.ladder.standings import Cell, standings
from tracker.views.matrix.table import Column, columns
from tracker.views.measures.listing import MeasureRow, measure_rows
from tracker.views.subject_names import subject_names
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A piece of evidence as the cell shows it.

    `inherited_from` names the body above the subject, or the service below it, that the evidence was taken for, ""
    when it is the subject's own. `lapse` says why it does not hold, `since` from which day where that is known.
    `withheld` is true when the passage is under secrecy for the reader; then `passage` is None.
    """

    id: int
    step: int
    kind: str
    holds: bool
    lapse: Lapse | None
    since: date | None
    suspect: bool
    inherited_from: str
    link_id: int | None
    type: LinkType | None
    passage: PassageText | None
    withheld: bool
    service: str
    actor: str
    source: Source | None
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRow:
    """An earlier or present judgement about the cell."""

    id: int
    level: int | None
    side_state: SideState | None
    compliance: Compliance
    note: str
    on: date
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDetail:
    """Everything behind one cell of the matrix.

    `offered` is what a person could attach; `carried` are the requirements that the service, or the unit's services,
    carry, for which the same could be attached at once.
    """

    requirement: RequirementText
    column: Column
    cell: Cell
    evidence: Sequence[EvidenceRow]
    judgements: Sequence[JudgementRow]
    measures: Sequence[MeasureRow]
    offered: Sequence[Attachable]
    carried: Sequence[int]
    searched_on: date | None


def cell_detail(
    session: Session, workspace_id: int, requirement_id: int, subject: Subject, *, sees_secrecy: bool = False
) -> CellDetail:
    """One cell with its evidence under each step, judgements, measures and the last search."""
    subjects.known_requirement(session, workspace_id, requirement_id)
    everything = [*columns(session, workspace_id), *columns(session, workspace_id, by="service")]
    column = next((column for column in everything if column.subject == subject), None)
    if column is None:
        raise NotFound("error.subject_unknown", id=subject[1])
    found = standings(session, workspace_id, requirement_id=requirement_id)
    cell = found.cell(requirement_id, subject)
    searched = session.scalars(
        select(SearchRecord.on)
        .where(
            SearchRecord.workspace_id == workspace_id,
            SearchRecord.requirement_id == requirement_id,
            SearchRecord.withdrawn_at.is_(None),
        )
        .order_by(SearchRecord.on.desc())
    ).first()
    return CellDetail(
        requirement=requirement_texts(session, [requirement_id])[requirement_id],
        column=column,
        cell=cell,
        evidence=_evidence(session, workspace_id, cell, column, sees_secrecy),
        judgements=_judgements(session, workspace_id, requirement_id, subject),
        measures=measure_rows(session, workspace_id, requirement_id=requirement_id, subject=subject),
        offered=attachable(session, workspace_id, requirement_id, subject, cell.standing),
        carried=carried(session, workspace_id, subject),
        searched_on=searched,
    )


def _evidence(session: Session, workspace_id: int, cell: Cell, column: Column, sees_secrecy: bool) -> list[EvidenceRow]:
    """The cell's pieces step by step, with the words behind them."""
    pieces = {piece.id: piece for piece in cell.pieces}
    names = subject_names(session, workspace_id)
    people = dict(session.execute(select(Person.id, Person.name)).all())
    suspects = suspect_links(session, workspace_id)
    rows = session.execute(
        select(Evidence, Link).outerjoin(Link, Link.id == Evidence.link_id).where(Evidence.id.in_(pieces))
    )
    found = list(rows)
    numbers = [link.passage_id for _, link in found if link and link.passage_id is not None]
    passages = passage_texts(session, numbers, sees_secrecy=sees_secrecy)
    hidden = frozenset() if sees_secrecy else secret_passages(session, numbers)
    attached: dict[tuple[int | None, int | None], Source] = {
        (source.id, None) if source.what == "record" else (None, source.id): source
        for source in sources(
            session,
            workspace_id,
            records=[row.record_id for row, _ in found if row.record_id is not None],
            measurements=[row.measurement_id for row, _ in found if row.measurement_id is not None],
        )
    }
    shown: list[EvidenceRow] = []
    for row, link in found:
        passage_id = link.passage_id if link else None
        piece = pieces[row.id]
        taken_for = names.get(subjects.of(row.actor_id, row.service_id), "")
        shown.append(
            EvidenceRow(
                id=row.id,
                step=kinds()[row.kind].step,
                kind=row.kind,
                holds=piece.holds,
                lapse=piece.lapse,
                since=piece.since,
                suspect=row.link_id in suspects,
                inherited_from="" if _is_own(piece, column) else taken_for,
                link_id=row.link_id,
                type=link.type if link else None,
                passage=None if passage_id in hidden else passages.get(passage_id or 0),
                withheld=passage_id in hidden,
                service=names.get(("service", link.service_id or 0), "") if link else "",
                actor=names.get(("actor", link.actor_id or 0), "") if link else "",
                source=attached.get((row.record_id, row.measurement_id)),
                on=row.on,
                by=people.get(row.by_id, ""),
            )
        )
    return sorted(shown, key=lambda row: (row.step, row.kind, row.id))


def _is_own(piece: Piece, column: Column) -> bool:
    """Whether it was taken for the column itself; a link between a unit and its service belongs to both."""
    return piece.subject == column.subject and (piece.link_id is not None or piece.spoken_by == column.subject)


def _judgements(session: Session, workspace_id: int, requirement_id: int, subject: Subject) -> list[JudgementRow]:
    """All judgements of the cell, newest first."""
    column = Assessment.actor_id if subject[0] == "actor" else Assessment.service_id
    rows = session.execute(
        select(Assessment, Person.name)
        .join(Person, Person.id == Assessment.by_id)
        .where(
            Assessment.workspace_id == workspace_id,
            Assessment.requirement_id == requirement_id,
            column == subject[1],
        )
        .order_by(Assessment.on.desc(), Assessment.recorded_at.desc(), Assessment.id.desc())
    )
    return [
        JudgementRow(
            id=row.id,
            level=row.level,
            side_state=row.side_state,
            compliance=row.compliance,
            note=row.note,
            on=row.on,
            by=name,
            recorded_at=row.recorded_at,
        )
        for row, name in rows
    ]
