"""A network as GraphML or GEXF, and its ties as rows: with the day and the filters it was taken under."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from tracker.exporters.markup import clean
from tracker.network.measures import Measures
from tracker.network.ties import Node, Selection, Tie

MEDIA_TYPE = "application/graphml+xml"
MEDIA_TYPES = {"graphml": MEDIA_TYPE, "gexf": "application/gexf+xml"}
EDGE_COLUMNS = ("source", "target", "kind", "formal", "mutual", "valid_from", "valid_to")
_MODIFIED = re.compile(rb'lastmodifieddate="[^"]*"')


def edge_rows(nodes: Iterable[Node], ties: Iterable[Tie]) -> list[Mapping[str, Any]]:
    """One row per tie with the names of both actors, in the order of the names."""
    names = {node.id: node.name for node in nodes}
    rows = [
        {
            "source": names[tie.source],
            "target": names[tie.target],
            "kind": tie.kind,
            "formal": tie.formal,
            "mutual": tie.mutual,
            "valid_from": tie.valid_from,
            "valid_to": tie.valid_to,
        }
        for tie in ties
    ]
    return sorted(rows, key=lambda row: (str(row["source"]), str(row["target"]), str(row["kind"])))


def graphml(nodes: Iterable[Node], ties: Iterable[Tie], found: Measures, selection: Selection) -> bytes:
    """The network as GraphML (UTF-8): actors with kind, group and measures, ties with kind, formality and dates.

    A measure an actor does not have is left out. The graph itself says on which day and under which filters.
    """
    out = io.BytesIO()
    nx.write_graphml(_graph(nodes, ties, found, selection), out, encoding="utf-8", named_key_ids=True)
    return out.getvalue()


def gexf(nodes: Iterable[Node], ties: Iterable[Tie], found: Measures, selection: Selection) -> bytes:
    """The same as GEXF 1.2, for Gephi: a directed graph whose nodes are labelled with the names of the actors."""
    graph = _graph(nodes, ties, found, selection)
    for number, name in graph.nodes(data="name"):
        graph.nodes[number]["label"] = name
    out = io.BytesIO()
    nx.write_gexf(graph, out, encoding="utf-8")
    # The library dates the file by its own clock; the day of the network is what a reader asks for.
    return _MODIFIED.sub(f'lastmodifieddate="{selection.on.isoformat()}"'.encode(), out.getvalue(), count=1)


def _graph(nodes: Iterable[Node], ties: Iterable[Tie], found: Measures, selection: Selection) -> nx.MultiDiGraph[int]:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(
        on=selection.on.isoformat(),
        formal="all" if selection.formal is None else str(selection.formal).lower(),
        hierarchy=selection.hierarchy,
        kinds=", ".join(sorted(selection.kinds)) or "all",
    )
    for node in nodes:
        place = found.positions.get(node.id)
        values: dict[str, Any] = {"name": clean(node.name), "kind": node.kind.value, "group": node.group}
        if place is not None:
            values |= {"degree": place.degree, "betweenness": place.betweenness, "component": place.component}
            values |= {} if place.constraint is None else {"constraint": place.constraint}
            values |= {role.value: count for role, count in place.brokerage.items()}
        graph.add_node(node.id, **values)
    for tie in ties:
        days = {"valid_from": tie.valid_from, "valid_to": tie.valid_to}
        written = {key: day.isoformat() for key, day in days.items() if day is not None}
        graph.add_edge(tie.source, tie.target, kind=tie.kind, formal=tie.formal, mutual=tie.mutual, **written)
    return graph


FORMS = {"graphml": graphml, "gexf": gexf}
