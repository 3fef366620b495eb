"""The choice of a rule by the main verb, and the present tense as a command."""

import json
from pathlib import Path

import pytest

from nlp.extraction import analyse
from nlp.requirements import REQUIREMENT_FORCES, Force, Unit

CONSTRUCTED = Path(__file__).parents[2] / "data" / "constructed_statutes.jsonl"


@pytest.mark.parametrize(
    ("text", "force", "rule"),
    [
        ("Nämnden prövar ansökan.", Force.OBLIGATION, "indicative_actor"),
        ("Ansökan prövas av nämnden.", Force.OBLIGATION, "indicative_agent"),
        ("Anmälan görs skriftligen.", Force.OBLIGATION, "indicative_procedure"),
        ("Överklagandet ges in till nämnden.", Force.OBLIGATION, "indicative_procedure"),
        ("Från kravet görs undantag för skolor.", Force.EXEMPTION, "exempted"),
        ("Vädret påverkar staden.", Force.STATEMENT, "indicative"),
        ("Förordningen trädde i kraft 2020.", Force.STATEMENT, "fragment"),
        ("Erfarenheterna visar brister.", Force.STATEMENT, "indicative"),
    ],
)
def test_the_present_tense(proposed, text, force, rule):
    found = proposed(text)
    assert (found.force, found.rule) == (force, rule)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Lagen träder i kraft den 1 juli.", "entry_into_force"),
        ("Lagen ska upphöra att gälla.", "entry_into_force"),
        ("Villkoren ska publiceras innan de träder i kraft.", "shall"),
        ("Regeringen får meddela föreskrifter om avgifter.", "delegation"),
        ("Nämnden avslår motionen.", "rejects"),
        ("Vem ska svara?", "question"),
        ("**Vem ska svara?**", "question"),
        ("Använd öppna format.", "imperative"),
        ("Kontakta driften om du får problem.", "imperative"),
    ],
)
def test_what_decides_whatever_the_verb(proposed, text, rule):
    assert proposed(text).rule == rule


def test_a_term_before_a_colon_is_explained_only_under_a_heading_about_terms(proposed):
    assert proposed("tillverkare: den som ska sälja varan,", "Uttryck i lagen").force is Force.DEFINITION
    assert proposed("Kom ihåg: nämnden ska svara.", "Råd").force is Force.OBLIGATION


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Leder insatserna inte till rättelse får nämnden besluta om vite.", Force.PERMISSION),
        ("Finns det flera sökande, ska nämnden höra alla.", Force.OBLIGATION),
        ("Är ansökan ofullständig ska nämnden begära komplettering.", Force.OBLIGATION),
        ("Om nämnden prövar eller avslår ansökan, ska den svara.", Force.OBLIGATION),
        ("När planen ska delas i delar, gäller första stycket.", Force.SCOPE),
        ("I den mån behovet kvarstår ska nämnden bevilja stöd.", Force.OBLIGATION),
        ("Den som får ett beslut ska följa det.", Force.OBLIGATION),
        ("Tjänster som inte får erbjudas ska märkas.", Force.OBLIGATION),
    ],
)
def test_the_main_clause_decides(proposed, text, force):
    assert proposed(text).force is force


def test_constructed_sentences_of_many_statutes():
    rows = [json.loads(line) for line in CONSTRUCTED.read_text(encoding="utf-8").splitlines()]
    units = [Unit(text=row["text"], lead_in=row["lead_in"], heading=row["heading"]) for row in rows]
    said = [found.force for found in analyse(units, "sv")]
    right = sum(force == row["force"] for force, row in zip(said, rows, strict=True))
    same_side = sum(
        (force in REQUIREMENT_FORCES) == (row["force"] in REQUIREMENT_FORCES)
        for force, row in zip(said, rows, strict=True)
    )
    assert right / len(rows) >= 0.97
    assert same_side / len(rows) >= 0.98
