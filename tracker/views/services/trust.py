"""Trust, satisfaction and added value of a service, with n; too few answers are not shown as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.views.recorded.figures import Figure, figures, indicator_names
from tracker.views.settings import thresholds
from tracker.vocabulary import IndicatorKind

SATISFACTION = ("satisfaction", "ease", "clarity", "treatment")
TRUST = (
    "trust_data_safe",
    "trust_answer_correct",
    "trust_use_again",
    "trust_human_help",
    "trust_complete_cases",
    "trust_recommend",
    "trust_errors_corrected",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a group answered in its newest survey; `enough` is false with fewer answers than the threshold, or no n.

    `earlier` is the survey before it, None without one or when that one had too few.
    """

    indicator: IndicatorKind
    group: str
    value: float
    n: int | None
    enough: bool
    period_from: date
    period_to: date
    source: str
    measurement_id: int
    earlier: float | None
    earlier_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """All that was asked about a service; `smallest_n` is the threshold that was used."""

    trust: Sequence[Answered]
    satisfaction: Sequence[Answered]
    smallest_n: int


def trust(session: Session, workspace_id: int, *, service_id: int | None = None, actor_id: int | None = None) -> Trust:
    """The newest answers about a service, or about an actor such as the contact centre, by indicator and group."""
    least = thresholds(session, workspace_id).smallest_n
    names = indicator_names(session, workspace_id)
    rows = figures(session, workspace_id, (*TRUST, *SATISFACTION), service_id=service_id, actor_id=actor_id)
    by_place: dict[tuple[str, str], list[Figure]] = {}
    for row in rows:
        by_place.setdefault((row.indicator, row.group), []).append(row)

    def of(codes: Sequence[str]) -> list[Answered]:
        places = sorted((place for place in by_place if place[0] in codes), key=lambda p: (codes.index(p[0]), p[1]))
        return [_answered(by_place[place], names[place[0]], least) for place in places]

    return Trust(trust=of(TRUST), satisfaction=of(SATISFACTION), smallest_n=least)


def _answered(rows: Sequence[Figure], indicator: IndicatorKind, least: int) -> Answered:
    """The newest of the figures of one indicator and group, with the one before it."""
    *older, newest = sorted(rows, key=lambda row: (row.period_to, row.period_from))
    before = next((row for row in reversed(older) if row.n is not None and row.n >= least), None)
    return Answered(
        indicator=indicator,
        group=newest.group,
        value=newest.value,
        n=newest.n,
        enough=newest.n is not None and newest.n >= least,
        period_from=newest.period_from,
        period_to=newest.period_to,
        source=newest.source,
        measurement_id=newest.id,
        earlier=before.value if before is not None else None,
        earlier_to=before.period_to if before is not None else None,
    )
