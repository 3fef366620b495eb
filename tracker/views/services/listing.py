"""The services of a municipality: what each runs on, how it is used, tested and described, and what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, vocabulary
from tracker.subjects import Subject
from tracker.tables.schema import folded
from tracker.tables.service import Acquisition, DesignDriver, Service, ServiceStatus, System
from tracker.thresholds import Thresholds
from tracker.views.counted import counted_requirements
from tracker.views.ladder.places import place_of
from tracker.views.ladder.standings import Cell, standings
from tracker.views.recorded.records import RecordRow, records
from tracker.views.services.gate import Gate, gates
from tracker.views.services.named import named_services
from tracker.views.services.use import Rate, UserTest, as_user_test, completion
from tracker.views.settings import thresholds

RUNNING = (ServiceStatus.PILOT, ServiceStatus.IN_SERVICE, ServiceStatus.UNKNOWN)
"""What people may meet today: neither planned nor closed."""


class StatementState(StrEnum):
    """What is known of a service's accessibility statement; not needed where nothing digital is in use."""

    CURRENT = "current"
    OLD = "old"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


class ContractState(StrEnum):
    """Where a contract is; ending is within the threshold."""

    NONE = "none"
    LATER = "later"
    ENDING = "ending"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """A service in the list.

    `contract_end` is its own, else the earliest of the systems it runs on. `levels` counts the requirements that were
    linked to it or judged for it by place on the ladder, `lowest` is the lowest step among them (None without any).
    """

    id: int
    name: str
    unit_id: int | None
    unit: str
    status: ServiceStatus
    since: date | None
    channel: str
    life_event: str
    platform: str
    back_office: str
    vendor: str
    contract_end: date | None
    contract: ContractState
    acquisition: Acquisition
    design_driver: DesignDriver
    url: str
    is_e_service: bool
    rate: Rate | None
    tested: UserTest | None
    statement_on: date | None
    statement: StatementState
    gate: Gate
    levels: Mapping[str, int]
    lowest: int | None

    @property
    def outside(self) -> bool:
        """An e-service or app people can use today that does not run on the platform."""
        return self.is_e_service and self.status in RUNNING and not self.platform


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    """How a catalogue writes a channel, and whether it is digital and what people call an e-service."""

    code: str
    digital: bool
    e_service: bool
    words: Sequence[str]


@cache
def channel_kinds() -> Sequence[ChannelKind]:
    """The kinds of channels the program knows."""
    return tuple(ChannelKind(**row) for row in vocabulary.rows("service_channels.toml", "channel"))


def channel_kind(channel: str) -> ChannelKind | None:
    """The first kind a channel names; None when it says nothing the program knows.

    >>> [kind.code for text in ("E-tjänst", "app, telefon", "Telefon") if (kind := channel_kind(text))]
    ['e_service', 'app', 'other']
    >>> channel_kind("") is None
    True
    """
    said = {part.strip() for part in folded(channel.replace("/", ",").replace(";", ",")).split(",")}
    return next((kind for kind in channel_kinds() if said & set(kind.words)), None)


def service_list(session: Session, workspace_id: int) -> list[ServiceRow]:
    """All services by name."""
    rows = session.execute(named_services(workspace_id).order_by(Service.name_sort)).all()
    contracts = select(System.id, System.contract_end).where(System.workspace_id == workspace_id)
    ends = {system: end for system, end in session.execute(contracts) if end is not None}
    limits, rates, passed = (
        thresholds(session, workspace_id),
        completion(session, workspace_id),
        gates(session, workspace_id),
    )  # fmt: skip
    newest: dict[tuple[int, str], RecordRow] = {}
    for record in records(session, workspace_id, kinds=("user_test", "accessibility_statement")):
        if record.service_id is not None:
            newest.setdefault((record.service_id, record.kind), record)
    places = own_places(session, workspace_id)
    found = []
    for row, unit, vendor, _builder, platform, back_office in rows:
        test = newest.get((row.id, "user_test"))
        statement = newest.get((row.id, "accessibility_statement"))
        end = row.contract_end or min(
            (ends[on] for on in (row.platform_id, row.back_office_id) if on in ends), default=None
        )
        levels = places.get(row.id, Counter())
        kind = channel_kind(row.channel)
        steps = [int(place) for place in levels if place.isdecimal()]
        found.append(
            ServiceRow(
                id=row.id,
                name=row.name,
                unit_id=row.unit_id,
                unit=unit or "",
                status=row.status,
                since=row.closed_at.date() if row.closed_at else row.started_on,
                channel=row.channel,
                life_event=row.life_event,
                platform=platform or "",
                back_office=back_office or "",
                vendor=vendor or "",
                contract_end=end,
                contract=contract_state(end, limits, running=row.status is not ServiceStatus.CLOSED),
                acquisition=row.acquisition,
                design_driver=row.design_driver,
                url=row.url,
                is_e_service=kind.e_service if kind else not row.channel,
                rate=rates.get(row.id),
                tested=as_user_test(test.id, test.on, test.facts) if test else None,
                statement_on=statement.on if statement else None,
                statement=statement_state(
                    statement.on if statement else None,
                    limits,
                    needed=row.status in RUNNING and (kind.digital if kind else not row.channel),
                ),
                gate=passed[row.id],
                levels=levels,
                lowest=min(steps, default=None),
            )
        )
    return found


def contract_state(end: date | None, limits: Thresholds, *, running: bool = True) -> ContractState:
    """Where a contract is today: it is ending within so many months before its last day."""
    if end is None or not running:
        return ContractState.NONE
    if end < clock.today():
        return ContractState.ENDED
    soon = clock.months_before(end, limits.contract_notice) <= clock.today()
    return ContractState.ENDING if soon else ContractState.LATER


def statement_state(on: date | None, limits: Thresholds, *, needed: bool) -> StatementState:
    """Whether a statement of this day still stands; a statement nobody needs is not asked for."""
    if not needed:
        return StatementState.NOT_NEEDED
    if on is None:
        return StatementState.MISSING
    old = on < clock.months_before(clock.today(), limits.statement_life)
    return StatementState.OLD if old else StatementState.CURRENT


def is_own(cell: Cell, subject: Subject) -> bool:
    """Whether something was linked to or judged for the subject itself, rather than only inherited from above."""
    return cell.judged is not None or any(piece.subject == subject for piece in cell.pieces)


def own_places(session: Session, workspace_id: int) -> dict[int, Counter[str]]:
    """For each service the places on the ladder of the counted requirements that are its own."""
    counted = set(session.scalars(counted_requirements(workspace_id)))
    found: dict[int, Counter[str]] = {}
    for (requirement, subject), cell in standings(session, workspace_id).cells.items():
        if subject[0] == "service" and requirement in counted and is_own(cell, subject):
            found.setdefault(subject[1], Counter())[place_of(cell)] += 1
    return found
