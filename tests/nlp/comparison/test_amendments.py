"""Generated amendments of invented acts: what must hold for each, and what over all of them."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.amendments import amended
from benchmarks.editions import baseline, compared, faults, recall
from nlp.comparison import Part, compare

ANYTHING = st.lists(
    st.builds(
        lambda locator, text: Part(locator=locator, text=text),
        st.sampled_from(("1 §", "1 § 1 st", "1 § 2 st", "2 §", "art 1(a)", "art 1", "", "(")),
        st.sampled_from(("", "Utgår.", "Nämnden ska svara i tid.", "Nämnden bör svara i tid. Utgår.", "a", "–", " \n")),
    ),
    max_size=9,
)


@settings(max_examples=400)
@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 8), st.sampled_from((0.1, 0.5, 0.9)))
def test_nothing_is_lost_and_nothing_edited_is_called_the_same(
    seed: int, sections: int, changes: int, stock: float
) -> None:
    one = amended(Random(seed), sections=sections, changes=changes, stock=stock)
    assert not +faults(one.old.parts, one.new.parts, compare(one.old.parts, one.new.parts))


@settings(max_examples=150)
@given(ANYTHING, ANYTHING)
def test_whatever_the_parts_are_nothing_is_lost(old: list[Part], new: list[Part]) -> None:
    changes = compare(old, new)
    assert not +faults(old, new, changes)
    placed = [change.new[0] for change in changes if change.new]
    assert placed == sorted(placed)


@settings(max_examples=50)
@given(ANYTHING)
def test_a_text_is_unchanged_beside_itself_when_places_are_its_own(parts: list[Part]) -> None:
    own = list({part.locator: part for part in parts}.values())
    assert {change.kind.value for change in compare(own, own)} <= {"unchanged"}


def test_what_moved_is_found_again() -> None:
    chance = Random(20)
    cases = [
        amended(chance, sections=chance.randint(3, 14), changes=chance.randint(1, 8), stock=chance.choice((0.1, 0.5)))
        for _ in range(250)
    ]
    assert sum(len(one.done) for one in cases) > 1000
    ours, plain = recall(cases, compared), recall(cases, baseline)
    moved = ("bare number, moved or renumbered", "same words, moved or renumbered", "edited, moved or renumbered")
    assert share(ours, *moved) >= 0.95 > share(plain, *moved)
    assert share(ours, "split", "merged") >= 0.9
    assert share(ours, "said to be a pair") >= 0.98


def share(counts: Counter[str], *sorts: str) -> float:
    """How many parts of these sorts were matched right."""
    return sum(counts[f"right {sort}"] for sort in sorts) / sum(counts[f"all {sort}"] for sort in sorts)
