"""The thresholds behind figures: proposals that a workspace may set otherwise, printed with every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from tracker.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Source of the values: the operational scales of the field; all are proposals.

    Indices are 0 to 100, shares 0 to 1, ages in months, counts are whole numbers.
    """

    anchored_index: float = 60.0
    """Step 6 of the ladder needs an anchoring index of at least this."""
    anchored_dimension: float = 40.0
    """And no answered dimension below this."""
    anchoring_dimensions: int = 4
    """So many of the five dimensions must be answered before the index is shown."""
    anchoring_items: float = 0.6
    """And this share of all items."""
    outward_strong: float = 60.0
    """From here on a service works outward."""
    inward_weak: float = 40.0
    """Below this it is weak inside: with a strong outside, a hollow front."""
    shelf_life: int = 24
    """Months after which evidence of use, tests and follow-up no longer holds."""
    statement_life: int = 12
    """Months after which an accessibility statement is out of date."""
    follow_ups: int = 2
    """Periods of follow-up that step 6 needs."""
    contract_notice: int = 12
    """Months before its end from which a contract is listed."""
    overload: int = 20
    """An actor that answers for more requirements than this is marked as overloaded."""
    smallest_n: int = 30
    """A survey with fewer answers is shown as not enough data."""
    smallest_model: int = 20
    """A relation between two figures over fewer services than this is shown as not enough data."""
    small_network: int = 10
    """A network with fewer actors than this carries a warning."""
    broker_betweenness: float = 0.1
    """Normalised betweenness from which an actor may be proposed as a broker."""
    broker_constraint: float = 0.5
    """Burt's constraint below which an actor may be proposed as a broker."""


OF_LEVELS = ("anchored_index", "anchored_dimension", "follow_ups", "shelf_life", "statement_life")
"""The thresholds behind every level of the ladder."""


def of(stored: Mapping[str, float]) -> Thresholds:
    """The thresholds with what a workspace stored in place of the proposals; unknown names are left out.

    >>> of({"shelf_life": 18, "gone": 1}).shelf_life
    18
    """
    known = {field.name for field in fields(Thresholds)}
    chosen: dict[str, Any] = {name: value for name, value in stored.items() if name in known}
    return replace(Thresholds(), **chosen)


def checked(name: str, value: float) -> float:
    """The value, when the threshold exists and can have it; raises Refused otherwise.

    >>> checked("shelf_life", 18.0)
    18
    """
    proposals = {field.name: getattr(Thresholds(), field.name) for field in fields(Thresholds)}
    if name not in proposals:
        raise Refused("error.threshold_unknown", name=name)
    whole = isinstance(proposals[name], int)
    highest = 1 if name in {"anchoring_items", "broker_betweenness", "broker_constraint"} else 1000 if whole else 100
    if not 0 <= value <= highest or (whole and value != int(value)):
        raise Refused("error.threshold_range", name=f"threshold.{name}", highest=highest)
    return int(value) if whole else value
