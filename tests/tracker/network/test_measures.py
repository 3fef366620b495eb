"""Our figures are networkx's on the same graph; brokerage roles are those counted by hand."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.network.measures import Brokerage, Graph, as_networkx, measures

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40)
NOTHING: list[tuple[int, int]] = []


def _graph(ties: list[tuple[int, int]], groups: dict[int, int] | None = None, **more: list[tuple[int, int]]) -> Graph:
    known = groups or {actor: 0 for tie in [*ties, *more.get("mutual", NOTHING)] for actor in tie}
    return Graph(groups=known, ties=ties, **more)


@given(PAIRS, PAIRS)
@settings(max_examples=60, deadline=None)
def test_figures_equal_networkx(ties: list[tuple[int, int]], mutual: list[tuple[int, int]]) -> None:
    found = measures(Graph(groups={actor: actor % 3 for actor in range(10)}, ties=ties, mutual=mutual))
    theirs = nx.DiGraph()
    theirs.add_nodes_from(range(10))
    theirs.add_edges_from(tie for tie in [*ties, *mutual, *((b, a) for a, b in mutual)] if tie[0] != tie[1])
    both_ways = theirs.to_undirected()
    assert {a: p.betweenness for a, p in found.positions.items()} == pytest.approx(nx.betweenness_centrality(both_ways))
    constraint = {actor: value for actor, value in nx.constraint(both_ways).items() if value == value}
    ours = {actor: p.constraint for actor, p in found.positions.items() if p.constraint is not None}
    assert ours == pytest.approx(constraint)
    assert found.density == pytest.approx(nx.density(theirs))
    assert found.components == nx.number_weakly_connected_components(theirs)
    assert found.isolated == nx.number_of_isolates(theirs)
    cuts = set(nx.articulation_points(both_ways))
    assert {actor for actor, p in found.positions.items() if p.cut} == cuts
    assert {a: p.degree_in for a, p in found.positions.items()} == dict(theirs.in_degree())


def test_betweenness_is_a_share_of_the_pairs_of_others() -> None:
    """The second in a chain of four stands between two of (4-1)(4-2)/2 = 3 pairs, whichever way the ties point."""
    assert measures(_graph([(1, 2), (3, 2), (3, 4)])).positions[2].betweenness == pytest.approx(2 / 3)


def test_constraint_of_a_pair_is_one() -> None:
    assert measures(_graph([(1, 2)])).positions[1].constraint == pytest.approx(1.0)


def test_constraint_of_the_middle_of_a_star() -> None:
    """Three contacts without ties among them: three times (1/3) squared."""
    assert measures(_graph([], mutual=[(0, 1), (0, 2), (0, 3)])).positions[0].constraint == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ((1, 1, 1), Brokerage.COORDINATOR),
        ((2, 1, 1), Brokerage.GATEKEEPER),
        ((1, 1, 2), Brokerage.REPRESENTATIVE),
        ((2, 1, 2), Brokerage.CONSULTANT),
        ((2, 1, 3), Brokerage.LIAISON),
    ],
)
def test_roles_of_gould_and_fernandez(groups: tuple[int, int, int], role: Brokerage) -> None:
    found = measures(_graph([(1, 2), (2, 3)], dict(zip((1, 2, 3), groups, strict=True))))
    assert found.positions[2].brokerage == {role: 1}
    assert found.positions[1].brokerage == found.positions[3].brokerage == {}


def test_a_tie_past_the_middle_leaves_nothing_to_broker() -> None:
    assert measures(_graph([(1, 2), (2, 3), (1, 3)], {1: 1, 2: 2, 3: 3})).positions[2].brokerage == {}


def test_brokerage_counted_by_hand() -> None:
    """Four into one into two: eight ordered pairs less the one that has its own tie."""
    ties = [(1, 9), (2, 9), (3, 9), (4, 9), (9, 5), (9, 6), (1, 5)]
    groups = {1: 1, 2: 1, 3: 2, 4: 3, 9: 1, 5: 1, 6: 2}
    assert measures(_graph(ties, groups)).positions[9].brokerage == {
        Brokerage.COORDINATOR: 1,  # 2 to 5
        Brokerage.GATEKEEPER: 2,  # 3 and 4 to 5
        Brokerage.REPRESENTATIVE: 2,  # 1 and 2 to 6
        Brokerage.CONSULTANT: 1,  # 3 to 6
        Brokerage.LIAISON: 1,  # 4 to 6
    }


def test_ei_index_counts_pairs_across_less_within() -> None:
    found = measures(_graph([(1, 2), (2, 1), (1, 3), (2, 4)], {1: 1, 2: 1, 3: 2, 4: 2}))
    assert found.ei_index == pytest.approx((2 - 1) / 3)


def test_an_empty_network_has_no_figures_and_no_zeros() -> None:
    found = measures(Graph(groups={}, ties=[]))
    assert (found.actors, found.density, found.ei_index, dict(found.positions)) == (0, None, None, {})


def test_isolated_actors_have_no_constraint() -> None:
    found = measures(Graph(groups={1: 1, 2: 1}, ties=[]))
    assert (found.isolated, found.positions[1].constraint, found.positions[1].betweenness) == (2, None, 0.0)


def test_ties_to_oneself_to_strangers_and_cycles_do_no_harm() -> None:
    found = measures(Graph(groups={1: 1, 2: 2, 3: 3}, ties=[(1, 1), (1, 7), (1, 2), (2, 3), (3, 1), (1, 2)]))
    assert (found.ties, found.components) == (3, 1)


def test_four_hundred_actors_are_measured() -> None:
    ties = [(actor, (actor * 7 + step) % 400) for actor in range(400) for step in (1, 2, 3)]
    found = measures(_graph(ties, {actor: actor % 20 for actor in range(400)}))
    assert found.actors == len(as_networkx(_graph(ties))) == 400
