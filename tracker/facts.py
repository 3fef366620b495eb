"""The facts of a record, checked against the fields of its kind: typed, within bounds, the required ones there."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import barriers
from tracker.errors import NotFound, Refused
from tracker.tables.measurement import Indicator
from tracker.tables.measurement import RecordKind as KindRow
from tracker.vocabulary import Fact, RecordKind, launch_items

LONGEST = 4000
LARGEST = 10**9
LIMITS: Mapping[str, tuple[float, float]] = {
    "share": (0, 1),
    "index": (0, 100),
    "level 0-3": (0, 3),
    **dict.fromkeys(("count", "contacts", "people", "minutes", "days", "FTE"), (0, math.inf)),
}
"""The lowest and highest value of indicators in these units; those in others (SEK) have no limits."""
FIRST_YEAR, LAST_YEAR = 1950, 2079
"""Days outside these years are what programs put where no day is known: 1900-01-01, 2099-12-31."""
TOGETHER = (("fixed", "findings"), ("met", "points"))
"""Counts of which the first cannot be larger than the second, in kinds that have both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactProblem:
    """Why a fact cannot stand: the code of the message and its values, among them `fact`, the fact's code."""

    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def fact(self) -> str:
        """The code of the fact; of a measured value the name of its field ("value", "n", "period_to")."""
        return str(self.values["fact"])


def kinds(session: Session) -> dict[str, RecordKind]:
    """All kinds of records by code, as the database holds them."""
    return {row.code: _described(row) for row in session.scalars(select(KindRow).order_by(KindRow.code))}


def kind_of(session: Session, code: str) -> RecordKind:
    """The kind of record with this code, as the database holds it; raises NotFound for an unknown one."""
    row = session.get(KindRow, code)
    if row is None:
        raise NotFound("error.record_kind_unknown", kind=code)
    return _described(row)


def _described(row: KindRow) -> RecordKind:
    fields = tuple(Fact(**fact) for fact in row.facts)
    return RecordKind(code=row.code, name_sv=row.name_sv, name_en=row.name_en, facts=fields)


def known_codes(session: Session) -> Mapping[str, Collection[str]]:
    """The codes that facts of the types indicator, barrier and launch_item may have."""
    return {
        "indicator": session.scalars(select(Indicator.code).order_by(Indicator.code)).all(),
        "barrier": tuple(barriers.types()),
        "launch_item": tuple(launch_items()),
    }


def choices(fact: Fact, known: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The codes a fact may have, () for a type without a closed set.

    >>> choices(Fact(code="mode", type="choice:shared,own", name_sv="Form", name_en="Mode"), {})
    ('shared', 'own')
    """
    if fact.type.startswith("choice:"):
        return tuple(fact.type.removeprefix("choice:").split(","))
    return tuple(known.get(fact.type, ()))


def problems(
    kind: RecordKind, given: Mapping[str, object], known: Mapping[str, Collection[str]]
) -> tuple[FactProblem, ...]:
    """Everything wrong with the facts given for a kind; None and "" stand for what nobody said.

    >>> kind = RecordKind(code="t", name_sv="", name_en="", facts=(
    ...     Fact(code="success", type="share", name_sv="", name_en="", required=True),))
    >>> [(found.fact, found.code) for found in problems(kind, {"success": 83}, {})]
    [('success', 'error.fact_share')]
    """
    fields = {fact.code: fact for fact in kind.facts}
    unknown = [_wrong("error.fact_unknown", fact=code, kind=kind.code)
               for code in given if code not in fields]  # fmt: skip
    found = [_problem(fact, given.get(fact.code), known) for fact in kind.facts]
    said = [one for one in found if one is not None]
    wrong = {one.fact for one in said}
    for part, whole in TOGETHER:
        less, more = given.get(part), given.get(whole)
        if not wrong & {part, whole} and isinstance(less, int) and isinstance(more, int) and less > more:
            said.append(_wrong("error.fact_more_than", fact=part, value=less, whole=more))
    return (*unknown, *said)


def checked(
    kind: RecordKind, given: Mapping[str, object], known: Mapping[str, Collection[str]]
) -> dict[str, Any]:  # fmt: skip
    """The facts as they are stored, in the order of the kind, days as ISO dates; Refused with the first problem."""
    for problem in problems(kind, given, known):
        raise Refused(problem.code, **problem.values)
    return {fact.code: _stored(given[fact.code]) for fact in kind.facts if not _missing(given.get(fact.code))}


def _wrong(code: str, **values: str | int | float) -> FactProblem:
    return FactProblem(code=code, values=values)


def _problem(fact: Fact, value: object, known: Mapping[str, Collection[str]]) -> FactProblem | None:
    if _missing(value):
        return _wrong("error.fact_missing", fact=fact.code) if fact.required else None
    shown = str(value)[:40]
    if fact.type == "text":
        if not isinstance(value, str):
            return _wrong("error.fact_text", fact=fact.code, value=shown)
        too_long = len(value) > LONGEST
        return _wrong("error.fact_long", fact=fact.code, limit=LONGEST) if too_long else None
    if fact.type in _RIGHT:
        code, right = _RIGHT[fact.type]
        return None if right(value) else _wrong(code, fact=fact.code, value=shown)
    allowed = choices(fact, known)
    if value in allowed:
        return None
    listed = ", ".join(allowed[:20])
    return _wrong("error.fact_choice", fact=fact.code, value=shown, choices=listed)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_day(value: object) -> bool:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return type(value) is date


_RIGHT: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "count": ("error.fact_count", _is_count),
    "number": ("error.fact_number", _is_number),
    "share": ("error.fact_share", _is_share),
    "yes_no": ("error.fact_yes_no", lambda value: isinstance(value, bool)),
    "date": ("error.fact_date", _is_day),
}


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _stored(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def value_problem(unit: str, value: float, n: int | None, period_from: date, period_to: date) -> FactProblem | None:
    """Why a measured value cannot stand, None when it can; `unit` is that of its indicator.

    >>> problem = value_problem("share", 83, 12, date(2026, 1, 1), date(2026, 1, 31))
    >>> problem.fact, problem.code
    ('value', 'error.fact_share')
    """
    shown = str(value)[:40]
    if not _is_number(value):
        return _wrong("error.fact_number", fact="value", value=shown)
    lowest, highest = LIMITS.get(unit, (-math.inf, math.inf))
    if not lowest <= value <= highest:
        if unit == "share":
            return _wrong("error.fact_share", fact="value", value=shown)
        if highest == math.inf:
            return _wrong("error.value_negative", fact="value", value=shown)
        return _wrong("error.value_range", fact="value", value=shown, lowest=lowest, highest=highest)
    if n is not None and not _is_count(n):
        return _wrong("error.fact_count", fact="n", value=str(n)[:40])
    if period_from > period_to:
        return _wrong(
            "error.period_backwards", fact="period_to", start=period_from.isoformat(), end=period_to.isoformat()
        )
    return None


def refuse_unlikely(*days: date | None) -> None:
    """Raise Refused for a day outside FIRST_YEAR to LAST_YEAR; None is no day and passes."""
    for day in days:
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused("error.day_unlikely", day=day.isoformat(), first=str(FIRST_YEAR), last=str(LAST_YEAR))
