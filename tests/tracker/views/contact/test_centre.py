"""The contact centre: months weighted by n, topics of the last year, and what changed when a service was launched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tracker import clock, recording, services
from tracker.database import Database
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service, ServiceStatus
from tracker.views.contact.centre import ContactCentre, contact_centre, month_after
from tracker.views.contact.changes import Change, changes


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


class Centre:
    """A contact centre that figures are given to."""

    def __init__(self, database: Database, person: Person, workspace: Workspace) -> None:
        self.database, self.person, self.workspace = database, person, workspace.id
        with database.writing() as session:
            home = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Ledningskontoret")
            session.add(home)
            session.flush()
            actor = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Kontaktcenter", part_of_id=home.id)
            service = Service(
                workspace_id=workspace.id, name="Följ ärendet", status=ServiceStatus.IN_SERVICE,
                started_on=date(2026, 5, 18),
            )  # fmt: skip
            session.add_all([actor, service])
            session.flush()
            self.actor, self.service = actor.id, service.id
            self.topic = services.save_topic(
                session, workspace.id, "Mitt ärende", by=person, service_id=service.id
            ).id  # fmt: skip
            self.loose = services.save_topic(session, workspace.id, "Hemtjänst", by=person).id

    def month(
        self,
        month: date,
        indicator: str,
        value: float,
        *,
        topic: int | None = None,
        n: int | None = None,
        group: str = "",
    ) -> None:
        with self.database.writing() as session:
            recording.add_measurement(
                session, self.workspace, indicator, value, by=self.person, actor_id=self.actor, topic_id=topic, n=n,
                group=group, period_from=month, period_to=month_after(month, 1) - timedelta(days=1),
            )  # fmt: skip

    def seen(self) -> ContactCentre:
        with self.database.reading() as session:
            return contact_centre(session, self.workspace)

    def changed(self) -> list[Change]:
        with self.database.reading() as session:
            return changes(session, self.workspace)


@pytest.fixture
def centre(database: Database, person: Person, workspace: Workspace) -> Centre:
    return Centre(database, person, workspace)


def test_nothing_known_is_an_empty_centre(database: Database, workspace: Workspace) -> None:
    with database.reading() as session:
        found = contact_centre(session, workspace.id)
    assert (found.actor_id, found.months, found.year, found.contacts) == (None, [], None, 0)


def test_channels_add_up_and_waiting_is_weighted_by_contacts(centre: Centre) -> None:
    month = date(2026, 10, 1)
    for group, contacts, minutes in (("phone", 30, 6.0), ("chat", 10, 2.0)):
        centre.month(month, "contact_volume", contacts, topic=centre.topic, group=group)
        centre.month(month, "waiting_time", minutes, topic=centre.topic, group=group, n=contacts)
    (row,) = centre.seen().months
    assert (row.contacts, row.waiting, row.waiting_n, row.resolved) == (40, 5.0, 40, None)
    assert centre.seen().topics[0].channels == {"phone": 30, "chat": 10}


def test_a_month_without_figures_stands_empty_between_others(centre: Centre) -> None:
    for month in (date(2026, 7, 1), date(2026, 9, 1)):
        centre.month(month, "contact_volume", 5, topic=centre.topic)
    assert [row.contacts for row in centre.seen().months] == [5, None, 5]


def test_topics_are_counted_over_twelve_months_and_those_without_a_service_named(centre: Centre) -> None:
    for back in range(14):
        month = month_after(date(2026, 10, 1), -back)
        centre.month(month, "contact_volume", 10, topic=centre.topic)
        centre.month(month, "contact_volume", 30, topic=centre.loose)
        centre.month(month, "contact_volume", 2)
    found = centre.seen()
    assert found.year == (date(2025, 11, 1), date(2026, 10, 1))
    assert [(row.name, row.contacts) for row in found.topics] == [("Hemtjänst", 360), ("Mitt ärende", 120)]
    assert [row.name for row in found.without_service] == ["Hemtjänst"]
    assert (found.contacts, found.untold) == (504, 24)


def test_a_year_is_no_month(centre: Centre) -> None:
    with centre.database.writing() as session:
        recording.add_measurement(
            session, centre.workspace, "waiting_time", 6, by=centre.person, actor_id=centre.actor,
            period_from=date(2025, 1, 1), period_to=date(2025, 12, 31),
        )  # fmt: skip
    assert centre.seen().months == []


def test_the_actor_that_a_record_opens_is_the_centre(centre: Centre) -> None:
    with centre.database.writing() as session:
        recording.add_record(
            session, centre.workspace, "contact_centre", by=centre.person, on=date(2024, 2, 5), actor_id=centre.actor,
            facts_given={"channels": "telefon, e-post"},
        )  # fmt: skip
    found = centre.seen()
    assert (found.name, found.part_of) == ("Kontaktcenter", "Ledningskontoret")
    assert found.opened is not None
    assert found.opened.on == date(2024, 2, 5)


def test_before_and_after_leave_out_the_month_of_the_launch(centre: Centre) -> None:
    volumes = [100, 110, 90, 500, 40, 50, 60]  # February to August; the launch is in May
    for back, value in enumerate(volumes):
        centre.month(month_after(date(2026, 2, 1), back), "contact_volume", value, topic=centre.topic)
    (found,) = centre.changed()
    assert (found.before.months, found.before.value, found.before.n) == (3, 100, 300)
    assert (found.after.months, found.after.value, found.after.n) == (3, 50, 150)
    assert (found.lower, found.beyond, found.enough, found.same_season) == (True, 3, True, False)


def test_two_months_are_not_enough(centre: Centre) -> None:
    for month in (2, 3, 4, 6, 7):
        centre.month(date(2026, month, 1), "waiting_time", month, topic=centre.topic, n=10)
    (found,) = centre.changed()
    assert (found.before.months, found.after.months, found.enough) == (3, 2, False)


def test_a_launch_without_figures_before_it_is_not_compared(centre: Centre) -> None:
    centre.month(date(2026, 6, 1), "contact_volume", 5, topic=centre.topic)
    assert centre.changed() == []


def test_quarters_count_as_the_months_they_hold(centre: Centre) -> None:
    quarters = [((2025, 10, 1), (2025, 12, 31), 50), ((2026, 1, 1), (2026, 3, 31), 54),
                ((2026, 4, 1), (2026, 6, 30), 1), ((2026, 7, 1), (2026, 9, 30), 40)]  # fmt: skip
    with centre.database.writing() as session:
        for first, last, days in quarters:
            recording.add_measurement(
                session, centre.workspace, "handling_time", days, by=centre.person, service_id=centre.service, n=80,
                period_from=date(*first), period_to=date(*last),
            )  # fmt: skip
    (found,) = centre.changed()
    assert (found.before.months, found.before.value, found.after.months, found.after.value) == (6, 52, 3, 40)
    assert found.after.n == 80


def test_a_planned_service_has_no_launch(centre: Centre) -> None:
    for month in (2, 3, 4, 6, 7, 8):
        centre.month(date(2026, month, 1), "contact_volume", 5, topic=centre.topic)
    with centre.database.writing() as session:
        session.get_one(Service, centre.service).status = ServiceStatus.PLANNED
    assert centre.changed() == []
