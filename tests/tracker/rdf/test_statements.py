"""Kept statements are the same text whenever they say the same."""

from __future__ import annotations

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from tracker.rdf.reading import read_statements
from tracker.rdf.statements import blank_names, parsed, written


def _graph(turtle: str) -> Graph:
    return read_statements(f"@prefix : <http://e/> . {turtle}".encode(), "x").graph


def _text(turtle: str) -> str:
    graph = _graph(turtle)
    return written(graph, blank_names(graph))


@pytest.mark.parametrize(
    "turtle",
    [
        ":a :p [ :q 1 ], [ :q 2 ] .",
        ":a :p [ :q 1 ], [ :q 1 ] .",
        ":a :p ( 1 2 [ :q ( ) ] 1 ) .",
        "_:x :p _:y . _:y :p _:z . _:z :p _:x .",
        ':a :p "rad\\r\\n\\"två\\"\\t\\u0007"@sv, "x"^^:t, <http://e/å> .',
    ],
)
def test_what_is_written_is_read_back(turtle: str) -> None:
    graph = _graph(turtle)
    assert isomorphic(parsed(written(graph, blank_names(graph))), graph)


def test_the_order_and_the_labels_of_the_file_do_not_matter() -> None:
    assert _text(":a :p [ :q [ :r 1 ] ], [ :q [ :r 2 ] ] .") == _text(
        "_:n1 :r 2 . _:n2 :q _:n1 . :a :p _:n2 , _:m2 . _:m1 :r 1 . _:m2 :q _:m1 ."
    )


def test_nodes_that_nothing_tells_apart_stay_several() -> None:
    assert len(set(blank_names(_graph(":a :p [ :q 1 ], [ :q 1 ], [ :q 1 ] .")).values())) == 3


def test_a_long_list_is_named_within_the_rounds() -> None:
    graph = _graph(f":a :p ( {' '.join('1' for _ in range(300))} ) .")
    assert len(set(blank_names(graph).values())) == 300
