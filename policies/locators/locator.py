"""A place in an instrument as a value: parts from the outermost to the innermost, written and ordered one way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from policies.errors import PoliciesError

SortKey: TypeAlias = tuple[tuple[tuple[int, int, str], ...], ...]


class LocatorError(PoliciesError):
    """The text is not a citation this grammar knows; `values["text"]` holds it, shortened."""


# Swedish statute parts carry their number in front ("37 a §"), everything else behind ("art 6", "§ 45").
POSTFIX = {"kap": "kap.", "§": "§", "st": "st", "p": "p", "men": "men", "strecksats": "strecksats"}

# Words that stand in front of their number. The order is that of a document: what comes first sorts first.
PREFIX = (
    "preamble", "recital", "part", "title", "chapter", "section", "subsection", "art", "minute", "principle",
    "recommendation", "requirement", "area", "step", "heading", "beslut", "förslag", "yrkande", "reservation", "page",
    "para", "subpara", "table", "point", "item", "row", "sentence", "indent", "note", "annex", "transitional",
)  # fmt: skip
_SIGNS = {"minute": "§ ", "repeat": "#"}  # "#2": the second place of the same number, where a source numbers twice
UNNUMBERED = frozenset({"annex", "transitional", "preamble", "beslut", "förslag", "yrkande", "reservation"})
_KINDS = ("preamble", "recital", "kap", "§", "st", "sub", "p", "letter", "men", "strecksats", *PREFIX[2:], "repeat")
_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}

_NUMBER = re.compile(r"[0-9]{1,6}(?: [a-zåäö]{1,2}|[a-z]{1,2})?(?:\.[0-9]{1,6}[a-z]?){0,8}|[A-Z]{1,8}[a-z]?")
_SECTION = re.compile(r"[0-9]{1,6}(?: [a-zåäö]{1,2})?")
_COUNT = re.compile(r"[0-9]{1,6}")
_SUB = re.compile(r"[0-9]{1,6}[a-z]?|[a-zåäö]{1,5}")
_LETTER = re.compile(r"[a-zåäö]{1,2}")
_ARTICLE = re.compile(r"[0-9]{1,6}[a-z]{0,2}")
_AMENDING = re.compile(r"[0-9]{4}:[0-9]{1,5}|[0-9]{1,6}")
_SHAPES = {
    "art": _ARTICLE,
    "minute": _SECTION,
    "transitional": _AMENDING,
    "kap": _SECTION,
    "§": _SECTION,
    "p": _SECTION,
    "st": _COUNT,
    "repeat": _COUNT,
    "men": _COUNT,
    "strecksats": _COUNT,
    "sub": _SUB,
    "letter": _LETTER,
}
INSTRUMENT = re.compile(
    r"[0-9CE][0-9]{4}[A-Z]{1,2}[0-9]{4}(?:\([0-9]{2}\))?|[A-ZÅÄÖ]{2,8} [0-9]{4}:[0-9]{1,5}"
    r"|(?:LOV|FOR)-[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]{1,5})?|1[0-9]{4}[EMP]"  # the last: treaties and the Charter
)

_CHUNK = re.compile(r"[0-9]+|[^\W\d_]+")
_ROMAN = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Part:
    """One step: a kind ("art", "§", "sub" ...) and its number as written canonically ("6", "37 a", "IV", "b")."""

    kind: str
    number: str = ""

    def __post_init__(self) -> None:
        if self.kind not in _RANK:
            raise LocatorError("error.locator_unreadable", text=f"{self.kind} {self.number}"[:80])
        shape = _SHAPES.get(self.kind, _NUMBER)
        if not shape.fullmatch(self.number) and not (self.kind in UNNUMBERED and not self.number):
            raise LocatorError("error.locator_unreadable", text=f"{self.kind} {self.number}"[:80])

    def __str__(self) -> str:
        if self.kind in POSTFIX:
            return f"{self.number} {POSTFIX[self.kind]}"
        if self.kind == "sub":
            return f"({self.number})"
        if self.kind == "letter":
            return self.number
        if self.kind in _SIGNS:
            return f"{_SIGNS[self.kind]}{self.number}"
        return f"{self.kind} {self.number}".rstrip()


@dataclass(frozen=True, slots=True)
class Locator:
    """A place: `instrument` is a normalised identifier ("SFS 2018:1937", "32016R0679") or "" inside a document.

    >>> str(Locator("32016R0679", (Part("art", "6"), Part("sub", "1"), Part("sub", "a"))))
    '32016R0679 art 6(1)(a)'
    """

    instrument: str = ""
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if self.instrument and not INSTRUMENT.fullmatch(self.instrument):
            raise LocatorError("error.identifier_unknown", text=self.instrument[:80])
        if not self.instrument and not self.parts:
            raise LocatorError("error.locator_unreadable", text="")

    def __str__(self) -> str:
        written = "".join(str(part) if part.kind == "sub" else f" {part}" for part in self.parts)
        return f"{self.instrument}{written}".strip()

    @property
    def sort_key(self) -> SortKey:
        """Natural order: 9 before 10 before 10 a, annex IV before annex V, a container before what it holds.

        >>> from policies.locators import parse
        >>> [str(x) for x in sorted(map(parse, ["10 a §", "10 §", "9 § 2 st", "9 §"]), key=lambda x: x.sort_key)]
        ['9 §', '9 § 2 st', '10 §', '10 a §']
        """
        keys = [_chunks(self.instrument)]
        previous: Part | None = None
        for part in self.parts:
            keys.append(((_RANK[part.kind], 0, ""), *_number_key(part, previous)))
            previous = part
        return tuple(keys)


def contains(outer: Locator, inner: Locator) -> bool:
    """True when `inner` is `outer` or lies inside it; both must name the same instrument (or both none).

    >>> from policies.locators import parse
    >>> contains(parse("13 §"), parse("13 § 2 st")), contains(parse("1 §"), parse("13 §"))
    (True, False)
    """
    return outer.instrument == inner.instrument and inner.parts[: len(outer.parts)] == outer.parts


def roman_value(numeral: str) -> int:
    """The value of a roman numeral up to 399 in either case, 0 if it is none.

    >>> roman_value("XIV"), roman_value("iv"), roman_value("b")
    (14, 4, 0)
    """
    lowered = numeral.lower()
    if not _ROMAN.fullmatch(lowered):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in lowered]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def is_subpoint(number: str, previous: Part | None) -> bool:
    """Whether a bracketed letter is a roman numeral: only below another letter, so that (h), (i), (j) stay letters."""
    return previous is not None and previous.kind == "sub" and previous.number.isalpha() and roman_value(number) > 0


def _number_key(part: Part, previous: Part | None) -> tuple[tuple[int, int, str], ...]:
    if part.number.isupper() or is_subpoint(part.number, previous):
        value = roman_value(part.number)
        if value:
            return ((0, value, ""),)
    return _chunks(part.number)


def _chunks(text: str) -> tuple[tuple[int, int, str], ...]:
    """Digits as numbers, letters by length and then alphabet, so that z comes before aa."""
    found = (match.group() for match in _CHUNK.finditer(text))
    return tuple((0, int(run), "") if run.isdigit() else (1, len(run), run) for run in found)
