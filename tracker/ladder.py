"""The implementation ladder as a pure calculation: from pieces of evidence to a level and what lies above a gap."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SHARED_STEPS = (1, 2)
"""Steps that a text for the whole municipality reaches for every unit; the later ones each unit reaches by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of evidence: the step it supports, and which part of the step where a step has several."""

    code: str
    step: int
    part: str
    needs_adopted: bool
    name_sv: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a requirement stands for one subject.

    `level` is None while nothing was examined, 0 when a search found nothing, else the highest step with no gap
    below. `above_gap` are the steps reached above a missing one. `missing` names the parts the next step still lacks.
    """

    level: int | None
    steps: frozenset[int] = frozenset()
    above_gap: tuple[int, ...] = ()
    missing: tuple[str, ...] = field(default=())


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds of evidence by code, from ladder.toml."""
    rows = tomllib.loads((Path(__file__).parent / "ladder.toml").read_text("utf-8"))["kind"]
    return {row["code"]: Kind(**{"part": "", "needs_adopted": False, **row}) for row in rows}


def standing(codes: Iterable[str], *, searched: bool) -> Standing:
    """The level that valid pieces of evidence of these kinds add up to.

    >>> standing(["mention", "rule", "deadline"], searched=False)
    Standing(level=2, steps=frozenset({1, 2}), above_gap=(), missing=('resource', 'responsible'))
    >>> standing(["in_service"], searched=True)
    Standing(level=0, steps=frozenset({4}), above_gap=(4,), missing=('mention',))
    >>> standing([], searched=False).level is None
    True
    """
    needed: dict[int, set[str]] = {}
    for kind in kinds().values():
        needed.setdefault(kind.step, set()).add(kind.part)
    present: dict[int, set[str]] = {}
    for code in codes:
        present.setdefault(kinds()[code].step, set()).add(kinds()[code].part)
    steps = frozenset(step for step, parts in needed.items() if parts <= present.get(step, set()))
    level = 0
    while level + 1 in steps:
        level += 1
    lacking = needed.get(level + 1, set()) - present.get(level + 1, set())
    return Standing(
        level=level if level or searched else None,
        steps=steps,
        above_gap=tuple(sorted(step for step in steps if step > level)),
        missing=tuple(sorted(part or _first_code(level + 1) for part in lacking)),
    )


def _first_code(step: int) -> str:
    return next(kind.code for kind in kinds().values() if kind.step == step)
