"""Swedish statutes end a paragraph with its latest amendment, "Lag (2019:995).": metadata, so a block of its own."""

from __future__ import annotations

import re

_NOTE = re.compile(r"(?:Lag|Förordning|Kungörelse|Tillkännagivande) \(\d{4}:\d{1,5}\)\.?$")
_LONGEST = 60
_SENTENCE_ENDS = '.:;!?)”"»'


def split_note(text: str) -> tuple[str, str]:
    """The text and its amendment note, "" if it has none.

    >>> split_note("Kommunen ska svara. Lag (2019:995).")
    ('Kommunen ska svara.', 'Lag (2019:995).')
    >>> split_note("Detta följer av Lag (2019:995).")
    ('Detta följer av Lag (2019:995).', '')
    """
    start = max(0, len(text) - _LONGEST)
    match = _NOTE.search(text, start)
    if not match:
        return text, ""
    before = text[: match.start()].rstrip()
    if before and before[-1] not in _SENTENCE_ENDS:
        return text, ""
    return before, match.group(0)
