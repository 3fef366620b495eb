"""Duty bearers and deadlines, as written."""

import pytest

from nlp.extraction import analyse
from nlp.requirements import Unit


@pytest.mark.parametrize(
    ("text", "language", "bearer"),
    [
        ("Kommuner och regioner ska anta mål för arbetet.", "sv", "Kommuner och regioner"),
        ("Om en part begär det, ska domstolen översätta beslutet.", "sv", "domstolen"),
        ("Ledamöterna utses av regeringen.", "sv", "regeringen"),
        ("Protokollet ska justeras inom en vecka.", "sv", ""),
        ("Den myndighet som regeringen bestämmer ska utöva tillsyn.", "sv", "Den myndighet som regeringen bestämmer"),
        ("Enskilda har rätt att få svar av en myndighet.", "sv", "en myndighet"),
        ("The competent authority shall reply.", "en", "The competent authority"),
        ("The list shall be published by the Commission.", "en", "the Commission"),
    ],
)
def test_bearer(text, language, bearer):
    (found,) = analyse([Unit(text=text)], language)
    assert (found.duty_bearer.text if found.duty_bearer else "") == bearer


@pytest.mark.parametrize(
    ("text", "language", "deadline"),
    [
        ("Nämnden ska svara inom fyra veckor.", "sv", "inom fyra veckor"),
        ("Redovisningen ska lämnas senast den 1 mars varje år.", "sv", "senast den 1 mars varje år"),
        ("Felet ska rättas utan onödigt dröjsmål.", "sv", "utan onödigt dröjsmål"),
        ("För varje beslut ska det finnas en handling.", "sv", ""),
        ("The body shall reply without undue delay.", "en", "without undue delay"),
        ("Reports shall be sent by 12 December 2025.", "en", "by 12 December 2025"),
    ],
)
def test_deadline(text, language, deadline):
    (found,) = analyse([Unit(text=text)], language)
    assert (found.deadline.text if found.deadline else "") == deadline
