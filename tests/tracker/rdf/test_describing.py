"""The description of one resource: all the file says of it, and nothing of its peers."""

from __future__ import annotations

import pytest
from rdflib.term import URIRef

from tracker.rdf import describing
from tracker.rdf.reading import read_statements

A, B = URIRef("http://e/a"), URIRef("http://e/b")


def _described(turtle: str) -> set[str]:
    graph = read_statements(f"@prefix : <http://e/> . {turtle}".encode(), "x").graph
    return {str(value) for _, _, value in describing.Describing(graph, {A, B}).of(A)}


def test_what_it_leads_to_belongs_to_it() -> None:
    assert _described(':a :p :x . :x :q [ :r "deep" ] . :y :q "other" .') >= {"deep"}
    assert "other" not in _described(':a :p :x . :x :q "mine" . :y :q "other" .')


def test_a_peer_is_named_and_not_described() -> None:
    assert _described(':a :p :b . :b :q "of the peer" .') == {str(B)}


def test_what_points_at_it_belongs_to_it_without_its_peers() -> None:
    found = _described(':catalogue :lists :a, :b ; :title "Catalogue" .')
    assert found == {str(A), "Catalogue"}


def test_the_list_it_stands_in_belongs_to_it() -> None:
    assert "Catalogue" in _described(':catalogue :lists ( :b :a :b ) ; :title "Catalogue" .')


def test_circles_end() -> None:
    assert _described(":a :p :x . :x :p :y . :y :p :a .") == {"http://e/x", "http://e/y", str(A)}


def test_a_code_list_is_not_followed_into() -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    found = _described(f':a :type :c . :c <{skos}inScheme> :s . :s <{skos}hasTopConcept> :d . :d :p "another" .')
    assert "another" not in found


def test_a_description_too_long_keeps_to_its_own_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(describing, "LONGEST", 3)
    found = _described(':a :p :x, [ :q "blank" ] . :x :p 1, 2, 3, 4, 5 .')
    assert "blank" in found
    assert "5" not in found
