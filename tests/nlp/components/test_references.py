"""Citations as written, and the places they name."""

import pytest

from nlp.extraction import analyse
from nlp.requirements import Unit


@pytest.mark.parametrize(
    ("text", "language", "cited", "target"),
    [
        ("Kravet i 2 § gäller.", "sv", "2 §", "2 §"),
        ("Kravet i 4 kap. 3 § gäller.", "sv", "4 kap. 3 §", "4 kap. 3 §"),
        ("Beslut fattas enligt 9 § andra stycket.", "sv", "9 § andra stycket", "9 § 2 st"),
        ("Det följer av lagen (2018:218).", "sv", "lagen (2018:218)", "SFS 2018:218"),
        (
            "Se artikel 1.1 i Europaparlamentets och rådets direktiv (EU) 2016/2102.",
            "sv",
            "artikel 1.1 i Europaparlamentets och rådets direktiv (EU) 2016/2102",
            "32016L2102 art 1(1)",
        ),
        ("It follows from Article 5(1), point (a).", "en", "Article 5(1), point (a)", "art 5(1)(a)"),
        ("Regulation (EU) 2016/679 applies.", "en", "Regulation (EU) 2016/679", "32016R0679"),
    ],
)
def test_reference(text, language, cited, target):
    (found,) = analyse([Unit(text=text)], language)
    assert [(r.text, r.target) for r in found.references] == [(cited, target)]
    assert text[found.references[0].start : found.references[0].end] == cited
