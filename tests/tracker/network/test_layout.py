"""A picture is the same for everybody, whatever is in the network."""

from __future__ import annotations

from tracker.network.layout import MOST_DRAWN, drawn, layout
from tracker.network.measures import Graph


def test_the_same_network_gives_the_same_picture() -> None:
    graph = Graph(groups=dict.fromkeys(range(120), 0), ties=[(actor, actor // 3) for actor in range(120)])
    assert layout(graph) == layout(graph)


def test_every_actor_has_a_place_of_its_own_within_the_picture() -> None:
    graph = Graph(groups=dict.fromkeys(range(12), 0), ties=[(0, 1), (1, 2), (2, 3), (3, 0), (5, 6), (7, 7)])
    places = layout(graph)
    assert len(set(places.values())) == 12
    assert all(-1.01 <= x <= 1.01 and -1.01 <= y <= 1.31 for x, y in places.values())


def test_a_network_that_is_too_large_is_drawn_with_those_with_most_ties() -> None:
    graph = Graph(groups=dict.fromkeys(range(400), 0), ties=[(0, actor) for actor in range(1, 400)])
    assert len(drawn(graph)) == len(layout(graph)) == MOST_DRAWN
    assert 0 in drawn(graph)


def test_nothing_is_drawn_of_nothing() -> None:
    assert layout(Graph(groups={}, ties=[])) == {}
