"""What changed when a service was launched: the months before it against the months after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.service import ContactTopic, Service, ServiceStatus
from tracker.views.contact.centre import RESOLVED, VOLUME, WAITING, month_after
from tracker.views.recorded.figures import Figure, figures, mean

HANDLING = "handling_time"
WINDOW = 12
"""So many months at most on each side of the launch."""
FEWEST = 3
"""With fewer months on a side there is not enough data to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The months on one side of a launch, as far as there are figures.

    `months` counts calendar months, `values` is one value for each period with figures (a month or a quarter), `n`
    the contacts or cases behind them, None when nobody knows. `value` is the mean, weighted by n except for volumes.
    """

    months: int
    first: date | None
    last: date | None
    values: Sequence[float]
    value: float | None
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An indicator before and after the launch of a service, of one topic or (handling time) of the service itself.

    The period that holds the day of launch is left out. `beyond` says in how many of the periods after the launch the
    value lies below (`lower`) or above the mean before it. `same_season` is false when other calendar months are
    compared: then the season may be part of the difference.
    """

    service_id: int
    service: str
    launched_on: date
    indicator: str
    topic_id: int | None
    topic: str
    note: str
    before: Stretch
    after: Stretch
    lower: bool
    beyond: int
    same_season: bool

    @property
    def enough(self) -> bool:
        """Whether there are months enough on both sides to say anything."""
        return min(self.before.months, self.after.months) >= FEWEST


def changes(session: Session, workspace_id: int, *, service_id: int | None = None) -> list[Change]:
    """The launches of one service or of all that figures reach: newest launch first.

    Left out are services that never started or are only planned, and what nobody measured in the months before.
    """
    wanted = select(Service).where(
        Service.workspace_id == workspace_id,
        Service.started_on.is_not(None),
        Service.started_on <= clock.today(),
        Service.status != ServiceStatus.PLANNED,
    )
    if service_id is not None:
        wanted = wanted.where(Service.id == service_id)
    topics = session.scalars(
        select(ContactTopic).where(ContactTopic.workspace_id == workspace_id).order_by(ContactTopic.name_sort)
    ).all()
    by_topic: dict[tuple[int | None, str], list[Figure]] = defaultdict(list)
    by_service: dict[int | None, list[Figure]] = defaultdict(list)
    for row in figures(session, workspace_id, (VOLUME, RESOLVED, WAITING, HANDLING)):
        if row.topic_id is not None:
            by_topic[row.topic_id, row.indicator].append(row)
        elif row.indicator == HANDLING:
            by_service[row.service_id].append(row)
    found = []
    for service in session.scalars(wanted.order_by(Service.started_on.desc(), Service.name_sort)):
        own = [topic for topic in topics if topic.service_id == service.id]
        for indicator in (VOLUME, WAITING, RESOLVED):
            found += [_change(service, indicator, by_topic[topic.id, indicator], topic) for topic in own]
        found.append(_change(service, HANDLING, by_service[service.id], None))
    return [change for change in found if change is not None]


def _change(service: Service, indicator: str, rows: Sequence[Figure], topic: ContactTopic | None) -> Change | None:
    launched = service.started_on or date.max
    earliest, latest = month_after(launched.replace(day=1), -WINDOW), month_after(launched.replace(day=1), WINDOW + 1)
    early = _stretch(indicator, (row for row in rows if earliest <= row.period_from and row.period_to < launched))
    late = _stretch(indicator, (row for row in rows if launched <= row.period_from and row.period_to < latest))
    if early.value is None:
        return None
    lower = late.value is not None and late.value < early.value
    return Change(
        service_id=service.id,
        service=service.name,
        launched_on=launched,
        indicator=indicator,
        topic_id=topic.id if topic is not None else None,
        topic=topic.name if topic is not None else "",
        note=topic.note if topic is not None else "",
        before=early,
        after=late,
        lower=lower,
        beyond=sum((value < early.value) if lower else (value > early.value) for value in late.values),
        same_season=_season(early) == _season(late),
    )


def _stretch(indicator: str, rows: Iterable[Figure]) -> Stretch:
    by_period: dict[tuple[date, date], list[Figure]] = defaultdict(list)
    for row in rows:
        by_period[row.period_from, row.period_to].append(row)
    kept = [row for held in by_period.values() for row in held]
    months = {month for first, last in by_period for month in _months(first, last)}
    if indicator == VOLUME:
        # What was counted in a longer period is its months' sum.
        values = [sum(row.value for row in held) / len(_months(*period)) for period, held in by_period.items()]
        total = sum(row.value for row in kept)
        value, n = (total / len(months), round(total)) if months else (None, None)
    else:
        means = [mean(held) for held in by_period.values()]
        values = [one[0] for one in means if one is not None]
        whole = mean(kept)
        value, n = whole if whole is not None else (None, None)
    return Stretch(
        months=len(months),
        first=min((first for first, _ in by_period), default=None),
        last=max((last for _, last in by_period), default=None),
        values=values,
        value=value,
        n=n,
    )


def _months(first: date, last: date) -> list[date]:
    """The first day of every calendar month the period touches."""
    found = [first.replace(day=1)]
    while (following := month_after(found[-1], 1)) <= last:
        found.append(following)
    return found


def _season(stretch: Stretch) -> frozenset[int]:
    """The numbers of the calendar months between the first and the last day."""
    if stretch.first is None or stretch.last is None:
        return frozenset()
    return frozenset(month.month for month in _months(stretch.first, stretch.last))
