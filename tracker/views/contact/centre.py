"""The contact centre: where it belongs, what it took over, what people contact it about, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.measurement import Measurement
from tracker.tables.network import Actor
from tracker.tables.service import ContactTopic, Service
from tracker.views.recorded.figures import Figure, figures, mean
from tracker.views.recorded.records import RecordRow, records

VOLUME, RESOLVED, WAITING = "contact_volume", "first_contact_resolution", "waiting_time"
SHOWN_MONTHS, YEAR = 24, 12
LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A month of the contact centre; `contacts` is None where nothing was counted.

    `resolved` is the share resolved at first contact, `waiting` the mean minutes, each weighted by its own n: the
    contacts it was measured on. An n of None means that nobody knows.
    """

    month: date
    contacts: float | None
    resolved: float | None
    resolved_n: int | None
    waiting: float | None
    waiting_n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic with its contacts in the last twelve months that have figures, and their share of all.

    `service` is the e-service that answers the same need, "" without one; `unit` handled the topic before.
    """

    id: int
    name: str
    service_id: int | None
    service: str
    unit_id: int | None
    unit: str
    taken_over_on: date | None
    contacts: float | None
    share: float | None
    channels: Mapping[str, float]
    note: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCentre:
    """The contact centre with its figures. `actor_id` is None until a list or a record says which actor it is.

    `opened` is the record of its opening, `year` the first and last month that topics are counted over, and `untold`
    the contacts of those months that nobody gave a topic. `months` are at most twenty-four, oldest first.
    """

    actor_id: int | None
    name: str
    part_of: str
    opened: RecordRow | None
    months: Sequence[MonthRow]
    year: tuple[date, date] | None
    contacts: float
    untold: float
    topics: Sequence[TopicRow]
    planning: Sequence[RecordRow]

    @property
    def without_service(self) -> tuple[TopicRow, ...]:
        """Topics no e-service answers, most contacts first."""
        return tuple(topic for topic in self.topics if topic.service_id is None and topic.contacts)


def contact_centre(session: Session, workspace_id: int, *, sees_secrecy: bool = False) -> ContactCentre:
    """The contact centre of a workspace, empty where nothing is known."""
    opened = next(
        (
            row
            for row in records(session, workspace_id, kinds=("contact_centre",), sees_secrecy=sees_secrecy)
            if row.actor_id is not None
        ),
        None,
    )
    number = opened.actor_id if opened is not None else _most_counted(session, workspace_id)
    actor = session.get(Actor, number) if number is not None else None
    home = session.get(Actor, actor.part_of_id) if actor is not None and actor.part_of_id is not None else None
    rows = figures(session, workspace_id, (VOLUME, RESOLVED, WAITING), actor_id=number) if number is not None else []
    months = month_rows(rows)
    year = (months[-YEAR:][0].month, months[-1].month) if months else None
    counted = [
        row
        for row in rows
        if row.indicator == VOLUME and year is not None and is_month(row) and year[0] <= first_day(row) <= year[1]
    ]
    total = sum(row.value for row in counted)
    return ContactCentre(
        actor_id=number,
        name=actor.name if actor is not None else "",
        part_of=home.name if home is not None else "",
        opened=opened,
        months=months,
        year=year,
        contacts=total,
        untold=sum(row.value for row in counted if row.topic_id is None),
        topics=_topics(session, workspace_id, counted, total),
        planning=records(session, workspace_id, kinds=("planning_use", "insight"), sees_secrecy=sees_secrecy),
    )


def month_rows(rows: Sequence[Figure]) -> list[MonthRow]:
    """The last twenty-four months up to the newest with figures; months without any in between stand there empty."""
    by_month: dict[date, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if is_month(row):
            by_month[first_day(row)][row.indicator].append(row)
    if not by_month:
        return []
    first = max(min(by_month), month_after(max(by_month), 1 - SHOWN_MONTHS))
    found = []
    month = first
    while month <= max(by_month):
        found.append(_month(month, by_month.get(month, {})))
        month = month_after(month, 1)
    return found


def is_month(row: Figure) -> bool:
    """Whether the figure is of one calendar month and no longer."""
    within = (row.period_from.year, row.period_from.month) == (row.period_to.year, row.period_to.month)
    return within and (row.period_to - row.period_from).days < LONGEST_MONTH


def first_day(row: Figure) -> date:
    """The first day of the month the figure's period begins in."""
    return row.period_from.replace(day=1)


def month_after(month: date, count: int) -> date:
    """The first day of the month so many months later, or earlier where `count` is negative.

    >>> month_after(date(2026, 11, 1), 2), month_after(date(2026, 1, 1), -1)
    (datetime.date(2027, 1, 1), datetime.date(2025, 12, 1))
    """
    at = month.year * 12 + month.month - 1 + count
    return date(at // 12, at % 12 + 1, 1)


def _month(month: date, rows: Mapping[str, Sequence[Figure]]) -> MonthRow:
    volume, resolved, waiting = rows.get(VOLUME, ()), mean(rows.get(RESOLVED, ())), mean(rows.get(WAITING, ()))
    return MonthRow(
        month=month,
        contacts=sum(row.value for row in volume) if volume else None,
        resolved=resolved[0] if resolved else None,
        resolved_n=resolved[1] if resolved else None,
        waiting=waiting[0] if waiting else None,
        waiting_n=waiting[1] if waiting else None,
    )


def _topics(session: Session, workspace_id: int, counted: Sequence[Figure], total: float) -> list[TopicRow]:
    """All topics, most contacts first, those nobody counted last."""
    unit = aliased(Actor)
    by_topic: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in counted:
        if row.topic_id is not None:
            by_topic[row.topic_id][row.group] += row.value
    rows = session.execute(
        select(ContactTopic, Service.name, unit.name)
        .outerjoin(Service, Service.id == ContactTopic.service_id)
        .outerjoin(unit, unit.id == ContactTopic.unit_id)
        .where(ContactTopic.workspace_id == workspace_id)
        .order_by(ContactTopic.name_sort)
    )
    found = []
    for topic, service, handled in rows:
        channels = by_topic.get(topic.id)
        contacts = sum(channels.values()) if channels else None
        found.append(
            TopicRow(
                id=topic.id,
                name=topic.name,
                service_id=topic.service_id,
                service=service or "",
                unit_id=topic.unit_id,
                unit=handled or "",
                taken_over_on=topic.taken_over_on,
                contacts=contacts,
                share=contacts / total if contacts is not None and total else None,
                channels=dict(channels or {}),
                note=topic.note,
                version=topic.version,
            )
        )
    return sorted(found, key=lambda row: -(row.contacts or 0))


def _most_counted(session: Session, workspace_id: int) -> int | None:
    """The actor that most contact volumes were recorded for."""
    return session.scalars(
        select(Measurement.actor_id)
        .where(
            Measurement.workspace_id == workspace_id,
            Measurement.indicator == VOLUME,
            Measurement.actor_id.is_not(None),
            Measurement.withdrawn_at.is_(None),
        )
        .group_by(Measurement.actor_id)
        .order_by(func.count().desc(), Measurement.actor_id)
    ).first()
