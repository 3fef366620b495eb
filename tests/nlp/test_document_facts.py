"""What a document says about itself: scored per field on own first pages, and the traps one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.document_facts import BLOCKS_HEAD, FactField, document_facts

HEADS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "document_heads.jsonl").read_text(encoding="utf-8").splitlines()
]
FLOOR = 0.95


def values(text: str, **context: Any) -> dict[str, str]:
    return {fact.field.value: fact.value for fact in document_facts(text, **context)}


def head(example: dict[str, Any]) -> dict[str, str]:
    return values(**{key: value for key, value in example.items() if key != "facts"})


def test_facts_reach_the_floor_and_none_is_invented() -> None:
    pairs = [(e["facts"].get(f), head(e).get(f), e["text"][:40], f.value) for e in HEADS for f in FactField]
    stated = [pair for pair in pairs if pair[0] or pair[1]]
    wrong = [pair for pair in stated if pair[0] != pair[1]]
    assert len(HEADS) >= 25
    assert 1 - len(wrong) / len(stated) >= FLOOR, wrong
    assert [pair for pair in wrong if pair[1]] == []


@pytest.mark.parametrize("example", HEADS, ids=lambda e: e["text"][:30])
def test_facts_stand_where_they_say(example: dict[str, Any]) -> None:
    context = {key: value for key, value in example.items() if key != "facts"}
    for fact in document_facts(**context):
        assert (fact.start == -1) == (fact.end == -1)
        assert 0 < fact.confidence <= 1
        if fact.start >= 0 and fact.field in {FactField.TITLE, FactField.DNR, FactField.RESPONSIBLE}:
            assert example["text"][fact.start : fact.end] == fact.value


def test_the_day_beside_the_adoption_counts_not_the_first_one() -> None:
    text = "Policy för resor\nSenast granskad 2026-10-01\nAntagen av kommunstyrelsen 2025-02-12 § 9\n"
    assert values(text)["decided_on"] == "2025-02-12"


def test_another_documents_adoption_is_not_its_own() -> None:
    text = "Lathund för webben\n\nStrategin är antagen av kommunfullmäktige 2024-02-26 § 12.\n"
    assert values(text).keys() == {"title"}


def test_minutes_take_the_day_of_the_meeting() -> None:
    text = (
        "Protokoll\nKommunstyrelsen\nJusteras 2026-03-16\nSammanträdesdatum 2026-03-11\n§ 1 Val\n§ 2 Dnr KS 2026/11\n"
    )
    assert values(text)["decided_on"] == "2026-03-11"


def test_numbers_of_items_are_not_those_of_the_minutes() -> None:
    text = "Protokoll\n§ 1 Val\nDnr KS 2026/00011\n§ 2 Avtal\nDnr KS 2026/00012\n"
    assert not {"dnr", "paragraph"} & values(text).keys()


def test_a_form_not_filled_in_is_no_adoption() -> None:
    assert "status" not in values("Policy för resor\nAntagen av kommunfullmäktige åååå-mm-dd § xx\n")


def test_column_headings_are_no_labels() -> None:
    text = "Handlingsplan för e-tjänster\nAktivitet | Ansvarig | Klart\nTest | UX-designer | maj\n"
    assert "responsible" not in values(text)


def test_until_further_notice_has_no_end() -> None:
    found = values("Riktlinje för chatt\nGäller från och med 2026-01-01 och tills vidare.\n")
    assert found["valid_from"] == "2026-01-01"
    assert "valid_to" not in found


def test_months_end_on_their_last_day() -> None:
    assert values("Riktlinje för chatt\nGiltig till och med februari 2028.\n")["valid_to"] == "2028-02-29"


def test_rules_about_secrecy_do_not_make_a_document_secret() -> None:
    assert "publicity" not in values("Rutin för post\nHandlingar kan omfattas av sekretess enligt OSL.\n")


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_gives_facts_with_valid_offsets(text: str, file_name: str) -> None:
    facts = document_facts(text, file_name=file_name)
    assert len({fact.field for fact in facts}) == len(facts)
    assert all(-1 <= fact.start <= fact.end <= len(text) for fact in facts)


@pytest.mark.parametrize("unit", ["Antagen av ", "§ 1\n", "2026-01-01 ", "Ansvarig: ", "| ", "\n", "a", "Barn- och "])
def test_repeated_fragments_give_what_their_head_gives(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    assert document_facts(text) == document_facts(text[:BLOCKS_HEAD])


def test_long_texts_are_read_at_their_head_only() -> None:
    text = f"# Riktlinje för chatt\n{'Så gör vi. ' * (BLOCKS_HEAD // 10)}\nGiltig till: 2028-02-29\n"
    assert "valid_to" not in values(text)
    assert values(text, blocks_head=len(text))["valid_to"] == "2028-02-29"
