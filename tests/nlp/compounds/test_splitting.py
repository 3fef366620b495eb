"""Compound sentences split into their parts: measured on a labelled set, and one behaviour at a time."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extraction import analyse, extract
from nlp.requirements import Combination, Force, RoleKind, Unit
from nlp.scoring.splits import read_splits

_LABELLED = Path(__file__).parents[2] / "data" / "constructed_compounds.jsonl"
_SWEDISH = (
    "nämnden ska får inte publicera planen informera invånarna och samt eller men , ; att som om se till säkerställa "
    "leverantören rapporterar uppgifter kan de är behövs ska 1. 2. (a) (b) skyndsamt besluta 5 § ."
)
_ENGLISH = (
    "the authority shall may not publish plan inform users and or but , ; that which where ensure operators keep "
    "logs to make it available must (a) (b) 1. 2. provider report the incident without delay ."
)
_WORDS = {"sv": _SWEDISH.split(), "en": _ENGLISH.split()}


def parts_of(text, language, **more):
    return [found for found in extract([Unit(text=text, **more)], language) if found.start or found.end < len(text)]


def texts(text, language, **more):
    return [text[found.start : found.end].strip(" .") for found in parts_of(text, language, **more)]


def test_splits_are_rarely_wrong_and_seldom_missed():
    right = wrong = missed = 0
    for expected, found in read_splits(_LABELLED):
        right += bool(expected) and found == expected
        wrong += bool(found) and found != expected
        missed += bool(expected) and not found
    assert right / (right + wrong) >= 0.97
    assert right / (right + wrong + missed) >= 0.95


@pytest.mark.parametrize(
    ("text", "language", "lead_in"),
    [
        ("Myndigheten ska publicera planen och informera invånarna.", "sv", "Myndigheten ska"),
        ("Om planen ändras ska nämnden publicera den och informera invånarna.", "sv", "Om planen ändras ska nämnden"),
        ("The operator shall keep a log and shall make it available.", "en", "The operator"),
        ("The body shall: (a) keep a log; and (b) publish a plan.", "en", "The body shall:"),
        ("Member States shall ensure that operators keep logs.", "en", "Member States shall ensure that"),
    ],
)
def test_no_part_loses_the_words_it_completes(text, language, lead_in):
    for part in parts_of(text, language):
        assert part.lead_in is not None
        assert text[slice(*part.lead_in)] == lead_in


def test_each_part_has_its_own_roles_and_shares_the_bearer():
    text = "Nämnden ska svara inom en vecka och redovisa planen årligen för styrelsen."
    first, second = parts_of(text, "sv")
    assert first.deadline is not None
    assert first.deadline.text == "inom en vecka"
    assert second.deadline is None or second.deadline.text != "inom en vecka"
    for part in (first, second):
        assert part.duty_bearer is not None
        assert (part.duty_bearer.text, part.duty_bearer.inherited) == ("Nämnden", True)


def test_a_part_with_a_modal_of_its_own_has_its_own_force():
    found = parts_of("Nämnden får avslå ansökan men ska ange skälen för beslutet.", "sv")
    assert [part.force for part in found] == [Force.PERMISSION, Force.OBLIGATION]


def test_no_part_is_surer_than_its_sentence():
    text = "Nämnden får avslå ansökan men ska ange skälen för beslutet."
    (whole,) = analyse([Unit(text=text)], "sv")
    assert all(part.confidence <= whole.confidence for part in parts_of(text, "sv"))


def test_an_exception_behind_a_comma_limits_every_part():
    text = "Myndigheten ska publicera planen och informera invånarna, om inte annat följer av lag."
    first, second = parts_of(text, "sv")
    shared = next(role for role in first.roles if role.kind in {RoleKind.EXCEPTION, RoleKind.CONDITION})
    assert shared.inherited
    assert "annat följer av lag" in shared.text
    assert any(role.kind is shared.kind and not role.inherited for role in second.roles)


def test_whoever_shall_ensure_is_bound_beside_whoever_shall_act():
    text = "Kommunen ska säkerställa att leverantören rapporterar incidenter."
    outer, inner = extract([Unit(text=text)], "sv")
    assert (text[outer.start : outer.end], text[inner.start : inner.end]) == (
        text,
        "leverantören rapporterar incidenter.",
    )
    assert [found.duty_bearer and found.duty_bearer.text for found in (outer, inner)] == ["Kommunen", "leverantören"]
    assert outer.is_requirement
    assert inner.is_requirement


def test_an_item_that_goes_on_from_its_lead_in_is_split_too():
    found = texts("upprätta en plan och informera invånarna,", "sv", lead_in="Kommunen ska")
    assert found == ["upprätta en plan", "informera invånarna"]


def test_an_inline_list_with_or_says_that_one_is_enough():
    text = "The body shall (a) publish the plan; or (b) send it to the users."
    assert {found.combination for found in parts_of(text, "en")} == {Combination.ANY_OF}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nämnden får besluta att en ledamot får närvara när ärendet behandlas och delta i överläggningen.", "sv"),
        ("Enheten ska planera, testa och införa tjänsten.", "sv"),
        ("The body shall make available and submit on request all documents.", "en"),
        ("The unit shall establish, publish on its website and keep in a register a list of services.", "en"),
        ("The provider shall enable users to understand the terms and review the code.", "en"),
        ("The controller shall ensure that the officer does not receive any instructions.", "en"),
        ("They shall neither seek nor take instructions from anyone.", "en"),
    ],
)
def test_what_shares_its_object_or_stands_in_a_clause_stays_whole(text, language):
    assert texts(text, language) == []


def test_a_clause_with_a_condition_of_its_own_takes_no_other():
    text = "When a plan is made, the board shall consult users, and when it is changed, the board shall inform them."
    assert [part.lead_in for part in parts_of(text, "en")] == [(0, 20), None]


def test_the_subject_nearest_before_a_clause_without_one_is_its_own():
    text = "The provider shall submit a report, and the authority shall read it and shall publish it."
    last = parts_of(text, "en")[-1]
    assert text[slice(*last.lead_in)] == "the authority"


@pytest.mark.parametrize(
    "hostile", ["ska och publicera planen " * 1000, "x shall y and shall " * 1000, "(a) x; " * 2000]
)
def test_a_sentence_of_endless_parts_stays_whole(hostile):
    for language in ("sv", "en"):
        assert parts_of(hostile.strip(), language) == []


@pytest.mark.parametrize("language", ["sv", "en"])
@given(data=st.data())
def test_parts_stand_apart_in_order_and_hold_every_word(language, data):
    words = data.draw(st.lists(st.sampled_from(_WORDS[language]), min_size=3, max_size=40))
    text = " ".join(words)
    offset = data.draw(st.integers(0, 20))
    document = "x" * offset + text
    joined = {"och", "samt", "eller", "men", "and", "or", "but", "nor", "att", "that"}
    found = list(extract([Unit(text=text, offset=offset)], language))
    parts = [part for part in found if part.lead_in is not None]
    for part in found:
        assert offset <= part.start < part.end <= len(document)
        for role in part.roles:
            assert role.inherited or document[role.start : role.end] == role.text
    for part in parts:
        assert part.lead_in[0] < part.lead_in[1] <= part.start
    for before, after in pairwise(parts):
        assert before.end <= after.start
    covered = [False] * len(document)
    for part in found:
        for start, end in filter(None, [(part.start, part.end), part.lead_in]):
            covered[start:end] = [True] * (end - start)
    left = "".join(sign if not seen else " " for sign, seen in zip(document[offset:], covered[offset:], strict=True))
    assert {word for word in re.findall(r"\w+", left) if not word.isdigit() and len(word) > 1} <= joined
