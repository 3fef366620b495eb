"""Mentions of law and standards in a text, as written: which words, and what they are made of.

Nothing here knows where the text stands; nlp.antecedents resolves mentions with what surrounds them.
"""

from __future__ import annotations

import re

from nlp.mentions import acts, english, standards, swedish
from nlp.mentions.elements import ACTS, PLACE_POINTERS, PLACES, Element, Kind, Mention
from nlp.mentions.signs import Finders

__all__ = ["Element", "Kind", "Mention", "find"]

_GRAMMARS = {
    language: Finders((*own, *acts.FINDERS, *standards.FINDERS))
    for language, own in (("sv", swedish.FINDERS), ("en", english.FINDERS))
}
_OF = frozenset({" of ", ", of ", " of the ", ", of the ", " i ", " i den "})
_POINTS_BACK = _OF | {" "}
_OF_ACT = _POINTS_BACK | {" till ", " to ", " to the ", " av ", ", i ", " in ", " in the "}
_LISTED = frozenset({", ", " and ", ", and ", " or ", ", or ", " och ", " eller ", " samt "})
_LONGEST_JOINT = 8
_TITLE = 100
_TITLE_WORDS = re.compile(swedish.TITLE_WORDS)
_ASIDE_SIGNS = ("ändring av", "upphävande av", "amending", "repealing")
# What stands before an act that the title of another one amends or repeals.
_ASIDE = re.compile(
    r"(?:ändring|upphävande) av [^.;()]{0,60}(?:\([A-Z]{2,7}\)[^.;()]{0,20}){0,2}$"
    r"|(?:amending|repealing) [^.;()]{0,60}(?:\([A-Z]{2,7}\)[^.;()]{0,20}){0,2}$"
)
_MOST_ELEMENTS = 16


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
    found = list(_GRAMMARS[language].elements(text))
    if len(found) < 2:
        return found
    found.sort(key=lambda element: (element.start, -element.end, element.kind))
    kept = found[:1]
    for element in found[1:]:
        if element.start >= kept[-1].end:
            kept.append(element)
    return kept


def _reach(text: str, elements: list[Element], first: int) -> int:
    """How many elements from `first` on make one mention: places, then a pointer, then an act; or an act and a place.

    A list of places is one mention only when an act stands behind it, which then is the act of all of them.
    """
    here, count = elements[first], 1
    if here.kind in ACTS:
        return _reach_from_act(text, elements, first)
    alone = nested = 0  # how many elements stand before a list; how many steps "of" led down
    while first + count < min(len(elements), first + _MOST_ELEMENTS) and here.kind not in ACTS:
        after = elements[first + count]
        joint = text[here.end : after.start] if after.start - here.end <= _LONGEST_JOINT else "-"
        if after.kind in PLACES and joint in _LISTED and not nested and _are_alike(text, here, after):
            alone = alone or count
        elif not _goes_on(here, joint, after):
            break
        nested += joint in _OF and after.kind in PLACES
        here, count = after, count + 1
    return alone if alone and here.kind not in ACTS else count


def _reach_from_act(text: str, elements: list[Element], first: int) -> int:
    """ "GDPR artikel 32": a place behind an act belongs to it, unless an act of its own follows."""
    follows = first + 1 < len(elements) and elements[first + 1].kind is Kind.PLACE
    if not follows or text[elements[first].end : elements[first + 1].start] != " ":
        return 1
    return 2 if _reach(text, elements, first + 1) == 1 else 1


def _goes_on(here: Element, joint: str, after: Element) -> bool:
    """Whether two elements side by side are one citation."""
    if here.kind is Kind.STANDARD:
        return False
    if after.kind in ACTS:
        return joint in _OF_ACT
    if here.kind not in PLACES:
        return False
    return joint in (_POINTS_BACK if after.kind in PLACE_POINTERS else _OF)


def _are_alike(text: str, one: Element, other: Element) -> bool:
    """Whether two places of a list belong together: articles with articles, sections with sections."""
    if text.startswith("Article", one.start):
        return text.startswith("Article", other.start)
    both = text[one.start : one.end], text[other.start : other.end]
    return all("§" in written or "kap." in written for written in both)


def _mention(text: str, elements: list[Element]) -> Mention | None:
    places = [element for element in elements if element.kind in PLACES]
    pointer = next((element for element in elements if element.kind in PLACE_POINTERS), None)
    act = next((element for element in elements if element.kind in ACTS or element.kind is Kind.STANDARD), None)
    if act is not None and act.kind is Kind.DEFINITE_ACT and not places and " " not in act.value:
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
        name=_name(text, act) if act is not None else "",
        aside=act is not None and act.kind is Kind.ACT and _is_aside(text, act.start),
    )


def _name(text: str, act: Element) -> str:
    """The words that name an act; behind a Swedish number the first words of its title belong to them."""
    title = _TITLE_WORDS.match(text, act.end) if text[act.end - 1] == ")" else None
    return text[act.start : title.end() if title else act.end]


def _is_aside(text: str, start: int) -> bool:
    """Whether the act at `start` is one that the title of another amends or repeals."""
    before = text[max(0, start - _TITLE) : start]
    return any(sign in before for sign in _ASIDE_SIGNS) and _ASIDE.search(before) is not None
