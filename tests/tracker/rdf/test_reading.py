"""Linked data is read in a reading worker, and comes from it as one graph or as a problem with its place."""

from __future__ import annotations

import json

import pytest
from rdflib.term import Literal, URIRef

from policies.errors import UnreadableFile
from tracker.errors import ImportProblem
from tracker.rdf import reading
from tracker.rdf.reading import read_statements

TURTLE = '<http://e/1> <http://e/p> "å" .'


def _problem(data: bytes) -> ImportProblem:
    with pytest.raises(ImportProblem) as problem:
        read_statements(data, "x")
    return problem.value


def test_a_graph_in_the_order_of_the_file() -> None:
    found = read_statements(f"{TURTLE} <http://e/1> <http://e/p> 'b'@sv-SE .".encode(), "x")
    address = URIRef("http://e/1"), URIRef("http://e/p")
    assert list(found.graph) == [(*address, Literal("å")), (*address, Literal("b", lang="sv-SE"))]


def test_a_problem_keeps_its_code_and_its_line() -> None:
    problem = _problem(b"\n\nex:a ex:b ex:c .")
    assert problem.code == "error.rdf_syntax"
    assert problem.values == {"file": "x", "line": 3, "detail": 'Prefix "ex:" not bound'}


def test_what_had_to_be_guessed_is_said() -> None:
    found = read_statements(b'{"@id": "http://e/1", "colour": "red", "http://e/p": {"@id": "../b"}}', "x")
    assert [warning.code for warning in found.warnings] == ["warning.rdf_terms", "warning.rdf_relative"]
    assert found.warnings[0].values["terms"] == "colour"


def test_the_context_of_cpsv_ap_is_known_by_its_address() -> None:
    context = "https://semiceu.github.io/CPSV-AP/releases/3.1.1/context/cpsv-ap.jsonld"
    data = json.dumps({"@context": context, "@id": "http://e/1", "PublicService.hasChannel": "http://e/2"}).encode()
    expected = (URIRef("http://e/1"), URIRef("http://data.europa.eu/m8g/hasChannel"), URIRef("http://e/2"))
    assert list(read_statements(data, "x").graph) == [expected]


def test_a_large_file_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FILE_MEGABYTES", 0)
    assert _problem(TURTLE.encode()).code == "error.table_file_too_large"


@pytest.mark.parametrize("code", ["error.too_slow", "error.too_much_memory", "error.reader_crashed"])
def test_a_file_that_holds_up_or_ends_its_reader_is_a_problem(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def breach(data: bytes, file: str, **_: object) -> None:
        raise UnreadableFile(code, file=file)

    monkeypatch.setattr(reading, "statements_safely", breach)
    assert _problem(TURTLE.encode()).code == code
