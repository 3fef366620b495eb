"""The pages of Services: empty, filled and hostile; what the forms store and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import journeys, recording, services
from tracker.database import Database
from tracker.pages.services.page import HOLLOW, SHOWN, VIEWS
from tracker.pages.services.tabs import TABS
from tracker.tables.journey import Channel, JourneyKind
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Acquisition, ContactTopic, Form, Service, ServiceStatus

Open = Callable[..., AppTest]
NASTY = '<script>alert(1)</script> **[x](javascript:1)** "å"'


@pytest.fixture
def service(database: Database, person: Person, workspace: Workspace) -> str:
    """A service with a bit of everything, its names as nasty as names can be; its number as an address has it."""
    with database.writing() as session:
        centre = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Kontaktcenter")
        row = Service(
            workspace_id=workspace.id, name=NASTY, channel="e-tjänst", status=ServiceStatus.IN_SERVICE,
            started_on=date(2025, 5, 18),
        )  # fmt: skip
        session.add_all([centre, row])
        session.flush()
        form = services.save_form(session, row.id, NASTY, by=person)
        topic = services.save_topic(session, workspace.id, NASTY, by=person, service_id=row.id)
        for month in (2, 3, 4, 5, 6, 7, 8):
            first = date(2025, month, 1)
            last = date(2025, month + 1, 1) - timedelta(days=1)
            common = {"by": person, "period_from": first, "period_to": last}
            recording.add_measurement(
                session, workspace.id, "contact_volume", month, actor_id=centre.id, topic_id=topic.id, **common
            )  # fmt: skip
            recording.add_measurement(
                session, workspace.id, "waiting_time", month, actor_id=centre.id, topic_id=topic.id, n=month, **common
            )  # fmt: skip
            for name, count in (("starts", 40), ("completions", 10)):
                recording.add_measurement(
                    session, workspace.id, name, count, service_id=row.id, form_id=form.id, **common
                )  # fmt: skip
        for group, n in (("citizens", 40), ("staff", 3)):
            recording.add_measurement(
                session, workspace.id, "trust_use_again", 66, by=person, service_id=row.id, n=n, group=group,
                period_from=date(2025, 3, 1), period_to=date(2025, 3, 31),
            )  # fmt: skip
        for kind, facts in (
            ("user_test", {"participants": 6, "success": 0.5, "groups": NASTY}),
            ("launch_check", {"item": "training", "done": False}),
            ("added_value", {"beneficiary": NASTY, "claim": NASTY}),
            ("ux_review", {"shared_components": True, "login": NASTY}),
        ):
            recording.add_record(
                session, workspace.id, kind, by=person, on=date(2025, 4, 1), facts_given=facts, service_id=row.id,
                note=NASTY,
            )  # fmt: skip
        made = journeys.add_journey(session, row.id, JourneyKind.CITIZEN, NASTY, by=person)
        journeys.add_step(
            session, made.id, NASTY, by=person, seen_version=1, channels=[Channel.PHONE], pain_external=NASTY
        )  # fmt: skip
        return str(row.id)


def text_of(page: AppTest) -> str:
    return " ".join(part.value for part in [*page.markdown, *page.info, *page.warning, *page.caption])


@pytest.mark.parametrize("view", VIEWS)
def test_a_workspace_without_services_says_what_to_do(open_page: Open, workspace: Workspace, view: str) -> None:
    page = open_page("services", view=view)
    assert len(page.info) + len(page.caption) > 0
    assert not page.error
    assert "[page." not in text_of(page)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_from_stored_text_without_obeying_it(open_page: Open, service: str, view: str) -> None:
    page = open_page("services", view=view, lang="en")
    assert not page.error
    assert "<script>" not in text_of(page)
    assert "[page." not in text_of(page)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_drawn_from_stored_text_without_obeying_it(open_page: Open, service: str, tab: str) -> None:
    page = open_page("services", service=service, tab=tab, lang="en")
    assert not page.error
    assert "<script>" not in text_of(page)
    assert "[page." not in text_of(page)


@pytest.mark.parametrize("tab", TABS)
def test_a_service_nothing_is_known_of_has_every_tab(
    open_page: Open, database: Database, workspace: Workspace, tab: str
) -> None:
    with database.writing() as session:
        row = Service(workspace_id=workspace.id, name="Tom")
        session.add(row)
        session.flush()
        number = row.id
    assert not open_page("services", service=str(number), tab=tab).error


@pytest.mark.parametrize(
    "address",
    [
        {"view": "nowhere"},
        {"status": "open"},
        {"show": "everything"},
        {"unit": NASTY},
        {"life_event": "x" * 3000},
        {"view": "contact", "topic": "-1"},
        {"view": "spread", "theme": "???"},
    ],
)
def test_an_address_nobody_made_shows_the_list(open_page: Open, service: str, address: dict[str, str]) -> None:
    assert not open_page("services", **address).error


@pytest.mark.parametrize("number", ["999999999", "0"])
def test_a_service_that_is_not_there_is_said_plainly(open_page: Open, service: str, number: str) -> None:
    (problem,) = open_page("services", service=number).error
    assert number in problem.value.replace("\\", "")


def test_a_service_of_another_workspace_is_not_shown(open_page: Open, database: Database, service: str) -> None:
    with database.writing() as session:
        session.add(Workspace(name="Annan", slug="annan", created_at=datetime.now(UTC)))
    assert len(open_page("services", service=service, ws="annan").error) == 1


def test_too_few_answers_are_no_figure(open_page: Open, service: str) -> None:
    page = open_page("services", service=service, tab="trust", lang="en")
    assert "Citizens**: trust 66" in text_of(page)
    assert "Staff**: not enough data: 3 answers, at least 30" in text_of(page)


def test_the_launch_is_compared_in_plain_words(open_page: Open, service: str) -> None:
    said = text_of(open_page("services", service=service, tab="contact", lang="en"))
    assert "From 3 to 7." in said
    assert "Before: 3 months (2025-02 – 2025-04, n = 9). After: 3 months (2025-06 – 2025-08, n = 21)." in said
    assert "the season may be part of the difference" in said


def test_what_the_gate_was_passed_without_is_named(open_page: Open, service: str) -> None:
    (warning,) = open_page("services", service=service, tab="gate", lang="en").warning
    assert "Staff trained" in warning.value


def test_a_record_is_stored_from_the_form_of_its_kind(open_page: Open, service: str, database: Database) -> None:
    page = open_page("services", service=service, tab="gate")
    prefix = "record-gate-launch_check-0"
    page.selectbox(key=f"{prefix}-item").set_value("archive")
    page.selectbox(key=f"{prefix}-done").set_value(True)
    page.text_area(key=f"{prefix}-note").input("Informationshanteringsplan")
    page.button(key=f"{prefix}-save").click().run()
    with database.reading() as session:
        row = session.scalars(select(Record).order_by(Record.id.desc())).first()
        assert row is not None
        assert (row.facts, row.note) == ({"item": "archive", "done": True}, "Informationshanteringsplan")


def test_a_record_without_what_it_needs_is_refused_by_the_field_s_name(
    open_page: Open, service: str, database: Database
) -> None:
    page = open_page("services", service=service, tab="gate")
    page.selectbox(key="record-gate-launch_check-0-item").set_value("archive")
    page.button(key="record-gate-launch_check-0-save").click().run()
    (problem,) = page.error
    assert problem.value.startswith("”Gjord” är inte ifyllt")
    assert page.selectbox(key="record-gate-launch_check-0-item").value == "archive"
    with database.reading() as session:
        assert len(session.scalars(select(Record.id)).all()) == 4


def test_a_record_is_withdrawn_where_it_stands(open_page: Open, service: str, database: Database) -> None:
    page = open_page("services", service=service, tab="history")
    with database.reading() as session:
        number = session.scalars(select(Record.id).where(Record.kind == "user_test")).one()
    page.button(key=f"history-withdraw-{number}").click().run()
    with database.reading() as session:
        assert session.get_one(Record, number).withdrawn_at is not None


def test_a_share_is_typed_as_a_percentage(open_page: Open, service: str, database: Database) -> None:
    page = open_page("services", service=service, tab="use")
    page.selectbox(key="measured-indicator").set_value("digital_share").run()
    page.number_input(key="measured-value-0").set_value(62.0)
    page.button(key="FormSubmitter:measured-0-Spara").click().run()
    with database.reading() as session:
        assert session.scalars(select(Measurement.value).where(Measurement.indicator == "digital_share")).one() == 0.62


def test_a_service_is_changed_once_and_the_second_change_is_a_conflict(
    open_page: Open, service: str, database: Database, person: Person
) -> None:
    number = int(service)
    page = open_page("services", service=service, tab="about")
    with database.writing() as session:
        services.change_service(session, number, by=person, seen_version=1, life_event="Flytta")
    page.selectbox(key=f"service-{number}-1-acquisition-sv").set_value(Acquisition.OWN)
    page.button(key="service-save").click().run()
    assert len(page.error) == 1
    page = open_page("services", service=service, tab="about")
    page.selectbox(key=f"service-{number}-2-acquisition-sv").set_value(Acquisition.OWN)
    page.button(key="service-save").click().run()
    assert not page.error
    with database.reading() as session:
        assert session.get_one(Service, number).acquisition is Acquisition.OWN


def test_a_topic_is_tied_to_the_service_that_answers_it(open_page: Open, service: str, database: Database) -> None:
    page = open_page("services", view="contact")
    page.text_input(key="topic-name-new-0").input("Hemtjänst")
    page.selectbox(key="topic-service-new-0").set_value(int(service))
    page.button(key="topic-save").click().run()
    with database.reading() as session:
        topic = session.scalars(select(ContactTopic).where(ContactTopic.name == "Hemtjänst")).one()
        assert topic.service_id == int(service)


def test_a_form_is_added_to_a_service(open_page: Open, service: str, database: Database) -> None:
    page = open_page("services", service=service, tab="use")
    page.text_input(key="form-name-0").input("Ansökan")
    page.button(key="FormSubmitter:form-0-Spara").click().run()
    with database.reading() as session:
        assert "Ansökan" in session.scalars(select(Form.name)).all()


def test_a_step_follows_the_last_one(open_page: Open, service: str) -> None:
    page = open_page("services", service=service, tab="journey")
    page.text_input(key="step-name-0").input("Besluta")
    page.number_input(key="step-days-0").set_value(2.5)
    page.button(key="step-save").click().run()
    assert not page.error
    assert "Besluta" in " ".join(part.proto.body for part in page.get("html"))


@pytest.mark.parametrize("shown", [*SHOWN, HOLLOW])
def test_every_figure_opens_its_list(open_page: Open, service: str, shown: str) -> None:
    page = open_page("services", show=shown)
    assert not page.error
    assert page.selectbox(key="choose-show").value == shown


def test_a_filtered_list_begins_with_why_a_service_is_in_it(open_page: Open, service: str) -> None:
    page = open_page("services", show="without")
    assert list(page.dataframe[0].value.columns)[:2] == ["name", "without"]
    assert page.dataframe[0].value["without"][0] == "Personalen utbildad"


def test_contacts_are_counted_for_the_topic_that_was_chosen(open_page: Open, service: str, database: Database) -> None:
    with database.reading() as session:
        topic = session.scalars(select(ContactTopic.id)).one()
    page = open_page("services", view="contact")
    page.number_input(key="measured-value-0").set_value(12.0)
    page.selectbox(key="measured-topic_id-0").set_value(topic)
    page.button(key="FormSubmitter:measured-0-Spara").click().run()
    assert not page.error
    with database.reading() as session:
        newest = session.scalars(select(Measurement).order_by(Measurement.id.desc())).first()
        assert newest is not None
        assert (newest.indicator, newest.value, newest.topic_id) == ("contact_volume", 12, topic)


def test_a_wrong_value_is_taken_back_and_stays_in_the_history(
    open_page: Open, service: str, database: Database
) -> None:
    page = open_page("services", service=service, tab="use")
    chosen = int(page.selectbox(key="withdrawn-measured").value)
    page.button(key="FormSubmitter:withdraw-measured-Ta tillbaka").click().run()
    assert [problem.value for problem in page.error] == []
    with database.reading() as session:
        assert session.get_one(Measurement, chosen).withdrawn_at is not None
    assert page.selectbox(key="withdrawn-measured").value != chosen
