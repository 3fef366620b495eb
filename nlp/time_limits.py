"""Time limits in a normal form: one textual grammar, its parser and its formatter.

    limit      = date | duration | recurrence | vague | event
    date       = "date:" ( YYYY "-" MM "-" DD | YYYY "-" MM | YYYY | "--" MM "-" DD | "--" MM ) [ relation ]
    duration   = "duration:" period [ " minimum" ] [ relation ]
    recurrence = "recurrence:" [ times "/" ] period [ " minimum" ] [ relation ]
    vague      = "vague:" ( "immediate" | "prompt" | "soon" | "reasonable" ) [ relation ]
    event      = "event" relation
    relation   = " " ( "after" | "before" | "at" ) ":" words

Dates without a year ("--07-01") come back every year or leave the year open. Periods are ISO 8601 durations of one
unit ("P4W", "PT72H"), with one extension: "P5BD" is five working days. "minimum" says "at least": a duration may be
longer, a recurrence closer. "2/P1Y" is twice a year. Words are as written in the text, with single spaces.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum


class TimeKind(StrEnum):
    """What sets the limit: a day, a length of time, a rhythm, a degree of haste, or something that happens."""

    DATE = "date"
    DURATION = "duration"
    RECURRENCE = "recurrence"
    VAGUE = "vague"
    EVENT = "event"


class Relation(StrEnum):
    """On which side of an event the time lies."""

    AFTER = "after"
    BEFORE = "before"
    AT = "at"


HASTE = ("immediate", "prompt", "soon", "reasonable")
_PERIOD = r"P(?:[1-9]\d{0,3}(?:Y|M|W|D|BD)|T[1-9]\d{0,3}[HM])"
_VALUES = {
    TimeKind.DATE: re.compile(r"(?:[1-9]\d{3}(?:-\d\d(?:-\d\d)?)?|--\d\d(?:-\d\d)?)", re.ASCII),
    TimeKind.DURATION: re.compile(_PERIOD, re.ASCII),
    TimeKind.RECURRENCE: re.compile(rf"(?:[1-9]\d{{0,3}}/)?{_PERIOD}", re.ASCII),
    TimeKind.VAGUE: re.compile("|".join(HASTE)),
    TimeKind.EVENT: re.compile(""),
}
_WITH_MINIMUM = frozenset({TimeKind.DURATION, TimeKind.RECURRENCE})
_GRAMMAR = re.compile(
    r"(?P<kind>date|duration|recurrence|vague|event)(?::(?P<value>\S+))?(?P<minimum> minimum)?"
    r"(?: (?P<relation>after|before|at):(?P<event>\S+(?: \S+)*))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """A time limit. `event` holds the words of what happens before or after it, "" where there are none.

    Raises ValueError when the parts do not make a sentence of the grammar ("31 February", an event of no words).
    """

    kind: TimeKind
    value: str = ""
    minimum: bool = False
    relation: Relation | None = None
    event: str = ""

    def __post_init__(self) -> None:
        if _VALUES[self.kind].fullmatch(self.value) is None or not _is_day(self):
            raise ValueError(f"no {self.kind}: {self.value!r}")
        if (self.relation is None) != (not self.event) or self.event != " ".join(self.event.split()):
            raise ValueError(f"no event: {self.relation} {self.event!r}")
        if (self.kind is TimeKind.EVENT and self.relation is None) or (self.minimum and self.kind not in _WITH_MINIMUM):
            raise ValueError(f"incomplete: {self.kind}")

    def __str__(self) -> str:
        return format_limit(self)


def format_limit(limit: TimeLimit) -> str:
    """A time limit in words of the grammar.

    >>> format_limit(TimeLimit(kind=TimeKind.DURATION, value="P4W", relation=Relation.AFTER, event="the request"))
    'duration:P4W after:the request'
    """
    value = f":{limit.value}" if limit.value else ""
    minimum = " minimum" if limit.minimum else ""
    relation = f" {limit.relation}:{limit.event}" if limit.relation else ""
    return f"{limit.kind}{value}{minimum}{relation}"


def parse_limit(text: str) -> TimeLimit:
    """The time limit a text of the grammar stands for; ValueError for any other text.

    >>> parse_limit("recurrence:P2Y minimum").minimum
    True
    """
    match = _GRAMMAR.fullmatch(text)
    if match is None:
        raise ValueError(f"no time limit: {text!r}")
    relation = match["relation"]
    return TimeLimit(
        kind=TimeKind(match["kind"]),
        value=match["value"] or "",
        minimum=bool(match["minimum"]),
        relation=Relation(relation) if relation else None,
        event=match["event"] or "",
    )


def _is_day(limit: TimeLimit) -> bool:
    """Whether a date stands in the calendar; 29 February does where no year is named."""
    if limit.kind is not TimeKind.DATE:
        return True
    year, month, day = _parts(limit.value)
    return 0 <= month <= 12 and day <= (monthrange(year, month)[1] if month else 0) and "-00" not in limit.value


def _parts(value: str) -> tuple[int, int, int]:
    if value.startswith("--"):
        year, rest = 2000, value[2:]
    else:
        year, rest = int(value[:4]), value[5:]
    month, _, day = rest.partition("-")
    return year, int(month or 0), int(day or 0)
