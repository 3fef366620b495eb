"""The implementation ladder as a pure calculation: from pieces of evidence to a level and what lies above a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from tracker.vocabulary import Named, rows

TOP = 7
SHARED_STEPS = (1, 2)
"""Steps that a text for the whole municipality reaches for every unit; the later ones each unit reaches by itself."""
ASSIGNED = 3
"""The step that a service takes over from its own unit: who is assigned there is assigned for what the unit runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Named):
    """A kind of evidence: the step it supports, and which part of the step where a step has several.

    The other fields are explained at the top of ladder.toml.
    """

    step: int
    part: str
    needs_adopted: bool
    records: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    life: str = ""
    periods: str = ""
    after: tuple[str, ...] = ()
    computed: bool = False

    def takes(self, *, record_kind: str = "", indicator: str = "") -> bool:
        """Whether a record of this kind, or a measurement of this indicator, can be evidence of the kind."""
        return record_kind in self.records or indicator in self.indicators


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a requirement stands for one subject.

    `level` is None while nothing was examined, 0 when a search found nothing, else the highest step with no gap
    below. `above_gap` are the steps reached above a missing one. `missing` names the parts the next step still lacks,
    each by a kind of evidence that would fill it (see `alternatives`).
    """

    level: int | None
    steps: frozenset[int] = frozenset()
    above_gap: tuple[int, ...] = ()
    missing: tuple[str, ...] = field(default=())


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds of evidence by code, from ladder.toml."""
    lists = ("records", "indicators", "after")
    return {
        row["code"]: Kind(**{"part": "", "needs_adopted": False, **row} | {k: tuple(row.get(k, ())) for k in lists})
        for row in rows("ladder.toml", "kind")
    }


def standing(codes: Iterable[str], *, searched: bool, periods: int = 2) -> Standing:
    """The level that valid pieces of evidence of these kinds add up to.

    A kind that is needed of several periods is given once for each different period; `periods` is how many it takes.

    >>> standing(["mention", "rule", "deadline"], searched=False)
    Standing(level=2, steps=frozenset({1, 2}), above_gap=(), missing=('resource', 'responsible'))
    >>> standing(["in_service"], searched=True)
    Standing(level=0, steps=frozenset({4}), above_gap=(4,), missing=('mention',))
    >>> [standing(["index"] + n * ["follow_up"], searched=False).above_gap for n in (1, 2)]
    [(), (6,)]
    >>> standing([], searched=False).level is None
    True
    """
    counted = Counter(codes)
    held = frozenset(code for code, count in counted.items() if count >= (periods if kinds()[code].periods else 1))
    return _standing(held, searched)


@lru_cache(maxsize=4096)
def _standing(held: frozenset[str], searched: bool) -> Standing:
    """The same for a set of kinds that are there in full; there are few different ones, and a great many cells."""
    present = {(kinds()[code].step, kinds()[code].part) for code in held}
    lacking = {
        step: sorted(code for part, code in parts.items() if (step, part) not in present)
        for step, parts in _parts().items()
    }
    steps = frozenset(step for step, codes in lacking.items() if not codes)
    level = 0
    while level + 1 in steps:
        level += 1
    return Standing(
        level=level if level or searched else None,
        steps=steps,
        above_gap=tuple(sorted(step for step in steps if step > level)),
        missing=tuple(lacking.get(level + 1, ())),
    )


@cache
def _parts() -> Mapping[int, Mapping[str, str]]:
    """The parts of every step, each with the first kind of evidence that fills it."""
    found: dict[int, dict[str, str]] = {}
    for kind in kinds().values():
        found.setdefault(kind.step, {}).setdefault(kind.part, kind.code)
    return found


def alternatives(code: str) -> tuple[str, ...]:
    """All kinds of evidence that fill the same part of a step as this one.

    >>> alternatives("used")
    ('used', 'tested', 'audited')
    """
    kind = kinds()[code]
    return tuple(other.code for other in kinds().values() if (other.step, other.part) == (kind.step, kind.part))


def is_in_order(code: str, on: date, first: Mapping[str, date]) -> bool:
    """Whether evidence of a kind follows on what it must follow on; `first` is the earliest day by kind.

    >>> is_in_order("change", date(2026, 3, 1), {"tested": date(2026, 2, 1)})
    True
    >>> is_in_order("change", date(2026, 1, 1), {"tested": date(2026, 2, 1)})
    False
    """
    earlier = kinds()[code].after
    return not earlier or any(first[kind] <= on for kind in earlier if kind in first)


def supported(*, record_kind: str = "", indicator: str = "") -> tuple[Kind, ...]:
    """The kinds of evidence that a record of a kind, or a measurement of an indicator, can be.

    >>> [kind.code for kind in supported(record_kind="iteration")]
    ['change', 'effect']
    """
    return tuple(kind for kind in kinds().values() if kind.takes(record_kind=record_kind, indicator=indicator))
