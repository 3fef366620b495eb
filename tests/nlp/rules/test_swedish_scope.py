"""What Swedish rules say of themselves."""

import pytest

from nlp.requirements import Force


@pytest.mark.parametrize(
    ("text", "force", "rule"),
    [
        ("Lagen gäller för kommuner.", Force.SCOPE, "applies"),
        ("Lagen gäller inte för bolag.", Force.EXEMPTION, "not_applicable"),
        ("Detsamma gäller för regioner.", Force.OBLIGATION, "same_as_before"),
        ("Sekretess gäller för uppgift om enskilda.", Force.PROHIBITION, "secrecy"),
        ("Hos nämnden gäller sekretess för uppgiften.", Force.PROHIBITION, "secrecy"),
        ("Sekretessen gäller i tjugo år.", Force.SCOPE, "applies"),
        ("Anmälningsplikt gäller för verksamheten.", Force.OBLIGATION, "duty_applies"),
        ("I lagen gäller följande definitioner:", Force.DEFINITION, "means"),
        ("Förbud gäller mot att elda.", Force.PROHIBITION, "named"),
        ("Undantag gäller för mindre enheter.", Force.EXEMPTION, "named"),
        ("Skyldigheten gäller även underleverantörer.", Force.OBLIGATION, "duty_extends"),
        ("Rätten gäller även barn.", Force.RIGHT, "right_extends"),
    ],
)
def test_galler(proposed, text, force, rule):
    found = proposed(text)
    assert (found.force, found.rule) == (force, rule)


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Kravet omfattar inte interna köp.", Force.EXEMPTION),
        ("Kommunens ansvar omfattar även besökare.", Force.OBLIGATION),
        ("Lagen omfattar alla kommuner.", Force.SCOPE),
        ("Det framgår av 3 §.", Force.SCOPE),
        ("Det följer av 3 §.", Force.SCOPE),
        ("Nämnden följer upp planen.", Force.OBLIGATION),
        ("Lagen kompletterar direktivet.", Force.SCOPE),
        ("Bestämmelser om avgifter finns i taxan.", Force.SCOPE),
        ("Det finns en plan.", Force.STATEMENT),
        ("Lagen innehåller allmänna regler.", Force.SCOPE),
        ("Planen innehåller tre delar.", Force.STATEMENT),
        ("Bestämmelser om avgifter meddelas i förordningen.", Force.SCOPE),
        ("Genom lagen genomförs direktivet.", Force.SCOPE),
    ],
)
def test_references_to_rules(proposed, text, force):
    assert proposed(text).force is force
