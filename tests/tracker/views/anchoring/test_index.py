"""The anchoring of units and services, from answers and from what is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tracker import clock, workspaces
from tracker.anchoring import items
from tracker.database import Database
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service
from tracker.tables.staffing import Position, StaffingMove
from tracker.views.anchoring.findings import ItemFinding, Lack, Origin
from tracker.views.anchoring.index import Anchoring, index_of

Add = Callable[..., int]
DAYS_PER_MONTH = 31


@pytest.fixture
def unit(add: Add) -> int:
    return add(Actor, name="Bygglovsenheten")


@pytest.fixture
def service(add: Add, unit: int) -> int:
    return add(Service, name="Sök bygglov", unit_id=unit)


@pytest.fixture
def read(database: Database, workspace: Workspace) -> Callable[[str, int], Anchoring]:
    def anchoring(kind: str, number: int) -> Anchoring:
        with database.reading() as session:
            return index_of(session, workspace.id)[kind, number]

    return anchoring


Read = Callable[[str, int], Anchoring]


def ago(months: int) -> date:
    return clock.today() - timedelta(days=months * DAYS_PER_MONTH)


def score(found: ItemFinding) -> float | None:
    return found.counts.score if found.counts else None


def test_without_any_data_there_is_no_index_and_every_item_is_missing(unit: int, read: Read) -> None:
    found = read("actor", unit)
    assert (found.index.value, found.index.missing, found.is_own) == (None, tuple(items()), False)
    assert {row.lack for row in found.items.values()} == {Lack.NOT_SAID}


def test_the_newest_answer_counts(add: Add, unit: int, read: Read) -> None:
    add(Measurement, actor_id=unit, indicator="mandate", value=100, period_from=ago(9), period_to=ago(8))
    add(Measurement, actor_id=unit, indicator="mandate", value=50, period_from=ago(3), period_to=ago(2))
    assert score(read("actor", unit).items["mandate"]) == 50


def test_an_answer_older_than_the_shelf_life_is_missing_and_says_why(add: Add, unit: int, read: Read) -> None:
    add(Measurement, actor_id=unit, indicator="mandate", value=100, period_from=ago(30), period_to=ago(30))
    found = read("actor", unit)
    assert found.items["mandate"].lack is Lack.EXPIRED
    assert "mandate" in found.index.missing


def test_the_shelf_life_of_the_workspace_holds(
    add: Add, unit: int, read: Read, database: Database, workspace: Workspace
) -> None:
    add(Measurement, actor_id=unit, indicator="mandate", value=100, period_from=ago(30), period_to=ago(30))
    with database.writing() as session:
        session.get_one(Workspace, workspace.id).thresholds = {"shelf_life": 40}
    assert score(read("actor", unit).items["mandate"]) == 100


def test_a_survey_of_too_few_people_does_not_count(add: Add, unit: int, read: Read) -> None:
    add(Measurement, actor_id=unit, indicator="purpose_seen", value=90, n=7)
    assert read("actor", unit).items["purpose_seen"].lack is Lack.TOO_FEW


@pytest.mark.parametrize("value", [-1, 101, 4000])
def test_a_value_off_the_scale_is_no_answer(add: Add, unit: int, read: Read, value: float) -> None:
    add(Measurement, actor_id=unit, indicator="mandate", value=value)
    assert read("actor", unit).items["mandate"].lack is Lack.NOT_SAID


def test_what_was_withdrawn_or_lies_ahead_does_not_count(add: Add, unit: int, read: Read) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    add(Measurement, actor_id=unit, indicator="mandate", value=100, withdrawn_at=clock.now())
    add(Measurement, actor_id=unit, indicator="deputy_named", value=100, period_from=tomorrow, period_to=tomorrow)
    found = read("actor", unit)
    assert {"mandate", "deputy_named"} <= set(found.index.missing)


def test_a_service_takes_its_own_answer_and_else_its_units(add: Add, unit: int, service: int, read: Read) -> None:
    add(Measurement, actor_id=unit, indicator="mandate", value=100)
    add(Measurement, actor_id=unit, indicator="owner_named", value=100)
    add(Measurement, service_id=service, indicator="owner_named", value=0)
    found = read("service", service)
    own, lent = found.items["owner_named"].counts, found.items["mandate"].counts
    assert own is not None
    assert lent is not None
    assert [(own.score, own.origin), (lent.score, lent.origin)] == [(0, Origin.OWN), (100, Origin.UNIT)]


def test_an_aged_answer_of_the_service_gives_way_to_its_units(add: Add, unit: int, service: int, read: Read) -> None:
    add(Measurement, actor_id=unit, indicator="mandate", value=50)
    add(Measurement, service_id=service, indicator="mandate", value=100, period_from=ago(40), period_to=ago(40))
    assert score(read("service", service).items["mandate"]) == 50


def test_a_service_whose_unit_alone_is_known_has_nothing_of_its_own(
    add: Add, unit: int, service: int, read: Read
) -> None:
    add(Measurement, actor_id=unit, indicator="mandate", value=50)
    assert not read("service", service).is_own


def test_backfill_is_what_was_filled_again_of_what_was_moved(add: Add, unit: int, read: Read) -> None:
    centre = add(Actor, name="Kontaktcenter")
    add(StaffingMove, from_id=unit, to_id=centre, fte=2.0, backfilled=1.0)
    add(StaffingMove, from_id=unit, to_id=centre, fte=2.0, backfilled=0.0)
    assert score(read("actor", unit).items["backfill"]) == 25


def test_backfill_is_not_known_before_somebody_has_said(add: Add, unit: int, read: Read) -> None:
    add(StaffingMove, from_id=unit, to_id=add(Actor, name="Kontaktcenter"), backfilled=None)
    assert read("actor", unit).items["backfill"].lack is Lack.NOT_SAID


def test_backfill_promised_for_a_day_ahead_is_not_done(add: Add, unit: int, read: Read) -> None:
    later = clock.today() + timedelta(days=30)
    add(StaffingMove, from_id=unit, to_id=add(Actor, name="Kontaktcenter"), backfilled=2.0, backfilled_on=later)
    assert score(read("actor", unit).items["backfill"]) == 0


def test_backfill_does_not_concern_a_unit_that_nobody_was_moved_from(add: Add, unit: int, read: Read) -> None:
    centre = add(Actor, name="Kontaktcenter")
    add(StaffingMove, from_id=unit, to_id=centre)
    found = read("actor", centre)
    assert "backfill" not in found.index.asked
    assert found.items["backfill"].lack is None


def test_vacancy_is_the_filled_part_of_todays_posts(add: Add, unit: int, read: Read) -> None:
    add(Position, unit_id=unit, title="Handläggare", fte=3.0, filled=2.0)
    add(Position, unit_id=unit, title="Chef", fte=1.0, filled=1.0)
    add(Position, unit_id=unit, title="Arkivarie", fte=1.0, filled=None)
    add(Position, unit_id=unit, title="Vaktmästare", fte=9.0, filled=0.0, valid_to=ago(1))
    assert score(read("actor", unit).items["vacancy"]) == 75


def test_core_roles_are_held_against_the_norm_for_everybody(add: Add, unit: int, read: Read) -> None:
    municipality = add(Actor, name="Provby", kind=ActorKind.MUNICIPALITY)
    add(Measurement, actor_id=municipality, indicator="population", value=20_000)
    add(Position, unit_id=unit, title="Chef för digital service", core_role="head_of_digital_service", filled=1.0)
    add(Position, unit_id=unit, title="Verksamhetsutvecklare", core_role="business_developer", filled=0.5)
    centre = add(Actor, name="Kontaktcenter")
    found = read("actor", centre).items["core_roles"]
    assert score(found) == pytest.approx(50)
    assert found.counts is not None
    assert found.counts.origin is Origin.MUNICIPALITY


def test_core_roles_are_not_known_without_the_size_of_the_municipality(add: Add, unit: int, read: Read) -> None:
    add(Position, unit_id=unit, title="UX-designer", core_role="ux_designer", filled=1.0)
    assert read("actor", unit).items["core_roles"].lack is Lack.NOT_SAID


def test_training_of_the_last_year_counts_over_what_somebody_stated(add: Add, unit: int, read: Read) -> None:
    add(Measurement, actor_id=unit, indicator="trained_share", value=0.9)
    add(Record, actor_id=unit, kind="training", on=ago(2), facts={"course": "A", "participants": 6, "affected": 10})
    add(Record, actor_id=unit, kind="training", on=ago(3), facts={"course": "B", "participants": 0, "affected": 10})
    add(Record, actor_id=unit, kind="training", on=ago(20), facts={"course": "C", "participants": 9, "affected": 9})
    found = read("actor", unit).items["trained_share"]
    assert (score(found), found.answered and found.answered.score, found.disagree) == (30, 90, True)


def test_a_course_of_which_nobody_said_how_many_were_affected_says_nothing(add: Add, unit: int, read: Read) -> None:
    add(Record, actor_id=unit, kind="training", facts={"course": "A", "participants": 6})
    assert read("actor", unit).items["trained_share"].lack is Lack.NOT_SAID


def test_a_budget_line_counts_in_its_own_period_only(add: Add, unit: int, service: int, read: Read) -> None:
    add(Measurement, actor_id=unit, indicator="budget", value=5e5, period_from=ago(5), period_to=ago(-5))
    other = add(Actor, name="Kontaktcenter")
    add(Measurement, actor_id=other, indicator="budget", value=5e5, period_from=ago(20), period_to=ago(8))
    assert score(read("service", service).items["budget_line"]) == 100
    assert read("actor", other).items["budget_line"].lack is Lack.NOT_SAID


@pytest.mark.parametrize(("body", "expected"), [("Kommunstyrelsen", 100), ("", 50)])
def test_a_home_by_a_named_decision_counts_in_full(add: Add, unit: int, read: Read, body: str, expected: float) -> None:
    facts = {"function": "digital service", "placed_in": "Bygglovsenheten"}
    add(Record, actor_id=unit, kind="organisational_home", on=ago(60), body=body, facts=facts)
    assert score(read("actor", unit).items["placed_by_decision"]) == expected


@pytest.mark.parametrize(
    ("on", "facts", "expected"),
    [
        (ago(2), {"title": "Rutin"}, 100),
        (ago(30), {"title": "Rutin"}, 0),
        (ago(30), {"title": "Rutin", "valid_to": ago(-2).isoformat()}, 100),
        (ago(2), {"title": "Rutin", "valid_to": ago(1).isoformat()}, 0),
    ],
)
def test_a_routine_is_current_until_it_runs_out(
    add: Add, unit: int, read: Read, on: date, facts: dict[str, str], expected: float
) -> None:
    add(Record, actor_id=unit, kind="routine", on=on, facts=facts)
    assert score(read("actor", unit).items["routine_current"]) == expected


def test_a_consultation_counts_within_the_shelf_life(add: Add, unit: int, service: int, read: Read) -> None:
    add(Record, service_id=service, kind="consultation", on=ago(2), facts={})
    add(Record, actor_id=unit, kind="consultation", on=ago(30), facts={})
    assert score(read("service", service).items["union_consulted"]) == 100
    assert read("actor", unit).items["union_consulted"].lack is Lack.NOT_SAID


def test_enough_answers_make_an_index(add: Add, unit: int, read: Read) -> None:
    for item in items().values():
        if item.indicator and item.indicator != "trained_share":
            add(Measurement, actor_id=unit, indicator=item.indicator, value=50)
    assert read("actor", unit).index.value == 50


def test_another_workspace_is_not_read(add: Add, unit: int, read: Read, database: Database, person: Person) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Grannby kommun", by=person).id
    add(Measurement, actor_id=unit, indicator="mandate", value=100, workspace_id=other)
    assert read("actor", unit).items["mandate"].lack is Lack.NOT_SAID
