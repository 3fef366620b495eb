"""Edits people made in a workbook away from here, applied through the verbs that decide the same here.

Each row is one decision of the person who brings it back: it takes their right to it, holds only if nobody changed the
row since it was exported, waits for a second person where four eyes are demanded, and leaves the event that the verb
leaves, in whose note the file stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, assessing, events, evidencing, linking, planning, services
from tracker.errors import Conflict, DatabaseProblem, NotFound, Refused, TrackerError
from tracker.tables.assessment import Assessment, Compliance, Evidence, Measure
from tracker.tables.countersign import FirstDecision
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.people import Person
from tracker.tables.portions import portions
from tracker.tables.service import Service


class Weight(StrEnum):
    """What a trouble keeps from being stored: nothing (it is told only), or its row."""

    TOLD = "told"
    ROW = "row"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEdit:
    """A cell somebody changed: the value it is read as, and its words before (as it is here now) and after."""

    key: str
    column: str
    cell: str
    value: Any
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEdit:
    """A row with edited cells; `version` and `basis` are those it was exported with (tracker.exchange.workbook)."""

    sheet: str
    title: str
    id: str
    row: int
    name: str
    version: int
    basis: str
    edits: tuple[CellEdit, ...]

    @property
    def values(self) -> Mapping[str, Any]:
        """The new values by the keys of their columns."""
        return {edit.key: edit.value for edit in self.edits}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why something of a workbook is not stored. `title` is its sheet's; `cell` the address, "" where there is none.

    Of a conflict `mine` is what the file says and `theirs` what stands here.
    """

    weight: Weight
    title: str
    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    row: int = 0
    cell: str = ""
    column: str = ""
    name: str = ""
    mine: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of the edited rows: those stored, those that wait for a second person, and why others are not."""

    stored: tuple[RowEdit, ...] = ()
    waiting: tuple[RowEdit, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def apply(session: Session, workspace_id: int, rows: Sequence[RowEdit], *, by: Person, file: str) -> Applied:
    """Apply each row by itself: one that cannot be stored leaves no trace, and is told with the reason."""
    _hold(session, workspace_id, rows)
    stored: list[RowEdit] = []
    waiting: list[RowEdit] = []
    troubles: list[Trouble] = []
    with events.out_of(session, file):
        for row in rows:
            try:
                with session.begin_nested():
                    holds = VERBS[row.sheet](session, workspace_id, row, by)
            except DatabaseProblem:
                raise
            except TrackerError as problem:
                troubles += _troubles(row, problem)
            else:
                (stored if holds else waiting).append(row)
    return Applied(stored=tuple(stored), waiting=tuple(waiting), troubles=tuple(troubles))


def _hold(session: Session, workspace_id: int, rows: Iterable[RowEdit]) -> None:
    """Lock what is to change before the first event: who waits for a row must not hold the end of the history."""
    access.one_at_a_time(session, workspace_id)
    for key, table in (("link", Link), ("measure", Measure), ("service", Service)):
        numbers = sorted(int(row.id) for row in rows if row.sheet == f"{key}s")
        for some in portions(numbers):
            session.execute(select(table.id).where(table.id.in_(some)).order_by(table.id).with_for_update())


def _troubles(row: RowEdit, problem: TrackerError) -> list[Trouble]:
    """One for each edited cell of a row in conflict, so that both values can be read; else one for the row."""
    named = problem.values.get("column")
    edit = next((edit for edit in row.edits if edit.key == named), row.edits[0])
    conflict = isinstance(problem, Conflict)
    return [
        Trouble(
            weight=Weight.CONFLICT if conflict else Weight.ROW,
            title=row.title,
            code=problem.code,
            values=problem.values,
            row=row.row,
            cell=one.cell,
            column=one.column,
            name=row.name,
            mine=one.after,
            theirs=one.before,
        )
        for one in (row.edits if conflict else (edit,))
    ]


def _link(session: Session, workspace_id: int, row: RowEdit, by: Person) -> bool:
    """Decide a link; what a person ticked beside its type stays ticked, and so does the day while the type does."""
    link, values = session.get(Link, int(row.id), populate_existing=True), row.values
    if link is None or link.workspace_id != workspace_id:
        raise NotFound("error.link_unknown", id=int(row.id))
    if link.version != row.version:
        linking.seen(session, link.id, row.version, by=by)
    state = values.get("state", link.state)
    note = values.get("note", link.note)
    extra = next((key for key in ("type", "subject", "note") if key in values), "")
    if state is Decided.SUGGESTED:
        if extra:
            raise Refused("error.workbook_undecided", column=extra)
        linking.reopen(session, link.id, by=by, seen_version=row.version)
        return True
    if state is Decided.REJECTED:
        if extra in ("type", "subject"):
            raise Refused("error.workbook_rejected", column=extra)
        return linking.reject(session, link.id, by=by, seen_version=row.version, note=note).version > row.version
    kind = values.get("type", link.type)
    if kind is None:
        raise Refused("error.workbook_type_needed", column="type" if "type" in values else "state")
    same = link.state is Decided.CONFIRMED and kind is link.type
    done = linking.confirm(
        session, link.id, kind, by=by, seen_version=row.version, note=note, on=link.on if same else None,
        subject_id=values.get("subject", link.subject_id), supports=_ticked(session, link),
    )  # fmt: skip
    return done.version > row.version


def _ticked(session: Session, link: Link) -> list[str]:
    """The kinds of evidence a link gives besides those of its type."""
    if link.state is not Decided.CONFIRMED:
        return []
    held = select(Evidence.kind).where(Evidence.link_id == link.id, Evidence.withdrawn_at.is_(None))
    given = evidencing.given_by(link)
    return [kind for kind in session.scalars(held.order_by(Evidence.id)) if kind not in given]


def _assessment(session: Session, workspace_id: int, row: RowEdit, by: Person) -> bool:
    """Judge anew as the row says, on the evidence that was exported with it."""
    requirement, kind, number = row.id.split(":")
    before = session.get(Assessment, row.version) if row.version else None
    stood: dict[str, Any] = {"level": None, "side_state": None, "compliance": Compliance.NOT_ASSESSED, "note": ""}
    if before is not None and before.workspace_id == workspace_id:
        stood = {key: getattr(before, key) for key in stood}
    done = assessing.assess(
        session, workspace_id, int(requirement), by=by, seen=row.version, evidence_digest=row.basis,
        actor_id=int(number) if kind == "actor" else None, service_id=int(number) if kind == "service" else None,
        **{**stood, **row.values},
    )  # fmt: skip
    return not isinstance(done, FirstDecision)


def _measure(session: Session, workspace_id: int, row: RowEdit, by: Person) -> bool:
    measure, values = session.get(Measure, int(row.id)), dict(row.values)
    if measure is None or measure.workspace_id != workspace_id:
        raise NotFound("error.measure_unknown", id=int(row.id))
    why = values.pop("why", "")
    if not values:
        raise Refused("error.workbook_reason_alone", column="why")
    if "owner" in values:
        values["owner_id"] = values.pop("owner")
    planning.change(session, measure.id, by=by, seen_version=row.version, why=why, **values)
    return True


def _service(session: Session, workspace_id: int, row: RowEdit, by: Person) -> bool:
    service = session.get(Service, int(row.id))
    if service is None or service.workspace_id != workspace_id:
        raise NotFound("error.service_unknown", id=int(row.id))
    values = {f"{key}_id" if f"{key}_id" in services.TYPES else key: value for key, value in row.values.items()}
    services.change_service(session, service.id, by=by, seen_version=row.version, **values)
    return True


VERBS: Mapping[str, Callable[[Session, int, RowEdit, Person], bool]] = {
    "links": _link,
    "assessments": _assessment,
    "measures": _measure,
    "services": _service,
}
"""By sheet what applies an edited row; false where it waits for a second person."""
