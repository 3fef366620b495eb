"""Telling languages apart, short texts included."""

import pytest

from nlp.detection import detect_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kommunen ska svara inom en vecka.", "sv"),
        ("Tillgänglighet", "sv"),
        ("Kommunallag", "sv"),
        ("The body shall reply within a week.", "en"),
        ("Accessibility statement", "en"),
        ("Offentlige myndigheder skal sikre, at deres websteder er tilgængelige.", "da"),
        ("Die Behörde muss innerhalb einer Woche antworten.", "de"),
        ("2018:1937", ""),
        ("", ""),
    ],
)
def test_language(text, code):
    assert detect_language(text) == code
