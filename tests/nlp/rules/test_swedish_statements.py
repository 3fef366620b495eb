"""Swedish main verbs that are no modals, one behaviour each."""

import pytest

from nlp.requirements import Force


@pytest.mark.parametrize(
    ("text", "force", "rule"),
    [
        ("Den enskilde har rätt att få svar.", Force.RIGHT, "entitled"),
        ("Den enskilde har inte rätt att få svar.", Force.STATEMENT, "not_entitled"),
        ("Rätt till stöd har den som bor i kommunen.", Force.RIGHT, "entitled"),
        ("Nämnden har till uppgift att samordna arbetet.", Force.OBLIGATION, "bound"),
        ("Nämnden har ingen skyldighet att svara.", Force.EXEMPTION, "no_duty"),
        ("Barn som är bosatta här har skolplikt.", Force.OBLIGATION, "bound"),
        ("Nämnden har att pröva ansökan.", Force.OBLIGATION, "has_to"),
        ("Länsstyrelsen har tillsyn över bolagen.", Force.OBLIGATION, "bound"),
        ("Nämnden har möjlighet att avstå.", Force.PERMISSION, "able"),
        ("Termerna har samma betydelse som i lagen.", Force.DEFINITION, "same_meaning"),
        ("Varje ledamot har en röst.", Force.STATEMENT, "has"),
    ],
)
def test_har(proposed, text, force, rule):
    found = proposed(text)
    assert (found.force, found.rule) == (force, rule)


@pytest.mark.parametrize(
    ("text", "force", "rule"),
    [
        ("Nämnden är skyldig att svara.", Force.OBLIGATION, "bound"),
        ("Nämnden är inte skyldig att svara.", Force.EXEMPTION, "bound"),
        ("Det är förbjudet att elda.", Force.PROHIBITION, "forbidden"),
        ("Det är inte förbjudet att elda.", Force.PERMISSION, "forbidden"),
        ("Det är inte tillåtet att elda.", Force.PROHIBITION, "allowed"),
        ("Nämnden är förhindrad att svara.", Force.PROHIBITION, "forbidden"),
        ("Nämnden är beslutför när sju är närvarande.", Force.DEFINITION, "status"),
        ("Nämnden är behörig att svara.", Force.PERMISSION, "able"),
        ("Lagen är inte tillämplig på bolag.", Force.EXEMPTION, "applicable"),
        ("Tillsynsmyndighet är länsstyrelsen.", Force.OBLIGATION, "role"),
        ("Det är nämnden som ansvarar för planen.", Force.OBLIGATION, "incumbent"),
        ("Om det behövs är det rektorn som ska svara.", Force.OBLIGATION, "shall"),
        ("Får nämnden uppgiften, blir 3 § tillämplig.", Force.SCOPE, "applicable"),
        ("Får nämnden uppgiften, blir 3 §, om inte annat anges, tillämplig.", Force.SCOPE, "applicable"),
        ("Denna förordning är meddelad med stöd av 3 §.", Force.SCOPE, "issued"),
        ("Mandattiden är fyra år.", Force.STATEMENT, "is"),
    ],
)
def test_ar(proposed, text, force, rule):
    found = proposed(text)
    assert (found.force, found.rule) == (force, rule)


def test_what_stands_under_a_heading_about_terms_is_a_definition(proposed):
    assert proposed("Ett ramavtal är ett avtal om senare köp.", "Definitioner").force is Force.DEFINITION
    assert proposed("Ett ramavtal är ett bra avtal.", "Upphandling").force is Force.STATEMENT


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Med barn avses den som är under 18 år.", Force.DEFINITION),
        ("Med styrelse förstås även annat ledningsorgan.", Force.DEFINITION),
        ("Som tillbyggnad räknas varje utvidgning.", Force.DEFINITION),
        ("Tillsynen avser hela verksamheten.", Force.SCOPE),
        ("Planen innebär inga kostnader.", Force.STATEMENT),
        ("Lagen syftar till trygghet.", Force.STATEMENT),
    ],
)
def test_what_is_meant(proposed, text, force):
    assert proposed(text).force is force


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Det åligger nämnden att svara.", Force.OBLIGATION),
        ("Det ankommer på nämnden att svara.", Force.OBLIGATION),
        ("Nämnden svarar för planen.", Force.OBLIGATION),
        ("Nämnden ansvarar inte för planen.", Force.EXEMPTION),
        ("Till nämndens uppgifter hör att samordna arbetet.", Force.OBLIGATION),
        ("I arbetet ingår att nämnden ska samordna.", Force.OBLIGATION),
        ("Till huset hör en park.", Force.STATEMENT),
        ("Det är rektorns ansvar att eleverna får stöd.", Force.OBLIGATION),
        ("Personalen förväntas anmäla fel.", Force.OBLIGATION),
        ("Krav på underskrift ställs inte.", Force.EXEMPTION),
        ("Höga krav ställs på leverantören.", Force.OBLIGATION),
        ("Sekretess hindrar inte att uppgiften lämnas.", Force.EXEMPTION),
        ("Beslutet överklagas till domstol.", Force.PERMISSION),
        ("Regeringen bemyndigas att meddela villkor.", Force.PERMISSION),
    ],
)
def test_duties_and_powers_without_a_modal(proposed, text, force):
    assert proposed(text).force is force
