"""What the program reads off the demonstration is what its authors counted by hand, on the day it is set in."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, opening
from tracker.anchoring import Field
from tracker.demonstration.guidelines import named
from tracker.demonstration.story import answers
from tracker.settings import Settings
from tracker.tables.guideline import Edition, Guideline
from tracker.tables.local import LocalEdition
from tracker.tables.network import Actor
from tracker.tables.people import Workspace
from tracker.tables.service import ServiceStatus
from tracker.tables.translation import Mode, Modifier
from tracker.views.anchoring.fields import LAUNCHED, ServiceField, service_fields
from tracker.views.anchoring.index import index_of
from tracker.views.anchoring.staffing import ledger
from tracker.views.chain.beside import beside
from tracker.views.chain.hops import Hop
from tracker.views.contact.centre import contact_centre
from tracker.views.contact.changes import Change, changes
from tracker.views.editions.changes import editions
from tracker.views.editions.impact import impact, totals
from tracker.views.ladder.decoupling import decoupled
from tracker.views.ladder.standings import standings
from tracker.views.local.outdated import outdated_citations
from tracker.views.matrix.fitting import Filter, fitting
from tracker.views.matrix.table import columns
from tracker.views.measures.extract import extract
from tracker.views.measures.listing import decided_by, measure_rows, month_end
from tracker.views.missing import Looked, missing
from tracker.views.network.whole import by_year
from tracker.views.progress.lags import lags
from tracker.views.progress.levels import levels
from tracker.views.progress.movement import Course, movement
from tracker.views.research.anchoring_use import anchoring_use
from tracker.views.research.coders import coder_agreement, differences
from tracker.views.research.distribution import By, distribution
from tracker.views.research.force import Shift, force_shifts
from tracker.views.research.talk import Talk, talk_action
from tracker.views.review.translations import Wanted, translations
from tracker.views.services.listing import StatementState, service_list
from tracker.views.services.spread import spread
from tracker.views.services.trust import trust
from tracker.views.services.use import form_rows

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)

Reading = tuple[Session, int]


@pytest.fixture(scope="module")
def demo(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """A session on a copy of the demonstration, and its workspace."""
    copy = tmp_path_factory.mktemp("questions") / "tracker.db"
    shutil.copy(demo_database, copy)
    database = opening.open_tracker(Settings(database_url=f"sqlite:///{copy}"))
    with database.reading() as session, clock.fixed(DAY):
        yield session, session.scalars(select(Workspace.id).where(Workspace.slug == "demo")).one()
    database.close()


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock.fixed(DAY):
        yield


def answer(question: str) -> dict[str, Any]:
    return next(row for row in answers()["questions"] if row["question"] == question)


def services(demo: Reading) -> dict[str, int]:
    return {row.name: row.id for row in service_list(*demo)}


def requirement(demo: Reading, key: str) -> int:
    found = named(demo[0], key)
    assert found is not None
    return found


def test_strategist_4_where_requirements_stand_for_two_services(demo: Reading) -> None:
    found, numbers, said = standings(*demo), services(demo), answer("strategist 4")
    for name, wanted in said["services"].items():
        for key, place in wanted.items():
            standing = found.cell(requirement(demo, key), ("service", numbers[name])).standing
            assert (name, key, standing.level, list(standing.above_gap)) == (
                name, key, place["level"], place["above_gap"],
            )  # fmt: skip
    furthest = said["furthest"]
    cell = found.cell(requirement(demo, furthest["requirement"]), ("service", numbers[furthest["service"]]))
    assert cell.shown == furthest["level"]


def test_strategist_5_services_outside_the_platform(demo: Reading) -> None:
    outside = {row.name for row in service_list(*demo) if row.outside and row.vendor}
    assert outside == set(answer("strategist 5")["services"])


def test_strategist_6_statements_missing_or_old(demo: Reading) -> None:
    rows, said = service_list(*demo), answer("strategist 6")
    old = {row.name: str(row.statement_on) for row in rows if row.statement is StatementState.OLD}
    assert old == said["stale_services"]
    assert {row.name for row in rows if row.statement is StatementState.MISSING} == set(said["missing_services"])


def test_strategist_9_contracts_that_end(demo: Reading) -> None:
    ending = {row.name: str(row.contract_end) for row in spread(*demo).vendors if row.contract.value == "ending"}
    assert ending == answer("strategist 9")["vendors"]


def test_manager_2_what_is_overdue(demo: Reading) -> None:
    late = [(row.title, row.owner, str(row.due_on), row.barrier) for row in measure_rows(*demo) if row.overdue]
    said = [(row["title"], row["owner"], row["due_on"], row["barrier"]) for row in answer("manager 2")["overdue"]]
    assert sorted(late) == sorted(said)


def lacking(rows: list[ServiceField], need: str) -> set[str]:
    return {row.name for row in rows if row.status in LAUNCHED and row.needs[need] is False}


def test_manager_3_launched_without_staff_training_or_owner(demo: Reading) -> None:
    rows, said = list(service_fields(*demo)), answer("manager 3")
    found = {need: lacking(rows, need) for need in ("staff", "training", "owner")}
    assert {need: len(names) for need, names in found.items()} == {need: said[need] for need in found}
    assert found["staff"] == set(said["staff_services"])
    assert len(set().union(*found.values())) == said["any"]
    assert sum(row.status in LAUNCHED for row in rows) == said["launched"]


def test_manager_3_every_field_has_a_service_and_some_have_not_enough_data(demo: Reading) -> None:
    fields = {row.name: row.field for row in service_fields(*demo)}
    said = answer("manager 3")["fields"]
    for field in (Field.HOLLOW_FRONT, Field.STRONG, Field.READY):
        assert {name for name, place in fields.items() if place is field} == set(said[field.value])
    assert {fields[name] for name in said["weak"]} == {Field.WEAK}
    assert {fields[name] for name in said["not_enough_data"]} == {None}


def test_manager_3_how_well_units_are_anchored(demo: Reading) -> None:
    found = {row.name: row.index.value for (kind, _), row in index_of(*demo).items() if kind == "actor"}
    for unit, value in answer("manager 3")["index"].items():
        assert found[unit] == (pytest.approx(value, abs=0.05) if value is not None else None)


def test_manager_4_posts_moved_and_filled_again(demo: Reading) -> None:
    found, said = ledger(*demo), answer("manager 4")
    assert (found.total.moved, found.total.backfilled) == (said["moved"], said["backfilled"])
    assert {name: [row.moved, row.backfilled] for _, name, row in found.by_unit} == said["by_unit"]
    assert {row.role: [row.filled, row.needed] for row in found.roles} == said["core_roles"]


def test_manager_5_topics_and_those_without_a_service(demo: Reading) -> None:
    found, said = contact_centre(*demo), answer("manager 5")
    assert found.contacts == said["contacts"]
    assert [[row.name, row.contacts] for row in found.topics[:10]] == said["top"]
    assert [[row.name, row.contacts] for row in found.without_service] == said["without_service"]


def of(rows: list[Change], said: dict[str, Any], indicator: str) -> Change:
    return next(row for row in rows if row.service == said["service"] and row.indicator == indicator)


def test_manager_6_before_and_after_a_launch(demo: Reading) -> None:
    rows, said = changes(*demo), answer("manager 6")["enough"]
    contacts, waiting, handling = (of(rows, said, name) for name in ("contact_volume", "waiting_time", "handling_time"))
    assert contacts.enough
    assert [contacts.before.months, contacts.after.months] == said["months"]
    assert [contacts.before.n, contacts.after.n] == said["contacts"]
    assert [contacts.before.value, contacts.after.value] == pytest.approx(said["contacts_per_month"], abs=0.05)
    assert [waiting.before.value, waiting.after.value] == pytest.approx(said["waiting"], abs=0.005)
    assert [waiting.before.n, waiting.after.n] == said["waiting_n"]
    assert [handling.before.value, handling.after.value] == pytest.approx(said["handling_time"], abs=0.05)
    assert [handling.before.n, handling.after.n] == said["handling_n"]


def test_manager_6_too_few_months_say_nothing(demo: Reading) -> None:
    said = answer("manager 6")["too_few"]
    found = of(changes(*demo), said, "contact_volume")
    assert found.before.months == said["months_before"]
    assert not found.enough


def test_manager_7_trust_with_enough_answers_and_without(demo: Reading) -> None:
    numbers, said = services(demo), answer("manager 7")
    asked = trust(*demo, service_id=numbers[said["enough"]["service"]])
    found = {row.indicator.code: row for row in asked.trust if row.group == said["enough"]["group"]}
    for code, row in found.items():
        assert row.enough
        assert row.n == said["enough"]["n"]
        assert row.value == pytest.approx(said["enough"][code], abs=0.05)
    for few in said["not_enough"]:
        rows = trust(*demo, service_id=numbers[few["service"]]).trust
        assert {(row.n, row.enough) for row in rows if row.group == few["group"]} == {(few["n"], False)}


def test_manager_8_forms_with_the_worst_completion(demo: Reading) -> None:
    rows = form_rows(*demo)
    for row, said in zip(rows, answer("manager 8")["worst"], strict=False):
        assert (row.service, row.name, row.worst_step) == (said["service"], said["form"], said["step"])
        assert row.rate is not None
        assert row.rate.value == pytest.approx(said["completions"] / said["starts"])
        assert (row.tested is not None) is (said["tested"] is not None)


def test_manager_9_decisions_of_this_month(demo: Reading) -> None:
    rows, said = measure_rows(*demo), answer("manager 9")
    asked = [
        (str(row.meeting_on), row.decision_from, row.title) for row in decided_by(rows, month_end(date(2026, 11, 22)))
    ]
    assert asked == [(row["meeting_on"], row["from"], row["title"]) for row in said["decisions"]]


def test_manager_1_what_moved_since_the_last_quarter(demo: Reading) -> None:
    said = answer("manager 1")
    found = movement(*demo)
    assert str(found.since) == said["since"]
    for course in (Course.DOWN, Course.UP):
        moved = {move.requirement.id: [move.before, move.now] for move in found.moves if move.course is course}
        assert moved == {requirement(demo, key): levels for key, levels in said[course].items()}
    why = {move.requirement.id: move.why.value for move in found.moves}
    assert {key: why[requirement(demo, key)] for key in (*said["down"], *said["up"])} == {
        key: reason for reason, keys in said["why"].items() for key in keys
    }


def test_manager_10_what_is_reported(demo: Reading) -> None:
    said = answer("manager 10")
    rows = {row.requirement.id: row for row in extract(*demo).rows}
    assert {key: rows[requirement(demo, key)].cell.shown for key in said["levels"]} == said["levels"]
    planned = {number for number, row in rows.items() if row.measures}
    assert planned == {requirement(demo, key) for key in said["with_measure"]}
    late = {number for number, row in rows.items() if any(measure.overdue for measure in row.measures)}
    assert late == {requirement(demo, key) for key in said["overdue"]}


def test_planned_services_are_ready_rather_than_weak(demo: Reading) -> None:
    planned = [row for row in service_fields(*demo) if row.status is ServiceStatus.PLANNED]
    assert [(row.name, row.outward.value) for row in planned] == [(answer("manager 3")["fields"]["ready"][0], 0.0)]


def regional(demo: Reading, identifier: str) -> int:
    return demo[0].scalars(select(Guideline.id).where(Guideline.identifier == identifier)).one()


def test_strategist_3_passages_that_cite_what_no_longer_holds(demo: Reading) -> None:
    said = answer("strategist 3")
    files = dict(demo[0].execute(select(LocalEdition.document_id, LocalEdition.file_name)).all())
    rows = outdated_citations(*demo, cleared=False)
    assert Counter(files[row.document_id] for row in rows if row.holds) == {**said["documents"], **said["background"]}
    assert Counter(files[row.document_id] for row in rows if not row.holds) == said["ended"]


def test_strategist_7_what_a_new_edition_makes_of_requirements_and_judgements(demo: Reading) -> None:
    session, said = demo[0], answer("strategist 7")
    newest = editions(*demo, guideline_id=regional(demo, said["guideline"]))[0]
    assert (str(newest.published_on), dict(newest.requirements)) == (said["published_on"], said["requirements"])
    rows = impact(*demo, edition_id=newest.id)
    found = totals(rows)
    assert (found["links"], found["assessments"]) == (said["links"], said["assessments"])
    left = {row.change.place_after: row.left for row in rows if row.left}
    assert left == said["left"]
    assert session.get_one(Edition, newest.id).undone_at is None


def test_researcher_1_a_requirement_at_every_level(demo: Reading) -> None:
    said = answer("researcher 1")
    asked = requirement(demo, said["levels"][0]["requirement"])
    found = beside(*demo, requirement_id=asked)
    shown = {one.text.id: (one.level.value, str(one.dates.adopted_on)) for one in found.levels}
    for row in said["levels"]:
        assert shown[requirement(demo, row["requirement"])] == (row["level"], row["adopted_on"])
    assert said["decided_on"] in {str(one.decided_on) for one in found.local}
    whole = next(chain for chain in found.chains if len(chain.placed) == len(said["levels"]))
    assert said["service"] in {service.name for service in whole.services}
    assert {actor.name for actor in whole.actors} == {said["unit"]}
    assert whole.weakest.hop is Hop.SERVICE


def test_strategist_1_binding_requirements_without_a_passage(demo: Reading) -> None:
    said, rows = answer("strategist 1"), missing(*demo)
    assert (len(rows), sum(row.looked is Looked.SEARCHED for row in rows)) == (said["missing"], said["searched"])
    first = next(row for row in rows if row.requirement_id == requirement(demo, said["first"]))
    assert first.owner is not None
    assert first.owner.name == said["owner_of_the_first"]


def test_strategist_2_every_place_softer_than_its_source(demo: Reading) -> None:
    said = answer("strategist 2")
    files = dict(demo[0].execute(select(LocalEdition.document_id, LocalEdition.file_name)).all())
    rows = translations(*demo, wanted=Wanted(modifier=Modifier.SOFT))
    assert {(row.requirement_id, files[row.document_id]) for row in rows} == {
        (requirement(demo, key), file) for key, file in said["places"]
    }
    assert sum(row.coded for row in rows) == said["coded"]


def test_strategist_8_requirements_met_in_one_unit_only(demo: Reading) -> None:
    units = [column.subject for column in columns(*demo)[1:]]
    fits = fitting(*demo, asked=Filter(shown="one"))
    names = dict(demo[0].execute(select(Actor.id, Actor.name)).all())
    found = standings(*demo)
    met = {
        number: [[names[unit[1]], level] for unit in units if (level := found.cell(number, unit).shown or 0) >= 4]
        for number in fits.requirements
    }
    assert met == {requirement(demo, key): [place] for key, place in answer("strategist 8")["requirements"].items()}


def test_researcher_2_modes_by_kind_of_guideline(demo: Reading) -> None:
    said = answer("researcher 2")
    rows = distribution(demo[0], demo[1], by=By.KIND, said="coded")
    assert {row.group: [*(row.counts.get(mode, 0) for mode in Mode), row.apart] for row in rows} == said["kinds"]
    assert (sum(row.total for row in rows), sum(row.apart for row in rows)) == (said["total"], said["apart"])


def test_researcher_5_who_stands_between_by_year(demo: Reading) -> None:
    rows = {str(row.year): row for row in by_year(*demo)}
    for year, firsts in answer("researcher 5")["years"].items():
        between = (rows[year].everything, rows[year].without_hierarchy, rows[year].informal)
        assert [one.best[0][0] if one.best else "för lite underlag" for one in between] == firsts


def test_researcher_6_agreement_of_the_coders(demo: Reading) -> None:
    found, said = coder_agreement(*demo), answer("researcher 6")
    assert (found.units, found.share) == (said["n"], pytest.approx(said["same"] / said["n"]))
    assert found.alpha == pytest.approx(said["alpha"], abs=5e-5)
    assert {row.code.upper(): [row.n, row.both] for row in found.modes} == said["codes"]
    assert len(differences(*demo)) == said["n"] - said["same"]


def test_researcher_9_services_with_anchoring_and_use(demo: Reading) -> None:
    found, said = anchoring_use(*demo), answer("researcher 9")
    whole = [point for point in found.points if point.is_whole]
    figures = {point.name: [point.starts, round(100 * (point.completion or 0))] for point in whole}
    assert figures == said["services"]
    assert (len(found.points), found.fewest, found.relation.plain) == (said["launched"], said["needed"], None)


def test_researcher_7_from_the_day_it_applies_to_mention_and_service(demo: Reading) -> None:
    said = answer("researcher 7")
    found = lags(*demo)
    counted = {lag.step: {"n": lag.reached, "early": lag.early, "median": lag.median} for lag in found.whole.steps}
    assert counted == said["steps"]
    one = next(row for row in found.rows if row.requirement.id == requirement(demo, said["one"]["requirement"]))
    assert [str(day) for day in (one.applies_on, one.reached["mention"], one.reached["service"])] == [
        said["one"][key] for key in ("applies_on", "mention", "service")
    ]


def test_researcher_8_talk_ahead_of_action(demo: Reading) -> None:
    assert decoupled(*demo) == {requirement(demo, key) for key in answer("researcher 8")["requirements"]}
    ahead = [row for row in talk_action(*demo).rows if row.strict]
    assert {row.requirement_id for row in ahead} == decoupled(*demo)
    assert {row.talk for row in ahead} == {Talk.SAID_ONLY}


def test_what_coders_call_softer_is_weaker_force(demo: Reading) -> None:
    weaker = {row.translation.link_id for row in force_shifts(*demo).rows if Shift.WEAKER in row.verdicts}
    softer = translations(*demo, wanted=Wanted(modifier=Modifier.SOFT))
    assert weaker == {row.link_id for row in softer if row.coded}


def test_three_years_of_levels_rise_and_fall(demo: Reading) -> None:
    found = levels(*demo)
    examined = [row[1] for row in found.total]
    assert len(found.days) == 13
    assert examined == sorted(examined)
    assert examined[0] < examined[-1] / 4
