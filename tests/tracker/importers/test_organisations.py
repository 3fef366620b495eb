"""Organisations, units and posts of W3C ORG become actors, what they state of each other becomes relations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import ImportProblem
from tracker.importers.columns import Imported, Row
from tracker.importers.organisations import read_actors, read_relations
from tracker.tables.network import ActorKind, RelationKind

TTL = Path(__file__).parents[2] / "data" / "tracker" / "organisationer.ttl"
HEAD = """@prefix org: <http://www.w3.org/ns/org#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix ex: <https://data.provby.example/> .
"""


def _actors(turtle: str) -> Imported[Row]:
    return read_actors((HEAD + turtle).encode(), "t.ttl")


def _kinds(turtle: str) -> dict[str, ActorKind]:
    return {found.cells["name"]: found.cells["kind"] for found in _actors(turtle).rows}


@pytest.fixture
def example() -> dict[str, Row]:
    return {found.cells["name"]: found for found in read_actors(TTL.read_bytes(), TTL.name).rows}


@pytest.fixture
def ties() -> set[tuple[str, RelationKind, str]]:
    rows = read_relations(TTL.read_bytes(), TTL.name).rows
    return {(row.cells["from"], row.cells["kind"], row.cells["to"]) for row in rows}


def test_types_classes_and_names_tell_the_kind(example: dict[str, Row]) -> None:
    assert {name: row.cells["kind"] for name, row in example.items()} == {
        "Provby kommun": ActorKind.MUNICIPALITY,
        "Byggnadsnämnden": ActorKind.BOARD,
        "Samhällsbyggnad": ActorKind.UNIT,
        "Administration (Samhällsbyggnad)": ActorKind.UNIT,
        "Administration (Skolan)": ActorKind.UNIT,
        "Skolan": ActorKind.AUTHORITY,
        "Digitala rådet": ActorKind.NETWORK,
        "Provby Energi AB": ActorKind.COMPANY,
        "Enhetschef, Samhällsbyggnad": ActorKind.ROLE,
        "Ordförande i byggnadsnämnden": ActorKind.ROLE,
    }


def test_what_an_actor_is_a_part_of_is_told_from_either_side(example: dict[str, Row]) -> None:
    assert example["Byggnadsnämnden"].cells["part_of"] == "Provby kommun"
    assert example["Samhällsbyggnad"].cells["part_of"] == "Byggnadsnämnden"
    assert example["Administration (Skolan)"].cells["part_of"] == "Skolan"
    assert example["Enhetschef, Samhällsbyggnad"].cells["part_of"] == "Samhällsbyggnad"


def test_roles_purposes_and_notes_are_kept(example: dict[str, Row]) -> None:
    assert example["Enhetschef, Samhällsbyggnad"].cells["role"] == "Enhetschef"
    assert example["Samhällsbyggnad"].cells["role"] == "Handlägger lov"
    assert example["Byggnadsnämnden"].cells["note"] == "Prövar lov."


def test_an_actor_is_known_by_its_address() -> None:
    found = read_actors(TTL.read_bytes(), TTL.name).rows
    assert found[0].cells["identifier"] == "https://data.provby.example/organ/kommunen"


def test_people_are_counted_and_left_out(example: dict[str, Row]) -> None:
    assert not any("Anna" in str(row) for row in example.values())
    found = read_actors(TTL.read_bytes(), TTL.name)
    assert ("warning.rdf_people", 1) in [(warning.code, warning.values.get("count")) for warning in found.warnings]


def test_statements_between_actors_become_relations(ties: set[tuple[str, RelationKind, str]]) -> None:
    assert ties == {
        ("Enhetschef, Samhällsbyggnad", RelationKind.REPORTS_TO, "Ordförande i byggnadsnämnden"),
        ("Provby kommun", RelationKind.MEMBER_OF, "Digitala rådet"),
        ("Provby Energi AB", RelationKind.MEMBER_OF, "Digitala rådet"),
        ("Samhällsbyggnad", RelationKind.MEMBER_OF, "Provby kommun"),
    }


def test_a_membership_has_days_and_every_relation_its_source() -> None:
    rows = {row.cells["from"]: row.cells for row in read_relations(TTL.read_bytes(), TTL.name).rows}
    assert rows["Provby Energi AB"] == {
        "from": "Provby Energi AB",
        "to": "Digitala rådet",
        "kind": RelationKind.MEMBER_OF,
        "formal": True,
        "valid_from": date(2022, 1, 1),
        "valid_to": date(2024, 12, 31),
        "source": "organisationer.ttl: org:Membership",
    }


def test_ties_of_people_and_strangers_are_counted() -> None:
    found = read_relations(TTL.read_bytes(), TTL.name)
    assert [(warning.code, warning.values["count"]) for warning in found.warnings] == [("warning.rdf_ties_left", 1)]


def test_a_tie_stated_from_both_sides_is_one() -> None:
    turtle = """ex:a a org:Organization ; rdfs:label "A" ; org:memberOf ex:b .
        ex:b a org:Organization ; rdfs:label "B" ; org:hasMember ex:a ."""
    assert len(read_relations((HEAD + turtle).encode(), "t").rows) == 1


def test_an_actor_above_itself_is_a_problem() -> None:
    found = _actors("""ex:a a org:OrganizationalUnit ; rdfs:label "A" ; org:unitOf ex:b .
        ex:b a org:OrganizationalUnit ; rdfs:label "B" ; org:unitOf ex:a .
        ex:c a org:OrganizationalUnit ; rdfs:label "C" ; org:unitOf ex:a, ex:c .""")
    assert [problem.code for problem in found.problems] == ["error.row_part_of_itself"] * 2
    assert [row.cells.get("part_of", "") for row in found.rows] == ["A"]


def test_an_interval_that_ends_before_it_begins_is_a_problem() -> None:
    turtle = """ex:a a org:Organization ; rdfs:label "A" . ex:b a org:Organization ; rdfs:label "B" .
        [] org:member ex:a ; org:organization ex:b ;
           <http://schema.org/startDate> "2025-01-01" ; <http://schema.org/endDate> "2024-01-01" ."""
    assert [problem.code for problem in read_relations((HEAD + turtle).encode(), "t").problems] == ["error.row_dates"]


def test_several_municipalities_are_authorities() -> None:
    assert set(
        _kinds("""ex:a a org:FormalOrganization ; rdfs:label "Provby kommun" .
        ex:b a org:FormalOrganization ; rdfs:label "Nästby kommun" .""").values()
    ) == {ActorKind.AUTHORITY}


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ('a org:FormalOrganization ; rdfs:label "Myndigheten för digital förvaltning"', ActorKind.AUTHORITY),
        ('a org:Organization ; rdfs:label "Förvaltningen för bygg"', ActorKind.UNIT),
        ('a org:Organization ; rdfs:label "X" ; org:classification ex:board', ActorKind.BOARD),
        (
            'a org:Organization ; rdfs:label "X" ; org:classification [ skos:prefLabel "Leverantör"@sv ]',
            ActorKind.VENDOR,
        ),
        ('a org:OrganizationalUnit ; rdfs:label "Bygg"', ActorKind.UNIT),
        ('a org:Role ; rdfs:label "Kommundirektör"', ActorKind.ROLE),
    ],
)
def test_the_most_telling_word_decides(statement: str, kind: ActorKind) -> None:
    assert list(_kinds(f"ex:1 {statement} .").values()) == [kind]


def test_a_kind_that_nothing_tells_is_assumed_with_a_warning() -> None:
    found = _actors('ex:a a org:Organization ; rdfs:label "Provby" .')
    assert found.rows[0].cells["kind"] is ActorKind.AUTHORITY
    assert [warning.code for warning in found.warnings] == ["warning.rdf_kinds_assumed"]


def test_an_actor_without_a_name_is_called_by_its_address_or_set_aside() -> None:
    found = _actors("ex:bygg a org:OrganizationalUnit . [] a org:OrganizationalUnit .")
    assert [row.cells["name"] for row in found.rows] == ["bygg"]
    assert [(problem.row, problem.code) for problem in found.problems] == [(2, "error.cell_missing")]


def test_a_file_without_organisations_says_what_it_has() -> None:
    with pytest.raises(ImportProblem) as problem:
        _actors("ex:a a ex:Thing .")
    assert (problem.value.code, problem.value.values["seen"]) == ("error.rdf_no_organisations", "Thing")


@pytest.mark.corpus
def test_a_register_of_administrative_units_loads_whole(shared: Path) -> None:
    path = shared / "corpus" / "actors" / "flanders-bestuurseenheden.ttl"
    found = read_actors(path.read_bytes(), path.name)
    assert (len(found.rows), found.problems) == (1288, ())
    assert len({row.cells["name"].casefold() for row in found.rows}) == 1288


@pytest.mark.corpus
def test_the_authority_of_the_official_example_is_an_actor(shared: Path) -> None:
    data = (shared / "corpus" / "services" / "example-rdf_public_service.ttl").read_bytes()
    assert [row.cells["name"] for row in read_actors(data, "x").rows] == ["Federal Public Service FINANCE"]
