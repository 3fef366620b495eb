"""Measures of a network: a graph of plain numbers in, frozen rows out; no database, no names.

Betweenness, constraint, components and articulation points are networkx's, over ties that carry both
ways: who advises also hears, whichever way the tie points. Degrees, density and brokerage look at directions: a tie
leads from the one who acts to the one acted upon, a mutual tie both ways. A tie from an actor to itself says nothing
and is left out; several ties between two actors count once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import networkx as nx


class Brokerage(StrEnum):
    """The roles of Gould and Fernandez (1989): b stands between a and c, who have no tie from a to c of their own."""

    COORDINATOR = "coordinator"
    """All three belong together."""
    GATEKEEPER = "gatekeeper"
    """a is outside: b decides what comes in."""
    REPRESENTATIVE = "representative"
    """c is outside: b speaks for its own."""
    CONSULTANT = "consultant"
    """a and c belong together and b does not; also called itinerant."""
    LIAISON = "liaison"
    """All three belong elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Actors by number with the group (a unit, an organisation) each belongs to, and ties from one to another.

    Ties to numbers that are no actors are left out.
    """

    groups: Mapping[int, int]
    ties: Sequence[tuple[int, int]]
    mutual: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where one actor stands.

    `betweenness` is the share of the (n-1)(n-2)/2 pairs of others whose shortest paths lead here (Freeman 1977,
    Brandes 2001). `constraint` is Burt's (1992), low where contacts do not know each other; None without ties.

    Both degrees count actors. `component` numbers the connected part, the largest is 0. `cut` says that the network
    falls apart without the actor.
    """

    actor: int
    degree_in: int
    degree_out: int
    degree: int
    betweenness: float
    constraint: float | None
    component: int
    cut: bool
    brokerage: Mapping[Brokerage, int]

    @property
    def between_groups(self) -> int:
        """How often the actor stands between two actors of which at least one is of another group than its own."""
        return sum(count for role, count in self.brokerage.items() if role is not Brokerage.COORDINATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The network as a whole. `density` is the share of all possible directed ties, None below two actors.

    `ei_index` is ties across groups less ties within, of all: -1 all within, 1 all across; None without ties.
    """

    actors: int
    ties: int
    density: float | None
    components: int
    isolated: int
    ei_index: float | None
    positions: Mapping[int, Position] = field(default_factory=dict)


def measures(graph: Graph) -> Measures:
    """All measures of a graph.

    >>> found = measures(Graph(groups={1: 1, 2: 1, 3: 2}, ties=[(1, 2), (2, 3)]))
    >>> found.density, found.ei_index, found.positions[2].betweenness, dict(found.positions[2].brokerage)
    (0.3333333333333333, 0.0, 1.0, {<Brokerage.REPRESENTATIVE: 'representative'>: 1})
    """
    directed = as_networkx(graph)
    size = directed.number_of_nodes()
    if not size:
        return Measures(actors=0, ties=0, density=None, components=0, isolated=0, ei_index=None)
    undirected = directed.to_undirected()
    parts = sorted(nx.connected_components(undirected), key=lambda part: (-len(part), min(part)))
    component = {actor: number for number, part in enumerate(parts) for actor in part}
    between = nx.betweenness_centrality(undirected)
    constraint = nx.constraint(undirected)
    cuts = set(nx.articulation_points(undirected))
    roles = brokerage(directed, graph.groups)
    return Measures(
        actors=size,
        ties=directed.number_of_edges(),
        density=nx.density(directed) if size > 1 else None,
        components=len(parts),
        isolated=sum(1 for part in parts if len(part) == 1),
        ei_index=ei_index(directed, graph.groups),
        positions={
            actor: Position(
                actor=actor,
                degree_in=directed.in_degree(actor),
                degree_out=directed.out_degree(actor),
                degree=undirected.degree(actor),
                betweenness=between[actor],
                constraint=None if math.isnan(constraint[actor]) else constraint[actor],
                component=component[actor],
                cut=actor in cuts,
                brokerage=roles.get(actor, {}),
            )
            for actor in directed
        },
    )


def as_networkx(graph: Graph) -> nx.DiGraph:
    """The graph as networkx has it: directed, without ties from an actor to itself, its actors in order."""
    directed = nx.DiGraph()
    directed.add_nodes_from(sorted(graph.groups))
    for source, target in sorted({*graph.ties, *graph.mutual, *((b, a) for a, b in graph.mutual)}):
        if source != target and source in graph.groups and target in graph.groups:
            directed.add_edge(source, target)
    return directed


def ei_index(directed: nx.DiGraph, groups: Mapping[int, int]) -> float | None:
    """Krackhardt and Stern's index (1988): ties across groups less ties within, of all tied pairs; None without any."""
    pairs = {frozenset(tie) for tie in directed.edges}
    across = sum(len({groups[actor] for actor in pair}) == 2 for pair in pairs)
    return (2 * across - len(pairs)) / len(pairs) if pairs else None


def brokerage(directed: nx.DiGraph, groups: Mapping[int, int]) -> dict[int, dict[Brokerage, int]]:
    """How often each actor stands between two others who have no tie of their own, by the groups of the three."""
    counts: dict[int, Counter[Brokerage]] = {}
    for middle in directed:
        for source in directed.predecessors(middle):
            for target in directed.successors(middle):
                if source != target and not directed.has_edge(source, target):
                    role = _role(groups[source], groups[middle], groups[target])
                    counts.setdefault(middle, Counter())[role] += 1
    return {actor: {role: found[role] for role in Brokerage if found[role]} for actor, found in counts.items()}


def _role(source: int, middle: int, target: int) -> Brokerage:
    if source == middle == target:
        return Brokerage.COORDINATOR
    if middle == target:
        return Brokerage.GATEKEEPER
    if source == middle:
        return Brokerage.REPRESENTATIVE
    return Brokerage.CONSULTANT if source == target else Brokerage.LIAISON
