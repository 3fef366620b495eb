"""Evidence rot: what a check found gone, edited or missing and nobody has settled, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.change import SourceCheck, SourceState
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.measurement import Record

LASTING = frozenset({SourceState.EDITED})
"""Stays a finding until a person has settled it."""

PASSING = frozenset({SourceState.GONE, SourceState.MISSING})
"""A finding as long as the newest look at the same place says so."""

KINDS = ("guideline", "service", "form", "record", "document")


def open_findings(session: Session, workspace_id: int) -> list[SourceCheck]:
    """What needs a person's look, in a workspace and in what all share: newest first, one for each place."""
    later = aliased(SourceCheck)
    same_place = and_(
        later.kind == SourceCheck.kind,
        later.number == SourceCheck.number,
        later.address == SourceCheck.address,
        or_(SourceCheck.address != "", later.sha256 == SourceCheck.sha256),
        later.id > SourceCheck.id,
    )
    overtaken = or_(
        and_(SourceCheck.state.in_(PASSING), later.state != SourceState.UNREACHABLE),
        and_(SourceCheck.state.in_(LASTING), or_(later.state.in_(LASTING | PASSING), later.settled_at.is_not(None))),
    )
    return list(
        session.scalars(
            select(SourceCheck)
            .where(
                or_(SourceCheck.workspace_id == workspace_id, SourceCheck.workspace_id.is_(None)),
                SourceCheck.state.in_(LASTING | PASSING),
                SourceCheck.settled_at.is_(None),
                ~exists(select(later.id).where(same_place, overtaken)),
            )
            .order_by(SourceCheck.checked_at.desc(), SourceCheck.id.desc())
        )
    )


def rotten(session: Session, workspace_id: int) -> frozenset[tuple[str, int]]:
    """Kind and number of every row with a finding that nobody has settled."""
    return frozenset((row.kind, row.number) for row in open_findings(session, workspace_id))


def links_standing_on(session: Session, workspace_id: int, rows: Iterable[tuple[str, int]]) -> frozenset[int]:
    """Confirmed links to a service or document, or of a guideline, among these rows."""
    of = _numbers(rows)
    if not any(of[kind] for kind in ("guideline", "service", "document")):
        return frozenset()
    wanted = (
        select(Link.id)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(
            Link.workspace_id == workspace_id,
            Link.state == "confirmed",
            or_(
                Requirement.guideline_id.in_(of["guideline"]),
                Link.service_id.in_(of["service"]),
                LocalEdition.document_id.in_(of["document"]),
            ),
        )
    )
    return frozenset(session.scalars(wanted))


def records_standing_on(session: Session, workspace_id: int, rows: Iterable[tuple[str, int]]) -> frozenset[int]:
    """Records among these rows, and those that a form or document among them is the source of."""
    of = _numbers(rows)
    wanted = select(Record.id).where(
        Record.workspace_id == workspace_id,
        Record.withdrawn_at.is_(None),
        or_(Record.id.in_(of["record"]), Record.form_id.in_(of["form"]), Record.document_id.in_(of["document"])),
    )
    return frozenset(session.scalars(wanted))


def _numbers(rows: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for kind, number in rows:
        found[kind].append(number)
    return found
