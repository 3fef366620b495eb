"""Places in acts and pointers to acts and places as Swedish statutes, and Swedish versions of EU acts, write them.

Every repetition is bounded and starts at a fixed word or digit, so that a search stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.mentions.elements import Element, Kind

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
_PLACE = re.compile(
    rf"\b(?=\d|[Aa]rt|[Ff][öje]|[Aa]nd|[Tt]re|[Ss]j[äu]|[Åå]tt|[Nn]io|[Tt]io)"
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

_THIS = r"(?P<this>[Dd]enna|[Dd]etta|[Dd]essa)"
_LAST = r"(?P<last>[Ss]amma|[Nn]ämnda|[Nn]yssnämnda|[Ss]istnämnda|[Oo]vannämnda|[Dd]en(?: nämnda)?|[Dd]et(?: nämnda)?)"
_PREVIOUS = r"(?P<previous>[Ff]öregående)"
_PLACE_NOUNS = {
    "paragraf": "§", "kapitel": "kap", "stycke": "st", "artikel": "art", "punkt": "p", "bilaga": "annex",
}  # fmt: skip
_POINTER = re.compile(
    rf"\b(?=[DdSsNnOoFf])(?:{_THIS}|{_LAST}|{_PREVIOUS}) "
    r"(?P<noun>paragraf|kapitel|kapitl|stycke|artikel|artikl|punkt|bilaga)(?P<definite>en|et|t|n)?\b"
)
_ACT_NOUNS = {
    "lag": "act", "balk": "act", "förordning": "regulation", "direktiv": "directive", "beslut": "decision",
    "föreskrifter": "rules",
}  # fmt: skip
_ACT_POINTER = re.compile(
    rf"\b(?=[DdSsNnOo])(?:{_THIS}|{_LAST}) "
    r"(?P<noun>lag|balk|förordning|direktiv|beslut|föreskrifter)(?P<definite>en|et|na)?\b"
)
_DEFINITE_ACT = re.compile(r"(?:(?<= i )|(?<= till ))(?P<noun>lag|balk|förordning|direktiv|beslut)(?:en|et)\b")
_EU_ACT = re.compile(r"\bEU(?:-|:s )[^\W\d_]{0,40}?(?P<noun>förordning|direktiv)(?:en|et)?\b")
# "lagen om elektronisk kommunikation": an act by the first words of its title.
TITLE_WORDS = r" (?:om|för|med (?:kompletterande|särskilda)) [^\W\d_]{2,40}(?: [^\W\d_]{2,40})?"
_TITLED_ACT = re.compile(rf"\b(?P<noun>[Ll]ag|[Ff]örordning)en(?P<title>{TITLE_WORDS})")
_ACT_NAME = re.compile(r"(?<=[§.tn\d] )[^\W\d_]{3,40}+(?:(?<=lagen)|(?<=balken)|(?<=formen)|(?<=ordningen))\b")


def places(text: str) -> Iterator[Element]:
    """The places a Swedish text names."""
    if "§" in text or "kap." in text or "rt" in text or "stycke" in text:
        for match in _PLACE.finditer(text):
            yield Element(match.start(), match.end(), Kind.PLACE)
    for match in _WEAK.finditer(text):
        yield Element(match.start(), match.end(), Kind.WEAK_PLACE)
    if "av" in text or "an" in text or "s" in text:
        for match in _ITEM_NUMBERS.finditer(text):
            yield Element(match.start(1), match.end(1), Kind.WEAK_PLACE, "p")


def pointers(text: str) -> Iterator[Element]:
    """The pointers to places and acts: "samma paragraf", "denna lag", "den förordningen"."""
    for match in _POINTER.finditer(text):
        noun = match["noun"].replace("kapitl", "kapitel").replace("artikl", "artikel")
        if _agrees(match):
            yield Element(match.start(), match.end(), _pointer_kind(match), _PLACE_NOUNS[noun])
    for match in _ACT_POINTER.finditer(text):
        if _agrees(match):
            kind = Kind.THIS_ACT if match["this"] else Kind.LAST_ACT
            yield Element(match.start(), match.end(), kind, _ACT_NOUNS[match["noun"]])
    if "EU" in text:
        for match in _EU_ACT.finditer(text):
            yield Element(match.start(), match.end(), Kind.EU_ACT, _ACT_NOUNS[match["noun"]])
    for match in _DEFINITE_ACT.finditer(text):
        yield Element(match.start(), match.end(), Kind.DEFINITE_ACT, _ACT_NOUNS[match["noun"]])
    if "agen " in text or "ningen " in text:
        for match in _TITLED_ACT.finditer(text):
            name = f"{match['noun']}{match['title']}".lower()
            yield Element(match.start(), match.start("title"), Kind.DEFINITE_ACT, name)
    for match in _ACT_NAME.finditer(text):
        yield Element(match.start(), match.end(), Kind.DEFINITE_ACT, match.group().lower())


def _pointer_kind(match: re.Match[str]) -> Kind:
    if match["this"]:
        return Kind.THIS_PLACE
    return Kind.LAST_PLACE if match["last"] else Kind.PREVIOUS_PLACE


def _agrees(match: re.Match[str]) -> bool:
    """ "den lagen" points, "den lag som ..." does not; "denna lag" and "samma lag" stand without the ending."""
    word = (match["last"] or "").lower()
    if word in {"den", "det", "den nämnda", "det nämnda"}:
        return bool(match["definite"]) or (word == "det" and match["noun"] == "stycke" and bool(match["definite"]))
    return not match["definite"]
