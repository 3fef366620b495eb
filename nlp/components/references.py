"""Finds citations of law and what they point to; the grammar of citations itself is policies.locators."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.sentences import TEXT
from policies.locators import LocatorError, parse_all

REFERENCES = "references"

# Every repetition is bounded and starts at a fixed word or digit, so that a search stays linear in the text.
_YEAR_NUMBER = r"(?:1[6-9]|20)\d{2}:\d{1,5}"
# The name of an act is a whole word with a telling end, taken possessively: one look at each word of the text.
_ENDS = "|".join(f"(?<={end})" for end in ("lag", "lagen", "balken", "ordning", "ordningen", "formen"))
_NAME = rf"(?:[^\W\d_]{{2,30}}- och )?[^\W\d_]{{3,60}}+(?:{_ENDS})"
_SV_ACT = rf"(?:{_NAME} \({_YEAR_NUMBER}\)|(?:SFS |[A-ZÅÄÖ]{{2,6}}FS ){_YEAR_NUMBER})"
_SV_NAMED_ACT = r"(?:[^\W\d_]{3,40}(?:lagen|balken|formen|ordningen))\b"
_NUMBERS = r"\d{1,3}(?: ?[a-z]\b)?(?:(?:, | och | eller |[-–])\d{1,3}(?: ?[a-z]\b)?){0,8}"
_ORDINALS = r"(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde)"
_STYCKE = (
    rf"(?:{_ORDINALS}(?:(?:, | och | eller |[-–]){_ORDINALS}){{0,3}} (?:styckena|stycket)(?: {_NUMBERS}(?: [a-z]\b)?)?)"
)
_SENTENCE = rf"(?: {_ORDINALS} meningen)?"
_ITEMS = r"\d{1,2}(?:[-–, ]{1,2}\d{1,2}| (?:och|eller) \d{1,2}){0,4}\b(?! ?(?:§|kap))"
_PARAGRAPH = rf"{_NUMBERS} ?§§?(?: {_STYCKE}{_SENTENCE}| {_ITEMS})?"
_SV_PLACE = rf"(?:\d{{1,3}}(?: ?[a-z])? ?kap\.(?: {_PARAGRAPH})?|{_PARAGRAPH})"
_SV_PLACES = rf"{_SV_PLACE}(?:(?:, | och | eller ){_SV_PLACE}){{0,8}}"
# "artikel 1.1 i direktivet": a lone i is a preposition unless the list goes on or the clause ends.
_LETTERS = r"(?: (?:[a-hj-z]|i(?=[,.;)]| och | eller ))(?:(?:, | och | eller |[-–])[a-z]\b){0,8})?"
_SV_ARTICLE = (
    rf"[Aa]rtik(?:el|larna|lar) \d{{1,3}}(?:\.\d{{1,2}})*{_LETTERS}"
    rf"(?:(?:, | och | eller |[-–])\d{{1,3}}(?:\.\d{{1,2}}){{0,2}}{_LETTERS}){{0,8}}\b"
)
_EU_SV = (
    r"(?:(?:Europaparlamentets och rådets|[Rr]ådets|[Kk]ommissionens) )?(?:(?:delegerade?|genomförande) ?)?"
    r"(?:[Ff]örordning(?:en)?|[Dd]irektiv(?:et)?|[Bb]eslut(?:et)?|genomförandeförordning(?:en)?) "
    r"(?:\((?:EU|EG|EEG|Euratom)(?:, Euratom)?\) )?(?:nr )?\d{2,4}/\d{1,4}(?:/(?:EU|EG|EEG))?"
)
# A cheap look at what a citation may begin with spares trying every alternative at every word.
_SV_BEGINNING = (
    r"\d|[Aa]rtik|Europa|[Rr]åd|[Kk]omm|deleg|genomf|[Ff]örord|[Dd]irek|[Bb]eslut|[A-ZÅÄÖ]{1,6}FS "
    r"|första|andra|tredje|fjärd|femt|sj[äu]|åtton|nion|tion|[^\W\d_]{3,60}+ \(|[^\W\d_]{2,30}- och "
)
_SWEDISH = re.compile(
    rf"\b(?={_SV_BEGINNING})(?:{_SV_ARTICLE}(?: i {_EU_SV})?|{_EU_SV}"
    rf"|{_SV_PLACES}(?: (?:i )?(?:{_SV_ACT}|{_SV_NAMED_ACT}))?|{_SV_ACT}|{_STYCKE}{_SENTENCE})"
)
_EN_POINT = (
    r"(?:,? (?:points?|subparagraphs?|paragraphs?) \([a-z0-9]{1,5}\)(?:(?:, | and | or | to )\([a-z0-9]{1,5}\)){0,6})"
)
_EN_NUMBER = r"\d{1,3}[a-z]?(?:\([a-z0-9]{1,5}\)){0,4}"
_EN_ARTICLE = rf"Articles? {_EN_NUMBER}(?:(?:, | and | or | to |, and )(?:Article )?{_EN_NUMBER}){{0,8}}{_EN_POINT}?"
_EU_EN = (
    r"(?:(?:Commission |Council )?(?:Delegated |Implementing )?(?:Regulations?|Directives?|Decisions?)) "
    r"(?:\((?:EU|EC|EEC|Euratom)(?:, Euratom)?\) )?(?:No\.? ?)?\d{2,4}/\d{1,4}(?:/(?:EU|EC|EEC))?"
)
_ENGLISH = re.compile(
    rf"\b(?:{_EN_ARTICLE}(?: of {_EU_EN})?|{_EU_EN}|Annex(?:es)? [IVX]{{1,5}}\b(?: to {_EU_EN})?"
    rf"|[Rr]ecitals? \d{{1,3}}\b"
    rf"|[Pp]aragraphs? {_EN_NUMBER}(?:(?:, | and | or | to ){_EN_NUMBER}){{0,4}}{_EN_POINT}?"
    rf"|[Pp]oints? \([a-z0-9]{{1,5}}\)(?:(?:, | and | or | to )\([a-z0-9]{{1,5}}\)){{0,6}})"
)
_SIGNS = {
    "sv": ("§", ":", "/", "kap.", "rtik", "stycke", "meningen"),
    "en": ("Art", "/", "aragraph", "oint", "Annex", "ecital"),
}
_PATTERNS = {"sv": _SWEDISH, "en": _ENGLISH}


class Citation(NamedTuple):
    """A citation at characters start:end of the Doc's text; `target` is the first place it names, "" if unreadable."""

    start: int
    end: int
    target: str


@lru_cache(maxsize=20_000)
def target_of(citation: str) -> str:
    """The normalised places a citation names, joined by "; ", or "" when the grammar cannot read it.

    >>> target_of("4 kap. 3 §"), target_of("Article 5(1), point (a)"), target_of("Regulation (EU) 2016/679")
    ('4 kap. 3 §', 'art 5(1)(a)', '32016R0679')
    """
    try:
        return "; ".join(str(place) for place in parse_all(citation))
    except LocatorError:
        return ""


def citations(text: str, language: str) -> list[Citation]:
    """The citations in a text, in order; only texts that hold a sign of one are searched: most sentences do not."""
    if not any(sign in text for sign in _SIGNS[language]):
        return []
    return [
        Citation(start=match.start(), end=match.end(), target=target_of(match.group()))
        for match in _PATTERNS[language].finditer(text)
    ]


class CitationFinder:
    """Leaves the citations of a Doc in its user data."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data[REFERENCES] = citations(doc.user_data[TEXT], self.language)
        return doc


@Language.factory("references")
def make_references(nlp: Language, name: str) -> CitationFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return CitationFinder(nlp.lang or "")
