"""Internal anchoring as a pure calculation: from the scores of items to dimensions, an index and a field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tracker.thresholds import Thresholds
from tracker.vocabulary import Named, indicators, rows

LACKS_BELOW = 50
"""An item that scores less than this is said to be lacking; 50 is the answer "partly"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension(Named):
    """One of the five dimensions; `short` heads a column, `npt` is what Normalization Process Theory calls it."""

    short_sv: str
    short_en: str
    npt_sv: str
    npt_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Named):
    """What is asked within a dimension: answered (`indicator`), computed (`rule`), or either; `how` words the rule."""

    dimension: str
    indicator: str = ""
    rule: str = ""
    how_sv: str = ""
    how_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What the items add up to.

    `value` is 0 to 100, None while too little is known. `dimensions` holds the mean of the known items of each, None
    where none is. `asked` are the items that concern the subject, `missing` those of them nobody knows, in order.
    """

    value: float | None
    dimensions: Mapping[str, float | None]
    asked: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def known(self) -> int:
        """How many of the items asked are known."""
        return len(self.asked) - len(self.missing)


class Field(StrEnum):
    """Where a service stands: working outward or not, anchored inside or not."""

    STRONG = "strong"
    HOLLOW_FRONT = "hollow_front"
    READY = "ready"
    WEAK = "weak"


@cache
def dimensions() -> Mapping[str, Dimension]:
    """The five dimensions by code, in order."""
    return {row["code"]: Dimension(**row) for row in rows("anchoring.toml", "dimension")}


@cache
def items() -> Mapping[str, Item]:
    """All items by code, in order; one that people answer has the name of its indicator.

    >>> items()["mandate"].name_en, items()["backfill"].indicator
    ('Mandate in delegation or task', '')
    """
    found = {}
    for row in rows("anchoring.toml", "item"):
        asked = indicators().get(row.get("indicator", ""))
        names = {"name_sv": asked.name_sv, "name_en": asked.name_en} if asked else {}
        found[row["code"]] = Item(**names | row)
    return found


def index(scores: Mapping[str, float], thresholds: Thresholds, *, beside: Collection[str] = ()) -> Index:
    """The anchoring index of a subject from the scores (0 to 100) of the items that are known.

    Items `beside` do not concern the subject and are not asked. The index is the mean of the dimensions with any known
    item, and shown only when enough dimensions and enough of the items asked are known.

    >>> index({}, Thresholds()).value is None
    True
    """
    asked = [code for code in items() if code not in beside]
    known = {code: scores[code] for code in asked if code in scores}
    found = {code: _mean([score for item, score in known.items() if items()[item].dimension == code])
             for code in dimensions()}  # fmt: skip
    answered = [score for score in found.values() if score is not None]
    enough = (
        bool(known)
        and len(answered) >= thresholds.anchoring_dimensions
        and len(known) >= thresholds.anchoring_items * len(asked)
    )
    return Index(
        value=_mean(answered) if enough else None,
        dimensions=found,
        asked=tuple(asked),
        missing=tuple(code for code in asked if code not in known),
    )


def is_anchored(found: Index, thresholds: Thresholds) -> bool | None:
    """Whether the index carries step 6 of the ladder; None while there is not enough data to say."""
    if found.value is None:
        return None
    known = [score for score in found.dimensions.values() if score is not None]
    return found.value >= thresholds.anchored_index and min(known) >= thresholds.anchored_dimension


def field_of(outward: float | None, inward: float | None, thresholds: Thresholds) -> Field | None:
    """The field of a service by its outward score and anchoring index; None unless both are known.

    >>> field_of(75, 20, Thresholds()), field_of(75, None, Thresholds())
    (<Field.HOLLOW_FRONT: 'hollow_front'>, None)
    """
    if outward is None or inward is None:
        return None
    works, weak = outward >= thresholds.outward_strong, inward < thresholds.inward_weak
    if works:
        return Field.HOLLOW_FRONT if weak else Field.STRONG
    return Field.WEAK if weak else Field.READY


def _mean(scores: Collection[float]) -> float | None:
    """Rounded to hide the order of adding up; within the bounds of what it is the mean of."""
    return round(sum(sorted(scores)) / len(scores), 9) if scores else None
