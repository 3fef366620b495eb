"""From rows to a framework: the text laid out once, every requirement at its offsets in it, its parts as a tree."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from nlp.detection import detect_language
from policies.assembly import clean
from policies.document import Provision, Stated, Zone
from policies.framework import Framework
from policies.locators import Locator, LocatorError, parse
from policies.locators.locator import Part
from tracker.identifiers import OWN
from tracker.listing.rows import Row

_MARK = re.compile(
    r"(?P<area>[A-Za-zÅÄÖåäö]{1,8})?[-_. ]{0,8}(?P<number>[0-9]{1,6}[a-z]?(?:\.[0-9]{1,6}[a-z]?){0,8})\.?"
)


def identifier_of(title: str, place: str = "") -> str:
    """The identifier of a framework by its title, and by the workspace it counts in where it counts in one only.

    >>> identifier_of("Vår checklista: tillgänglighet", "provby")
    'own provby vår-checklista-tillgänglighet'
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", title).casefold())
    return " ".join(filter(None, [OWN.strip(), place, "-".join(words)[:200]]))


def composed(rows: Sequence[Row], facts: Mapping[str, str]) -> Framework:
    """The framework that rows make. Equal rows and facts give an equal one.

    Rows one after another under a heading are parts of it where any heading has several rows, and likewise below a
    lead-in; what is said beside a requirement (who, by when, notes) stands in a note below it.
    """
    writing = _Writing(_Places(rows))
    shared = any(a.cells.get("heading") and _headed(a) == _headed(b) for a, b in pairwise(rows))
    for heading, below in groupby(rows, _headed):
        members = list(below)
        around = writing.heading(heading, holds=shared) if heading else None
        for lead_in, led in groupby(members, lambda row: clean(row.cells.get("lead_in", ""))):
            span, parent = writing.lead_in(lead_in, around) if lead_in else (None, around)
            for row in led:
                writing.requirement(row, heading, parent, span)
    text = writing.text
    language = facts.get("language", "") or detect_language(" ".join(row.cells["text"] for row in rows))
    return Framework(
        facts={**facts, "language": language},
        text=text,
        provisions=tuple(writing.provisions()),
        requirements=tuple(writing.stated),
    )


def _headed(row: Row) -> str:
    return clean(row.cells.get("heading", "")).replace("\n", " ")


@dataclass(slots=True)
class _Part:
    locator: str
    kind: str
    start: int
    end: int
    heading: str = ""
    parent: int | None = None
    label: str = ""


class _Places:
    """Where rows stand: by their own numbers where these can be cited, else by their order."""

    def __init__(self, rows: Sequence[Row]) -> None:
        marks = [_MARK.fullmatch(row.cells.get("number", "").strip()) for row in rows]
        self._areas = len({mark["area"].upper() for mark in marks if mark and mark["area"]}) > 1
        self._numbered = any(row.cells.get("number") for row in rows)
        self._counts: Counter[str] = Counter()
        self._taken: Counter[str] = Counter()

    def of(self, number: str) -> str:
        """The locator of the next row, which calls itself `number`, told apart from earlier ones."""
        self._counts["row"] += 1
        return self._once(str(Locator(parts=self._parts(number))))

    def counted(self, kind: str) -> str:
        """The locator of the next part of a kind that has no number of its own."""
        self._counts[kind] += 1
        return self._once(str(Locator(parts=(Part(kind, str(self._counts[kind])),))))

    def below(self, locator: str) -> str:
        """The locator of a note below a requirement."""
        return self._once(f"{locator} note 1")

    def _parts(self, number: str) -> tuple[Part, ...]:
        mark = _MARK.fullmatch(number)
        try:
            if mark is None:
                return parse(number).parts or (Part("row", str(self._counts["row"])),)
            area = mark["area"] if self._areas else None
            around = (Part("area", area.upper()),) if area else ()
            return (*around, Part("requirement", mark["number"]))
        except LocatorError:
            return (Part("row" if self._numbered else "requirement", str(self._counts["row"])),)

    def _once(self, locator: str) -> str:
        self._taken[locator] += 1
        return locator if self._taken[locator] == 1 else self._once(f"{locator} #{self._taken[locator]}")


class _Writing:
    """The text as it grows, with its parts and its requirements."""

    def __init__(self, places: _Places) -> None:
        self._places = places
        self._words: list[str] = []
        self._length = 0
        self._parts: list[_Part] = []
        self.stated: list[Stated] = []

    @property
    def text(self) -> str:
        return "".join(self._words)

    def heading(self, words: str, *, holds: bool) -> int | None:
        """A heading; the part that holds what is below it, None where headings are mere titles."""
        start, end = self._put(words)
        return self._part("heading", "heading", start, end, heading=words) if holds else None

    def lead_in(self, words: str, parent: int | None) -> tuple[tuple[int, int], int]:
        """Words that requirements complete: their place, and the part they open."""
        start, end = self._put(words)
        heading = self._parts[parent].heading if parent is not None else ""
        return (start, end), self._part("para", "paragraph", start, end, heading=heading, parent=parent)

    def requirement(self, row: Row, heading: str, parent: int | None, lead_in: tuple[int, int] | None) -> None:
        """A requirement with its number in front and, below it, what is said beside it."""
        said: Mapping[str, Any] = row.cells
        label = clean(said.get("number", "")).replace("\n", " ")[:80]
        text = clean(said["text"])
        first, end = self._put(f"{label} {text}" if label else text)
        made = _Part(self._places.of(label), "row", first, end, heading, parent, label)
        self._parts.append(made)
        number = len(self._parts) - 1
        bearer, deadline = clean(said.get("duty_bearer", "")), clean(said.get("deadline", ""))
        self.stated.append(
            Stated(
                provision=number,
                start=end - len(text),
                end=end,
                lead_ins=(lead_in,) if lead_in else (),
                force=said["force"].value if said.get("force") else "",
                duty_bearer=bearer,
                deadline=deadline,
            )
        )
        beside = " · ".join(filter(None, [bearer, deadline, clean(said.get("note", ""))]))
        if beside:
            start, end = self._put(beside, close=True)
            locator = self._places.below(made.locator)
            self._parts.append(_Part(locator, "note", start, end, heading, number))

    def provisions(self) -> Iterator[Provision]:
        """The parts in the order of the text, each reaching to the end of what is below it."""
        for part in reversed(self._parts):
            if part.parent is not None:
                above = self._parts[part.parent]
                above.end = max(above.end, part.end)
        for part in self._parts:
            yield Provision(
                locator=part.locator,
                zone=Zone.BODY,
                kind=part.kind,
                start=part.start,
                end=part.end,
                heading=part.heading,
                parent=part.parent,
                label=part.label,
            )

    def _part(
        self, place: str, kind: str, start: int, end: int, *, heading: str = "", parent: int | None = None
    ) -> int:
        self._parts.append(_Part(self._places.counted(place), kind, start, end, heading, parent))
        return len(self._parts) - 1

    def _put(self, words: str, *, close: bool = False) -> tuple[int, int]:
        """Set words down, a line apart from what is before, or on the next line; where they begin and end."""
        if self._words:
            self._words.append("\n" if close else "\n\n")
            self._length += len(self._words[-1])
        start = self._length
        self._words.append(words)
        self._length += len(words)
        return start, self._length
