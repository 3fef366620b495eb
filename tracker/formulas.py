"""Text that a spreadsheet would run as a formula, and the apostrophe that stops it; without loss in both directions.

A spreadsheet runs a cell that begins with = + - @ (also in full width) or with a tab, a line break or a NUL, and some
do so behind white space.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile("'*(?:[\t\r\n\x00]|[\\s\ufeff\u200b]*[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_GUARDED = re.compile("'" + _DANGEROUS.pattern)


def guarded(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would run it.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("2 §")
    ("'=1+1", "''=1+1", '2 §')
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text
