"""Citations as written, and the places they name."""

from __future__ import annotations

import pytest

from nlp.extraction import analyse, extract
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
def test_reference(text: str, language: str, cited: str, target: str) -> None:
    (found,) = analyse([Unit(text=text)], language)
    assert [(r.text, r.target) for r in found.references] == [(cited, target)]
    assert text[found.references[0].start : found.references[0].end] == cited


def test_a_list_gives_one_reference_for_each_member() -> None:
    (found,) = analyse([Unit(text="Kraven i 3–5 §§ gäller.", instrument="SFS 2018:1937", locator="9 §")], "sv")
    assert [(r.text, r.target) for r in found.references] == [
        ("3–5 §§", f"SFS 2018:1937 {number} §") for number in (3, 4, 5)
    ]


def test_references_are_resolved_where_their_unit_stands_and_after_what_was_named() -> None:
    act = "SFS 2018:1937"
    units = [
        Unit(text="Ärenden prövas enligt förvaltningslagen (2017:900).", instrument=act, locator="9 §"),
        Unit(
            text="Undantag från första stycket finns i 5 § i den lagen.", offset=80, instrument=act, locator="9 § 2 st"
        ),
    ]
    _, found = extract(units, "sv")
    assert [(r.target, r.start) for r in found.references] == [
        (f"{act} 9 § 1 st", 94),
        ("SFS 2017:900 5 §", 117),
    ]


def test_a_chapter_is_found_among_the_provisions_around() -> None:
    unit = Unit(
        text="Bodies shall act in accordance with this Chapter.",
        instrument="32016R0679",
        locator="art 51(4)",
        enclosing=("art 51", "chapter VI"),
    )
    (found,) = extract([unit], "en")
    assert [r.target for r in found.references] == ["32016R0679 chapter VI"]
