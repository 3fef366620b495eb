"""What the rows of each list of figures say, as measurements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from math import inf
from typing import Any

from tracker.facts import LIMITS
from tracker.listing import figures
from tracker.listing.figures import Figure
from tracker.listing.rows import BadCell, Percentage, Row
from tracker.listing.working import Work

GRADES = ("grade_1", "grade_2", "grade_3", "grade_4", "grade_5")
GRADE_STEP = 25
"""SKR's mapping of grades: 1 to 5 become 0, 25, 50, 75, 100."""


def _measurement(work: Work, row: Row) -> Iterator[Figure]:
    """Long form: one value to a row."""
    indicator = work.names.indicator(row.cells["indicator"], "indicator")
    yield Figure(
        row=row.number,
        indicator=indicator,
        value=_checked(work, indicator, row.cells["value"], "value"),
        group=row.get("group", ""),
        topic_id=work.topic(row.get("topic", "")),
        n=row.get("n"),
        says_n="n" in row.cells,
        **_about(work, row),
    )


def _contact(work: Work, row: Row) -> Iterator[Figure]:
    """One row a month and topic: volume, first-contact resolution and waiting time."""
    contacts, resolved = row.cells["contacts"], row.get("resolved")
    first, last = row.cells["month"]
    about = {
        "row": row.number,
        "name": row.get("topic", "") or row.cells["actor"],
        "actor_id": work.names.need("actor", row.cells["actor"], "actor"),
        "topic_id": work.topic(row.get("topic", "")),
        "group": row.get("channel", ""),
        "period_from": first,
        "period_to": last,
        "source": row.get("source"),
    }
    if resolved is not None and resolved > contacts:
        raise BadCell("error.cell_more_than", column="resolved", value=resolved, whole=contacts)
    yield Figure(indicator="contact_volume", value=contacts, says_n=False, **about)
    if resolved is not None and contacts:
        yield Figure(indicator="first_contact_resolution", value=resolved / contacts, n=contacts, **about)
    if row.get("waiting") is not None and contacts:
        yield Figure(indicator="waiting_time", value=row.cells["waiting"], n=contacts, **about)


def _use(work: Work, row: Row) -> Iterator[Figure]:
    """One row a service or form and period, as web analytics export it."""
    about = _about(work, row)
    said = False
    for indicator in ("visits", "starts", "completions", "drop_offs"):
        value = row.get(indicator)
        if value is not None:
            said = True
            step = row.get("drop_off_step", "") if indicator == "drop_offs" else ""
            yield Figure(row=row.number, indicator=indicator, value=value, group=step, says_n=False, **about)
    if not said:
        raise BadCell("error.row_without_figures", column="starts")


def _answers(work: Work, row: Row) -> Iterator[Figure]:
    """A question of a survey: the counts of grades, or the value and n made of them."""
    indicator = work.names.indicator(row.cells["item"], "item")
    counts = [row.get(grade) for grade in GRADES]
    value, n = row.get("value"), row.get("n")
    if any(count is not None for count in counts):
        answers = [count or 0 for count in counts]
        total = sum(answers)
        if not total:
            raise BadCell("error.survey_without_answers", column="grade_1")
        mean = sum(GRADE_STEP * grade * count for grade, count in enumerate(answers)) / total
        if n not in (None, total):
            raise BadCell("error.survey_n_differs", column="n", value=n, counted=total)
        if value is not None and abs(value - mean) > 1:
            raise BadCell("error.survey_value_differs", column="value", value=value, counted=round(mean, 2))
        value, n = mean, total
    elif value is None or n is None:
        raise BadCell("error.survey_without_answers", column="grade_1" if value is None else "n")
    yield Figure(
        row=row.number,
        indicator=indicator,
        value=_checked(work, indicator, value, "value"),
        group=row.get("group", ""),
        n=n,
        **_about(work, row),
    )


def _about(work: Work, row: Row) -> dict[str, Any]:
    """Subject, form, period and source of a figure."""
    first, last = _period(row)
    return {
        **work.about(row),
        "name": row.get("service") or row.get("form") or row.get("actor") or "",
        "period_from": first,
        "period_to": last,
        "source": row.get("source"),
    }


def _period(row: Row) -> tuple[date, date]:
    found: tuple[date, date] = row.get("period") or (row.cells["period_from"], row.cells["period_to"])
    return found


def _checked(work: Work, indicator: str, value: Any, column: str) -> float:
    """The value within what the indicator's unit allows; a percentage only where the indicator is a share."""
    unit = work.names.units[indicator]
    if isinstance(value, Percentage) and unit != "share":
        raise BadCell("error.cell_percent", column=column, value=float(value) * 100, unit=unit)
    lowest, highest = LIMITS.get(unit, (-inf, inf))
    if not lowest <= value <= highest:
        if highest == inf:
            raise BadCell("error.cell_negative", column=column, value=float(value))
        code = "error.cell_share" if unit == "share" else "error.cell_range"
        raise BadCell(code, column=column, value=float(value), lowest=lowest, highest=highest)
    return float(value)


store_measurements = partial(figures.store, made=_measurement)
store_contact_statistics = partial(figures.store, made=_contact)
store_analytics = partial(figures.store, made=_use)
store_surveys = partial(figures.store, made=_answers)
