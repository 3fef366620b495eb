"""Reading citations: many ways of writing them, one value; lists and ranges are spelled out, within a bound.

Here the text becomes tokens, one meaning per word in either language; policies.locators.reader makes places of them.
"""

from __future__ import annotations

import re

from policies.locators.identifiers import LONGEST, first_mention
from policies.locators.locator import Locator, LocatorError, roman_value
from policies.locators.ranges import unreadable
from policies.locators.reader import read
from policies.locators.tokens import Token

_WORDS = {
    "art": "article articles artikel artiklar artiklarna artikeln arts",
    "recital": "recitals skäl skälen skälet rec",
    "annex": "annexes bilaga bilagan bilagor bilagorna",
    "title": "titles avdelning avd",
    "chapter": "chapters ch kapitel",
    "part": "parts del",
    "section": "sections sec avsnitt",
    "subsection": "subsections",
    "stycke": "st stycket stycken styckena stk ledd leddet",
    "subpara": "subparagraph subparagraphs",
    "para": "paragraph paragraphs paras",
    "point": "points punkt punkten punkter punkterna led leden p pt nr bokstav litra",
    "sentence": "sentences mening meningen meningarna men pkt",
    "indent": "indents strecksats strecksatsen strecksatserna",
    "kap": "kap",
    "item": "items",
    "row": "rows rad raden",
    "table": "tables tabell",
    "principle": "principles princip principen",
    "recommendation": "recommendations rekommendation",
    "requirement": "requirements krav",
    "area": "areas område målområde",
    "step": "steps steg",
    "heading": "rubrik",
    "page": "pages sida",
    "note": "notes fotnot not",
    "preamble": "ingress ingressen",
    "transitional": "övergångsbest övergångsbestämmelse övergångsbestämmelser övergångsbestämmelserna",
    "beslut": "decision decisions",
    "förslag": "proposal proposals",
    "yrkande": "motion",
    "reservation": "reservationer",
    "and": "och eller samt or respektive og",
    "to": "till til",
    "of": "i in enligt av",
    "": "the den det de",
}
_MEANING = {word: meaning for meaning, words in _WORDS.items() for word in (meaning, *words.split()) if word}
_ORDINALS = (
    ("första", "first", "1st", "første"), ("andra", "second", "2nd", "andre", "andet"), ("tredje", "third", "3rd"),
    ("fjärde", "fourth", "4th", "fjerde"), ("femte", "fifth"), ("sjätte", "sixth"), ("sjunde", "seventh"),
    ("åttonde", "eighth"), ("nionde", "ninth"), ("tionde", "tenth"), ("elfte", "eleventh"), ("tolfte", "twelfth"),
)  # fmt: skip
_ORDINAL = {word: str(value) for value, words in enumerate(_ORDINALS, 1) for word in words}

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_TOKEN = re.compile(
    r"(?P<colon>[0-9]{1,4}:[0-9]{1,6})|(?P<number>[0-9]{1,6}[a-z]{0,2}(?![^\W\d_])(?:\.[0-9]{1,6}[a-z]?(?![^\W\d_])){0,8})"
    r"|(?P<section>§§?)|#(?P<repeat>[0-9]{1,4})|(?P<word>[^\W\d_]{1,40})|(?P<mark>[(),;&-])|(?P<space>[\s.]+)"
)


_TITLE = re.compile(r"(?:om|on|med|of|av|\()\b")  # the rest of the name of an instrument that stands behind
_JOINT = re.compile(r" (?:i|of|in|enligt|av|till|to)$", re.IGNORECASE)


def parse(text: str) -> Locator:
    """The one place `text` names; LocatorError when it names none, several or something else.

    >>> str(parse("artikel 7.1 b")), str(parse("Article 7(1), point (b)"))
    ('art 7(1)(b)', 'art 7(1)(b)')
    >>> str(parse("13 § andra stycket 3 lagen (2018:1937)"))
    'SFS 2018:1937 13 § 2 st 3 p'
    """
    found = parse_all(text)
    if len(found) != 1:
        raise LocatorError("error.locator_several", text=text[:80], count=len(found))
    return found[0]


def parse_all(text: str, within: Locator | None = None) -> tuple[Locator, ...]:
    """Every place `text` names, lists and ranges spelled out, in the order written, without repeats.

    `within` is the place where the citation stands: it completes relative ones ("första stycket", "paragraph 2",
    "2 §" inside a chapter). At most MOST places; LocatorError beyond that and for anything unreadable.

    >>> [str(x) for x in parse_all("8 kap. 14, 15 och 16 a §§")]
    ['8 kap. 14 §', '8 kap. 15 §', '8 kap. 16 a §']
    >>> [str(x) for x in parse_all("andra stycket", within=parse("13 § 1 st"))]
    ['13 § 2 st']
    """
    if len(text) > LONGEST:
        raise LocatorError("error.locator_too_long", text=text[:80], limit=LONGEST)
    instrument, rest = _split_instrument(" ".join(_DASHES.sub("-", text).split()))
    if instrument and not rest:
        return (Locator(instrument),)
    inherited = within is not None and not instrument
    start = within.parts if within is not None and inherited else ()
    try:
        places = read(_tokens(rest), start, statute=instrument.startswith("SFS"))
        instrument = within.instrument if within is not None and inherited else instrument
        return tuple(dict.fromkeys(Locator(instrument, parts) for parts in places))
    except LocatorError as problem:
        if problem.code != "error.locator_unreadable":
            raise
        raise LocatorError("error.locator_unreadable", text=text[:80]) from problem


def _split_instrument(text: str) -> tuple[str, str]:
    mention = first_mention(text)
    if mention is None:
        return "", text
    before, after = text[: mention.start].rstrip(" ,;("), text[mention.end :].lstrip(" ,;)")
    if not before:
        return mention.identifier, after
    if after and not _TITLE.match(after):
        raise unreadable()
    return mention.identifier, _JOINT.sub("", before).rstrip(" ,")


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise unreadable()
        position = match.end()
        token = _token(match, bracketed=bool(tokens) and tokens[-1].kind == "open")
        if token is not None:
            tokens.append(token)
    for index, token in enumerate(tokens):
        ends = (
            index + 1 == len(tokens)
            or tokens[index + 1].kind in {"and", "to"}
            or tokens[index + 1].text in {"§", "kap"}
            or token.raw == tokens[index - 1].raw == "p"
        )
        if token.raw in {"i", "p"} and ends and index and tokens[index - 1].kind in {"word", "number", "letter"}:
            tokens[index] = _letter_or_unit(tokens, index)
    return tokens


def _letter_or_unit(tokens: list[Token], index: int) -> Token:
    """ "2 p" ends with a unit, "2 p p" and "2 p i" with a letter, and so does the number of "2 p §"."""
    token = tokens[index]
    numbers_a_section = index + 1 < len(tokens) and tokens[index + 1].text in {"§", "kap"}
    is_unit = token.raw == "p" and tokens[index - 1].kind != "word" and not numbers_a_section
    return token if is_unit else Token("letter", token.raw, token.raw)


def _token(match: re.Match[str], *, bracketed: bool) -> Token | None:
    kind, raw = str(match.lastgroup), match.group()
    if kind == "space":
        return None
    if kind == "word":
        return _word(raw, bracketed=bracketed)
    if kind == "mark":
        return Token({"(": "open", ")": "close", "-": "to"}.get(raw, "and"), raw, raw)
    if kind == "repeat":
        return Token(kind, match[kind], raw)
    return Token("word", "§", raw) if kind == "section" else Token(kind, raw, raw)


def _word(raw: str, *, bracketed: bool) -> Token | None:
    lowered = raw.lower()
    if bracketed and raw == lowered and len(raw) <= 5:
        return Token("letter", raw, raw)
    if lowered in _ORDINAL:
        return Token("ordinal", _ORDINAL[lowered], raw)
    meaning = None if len(raw) == 1 and raw.isupper() else _MEANING.get(lowered)  # "annex I", "part P"
    if meaning is not None:
        kind = meaning if meaning in {"and", "to", "of"} else "word"
        return Token(kind, meaning, raw) if meaning else None
    if raw.isupper() and len(raw) <= 8:
        return Token("roman", raw, raw)
    if raw.islower() and (len(raw) == 1 or (len(raw) <= 5 and (roman_value(raw) or len(set(raw)) == 1))):
        return Token("letter", raw, raw)
    raise unreadable()
