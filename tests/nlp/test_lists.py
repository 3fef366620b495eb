"""Lists in units of their own: how items are joined, and whose requirement they are."""

import pytest

from nlp.extraction import extract
from nlp.lists import combination, states_conditions
from nlp.requirements import Combination, ListPart, Unit


@pytest.mark.parametrize(
    ("lead_in", "items", "language", "expected"),
    [
        ("Kommunen ska", ["anta en plan,", "utse en samordnare, och", "följa upp planen."], "sv", Combination.ALL_OF),
        ("Ansökan ska innehålla", ["namn och adress,", "telefonnummer, eller", "e-post."], "sv", Combination.ANY_OF),
        ("Beslutet ska grundas på minst ett av", ["avtal,", "lag och"], "sv", Combination.ANY_OF),
        ("Samtliga följande krav gäller", ["säkerhet,", "öppenhet"], "sv", Combination.ALL_OF),
        ("Underlaget är", ["namn eller adress,", "nummer,"], "sv", None),
        ("The body shall:", ["keep a log;", "publish it; and", "review it."], "en", Combination.ALL_OF),
        ("One or more of the following shall be met:", ["consent;", "contract; and", "law."], "en", Combination.ANY_OF),
        ("The body shall", ["keep a log"], "en", None),
    ],
)
def test_how_items_are_joined(lead_in, items, language, expected):
    assert combination(lead_in, items, language) is expected


@pytest.mark.parametrize(
    ("lead_in", "items", "language", "expected"),
    [
        ("Nämnden ska lämna ut handlingen om", ["sökanden begär det,", "den är färdig."], "sv", True),
        ("Registret ska innehålla uppgifter om", ["namn,", "adress."], "sv", False),
        ("Tillstånd får ges under följande förutsättningar", ["god ekonomi,", "erfarenhet."], "sv", True),
        ("The body shall reply if:", ["the request is written;", "the fee is paid."], "en", True),
        ("The notice shall contain:", ["the name;", "the address."], "en", False),
    ],
)
def test_conditions_are_told_from_contents(lead_in, items, language, expected):
    assert states_conditions(lead_in, items, language) is expected


def test_an_unfinished_lead_in_is_no_requirement_beside_its_items():
    (found,) = extract([Unit(text="Policyn ska innehålla", list_part=ListPart.LEAD_IN)], "sv")
    assert (found.is_requirement, found.list_part) == (False, ListPart.LEAD_IN)


def test_a_finished_sentence_before_items_stays_a_requirement():
    text = "Nämnden ska anta en plan. Planen ska innehålla"
    first, second = extract([Unit(text=text, list_part=ListPart.LEAD_IN)], "sv")
    assert (first.is_requirement, second.is_requirement) == (True, False)


def test_a_condition_is_counted_with_its_lead_in():
    item = Unit(text="sökanden begär det,", lead_in="Nämnden ska svara om", list_part=ListPart.CONDITION)
    (found,) = extract([item], "sv")
    assert (found.is_requirement, found.list_part) == (False, ListPart.CONDITION)


def test_an_item_knows_that_any_one_is_enough():
    item = Unit(text="en plan, eller", lead_in="Kommunen ska ha", combination=Combination.ANY_OF)
    (found,) = extract([item], "sv")
    assert found.is_requirement
    assert found.combination is Combination.ANY_OF


def test_or_between_forbidden_things_forbids_all_of_them():
    item = Unit(text="sälja uppgifter, eller", lead_in="Bolaget får inte", combination=Combination.ANY_OF)
    (found,) = extract([item], "sv")
    assert found.combination is Combination.ALL_OF
