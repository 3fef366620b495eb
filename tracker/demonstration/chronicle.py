"""The days on which people of the demonstration worked, and what could be known on each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cache

from policies.library import LibraryGuideline
from tracker.demonstration import story
from tracker.tables.guideline import GuidelineStatus

BEGAN = date(2023, 11, 27)
"""When the municipality took the tracker into use."""
READ = date(2026, 6, 15)
"""When what bears no date was read: web pages, an incident report, what is proposed only."""
REVIEWED = date(2026, 10, 14)
"""When the machine was first asked for suggestions, after the turn of a quarter."""
CORRECTED = date(2026, 11, 3)
"""When somebody looked again and found that the first reading said too much."""
PLANNED = date(2026, 11, 16)
"""When the figures of October were in: evidence was taken from them, and measures were planned."""
MORNING, FORENOON = time(8, tzinfo=UTC), time(10, tzinfo=UTC)
"""When files come in, and when people decide about them."""


@cache
def days() -> tuple[date, ...]:
    """The days people worked on, in order; those above and what decisions.json names."""
    named = {date.fromisoformat(row["on"]) for row in story.decisions()["days"]}
    return tuple(sorted({BEGAN, READ, REVIEWED, CORRECTED, PLANNED, *named}))


def morning(day: date) -> datetime:
    """When what came in is stored."""
    return datetime.combine(day, MORNING)


def forenoon(day: date) -> datetime:
    """When people begin to decide."""
    return datetime.combine(day, FORENOON)


def worked_on(day: date) -> date:
    """The first day of work on which something of a day can be known; the last one for what came after it.

    >>> worked_on(date(2026, 10, 1))
    datetime.date(2026, 10, 14)
    """
    return next((one for one in days() if one >= day), PLANNED)


@cache
def of_documents() -> Mapping[str, date]:
    """By file the day it was imported on, as far as decisions.json says so."""
    return {file: date.fromisoformat(row["on"]) for row in story.decisions()["days"] for file in row["documents"]}


def of_library(guidelines: Iterable[LibraryGuideline]) -> Iterator[tuple[LibraryGuideline, date]]:
    """The library's guidelines, each with the day of work by which it was adopted; proposals are of this year."""
    for entry in guidelines:
        if entry.adopted_on is not None:
            yield entry, worked_on(entry.adopted_on)
        else:
            yield entry, READ if entry.status.value == GuidelineStatus.PROPOSED.value else BEGAN
