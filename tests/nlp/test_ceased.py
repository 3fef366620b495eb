"""What a sentence says has ceased is told apart from what it still builds on."""

from __future__ import annotations

import pytest

from nlp.ceased import says_ceased, sentence_around


@pytest.mark.parametrize(("text", "named", "language"), [
    ("Cybersäkerhetslagen ersatte lagen (2018:1174) om NIS.", "lagen (2018:1174)", "sv"),
    ("Lagen (2013:311) om val, som nämns i avtalet, är ersatt av lagen (2023:704).", "Lagen (2013:311)", "sv"),
    ("Personuppgiftslagen (1998:204) upphörde att gälla 2018.", "Personuppgiftslagen (1998:204)", "sv"),
    ("Kraven i den tidigare lagen (2010:566) gällde ännu.", "lagen (2010:566)", "sv"),
    ("Dåvarande MSB gav råd.", "MSB", "sv"),
    ("WCAG 2.1 replaced WCAG 2.0.", "WCAG 2.0", "en"),
    ("Directive 95/46/EC was repealed by the GDPR.", "Directive 95/46/EC", "en"),
])  # fmt: skip
def test_the_sentence_says_that_it_has_ceased(text: str, named: str, language: str) -> None:
    start = text.index(named)
    assert says_ceased(text, start, start + len(named), language)


@pytest.mark.parametrize(("text", "named", "language"), [
    ("Incidenter ska rapporteras enligt lagen (2018:1174).", "lagen (2018:1174)", "sv"),
    ("Riktlinjen ersätter den från 2015 och följer WCAG 2.0.", "WCAG 2.0", "sv"),
    ("Planen är upphävd. Webbplatsen ska uppfylla WCAG 2.0 på nivå AA.", "WCAG 2.0", "sv"),
    ("Webbplatsen följer WCAG 2.0. Det tidigare arbetet är klart.", "WCAG 2.0", "sv"),
    ("Lagen (2018:1174) gäller inte för bolaget.", "Lagen (2018:1174)", "sv"),
    ("The website meets WCAG 2.0 at level AA.", "WCAG 2.0", "en"),
])  # fmt: skip
def test_the_sentence_still_builds_on_it(text: str, named: str, language: str) -> None:
    start = text.index(named)
    assert not says_ceased(text, start, start + len(named), language)


def test_other_languages_are_read_with_the_words_of_all() -> None:
    assert says_ceased("WCAG 2.1 replaced WCAG 2.0", 18, 26, "da")


def test_a_sentence_is_found_around_what_it_names() -> None:
    text = "Först detta. Sedan 3 kap. 2 § lagen (2018:1174). Slut."
    start = text.index("lagen")
    assert text[slice(*sentence_around(text, start, start + 17, "sv"))] == "Sedan 3 kap. 2 § lagen (2018:1174)."
