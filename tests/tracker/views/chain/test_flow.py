"""The picture keeps what the chains say: widths are chains, small groups are put together with their count."""

from __future__ import annotations

from collections import Counter

import pytest

from tracker.tables.guideline import Level
from tracker.views.chain.flow import FEW, SHOWN, flow
from tracker.views.chain.held import HeldPassage, HeldService, Named
from tracker.views.chain.hops import Hop, HopState, Why
from tracker.views.chain.ways import Act, Placed
from tracker.views.chain.whole import Chain
from tracker.views.guidelines.listing import GuidelineName


def act(number: int, level: Level = Level.NATIONAL) -> Act:
    name = GuidelineName(
        id=number, identifier=f"SFS 2000:{number}", library_key="", title_sv=f"Lag {number}", title_en=""
    )
    return Act(name=name, level=level, needs_national=False)


def chain(number: int, law: int, *, documents: int = 1, service: bool = True, why: Why = Why.HOLDS) -> Chain:
    placed = Placed(
        id=number, guideline_id=law, locator=f"{number} §", key=str(number), topic="", counted=True, starts=None
    )
    unit = Named(id=5, name="Hamnen")
    held = HeldService(link_id=1, id=1, name="Låna båt", unit=unit, why=Why.HOLDS, since=None)
    return Chain(
        placed=[placed],
        passages=[
            HeldPassage(
                link_id=one, passage_id=one, document_id=one, title=f"Plan {one}", locator="", page=0, responsible=None,
                why=Why.HOLDS, since=None,
            )
            for one in range(documents)
        ],
        services=[held] if service else [],
        actors=[unit] if service else [],
        only_text=False,
        withheld=0,
        hops=[
            HopState(hop=Hop.LEVELS, why=why),
            HopState(hop=Hop.LOCAL, why=Why.HOLDS if documents else Why.NO_PASSAGE),
            HopState(hop=Hop.SERVICE, why=Why.HOLDS if service else Why.NO_SERVICE),
            HopState(hop=Hop.ACTOR, why=Why.HOLDS if service else Why.NO_ACTOR),
        ],
    )  # fmt: skip


def label(one: Act) -> str:
    return one.name.title("sv")


def test_a_chain_through_two_documents_is_divided_and_counted_once() -> None:
    found = flow([chain(1, 1, documents=2)], {1: act(1)}, label)
    service = next(node for node in found.nodes if node.kind == "service")
    assert service.count == 1
    assert sum(stream.weight for stream in found.streams if stream.target == service.key) == pytest.approx(1)


def test_a_broken_chain_ends_where_it_breaks() -> None:
    found = flow([chain(1, 1, service=False)], {1: act(1)}, label)
    assert [(node.layer, node.kind) for node in found.nodes] == [
        ("national", "requirement"), ("local", "document"), ("service", "broken"),
    ]  # fmt: skip


def test_a_break_with_something_below_it_goes_on() -> None:
    found = flow([chain(1, 1, documents=0)], {1: act(1)}, label)
    assert [node.kind for node in found.nodes] == ["requirement", "broken", "service", "actor"]


def test_few_chains_show_their_requirements_and_many_their_acts() -> None:
    few = flow([chain(number, 1) for number in range(1, FEW + 1)], {1: act(1)}, label)
    many = flow([chain(number, 1) for number in range(1, FEW + 2)], {1: act(1)}, label)
    assert Counter(node.kind for node in few.nodes)["requirement"] == FEW
    assert Counter(node.kind for node in many.nodes)["guideline"] == 1


def test_groups_too_small_to_draw_are_put_together_with_their_count() -> None:
    acts = {number: act(number) for number in range(1, 31)}
    found = flow([chain(number, number) for number in acts], acts, label)
    laws = [node for node in found.nodes if node.layer == "national"]
    rest = next(node for node in laws if node.kind == "rest")
    assert len(laws) == SHOWN
    assert (rest.held, rest.count) == (30 - SHOWN + 1, 30 - SHOWN + 1)
    assert sum(node.count for node in laws) == 30


def test_a_directive_without_a_national_section_breaks_in_the_national_layer() -> None:
    broken = chain(1, 1, documents=0, service=False, why=Why.NO_NATIONAL)
    found = flow([broken], {1: act(1, Level.EU)}, label)
    assert [(node.layer, node.kind) for node in found.nodes][:2] == [("eu", "requirement"), ("national", "broken")]


def test_nothing_makes_an_empty_picture() -> None:
    assert flow([], {}, label).nodes == []
