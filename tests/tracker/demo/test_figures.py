"""The lists behind the documents: they name what exists, and say what the documents say."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.anchoring import items
from tracker.barriers import types
from tracker.importers import headings, lists
from tracker.listing.cells import plain
from tracker.staffing_norm import core_roles
from tracker.vocabulary import indicators, launch_items, record_kinds

DEMO = Path(__file__).parents[3] / "tracker" / "demo"
TODAY = "2026-11-22"
KINDS = (
    "systems", "forms", "topics", "contact_statistics", "analytics", "surveys", "positions", "moves", "records",
    "journeys", "goals", "measurements",
)  # fmt: skip
REPORT, YEAR = "Kontaktcenter_arsrapport_2025.pdf", "2025"
CODE_BEFORE_JULY = " (kod före juli 2025)"


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, restkey="beyond"))


def named(name: str, key: str = "name") -> set[str]:
    return {row[key] for row in rows(name)} - {""}


def source(name: str) -> str:
    return (DEMO / "sources" / f"{name}.md").read_text("utf-8")


def calls() -> list[dict[str, str]]:
    return [row for row in rows("contact_statistics") if row["channel"] == "phone"]


def whole(topic: str) -> str:
    """A topic as the annual report has it, whose codes were changed in the middle of the year."""
    return topic.removesuffix(CODE_BEFORE_JULY).removesuffix(" och sophämtning")


def answer(question: str) -> dict[str, Any]:
    questions = json.loads((DEMO / "answers.json").read_text("utf-8"))["questions"]
    return next(row for row in questions if row["question"] == question)


def report_topics() -> Iterator[tuple[str, int, float]]:
    """Topic, calls and share resolved, as the table of the annual report gives them."""
    table = source("kontaktcenter-arsrapport-2025").split("| Ämne |")[1].split("\n\n")[0]
    for line in table.splitlines()[2:]:
        topic, count, share, _ = (cell.strip() for cell in line.strip("|").split("|"))
        yield whole(topic), int(count.replace(" ", "")), int(share.rstrip(" %")) / 100


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_has_the_headings_of_its_kind_and_even_rows(kind: str) -> None:
    known = headings.known(kind, lists.KINDS[kind].columns)
    facts = {fact.code for row in record_kinds().values() for fact in row.facts} if kind == "records" else set()
    found = rows(kind)
    assert found
    assert {heading for heading in found[0] if plain(heading) not in known} <= facts
    assert [row for row in found if "beyond" in row or None in row.values()] == []


@pytest.mark.parametrize(
    ("name", "key"),
    [("forms", "service"), ("topics", "service"), ("analytics", "service"), ("surveys", "service"),
     ("measurements", "service"), ("records", "service"), ("journeys", "service"), ("goals", "service")],
)  # fmt: skip
def test_every_service_named_is_in_the_catalogue(name: str, key: str) -> None:
    assert named(name, key) - named("services") == set()


@pytest.mark.parametrize(
    ("name", "key"),
    [("systems", "vendor"), ("systems", "owner"), ("services", "built_by"), ("topics", "unit"), ("positions", "unit"),
     ("moves", "from"), ("moves", "to"), ("contact_statistics", "actor"), ("surveys", "actor"),
     ("measurements", "actor"), ("records", "actor"), ("journeys", "actor"), ("goals", "owner")],
)  # fmt: skip
def test_every_actor_named_is_in_the_list_of_actors(name: str, key: str) -> None:
    assert named(name, key) - named("actors") == set()


def test_every_system_topic_and_form_named_exists() -> None:
    systems = named("systems")
    assert named("services", "platform") | named("services", "back_office_system") | named("journeys", "system") <= (
        systems
    )
    assert named("contact_statistics", "topic") == named("topics")
    forms = {(row["service"], row["name"]) for row in rows("forms")}
    assert {(row["service"], row["form"]) for row in rows("analytics")} == forms
    assert {(row["service"], row["form"]) for row in rows("records") if row["form"]} <= forms


def test_every_document_named_is_there() -> None:
    present = {path.name for path in (DEMO / "documents").iterdir()}
    assert named("records", "document") | named("goals", "document") <= present
    sources = named("measurements", "source") | named("positions", "source") | named("moves", "source")
    assert {name for name in sources if name.rpartition(".")[2] in {"pdf", "docx", "odt", "html", "md"}} <= present


def test_codes_are_known() -> None:
    assert named("measurements", "indicator") | named("surveys", "item") | named("goals", "indicator") <= set(
        indicators()
    )
    assert named("records", "kind") <= set(record_kinds())
    assert named("records", "item") == set(launch_items())
    assert named("records", "type") == set(types())
    assert named("positions", "core_role") <= set(core_roles())


def test_facts_of_a_record_belong_to_its_kind() -> None:
    every = {fact.code for kind in record_kinds().values() for fact in kind.facts}
    for row in rows("records"):
        facts = {fact.code: fact for fact in record_kinds()[row["kind"]].facts}
        given = {code for code in every & row.keys() if row[code]}
        assert given <= facts.keys()
        assert {code for code, fact in facts.items() if fact.required} <= given


def test_nothing_has_happened_after_the_day_of_the_demonstration() -> None:
    days = [row["on"] for row in rows("records")] + [row["to"] for row in rows("analytics")]
    days += [row["period_to"] for row in rows("surveys")] + [row["on"] for row in rows("moves")]
    assert max(days) <= TODAY
    assert all(date.fromisoformat(day) for day in days)


def test_the_contact_centre_has_twenty_four_months() -> None:
    months = sorted(named("contact_statistics", "month"))
    assert (len(months), months[0], months[-1]) == (24, "2024-11", "2026-10")


def test_contacts_of_a_year_are_those_of_the_annual_report() -> None:
    found: Counter[str] = Counter()
    for row in rows("contact_statistics"):
        if row["month"].startswith(YEAR):
            found[row["channel"]] += int(row["contacts"])
    report = source("kontaktcenter-arsrapport-2025")
    assert found == {"phone": 41_870, "email": 9_214, "chat": 3_105, "visit": 6_480}
    said = "41 870 samtal, 9 214 mejl och 3 105 chattar, och tog emot 6 480 besök"
    assert said in report


def test_calls_of_each_topic_and_how_many_were_resolved_are_those_of_the_annual_report() -> None:
    found: Counter[str] = Counter()
    resolved: Counter[str] = Counter()
    for row in calls():
        if row["month"].startswith(YEAR):
            found[whole(row["topic"])] += int(row["contacts"])
            resolved[whole(row["topic"])] += int(row["resolved"])
    table = list(report_topics())
    assert len(table) == 10
    for topic, count, share in table:
        assert (topic, found[topic]) == (topic, count)
        assert resolved[topic] / count == pytest.approx(share, abs=0.005)
    assert resolved.total() / found.total() == pytest.approx(0.64, abs=0.005)


def test_waiting_is_on_average_what_the_annual_report_says() -> None:
    year = [row for row in calls() if row["month"].startswith(YEAR)]
    waited = sum(float(row["waiting"]) * int(row["contacts"]) for row in year)
    assert waited / sum(int(row["contacts"]) for row in year) == pytest.approx(2 + 50 / 60, abs=0.005)


def test_a_topic_code_that_was_replaced_ends_where_the_new_one_begins() -> None:
    for old in sorted(topic for topic in named("topics") if topic.endswith(CODE_BEFORE_JULY)):
        new = next(topic for topic in named("topics") if topic != old and whole(topic) == whole(old))
        months = {topic: {row["month"] for row in calls() if row["topic"] == topic} for topic in (old, new)}
        assert max(months[old]) == "2025-06"
        assert min(months[new]) == "2025-07"


def test_topics_without_a_service_are_those_of_the_annual_report() -> None:
    report = source("kontaktcenter-arsrapport-2025")
    without = {row["name"] for row in rows("topics") if not row["service"]}
    assert without == {topic for topic, _ in answer("manager 5")["topics"]}
    assert all(f"| {topic} |" in report for topic in without)


def test_moves_are_those_of_the_annual_report() -> None:
    moved: defaultdict[str, float] = defaultdict(float)
    filled: defaultdict[str, float] = defaultdict(float)
    for row in rows("moves"):
        assert row["to"] == "Kontaktcenter"
        assert not row["backfilled_on"] or row["backfilled_on"] > row["on"]
        moved[row["from"]] += float(row["fte"])
        filled[row["from"]] += float(row["backfilled"])
    said = answer("manager 4")
    assert {unit: [moved[unit], filled[unit]] for unit in moved} == said["by_unit"]
    assert (sum(moved.values()), sum(filled.values())) == (said["moved"], said["backfilled"])
    assert "| Summa | 14,0 | 5,5 |" in source("kontaktcenter-arsrapport-2025")


def test_eleven_services_had_an_owner_at_the_end_of_the_year() -> None:
    said = [row for row in rows("measurements") if row["indicator"] == "owner_named" and row["period_to"] < "2026"]
    assert Counter(row["value"] for row in said) == {"100": 11, "0": 24}
    assert "utsedda för 11 av 35 tjänster" in source("arsredovisning-2025")


def test_e_services_tested_before_they_started_are_as_many_as_the_annual_accounts_say() -> None:
    started = {row["name"]: row["started_on"] for row in rows("services")}
    tested = {
        row["service"] for row in rows("records")
        if row["kind"] == "user_test" and row["on"] <= started.get(row["service"], "")
    }  # fmt: skip
    assert Counter(started[name][:4] for name in tested if started[name] < "2026") == {"2024": 1, "2025": 1}
    assert "| 0 av 4 | 1 av 5 | 1 av 3 |" in source("arsredovisning-2025")


def test_tests_of_the_building_permit_guide_are_those_of_the_minutes() -> None:
    tests = [row for row in rows("records") if row["kind"] == "user_test" and row["service"] == "Bygglovsguiden"]
    assert sum(int(row["participants"]) for row in tests) == 17
    said = [(row["participants"], round(int(row["participants"]) * float(row["success"]))) for row in tests]
    assert (said[0], said[-1]) == (("6", 2), ("6", 5))
    assert "sammanlagt 17 invånare" in source("bn-protokoll-2026-04-22")


def test_submitted_building_permits_of_the_first_quarter_are_those_of_the_minutes() -> None:
    quarter = [
        row for row in rows("analytics") if row["form"] == "Ansökan om lov" and "2026-01" <= row["from"] < "2026-04"
    ]
    assert sum(int(row["completions"]) for row in quarter) == 81
    assert "94 ansökningar om bygglov, varav 81 via e-tjänsten" in source("bn-protokoll-2026-04-22")


def test_more_are_started_than_submitted_and_more_visit_than_start() -> None:
    for row in rows("analytics"):
        counts = [int(row[key]) for key in ("visits", "starts", "completions", "drop_offs")]
        assert counts[0] >= counts[1] >= counts[2]
        assert counts[3] <= counts[1] - counts[2]


def test_two_plans_of_the_year_used_the_figures() -> None:
    plans = [row["plan"] for row in rows("records") if row["kind"] == "planning_use" and row["on"].startswith(YEAR)]
    assert len(plans) == 2
    assert "användes underlaget i två planer" in source("kontaktcenter-arsrapport-2025")


def test_one_core_role_is_vacant_and_one_is_missing() -> None:
    today = [row for row in rows("positions") if not row["valid_to"]]
    held = {role: [float(row["filled"]) for row in today if row["core_role"] == role] for role in core_roles()}
    assert held == {"head_of_digital_service": [1.0], "ux_designer": [], "business_developer": [0.0, 0.5]}


def test_one_invented_name_stands_in_the_lists() -> None:
    assert named("positions", "holder") == {"Alva Påhittsson"}


def test_one_survey_has_answers_enough_and_one_has_not() -> None:
    answered = {
        row["service"]: sum(int(row[f"grade_{grade}"]) for grade in range(1, 6))
        for row in rows("surveys") if row["item"] == "trust_data_safe"
    }  # fmt: skip
    said = answer("manager 7")
    assert answered[said["enough"]["service"]] == said["enough"]["n"] == 214
    assert answered[said["not_enough"][0]["service"]] == said["not_enough"][0]["n"] == 11


def test_trust_follows_from_the_grades() -> None:
    said = answer("manager 7")["enough"]
    for row in rows("surveys"):
        if row["service"] == said["service"] and row["group"] == said["group"] and row["item"] in said:
            grades = [int(row[f"grade_{grade}"]) for grade in range(1, 6)]
            index = sum(25 * step * count for step, count in enumerate(grades)) / sum(grades)
            assert index == pytest.approx(said[row["item"]], abs=0.05)


def test_answers_of_anchoring_are_no_partly_or_yes() -> None:
    asked = {item.indicator for item in items().values()} - {"", "trained_share"}
    assert {row["value"] for row in rows("measurements") if row["indicator"] in asked} == {"0", "50", "100"}


def test_no_measurement_stands_twice() -> None:
    keys = [tuple(row[key] for key in list(row)[:8]) for row in rows("measurements")]
    assert len(keys) == len(set(keys))


def test_a_form_that_fails_was_never_tested_and_another_was() -> None:
    tested = {(row["service"], row["form"]): row for row in rows("records") if row["kind"] == "user_test"}
    for said in answer("manager 8")["worst"]:
        year = [row for row in rows("analytics") if (row["service"], row["form"]) == (said["service"], said["form"])]
        assert [sum(int(row[key]) for row in year) for key in ("starts", "completions")] == [
            said["starts"], said["completions"],
        ]  # fmt: skip
        assert ((said["service"], said["form"]) in tested) is (said["tested"] is not None)


def test_measures_name_what_exists() -> None:
    measures = json.loads((DEMO / "decisions.json").read_text("utf-8"))["measures"]
    actors, services = named("actors"), named("services")
    for row in measures:
        assert {row[key] for key in ("unit", "owner", "decision_from") if key in row} <= actors
        assert row.get("service", "") in {"", *services}
        assert row["barrier"] in {"", *types()}
    late = sorted(
        (row for row in measures if row["due_on"] < TODAY and [row, *row.get("then", ())][-1].get("state") != "done"),
        key=lambda row: row["due_on"],
    )
    assert [row["title"] for row in late] == [row["title"] for row in answer("manager 2")["overdue"]]
    asked = [row["title"] for row in measures if TODAY <= row.get("meeting_on", "") < "2026-12"]
    assert sorted(asked) == sorted(row["title"] for row in answer("manager 9")["decisions"])


def test_a_journey_is_mapped_without_a_step_left_out() -> None:
    steps: dict[tuple[str, str], list[int]] = {}
    for row in rows("journeys"):
        steps.setdefault((row["journey"], row["kind"]), []).append(int(row["position"]))
    assert len(steps) == 6
    assert all(found == list(range(1, len(found) + 1)) for found in steps.values())


def test_goal_kinds_and_targets_are_those_of_the_strategy() -> None:
    assert named("goals", "kind") == {"digital_service", "efficiency", "trust", "added_value", "equal_service"}
    assert {row["target"] for row in rows("goals") if row["indicator"] == "completeness"} == {"0.6"}
    assert "från 38 till 60 procent" in source("digitaliseringsstrategi")
