"""What can be known of an item of anchoring, and the rows it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Origin(StrEnum):
    """Whose finding it is: the subject's own, its unit's, or the whole municipality's."""

    OWN = "own"
    UNIT = "unit"
    MUNICIPALITY = "municipality"


class Lack(StrEnum):
    """Why an item is not known."""

    NOT_SAID = "not_said"
    EXPIRED = "expired"
    TOO_FEW = "too_few"


class Source(StrEnum):
    """The tables that findings rest on."""

    MEASUREMENT = "measurement"
    RECORD = "record"
    POSITION = "position"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A row that a finding rests on."""

    source: Source
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One way an item is known: a score of 0 to 100, the day it is true for, and the rows behind it."""

    score: float
    on: date
    bases: tuple[Basis, ...]
    origin: Origin = Origin.OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """An answer there is that does not count, and why."""

    lack: Lack
    on: date
    n: int | None
    bases: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFinding:
    """All that is known of an item for a subject; what was computed counts before what was answered.

    `unusable` is the newest answer that does not count, when nothing else does. `concerns` is false for an item that
    does not concern the subject.
    """

    answered: Finding | None = None
    computed: Finding | None = None
    unusable: Unusable | None = None
    concerns: bool = True

    @property
    def counts(self) -> Finding | None:
        """The finding that enters the index."""
        if not self.concerns:
            return None
        return self.computed or self.answered

    @property
    def lack(self) -> Lack | None:
        """Why nothing is known, None when something is or the item does not concern the subject."""
        if self.counts is not None or not self.concerns:
            return None
        return self.unusable.lack if self.unusable else Lack.NOT_SAID

    @property
    def disagree(self) -> bool:
        """Whether an answer and a computation say different things."""
        if not self.concerns or self.answered is None or self.computed is None:
            return False
        return self.answered.score != self.computed.score


Findings = Mapping[str, ItemFinding]
"""By item."""


def of_unit(found: ItemFinding) -> ItemFinding:
    """What a unit's finding is for a service of the unit."""
    return replace(
        found,
        answered=replace(found.answered, origin=Origin.UNIT) if found.answered else None,
        computed=_lent(found.computed),
    )


def _lent(found: Finding | None) -> Finding | None:
    """A finding about the whole municipality stays that."""
    if found is None or found.origin is Origin.MUNICIPALITY:
        return found
    return replace(found, origin=Origin.UNIT)
