"""Naming the act or the place above speaks for a crosswalk, naming other places of it against."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.crosswalks.citing import Act, Named, Near, Where, place_named, shift
from tracker.crosswalks.levels import Levels, Placed

BOATS = Act(id=1, identifier="32018L4242", library_key="", level=0, titles=["Direktiv (EU) 2018/4242 om lånebåtar"])


def near(locator: str, text: str, *targets: str) -> Near | None:
    found: Named | None = place_named(BOATS, locator, text, "sv", targets, act_is_clear=True)
    return found.near if found is not None else None


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("art 7(1)(c)", Near.PLACE),
        ("art 7(1)", Near.PLACE),
        ("art 7(1)(d)", Near.ARTICLE),
        ("art 7(2)", Near.ARTICLE),
        ("art 8", Near.OTHER),
    ],
)
def test_a_point_is_told_from_the_other_points_of_its_article(locator: str, expected: Near) -> None:
    assert near(locator, "Flytvästar får lånas ut med stöd av artikel 7.1 c.") is expected


def test_every_article_of_a_range_is_named() -> None:
    assert near("art 13(2)", "Beslut enligt artiklarna 4.5 och 12-14 får överklagas.") is Near.PLACE


def test_what_a_wording_refers_to_counts_as_what_it_says() -> None:
    assert near("art 7(1)(c)", "Sådan utlåning får ske.", "32018L4242 art 7(1)(c)") is Near.PLACE


def test_articles_of_another_act_say_nothing() -> None:
    assert near("art 7", "Kraven i artikel 7 i direktiv (EU) 2016/2102 gäller inte.") is None


def test_who_names_other_places_moves_away_from_this_one() -> None:
    moved = [
        shift(Where.TITLE, place_named(BOATS, locator, "Enligt artikel 7.1 c.", "sv", (), act_is_clear=True))
        for locator in ("art 7(1)(c)", "art 7(2)", "art 8")
    ]
    assert moved == sorted(moved, reverse=True)
    assert moved[-1] < shift(Where.TITLE, None)


def test_a_mere_permission_carries_out_only_what_its_act_says_it_carries_out() -> None:
    lower = replace(BOATS, id=2, identifier="SFS 2019:4243", level=1)
    placed = {n: Placed(guideline_id=n, locator="3 §", fingerprint="", permits=n == 2) for n in (1, 2)}

    def reaches(where: Where | None) -> bool:
        acts = {1: BOATS, 2: lower}
        levels = Levels(acts=acts, below={(1, 2): where}, uppers={}, lowers={}, placed=placed, decisions=())
        return levels.reaches(1, 2)

    assert [reaches(where) for where in (*Where, None)] == [True, True, True, False, False]
