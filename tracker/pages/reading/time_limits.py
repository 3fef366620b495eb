"""Time limits in words of the reader's language, from the normal form that is stored."""

from __future__ import annotations

from datetime import date

from nlp.time_limits import TimeKind, TimeLimit, parse_limit
from tracker.pages.language import day, t, tn

_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "BD": "working_day", "TH": "hour", "TM": "minute"}


def in_words(normal: str) -> str:
    """A time limit as people say it; what is no normal form comes back as it is."""
    try:
        limit = parse_limit(normal)
    except ValueError:
        return normal
    said = _amount(limit)
    if limit.minimum:
        said = t("page.time.minimum", time=said)
    return f"{said} {t(f'page.time.{limit.relation}', event=limit.event)}".strip() if limit.relation else said


def _amount(limit: TimeLimit) -> str:
    if limit.kind is TimeKind.DATE:
        return _date(limit.value)
    if limit.kind is TimeKind.DURATION:
        return t("page.time.within", time=_period(limit.value))
    if limit.kind is TimeKind.RECURRENCE:
        times, _, period = limit.value.rpartition("/")
        return tn("page.time.times", int(times), period=_every(period)) if times else _every(period)
    return t(f"page.time.{limit.value}") if limit.kind is TimeKind.VAGUE else ""


def _date(value: str) -> str:
    """A whole date, a month of a year, or a day that comes back every year ("--07-01")."""
    if value.startswith("--"):
        month, _, number = value[2:].partition("-")
        key = "page.time.day_of_year" if number else "page.time.month_of_year"
        return t(key, month=t(f"page.time.month.{int(month)}"), day=int(number or 1))
    year, *rest = value.split("-")
    if len(rest) == 2:
        return t("page.time.until", time=day(date.fromisoformat(value)))
    month = f"{t(f'page.time.month.{int(rest[0])}')} " if rest else ""
    return t("page.time.until", time=f"{month}{year}")


def _period(value: str) -> str:
    """ "P4W" as "4 weeks"."""
    count, unit = _parts(value)
    return tn(f"page.time.{unit}", count)


def _every(value: str) -> str:
    """ "P1Y" as "every year", "P2Y" as "every 2 years"."""
    count, unit = _parts(value)
    return t(f"page.time.every.{unit}") if count == 1 else t("page.time.every", time=_period(value))


def _parts(value: str) -> tuple[int, str]:
    timed = "T" if "T" in value else ""
    digits = "".join(sign for sign in value if sign.isdecimal())
    return int(digits), _UNITS[timed + value.rpartition(digits)[2]]
