"""The Swedish modals, one behaviour each."""

import pytest

from nlp.requirements import Force


@pytest.mark.parametrize(
    ("text", "force", "rule"),
    [
        ("Nämnden ska svara.", Force.OBLIGATION, "shall"),
        ("Nämnden skall svara.", Force.OBLIGATION, "shall"),
        ("Ett ärende ska handläggas snabbt.", Force.OBLIGATION, "shall"),
        ("Nämnden ska inte samla in uppgifterna.", Force.PROHIBITION, "shall_not"),
        ("Nämnden ska inte bara svara utan också agera.", Force.OBLIGATION, "shall"),
        ("Nämnden ska, om det inte är olämpligt, svara.", Force.OBLIGATION, "shall"),
        ("Som ombud ska den anses som har fullmakt.", Force.DEFINITION, "deemed"),
        ("Ett sådant bolag ska anses som en myndighet.", Force.DEFINITION, "deemed"),
        ("Lagen ska tillämpas på kommuner.", Force.SCOPE, "applies"),
        ("Lagen ska inte tillämpas på bolag.", Force.EXEMPTION, "not_applicable"),
        ("Detsamma ska gälla för regioner.", Force.OBLIGATION, "same_as_before"),
        ("Eleven ska ha rätt till stöd.", Force.RIGHT, "entitled"),
        ("Från kravet ska undantas små enheter.", Force.EXEMPTION, "exempted"),
        ("Kommunen ska sträva efter kortare köer.", Force.OBLIGATION, "shall_strive"),
    ],
)
def test_ska(proposed, text, force, rule):
    found = proposed(text)
    assert (found.force, found.rule) == (force, rule)


@pytest.mark.parametrize(
    ("text", "force", "rule"),
    [
        ("Nämnden får ta ut en avgift.", Force.PERMISSION, "may"),
        ("Nämnden får inte ta ut en avgift.", Force.PROHIBITION, "may_not"),
        ("Avgift får endast tas ut om det behövs.", Force.PROHIBITION, "may_only"),
        ("Avgift får tas ut bara om det behövs.", Force.PROHIBITION, "may_only"),
        ("Endast den som har tillstånd får delta.", Force.PROHIBITION, "may_only"),
        ("Arbetet får påbörjas först när beslutet gäller.", Force.PROHIBITION, "may_only"),
        ("Ingen får väljas mot sin vilja.", Force.PROHIBITION, "may_not"),
        ("Inte heller får uppgiften lämnas ut.", Force.PROHIBITION, "may_not"),
        ("Eleven får ett besked.", Force.STATEMENT, "receives"),
        ("Bestämmelserna får tillämpas på äldre avtal.", Force.SCOPE, "applies"),
        ("Regeringen får meddela föreskrifter om avgifter.", Force.PERMISSION, "delegation"),
        ("Uppgiften får inte endast lämnas muntligen.", Force.PERMISSION, "may"),
    ],
)
def test_far(proposed, text, force, rule):
    found = proposed(text)
    assert (found.force, found.rule) == (force, rule)


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Sökanden må överklaga beslutet.", Force.PERMISSION),
        ("Beslutet må ej överklagas.", Force.PROHIBITION),
        ("Ej må någon intagas i anstalt.", Force.PROHIBITION),
        ("Rätten äger förordna en god man.", Force.PERMISSION),
        ("Sökanden äger rätt att återfå avgiften.", Force.RIGHT),
        ("Kommunen äger marken.", Force.STATEMENT),
        ("Anslag böra uppsättas vid dörren.", Force.RECOMMENDATION),
    ],
)
def test_words_of_older_acts(proposed, text, force):
    assert proposed(text).force is force


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Nämnden kan besluta om undantag.", Force.PERMISSION),
        ("Tiden kan förlängas av nämnden.", Force.PERMISSION),
        ("Nämnden kan inte besluta om undantag.", Force.STATEMENT),
        ("En risk kan uppstå.", Force.STATEMENT),
        ("Rutinen bör ses över.", Force.RECOMMENDATION),
        ("Nämnden måste svara.", Force.OBLIGATION),
        ("Nämnden måste inte svara.", Force.EXEMPTION),
        ("Nämnden behöver inte svara.", Force.EXEMPTION),
        ("Tillstånd krävs för verksamheten.", Force.OBLIGATION),
        ("Tillstånd krävs inte för verksamheten.", Force.EXEMPTION),
        ("För sådana ärenden behövs ingen remiss.", Force.EXEMPTION),
        ("För tillträde fordras godkända betyg.", Force.OBLIGATION),
    ],
)
def test_kan_bor_maste_behover_kravs(proposed, text, force):
    assert proposed(text).force is force


def test_the_cue_runs_from_the_modal_to_its_negation(read, proposed):
    text = "Nämnden får dock inte svara."
    found = proposed(text)
    assert read(text).words[found.start : found.end] == ["får", "dock", "inte"]
