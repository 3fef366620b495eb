"""The pieces of evidence of a workspace: whom each speaks for, and why one does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from tracker import clock, subjects
from tracker.ladder import Kind, is_in_order, kinds
from tracker.subjects import Subject
from tracker.tables.assessment import Evidence
from tracker.tables.link import Link
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage
from tracker.tables.measurement import Measurement, Record
from tracker.tables.service import Service, ServiceStatus
from tracker.thresholds import Thresholds
from tracker.views.shared import shared

WAS_ADOPTED = frozenset({DocumentStatus.ADOPTED, DocumentStatus.REPLACED, DocumentStatus.REPEALED})


class Lapse(StrEnum):
    """Why a piece of evidence does not hold."""

    NOT_ADOPTED = "not_adopted"
    EXPIRED = "expired"
    NOT_IN_SERVICE = "not_in_service"
    AGED = "aged"
    NO_PARTICIPANTS = "no_participants"
    FINDINGS_OPEN = "findings_open"
    NO_USE = "no_use"
    NO_RESULT = "no_result"
    OUT_OF_ORDER = "out_of_order"


BY_TIME = frozenset({Lapse.AGED, Lapse.EXPIRED, Lapse.NOT_IN_SERVICE})
"""What ends because time passed, so that a level that rested on it has fallen back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of evidence; `lapse` says why it does not hold, `since` from which day where that is known.

    `period` tells follow-ups of different periods apart. `spoken_by` is the subject it was attached to.
    """

    id: int
    requirement_id: int
    subject: Subject
    spoken_by: Subject
    kind: str
    link_id: int | None
    record_id: int | None
    measurement_id: int | None
    on: date
    period: str = ""
    lapse: Lapse | None = None
    since: date | None = None

    @property
    def holds(self) -> bool:
        """Whether it counts towards its step."""
        return self.lapse is None

    @property
    def has_ended(self) -> bool:
        """Whether it held until time passed."""
        return self.lapse in BY_TIME


COLUMNS = (
    "id", "requirement_id", "actor_id", "service_id", "kind", "link_id", "record_id", "measurement_id", "on",
)  # fmt: skip
"""What is read of each row of evidence: columns, not objects, since a workspace has thousands."""

Ended = tuple[Lapse | None, date | None]
HOLDS: Ended = (None, None)


def evidence_pieces(
    session: Session, workspace_id: int, thresholds: Thresholds, *, requirement_id: int | None = None
) -> Sequence[Piece]:
    """All evidence that was not withdrawn, each with whether its condition holds today.

    A piece speaks for the subject it was attached to, and what a service does speaks for the service's unit too.
    """
    if requirement_id is None:
        return _all(session, workspace_id, thresholds)
    return _read(session, workspace_id, thresholds, requirement_id)


@shared
def _all(session: Session, workspace_id: int, thresholds: Thresholds) -> Sequence[Piece]:
    return _read(session, workspace_id, thresholds, None)


def _read(session: Session, workspace_id: int, thresholds: Thresholds, requirement_id: int | None) -> Sequence[Piece]:
    successor = aliased(LocalDocument)
    replaced_on = (
        select(func.min(func.coalesce(successor.valid_from, successor.decided_on)))
        .where(successor.replaces_id == LocalDocument.id)
        .correlate(LocalDocument)
        .scalar_subquery()
    )
    owner = aliased(Service)
    today = clock.today()
    wanted = (
        select(
            *(getattr(Evidence, name) for name in COLUMNS),
            Link.service_id.label("linked_service"),
            owner.unit_id.label("unit"),
            Service.status.label("status"),
            Service.closed_at.label("closed_at"),
            LocalDocument.status.label("document_status"),
            LocalDocument.valid_to.label("valid_to"),
            replaced_on.label("replaced_on"),
            Record.kind.label("record_kind"),
            Record.facts.label("facts"),
            Measurement.value.label("value"),
            Measurement.period_from.label("period_from"),
            Measurement.period_to.label("period_to"),
        )
        .outerjoin(Link, Link.id == Evidence.link_id)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .outerjoin(Service, Service.id == Link.service_id)
        .outerjoin(owner, and_(owner.id == Evidence.service_id, Evidence.link_id.is_(None)))
        .outerjoin(Record, Record.id == Evidence.record_id)
        .outerjoin(Measurement, Measurement.id == Evidence.measurement_id)
        .where(
            Evidence.workspace_id == workspace_id,
            Evidence.on <= today,
            Evidence.withdrawn_at.is_(None),
        )
        .order_by(Evidence.id)
    )
    if requirement_id is not None:
        wanted = wanted.where(Evidence.requirement_id == requirement_id)
    return [piece for row in session.execute(wanted) for piece in _pieces(row, thresholds, today)]


def in_order(pieces: list[Piece]) -> list[Piece]:
    """The pieces of one cell, those that must follow on others (a change on a test) marked where they do not."""
    if not any(kinds()[piece.kind].after for piece in pieces):
        return pieces
    first: dict[str, date] = {}
    for piece in pieces:
        first[piece.kind] = min(piece.on, first.get(piece.kind, piece.on))
    return [
        replace(piece, lapse=Lapse.OUT_OF_ORDER)
        if piece.holds and not is_in_order(piece.kind, piece.on, first)
        else piece
        for piece in pieces
    ]


def _pieces(row: Any, thresholds: Thresholds, today: date) -> Iterator[Piece]:
    kind = kinds()[row.kind]
    lapse, since = _ended(kind, row, thresholds, today)
    own = subjects.of(row.actor_id, row.service_id)
    speaks_for = {own}
    if row.linked_service is not None:
        speaks_for.add(("service", row.linked_service))
    if row.unit is not None:
        speaks_for.add(("actor", row.unit))
    for subject in sorted(speaks_for):
        yield Piece(
            id=row.id,
            requirement_id=row.requirement_id,
            subject=subject,
            spoken_by=own,
            kind=row.kind,
            link_id=row.link_id,
            record_id=row.record_id,
            measurement_id=row.measurement_id,
            on=row.on,
            period=_period(row) if kind.periods else "",
            lapse=lapse,
            since=since,
        )


def _period(row: Any) -> str:
    """What tells one follow-up from another: the period it names, without case and spaces."""
    if row.facts is not None:
        return "".join(str(row.facts.get("period", "")).split()).casefold()
    return f"{row.period_from}/{row.period_to}" if row.period_from is not None else row.on.isoformat()


def _ended(kind: Kind, row: Any, thresholds: Thresholds, today: date) -> Ended:
    """Why the piece does not hold today, and since when."""
    if row.document_status is not None and kind.step > 1:
        return _document(kind, row, today)
    if row.status is not None and kind.step >= 4:
        return _service(row, today)
    if kind.life:
        months: int = getattr(thresholds, kind.life)
        if row.on < clock.months_before(today, months):
            return Lapse.AGED, clock.months_before(row.on, -months) + timedelta(days=1)
    if row.facts is not None:
        return _record(kind, row.record_kind, row.facts, today)
    if row.value is not None and kind.code == "used" and row.value <= 0:
        return Lapse.NO_USE, None
    return HOLDS


def _document(kind: Kind, row: Any, today: date) -> Ended:
    """A rule counts only in a document that is adopted; nothing in one that has expired or was replaced counts."""
    status: DocumentStatus = row.document_status
    over = [clock.day_after(day) for day in (row.valid_to,) if day is not None]
    if status is not DocumentStatus.ADOPTED and row.replaced_on is not None:
        over.append(row.replaced_on)
    if over and min(over) <= today:
        return Lapse.EXPIRED, min(over)
    if not over and status in {DocumentStatus.REPLACED, DocumentStatus.REPEALED}:
        return Lapse.EXPIRED, None
    if kind.needs_adopted and status not in WAS_ADOPTED:
        return Lapse.NOT_ADOPTED, None
    return HOLDS


def _service(row: Any, today: date) -> Ended:
    closed = row.closed_at.astimezone(clock.STOCKHOLM).date() if row.closed_at is not None else None
    ran = row.status is ServiceStatus.IN_SERVICE or (row.status is ServiceStatus.CLOSED and closed is not None)
    if not ran:
        return Lapse.NOT_IN_SERVICE, None
    return (Lapse.NOT_IN_SERVICE, closed) if closed is not None and closed <= today else HOLDS


def _record(kind: Kind, record_kind: str, facts: Mapping[str, Any], today: date) -> Ended:
    """A test needs participants, a test or audit that its findings were dealt with, an effect that it was measured."""
    if record_kind == "user_test" and not facts.get("participants"):
        return Lapse.NO_PARTICIPANTS, None
    if record_kind in {"user_test", "audit"} and _findings_open(facts):
        return Lapse.FINDINGS_OPEN, None
    if kind.code == "effect" and not _measured(record_kind, facts):
        return Lapse.NO_RESULT, None
    if record_kind == "routine" and facts.get("valid_to"):
        last = date.fromisoformat(str(facts["valid_to"]))
        if last < today:
            return Lapse.EXPIRED, last + timedelta(days=1)
    return HOLDS


def _findings_open(facts: Mapping[str, Any]) -> bool:
    """Whether findings are left, or nobody has said how many there were."""
    found = facts.get("findings")
    return found is None or int(facts.get("fixed") or 0) < int(found)


def _measured(record_kind: str, facts: Mapping[str, Any]) -> bool:
    if record_kind == "added_value":
        return facts.get("baseline") is not None and facts.get("result") is not None
    return bool(str(facts.get("result") or "").strip())
