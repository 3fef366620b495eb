"""The staffing norm: the core roles of digital service and how much of each a municipality of a size needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tracker.vocabulary import Named, rows


@cache
def core_roles() -> Mapping[str, Named]:
    """The core roles by code, in order.

    >>> list(core_roles())
    ['head_of_digital_service', 'ux_designer', 'business_developer']
    """
    return {row["code"]: Named(**row) for row in rows("staffing_norm.toml", "role")}


def needed(inhabitants: float) -> Mapping[str, float]:
    """Full-time equivalents of each core role in a municipality of this size.

    >>> needed(24_600)["business_developer"], needed(90_000)["business_developer"]
    (1.0, 3.0)
    """
    band = max((row for row in _bands() if row["from"] <= max(inhabitants, 0)), key=lambda row: row["from"])
    return {code: band[code] for code in core_roles()}


@cache
def _bands() -> list[dict[str, float]]:
    return rows("staffing_norm.toml", "band")
