"""Acts in running text: by number ("lag (2018:1937)", "Regulation (EU) 2016/679") or by a well known name ("GDPR").

The names are nlp/languages/acts.csv: Swedish names in the definite form are matched in either case, others as written.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from nlp.languages import FOLDER
from nlp.mentions.elements import Element, Kind
from nlp.mentions.signs import Finder
from policies.locators import LocatorError, identifier

# Every repetition is bounded or possessive and starts at a fixed word or digit: a search stays linear in the text.
_YEAR_NUMBER = r"(?:1[6-9]|20)\d{2}:\d{1,5}"
_NUMBER = re.compile(rf"\({_YEAR_NUMBER}\)")
# The name before a number: a whole word with a telling end, with what a compound shares ("hälso- och sjukvårdslagen").
_NAME = re.compile(r"(?:\b[^\W\d_]{2,30}- och )?\b[^\W\d_]{3,60}(?<=[Ll]ag|gen|ken|ing|men) $")
_ENDS = ("lag", "lagen", "balken", "ordning", "ordningen", "formen", "kungörelsen")
_LONGEST_NAME = 100
_SWEDISH_COLLECTION = re.compile(rf"(?:SFS |[A-ZÅÄÖ]{{2,6}}FS ){_YEAR_NUMBER}(?!\d)")
_EU_NUMBER = (
    r"(?:\((?:EU|EC|EG|EEC|EEG|Euratom)(?:, Euratom)?\) )?(?:[Nn][or]\.? ?)?\d{2,4}/\d{1,4}(?:/(?:EU|EC|EG|EEC|EEG))?"
)
_EU_LIST = rf"(?P<numbers>{_EU_NUMBER}(?:(?:, | och | and |, and | eller | or ){_EU_NUMBER}){{0,8}})(?![\d/])"
_EU_SWEDISH = re.compile(
    r"\b(?:(?:Europaparlamentets och rådets|[Rr]ådets|[Kk]ommissionens) )?(?:delegerade? )?"
    r"(?P<word>(?:[Gg]enomförande)?(?:[Ff]örordning|[Dd]irektiv|[Bb]eslut)(?:en|et|arna)?) "
    rf"(?:av den \d{{1,2}} [a-z]{{3,9}} \d{{4}} )?{_EU_LIST}"
)
_EU_ENGLISH = re.compile(
    r"\b(?:(?:Commission|Council) )?(?:Delegated |Implementing |Framework )?(?P<word>Regulation|Directive|Decision)s? "
    rf"(?:of the European Parliament and of the Council )?{_EU_LIST}"
)
_ONE_EU = re.compile(_EU_NUMBER)
_COLLECTION = re.compile(r"\b(?:LOV|LBK|BEK|FOR)(?: \d{4}:\d{1,5}|-\d{4}-\d{2}-\d{2}(?:-\d{1,5})?)(?![\d-])")
_PLURAL = {"förordningarna": "förordning", "direktiven": "direktiv", "besluten": "beslut"}
_DEFINITE = re.compile(r"(?:lagen|balken|formen|ordningen|direktivet)")
_LONGEST_ENDING = len("direktivet")
_PART_OF_WORD = re.compile(r"[\w-]")
_END = re.compile(r"(?::?s)?(?![\w-])")


def numbered(text: str) -> Iterator[Element]:
    """The acts a text names by number; each number of a list is one.

    >>> [e.value for e in numbered("direktiven 2014/24/EU och 2014/25/EU, lagen (2016:1145)")]
    ['32014L0024', '32014L0025', 'SFS 2016:1145']
    """
    found: list[Element] = []
    if "/" in text:
        for pattern in (_EU_SWEDISH, _EU_ENGLISH):
            for match in pattern.finditer(text):
                found += _european(match)
    if ":" in text or "LOV-" in text or "FOR-" in text:
        for match in _NUMBER.finditer(text):
            name = _NAME.search(text, max(0, match.start() - _LONGEST_NAME), match.start())
            if name is not None and name.group().rstrip().lower().endswith(_ENDS):
                found.append(Element(name.start(), match.end(), Kind.ACT, f"SFS {match.group()[1:-1]}"))
        for pattern in (_SWEDISH_COLLECTION, _COLLECTION):
            found += [Element(m.start(), m.end(), Kind.ACT, identified(m.group())) for m in pattern.finditer(text)]
    yield from sorted(found)


def named(text: str) -> Iterator[Element]:
    """The acts a text names by a well known name, without the ending of a genitive.

    >>> [(e.start, e.end, e.value) for e in named("GDPR:s krav och förvaltningslagens")]
    [(0, 4, '32016R0679'), (16, 33, 'SFS 2017:900')]
    """
    found: list[Element] = []
    by_last_word, capitals, others = _needles()
    for ending in _DEFINITE.finditer(text):
        start = ending.start()
        while start and (text[start - 1].isalnum() or text[start - 1] == "-"):
            start -= 1
        for name, value in by_last_word.get(text[start : ending.end()].lower(), ()):
            first = ending.end() - len(name)
            if text[max(0, first) : ending.end()].lower() == name.lower() and _stands_alone(text, first, ending.end()):
                found.append(Element(first, ending.end(), Kind.ACT, value))
                break
    found += [
        Element(match.start(), match.end(), Kind.ACT, names()[match.group()])
        for match in capitals.finditer(text)
        if _stands_alone(text, match.start(), match.end())
    ]
    for name in others:
        start = text.find(name)
        if start >= 0 and _stands_alone(text, start, start + len(name)):
            found.append(Element(start, start + len(name), Kind.ACT, names()[name]))
    yield from sorted(found)


@cache
def names() -> dict[str, str]:
    """Identifiers of acts by their well known names."""
    with (FOLDER / "acts.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["identifier"] for row in csv.DictReader(file)}


@lru_cache(maxsize=20_000)
def identified(text: str) -> str:
    """The identifier in some words, "" when there is none."""
    try:
        return identifier(text)
    except LocatorError:
        return ""


def _european(match: re.Match[str]) -> Iterator[Element]:
    word = match["word"].lower()
    word = next((one for many, one in _PLURAL.items() if word.endswith(many)), word)
    offset = match.start("numbers")
    for count, number in enumerate(_ONE_EU.finditer(match["numbers"])):
        start = offset + number.start() if count else match.start()
        yield Element(start, offset + number.end(), Kind.ACT, identified(f"{word} {number.group()}"))


@cache
def _needles() -> tuple[dict[str, list[tuple[str, str]]], re.Pattern[str], list[str]]:
    """Swedish names in the definite form by their last word, a pattern of those that begin with a capital, the rest."""
    definite: dict[str, list[tuple[str, str]]] = {}
    rest: list[str] = []
    for name, value in sorted(names().items(), key=lambda pair: -len(pair[0])):  # the longest first
        if _DEFINITE.search(name, len(name) - _LONGEST_ENDING):
            definite.setdefault(name.rpartition(" ")[2].lower(), []).append((name, value))
        else:
            rest.append(name)
    capitals = re.compile("|".join(re.escape(name) for name in rest if name[:1].isupper()))
    return definite, capitals, [name for name in rest if not name[:1].isupper()]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but the ending of a genitive follows, and no part of a word stands before."""
    return start >= 0 and not _PART_OF_WORD.match(text[start - 1 : start]) and _END.match(text, end) is not None


def _sign_of_name() -> re.Pattern[str]:
    _, capitals, others = _needles()
    firsts = {name.split()[0] for name in (*others, *(name for name in names() if capitals.fullmatch(name)))}
    return re.compile("|".join((_DEFINITE.pattern, *map(re.escape, sorted(firsts)))))


FINDERS = (Finder(numbered, re.compile(r"\d[/:]\d|(?:LOV|FOR|LBK|BEK)-")), Finder(named, _sign_of_name()))
