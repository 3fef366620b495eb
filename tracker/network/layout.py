"""Where the actors of a picture stand: the same network gives the same picture, for everybody."""

from __future__ import annotations

import math
from collections.abc import Mapping

import networkx as nx

from tracker.network.measures import Graph, as_networkx

MOST_DRAWN = 300
"""Actors in a picture; a larger network is drawn with those that have most ties."""
SMALL = 3
SEED = 1
_FEW = 80  # up to here the slower layout, which keeps distances true


def drawn(graph: Graph) -> frozenset[int]:
    """The actors that are drawn: all, or those with most ties."""
    undirected = as_networkx(graph).to_undirected()
    ordered = sorted(undirected.degree, key=lambda pair: (-pair[1], pair[0]))
    return frozenset(actor for actor, _ in ordered[:MOST_DRAWN])


def layout(graph: Graph) -> Mapping[int, tuple[float, float]]:
    """A place for every drawn actor: x from -1 to 1, y from -1 to 1.3.

    Parts of the network that do not hang together stand side by side, as wide as they have actors; the small ones
    stand in a row below.

    >>> layout(Graph(groups={1: 1}, ties=[]))
    {1: (0.0, 0.0)}
    """
    chosen = drawn(graph)
    undirected = as_networkx(graph).to_undirected().subgraph(chosen)
    parts = sorted(nx.connected_components(undirected), key=lambda part: (-len(part), min(part)))
    found: dict[int, tuple[float, float]] = {}
    large = [part for part in parts if len(part) > SMALL] or parts[:1]
    for row, height, middle in ((large, 1.0, 0.0), (parts[len(large) :], 0.08, 1.22)):
        left, whole = -1.0, sum(len(part) for part in row)
        for part in row:
            half = len(part) / whole
            used = half if len(row) == 1 else 0.8 * half  # so that neighbours keep apart
            for actor, (x, y) in _places(undirected.subgraph(part)).items():
                found[actor] = (round(left + half + used * x, 4), round(middle + height * y, 4))
            left += 2 * half
    return found


def _places(part: nx.Graph) -> dict[int, tuple[float, float]]:
    """The places of one connected part."""
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(part))
    ordered.add_edges_from(sorted(part.edges))
    if len(ordered) == 1:
        return dict.fromkeys(ordered, (0.0, 0.0))
    if len(ordered) <= _FEW:
        raw = nx.kamada_kawai_layout(ordered)
    else:
        raw = nx.spring_layout(ordered, seed=SEED, iterations=80, k=2.5 / math.sqrt(len(ordered)))
    return {int(actor): (round(float(x), 4), round(float(y), 4)) for actor, (x, y) in raw.items()}
