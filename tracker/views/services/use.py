"""How services and their forms are used: starts, completions and where people give up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.service import Form, Service
from tracker.views.recorded.figures import Figure, added, figures, whole
from tracker.views.recorded.records import records

YEAR = 12
COUNTED = ("visits", "starts", "completions", "drop_offs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Completions as a share of starts in a period; `n` is the starts."""

    value: float
    n: int
    period_from: date
    period_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePeriod:
    """One period of a service or form; None where nothing was counted. `drop_offs` is by step, most first."""

    period_from: date
    period_to: date
    visits: float | None
    starts: float | None
    completions: float | None
    rate: Rate | None
    drop_offs: Mapping[str, float]
    sources: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTest:
    """The newest test on real users, with how many took part; `success` is a share, None when nobody said."""

    record_id: int
    on: date
    n: int
    success: float | None
    findings: int | None
    fixed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A form with its completion over the last twelve months that have figures, and its newest test on real users.

    `newest` is the completion of the newest period alone. `worst_step` is where most gave up in those months.
    """

    id: int
    name: str
    service_id: int
    service: str
    url: str
    fields: int | None
    required_fields: int | None
    note: str
    version: int
    rate: Rate | None
    newest: Rate | None
    worst_step: str
    tested: UserTest | None


def periods(rows: Sequence[Figure]) -> list[UsePeriod]:
    """The figures of one service or form by period, oldest first."""
    by_period: dict[tuple[date, date], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_period[row.period_from, row.period_to][row.indicator].append(row)
    return [_period(*period, by_period[period]) for period in sorted(by_period)]


def use(session: Session, workspace_id: int, *, service_id: int) -> list[UsePeriod]:
    """The use of one service, oldest period first."""
    return periods(figures(session, workspace_id, COUNTED, service_id=service_id))


def completion(session: Session, workspace_id: int) -> dict[int, Rate]:
    """The newest completion rate of every service that has one."""
    by_service: dict[int, list[Figure]] = defaultdict(list)
    for row in figures(session, workspace_id, ("starts", "completions")):
        if row.service_id is not None:
            by_service[row.service_id].append(row)
    newest = {service: _newest(periods(rows)) for service, rows in by_service.items()}
    return {service: rate for service, rate in newest.items() if rate is not None}


def form_rows(session: Session, workspace_id: int, *, service_id: int | None = None) -> list[FormRow]:
    """Forms with the worst completion first, those nobody measured last, of one service or of all."""
    counted: dict[int, list[Figure]] = defaultdict(list)
    for row in figures(session, workspace_id, COUNTED, service_id=service_id):
        if row.form_id is not None:
            counted[row.form_id].append(row)
    tests: dict[int, UserTest] = {}
    for record in records(session, workspace_id, kinds=("user_test",), service_id=service_id):
        if record.form_id is not None and record.form_id not in tests:
            tests[record.form_id] = as_user_test(record.id, record.on, record.facts)
    wanted = (
        select(Form, Service.name)
        .join(Service, Service.id == Form.service_id)
        .where(Form.workspace_id == workspace_id)
        .order_by(Form.name_sort, Form.id)
    )
    if service_id is not None:
        wanted = wanted.where(Form.service_id == service_id)
    found = []
    for form, service in session.execute(wanted):
        history = periods(counted[form.id])
        year = last_year(history)
        steps = _steps(year)
        found.append(
            FormRow(
                id=form.id,
                name=form.name,
                service_id=form.service_id,
                service=service,
                url=form.url,
                fields=form.fields,
                required_fields=form.required_fields,
                note=form.note,
                version=form.version,
                rate=together(year),
                newest=_newest(history),
                worst_step=next(iter(steps), ""),
                tested=tests.get(form.id),
            )
        )
    return sorted(found, key=lambda row: row.rate.value if row.rate is not None else 2)


def last_year(history: Sequence[UsePeriod]) -> list[UsePeriod]:
    """The periods with a rate that lie within the twelve months up to the end of the newest of them."""
    rated = [period for period in history if period.rate is not None]
    end = max((period.period_to for period in rated), default=date.min)
    first = clock.months_before(end + timedelta(days=1), YEAR) if rated else end
    return [period for period in rated if first <= period.period_from]


def together(history: Sequence[UsePeriod]) -> Rate | None:
    """Completions of all these periods as a share of their starts, None of nothing."""
    starts = sum(period.starts or 0 for period in history)
    if not starts:
        return None
    return Rate(
        value=sum(period.completions or 0 for period in history) / starts,
        n=round(starts),
        period_from=min(period.period_from for period in history),
        period_to=max(period.period_to for period in history),
    )


def as_user_test(record_id: int, on: date, facts: Mapping[str, object]) -> UserTest:
    """A user test as its record tells it."""
    participants, success = facts.get("participants"), facts.get("success")
    findings, fixed = facts.get("findings"), facts.get("fixed")
    return UserTest(
        record_id=record_id,
        on=on,
        n=participants if isinstance(participants, int) else 0,
        success=float(success) if isinstance(success, int | float) else None,
        findings=findings if isinstance(findings, int) else None,
        fixed=fixed if isinstance(fixed, int) else None,
    )


def _period(first: date, last: date, rows: Mapping[str, list[Figure]]) -> UsePeriod:
    total = {name: added(whole(rows.get(name, []))) for name in ("visits", "starts", "completions")}
    starts, completions = total["starts"], total["completions"]
    rate = None
    if starts and completions is not None and completions <= starts:
        rate = Rate(value=completions / starts, n=round(starts), period_from=first, period_to=last)
    steps: dict[str, float] = defaultdict(float)
    lost = rows.get("drop_offs", [])
    for row in [one for one in lost if one.form_id is None] or lost:
        steps[row.group] += row.value
    return UsePeriod(
        period_from=first,
        period_to=last,
        visits=total["visits"],
        starts=starts,
        completions=completions,
        rate=rate,
        drop_offs=dict(sorted(steps.items(), key=lambda step: (-step[1], step[0]))),
        sources=sorted({row.source for held in rows.values() for row in held if row.source}),
    )


def _steps(history: Sequence[UsePeriod]) -> dict[str, float]:
    """Where people gave up in all these periods, most first."""
    steps: dict[str, float] = defaultdict(float)
    for period in history:
        for step, lost in period.drop_offs.items():
            steps[step] += lost
    return dict(sorted(steps.items(), key=lambda step: (-step[1], step[0])))


def _newest(history: Sequence[UsePeriod]) -> Rate | None:
    """The last period that has a rate; of two that end together the shorter one."""
    rated = [period.rate for period in history if period.rate is not None]
    return max(rated, key=lambda rate: (rate.period_to, rate.period_from), default=None)
