"""The list of services: what is outside the platform, what is due, and how concentrated it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tracker import clock, recording
from tracker.database import Database
from tracker.errors import NotFound
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service, ServiceStatus, System, SystemKind
from tracker.thresholds import Thresholds
from tracker.views.services.detail import service_detail, service_requirements
from tracker.views.services.gate import GateState, gates
from tracker.views.services.listing import ContractState, StatementState, contract_state, service_list, statement_state
from tracker.views.services.spread import spread

LIMITS = Thresholds()


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def catalogue(database: Database, person: Person, workspace: Workspace) -> dict[str, int]:
    """Four services: on the platform, added on by one vendor twice, and by letter."""
    with database.writing() as session:
        vendors = [Actor(workspace_id=workspace.id, kind=ActorKind.VENDOR, name=name) for name in ("A AB", "B AB")]
        session.add_all(vendors)
        session.flush()
        platform = System(
            workspace_id=workspace.id, kind=SystemKind.PLATFORM, name="Torget", vendor_id=vendors[0].id,
            contract_end=date(2027, 3, 31),
        )  # fmt: skip
        session.add(platform)
        session.flush()
        base: dict[str, Any] = {"workspace_id": workspace.id, "status": ServiceStatus.IN_SERVICE}
        rows = {
            "on": Service(
                name="Skolval", channel="e-tjänst", platform_id=platform.id, vendor_id=vendors[0].id,
                started_on=date(2025, 5, 1), **base,
            ),
            "off": Service(name="Bygglov", channel="E-tjänst", vendor_id=vendors[1].id, **base),
            "app": Service(
                name="Frånvaro", channel="app", vendor_id=vendors[1].id, contract_end=date(2028, 1, 1), **base
            ),
            "letter": Service(name="Grannehörande", channel="brev", **base),
        }  # fmt: skip
        session.add_all(rows.values())
        session.flush()
        return {key: row.id for key, row in rows.items()}


def test_only_e_services_without_the_platform_are_outside_it(
    database: Database, workspace: Workspace, catalogue: dict[str, int]
) -> None:
    with database.reading() as session:
        rows = {row.id: row for row in service_list(session, workspace.id)}
    assert [rows[number].outside for number in catalogue.values()] == [False, True, True, False]


def test_the_contract_of_the_system_counts_where_the_service_has_none(
    database: Database, workspace: Workspace, catalogue: dict[str, int]
) -> None:
    with database.reading() as session:
        rows = {row.id: row for row in service_list(session, workspace.id)}
    assert (rows[catalogue["on"]].contract_end, rows[catalogue["on"]].contract) == (
        date(2027, 3, 31),
        ContractState.ENDING,
    )
    assert rows[catalogue["app"]].contract is ContractState.LATER
    assert rows[catalogue["off"]].contract is ContractState.NONE


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (date(2026, 11, 21), ContractState.ENDED),
        (date(2026, 11, 22), ContractState.ENDING),
        (date(2027, 11, 22), ContractState.ENDING),
        (date(2027, 11, 23), ContractState.LATER),
        (None, ContractState.NONE),
    ],
)
def test_a_contract_is_ending_within_the_threshold(end: date | None, state: ContractState) -> None:
    assert contract_state(end, LIMITS) is state


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (None, StatementState.MISSING),
        (date(2025, 11, 21), StatementState.OLD),
        (date(2025, 11, 22), StatementState.CURRENT),
    ],
)
def test_a_statement_grows_old(on: date | None, state: StatementState) -> None:
    assert statement_state(on, LIMITS, needed=True) is state
    assert statement_state(on, LIMITS, needed=False) is StatementState.NOT_NEEDED


def test_the_newest_statement_counts_and_a_letter_needs_none(
    database: Database, person: Person, workspace: Workspace, catalogue: dict[str, int]
) -> None:
    with database.writing() as session:
        for day in (date(2026, 2, 1), date(2023, 2, 1)):
            recording.add_record(
                session, workspace.id, "accessibility_statement", by=person, on=day, service_id=catalogue["off"],
                facts_given={"conformance": "partial"},
            )  # fmt: skip
    with database.reading() as session:
        states = {row.id: row.statement for row in service_list(session, workspace.id)}
    assert states[catalogue["off"]] is StatementState.CURRENT
    assert states[catalogue["on"]] is StatementState.MISSING
    assert states[catalogue["letter"]] is StatementState.NOT_NEEDED


def test_concentration_is_the_sum_of_squared_shares(
    database: Database, workspace: Workspace, catalogue: dict[str, int]
) -> None:
    with database.reading() as session:
        found = spread(session, workspace.id)
    assert (found.e_services, found.platform, found.outside, found.unknown) == (3, "Torget", 2, 0)
    assert found.on_platform == pytest.approx(1 / 3)
    assert found.concentration == pytest.approx((1 / 3) ** 2 + (2 / 3) ** 2)
    assert [(row.name, len(row.services)) for row in found.vendors] == [("B AB", 2), ("A AB", 1)]
    assert next(row for row in found.vendors if row.name == "A AB").contract_end == date(2027, 3, 31)


def test_nothing_is_concentrated_where_nobody_knows_a_vendor(database: Database, workspace: Workspace) -> None:
    with database.reading() as session:
        found = spread(session, workspace.id)
    assert (found.on_platform, found.concentration) == (None, None)


def test_a_service_started_without_what_was_not_done_or_done_afterwards(
    database: Database, person: Person, workspace: Workspace, catalogue: dict[str, int]
) -> None:
    checks = [
        ("training", False, date(2025, 4, 1)),
        ("owner", False, date(2025, 4, 1)),
        ("owner", True, date(2025, 4, 20)),
        ("archive", True, date(2025, 9, 1)),
    ]
    with database.writing() as session:
        for item, done, day in checks:
            recording.add_record(
                session, workspace.id, "launch_check", by=person, on=day, service_id=catalogue["on"],
                facts_given={"item": item, "done": done},
            )  # fmt: skip
    with database.reading() as session:
        gate = gates(session, workspace.id)[catalogue["on"]]
    assert {item.item.code: item.state for item in gate.without} == {
        "training": GateState.NOT_DONE,
        "archive": GateState.LATE,
    }
    assert gate.count(GateState.DONE) == 1
    assert gate.count(GateState.NOT_RECORDED) == len(gate.items) - 3


def test_a_planned_service_was_not_started_without_anything(
    database: Database, person: Person, workspace: Workspace
) -> None:
    with database.writing() as session:
        row = Service(workspace_id=workspace.id, name="Ny", status=ServiceStatus.PLANNED)
        session.add(row)
        session.flush()
        recording.add_record(
            session, workspace.id, "launch_check", by=person, on=date(2026, 1, 1), service_id=row.id,
            facts_given={"item": "owner", "done": False},
        )  # fmt: skip
        assert gates(session, workspace.id)[row.id].without == ()


def test_one_service_is_found_in_its_own_workspace_only(
    database: Database, workspace: Workspace, catalogue: dict[str, int]
) -> None:
    with database.reading() as session:
        assert service_detail(session, workspace.id, service_id=catalogue["on"]).row.name == "Skolval"
        assert service_requirements(session, workspace.id, service_id=catalogue["on"]) == []
        with pytest.raises(NotFound):
            service_detail(session, workspace.id + 1, service_id=catalogue["on"])
