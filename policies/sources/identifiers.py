"""What people write when they mean an act: a CELEX number, an SFS number, or the address of either."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from policies.errors import NotFetched
from policies.locators.identifiers import CELEX_LETTERS
from policies.sources.addresses import SHOWN

_CELEX = r"[0-9]\d{4}[A-Z]{1,2}\d{4}(?:\(\d{2}\))?(?:-\d{8})?"
_SFS = r"(1[6-9]\d\d|20\d\d)[:_-](\d{1,5})"
_CELEX_NUMBER = re.compile(rf"(?:celex[: ]\s*)?({_CELEX})\Z", re.IGNORECASE)
_SFS_NUMBER = re.compile(rf"(?:sfs[: -]?\s*){_SFS}\Z|(\d{{4}}):(\d{{1,5}})\Z", re.IGNORECASE)
_IN_ADDRESS = re.compile(rf"celex[:/]({_CELEX})(?![0-9A-Z])", re.IGNORECASE)
_ELI = re.compile(r"/eli/(reg|dir|dec)(?:_impl|_del)?/(\d{4})/(\d{1,4})(?:/(\d{4})-(\d{2})-(\d{2}))?(?:/|\Z)")
_SFS_IN_ADDRESS = re.compile(rf"(?:^|[/_])sfs-{_SFS}(?![0-9])", re.IGNORECASE)
_EU_HOSTS = frozenset({"eur-lex.europa.eu", "data.europa.eu", "publications.europa.eu", "op.europa.eu"})
_RIKSDAGEN = frozenset({"data.riksdagen.se", "www.riksdagen.se", "riksdagen.se"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Celex:
    """An EU act, or a consolidated text of one (which begins with 0 and ends with a day)."""

    number: str

    @property
    def identifier(self) -> str:
        """The act's own identifier: a consolidated text is an edition of the act.

        >>> Celex(number="02014R0910-20241018").identifier
        '32014R0910'
        """
        return f"3{self.number[1:].partition('-')[0]}" if self.number.startswith("0") else self.number

    def page(self, language: str) -> str:
        """Where people read it."""
        return f"https://eur-lex.europa.eu/legal-content/{language.upper()}/TXT/?uri=CELEX:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sfs:
    """A Swedish statute by year and number ("2018:1937")."""

    number: str

    @property
    def identifier(self) -> str:
        return f"SFS {self.number}"

    def page(self, _language: str) -> str:
        """Where people read it."""
        return f"https://data.riksdagen.se/dokument/sfs-{self.number.replace(':', '-')}.html"


def parse(text: str) -> Celex | Sfs:
    """The act that somebody names. Raises NotFetched with what can be written.

    >>> parse("celex:32018R1724").identifier, parse("SFS 2018:1937").identifier, parse("sfs-2018-1937").identifier
    ('32018R1724', 'SFS 2018:1937', 'SFS 2018:1937')
    >>> parse("https://data.europa.eu/eli/reg/2018/1724/oj").identifier
    '32018R1724'
    """
    text = " ".join(text.split())
    if found := _CELEX_NUMBER.match(text):
        return Celex(number=found.group(1).upper())
    if found := _SFS_NUMBER.match(text):
        year, number = (found.group(1), found.group(2)) if found.group(1) else (found.group(3), found.group(4))
        return Sfs(number=f"{year}:{number}")
    if act := _of_address(text):
        return act
    raise NotFetched("error.fetch_identifier", identifier=text[:SHOWN])


def names_an_act(text: str) -> bool:
    """Whether a word on the command line means an act by its number or address, not a file."""
    try:
        parse(text)
    except NotFetched:
        return text.startswith(("celex:", "sfs:", "https://", "http://"))
    return True


def _of_address(text: str) -> Celex | Sfs | None:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return None
    place = unquote(f"{parts.path}?{parts.query}")
    if parts.scheme not in {"https", "http"}:
        return None
    if host in _EU_HOSTS:
        if found := _IN_ADDRESS.search(place):
            return Celex(number=found.group(1).upper())
        if found := _ELI.search(unquote(parts.path)):
            kind, year, number, *day = found.groups()
            act = f"{year}{CELEX_LETTERS[kind]}{int(number):04d}"
            return Celex(number=f"0{act}-{''.join(day)}" if day[0] else f"3{act}")
    if host in _RIKSDAGEN and (found := _SFS_IN_ADDRESS.search(parts.path)):
        return Sfs(number=f"{found.group(1)}:{found.group(2)}")
    return None
