"""Reads the words of time limits and recurrences, and gives each its normal form (nlp.time_limits).

Patterns are only tried at words that can begin one, so that a text without time limits costs one look-up a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from nlp import time_patterns
from nlp.languages import time_words
from nlp.time_limits import Relation, TimeKind, TimeLimit

Values = dict[str, dict[str, str]]

_NAME = re.compile(r"\(\?P<\w+>")


class TimeWords(NamedTuple):
    """Characters start:end of a text, and the time they stand for; None where the words have no normal form."""

    start: int
    end: int
    limit: TimeLimit | None


class TimeReader:
    """Finds the time limits, or the recurrences, of one language."""

    def __init__(self, language: str, *, recurring: bool) -> None:
        self.values = time_words(language)
        forms = time_patterns.RECURRENCES if recurring else time_patterns.LIMITS
        self.forms = [(_compiled(form.pattern, self.values), form) for form in forms[language]]
        # Asked first: at most words that can begin a form, none does.
        self.some_form = re.compile("|".join(f"(?:{_NAME.sub('(?:', pattern.pattern)})" for pattern, _ in self.forms))
        sorts = ("rhythm", "loose") if recurring else ("haste",)
        beginnings = {phrase.split()[0] for sort in sorts for phrase in self.values[sort]}
        ends = {phrase.split()[-1] for sort in sorts for phrase in self.values[sort]}
        self.cores = ends | time_patterns.CORES[language] | _parts_of(self.values["unit"]) | self.values["month"].keys()
        self.beginnings = beginnings | self.values["number"].keys() | time_patterns.BEGINNINGS[language]

    def may_occur(self, words: Sequence[str]) -> bool:
        """Whether any word is one that some form cannot do without."""
        return not self.cores.isdisjoint(words)

    def read(self, text: str, words: Sequence[str], starts: Sequence[int], end: int) -> Iterator[TimeWords]:
        """What is found in a sentence, in order, without overlaps.

        `words` are its tokens in lower case, `starts` the characters of the text where they begin, `end` its own end.
        """
        lowered = ""
        reached = 0
        for word, start in zip(words, starts, strict=True):
            if start >= reached and (word in self.beginnings or word.isdecimal()):
                lowered = lowered or _lowered(text)
                found = self._at(text, lowered, start, end)
                if found is not None:
                    reached = found.end
                    yield found

    def _at(self, text: str, lowered: str, start: int, end: int) -> TimeWords | None:
        if self.some_form.match(lowered, start, end) is None:
            return None
        for pattern, form in self.forms:
            match = pattern.match(lowered, start, end)
            if match is not None:
                limit = _LIMITS[form.makes](match, text, self.values)
                if limit is not None or form.is_open:
                    return TimeWords(start, match.end("said"), limit)
        return None


@cache
def time_reader(language: str, *, recurring: bool) -> TimeReader:
    """The reader of time limits of "sv" or "en", or of recurrences."""
    return TimeReader(language, recurring=recurring)


def number(word: str, values: Values) -> int:
    """The number a word stands for, 0 for any other word.

    >>> number("tjugofem", time_words("sv")), number("thirty-five", time_words("en")), number("12", {})
    (25, 35, 12)
    """
    if word.isdecimal():
        return int(word)
    known = values["number"]
    if word in known:
        return int(known[word])
    for tens in (w for w, value in known.items() if int(value) >= 20 and word.startswith(w)):
        ones = int(known.get(word[len(tens) :].lstrip("-"), "0"))
        if 0 < ones < 10:
            return int(known[tens]) + ones
    return 0


def _parts_of(words: dict[str, str]) -> set[str]:
    return {part for phrase in words for part in phrase.split()}


def _date(match: re.Match[str], text: str, values: Values) -> TimeLimit | None:  # noqa: ARG001 - one shape for all
    part = match.groupdict()
    if part.get("iso"):
        return _limit(TimeKind.DATE, match["iso"])
    year = "" if part.get("yearly") else part.get("year") or ""
    month = f"{int(values['month'][match['month']]):02}" if part.get("month") else ""
    day = f"{int(match['day']):02}" if part.get("day") else ""
    return _limit(TimeKind.DATE, "-".join(p for p in (year or "-", month, day) if p))


def _duration(match: re.Match[str], text: str, values: Values) -> TimeLimit | None:
    count = number(match["count"], values)
    if not count:
        return None
    period = _period(count, values["unit"][match["unit"]])
    least = bool(match.groupdict().get("least"))
    relation, event = _event(match, text)
    return _limit(TimeKind.DURATION, period, minimum=least, relation=relation, event=event)


def _recurrence(match: re.Match[str], text: str, values: Values) -> TimeLimit | None:  # noqa: ARG001
    part = match.groupdict()
    least = bool(part.get("least"))
    if part.get("rhythm"):
        return _limit(TimeKind.RECURRENCE, values["rhythm"][match["rhythm"]], minimum=least)
    times = {"once": 1, "twice": 2}.get(part.get("times") or "", 0) or number(part.get("times") or "1", values)
    every = int(values["ordinal"].get(part.get("ordinal") or "", "0")) or number(part.get("count") or "1", values)
    if not times or not every or not part.get("unit"):
        return None
    period = _period(every, values["unit"][match["unit"]])
    return _limit(TimeKind.RECURRENCE, f"{times}/{period}" if times > 1 else period, minimum=least)


def _haste(match: re.Match[str], text: str, values: Values) -> TimeLimit | None:
    relation, event = _event(match, text)
    return _limit(TimeKind.VAGUE, values["haste"][match["haste"]], relation=relation, event=event)


def _happening(match: re.Match[str], text: str, values: Values) -> TimeLimit | None:  # noqa: ARG001
    relation, event = _event(match, text)
    return _limit(TimeKind.EVENT, "", relation=relation, event=event) if relation else None


def _nothing(match: re.Match[str], text: str, values: Values) -> None:  # noqa: ARG001
    return None


_LIMITS: dict[str, Callable[[re.Match[str], str, Values], TimeLimit | None]] = {
    "date": _date,
    "duration": _duration,
    "recurrence": _recurrence,
    "haste": _haste,
    "event": _happening,
    "open": _nothing,
}


def _event(match: re.Match[str], text: str) -> tuple[Relation | None, str]:
    for relation in Relation:
        if match.groupdict().get(relation):
            return relation, " ".join(text[slice(*match.span(relation))].split())
    return None, ""


def _limit(
    kind: TimeKind, value: str, *, minimum: bool = False, relation: Relation | None = None, event: str = ""
) -> TimeLimit | None:
    """The limit, None where the figures make none ("den 31 februari", "inom 0 dagar")."""
    try:
        return TimeLimit(kind=kind, value=value, minimum=minimum, relation=relation, event=event)
    except ValueError:
        return None


def _period(count: int, unit: str) -> str:
    """An ISO 8601 duration from a count and a unit ("W", "TH", or a multiple: "3M").

    >>> _period(2, "3M"), _period(72, "TH"), _period(5, "BD")
    ('P6M', 'PT72H', 'P5BD')
    """
    time, unit = ("T", unit[1:]) if unit[0] == "T" else ("", unit)
    factor = unit.rstrip("BDHMWY")
    return f"P{time}{count * int(factor or 1)}{unit[len(factor) :]}"


def _compiled(pattern: str, values: Values) -> re.Pattern[str]:
    """A pattern with every «sort» replaced by the words of that sort, longest first."""
    return re.compile(re.sub("«([a-z]+)»", lambda m: _any_of(values[m.group(1)]), pattern))


def _any_of(words: dict[str, str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


_SPACES = str.maketrans("\n\r\t\u00a0\u202f", "     ")


@lru_cache(maxsize=4)
def _lowered(text: str) -> str:
    """The text in lower case with plain spaces; a letter that would grow is left alone, for offsets matter more.

    Remembered, as every sentence of a text asks for the whole of it.
    """
    text = text.translate(_SPACES)
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
