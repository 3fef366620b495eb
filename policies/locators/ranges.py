"""Spelling out ranges of numbers, letters and roman numerals, within a bound."""

from __future__ import annotations

import re

from policies.locators.locator import LocatorError, roman_value

MOST = 256  # places one citation may name
NUMBERED = re.compile(r"([0-9]+)([a-z]*)")
_NUMERALS = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def unreadable() -> LocatorError:
    """The error for tokens that make no sense; the caller knows the text and puts it in."""
    return LocatorError("error.locator_unreadable", text="")


def too_many() -> LocatorError:
    """The error for a list or range that is longer than any honest citation."""
    return LocatorError("error.locator_too_many", limit=MOST)


def between(first: str, last: str) -> list[str]:
    """What follows `first` up to and with `last`: numbers, letters, roman numerals, dotted numbers, 5 a to 5 c.

    >>> between("3", "5"), between("5 a", "5 c"), between("I", "III"), between("2.1", "2.3")
    (['4', '5'], ['5 b', '5 c'], ['II', 'III'], ['2.2', '2.3'])
    >>> between("3", "5 a"), between("8 a", "9")
    (['4', '5', '5 a'], ['9'])
    """
    if first.isdigit() and last.isdigit():
        return _counted(int(first), int(last), "{}")
    if first.isalpha() and last.isalpha():
        return _lettered(first, last)
    head, _, tail = first.rpartition(".")
    last_head, _, last_tail = last.rpartition(".")
    if head and head == last_head and tail.isdigit() and last_tail.isdigit():
        return _counted(int(tail), int(last_tail), head + ".{}")
    start, end = NUMBERED.fullmatch(first.replace(" ", "")), NUMBERED.fullmatch(last.replace(" ", ""))
    if start is None or end is None:
        raise unreadable()
    if start[1] == end[1] and len(start[2]) == len(end[2]) == 1:
        return [f"{start[1]} {letter}" for letter in _lettered(start[2], end[2])]
    whole = _counted(int(start[1]), int(end[1]), "{}")
    return whole if not end[2] else [*whole, last]


def _counted(first: int, last: int, form: str) -> list[str]:
    if last < first:
        raise unreadable()
    if last - first > MOST:
        raise too_many()
    return [form.format(value) for value in range(first + 1, last + 1)]


def _lettered(first: str, last: str) -> list[str]:
    if len(first) == len(last) == 1 and first.islower() and ord(first) < ord(last):
        return [chr(code) for code in range(ord(first) + 1, ord(last) + 1)]
    start, end = roman_value(first), roman_value(last)
    if not 0 < start < end:
        raise unreadable()
    numerals = [_roman(value) for value in range(start + 1, end + 1)]
    return numerals if first.isupper() else [numeral.lower() for numeral in numerals]


def _roman(value: int) -> str:
    written = ""
    for worth, numeral in _NUMERALS:
        written += numeral * (value // worth)
        value %= worth
    return written
