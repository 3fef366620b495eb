"""Lists of a document: each requirement once, with its lead-ins and its conditions."""

from __future__ import annotations

from nlp.requirements import Combination, ListPart
from policies.reading import read
from tracker.extraction import Extracted, extract


def _read(text: str) -> tuple[str, list[Extracted]]:
    document = read(text.encode(), "riktlinje.md")
    return document.text, list(extract(document, language="sv"))


def test_items_are_the_requirements_of_an_unfinished_lead_in() -> None:
    text, found = _read("# Policy\n\nPolicyn ska innehålla\n\n1. en plan, och\n2. en budget.\n")
    asked = [text[f.requirement.start : f.requirement.end] for f in found if f.requirement.is_requirement]
    assert asked == ["en plan, och", "en budget."]
    assert next(f.requirement.list_part for f in found) is ListPart.LEAD_IN
    assert {f.requirement.combination for f in found[1:]} == {Combination.ALL_OF}


def test_a_requirement_goes_on_to_its_last_condition() -> None:
    text, found = _read(
        "# Policy\n\nNämnden ska lämna ut handlingen om\n\n1. sökanden begär det, och\n2. den är färdig.\n"
    )
    (only,) = [f.requirement for f in found if f.requirement.is_requirement]
    assert text[only.start : only.end].startswith("Nämnden ska lämna ut handlingen om")
    assert text[only.start : only.end].endswith("den är färdig.")
    assert [f.requirement.list_part for f in found[1:]] == [ListPart.CONDITION, ListPart.CONDITION]


def test_a_part_of_an_item_completes_every_lead_in_before_it() -> None:
    text, found = _read(
        "# Policy\n\nKommunen ska\n\n1. upprätta en plan och informera invånarna om den, och\n2. följa upp den.\n"
    )
    part = found[2]
    assert text[part.requirement.start : part.requirement.end].startswith("informera invånarna")
    assert [text[slice(*lead_in)] for lead_in in part.lead_ins] == ["Kommunen ska"]
