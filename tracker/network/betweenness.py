"""Betweenness of all actors at once: Brandes' two passes over levels, as products of matrices.

networkx walks from one actor at a time, which for several hundred actors and a dozen years takes minutes; this takes a
second. A test holds the figures against networkx's.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

MOST_EXACT = 1500
"""Actors up to which betweenness is exact; above, networkx estimates it from the paths of this many of them."""
SEED = 1

Matrix = NDArray[np.float64]


def betweenness(undirected: nx.Graph) -> dict[int, float]:
    """Share of the pairs of others whose shortest paths lead through each actor; 0 where there are no two others.

    >>> betweenness(nx.path_graph(3))
    {0: 0.0, 1: 1.0, 2: 0.0}
    """
    actors = list(undirected)
    size = len(actors)
    if size < 3:
        return dict.fromkeys(actors, 0.0)
    if size > MOST_EXACT:
        estimated: dict[int, float] = nx.betweenness_centrality(undirected, k=MOST_EXACT, seed=SEED)
        return estimated
    ties = nx.to_scipy_sparse_array(undirected, nodelist=actors, weight=None, dtype=np.float64, format="csr")
    through = _through(ties)
    return {actor: float(value) / ((size - 1) * (size - 2)) for actor, value in zip(actors, through, strict=True)}


def _through(ties: Any) -> Matrix:
    """For each actor the shares of shortest paths between ordered pairs of others that lead through it, summed.

    Row s of every matrix is a walk from actor s: `paths` counts the shortest paths to each other, `levels` holds who
    is reached at each distance. Going back, everyone hands what depends on it to those before it on the way.
    """
    size = ties.shape[0]
    paths: Matrix = np.eye(size)
    levels = [np.eye(size, dtype=bool)]
    reached = levels[0].copy()
    while levels[-1].any():
        found = (ties @ (paths * levels[-1]).T).T  # ties are the same both ways
        new = (found > 0) & ~reached
        paths[new] = found[new]
        reached |= new
        levels.append(new)
    depends: Matrix = np.zeros((size, size))
    for nearer, farther in zip(reversed(levels[:-1]), reversed(levels[1:]), strict=True):
        share = np.divide(1.0 + depends, paths, out=np.zeros_like(paths), where=farther)
        depends += (ties @ share.T).T * paths * nearer
    np.fill_diagonal(depends, 0.0)
    total: Matrix = depends.sum(axis=0)
    return total
