"""The outward score and the four fields: who is a hollow front, and who has no place yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from tracker import clock, ingest, linking
from tracker.anchoring import Field, items
from tracker.database import Database
from tracker.tables.guideline import Requirement
from tracker.tables.link import LinkType
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service, ServiceStatus
from tracker.views.anchoring.fields import ServiceField, hollow_fronts, service_fields
from tracker.views.anchoring.outward import Part

Add = Callable[..., int]
Read = Callable[[], ServiceField]


@pytest.fixture
def service(add: Add) -> int:
    unit = add(Actor, name="Bygglovsenheten")
    return add(Service, name="Sök bygglov", unit_id=unit, status=ServiceStatus.IN_SERVICE)


@pytest.fixture
def read(database: Database, workspace: Workspace) -> Read:
    """The one service in its field."""

    def only() -> ServiceField:
        with database.reading() as session:
            (found,) = service_fields(session, workspace.id)
        return found

    return only


def works(add: Add, service: int) -> None:
    """Everybody submits, everybody succeeds in a test."""
    for indicator in ("starts", "completions"):
        add(Measurement, service_id=service, indicator=indicator, value=100)
    add(Record, service_id=service, kind="user_test", facts={"participants": 6, "success": 1.0})


def answer(add: Add, service: int, score: float) -> None:
    """All answered items of the service at one score."""
    for item in items().values():
        if item.indicator and item.indicator != "trained_share":
            add(Measurement, service_id=service, indicator=item.indicator, value=score)


def test_nothing_known_gives_no_score_and_no_field(service: int, read: Read) -> None:
    found = read()
    assert (found.outward.value, found.anchoring.index.value, found.field, found.lacking) == (None, None, None, ())
    assert set(found.needs.values()) == {None}


@pytest.mark.parametrize(
    ("status", "inward", "field"),
    [
        (ServiceStatus.IN_SERVICE, 0, Field.HOLLOW_FRONT),
        (ServiceStatus.IN_SERVICE, 100, Field.STRONG),
        (ServiceStatus.PLANNED, 100, Field.READY),
        (ServiceStatus.PLANNED, 0, Field.WEAK),
    ],
)
def test_the_four_fields(
    add: Add, database: Database, workspace: Workspace, status: ServiceStatus, inward: float, field: Field
) -> None:
    service = add(Service, name="Sök bygglov", status=status)
    works(add, service)
    answer(add, service, inward)
    with database.reading() as session:
        (found,) = service_fields(session, workspace.id)
        hollow = [row.name for row in hollow_fronts(session, workspace.id)]
    assert found.field is field
    assert hollow == (["Sök bygglov"] if field is Field.HOLLOW_FRONT else [])


def test_a_service_that_works_but_whose_inside_nobody_knows_is_no_hollow_front(
    add: Add, service: int, read: Read
) -> None:
    works(add, service)
    assert (read().outward.value, read().field) == (100, None)


def test_a_closed_service_is_left_out(add: Add, database: Database, workspace: Workspace) -> None:
    add(Service, name="Gammal anmälan", status=ServiceStatus.CLOSED)
    with database.reading() as session:
        assert service_fields(session, workspace.id) == []


def test_one_part_alone_is_no_score(add: Add, service: int, read: Read) -> None:
    add(Record, service_id=service, kind="user_test", facts={"participants": 6, "success": 1.0})
    assert read().outward.value is None


def test_completion_adds_the_forms_and_months_of_a_year_up(add: Add, service: int, read: Read) -> None:
    for months, started, submitted in ((1, 60, 30), (2, 40, 40), (20, 500, 0)):
        day = clock.today() - timedelta(days=31 * months)
        for indicator, value in (("starts", started), ("completions", submitted)):
            add(Measurement, service_id=service, indicator=indicator, value=value, period_from=day, period_to=day)
    part = read().outward.parts[Part.COMPLETION]
    assert (part.score, part.n) == (70, 100)


def test_a_month_with_starts_only_is_not_counted_as_nobody_submitting(add: Add, service: int, read: Read) -> None:
    add(Measurement, service_id=service, indicator="starts", value=100)
    assert Part.COMPLETION not in read().outward.parts


def test_a_handful_of_starts_is_no_completion(add: Add, service: int, read: Read) -> None:
    for indicator in ("starts", "completions"):
        add(Measurement, service_id=service, indicator=indicator, value=5)
    assert Part.COMPLETION not in read().outward.parts


@pytest.mark.parametrize(
    ("months", "conformance", "score"), [(2, "full", 100), (2, "partial", 50), (2, "none", 0), (14, "full", 0)]
)
def test_a_statement_counts_within_its_life(
    add: Add, service: int, read: Read, months: int, conformance: str, score: float
) -> None:
    on = clock.today() - timedelta(days=31 * months)
    add(Record, service_id=service, kind="accessibility_statement", on=on, facts={"conformance": conformance})
    assert read().outward.parts[Part.STATEMENT].score == score


def test_the_newest_user_test_counts_and_an_old_one_does_not(add: Add, service: int, read: Read) -> None:
    old = clock.today() - timedelta(days=31 * 26)
    add(Record, service_id=service, kind="user_test", on=old, facts={"participants": 6, "success": 1.0})
    assert Part.TEST not in read().outward.parts
    add(Record, service_id=service, kind="user_test", facts={"participants": 5, "success": 0.4})
    assert (read().outward.parts[Part.TEST].score, read().outward.parts[Part.TEST].n) == (40, 5)


def test_requirements_count_by_the_steps_they_reached(
    add: Add,
    service: int,
    read: Read,
    database: Database,
    workspace: Workspace,
    person: Person,
    guideline: ingest.ImportedGuideline,
) -> None:
    with database.writing() as session:
        requirement = session.scalars(select(Requirement.id).where(Requirement.tracked)).first()
        assert requirement is not None
        link = linking.add(session, workspace.id, requirement, "service", service, by=person)
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
    part = read().outward.parts[Part.REQUIREMENTS]
    assert (part.score, part.n) == (50, 1)


def test_what_is_known_to_be_weak_is_named_and_what_is_unknown_is_not(add: Add, service: int, read: Read) -> None:
    add(Measurement, service_id=service, indicator="owner_named", value=0)
    add(Measurement, service_id=service, indicator="onboarding", value=50)
    found = read()
    assert found.lacking == ("owner_named",)
    assert found.needs == {"staff": None, "training": True, "owner": False}
