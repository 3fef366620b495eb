"""Numbers of lists and headings as word processors write them: 2, b, ii, B, II; and as their files state them."""

from __future__ import annotations

ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
LARGEST_ROMAN = 4000
MOST_LETTERS = 9
MOST_DIGITS = 5


def stated(text: str | None) -> int | None:
    """The number an attribute states, None where it states none that could be meant.

    >>> stated("12"), stated("²"), stated("9" * 5000), stated("")
    (12, None, None, None)
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def letters(count: int) -> str:
    """
    >>> letters(2), letters(28)
    ('b', 'bb')
    """
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, MOST_LETTERS)


def roman(count: int) -> str:
    """
    >>> roman(4), roman(1998)
    ('iv', 'mcmxcviii')
    """
    written, rest = "", max(0, min(count, LARGEST_ROMAN))
    for size, sign in ROMAN:
        written += sign * (rest // size)
        rest %= size
    return written
