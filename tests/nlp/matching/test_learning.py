"""Decisions move what resembles them, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.matching.logistic import fit, fit_between
from nlp.matching.matches import Decision, Match, Passage, Query
from nlp.matching.ranking import suggest

QUERY = Query(id="q", text="Publish open data", language="en")
OTHER = Query(id="r", text="Protect the privacy of residents", language="en")
TOPICS = ["bicycle lanes", "library hours", "harbour dredging", "school meals", "data portal"]
PASSAGES = [
    Passage(
        id=f"{document}{number}", document=document, text=f"The {document} data office plans {topic}.", language="en"
    )
    for document in ("north", "south")
    for number, topic in enumerate(TOPICS)
]


def ranked(*decisions: Decision) -> list[Match]:
    found = suggest([QUERY, OTHER], PASSAGES, decisions=decisions, within_document=True, top=0)
    return [match for match in found if match.requirement == "q" and match.passage.startswith("south")]


def scores(*decisions: Decision) -> dict[str, float]:
    return {match.passage: match.score for match in ranked(*decisions)}


def decide(passage: str, *, confirmed: bool) -> Decision:
    return Decision(requirement="q", passage=passage, confirmed=confirmed)


def test_a_confirmed_passage_lifts_its_like_and_says_so() -> None:
    before, after = scores(), scores(decide("north2", confirmed=True))
    assert after["south2"] > before["south2"]
    [match] = [match for match in ranked(decide("north2", confirmed=True)) if match.passage == "south2"]
    learned = [reason for reason in match.reasons if reason.code == "reason.learned"]
    assert learned[0].values["n"] == 1
    assert "harbour" in str(learned[0].values["terms"])


def test_a_rejected_passage_lowers_its_like() -> None:
    before, after = scores(), scores(decide("north4", confirmed=False))
    assert after["south4"] < before["south4"]


def test_one_decision_never_turns_the_rest_around() -> None:
    before, after = scores(), scores(decide("north2", confirmed=True))
    others = [name for name in before if name != "south2"]
    assert np.allclose([before[name] for name in others], [after[name] for name in others], atol=0.15)


@pytest.mark.parametrize("passage", ["unknown", ""])
def test_decisions_about_unknown_passages_change_nothing(passage: str) -> None:
    assert ranked(decide(passage, confirmed=True)) == ranked()


def test_decisions_on_another_requirement_change_nothing() -> None:
    assert ranked(Decision(requirement="r", passage="north2", confirmed=True)) == ranked()


def test_the_order_of_decisions_does_not_matter() -> None:
    one, two = decide("north2", confirmed=True), decide("north1", confirmed=False)
    assert ranked(one, two) == ranked(two, one)


def test_a_requirement_learns_from_a_similar_one() -> None:
    like = Query(id="s", text="Publish all open data early", language="en")
    confirmed = [Decision(requirement="s", passage="north2", confirmed=True)]
    before = {m.passage: m.score for m in suggest([QUERY, like], PASSAGES, top=0) if m.requirement == "q"}
    after = {
        m.passage: m.score for m in suggest([QUERY, like], PASSAGES, decisions=confirmed, top=0) if m.requirement == "q"
    }
    assert after["south2"] > before["south2"]


def test_the_fit_between_rows_is_the_fit_of_their_columns() -> None:
    draw = np.random.default_rng(3)
    rows, labels = draw.normal(size=(30, 5)), (draw.random(30) < 0.3).astype(float)
    weights, offset = np.ones(30), draw.normal(size=30)
    found, _ = fit(rows, labels, weights, penalty=0.5, intercept=False, offset=offset)
    parts = fit_between(rows @ rows.T, labels, weights, penalty=0.5, offset=offset)
    assert np.allclose(rows.T @ parts, found, atol=1e-2)
