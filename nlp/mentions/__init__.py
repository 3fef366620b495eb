"""Mentions of law and standards in a text, as written: which words, and what they are made of.

Nothing here knows where the text stands; nlp.antecedents resolves mentions with what surrounds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nlp.mentions import acts, english, standards, swedish
from nlp.mentions.elements import ACTS, PLACE_POINTERS, PLACES, Element, Kind, Mention

__all__ = ["Element", "Kind", "Mention", "find"]

_GRAMMARS: dict[str, tuple[Callable[[str], Iterator[Element]], Callable[[str], Iterator[Element]]]] = {
    "sv": (swedish.places, swedish.pointers),
    "en": (english.places, english.pointers),
}
_OF = frozenset({" of ", ", of ", " of the ", ", of the ", " i ", " i den "})
_POINTS_BACK = _OF | {" "}
_OF_ACT = _POINTS_BACK | {" till ", " to ", " to the ", " av ", ", i ", " in ", " in the "}
_LISTED = frozenset({", ", " and ", ", and ", " or ", ", or ", " och ", " eller "})
_LONGEST_JOINT = 8


def find(text: str, language: str) -> list[Mention]:
    """The mentions in a text, in order, none overlapping another; takes time in proportion to the text.

    >>> [(m.place, m.act.value) for m in find("enligt 13 § andra stycket lagen (2018:1937)", "sv") if m.act]
    [('13 § andra stycket', 'SFS 2018:1937')]
    """
    elements = _elements(text, language)
    mentions: list[Mention] = []
    position = 0
    while position < len(elements):
        count = _reach(text, elements, position)
        mention = _mention(text, elements[position : position + count])
        if mention is not None:
            mentions.append(mention)
        position += count
    return mentions


def _elements(text: str, language: str) -> list[Element]:
    """All elements in order; where two overlap, the one that begins first, then the longer one, stays."""
    places, pointers = _GRAMMARS[language]
    found = [*places(text), *pointers(text), *acts.numbered(text), *acts.named(text), *standards.standards(text)]
    if len(found) < 2:
        return found
    found.sort(key=lambda element: (element.start, -element.end, element.kind.value))
    kept = found[:1]
    for element in found[1:]:
        if element.start >= kept[-1].end:
            kept.append(element)
    return kept


def _reach(text: str, elements: list[Element], first: int) -> int:
    """How many elements from `first` on make one mention: places, then a pointer, then an act; or an act and a place."""
    here, count, nested = elements[first], 1, False
    if here.kind is Kind.STANDARD:
        return 1
    begins_with_act = here.kind in ACTS
    while first + count < len(elements):
        after = elements[first + count]
        gap = text[here.end : after.start] if after.start - here.end <= _LONGEST_JOINT else ""
        if here.kind in ACTS:
            joined = begins_with_act and count == 1 and gap == " " and after.kind is Kind.PLACE
            if joined and _reach(text, elements, first + 1) > 1:
                joined = False
        elif begins_with_act or here.kind not in PLACES | PLACE_POINTERS:
            joined = False
        elif after.kind in ACTS:
            joined = gap in _OF_ACT
        elif after.kind in PLACE_POINTERS:
            joined = here.kind in PLACES and gap in _POINTS_BACK
        else:
            listed = not nested and gap in _LISTED and _are_alike(text, here, after)
            joined = here.kind in PLACES and after.kind in PLACES and (gap in _OF or listed)
            nested = nested or gap in _OF
        if not joined:
            break
        here, count = after, count + 1
    return count


def _are_alike(text: str, one: Element, other: Element) -> bool:
    """Whether two places of a list belong together: articles with articles ("Article 5(1), point (a), and Article 9")."""
    return text.startswith("Article", one.start) and text.startswith("Article", other.start)


def _mention(text: str, elements: list[Element]) -> Mention | None:
    places = [element for element in elements if element.kind in PLACES]
    pointer = next((element for element in elements if element.kind in PLACE_POINTERS), None)
    act = next((element for element in elements if element.kind in ACTS or element.kind is Kind.STANDARD), None)
    if act is not None and act.kind is Kind.DEFINITE_ACT and not places:
        return None
    place = text[places[0].start : places[-1].end] if places else ""
    weak = ""
    if act is None and pointer is None and all(element.kind is Kind.WEAK_PLACE for element in places):
        weak = places[0].value or "act"
        place = f"punkt {place}" if places[0].value else place
    return Mention(
        start=elements[0].start,
        end=elements[-1].end,
        place=place,
        pointer=pointer,
        act=act,
        weak=weak,
        name=text[act.start : act.end] if act is not None else "",
    )
