"""The checking queue: sentences whose force nobody has confirmed, what was learnt, and what may be learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from nlp.requirements import Unit
from tracker.refining import Reread, Taught
from tracker.succession import newest_editions
from tracker.tables.checking import Correction, Refinement
from tracker.tables.guideline import (
    Edition,
    Force,
    Provision,
    Requirement,
    RequirementState,
    Statement,
    Wording,
    lead_in_text,
)
from tracker.tables.people import Person
from tracker.views.counted import of_others
from tracker.views.reading.sentences import SURE_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCheck:
    """A sentence in the queue; `proposed` is the force a refinement would read, None where it has nothing to say."""

    key: str
    confidence: float
    proposed: Force | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingQueue:
    """The next sentences, how many are left, and how many were checked; `proposals` of those left come first."""

    left: int
    checked: int
    proposals: int
    rows: Sequence[ToCheck]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefinementRow:
    """What was learnt at one time; `in_use` is true for the one that new guidelines are read with."""

    id: int
    language: str
    number: int
    corrections: int
    scores: Mapping[str, Any]
    made_at: datetime
    by: str
    withdrawn: bool
    in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What a workspace's corrections in a language come to; `fresh` counts those later than the newest refinement."""

    language: str
    corrections: int
    corrected: int
    fresh: int


def checking_queue(
    session: Session, workspace_id: int, *, guideline_id: int | None = None, below: float = SURE_FROM, limit: int = 60
) -> CheckingQueue:
    """What a refinement would read otherwise first, then the rest with a confidence under `below`, the lowest first."""
    newest = _newest_editions(session, workspace_id, guideline_id)
    checked = session.scalar(
        select(func.count()).where(
            Correction.workspace_id == workspace_id,
            Correction.edition_id.in_(newest),
            Correction.withdrawn_at.is_(None),
        )
    )
    proposed = _proposed(session, workspace_id, newest)
    first: list[ToCheck] = []
    rest: list[ToCheck] = []
    left = 0
    for table, letter in ((Wording, "w"), (Statement, "s")):
        open_ones = _open(table, workspace_id, newest)
        unsure = [*open_ones, table.confidence < below]
        left += session.scalar(select(func.count()).select_from(table).where(*unsure)) or 0
        wanted = select(table.id, table.edition_id, table.start, table.end, table.confidence)
        for number, edition, start, end, confidence in session.execute(
            wanted.where(*unsure).order_by(table.confidence, table.id).limit(limit)
        ):
            if (edition, start, end) not in proposed:
                rest.append(ToCheck(key=f"{letter}{number}", confidence=confidence, proposed=None))
        for edition_id in {edition for edition, _, _ in proposed}:
            for number, edition, start, end, confidence in session.execute(
                wanted.where(*open_ones, table.edition_id == edition_id)
            ):
                force = proposed.get((edition, start, end))
                if force is not None:
                    left += int(confidence >= below)
                    first.append(ToCheck(key=f"{letter}{number}", confidence=confidence, proposed=force))
    rest.sort(key=lambda row: row.confidence)
    return CheckingQueue(
        left=left,
        checked=checked or 0,
        proposals=len(first),
        rows=[*sorted(first, key=lambda row: row.confidence), *rest][:limit],
    )


def refinements(session: Session, workspace_id: int) -> list[RefinementRow]:
    """Everything learnt in a workspace, the newest first."""
    rows = session.execute(
        select(Refinement, Person.name)
        .join(Person, Person.id == Refinement.by_id)
        .where(Refinement.workspace_id == workspace_id)
        .order_by(Refinement.id.desc())
    ).all()
    used = {row.language: row.id for row, _ in reversed(rows) if row.withdrawn_at is None}
    return [
        RefinementRow(
            id=row.id,
            language=row.language,
            number=row.number,
            corrections=row.corrections,
            scores=row.scores,
            made_at=row.made_at,
            by=name,
            withdrawn=row.withdrawn_at is not None,
            in_use=used.get(row.language) == row.id,
        )
        for row, name in rows
    ]


def lessons(session: Session, workspace_id: int) -> list[Lessons]:
    """What there is to learn from, by language."""
    newest = dict(
        session.execute(
            select(Refinement.language, func.max(Refinement.made_at))
            .where(Refinement.workspace_id == workspace_id, Refinement.withdrawn_at.is_(None))
            .group_by(Refinement.language)
        ).all()
    )
    found: dict[str, list[Correction]] = {}
    for correction in session.scalars(_active(workspace_id)):
        found.setdefault(correction.language, []).append(correction)
    return [
        Lessons(
            language=language,
            corrections=len(rows),
            corrected=sum(row.force is not row.read_as for row in rows),
            fresh=sum(language not in newest or row.recorded_at > newest[language] for row in rows),
        )
        for language, rows in sorted(found.items())
    ]


def taught(session: Session, workspace_id: int, language: str) -> list[Taught]:
    """The corrections in force of a workspace in a language, oldest first."""
    return [
        Taught(
            unit=Unit(text=row.text, lead_in=row.lead_in, heading=row.heading, zone=row.zone),
            force=row.force,
        )
        for row in session.scalars(_active(workspace_id).where(Correction.language == language))
    ]


def to_reread(session: Session, workspace_id: int, language: str) -> list[Reread]:
    """The sentences of the newest editions in a language that no person has said anything of."""
    newest = _newest_editions(session, workspace_id, None)
    texts = dict(
        session.execute(
            select(Edition.id, Edition.text).where(Edition.id.in_(newest), Edition.language == language)
        ).all()
    )
    return [
        Reread(
            edition_id=edition,
            start=start,
            end=end,
            unit=Unit(
                text=texts[edition][start:end],
                lead_in=lead_in_text(texts[edition], lead_ins),
                heading=heading,
                zone=zone.value,
            ),
            force=force,
        )
        for table in (Wording, Statement)
        for edition, start, end, lead_ins, force, heading, zone in session.execute(
            select(
                table.edition_id, table.start, table.end, table.lead_ins, table.force, Provision.heading, Provision.zone
            )
            .join(Provision, Provision.id == table.provision_id)
            .where(*_open(table, workspace_id, list(texts)))
            .order_by(table.edition_id, table.start)
        )
    ]


def refinement_in_use(session: Session, workspace_id: int, language: str) -> tuple[str, bytes] | None:
    """The name and weights of the refinement that new guidelines are read with, None for the shipped weights alone."""
    row = session.execute(
        select(Refinement.number, Refinement.weights)
        .where(
            Refinement.workspace_id == workspace_id,
            Refinement.language == language,
            Refinement.withdrawn_at.is_(None),
        )
        .order_by(Refinement.number.desc())
        .limit(1)
    ).first()
    return (f"refined-{workspace_id}-{row[0]}", row[1]) if row else None


def _active(workspace_id: int) -> Select[Correction]:
    return (
        select(Correction)
        .where(Correction.workspace_id == workspace_id, Correction.withdrawn_at.is_(None))
        .order_by(Correction.id)
    )


def _newest_editions(session: Session, workspace_id: int, guideline_id: int | None) -> list[int]:
    """The newest edition in each language of each guideline that is no other workspace's own."""
    others = of_others(workspace_id)
    newest = select(Edition.id).where(Edition.id.in_(newest_editions()), Edition.guideline_id.not_in(others))
    if guideline_id is not None:
        newest = newest.where(Edition.guideline_id == guideline_id)
    return list(session.scalars(newest))


def _open(table: type[Wording | Statement], workspace_id: int, editions: Sequence[int]) -> list[ColumnElement[bool]]:
    """What nobody has checked or edited: the conditions on the rows of a table."""
    said = (
        select(Correction.id)
        .where(
            Correction.workspace_id == workspace_id,
            Correction.withdrawn_at.is_(None),
            Correction.edition_id == table.edition_id,
            Correction.start == table.start,
            Correction.end == table.end,
        )
        .exists()
    )
    conditions: list[ColumnElement[bool]] = [table.edition_id.in_(editions), ~said]
    if table is Wording:
        active = select(Requirement.id).where(
            Requirement.id == Wording.requirement_id, Requirement.state == RequirementState.ACTIVE
        )
        return [*conditions, Wording.edited_by_id.is_(None), active.exists()]
    return [*conditions, Statement.requirement_id.is_(None)]


def _proposed(session: Session, workspace_id: int, editions: Sequence[int]) -> dict[tuple[int, int, int], Force]:
    """What the refinements in use would read otherwise, by place."""
    wanted = set(editions)
    return {
        (proposal["edition"], proposal["start"], proposal["end"]): Force(proposal["force"])
        for row in refinements(session, workspace_id)
        if row.in_use
        for proposal in row.scores.get("proposals", ())
        if proposal["edition"] in wanted
    }
