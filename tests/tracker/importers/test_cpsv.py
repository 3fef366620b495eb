"""Every service of a CPSV-AP file becomes a row, and all the file says of it is kept."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from tracker.errors import ImportProblem
from tracker.importers import cpsv
from tracker.importers.columns import Imported, Row
from tracker.rdf.reading import read_statements
from tracker.rdf.statements import parsed
from tracker.tables.service import ServiceStatus

TTL = Path(__file__).parents[2] / "data" / "tracker" / "tjanster.ttl"
HEAD = """@prefix cpsv: <http://purl.org/vocab/cpsv#> . @prefix cv: <http://data.europa.eu/m8g/> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix ex: <https://data.provby.example/> .
@prefix lpdc: <https://productencatalogus.data.vlaanderen.be/ns/ipdc-lpdc#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix own: <urn:policy-to-practice:> .
"""


def _read(turtle: str) -> Imported[Row]:
    return cpsv.read((HEAD + turtle).encode(), "t.ttl")


def _codes(found: Imported[Row]) -> list[str]:
    return [warning.code for warning in found.warnings]


def _together(found: Imported[Row]) -> Graph:
    return parsed("".join(row.cells["statements"] for row in found.rows))


@pytest.fixture
def example() -> Imported[Row]:
    return cpsv.read(TTL.read_bytes(), TTL.name)


def test_a_service_fills_the_columns_of_the_catalogue(example: Imported[Row]) -> None:
    row = example.rows[0].cells
    assert (row["name"], row["unit"], row["channel"]) == ("Ansökan om bygglov", "Byggnadsnämnden", "E-tjänst, Telefon")
    assert (row["life_event"], row["status"]) == ("Bygga och bo", ServiceStatus.IN_SERVICE)
    assert (row["started_on"], row["url"]) == (date(2021, 3, 1), "https://www.provby.example/bygglov")
    assert row["description"] == "Sök lov för att bygga.\nBifoga ritningar."


def test_a_service_is_known_by_its_address(example: Imported[Row]) -> None:
    assert [row.cells["identifier"] for row in example.rows] == [
        "https://data.provby.example/tjanst/bygglov",
        "https://data.provby.example/tjanst/forskola",
    ]


def test_columns_the_file_says_nothing_for_are_left_out(example: Imported[Row]) -> None:
    assert set(example.rows[1].cells) == {"name", "identifier", "statements"}


def test_nothing_the_file_says_is_lost(example: Imported[Row]) -> None:
    assert isomorphic(_together(example), read_statements(TTL.read_bytes(), TTL.name).graph)
    assert '"0100.50"^^' in example.rows[0].cells["statements"]


def test_a_description_holds_nothing_that_is_said_of_other_services(
    example: Imported[Row],
) -> None:
    assert "Building permit" not in example.rows[1].cells["statements"]
    assert "Tjänstekatalog" in example.rows[1].cells["statements"]


@pytest.mark.parametrize("form", ["json-ld", "xml", "nt"])
def test_other_syntaxes_say_the_same(example: Imported[Row], form: str) -> None:
    data = read_statements(TTL.read_bytes(), TTL.name).graph.serialize(format=form, encoding="utf-8")
    found = {row.cells["identifier"]: row.cells for row in cpsv.read(data, "x").rows}
    assert found == {row.cells["identifier"]: row.cells for row in example.rows}


def test_the_context_of_cpsv_ap_is_known_by_its_address() -> None:
    document = {
        "@context": ["https://semiceu.github.io/x/CPSV-AP/releases/3.2.0/context/cpsv-ap.jsonld", {"ex": "http://e/"}],
        "@id": "ex:1",
        "@type": "PublicService",
        "PublicService.name": {"@value": "Bygglov", "@language": "sv"},
        "PublicService.hasCompetentAuthority": {"@id": "ex:2", "PublicOrganization.preferredLabel": "Byggnadsnämnden"},
        "PublicService.mood": "good",
    }
    found = cpsv.read(json.dumps(document).encode(), "t.jsonld")
    assert (found.rows[0].cells["name"], found.rows[0].cells["unit"]) == ("Bygglov", "Byggnadsnämnden")
    assert found.warnings[0].code == "warning.rdf_terms"
    assert "PublicService.mood" in found.rows[0].cells["statements"]


def test_swedish_goes_before_english_before_any_other_language() -> None:
    found = _read("""ex:1 a cpsv:PublicService ; dct:title "Lov"@sv, "Permit"@en, "Lupa"@fi .
        ex:2 a cpsv:PublicService ; dct:title "Permit"@en-GB, "Lupa"@fi .
        ex:3 a cpsv:PublicService ; dct:title "Lupa"@fi, "Genehmigung"@de .""")
    assert [row.cells["name"] for row in found.rows] == ["Lov", "Permit", "Genehmigung"]
    assert '"Lupa"@fi' in found.rows[2].cells["statements"]


def test_a_class_below_public_service_is_one_too() -> None:
    found = _read("""ex:Eservice rdfs:subClassOf ex:Digital . ex:Digital rdfs:subClassOf cpsv:PublicService .
        ex:1 a ex:Eservice ; dct:title "Lov" .""")
    assert [row.cells["name"] for row in found.rows] == ["Lov"]


def test_patterns_are_services_with_a_warning() -> None:
    found = _read('ex:1 a lpdc:ConceptualPublicService ; dct:title "Lov" .')
    assert len(found.rows) == 1
    assert _codes(found) == ["warning.rdf_patterns"]


def test_a_service_without_a_name_is_called_by_its_identifier_or_address() -> None:
    found = _read('ex:lov-7 a cpsv:PublicService . [] a cpsv:PublicService ; dct:identifier "A-1" .')
    assert {row.cells["name"] for row in found.rows} == {"lov-7", "A-1"}
    assert _codes(found) == ["warning.rdf_unnamed"]


def test_a_blank_service_without_name_or_identifier_is_set_aside() -> None:
    found = _read('[] a cpsv:PublicService ; dct:description "?" . ex:1 a cpsv:PublicService ; dct:title "Lov" .')
    assert [(problem.code, problem.column) for problem in found.problems] == [("error.cell_missing", "dct:title")]
    assert len(found.rows) == 1


def test_services_of_one_name_are_told_apart() -> None:
    found = _read('ex:1 a cpsv:PublicService ; dct:title "Lov" . ex:2 a cpsv:PublicService ; dct:title "LOV" .')
    assert {row.cells["name"] for row in found.rows} == {"Lov (1)", "LOV (2)"}
    assert _codes(found) == ["warning.rdf_names_shared"]


def test_the_same_service_twice_is_one_when_its_address_says_so_and_else_a_problem() -> None:
    twice = '{0} a cpsv:PublicService ; dct:title "Lov" . {0} a cpsv:PublicService ; dct:title "Lov" .'
    assert len(_read(twice.format("ex:1")).rows) == 1
    found = _read(twice.format("[]"))
    assert (len(found.rows), [problem.code for problem in found.problems]) == (1, ["error.row_twice"])


def test_a_column_that_does_not_fit_is_cut_and_kept_whole_beside() -> None:
    found = _read(f'ex:1 a cpsv:PublicService ; dct:title "{"lång " * 100}" .')
    assert len(found.rows[0].cells["name"]) <= 400
    assert found.rows[0].cells["statements"].count("lång") == 100


def test_columns_written_in_our_own_words_are_read_back() -> None:
    found = _read("""ex:1 a cpsv:PublicService ; dct:title "Lov" ; own:platform "Farled" ;
        own:contract_end "2027-01-31" ; own:cross_border "true" ; own:status "pilot" .""")
    row = found.rows[0].cells
    assert (row["platform"], row["contract_end"], row["cross_border"]) == ("Farled", date(2027, 1, 31), True)
    assert row["status"] is ServiceStatus.PILOT


def test_a_value_that_cannot_be_read_names_its_column() -> None:
    found = _read('ex:1 a cpsv:PublicService ; dct:title "Lov" ; own:contract_end "soon" .')
    assert [(problem.code, problem.column) for problem in found.problems] == [("error.cell_date", "contract_end")]


def test_statements_about_nothing_here_are_counted() -> None:
    found = _read('ex:1 a cpsv:PublicService ; dct:title "Lov" . ex:9 dct:title "Fristående" .')
    assert [(warning.code, warning.values["count"]) for warning in found.warnings] == [
        ("warning.rdf_statements_left", 1)
    ]


def test_relative_services_are_known_by_their_identifier() -> None:
    found = _read('<#lov> a cpsv:PublicService ; dct:title "Lov" ; dct:identifier "A-1" .')
    assert found.rows[0].cells["identifier"] == "A-1"
    assert _codes(found) == ["warning.rdf_relative"]


def test_a_relative_page_is_no_address_to_follow() -> None:
    (row,) = _read(
        '<http://x.se/1> a cpsv:PublicService ; dct:title "A" ; <http://xmlns.com/foaf/0.1/page> <../side> .'
    ).rows
    assert "url" not in row.cells


def test_signs_no_database_stores_are_left_out_of_the_row_and_escaped_beside() -> None:
    found = _read('ex:1 a cpsv:PublicService ; dct:title "Lo\\u0000v\\uD800" .')
    assert found.rows[0].cells["name"] == "Lov"
    assert "\\u0000v\\uD800" in found.rows[0].cells["statements"]
    found.rows[0].cells["statements"].encode()


@pytest.mark.parametrize(
    ("turtle", "code"),
    [
        ("cpsv:PublicService a rdfs:Class .", "error.rdf_vocabulary"),
        ("ex:1 a <http://www.w3.org/2004/02/skos/core#Concept> .", "error.rdf_code_list"),
        ("ex:1 a ex:Thing .", "error.rdf_no_services"),
        ("ex:1 dct:title 'x' .", "error.rdf_no_services"),
    ],
)
def test_a_file_without_services_says_what_it_is(turtle: str, code: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        _read(turtle)
    assert problem.value.code == code


def test_what_very_many_share_is_kept_with_the_first_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = " . ".join(f"ex:org dct:subject {number}" for number in range(10))
    services = " . ".join(f'ex:{n} a cpsv:PublicService ; dct:title "{n}" ; cv:ownedBy ex:org' for n in range(4))
    monkeypatch.setattr(cpsv, "KEPT", 20)
    found = _read(f"{shared} . {services} .")
    assert [row.cells["statements"].count("subject") for row in found.rows] == [10, 10, 0, 0]
    assert len(_together(found)) == 22
    monkeypatch.setattr(cpsv, "KEPT", 2)
    with pytest.raises(ImportProblem) as problem:
        _read(f"{shared} . {services} .")
    assert problem.value.code == "error.rdf_too_many_statements"


SERVICES = {
    "example-rdf_public_service.ttl": 1,
    "example-rdf_public_service.jsonld": 1,
    "lpdc-concept-from-ldes-stream.ttl": 1,
    "lpdc-concept-from-ldes-stream-2.ttl": 1,
    "lpdc-concept-from-ldes-stream-3.ttl": 1,
    "lpdc-concept-from-ldes-stream-4.ttl": 1,
    "lpdc-concept-test-cases-data.ttl": 2,
    "lpdc-concepts.ttl": 4,
    "lpdc-instance-published.ttl": 1,
    "lpdc-instance-published-2.ttl": 1,
    "lpdc-instance-published-3.ttl": 1,
    "lpdc-instance-published-4.ttl": 1,
    "lpdc-instance-test-cases-data.ttl": 3,
}


@pytest.mark.corpus
@pytest.mark.parametrize(("file", "count"), SERVICES.items())
def test_the_official_example_and_the_corpus_load_without_loss(shared: Path, file: str, count: int) -> None:
    data = (shared / "corpus" / "services" / file).read_bytes()
    found = cpsv.read(data, file)
    assert (len(found.rows), found.problems) == (count, ())
    assert isomorphic(_together(found), read_statements(data, file).graph)


@pytest.mark.corpus
def test_the_official_example_is_the_same_in_both_syntaxes(shared: Path) -> None:
    folder = shared / "corpus" / "services"
    turtle, json_ld = (
        cpsv.read((folder / f"example-rdf_public_service.{form}").read_bytes(), "x").rows for form in ("ttl", "jsonld")
    )
    assert turtle == json_ld
    assert turtle[0].cells["unit"] == "Federal Public Service FINANCE"


@pytest.mark.corpus
def test_vocabularies_shapes_and_code_lists_of_the_corpus_are_named_as_such(shared: Path) -> None:
    codes = {}
    for path in sorted((shared / "corpus" / "services").glob("*.ttl")):
        if path.name not in SERVICES:
            with pytest.raises(ImportProblem) as problem:
                cpsv.read(path.read_bytes(), path.name)
            codes[path.name] = problem.value.code
    assert {code for name, code in codes.items() if "codelist" in name or "niveau" in name} == {"error.rdf_code_list"}
    assert {code for name, code in codes.items() if "ap" in name.split(".")[0].split("-")} == {"error.rdf_vocabulary"}
    assert len(codes) == 10
