"""Who is bound, by the ways Swedish and English say it."""

import pytest

from nlp.bearers.headings import heading_bearer
from nlp.extraction import analyse, extract
from nlp.requirements import Unit


def bearer(text: str, language: str, **unit: str) -> str:
    (found,) = analyse([Unit(text=text, **unit)], language)
    return found.duty_bearer.text if found.duty_bearer else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kommuner och regioner ska anta mål för arbetet.", "Kommuner och regioner"),
        ("Om en part begär det, ska domstolen översätta beslutet.", "domstolen"),
        ("Ledamöterna utses av regeringen.", "regeringen"),
        ("Protokollet ska justeras inom en vecka.", ""),
        ("Den myndighet som regeringen bestämmer ska utöva tillsyn.", "Den myndighet som regeringen bestämmer"),
        ("Enskilda har rätt att få svar av en myndighet.", "en myndighet"),
        ("Det är rektorn som ska besluta.", "rektorn"),
        ("Det ankommer på styrelsen att bereda ärendet.", "styrelsen"),
        ("Hos varje utförare ska det finnas en rutin.", "varje utförare"),
        ("Leder felet till skada ska leverantören ersätta den.", "leverantören"),
        ("Varken nämnden eller styrelsen får avslå ansökan.", "nämnden eller styrelsen"),
        ("Elever ska kunna lämna synpunkter.", ""),
        ("Om tillsynsmyndigheten hittar fel, ska myndigheten underrätta ägaren.", "tillsynsmyndigheten"),
        ("När styrelsen har fått underlaget ska den fatta beslut.", "styrelsen"),
        ("En utförare ska för den tjänst som avses i 2 § lämna en rapport.", "En utförare"),
        ("Förslaget ska upprättas av styrelsen före oktober.", "styrelsen"),
        ("Ingen får röja uppgiften.", "Ingen"),
        ("Avtalet ska prövas efter förslag av nämnden.", ""),
    ],
)
def test_swedish(text, expected):
    assert bearer(text, "sv") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The competent authority shall reply.", "The competent authority"),
        ("The list shall be published by the Commission.", "the Commission"),
        ("The decision shall be taken by the Board acting alone.", "the Board"),
        ("No provider shall use the data.", "No provider"),
        ("Without prejudice to Article 5, gatekeepers shall keep records.", "gatekeepers"),
        ("By 1 May each year, every ministry shall report.", "every ministry"),
        ("Where the provider finds an error, it shall act.", "the provider"),
        ("The Commission, after consulting the Board, shall decide.", "The Commission"),
        ("The provider, the importer or the seller shall reply.", "The provider, the importer or the seller"),
        ("Users shall have access to the service.", ""),
        ("It is for the national courts to decide on the penalty.", "the national courts"),
        ("The rules shall cover services provided by a platform.", ""),
    ],
)
def test_english(text, expected):
    assert bearer(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Nämnden ska granska tjänsten. Den ska publicera resultatet.", "sv", "Nämnden"),
        ("The Agency shall test it. It shall publish the results.", "en", "The Agency"),
    ],
)
def test_a_pronoun_takes_the_bearer_of_the_sentence_before(text, language, expected):
    *_, last = extract([Unit(text=text)], language)
    assert last.duty_bearer is not None
    assert (last.duty_bearer.text, last.duty_bearer.inherited, last.duty_bearer.start) == (expected, True, -1)


def test_a_passive_takes_the_bearer_that_its_heading_announces():
    (found,) = analyse([Unit(text="Beslutet ska dokumenteras.", heading="Vårdgivarens skyldigheter")], "sv")
    assert found.duty_bearer is not None
    assert (found.duty_bearer.text, found.duty_bearer.inherited) == ("Vårdgivaren", True)
    assert bearer("Nämnden ska svara.", "sv", heading="Vårdgivarens skyldigheter") == "Nämnden"
    assert bearer("Beslutet ska dokumenteras.", "sv", heading="Dokumentation") == ""


@pytest.mark.parametrize(
    ("heading", "language", "expected"),
    [
        ("Kommunens ansvar", "sv", "Kommunen"),
        ("Krav på leverantörer", "sv", ""),
        ("Skyldigheter för leverantörer", "sv", "leverantörer"),
        ("Duties of the controller", "en", "the controller"),
        ("The provider's obligations", "en", "The provider"),
        ("Requirements for websites", "en", ""),
        ("", "en", ""),
    ],
)
def test_headings(heading, language, expected):
    assert heading_bearer(heading, language) == expected
