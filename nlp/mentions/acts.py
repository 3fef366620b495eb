"""Acts in running text: by number ("lag (2018:1937)", "Regulation (EU) 2016/679") or by a well known name ("GDPR").

The names are nlp/languages/acts.csv: a name in capitals is matched in capitals only, any other in either case.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from nlp.languages import FOLDER
from nlp.mentions.elements import Element, Kind
from policies.locators import LocatorError, identifier

# Every repetition is bounded or possessive and starts at a fixed word or digit: a search stays linear in the text.
_YEAR_NUMBER = r"(?:1[6-9]|20)\d{2}:\d{1,5}"
# The name of an act is a whole word with a telling end, taken possessively: one look at each word of the text.
_ENDS = "|".join(f"(?<={end})" for end in ("lag", "lagen", "balken", "ordning", "ordningen", "formen", "kungörelsen"))
_NAME = rf"(?:[^\W\d_]{{2,30}}- och )?[^\W\d_]{{3,60}}+(?:{_ENDS})"
_SWEDISH_NUMBER = re.compile(
    rf"\b(?=[^\W\d_]{{3,60}}+ \(|[^\W\d_]{{2,30}}- och |[A-ZÅÄÖ]{{1,6}}FS )"
    rf"(?:{_NAME} \({_YEAR_NUMBER}\)|(?:SFS |[A-ZÅÄÖ]{{2,6}}FS ){_YEAR_NUMBER}(?!\d))"
)
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
_WORD = re.compile(r"[^\W\d_][\w:-]*+")
_POSSESSIVE = (":s", "s")


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
        for pattern in (_SWEDISH_NUMBER, _COLLECTION):
            found += [
                Element(match.start(), match.end(), Kind.ACT, identified(match.group()))
                for match in pattern.finditer(text)
            ]
    yield from sorted(found)


def named(text: str) -> Iterator[Element]:
    """The acts a text names by a well known name, without the ending of a genitive.

    >>> [(e.start, e.end, e.value) for e in named("GDPR:s krav och förvaltningslagens")]
    [(0, 4, '32016R0679'), (16, 32, 'SFS 2017:900')]
    """
    beginnings = _beginnings()
    done = 0
    for match in _WORD.finditer(text):
        word = match.group()
        choices = beginnings.get(word) or beginnings.get(word.lower()) or _without_genitive(word, beginnings)
        if choices is None or match.start() < done:
            continue
        for name, value in choices:
            end = match.start() + len(name)
            written = text[match.start() : end]
            if (written == name or (not name.isupper() and written.lower() == name.lower())) and _ends(text, end):
                done = end
                yield Element(match.start(), end, Kind.ACT, value)
                break


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
def _beginnings() -> dict[str, list[tuple[str, str]]]:
    """Names and identifiers by the first word of the name, the longest name first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, value in sorted(names().items(), key=lambda pair: -len(pair[0])):
        first = _WORD.match(name)
        if first is not None:
            word = first.group()
            found.setdefault(word if word.isupper() else word.lower(), []).append((name, value))
    return found


def _without_genitive(word: str, beginnings: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]] | None:
    if not word.endswith("s"):
        return None
    for ending in _POSSESSIVE:
        stem = word.removesuffix(ending)
        if stem != word and (found := beginnings.get(stem) or beginnings.get(stem.lower())):
            return found
    return None


def _ends(text: str, end: int) -> bool:
    """Whether a name ends here: nothing of a word follows but the ending of a genitive."""
    rest = text[end : end + 3]
    for ending in ("", *_POSSESSIVE):
        after = rest[len(ending) :][:1]
        if rest.startswith(ending) and not (after.isalnum() or after in {"-", "_"}):
            return True
    return False
