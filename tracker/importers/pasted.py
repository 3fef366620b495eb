"""Pasted text as requirements: one a line, or a list that is numbered, lettered or indented."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tracker.listing.rows import Row

_MARKED = re.compile(
    r"(?:(?P<code>[A-ZÅÄÖ]{1,8}[-_. ]?[0-9]{1,6}(?:\.[0-9]{1,6}){0,8})[.:)]?"
    r"|(?P<section>(?:[0-9]{1,4} ?kap\. ?)?[0-9]{1,4}(?: [a-z])? ?§|§ ?[0-9]{1,4})"
    r"|(?P<number>[0-9]{1,4}(?:\.[0-9]{1,4}){0,8})(?:[.:)]|(?<=[0-9]\.[0-9])|(?=[ \t]+[A-ZÅÄÖ]))"
    r"|\(?(?P<letter>[a-zåäö])\)|(?P<bullet>[-–—•*·▪◦o]))[ \t]+(?P<words>\S.*)"
)
_TAB = 4
_HEADING_WORDS = 10
_ENDS = (".", ";", ":", "!", "?", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of the text: `row` counts from 1, `family` tells numbers from letters and dashes, "" for none."""

    row: int
    indent: int
    family: str
    number: str
    words: str
    after_blank: bool


def rows(text: str) -> tuple[Row, ...]:
    """The requirements in their order, each with its number, the heading above it and the words that lead it in.

    A line that ends in a colon leads in what is marked or set in below it. A line without a mark goes on with the
    item above it where it is set in below that. A short line with a list below it, or after "#", is a heading.

    >>> [row.cells["text"] for row in rows("Nämnden ska:\\n1. svara,\\n2. följa upp.")]
    ['svara,', 'följa upp.']
    >>> [row.cells["number"] for row in rows("2. Planen ska:\\na) finnas\\nb) följas")]
    ['2a', '2b']
    """
    lines = _joined(_lines(text))
    found: list[Row] = []
    open_above: list[_Line] = []
    heading, number, section = "", "", 0
    sections: list[int] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if line.family == "#" or _is_heading(line, following):
            heading, open_above, number, section = line.words, [], "", section + 1
            continue
        while open_above and not _leads_in(open_above[-1], line):
            open_above.pop()
        if line.family != "letter":
            number = line.number or number
        own = f"{number}{line.number}" if line.family == "letter" else line.number
        if line.words.endswith(":") and following is not None and _leads_in(line, following):
            open_above.append(line)
            continue
        cells = {"number": own, "heading": heading, "text": line.words}
        cells["lead_in"] = " ".join(above.words for above in open_above)
        found.append(Row(number=line.row, cells=cells))
        sections.append(section)
    return tuple(_told_apart(found, sections))


def _told_apart(found: list[Row], sections: list[int]) -> list[Row]:
    """The rows, where lists begin anew under each heading with the heading's place before their numbers."""
    numbers = [row.cells["number"] for row in found if row.cells["number"]]
    if len(set(numbers)) == len(numbers):
        return found
    return [
        replace(row, cells={**row.cells, "number": f"{section}.{row.cells['number']}"})
        if section and row.cells["number"][:1].isdigit()
        else row
        for row, section in zip(found, sections, strict=True)
    ]


def _lines(text: str) -> list[_Line]:
    found, blank = [], True
    for row, written in enumerate(text.splitlines(), start=1):
        line = written.expandtabs(_TAB).replace("\u00a0", " ").replace("\x00", "")
        words = line.strip()
        if not words:
            blank = True
            continue
        indent = len(line) - len(line.lstrip())
        family, number = "", ""
        if words.startswith("#") and words.strip("# "):
            family, words = "#", words.strip("# ")
        elif marked := _MARKED.fullmatch(words):
            family = next(name for name in ("code", "section", "number", "letter", "bullet") if marked[name])
            number, words = "" if family == "bullet" else marked[family].strip(), marked["words"].strip()
        found.append(_Line(row=row, indent=indent, family=family, number=number, words=words, after_blank=blank))
        blank = False
    return found


def _joined(lines: list[_Line]) -> list[_Line]:
    """The lines with those that only go on with the one above put to it."""
    found: list[_Line] = []
    for line in lines:
        above = found[-1] if found else None
        goes_on = (
            above is not None
            and not line.family
            and not line.after_blank
            and above.family not in ("", "#")
            and line.indent > above.indent
            and not above.words.endswith(_ENDS[:3])
        )
        wrapped = (
            above is not None
            and not line.family
            and not line.after_blank
            and above.family != "#"
            and line.words[0].islower()
            and not above.words.endswith(_ENDS[:5])
        )
        if above is not None and (goes_on or wrapped):
            found[-1] = _Line(
                row=above.row, indent=above.indent, family=above.family, number=above.number,
                words=f"{above.words} {line.words}", after_blank=above.after_blank,
            )  # fmt: skip
        else:
            found.append(line)
    return found


def _leads_in(above: _Line, line: _Line) -> bool:
    """Whether a line is below another: set in further, or marked otherwise at the same depth."""
    if line.family == "#" or line.indent < above.indent:
        return False
    return line.indent > above.indent or bool(line.family and line.family != above.family)


def _is_heading(line: _Line, following: _Line | None) -> bool:
    return (
        not line.family
        and following is not None
        and following.family not in ("", "#")
        and following.indent >= line.indent
        and len(line.words.split()) <= _HEADING_WORDS
        and not line.words.endswith(_ENDS)
    )
