"""Lists inside running text, found by markers that count up; one marker alone proves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_MOST = 200
_ITEM_END = re.compile(r"(?<=[^\d\s.])\.\s+(?=[A-ZÅÄÖÆØ])")
_DASHED = re.compile(r"(?:(?<=^)|(?<=\s))[-–]\s+(?=[a-zåäöæø])")


def split_numbered(text: str, marker: str, *, start: int = 1) -> tuple[str, list[str]]:
    """The text before the first marker and the parts behind each, the markers left out.

    >>> split_numbered("Loven gælder. Stk. 2. Dog ikke her. Stk. 3. Ministeren bestemmer.", "Stk. {}. ", start=2)
    ('Loven gælder.', ['Dog ikke her.', 'Ministeren bestemmer.'])
    """
    places = _places(text, [marker.format(number) for number in range(start, start + _MOST)])
    if not places:
        return text, []
    ends = [place for place, _ in places[1:]] + [len(text)]
    parts = [text[place + size : end].strip() for (place, size), end in zip(places, ends, strict=True)]
    return text[: places[0][0]].strip(), parts


def split_items(text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs and items as (label, text), in order; a paragraph has the label "".

    >>> for label, text in split_items("Kommunen ska 1. svara, a) kort, b) sant, och 2. pröva. Nämnden får vägra."):
    ...     print(label, text, sep=" | ")
     | Kommunen ska
    1. | svara,
    a) | kort,
    b) | sant, och
    2. | pröva.
     | Nämnden får vägra.
    """
    while text:
        best = min(
            (found for found in [_places(text, markers) for markers in _STYLES] if len(found) > 1),
            key=lambda found: found[0][0],
            default=None,
        )
        if best is None:
            yield from _dashed(text)
            return
        yield from _paragraph(text[: best[0][0]])
        for (place, size), (following, _) in pairwise(best):
            yield from _nested(text[place : place + size].strip(), text[place + size : following].strip())
        place, size = best[-1]
        last = text[place + size :]
        end = _ITEM_END.search(last)
        cut = end.start() + 1 if end else len(last)
        yield from _nested(text[place : place + size].strip(), last[:cut].strip())
        text = last[cut:].strip()


_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
_STYLES = (
    tuple(f"{number}. " for number in range(1, _MOST)),
    tuple(f"{number}) " for number in range(1, _MOST)),
    tuple(f"{letter}) " for letter in _LETTERS),
)


def _nested(label: str, text: str) -> Iterator[tuple[str, str]]:
    letters = _places(text, _STYLES[2])
    if len(letters) < 2 or (label.endswith(")") and not label[0].isdigit()):
        yield label, text
        return
    yield label, text[: letters[0][0]].strip()
    ends = [place for place, _ in letters[1:]] + [len(text)]
    for (place, size), end in zip(letters, ends, strict=True):
        yield text[place : place + size].strip(), text[place + size : end].strip()


def _paragraph(text: str) -> Iterator[tuple[str, str]]:
    if text.strip():
        yield "", text.strip()


def _dashed(text: str) -> Iterator[tuple[str, str]]:
    places = [match.start() for match in _DASHED.finditer(text)]
    if len(places) < 2:
        yield from _paragraph(text)
        return
    yield from _paragraph(text[: places[0]])
    for place, end in zip(places, [*places[1:], len(text)], strict=True):
        yield "–", text[place + 1 : end].strip()


def _places(text: str, markers: list[str] | tuple[str, ...]) -> list[tuple[int, int]]:
    """Offset and length of each marker in turn, as long as the next one follows at the beginning of a word."""
    places = []
    position = 0
    for marker in markers:
        place = text.find(marker, position)
        while place > 0 and not text[place - 1].isspace():
            place = text.find(marker, place + 1)
        if place < 0:
            break
        places.append((place, len(marker)))
        position = place + len(marker)
    return places
