"""Places in acts and pointers to acts and places as the English of EU acts writes them.

Every repetition is bounded and starts at a fixed word or digit, so that a search stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.mentions.elements import ANY_ACT, Element, Kind
from nlp.mentions.signs import Finder

_JOINT = r"(?:, and | and/or |, or |, | and | or | to |[-–])"
_SMALL = r"(?:\([a-z0-9]{1,5}\))"
_SMALLS = rf"{_SMALL}(?:{_JOINT}{_SMALL}){{0,8}}"
_NUMBER = rf"\d{{1,3}}[a-z]?(?:{_SMALL}){{0,4}}(?![\w/])(?!\.\d)"
_NUMBERS = rf"{_NUMBER}(?:{_JOINT}(?:{_NUMBER}|{_SMALL}(?:{_SMALL}){{0,2}})){{0,9}}"
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_ORDINALS = rf"{_ORDINAL}(?:{_JOINT}(?:the )?{_ORDINAL}){{0,3}}"
_ORDERED = rf"(?:the )?{_ORDINALS} (?:subparagraphs?|paragraphs?|indents?|sentences?)"
_POINTS = rf"[Pp]oints? (?:{_SMALLS}|\d{{1,2}}(?![\d.]){_SMALL}?(?:{_JOINT}\d{{1,2}}(?!\d)){{0,6}})"
_STEP = rf"(?:,? (?:{_ORDERED}|{_POINTS}|paragraphs? {_NUMBERS}|(?:sub)?paragraphs? {_SMALLS}))"
_ARTICLES = rf"Articles? {_NUMBERS}{_STEP}{{0,3}}"
_PARAGRAPHS = rf"[Pp]aragraphs? {_NUMBERS}{_STEP}{{0,2}}"
_ROMAN = r"(?:[IVX]{1,6}|[A-H]|\d{1,2})\b"
_INSIDE_ANNEX = rf"(?:,? (?:(?:Section|Part) [A-Z\dIVX]{{1,4}}\b|{_POINTS}))"
_ANNEXES = rf"Annex(?:es)? [IVX]{{1,6}}\b(?:{_JOINT}[IVX]{{1,6}}\b){{0,6}}{_INSIDE_ANNEX}{{0,3}}"
_PLACE = re.compile(
    r"\b(?=[APpRrtfse])(?:"
    rf"{_ARTICLES}|{_PARAGRAPHS}|{_ANNEXES}|{_POINTS}{_STEP}{{0,2}}|{_ORDERED}(?:,? {_POINTS})?"
    r"|[Rr]ecitals? \(?\d{1,3}\)?(?:(?:, | and | or | to )\(?\d{1,3}\)?){0,6})"
)
_WEAK = re.compile(
    r"\b(?=[CSTP])(?:"
    rf"Chapters? {_ROMAN}(?:,? Sections? \d{{1,2}}\b(?: and \d{{1,2}}\b)?)?"
    rf"|Sections? [A-Z\d]{{1,2}}\b(?: and [A-Z\d]{{1,2}}\b)?(?:,? {_POINTS})?|Titles? {_ROMAN}|Parts? [A-Z]\b)"
)
# "§ 5, stk. 2", "§§ 7-9", "§ 8 første ledd bokstav b": Danish and Norwegian statutes are read with this grammar.
_NORDIC_ORDINAL = r"(?:første|andre|andet|tredje|fjerde|femte)"
_NORDIC_NUMBER = r"\d{1,3}(?: ?[a-z]\b)?"
_NORDIC_JOINT = r"(?:, | og | eller | til |[-–])"
_NORDIC_STEP = (
    r",? (?:[Ss]tk\. \d{1,2}(?:[-–]\d{1,2}| og \d{1,2})?|nr\. \d{1,2}(?:[-–]\d{1,2}| og \d{1,2})?"
    rf"|{_NORDIC_ORDINAL} ledd|bokstav [a-z]\b|litra [a-z]\b)"
)
_NORDIC = re.compile(
    rf"(?:§§? ?{_NORDIC_NUMBER}(?:{_NORDIC_JOINT}{_NORDIC_NUMBER}){{0,6}}"
    rf"(?:{_NORDIC_STEP}){{0,3}}"
    rf"|\b[Ss]tk\. \d{{1,2}}(?:[-–]\d{{1,2}}| og \d{{1,2}})?(?:{_NORDIC_STEP}){{0,2}}"
    rf"|\b{_NORDIC_ORDINAL} ledd(?:{_NORDIC_STEP}){{0,2}})"
)

_PLACE_NOUNS = {
    "Article": "art", "paragraph": "sub", "subparagraph": "subpara", "point": "letter", "Chapter": "chapter",
    "Section": "section", "Title": "title", "Annex": "annex", "recital": "recital",
}  # fmt: skip
_ACT_NOUNS = {"Regulation": "regulation", "Directive": "directive", "Decision": "decision", "Act": "act"}
# The noun is looked for first, since it is rarer than the words that point with it.
_NOUN = re.compile(rf"(?P<noun>{'|'.join((*_PLACE_NOUNS, *_ACT_NOUNS))})s?\b")
_POINTER = re.compile(
    r"\b(?:(?P<this>this)|(?P<last>that|those|the (?:said|same))|(?P<previous>the (?:preceding|previous))) $",
    re.IGNORECASE,
)
_LONGEST_POINTER = 16
_TREATIES = ("Convention", "Treaty", "Protocol", "Agreement", "Charter")
_CHARTER = "12016P"
_DEFINITE_ACT = re.compile(rf"(?<=of the )(?P<noun>{'|'.join((*_ACT_NOUNS, *_TREATIES))})\b(?! \()")
_THEREOF = re.compile(r"(?<=[\w)] )thereof\b")
# "tvisteloven § 5", "§ 5 i lov om ...": another act, by a name that only the text itself can have introduced.
_NORDIC_ACT = re.compile(
    r"\b[^\W\d_]{3,40}+(?:(?<=loven)|(?<=lova)|(?<=lovens)|(?<=forskriften))(?= §)|(?<= i )lov (?=om |nr)"
)


def places(text: str) -> Iterator[Element]:
    """The places an English text names."""
    for match in _PLACE.finditer(text):
        yield Element(match.start(), match.end(), Kind.PLACE)


def nordic_places(text: str) -> Iterator[Element]:
    """The places a Danish or Norwegian text names."""
    for match in _NORDIC.finditer(text):
        yield Element(match.start(), match.end(), Kind.PLACE)


def weak_places(text: str) -> Iterator[Element]:
    """The places that are some only in an act: "Part A", "Section 2"."""
    for match in _WEAK.finditer(text):
        yield Element(match.start(), match.end(), Kind.WEAK_PLACE)


def pointers(text: str) -> Iterator[Element]:
    """The pointers to places and acts: "this Article", "that Regulation", "the said Directive"."""
    for noun in _NOUN.finditer(text):
        pointer = _POINTER.search(text, max(0, noun.start() - _LONGEST_POINTER), noun.start())
        if pointer is None:
            continue
        if noun["noun"] in _ACT_NOUNS and not pointer["previous"]:
            kind = Kind.THIS_ACT if pointer["this"] else Kind.LAST_ACT
            yield Element(pointer.start(), noun.end(), kind, _ACT_NOUNS[noun["noun"]])
        elif noun["noun"] in _PLACE_NOUNS and not noun.group().endswith("s"):
            kind = Kind.LAST_PLACE if pointer["last"] else Kind.THIS_PLACE if pointer["this"] else Kind.PREVIOUS_PLACE
            yield Element(pointer.start(), noun.end(), kind, _PLACE_NOUNS[noun["noun"]])


def named_acts(text: str) -> Iterator[Element]:
    """The acts a text names by a word alone: "of the Convention", "thereof", "tvisteloven § 5"."""
    for match in _NORDIC_ACT.finditer(text) if "§" in text or "tk." in text else ():
        yield Element(match.start(), match.end(), Kind.DEFINITE_ACT, match.group().strip().lower())
    for match in _THEREOF.finditer(text):
        yield Element(match.start(), match.end(), Kind.DEFINITE_ACT, ANY_ACT)
    for match in _DEFINITE_ACT.finditer(text) if "of the " in text else ():
        word = match["noun"]
        if word == "Charter":  # of fundamental rights: acts of the EU know no other
            yield Element(match.start(), match.end(), Kind.ACT, _CHARTER)
        else:
            yield Element(match.start(), match.end(), Kind.DEFINITE_ACT, _ACT_NOUNS.get(word) or "treaty")


FINDERS = (
    Finder(places, re.compile(r"rticle|aragraph|oint|nnex|ecital|indent|sentence")),
    Finder(nordic_places, re.compile(r"§|tk\.|ledd")),
    Finder(weak_places, re.compile(r"(?:Chapters?|Sections?|Titles?|Parts?)$")),
    Finder(pointers, _NOUN),
    Finder(named_acts, re.compile(rf"§|tk\.|thereof|{'|'.join((*_ACT_NOUNS, *_TREATIES))}")),
)
