"""Any two texts are compared without breaking, and every place lies in its text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.requirements import Force, Role, RoleKind
from nlp.translation.comparison import compare
from nlp.translation.frames import read
from nlp.translation.modes import Mode, Modifier, Side

PIECES = [
    *(
        "Nämnden ska",
        "bör",
        "om möjligt",
        "inom 72 timmar",
        "WCAG 2.1",
        "nivå AA",
        "EN 301 549",
        "lagkrav",
        "”",
        '"',
        "§",
    ),
    *(
        "får inte",
        "och",
        ",",
        ".",
        "\n",
        "eftersom",
        "lagen (2018:1937)",
        "varje år",
        "90 %",
        "shall",
        "e-tjänster",
        "å\u0308",
    ),
]
TEXTS = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
SIDES = st.builds(
    Side,
    text=TEXTS,
    language=st.sampled_from(["sv", "en", "", "fi"]),
    heading=st.sampled_from(["", "Beslut", "Reservation"]),
    lead_in=st.sampled_from(["", "Kommunen ska sträva efter att"]),
    passage_type=st.sampled_from(["", "rule", "heading", "unknown"]),
    force=st.sampled_from([None, Force.OBLIGATION, Force.STATEMENT]),
    roles=st.just((Role(kind=RoleKind.ACTION, text="x", start=5, end=900),)),
)


def translate(source, target, **known):
    frames = read([Side(text=source, language="sv"), Side(text=target, language="sv", **known)])
    return compare(*frames)


@settings(max_examples=150, deadline=None)
@given(SIDES, SIDES)
def test_places_lie_in_their_texts_whatever_the_texts_hold(one, other):
    found = compare(*read([one, other]))
    assert 0 <= found.confidence <= 1
    assert found.reasons
    pairs = [(reason.source, reason.target) for reason in found.reasons]
    pairs += [(element.source, element.target) for element in found.elements]
    pairs += [found.longest] if found.longest else []
    for source, target in pairs:
        assert source is None or 0 <= source.start <= source.end <= len(one.text)
        assert target is None or 0 <= target.start <= target.end <= len(other.text)
    if found.coverage is not None:
        assert 0 <= found.coverage[0] <= found.coverage[1]


def test_a_very_long_passage_is_compared():
    found = translate("Nämnden ska granska loggar.", "Nämnden ska granska loggar. " * 3000)
    assert found.mode is not Mode.NONE


@pytest.mark.parametrize("text", ["", " \n", "…", "§§§", "0"])
def test_a_text_without_words_translates_nothing(text):
    assert translate("Nämnden ska granska loggar.", text).mode is Mode.NONE


def test_decoupling_is_never_suggested_from_texts():
    found = translate("Nämnden ska granska loggar.", "Nämnden bör granska loggar.")
    assert Modifier.DECOUP not in found.modifiers
