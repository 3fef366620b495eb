"""Named rows that this program ships as TOML files; of indicators and kinds of records the database may hold more."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A code with its name in both languages."""

    code: str
    name_sv: str
    name_en: str

    def name(self, language: str) -> str:
        """The name in Swedish for "sv", in English for every other language."""
        return self.name_sv if language == "sv" else self.name_en


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorKind(Named):
    """What a measurement can measure; `higher_is_better` is None where neither is."""

    unit: str
    higher_is_better: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Named):
    """A field of a kind of record; `type` says how it is entered and read (see record_kinds.toml)."""

    type: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind(Named):
    """A kind of record with its fields in order."""

    facts: tuple[Fact, ...] = ()


@cache
def indicators() -> Mapping[str, IndicatorKind]:
    """All shipped indicators by code."""
    return {row["code"]: IndicatorKind(**row) for row in rows("indicators.toml", "indicator")}


@cache
def record_kinds() -> Mapping[str, RecordKind]:
    """All shipped kinds of records by code.

    >>> [fact.code for fact in record_kinds()["barrier"].facts]
    ['type', 'severity']
    """
    return {
        row["code"]: RecordKind(**row | {"facts": tuple(Fact(**fact) for fact in row["facts"])})
        for row in rows("record_kinds.toml", "kind")
    }


@cache
def launch_items() -> Mapping[str, Named]:
    """What should be done before a service starts, by code, in order.

    >>> list(launch_items())[:2]
    ['user_research', 'journey']
    """
    return {row["code"]: Named(**row) for row in rows("launch_gate.toml", "item")}


@cache
def goal_kinds() -> Mapping[str, Named]:
    """The kinds of goals by code, in order.

    >>> goal_kinds()["trust"].name_sv
    'Tillit'
    """
    return {row["code"]: Named(**row) for row in rows("goals.toml", "kind")}


def rows(file: str, key: str) -> list[dict[str, Any]]:
    """The tables `[[key]]` of one of the program's own TOML files, in order."""
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / file).read_text("utf-8"))[key]
    return found
