"""The network leaves as GraphML that networkx reads again, and as rows of ties."""

from __future__ import annotations

from datetime import date

import networkx as nx

from tracker.exporters.network import edge_rows, graphml
from tracker.network.measures import measures
from tracker.network.ties import Network, Node, Selection, Tie
from tracker.tables.network import ActorKind


def _network(first: str = "Digg", second: str = "Kansliet") -> Network:
    nodes = {
        1: Node(id=1, name=first, kind=ActorKind.AUTHORITY, group=1, organisation=1),
        2: Node(id=2, name=second, kind=ActorKind.UNIT, group=2, organisation=2),
    }
    tie = Tie(
        source=1, target=2, kind="informs", formal=False, mutual=False, relation=7, valid_from=date(2024, 5, 1),
        valid_to=None,
    )  # fmt: skip
    return Network(nodes=nodes, ties=[tie])


def _written(found: Network) -> bytes:
    selection = Selection(on=date(2025, 1, 1), formal=False)
    return graphml(found.nodes.values(), found.ties, measures(found.graph()), selection)


def test_graphml_is_read_again_with_its_measures_and_filters() -> None:
    read = nx.parse_graphml(_written(_network()).decode(), node_type=int)
    assert read.nodes[1]["name"] == "Digg"
    assert read.nodes[1]["constraint"] == 1.0
    assert list(read.edges(data="kind")) == [(1, 2, "informs")]
    assert (read.graph["on"], read.graph["formal"]) == ("2025-01-01", "false")


def test_names_with_markup_and_control_signs_do_no_harm() -> None:
    read = nx.parse_graphml(_written(_network("<b>&\x07", "]]>\"'")).decode(), node_type=int)
    assert [read.nodes[number]["name"] for number in (1, 2)] == ["<b>&\ufffd", "]]>\"'"]


def test_ties_are_rows_with_the_names_of_both_actors() -> None:
    found = _network()
    assert edge_rows(found.nodes.values(), found.ties) == [
        {
            "source": "Digg", "target": "Kansliet", "kind": "informs", "formal": False, "mutual": False,
            "valid_from": date(2024, 5, 1), "valid_to": None,
        }
    ]  # fmt: skip
