"""Places in acts and pointers to acts and places as Swedish statutes, and Swedish versions of EU acts, write them.

Every repetition is bounded and starts at a fixed word or digit, so that a search stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.mentions.elements import Element, Kind
from nlp.mentions.signs import Finder

_NUMBERS = r"\d{1,3}(?: ?[a-z]\b)?(?:(?:, | och | eller | samt |[-–])\d{1,3}(?: ?[a-z]\b)?){0,8}"
_ORDINALS = r"(?:[Ff]örsta|[Aa]ndra|[Tt]redje|[Ff]järde|[Ff]emte|[Ss]jätte|[Ss]junde|[Åå]ttonde|[Nn]ionde|[Tt]ionde)"
_ITEMS = r"\d{1,2}(?: [a-z]\b)?(?:[-–]\d{1,2}|(?:, | och | eller )\d{1,2}){0,6}\b(?! ?(?:§|kap))"
_STYCKE = rf"{_ORDINALS}(?:(?:, | och | eller |[-–]){_ORDINALS}){{0,3}} (?:styckena|stycket)(?: {_ITEMS}(?: [a-z]\b)?)?"
_STYCKEN = rf"{_STYCKE}(?:(?:, | och | eller ){_STYCKE}){{0,3}}"
_SENTENCE = rf"(?: {_ORDINALS} meningen)?"
_LETTER = r"(?:[a-hj-z]\b|i(?=[,.;]| och | eller ))"  # "artikel 1.1 i direktivet": a lone i is a preposition
_LETTERS = rf"(?: {_LETTER}(?:(?:, | och | eller |[-–]){_LETTER}){{0,8}})?"
_SECTIONS = rf"{_NUMBERS} ?§§?(?: {_STYCKEN}{_SENTENCE}| {_ITEMS})?"
_CHAPTERS = rf"\d{{1,3}}(?: ?[a-z])? ?kap\.(?: {_SECTIONS})?"
# "2 kap. 3 § och 5 §": what follows without a chapter of its own stands in the one before it.
_STATUTE = rf"(?:{_CHAPTERS}(?:(?:, | och | eller | samt ){_SECTIONS}){{0,8}}|{_SECTIONS})"
_EU_STEPS = (
    rf"(?:,? {_ORDINALS}(?:(?:, | och | eller ){_ORDINALS}){{0,2}} (?:stycket|styckena|strecksatsen|meningen)"
    rf"|,? (?:led(?:en|et)?|punkt(?:en|erna)?) {_LETTER}(?:(?:, | och | eller |[-–]){_LETTER}){{0,8}}){{0,3}}"
)
_ARTICLE_NUMBER = rf"\d{{1,3}}[a-z]?(?:\.\d{{1,2}}[a-z]?){{0,3}}\b{_LETTERS}"
_ARTICLES = (
    rf"[Aa]rt(?:ik(?:el|larna|lar)|\.) {_ARTICLE_NUMBER}"
    rf"(?:(?:, | och | eller | samt |[-–]){_ARTICLE_NUMBER}){{0,8}}{_EU_STEPS}"
)
# The days of minutes are no sections: "2018-05-28 § 61".
_PLACE = re.compile(
    rf"\b(?<!\d-)(?=\d|[Aa]rt|[Ff][öje]|[Aa]nd|[Tt]re|[Ss]j[äu]|[Åå]tt|[Nn]io|[Tt]io)"
    rf"(?:{_ARTICLES}|{_STATUTE}|{_STYCKEN}{_SENTENCE})"
)
_ROMANS = r"(?:[IVX]{1,6}|\d{1,2})\b(?:(?:, | och | eller |[-–])(?:[IVX]{1,6}|\d{1,2})\b){0,6}"
_WEAK = re.compile(
    r"\b(?=[PpLlBbSsKk])(?:"
    r"[Pp]unkt(?:en|erna)? \d{1,2}(?:\.\d{1,2}){0,2}[a-z]?\b(?:(?:, | och | eller |[-–])\d{1,2}\b){0,6}"
    rf"|[Pp]unkt(?:en|erna)? {_LETTER}(?:(?:, | och | eller |[-–]){_LETTER}){{0,6}}"
    rf"|[Ll]ed(?:en|et)? {_LETTER}(?:(?:, | och | eller |[-–]){_LETTER}){{0,6}}"
    rf"|[Bb]ilag(?:a|an|orna|or) {_ROMANS}(?:,? (?:punkt|avsnitt|del) [\dA-Z]{{1,3}}\b){{0,2}}"
    r"|[Bb]ilagan(?= till )"
    r"|[Ss]käl(?:en)? \d{1,3}\b(?:(?:, | och | eller |[-–])\d{1,3}\b){0,6}"
    r"|[Kk]apitel [IVX]{1,5}\b(?:,? avsnitt \d{1,2}\b)?)"
)
# The numbers of items of the same list: "uppgifter som avses i 1 eller 2,".
_ITEM_NUMBERS = re.compile(
    r"\b(?:(?:avses|anges|angetts|sägs|nämns|nämnts|följer) (?:i|av|under)|enligt) "
    r"(\d{1,2}(?:(?:, | och | eller |[-–])\d{1,2}){0,4})(?=[,.;]|$| (?:och|eller|samt|ska|får|har|är|gäller)\b)"
)

_ITEM_SIGN = re.compile(r" (?:i|av|under|enligt) \d")
_PLACE_NOUNS = {
    "paragraf": "§", "kapitel": "kap", "kapitl": "kap", "stycke": "st", "artikel": "art", "artikl": "art",
    "punkt": "p", "bilaga": "annex",
}  # fmt: skip
_ACT_NOUNS = {
    "lag": "act", "balk": "act", "förordning": "regulation", "direktiv": "directive", "beslut": "decision",
    "föreskrifter": "rules", "konvention": "treaty", "fördrag": "treaty", "protokoll": "treaty",
    "avtal": "treaty", "stadga": "charter",
}  # fmt: skip
_ENDS_OF_NAMES = ("form", "ordning")
# The noun is looked for first, since it is rarer than the words that point with it.
_NOUN = re.compile(rf"(?P<noun>{'|'.join((*_PLACE_NOUNS, *_ACT_NOUNS, *_ENDS_OF_NAMES))})(?P<definite>en|et|t|n|na)?\b")
_ONLY_DEFINITE = frozenset({"treaty", "charter"})  # "detta avtal" is any contract
_POINTER = re.compile(
    r"\b(?:(?P<this>denna|detta|dessa)|(?P<last>samma|nämnda|nyssnämnda|sistnämnda|ovannämnda)"
    r"|(?P<that>(?:den|det)(?: nämnda)?)|(?P<previous>föregående)) $",
    re.IGNORECASE,
)
_LONGEST_POINTER = 14
_EU_ACT = re.compile(r"\bEU(?:-|:s )[^\W\d_]{0,40}?(?P<noun>förordning|direktiv)(?:en|et)?\b")
# "lagen om elektronisk kommunikation": an act by the first words of its title.
TITLE_WORDS = r" (?:om|för|med (?:kompletterande|särskilda)) [^\W\d_]{2,40}(?: [^\W\d_]{2,40})?"
_TITLED_ACT = re.compile(rf"\b(?P<noun>[Ll]ag|[Ff]örordning)en(?P<title>{TITLE_WORDS})")
_WORD_BEFORE = re.compile(r"(?<= )[^\W\d_]+$")
_LONGEST_NAME = 40
_ENDS_OF_PLACES = frozenset("§.tn0123456789")  # "2 §", "5 kap.", "första stycket", "meningen", "2 § 3"


def places(text: str) -> Iterator[Element]:
    """The places a Swedish text names."""
    for match in _PLACE.finditer(text):
        yield Element(match.start(), match.end(), Kind.PLACE)


def weak_places(text: str) -> Iterator[Element]:
    """The places that are some only in an act: "punkt 2", "bilaga I"."""
    for match in _WEAK.finditer(text):
        yield Element(match.start(), match.end(), Kind.WEAK_PLACE)


def items(text: str) -> Iterator[Element]:
    """The items of the same list that a text points to by their numbers alone."""
    if _ITEM_SIGN.search(text):
        for match in _ITEM_NUMBERS.finditer(text):
            yield Element(match.start(1), match.end(1), Kind.WEAK_PLACE, "p")


def pointers(text: str) -> Iterator[Element]:
    """The pointers to places and acts: "samma paragraf", "denna lag", "den förordningen"."""
    for noun in _NOUN.finditer(text):
        read = _pointer if text[noun.start() - 1 : noun.start()] == " " else _act_by_name
        element = read(text, noun)
        if element is not None:
            yield element
    if "EU" in text:
        for match in _EU_ACT.finditer(text):
            yield Element(match.start(), match.end(), Kind.EU_ACT, _ACT_NOUNS[match["noun"]])
    if "agen " in text or "ningen " in text:
        for match in _TITLED_ACT.finditer(text):
            name = f"{match['noun']}{match['title']}".lower()
            yield Element(match.start(), match.start("title"), Kind.DEFINITE_ACT, name)


def _pointer(text: str, noun: re.Match[str]) -> Element | None:
    """A noun with the word that points in front of it; behind "i" the definite noun alone points to an act."""
    word = noun["noun"]
    before = _POINTER.search(text, max(0, noun.start() - _LONGEST_POINTER), noun.start())
    if before is None:
        refers = word in _ACT_NOUNS and noun["definite"] and text.endswith((" i ", " till "), 0, noun.start())
        return Element(noun.start(), noun.end(), Kind.DEFINITE_ACT, _ACT_NOUNS[word]) if refers else None
    # "den lagen" points, "den lag som ..." does not; "denna lag" and "samma lag" stand without the ending.
    if bool(before["that"]) != bool(noun["definite"]) or word in _ENDS_OF_NAMES:
        return None
    value = _ACT_NOUNS.get(word) or _PLACE_NOUNS[word]
    if value in _ONLY_DEFINITE:
        return None
    return Element(before.start(), noun.end(), _pointer_kind(before, to_act=word in _ACT_NOUNS), value)


def _act_by_name(text: str, noun: re.Match[str]) -> Element | None:
    """ "skyddslagen" behind a place: the name of an act, which may have been introduced with its number before."""
    if noun["definite"] != "en" or noun["noun"] not in {"lag", "balk", "förordning", *_ENDS_OF_NAMES}:
        return None
    word = _WORD_BEFORE.search(text, max(0, noun.start() - _LONGEST_NAME), noun.start())
    if word is None or text[word.start() - 2 : word.start() - 1] not in _ENDS_OF_PLACES:
        return None
    return Element(word.start(), noun.end(), Kind.DEFINITE_ACT, text[word.start() : noun.end()].lower())


def _pointer_kind(pointer: re.Match[str], *, to_act: bool) -> Kind:
    if pointer["this"]:
        return Kind.THIS_ACT if to_act else Kind.THIS_PLACE
    if pointer["previous"] and not to_act:
        return Kind.PREVIOUS_PLACE
    return Kind.LAST_ACT if to_act else Kind.LAST_PLACE


FINDERS = (
    Finder(places, re.compile(r"§|kap\.|rtik|rt\.|stycke")),
    Finder(weak_places, re.compile(r"unkt(?:en|erna)?$|[Ll]ed$|led(?:en|et)$|ilag|käl(?:en)?$|apitel$")),
    Finder(items, re.compile(r"^\d")),
    Finder(pointers, _NOUN),
)
