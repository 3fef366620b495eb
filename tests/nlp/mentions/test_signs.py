import re

import pytest

from nlp.mentions import acts, english, standards, swedish
from nlp.mentions.elements import Element, Kind
from nlp.mentions.signs import Finder, Finders

TEXTS = (
    "enligt 2 kap. 3 § andra stycket lagen (2018:1937) och artikel 5.1 i direktivet",
    "Bilaga I punkt 2, led a, skäl 4, kapitel II, som avses i 2, och LOV-2018-06-15-38",
    "samma paragraf i denna lag, EU:s tillsynsförordning, lagen om elektronisk kommunikation, GDPR och OSL",
    "paragraph 3 of that Article, Part A of Chapter II, § 5, stk. 2, and thereof under the terms of the Convention",
    "Article 6(1), point (a), of Regulation (EU) 2016/679, recital 4, third indent, eIDAS, Data Act",
    "EN 301 549 V3.2.1, ISO/IEC 27001, WCAG 2.1, RFC 9110, ETSI TS 119 612, Web Content Accessibility Guidelines",
)


@pytest.mark.parametrize("finder", [*swedish.FINDERS, *english.FINDERS, *acts.FINDERS, *standards.FINDERS])
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_that_holds_elements_has_a_word_that_is_their_sign(finder, text):
    found = list(finder.find(text))
    assert not found or any(map(finder.sign.search, text.split()))


def test_only_finders_with_a_sign_are_run():
    element = Element(0, 1, Kind.PLACE)

    def forbidden(text: str) -> list[Element]:
        raise AssertionError(text)

    finders = Finders([Finder(lambda _: [element], re.compile("a")), Finder(forbidden, re.compile("b"))])
    assert list(finders.elements("a c")) == [element]
    assert list(finders.elements("c d")) == []
