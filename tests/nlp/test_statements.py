"""Sentences that do something for their act are told from requirements."""

import json
from pathlib import Path

import pytest

from nlp.extraction import analyse, extract
from nlp.requirements import Force, StatementType, Unit

_LABELLED = Path(__file__).parents[1] / "data" / "constructed_statements.jsonl"


def test_types_are_told_and_requirements_left_alone():
    rows = [json.loads(line) for line in _LABELLED.read_text(encoding="utf-8").splitlines()]
    right = 0
    for row in rows:
        (found,) = analyse([Unit(text=row["text"])], row["language"])
        right += (found.statement_type or "") == row["statement_type"]
    assert right / len(rows) >= 0.95


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I 5 § ska ordet byrån bytas ut mot kansliet.", "sv"),
        ("Rubriken närmast före 12 § ska utgå.", "sv"),
        ("Point (c) of Article 4 shall be deleted.", "en"),
        ("Regeringen får meddela föreskrifter om avgifter.", "sv"),
    ],
)
def test_no_statement_is_a_requirement(text, language):
    (found,) = extract([Unit(text=text)], language)
    assert found.statement_type is not None
    assert not found.is_requirement
    assert not found.regulates


def test_a_delegation_keeps_its_force():
    (found,) = extract([Unit(text="Regeringen får meddela föreskrifter om avgifter.")], "sv")
    assert (found.force, found.statement_type) == (Force.PERMISSION, StatementType.DELEGATION)


def test_items_of_a_delegation_are_delegations():
    item = Unit(text="avgifter, och", lead_in="Regeringen får meddela föreskrifter om")
    (found,) = extract([item], "sv")
    assert found.statement_type is StatementType.DELEGATION


def test_text_that_an_amendment_inserts_is_no_amendment():
    lead_in = "The following article is inserted: Article 5a Providers shall enable users to:"
    (found,) = extract([Unit(text="store their data;", lead_in=lead_in)], "en")
    assert found.statement_type is not StatementType.AMENDMENT


def test_scope_in_transitional_provisions_is_transitional():
    (found,) = extract([Unit(text="Lagen gäller för avtal som ingås efter årsskiftet.", zone="transitional")], "sv")
    assert found.statement_type is StatementType.TRANSITIONAL


def test_a_duty_in_transitional_provisions_stays_a_requirement():
    text = "Den som driver en verksamhet ska anmäla den senast den 1 oktober 2024."
    (found,) = extract([Unit(text=text, zone="transitional")], "sv")
    assert found.is_requirement
