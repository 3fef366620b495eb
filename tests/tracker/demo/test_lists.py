"""The lists of services, actors and relations agree with each other and with the documents."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

DEMO = Path(__file__).parents[3] / "tracker" / "demo"
ACTOR_KINDS = {
    "municipality",
    "political_body",
    "unit",
    "board",
    "company",
    "role",
    "authority",
    "eu_body",
    "network",
    "interest_organisation",
    "vendor",
    "citizen_group",
}
RELATION_KINDS = {
    "steers",
    "decides",
    "refers_case",
    "reports_to",
    "advises",
    "supplies",
    "funds",
    "cooperates",
    "informs",
    "trains",
    "tests_with",
    "supervises",
}


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, restkey="beyond"))


def names() -> set[str]:
    return {row["name"] for row in rows("actors.csv")}


def test_no_row_has_too_many_or_too_few_cells() -> None:
    found = [row for name in ("services.csv", "actors.csv", "relations.csv") for row in rows(name)]
    assert [row for row in found if "beyond" in row or None in row.values()] == []


def test_the_lists_are_as_long_as_promised() -> None:
    assert len(rows("services.csv")) == 35
    assert len(rows("actors.csv")) >= 30
    assert len(rows("relations.csv")) >= 60


def test_names_are_unique() -> None:
    for name in ("services.csv", "actors.csv"):
        found = [row["name"] for row in rows(name)]
        assert len(found) == len(set(found))


def test_every_end_of_a_relation_is_an_actor() -> None:
    assert {row[end] for row in rows("relations.csv") for end in ("from", "to")} - names() == set()


def test_every_part_is_part_of_an_actor() -> None:
    assert {row["part_of"] for row in rows("actors.csv")} - {""} - names() == set()


def test_every_unit_and_vendor_of_a_service_is_an_actor() -> None:
    named = {row[key] for row in rows("services.csv") for key in ("unit", "vendor")}
    assert named - {""} - names() == set()


def test_kinds_and_statuses_are_known() -> None:
    assert {row["kind"] for row in rows("actors.csv")} <= ACTOR_KINDS
    assert {row["kind"] for row in rows("relations.csv")} <= RELATION_KINDS
    assert {row["formal"] for row in rows("relations.csv")} == {"yes", "no"}
    assert {row["status"] for row in rows("services.csv")} == {"planned", "pilot", "in_service", "closed"}


def test_dates_are_dates_in_order() -> None:
    for relation in rows("relations.csv"):
        start = date.fromisoformat(relation["valid_from"])
        assert not relation["valid_to"] or start <= date.fromisoformat(relation["valid_to"])
    for service in rows("services.csv"):
        assert all(date.fromisoformat(service[key]) for key in ("started_on", "contract_end") if service[key])


def test_every_source_of_a_relation_is_a_document() -> None:
    present = {path.name for path in (DEMO / "documents").iterdir()}
    assert {row["source"] for row in rows("relations.csv")} - present == set()
