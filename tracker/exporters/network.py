"""A network as GraphML, and its ties as rows: with the day and the filters it was taken under."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from tracker.exporters.markup import clean
from tracker.network.measures import Measures
from tracker.network.ties import Node, Selection, Tie

MEDIA_TYPE = "application/graphml+xml"
EDGE_COLUMNS = ("source", "target", "kind", "formal", "mutual", "valid_from", "valid_to")


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
    graph = nx.MultiDiGraph(
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
    out = io.BytesIO()
    nx.write_graphml(graph, out, encoding="utf-8", named_key_ids=True)
    return out.getvalue()
