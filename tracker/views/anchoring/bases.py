"""The rows that a figure of anchoring rests on, with everything a reader needs to trust them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker import subjects
from tracker.subjects import Subject
from tracker.tables.measurement import Measurement
from tracker.tables.network import Actor
from tracker.tables.staffing import Position, StaffingMove
from tracker.views.anchoring.findings import Basis, Source
from tracker.views.recorded.records import records
from tracker.views.subject_names import subject_names


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisRow:
    """A row behind a figure.

    `code` is the indicator or kind of record, "" for positions and moves, which have a `title` instead. `name` is whom
    it is about. `value` is a measured value, or full-time equivalents of which `part` are filled or filled again.
    `document` is None when it is under secrecy for the reader.
    """

    source: Source
    id: int
    name: str
    code: str = ""
    title: str = ""
    on: date | None = None
    until: date | None = None
    value: float | None = None
    part: float | None = None
    n: int | None = None
    words: str = ""
    body: str = ""
    document: str | None = ""
    document_id: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def basis_rows(
    session: Session, workspace_id: int, bases: Sequence[Basis], *, sees_secrecy: bool = False
) -> list[BasisRow]:
    """The rows in the order given; those of another workspace are not read."""
    names = subject_names(session, workspace_id)
    found: dict[Basis, BasisRow] = {}
    for source in Source:
        ids = [basis.id for basis in bases if basis.source is source]
        if ids:
            for row in _READ[source](session, workspace_id, ids, names, sees_secrecy):
                found[Basis(source=source, id=row.id)] = row
    return [found[basis] for basis in bases if basis in found]


def _measurements(
    session: Session, workspace_id: int, ids: Sequence[int], names: Mapping[Subject, str], _: bool
) -> list[BasisRow]:
    rows = session.scalars(select(Measurement).where(Measurement.workspace_id == workspace_id, Measurement.id.in_(ids)))
    return [
        BasisRow(
            source=Source.MEASUREMENT,
            id=row.id,
            name=names.get(subjects.of(row.actor_id, row.service_id), ""),
            code=row.indicator,
            title=row.group,
            on=row.period_from,
            until=row.period_to,
            value=row.value,
            n=row.n,
            words=row.source,
        )
        for row in rows
    ]


def _records(
    session: Session, workspace_id: int, ids: Sequence[int], _: Mapping[Subject, str], sees_secrecy: bool
) -> list[BasisRow]:
    return [
        BasisRow(
            source=Source.RECORD,
            id=row.id,
            name=row.subject,
            code=row.kind,
            on=row.on,
            words=row.note,
            body=row.body,
            document=None if row.withheld else row.document,
            document_id=row.document_id,
            facts=row.facts,
        )
        for row in records(session, workspace_id, ids=ids, sees_secrecy=sees_secrecy)
    ]


def _positions(
    session: Session, workspace_id: int, ids: Sequence[int], names: Mapping[Subject, str], _: bool
) -> list[BasisRow]:
    rows = session.scalars(select(Position).where(Position.workspace_id == workspace_id, Position.id.in_(ids)))
    return [
        BasisRow(
            source=Source.POSITION,
            id=row.id,
            name=names.get(("actor", row.unit_id), ""),
            title=row.title,
            on=row.valid_from,
            until=row.valid_to,
            value=row.fte,
            part=row.filled,
            words=row.source,
        )
        for row in rows
    ]


def _moves(
    session: Session, workspace_id: int, ids: Sequence[int], names: Mapping[Subject, str], _: bool
) -> list[BasisRow]:
    target = aliased(Actor)
    rows = session.execute(
        select(StaffingMove, target.name)
        .join(target, target.id == StaffingMove.to_id)
        .where(StaffingMove.workspace_id == workspace_id, StaffingMove.id.in_(ids))
    )
    return [
        BasisRow(
            source=Source.MOVE,
            id=row.id,
            name=f"{names.get(('actor', row.from_id), '')} → {reached}",
            title=row.title,
            on=row.on,
            until=row.backfilled_on,
            value=row.fte,
            part=row.backfilled,
            words=row.source,
        )
        for row, reached in rows
    ]


_READ = {
    Source.MEASUREMENT: _measurements,
    Source.RECORD: _records,
    Source.POSITION: _positions,
    Source.MOVE: _moves,
}
