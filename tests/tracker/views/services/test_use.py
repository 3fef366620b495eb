"""Use, trust and maps: totals are never counted beside their parts, and too few answers are no figure."""

from __future__ import annotations

from datetime import date

import pytest

from tracker import journeys as verbs
from tracker import recording, services
from tracker.database import Database
from tracker.tables.journey import Channel, JourneyKind
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service
from tracker.views.recorded.figures import Figure, mean
from tracker.views.services.journey import journeys
from tracker.views.services.trust import trust
from tracker.views.services.use import completion, form_rows, use

MARCH = {"period_from": date(2026, 3, 1), "period_to": date(2026, 3, 31)}
APRIL = {"period_from": date(2026, 4, 1), "period_to": date(2026, 4, 30)}


@pytest.fixture
def service(database: Database, workspace: Workspace) -> int:
    with database.writing() as session:
        row = Service(workspace_id=workspace.id, name="Bygglov")
        session.add(row)
        session.flush()
        return row.id


def measure(
    database: Database, person: Person, workspace: Workspace, service: int, indicator: str, value: float, **said: object
) -> None:
    with database.writing() as session:
        recording.add_measurement(
            session, workspace.id, indicator, value, by=person, service_id=service, **(MARCH | said)  # type: ignore[arg-type]
        )  # fmt: skip


def test_completion_is_of_the_newest_period_with_its_starts_as_n(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    for indicator, value, period in (
        ("starts", 200, MARCH), ("completions", 150, MARCH), ("starts", 100, APRIL), ("completions", 40, APRIL),
    ):  # fmt: skip
        measure(database, person, workspace, service, indicator, value, **period)
    with database.reading() as session:
        rate = completion(session, workspace.id)[service]
        history = use(session, workspace.id, service_id=service)
    assert (rate.value, rate.n, rate.period_to) == (0.4, 100, date(2026, 4, 30))
    assert [period.rate.value for period in history if period.rate] == [0.75, 0.4]


def test_forms_add_up_only_where_the_whole_is_not_given(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    with database.writing() as session:
        forms = [services.save_form(session, service, name, by=person).id for name in ("Ansökan", "Ändring")]
    for form, starts, done in zip(forms, (60, 40), (30, 40), strict=True):
        measure(database, person, workspace, service, "starts", starts, form_id=form)
        measure(database, person, workspace, service, "completions", done, form_id=form)
    measure(database, person, workspace, service, "starts", 120, **APRIL)
    measure(database, person, workspace, service, "starts", 70, form_id=forms[0], **APRIL)
    with database.reading() as session:
        assert [period.starts for period in use(session, workspace.id, service_id=service)] == [100, 120]
        rows = form_rows(session, workspace.id)
    assert [(row.name, row.rate and row.rate.value) for row in rows] == [("Ansökan", 0.5), ("Ändring", 1.0)]


def test_more_completions_than_starts_are_no_rate(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    measure(database, person, workspace, service, "starts", 5)
    measure(database, person, workspace, service, "completions", 9)
    with database.reading() as session:
        assert completion(session, workspace.id) == {}


def test_a_form_is_weighed_over_the_last_twelve_months(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    with database.writing() as session:
        form = services.save_form(session, service, "Ansökan", by=person).id
    old = {"period_from": date(2025, 4, 1), "period_to": date(2025, 4, 30)}
    for period, done, step in ((old, 0, "Betala"), (MARCH, 90, "Bilaga"), (APRIL, 10, "Bilaga")):
        measure(database, person, workspace, service, "starts", 100, form_id=form, **period)
        measure(database, person, workspace, service, "completions", done, form_id=form, **period)
        measure(database, person, workspace, service, "drop_offs", 100 - done, form_id=form, group=step, **period)
    with database.reading() as session:
        (row,) = form_rows(session, workspace.id)
    assert row.rate is not None
    assert row.newest is not None
    assert (row.rate.value, row.rate.n, row.rate.period_from) == (0.5, 200, date(2026, 3, 1))
    assert (row.newest.value, row.newest.n, row.worst_step) == (0.1, 100, "Bilaga")


def test_a_withdrawn_value_is_gone(database: Database, person: Person, workspace: Workspace, service: int) -> None:
    with database.writing() as session:
        row = recording.add_measurement(session, workspace.id, "starts", 5, by=person, service_id=service, **MARCH)
        recording.withdraw_measurement(session, row.id, by=person)
    with database.reading() as session:
        assert use(session, workspace.id, service_id=service) == []


@pytest.mark.parametrize(("n", "enough"), [(30, True), (29, False), (None, False)])
def test_trust_needs_answers_enough(
    database: Database, person: Person, workspace: Workspace, service: int, n: int | None, enough: bool
) -> None:
    measure(database, person, workspace, service, "trust_use_again", 71, n=n, group="citizens")
    with database.reading() as session:
        (row,) = trust(session, workspace.id, service_id=service).trust
    assert (row.enough, row.group, row.earlier) == (enough, "citizens", None)


def test_the_newest_survey_stands_beside_the_one_before(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    measure(database, person, workspace, service, "ease", 60, n=40)
    measure(database, person, workspace, service, "ease", 66, n=50, **APRIL)
    with database.reading() as session:
        (row,) = trust(session, workspace.id, service_id=service).satisfaction
    assert (row.value, row.earlier, row.earlier_to) == (66, 60, date(2026, 3, 31))


def test_a_mean_is_weighted_by_n_and_without_any_n_plain() -> None:
    def figure(value: float, n: int | None) -> Figure:
        day = date(2026, 1, 1)
        names = dict.fromkeys(("topic", "form", "group", "source", "unit", "indicator"), "")
        numbers = dict.fromkeys(("service_id", "actor_id", "topic_id", "form_id", "recorded_at"))
        return Figure(id=1, value=value, n=n, period_from=day, period_to=day, **names, **numbers)  # type: ignore[arg-type]

    assert mean([figure(2, 10), figure(5, 20), figure(90, None)]) == (4, 30)
    assert mean([figure(2, None), figure(4, None)]) == (3, None)
    assert mean([]) is None


def test_a_map_adds_its_known_days_and_lists_its_channels(
    database: Database, person: Person, service: int, workspace: Workspace
) -> None:
    with database.writing() as session:
        made = verbs.add_journey(session, service, JourneyKind.PROCESS_AS_IS, "Handläggning", by=person)
        for version, days in enumerate((2.0, None, 5.5), start=1):
            verbs.add_step(
                session, made.id, f"Steg {version}", by=person, seen_version=version, days=days,
                channels=[Channel.PHONE, Channel.E_SERVICE], pain_internal="Skrivs in två gånger",
            )  # fmt: skip
    with database.reading() as session:
        (found,) = journeys(session, workspace.id, service_id=service)
    assert found.days == (7.5, 2)
    assert found.channels == (Channel.E_SERVICE, Channel.PHONE)
    assert [len(step.pains) for step in found.steps] == [1, 1, 1]
