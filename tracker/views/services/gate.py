"""The launch gate: what should be done before a service starts, and what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.service import Service, ServiceStatus
from tracker.views.recorded.records import RecordRow, records
from tracker.vocabulary import Named, launch_items


class GateState(StrEnum):
    """What is known of an item of the gate; not recorded is not the same as not done."""

    DONE = "done"
    LATE = "late"
    NOT_DONE = "not_done"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateItem:
    """An item with its newest check, `record` None when nobody recorded one. Late: done after the service started."""

    item: Named
    state: GateState
    record: RecordRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """All items of a service. `started` is whether it is in service, and so passed the gate, done or not."""

    items: Sequence[GateItem]
    started: bool
    started_on: date | None

    @property
    def without(self) -> tuple[GateItem, ...]:
        """What the service was started without: items recorded as not done, or done only afterwards."""
        return tuple(item for item in self.items if item.state in _WITHOUT) if self.started else ()

    def count(self, state: GateState) -> int:
        return sum(item.state is state for item in self.items)


_WITHOUT = (GateState.NOT_DONE, GateState.LATE)


def gates(
    session: Session, workspace_id: int, *, service_id: int | None = None, sees_secrecy: bool = False
) -> dict[int, Gate]:
    """The gate of one service or of all; the newest check of an item counts."""
    checks: dict[tuple[int, str], RecordRow] = {}
    for row in records(
        session, workspace_id, kinds=("launch_check",), service_id=service_id, sees_secrecy=sees_secrecy
    ):
        if row.service_id is not None:
            checks.setdefault((row.service_id, str(row.facts.get("item"))), row)
    wanted = select(Service.id, Service.status, Service.started_on).where(Service.workspace_id == workspace_id)
    if service_id is not None:
        wanted = wanted.where(Service.id == service_id)
    found = {}
    for number, status, started_on in session.execute(wanted):
        rows = [(item, checks.get((number, code))) for code, item in launch_items().items()]
        found[number] = Gate(
            items=[GateItem(item=item, state=_state(row, started_on), record=row) for item, row in rows],
            started=status is ServiceStatus.IN_SERVICE,
            started_on=started_on,
        )
    return found


def _state(row: RecordRow | None, started_on: date | None) -> GateState:
    if row is None:
        return GateState.NOT_RECORDED
    if row.facts.get("done") is not True:
        return GateState.NOT_DONE
    return GateState.LATE if started_on is not None and row.on > started_on else GateState.DONE
