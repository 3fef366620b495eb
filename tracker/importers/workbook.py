"""What a workbook's own XML says of cells that their values do not: errors, formulas never computed, hidden sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TypeAlias

Place: TypeAlias = tuple[int, int]
"""Row and column, both counted from 1."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^>]*\bt\s*=\s*[\"']e[\"'][^>]*)>")
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FORMULA = re.compile(rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Cells of a sheet that hold an error (#REF!), any formula, or a formula that has no value."""

    errors: frozenset[Place] = field(default=frozenset())
    uncomputed: frozenset[Place] = field(default=frozenset())
    formulas: frozenset[Place] = field(default=frozenset())


def marks(part: bytes) -> Marks:
    """What stands in the XML of one sheet."""
    return Marks(
        errors=frozenset(_place(match[1]) for match in _ERROR.finditer(part)),
        uncomputed=frozenset(
            _place(match[1]) for match in _UNCOMPUTED.finditer(part) if _attributes(match[1]).get("t") != "str"
        ),
        formulas=frozenset(_place(match[1]) for match in _FORMULA.finditer(part)),
    )


def parts_of(workbook: bytes, relations: bytes) -> Mapping[str, str]:
    """Name of each sheet -> the part of the archive that holds it."""
    targets = {}
    for match in _RELATION.finditer(relations):
        said = _attributes(match[1])
        target = said.get("Target", "")
        targets[said.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    found = {}
    for match in _SHEET.finditer(workbook):
        said = _attributes(match[1])
        identifier = next((value for name, value in said.items() if name.endswith(":id")), "")
        found[said.get("name", "")] = targets.get(identifier, "")
    return found


def address(row: int, column: int) -> str:
    """The name of a cell, both counted from 1.

    >>> address(14, 3), address(2, 28)
    ('C14', 'AB2')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _attributes(text: bytes) -> dict[str, str]:
    return {
        match[1].decode("ascii", "replace"): unescape((match[2] or match[3] or b"").decode("utf-8", "replace"))
        for match in _ATTRIBUTE.finditer(text)
    }


def _place(attributes: bytes) -> Place:
    match = _PLACE.fullmatch(_attributes(attributes).get("r", "").upper())
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
