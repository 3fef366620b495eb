"""What is proposed as searched and not found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.matching.gaps import Gap, propose, study
from nlp.matching.matches import Decision, Passage, Query
from nlp.matching.ranking import suggest

PASSAGES = [
    Passage(id="a", document="x", text="Nämnden publicerar öppna data varje år.", language="sv"),
    Passage(id="b", document="x", text="Parkering sker på anvisad plats.", language="sv"),
    Passage(id="c", document="y", text="Biblioteket har öppet på lördagar.", language="sv"),
]
FOUND = Query(id="found", text="Publicera öppna data varje år", language="sv")
MISSING = Query(id="missing", text="Rapportera incidenter i vattenförsörjningen", language="sv")


def gaps(*decisions: Decision, within: bool = False) -> dict[tuple[str, str], Gap]:
    found = propose([FOUND, MISSING], PASSAGES, decisions=decisions, within_document=within, proposed_only=False)
    return {(gap.requirement, gap.document): gap for gap in found}


def test_a_requirement_that_nothing_resembles_is_the_likelier_gap() -> None:
    found = gaps()
    assert found["missing", ""].probability > found["found", ""].probability
    assert (found["missing", ""].best, found["missing", ""].searched) == (None, 3)


def test_a_confirmed_link_answers_the_requirement() -> None:
    assert ("found", "") not in gaps(Decision(requirement="found", passage="a", confirmed=True))


def test_a_rejected_link_leaves_the_question_open() -> None:
    before, after = gaps(), gaps(Decision(requirement="found", passage="a", confirmed=False))
    assert after["found", ""].probability >= before["found", ""].probability


@pytest.mark.parametrize("kind", ["rejected", "heading", "contents"])
def test_what_is_no_evidence_answers_no_requirement(kind: str) -> None:
    answer = Passage(id="d", document="z", text=MISSING.text, language="sv", type=kind)
    [with_it] = propose([MISSING], [*PASSAGES, answer], proposed_only=False)
    [without] = propose([MISSING], PASSAGES, proposed_only=False)
    assert (with_it, with_it.best) == (without, None)


def test_documents_are_told_apart() -> None:
    found = gaps(within=True)
    assert set(found) == {(requirement, name) for requirement in ("found", "missing") for name in ("x", "y")}
    assert found["found", "x"].probability < found["found", "y"].probability
    assert [found["found", name].searched for name in ("x", "y")] == [2, 1]


def test_only_likely_gaps_are_proposed() -> None:
    assert all(gap.proposed for gap in propose([FOUND, MISSING], PASSAGES))


def test_without_passages_everything_may_be_missing() -> None:
    [gap] = propose([FOUND], [], proposed_only=False)
    assert (gap.best, gap.searched) == (None, 0)


@pytest.mark.parametrize("within", [True, False])
def test_one_reading_gives_the_same_matches(within: bool) -> None:
    both = list(study([FOUND, MISSING], PASSAGES, within_document=within))
    matches = [match for found, _ in both for match in found]
    assert matches == list(suggest([FOUND, MISSING], PASSAGES, within_document=within))


@settings(max_examples=50)
@given(texts=st.lists(st.text(max_size=30), max_size=4), asked=st.text(max_size=30), within=st.booleans())
def test_any_text_gives_probabilities(texts: list[str], asked: str, within: bool) -> None:
    passages = [Passage(id=str(n), document=str(n % 2), text=text) for n, text in enumerate(texts)]
    for gap in propose([Query(id="q", text=asked)], passages, within_document=within, proposed_only=False):
        assert 0.0 <= gap.probability <= 1.0
        assert gap.best is None or 0.0 <= gap.best <= 1.0
