"""The marks of consolidated EU acts, ▼M1 and ►M2 ... ◄: which act brought the words, never words of the act."""

from __future__ import annotations

import re

_OPENING = re.compile(r"\s?[►▼](?:[A-Z]\d{0,3}\b)?\s?")
_CLOSING = re.compile(r"\s?◄(?=[.,;:)])|\s?◄\s?")
_DELETED = re.compile(r"^[—–_-](?:\s?[—–_-]){2,}$")  # what stands in place of what was deleted


def without_marks(text: str) -> str:
    """The text without marks; "" where only marks or the dashes of a deletion stand.

    >>> without_marks("the ►M2 competent authority ◄, and"), without_marks("▼M1"), without_marks("— — — — —")
    ('the competent authority, and', '', '')
    >>> without_marks("the ►C1 body ◄ decides")
    'the body decides'
    """
    if "►" in text or "▼" in text or "◄" in text:
        text = _OPENING.sub(" ", _CLOSING.sub(lambda mark: "" if mark.group().endswith("◄") else " ", text)).strip()
    return "" if _DELETED.match(text) else text
