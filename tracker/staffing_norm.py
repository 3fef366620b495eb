"""The staffing norm: the core roles of digital service and how much of each a municipality of a size needs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreRole:
    """One of the roles the norm asks for."""

    code: str
    name_sv: str
    name_en: str


@cache
def core_roles() -> Mapping[str, CoreRole]:
    """The core roles by code, in order.

    >>> list(core_roles())
    ['head_of_digital_service', 'ux_designer', 'business_developer']
    """
    return {row["code"]: CoreRole(**row) for row in _data()["role"]}


def needed(inhabitants: float) -> Mapping[str, float]:
    """Full-time equivalents of each core role in a municipality of this size.

    >>> needed(24_600)["business_developer"], needed(90_000)["business_developer"]
    (1.0, 3.0)
    """
    band = max((row for row in _data()["band"] if row["from"] <= max(inhabitants, 0)), key=lambda row: row["from"])
    return {code: band[code] for code in core_roles()}


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "staffing_norm.toml").read_text("utf-8"))
