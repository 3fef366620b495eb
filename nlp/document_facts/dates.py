"""Dates and periods as Swedish and English municipal documents write them, with where they stand."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb", "mars march mar", "april apr", "maj may", "juni june jun",
            "juli july jul", "augusti august aug", "september sept sep", "oktober october okt oct", "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DASH = r"[-\u2010-\u2015\u2212]"
_DATE = re.compile(
    rf"(?<![\d/:])(?P<y1>(?:19|20)\d\d){_DASH}(?P<m1>\d{{1,2}}){_DASH}(?P<d1>\d{{1,2}})(?!\d)"
    rf"|(?<![\d-])(?P<d2>\d{{1,2}})(?::?e|st|nd|rd|th)?\.?\s{{1,3}}(?P<m2>{_NAMES})\.?,?\s{{1,3}}(?P<y2>(?:19|20)\d\d)(?!\d)"
    rf"|\b(?P<m3>{_NAMES})\.?\s{{1,3}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<y3>(?:19|20)\d\d)(?!\d)"
    rf"|(?<![\d-])(?P<d4>\d{{1,2}})/(?P<m4>\d{{1,2}})[\s,-]\s{{0,2}}(?P<y4>(?:19|20)\d\d)(?!\d)"
    rf"|\b(?P<m5>{_NAMES})\s{{1,3}}(?P<y5>(?:19|20)\d\d)(?![\d/:])"
    rf"|(?:(?<![\d/:.\w-])|(?<=(?<!\d)\d{{4}}-))(?P<y6>(?:19|20)\d\d)(?![\d/:\w]|{_DASH}\d\d(?!\d))",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_UNTIL = re.compile(
    r"(?:till och med|t\.?\s?o\.?\s?m\.?|till|until|through|to|längst|upphör|senast|före)[:\s]{0,3}(?:den\s)?$", re.I
)
_BETWEEN = re.compile(
    rf"\s{{0,3}}(?:{_DASH}{{1,2}}|till och med|till|t\.?\s?o\.?\s?m\.?|och|until|through|to|and)\s{{0,3}}"
    r"(?:den\s|and including\s)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day, month or year at `start:end`; `first` and `last` are its first and last day."""

    start: int
    end: int
    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Whether the day is written out."""
        return self.first == self.last


def written_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[WrittenDate]:
    """Every date in `text[start:end]`, also months and years alone; impossible ones are left out.

    >>> [found.first.isoformat() for found in written_dates("den 11 mars 2026, 2026-13-01, May 2027")]
    ['2026-03-11', '2027-05-01']
    """
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        part = {name[0]: value for name, value in match.groupdict().items() if value}
        month = part.get("m", "")
        found = _days(int(part["y"]), int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0), part.get("d"))
        if found:
            yield WrittenDate(match.start(), match.end(), *found)


def compact_date(name: str) -> str:
    """The day in a file name as an ISO date, "" if there is none or more than one.

    >>> compact_date("KS-protokoll_20260311.docx"), compact_date("Riktlinje 2026.odt")
    ('2026-03-11', '')
    """
    found = {match.groups() for match in _COMPACT.finditer(name)}
    year, month, day = found.pop() if len(found) == 1 else ("", "", "")
    return f"{year}-{month}-{day}" if year and _days(int(year), int(month), day) else ""


def written_period(text: str, start: int, end: int) -> tuple[WrittenDate | None, WrittenDate | None]:
    """From when and until when `text[start:end]` says something is valid; None where it does not say.

    >>> first, last = written_period("gäller 2026–2029", 0, 16)
    >>> first.first.isoformat(), last.last.isoformat()
    ('2026-01-01', '2029-12-31')
    """
    dates = list(written_dates(text, start, end))[:3]
    if len(dates) >= 2 and _BETWEEN.fullmatch(text[dates[0].end : dates[1].start]):
        return (dates[0], dates[1]) if dates[0].first <= dates[1].last else (None, None)
    begins = ends = None
    for found in dates:
        if _UNTIL.search(text[max(start, found.start - 20) : found.start]):
            ends = ends or found
        else:
            begins = begins or found
    return begins, ends


def _days(year: int, month: int, day: str | None) -> tuple[date, date] | None:
    if day is None and not month:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        return None
    length = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, length)
    number = int(day)
    return (date(year, month, number), date(year, month, number)) if 1 <= number <= length else None
