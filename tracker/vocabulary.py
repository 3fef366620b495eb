"""Indicators and kinds of records as this program ships them; the database holds a row of each, and may hold more."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorKind:
    """What a measurement can measure; `higher_is_better` is None where neither is."""

    code: str
    name_sv: str
    name_en: str
    unit: str
    higher_is_better: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field of a kind of record; `type` says how it is entered and read (see record_kinds.toml)."""

    code: str
    type: str
    name_sv: str
    name_en: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """A kind of record with its fields in order."""

    code: str
    name_sv: str
    name_en: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchItem:
    """Something that should be done before a service starts."""

    code: str
    name_sv: str
    name_en: str


@cache
def indicators() -> Mapping[str, IndicatorKind]:
    """All shipped indicators by code."""
    return {row["code"]: IndicatorKind(**row) for row in _rows("indicators.toml", "indicator")}


@cache
def record_kinds() -> Mapping[str, RecordKind]:
    """All shipped kinds of records by code.

    >>> [fact.code for fact in record_kinds()["barrier"].facts]
    ['type', 'severity']
    """
    return {
        row["code"]: RecordKind(**row | {"facts": tuple(Fact(**fact) for fact in row["facts"])})
        for row in _rows("record_kinds.toml", "kind")
    }


@cache
def launch_items() -> Mapping[str, LaunchItem]:
    """What should be done before a service starts, by code, in order.

    >>> list(launch_items())[:2]
    ['user_research', 'journey']
    """
    return {row["code"]: LaunchItem(**row) for row in _rows("launch_gate.toml", "item")}


def _rows(file: str, key: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / file).read_text("utf-8"))[key]
    return rows
