"""Names are found as they are written, never guessed between two."""

from __future__ import annotations

import pytest

from nlp.participation import Anchor
from tracker.network.names import Known, Names

ACTORS = {
    "Kommunstyrelsen": 1,
    "Kommunstyrelsens arbetsutskott": 2,
    "Kommundirektör": 3,
    "Digital strateg": 4,
    "Webbredaktör och tillgänglighetssamordnare": 5,
    "Kultur- och fritidsnämnden": 6,
    "Integritetsskyddsmyndigheten (IMY)": 7,
    "Digitaliseringsenheten": 8,
}


def _found(text: str, anchor: Anchor = Anchor.ANY) -> list[int]:
    known = [
        Known(id=number, name=name, coordinated=number == 5, above=frozenset({8}) if number == 4 else frozenset())
        for name, number in ACTORS.items()
    ]
    names = Names(known, "sv")
    return [one.actor for one in names.chosen(text, 0, len(text), anchor, frozenset({"och"}))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kommundirektören", [3]),
        ("digital strateg", [4]),
        ("den digitala strategen", [4]),
        ("webbredaktören", [5]),
        ("tillgänglighetssamordnare", [5]),
        ("Kulturnämnden", [6]),
        ("IMY", [7]),
        ("kommunstyrelsens arbetsutskott", [2]),
        ("kommunstyrelsens ordförande", []),
        ("Digitaliseringsenhten", [8]),
        ("Utbildningsnämnden", []),
    ],
)
def test_names_as_they_are_written(text: str, expected: list[int]) -> None:
    assert _found(text) == expected


def test_an_actor_and_what_it_belongs_to_are_one() -> None:
    assert _found("Digital strateg, Digitaliseringsenheten") == [4]


def test_names_are_joined_at_the_beginning_and_at_the_end() -> None:
    assert _found("kommundirektören och digital strateg efter IMY", Anchor.START) == [3, 4]
    assert _found("Efter mötet har kommundirektören (tf) och IMY", Anchor.END) == [3, 7]
    assert _found("enligt kommundirektören som", Anchor.START) == []


def test_a_word_that_two_share_names_neither() -> None:
    known = [
        Known(id=1, name="Jurist och arkivarie", coordinated=True),
        Known(id=2, name="Arkivarie och registrator", coordinated=True),
    ]
    names = Names(known, "sv")
    assert names.chosen("arkivarien", 0, 10, Anchor.ANY, frozenset()) == []
    assert [one.actor for one in names.chosen("juristen", 0, 8, Anchor.ANY, frozenset())] == [1]


def test_markup_and_names_without_letters_do_no_harm() -> None:
    names = Names([Known(id=1, name="<b>*_(["), Known(id=2, name="…")], "sv")
    assert names.chosen("… *_", 0, 4, Anchor.ANY, frozenset()) == []
