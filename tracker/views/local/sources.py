"""What the evidence of a workspace rests on: when it was last looked at, what was found, and what stands on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker import rot
from tracker.subjects import Subject, of_either
from tracker.tables.assessment import Evidence
from tracker.tables.change import SourceCheck, SourceState
from tracker.tables.guideline import Guideline
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument
from tracker.tables.measurement import Record, RecordKind
from tracker.tables.network import Actor, ActorKind
from tracker.tables.service import Form, Service
from tracker.views.clearance import secret_document
from tracker.views.texts import RequirementText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as it was when last looked at: `names` what rests on it is called, Swedish first, then English.

    `finding` is the number of the open finding, None without. `links` and `records` count what stands on it.
    `withheld` sources show that they are there and nothing else.
    """

    kind: str
    number: int
    names: tuple[str, str]
    address: str
    final_address: str
    state: SourceState
    checked_at: datetime
    finding: int | None
    links: int
    records: int
    withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All sources ever looked at: findings first, and first of them what most stands on.

    `checked_at` is the newest look, None before the first.
    """

    rows: Sequence[SourceRow]
    checked_at: datetime | None

    @property
    def findings(self) -> Sequence[SourceRow]:
        """The sources that need a person's look."""
        return [row for row in self.rows if row.finding is not None]

    @property
    def counts(self) -> Mapping[SourceState, int]:
        """How many sources are in which state."""
        return Counter(row.state for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """A requirement whose link or evidence stands on a source, and the cell of the matrix where that is seen."""

    requirement: RequirementText
    subject: Subject


def sources(session: Session, workspace_id: int, *, cleared: bool) -> Sources:
    """Every place that was looked at, as its newest look found it; documents under secrecy only for the cleared."""
    open_ones = rot.open_findings(session, workspace_id)
    newest = (
        select(func.max(SourceCheck.id))
        .where(or_(SourceCheck.workspace_id == workspace_id, SourceCheck.workspace_id.is_(None)))
        .group_by(SourceCheck.kind, SourceCheck.number, SourceCheck.address)
    )
    latest = {_place(row): row for row in session.scalars(select(SourceCheck).where(SourceCheck.id.in_(newest)))}
    shown = {_place(row): row for row in open_ones}
    names = _names(session, workspace_id)
    rows = []
    for place, row in (latest | shown).items():
        named = names.get((row.kind, row.number))
        if named is None:
            continue  # it is another workspace's, or was withdrawn since
        found = shown.get(place)
        standing = [(row.kind, row.number)] if found else []
        withheld = named.secret and not cleared
        rows.append(
            SourceRow(
                kind=row.kind,
                number=row.number,
                names=("", "") if withheld else (named.sv, named.en),
                address=row.address,
                final_address="" if row.final_address == row.address else row.final_address,
                state=row.state,
                checked_at=latest[place].checked_at,
                finding=found.id if found else None,
                links=len(rot.links_standing_on(session, workspace_id, standing)),
                records=len(rot.records_standing_on(session, workspace_id, standing)),
                withheld=withheld,
            )
        )
    rows.sort(
        key=lambda row: (row.finding is None, list(SourceState).index(row.state), row.kind, row.names, row.number)
    )
    return Sources(rows=rows, checked_at=max((row.checked_at for row in latest.values()), default=None))


def resting_on(session: Session, workspace_id: int, *, kind: str, number: int) -> list[Resting]:
    """The requirements whose links or evidence stand on a source, by guideline and place."""
    source = [(kind, number)]
    links = rot.links_standing_on(session, workspace_id, source)
    records = rot.records_standing_on(session, workspace_id, source)
    linked = select(Link.requirement_id, Link.service_id, Link.subject_id.label("actor_id")).where(
        Link.workspace_id == workspace_id, Link.id.in_(links)
    )
    proven = select(Evidence.requirement_id, Evidence.service_id, Evidence.actor_id).where(
        Evidence.workspace_id == workspace_id, Evidence.record_id.in_(records), Evidence.withdrawn_at.is_(None)
    )
    whole = session.scalars(
        select(Actor.id).where(Actor.workspace_id == workspace_id, Actor.kind == ActorKind.MUNICIPALITY)
    ).first()
    cells: dict[int, Subject] = {}
    for row in (*session.execute(linked), *session.execute(proven)):
        subject = of_either(row.actor_id, row.service_id) or ("actor", whole or 0)
        cells.setdefault(row.requirement_id, subject)
    texts = requirement_texts(session, cells)
    return [Resting(requirement=text, subject=cells[number]) for number, text in texts.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    sv: str
    en: str
    secret: bool = False


def _place(row: SourceCheck) -> tuple[str, int, str]:
    return row.kind, row.number, row.address


def _names(session: Session, workspace_id: int) -> dict[tuple[str, int], _Name]:
    """What every row that can rest on a source is called."""
    names: dict[tuple[str, int], _Name] = {}
    guidelines = select(Guideline.id, Guideline.title_sv, Guideline.title_en, Guideline.name).where(
        or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id)
    )
    for number, sv, en, name in session.execute(guidelines):
        names["guideline", number] = _Name(sv=sv or en or name, en=en or sv or name)
    for number, name in session.execute(select(Service.id, Service.name).where(Service.workspace_id == workspace_id)):
        names["service", number] = _Name(sv=name, en=name)
    forms = select(Form.id, Form.name, Service.name).join(Service).where(Form.workspace_id == workspace_id)
    for number, form, service in session.execute(forms):
        names["form", number] = _Name(sv=f"{form} · {service}", en=f"{form} · {service}")
    records = (
        select(Record.id, Record.on, RecordKind.name_sv, RecordKind.name_en)
        .join(RecordKind, RecordKind.code == Record.kind)
        .where(Record.workspace_id == workspace_id, Record.withdrawn_at.is_(None))
    )
    for number, on, sv, en in session.execute(records):
        names["record", number] = _Name(sv=f"{sv} {on.isoformat()}", en=f"{en} {on.isoformat()}")
    documents = select(LocalDocument.id, LocalDocument.name, secret_document())
    for number, name, secret in session.execute(documents.where(LocalDocument.workspace_id == workspace_id)):
        names["document", number] = _Name(sv=name, en=name, secret=secret)
    return names
