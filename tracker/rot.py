"""Evidence rot: what a check found gone, edited or missing and nobody has settled, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.change import Clearance, SourceCheck, SourceState
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
    return frozenset(link for link, _, _ in _standing(session, workspace_id, rows))


def suspect_links(session: Session, workspace_id: int) -> frozenset[int]:
    """Confirmed links that stand on an open finding and that nobody has decided or cleared since it was found."""
    found: dict[tuple[str, int], datetime] = {}
    for row in reversed(open_findings(session, workspace_id)):
        found[row.kind, row.number] = row.checked_at
    return frozenset(
        link
        for link, row, looked_at in _standing(session, workspace_id, found)
        if looked_at is None or looked_at < found[row]
    )


def _standing(
    session: Session, workspace_id: int, rows: Iterable[tuple[str, int]]
) -> Iterator[tuple[int, tuple[str, int], datetime | None]]:
    """Link, the row it stands on, and when a person last looked at the link; a link may stand on several rows."""
    of = _numbers(rows)
    if not any(of[kind] for kind in ("guideline", "service", "document")):
        return
    cleared = (
        select(func.max(Clearance.recorded_at))
        .where(Clearance.link_id == Link.id, Clearance.undone_at.is_(None))
        .correlate(Link)
        .scalar_subquery()
        .label("cleared_at")
    )
    wanted = (
        select(
            Link.id,
            Link.decided_at,
            cleared,
            Requirement.guideline_id.label("guideline"),
            Link.service_id.label("service"),
            LocalEdition.document_id.label("document"),
        )
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
    for link in session.execute(wanted):
        looked_at = max((moment for moment in (link.decided_at, link.cleared_at) if moment is not None), default=None)
        for kind in ("guideline", "service", "document"):
            number = getattr(link, kind)
            if number in of[kind]:
                yield link.id, (kind, number), looked_at


def records_standing_on(session: Session, workspace_id: int, rows: Iterable[tuple[str, int]]) -> frozenset[int]:
    """Records among these rows, and those that a form or document among them is the source of."""
    of = _numbers(rows)
    if not any(of[kind] for kind in ("record", "form", "document")):
        return frozenset()
    wanted = select(Record.id).where(
        Record.workspace_id == workspace_id,
        Record.withdrawn_at.is_(None),
        or_(Record.id.in_(of["record"]), Record.form_id.in_(of["form"]), Record.document_id.in_(of["document"])),
    )
    return frozenset(session.scalars(wanted))


def suspect_records(session: Session, workspace_id: int) -> frozenset[int]:
    """Records that stand on a finding nobody has settled."""
    return records_standing_on(session, workspace_id, rotten(session, workspace_id))


def _numbers(rows: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for kind, number in rows:
        found[kind].append(number)
    return found
