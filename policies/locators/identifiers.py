"""Identifiers of instruments, as people and files write them, made one: bare CELEX numbers and "SFS 2018:1937"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policies.locators.locator import LocatorError

LONGEST = 1000

CELEX_LETTERS = {"reg": "R", "dir": "L", "dec": "D"}
"""The letter in a CELEX number by the type of act in an ELI."""
_TYPES = (
    ("regulation", "R"),
    ("förordning", "R"),
    ("directive", "L"),
    ("direktiv", "L"),
    ("decision", "D"),
    ("beslut", "D"),
)

# The EU's treaties (E and M) and the Charter (P), consolidated versions: the CELEX number of the whole.
_TREATY = re.compile(r"(?:\bCELEX[:\s]{0,2})?\b(1[0-9]{4}[EMP])(?:/TXT)?(?![0-9A-Za-z])")
_HINT = re.compile(r"[0-9]{4}|[0-9]/[0-9]")
_ELI = re.compile(
    r"(?:https?://)?(?:data|eur-lex)\.europa\.eu/eli/(reg|dir|dec)(?:_[a-z]{2,6})?/([0-9]{4})/([0-9]{1,5})[\w/.-]{0,80}"
)
_CELEX = re.compile(
    r"(?:https?://eur-lex\.europa\.eu/[\w./?=&%-]{0,120}?)?(?:\bCELEX(?:%3A|[:\s]){0,2}|\b)"
    r"([0-9CE])([0-9]{4})([A-Z]{1,2})([0-9]{4})(\([0-9]{2}\))?(?:-[0-9]{8})?(?![0-9A-Za-z])"
)
_EU = re.compile(
    r"(?:Europaparlamentets och rådets |Rådets |Kommissionens |Commission |Council )?"
    r"(?:delegated |implementing |delegerade |delegerad )?"
    r"\b[^\W\d_]{0,30}?(regulation|directive|decision|förordning|direktiv|beslut)(?:en|et)? "
    r"(?:of the European Parliament and of the Council )?"
    r"(?:\((?:EU|EG|EC|EEG|EEC|Euratom|EU, Euratom)\) )?(no\.? |nr\.? )?"
    r"([0-9]{1,5})/([0-9]{1,5})(?:/(?:EU|EG|EC|EEG|EEC))?(?![0-9/])",
    re.IGNORECASE,
)
# Swedish collections of statutes and of agency regulations; Danish and Norwegian acts as their readers name them.
_COLLECTION = re.compile(r"\b(SFS|[A-ZÅÄÖ]{1,6}FS|LOV|LBK|BEK|FOR) ?((?:1[6-9]|20)[0-9]{2}:[0-9]{1,5})(?![0-9])")
_NORWEGIAN = re.compile(r"\b((?:LOV|FOR)-[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]{1,5})?)(?![0-9-])")
# The name of a Swedish act before its number: "lag", "hälso- och sjukvårdslagen", "förvaltningslagen".
_NAME = r"(?:[^\W\d_]{1,30}- och )?[^\W\d_]{0,40}(?:lag|balk|ordning|form|kungörelse)(?:e?n)?"
_NAMED = re.compile(rf"\b{_NAME} \(((?:1[6-9]|20)[0-9]{{2}}:[0-9]{{1,5}})\)", re.IGNORECASE)
_BARE = re.compile(r"(?:^|\()((?:1[6-9]|20)[0-9]{2}:[0-9]{1,5})(?:\)|(?![0-9:]))")
_ADDRESS = re.compile(r"\b(?:sfs-|lagen\.nu/)((?:1[6-9]|20)[0-9]{2})[-:_]([0-9]{1,5})(?![0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An instrument found in a text: its identifier and the half-open offsets of the words that name it."""

    identifier: str
    start: int
    end: int


def identifier(text: str) -> str:
    """The normalised identifier named in `text`; LocatorError when there is none.

    Consolidated texts get the number of the act itself: both are editions of one guideline.

    >>> identifier("lag (2018:1937) om tillgänglighet till digital offentlig service")
    'SFS 2018:1937'
    >>> identifier("Förordning (EU) nr 910/2014"), identifier("CELEX 02014R0910-20241018")
    ('32014R0910', '32014R0910')
    """
    mention = first_mention(text)
    if mention is None:
        raise LocatorError("error.identifier_unknown", text=text[:80])
    return mention.identifier


def first_mention(text: str) -> Mention | None:
    """The first instrument named in the first LONGEST characters of `text`, or None."""
    text = text[:LONGEST]
    if not _HINT.search(text):  # most citations name no instrument; all patterns below need one of these
        return None
    found = [mention for find in _FINDERS if (mention := find(text))]
    return min(found, key=lambda mention: (mention.start, -mention.end), default=None)


def _find_eli(text: str) -> Mention | None:
    match = _ELI.search(text)
    if not match:
        return None
    kind, year, number = match.groups()
    return _mention(match, f"3{year}{CELEX_LETTERS[kind]}{int(number):04d}")


def _find_celex(text: str) -> Mention | None:
    match = _CELEX.search(text)
    if not match:
        return None
    sector, year, kind, number, part = match.groups()
    return _mention(match, f"{'3' if sector == '0' else sector}{year}{kind}{number}{part or ''}")


def _find_treaty(text: str) -> Mention | None:
    match = _TREATY.search(text)
    return _mention(match, match[1]) if match else None


def _find_eu(text: str) -> Mention | None:
    match = _EU.search(text)
    if not match:
        return None
    word, numbered, first, second = match.groups()
    year, number = (first, second) if _year_first(first, second, bool(numbered)) else (second, first)
    if len(year) == 2:
        year = f"19{year}"
    if not _is_year(year) or len(number) > 4:
        return None
    kind = dict(_TYPES)[word.lower()]
    return _mention(match, f"3{year}{kind}{int(number):04d}")


def _find_collection(text: str) -> Mention | None:
    match = _COLLECTION.search(text)
    return _mention(match, f"{match[1]} {match[2]}") if match else None


def _find_norwegian(text: str) -> Mention | None:
    match = _NORWEGIAN.search(text)
    return _mention(match, match[1]) if match else None


def _find_named(text: str) -> Mention | None:
    match = _NAMED.search(text) or _BARE.search(text)
    return _mention(match, f"SFS {match[1]}") if match else None


def _find_address(text: str) -> Mention | None:
    match = _ADDRESS.search(text)
    return _mention(match, f"SFS {match[1]}:{match[2]}") if match else None


_FINDERS = (
    _find_eli,
    _find_celex,
    _find_treaty,
    _find_eu,
    _find_collection,
    _find_norwegian,
    _find_named,
    _find_address,
)


def _mention(match: re.Match[str], value: str) -> Mention:
    return Mention(identifier=value, start=match.start(), end=match.end())


def _year_first(first: str, second: str, numbered: bool) -> bool:
    """ "No 910/2014" has its year behind, "2016/679" in front; "No 2016/679" is written too, though wrongly."""
    if numbered:
        return len(first) == 4 and _is_year(first) and not _is_year(second)
    return _is_year(first) or not _is_year(second)


def _is_year(digits: str) -> bool:
    return len(digits) == 2 or (len(digits) == 4 and digits[:2] in {"19", "20"})
