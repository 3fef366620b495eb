"""What stands around a passage: the kinds of documents and what their headings announce."""

from __future__ import annotations

from functools import lru_cache

from nlp.passages.cues import cue_book, lowered
from nlp.passages.form import without_number

# Documents that state how things are done; their headings "Beslut" or "Reservation" name a subject, not an act.
RULE_BOOKS = frozenset({"POL", "REGL", "DELEG", "IHP", "INC", "KLASSA", "UPPH"})
PLANS = frozenset({"STR", "VP", "BUD", "IKP"})
MINUTES = frozenset({"PROT", "ANSL"})
STATEMENTS = frozenset({"TJSK"})
REGISTERS = frozenset({"DELEG", "IHP"})

_ZONES = ("reservation", "proposal", "decision", "background", "intro", "contents", "norm")


@lru_cache(maxsize=4096)
def heading_zone(heading: str, language: str = "sv") -> str:
    """What a heading announces: reservation, proposal, decision, background, intro, contents, norm or "".

    >>> heading_zone("### Förslag till beslut på sammanträdet"), heading_zone("3 Ansvar")
    ('proposal', 'norm')
    """
    plain = lowered(without_number(heading[:300]))
    book = cue_book(language)
    return next((zone for zone in _ZONES if book.whole(f"heading_{zone}", plain)), "")


def short_line(text: str) -> str:
    """A line of at most five words, which may be a heading; else ""."""
    line = text[:200].strip()
    return line if len(line) <= 80 and len(line.split()) <= 5 and not line.endswith(".") else ""
