"""Numbers with what they count, and lengths of time, so that "72 timmar" and "tre dygn" are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.languages import LANGUAGES, time_words
from nlp.matching.tokens import STOPWORDS, stem
from nlp.time_limits import TimeKind, parse_limit
from nlp.translation.modes import Span

_DAYS = {"TM": 1 / 1440, "TH": 1 / 24, "D": 1.0, "BD": 7 / 5, "W": 7.0, "M": 30.4, "3M": 91.3, "6M": 182.6, "Y": 365.25}
_PERIOD = re.compile(r"(?:(\d{1,9})/)?P(T?)(\d{1,9})(BD|[YMWDH])")
MEASURES = frozenset({"%", "days"})
"""Units of figures that say nothing about a subject."""

_NEAR = 0.05  # of the longer one: thirty days and a month are the same
_PERCENT = {"procent", "percent", "per"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, the stem of what it counts ("%" for shares, "days" for lengths of time), and where both stand."""

    value: float
    unit: str
    place: Span


def figures(text: str, language: str) -> tuple[Figure, ...]:
    """The numbers of a text that count something, lengths of time in days.

    >>> [(figure.value, figure.unit) for figure in figures("minst 90 procent i två veckor, åtta användare", "sv")]
    [(90.0, '%'), (14.0, 'days'), (8.0, 'använd')]
    """
    language = language if language in LANGUAGES else "en"
    found = []
    for match in _counted(language).finditer(text):
        number, noun = match["number"].lower(), (match["unit"] or "").lower()
        value = _numbers(language).get(number) or number.replace(",", ".").replace(" ", "").replace("\u00a0", "")
        time = time_words(language)["unit"].get(noun, "")
        if not match["sign"] and not time and (not noun or noun in STOPWORDS.get(language, ())):
            continue
        unit = "%" if match["sign"] or noun in _PERCENT else "days" if time else stem(noun, language)
        found.append(Figure(float(value) * _DAYS.get(time, 1.0), unit, Span(*match.span())))
    return tuple(found)


def equal(one: Figure, other: Figure) -> bool:
    """Whether two figures of a unit say the same; thirty days are a month."""
    if one.unit == other.unit == "days":
        return abs(one.value - other.value) <= _NEAR * max(one.value, other.value)
    return one.value == other.value


def same_length(one: str, other: str) -> bool:
    """Whether two time limits of the grammar of nlp.time_limits ask for the same time, events apart.

    >>> same_length("duration:PT72H", "duration:P3D"), same_length("duration:P4W", "duration:P8W")
    (True, False)
    """
    ours, theirs = parse_limit(one), parse_limit(other)
    first, second = days(one), days(other)
    if first is not None and second is not None:
        return abs(first - second) <= _NEAR * max(first, second)
    if TimeKind.DATE in (ours.kind, theirs.kind):
        return ours.kind is theirs.kind and (ours.value.endswith(theirs.value) or theirs.value.endswith(ours.value))
    if ours.kind is theirs.kind is TimeKind.VAGUE:
        return True  # degrees of haste are different words for the same
    return ours.kind is theirs.kind and ours.value == theirs.value


def days(limit: str) -> float | None:
    """The length of a duration, or the distance between two times of a recurrence, in days; None for other limits."""
    match = _PERIOD.search(parse_limit(limit).value)
    if match is None:
        return None
    times, clock, count, unit = match.groups()
    return int(count) * _DAYS["T" + unit if clock else unit] / int(times or 1)


@cache
def _numbers(language: str) -> dict[str, str]:
    return {
        word: value
        for word, value in time_words(language)["number"].items()
        if word not in {"en", "ett", "a", "an", "one"}
    }


@cache
def _counted(language: str) -> re.Pattern[str]:
    words = "|".join(sorted(_numbers(language), key=len, reverse=True))
    digits = r"(?<![\d.:,§/-])\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|(?<![\w.:,§/-])\d{1,6}(?:,\d{1,2})?(?![\d.:/§-]\d|:|\d)"
    return re.compile(
        rf"(?<![\w-])(?P<number>(?:{digits})|(?:{words})(?!\w))\s?(?:(?P<sign>%)|(?P<unit>[^\W\d_]{{2,}})?)",
        re.IGNORECASE,
    )
