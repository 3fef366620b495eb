"""Services go out as CPSV-AP as they came in, altered only where the catalogue says something else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

from tracker.errors import TrackerError
from tracker.exporters import cpsv as exporter
from tracker.importers import cpsv as importer
from tracker.importers import lists
from tracker.importers.columns import Row
from tracker.rdf.namespaces import CPSV
from tracker.rdf.reading import read_statements
from tracker.rdf.services import ServiceDescription

TTL = Path(__file__).parents[2] / "data" / "tracker" / "tjanster.ttl"
HEAD = "@prefix d: <http://purl.org/dc/terms/> . @prefix c: <http://purl.org/vocab/cpsv#> . @prefix e: <http://e/> . "
FORMS = tuple(exporter.SERVICES)


def _cells(cells: Mapping[str, Any]) -> dict[str, str]:
    """The columns as the catalogue would give them to the exporter."""
    texts = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in cells.items()}
    beside = ("identifier", "statements", "unit_kind")
    return {key: text for key, text in texts.items() if text not in ("", "None", "unknown") and key not in beside}


def _out(row: Row) -> ServiceDescription:
    identifier, statements = row.get("identifier", ""), row.get("statements", "")
    return ServiceDescription(cells=_cells(row.cells), identifier=identifier, statements=statements)


def _graph(data: bytes) -> Graph:
    return read_statements(data, TTL.name).graph


@pytest.fixture
def example() -> tuple[Row, ...]:
    return importer.read(TTL.read_bytes(), TTL.name).rows


@pytest.mark.parametrize("form", FORMS)
def test_what_came_in_goes_out(example: tuple[Row, ...], form: str) -> None:
    out = exporter.services(form, [_out(found) for found in example])
    assert isomorphic(_graph(out), _graph(TTL.read_bytes()))


@pytest.mark.parametrize("form", FORMS)
def test_the_same_services_are_the_same_bytes(example: tuple[Row, ...], form: str) -> None:
    rows = [_out(found) for found in example]
    again = [_out(found) for found in importer.read(exporter.services(form, rows), TTL.name).rows]
    assert exporter.services(form, rows) == exporter.services(form, again)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "Bygga nytt"),
        ("description", "Ny beskrivning.\nI två stycken."),
        ("unit", "Samhällsbyggnad"),
        ("channel", "webb, telefon, besök"),
        ("life_event", "Flytta"),
        ("status", "pilot"),
        ("status", "closed"),
        ("status", ""),
        ("started_on", "2024-02-29"),
        ("url", "https://www.provby.example/å?b=1"),
        ("url", ""),
        ("unit", ""),
        ("platform", "Farled"),
        ("cross_border", "true"),
        ("contract_end", "2027-12-31"),
    ],
)
def test_a_changed_column_is_read_back_and_nothing_else_changes(
    example: tuple[Row, ...], form: str, column: str, value: str
) -> None:
    before = _out(example[0])
    after = replace(before, cells={key: text for key, text in {**before.cells, column: value}.items() if text})
    found = importer.read(exporter.services(form, [after, _out(example[1])]), TTL.name).rows
    changed, same = (row.cells for row in sorted(found, key=lambda row: str(row.cells["identifier"])))
    assert _cells(changed) == after.cells
    assert changed["identifier"] == before.identifier
    assert "0100.50" in changed["statements"]
    assert same == example[1].cells


def test_texts_in_other_languages_stay_when_one_is_changed(example: tuple[Row, ...]) -> None:
    row = _out(example[0])
    out = exporter.turtle([replace(row, cells={**row.cells, "name": "Bygga nytt"})]).decode()
    assert '"Bygga nytt"@sv' in out
    assert '"Building permit"@en' in out
    assert "Ansökan om bygglov" not in out


@pytest.mark.parametrize("form", FORMS)
def test_a_service_of_a_spreadsheet_goes_out_and_comes_back(form: str) -> None:
    source = lists.read(
        "services",
        "namn;enhet;kanal;livshändelse;status;plattform;system;leverantör;avtalsslut;webbadress;beskrivning;crossborder\n"
        "Bygglov;Bygg;webb, telefon;Bygga;I drift;Farled;Plan;Lodstolpen AB;2027-01-31;https://e.example;Sök.;nej".encode(),
        "x.csv",
    ).rows[0]
    out = exporter.services(form, [ServiceDescription(cells=_cells(source.cells))])
    back = importer.read(out, "x").rows[0]
    assert _cells(back.cells) == _cells(source.cells)
    assert "identifier" not in back.cells
    assert '"Bygglov"@sv' in back.cells["statements"]


@pytest.mark.parametrize("identifier", ["https://data.provby.example/1", "BL-1", "urn:uuid:7", "två ord"])
def test_a_service_keeps_its_identifier(identifier: str) -> None:
    out = exporter.turtle([ServiceDescription(cells={"name": "Lov"}, identifier=identifier)])
    assert importer.read(out, "x").rows[0].cells["identifier"] == identifier
    assert len(list(_graph(out).subjects(RDF.type, CPSV["PublicService"]))) == 1


def test_names_told_apart_on_the_way_in_go_out_as_they_were() -> None:
    data = (
        HEAD + 'e:1 a c:PublicService ; d:title "Lov" . e:2 a c:PublicService ; d:title "Lov" . e:3 a c:PublicService .'
    )
    rows = importer.read(data.encode(), "x").rows
    assert [row.cells["name"] for row in rows] == ["Lov (1)", "Lov (2)", "3"]
    assert isomorphic(_graph(exporter.turtle(map(_out, rows))), _graph(data.encode()))


def test_blank_nodes_that_services_share_stay_one() -> None:
    data = f"""{HEAD} e:1 a c:PublicService ; d:title "A" ; e:p _:x .
        e:2 a c:PublicService ; d:title "B" ; e:p _:x . _:x e:q 1 .""".encode()
    rows = importer.read(data, "x").rows
    assert isomorphic(_graph(exporter.turtle(map(_out, rows))), _graph(data))


def test_json_ld_brings_its_own_context() -> None:
    document = json.loads(exporter.json_ld([ServiceDescription(cells={"name": "Lov"})]))
    assert document["@context"]["cpsv"] == "http://purl.org/vocab/cpsv#"
    assert document["@graph"][0]["@type"] == "cpsv:PublicService"


def test_no_services_are_a_file_that_says_nothing() -> None:
    assert json.loads(exporter.json_ld([]))["@graph"] == []
    assert exporter.turtle([]).strip() == b""


@pytest.mark.parametrize("name", ['<x> "y" \\ \n z', "å" * 400, "a\u2028b", "../..", "#", "\ud800x"])
@pytest.mark.parametrize("form", FORMS)
def test_no_name_breaks_the_file(form: str, name: str) -> None:
    cells = {"name": name, "unit": name, "life_event": name[:200], "channel": name[:120], "url": name[:500]}
    out = exporter.services(form, [ServiceDescription(cells=cells, identifier=name)])
    assert len(list(_graph(out).subjects(RDF.type, CPSV["PublicService"]))) == 1


def test_an_unknown_format_names_the_choices() -> None:
    with pytest.raises(TrackerError) as problem:
        exporter.services("rdf", [])
    assert problem.value.values["choices"] == "ttl, jsonld"


@pytest.mark.corpus
@pytest.mark.parametrize("form", FORMS)
def test_the_official_example_and_the_corpus_go_out_as_they_came(shared: Path, form: str) -> None:
    folder = shared / "corpus" / "services"
    for path in sorted(
        [*folder.glob("example*"), *folder.glob("lpdc-concept*.ttl"), *folder.glob("lpdc-instance*.ttl")]
    ):
        if "shape" in path.name:
            continue
        rows = importer.read(path.read_bytes(), TTL.name).rows
        assert isomorphic(_graph(exporter.services(form, map(_out, rows))), _graph(path.read_bytes())), path.name
