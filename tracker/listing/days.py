"""How the text of a cell becomes a day, a month or a period; a number that a spreadsheet shows as a day is refused."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from babel import dates

from tracker import locales
from tracker.facts import FIRST_YEAR, LAST_YEAR
from tracker.listing.cells import plain
from tracker.listing.rows import BadCell

_DAY = re.compile(r"([0-9]{4})([-/.]?)([01][0-9])\2([0-3][0-9])(?:[ T][0-9:.]{4,15}Z?)?")
_MONTH = re.compile(r"([0-9]{4})[-/.]?([01][0-9])")
_QUARTER = re.compile(r"([0-9]{4})[- ]?[kq]([1-4])|[kq](?:vartal|uarter)? ?([1-4]),? ([0-9]{4})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s{0,8}(?:,|;|/|–|—|\bto\b|\btill\b|\.\.|\s-\s)\s{0,8}")
_SERIAL = re.compile(r"[2-7][0-9]{4}(?:\.[0-9]+)?")
_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets, once their leap year of 1900 is allowed for."""


def day(cell: str) -> date:
    """A day written 2026-11-22, 20261122, 2026/11/22 or 2026.11.22; a time of day behind it is left out.

    >>> day("2026-11-22 00:00")
    datetime.date(2026, 11, 22)
    """
    cell = cell.strip()
    match = _DAY.fullmatch(cell)
    if match is None or not cell.isascii():
        if _SERIAL.fullmatch(cell):
            meant = _EPOCH + timedelta(days=int(float(cell)))
            raise BadCell("error.cell_date_serial", value=cell[:40], meant=meant.isoformat())
        raise BadCell("error.cell_date", value=cell[:40])
    year, month, number = (int(part) for part in match.group(1, 3, 4))
    try:
        found = date(year, month, number)
    except ValueError as problem:
        raise BadCell("error.cell_date", value=cell[:40]) from problem
    return _likely(found, cell)


def month(cell: str) -> tuple[date, date]:
    """The first and last day of a month written 2026-03, 202603, mars 2026 or as any of its days.

    >>> month("mars 2026")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    """
    cell = cell.strip()
    match = _MONTH.fullmatch(cell)
    if match and cell.isascii() and 1 <= int(match[2]) <= 12:
        return _month(int(match[1]), int(match[2]), cell)
    name, _, year = cell.rpartition(" ")
    if year.isascii() and year.isdecimal() and len(year) == 4 and plain(name) in _months():
        return _month(int(year), _months()[plain(name)], cell)
    try:
        found = day(cell)
    except BadCell as problem:
        code = "error.cell_month" if problem.code == "error.cell_date" else problem.code
        raise BadCell(code, **problem.values) from problem
    return _month(found.year, found.month, cell)


def period(cell: str) -> tuple[date, date]:
    """First and last day of a year, quarter, month or day, or of two days with "to" or a comma between them.

    >>> period("2025"), period("2026 Q1")[1], period("2026-01-05,2026-01-11")[0]
    ((datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)), datetime.date(2026, 3, 31), datetime.date(2026, 1, 5))
    """
    cell = cell.strip()
    if re.fullmatch(r"[0-9]{4}", cell) and cell.isascii():
        return _month(int(cell), 1, cell)[0], _month(int(cell), 12, cell)[1]
    if match := _QUARTER.fullmatch(cell):
        year, quarter = int(match[1] or match[4]), int(match[2] or match[3])
        return _month(year, 3 * quarter - 2, cell)[0], _month(year, 3 * quarter, cell)[1]
    ends = _BETWEEN.split(re.sub(r"^(?:from|från)\s+", "", cell, flags=re.IGNORECASE))
    if len(ends) == 2 and all(_DAY.fullmatch(end) for end in ends):
        return _between(day(ends[0]), day(ends[1]))
    if _DAY.fullmatch(cell):
        return day(cell), day(cell)
    try:
        return month(cell)
    except BadCell as problem:
        code = "error.cell_period" if problem.code == "error.cell_month" else problem.code
        raise BadCell(code, **problem.values) from problem


def _between(first: date, last: date) -> tuple[date, date]:
    if last < first:
        raise BadCell("error.row_period", start=str(first), end=str(last))
    return first, last


def _likely(found: date, cell: str) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell("error.cell_year", value=cell[:40], first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return found


def _month(year: int, number: int, cell: str) -> tuple[date, date]:
    if not 1 <= year <= 9999:
        raise BadCell("error.cell_month", value=cell[:40])
    first = _likely(date(year, number, 1), cell)
    return first, first.replace(day=monthrange(year, number)[1])


@cache
def _months() -> dict[str, int]:
    """Names of the months in both languages, whole and shortened."""
    return {
        plain(name): number
        for language in locales.language_codes()
        for width in ("wide", "abbreviated")
        for number, name in dates.get_month_names(width, locale=locales.languages()[language].locale).items()
    }
