"""The day a text says it is true for."""

from __future__ import annotations

import re
from datetime import date

from tracker.preparing import Prepared

_CONSOLIDATED = re.compile(r"\b0\d{4}[A-Z]{1,2}\d{4}-(\d{4})(\d{2})(\d{2})\b")
"""The CELEX number of a consolidated text ends with the day of the last change it takes in."""
STATED = ("consolidated_on", "published_on")
"""Facts of a document in which readers give that day as YYYY-MM-DD, the first one present decides."""


def true_on(prepared: Prepared) -> date | None:
    """The day of the last change a text takes in, else of its publication; None where it says neither."""
    facts = prepared.document.metadata
    for name in STATED:
        if name in facts and (day := _day(*facts[name].split("-"))):
            return day
    named = (_CONSOLIDATED.search(where) for where in (*facts.values(), prepared.file_name))
    return next((day for found in named if found and (day := _day(*found.groups()))), None)


def _day(*numbers: str) -> date | None:
    """A date of year, month and day as written; None where there is no such day.

    >>> _day("2024", "10", "18"), _day("2024", "02", "30"), _day("soon")
    (datetime.date(2024, 10, 18), None, None)
    """
    try:
        year, month, day = map(int, numbers)
        return date(year, month, day)
    except ValueError:
        return None
