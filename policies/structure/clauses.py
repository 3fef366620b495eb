"""What a heading in minutes announces: the decision, a proposal, a motion, a reservation, the background."""

from __future__ import annotations

import re

# What a heading says its clause is: (kind of provision, word in the locator). The first that fits counts, so that
# "Förslag till beslut" is a proposal and "Beslutsunderlag" no decision.
_CLAUSES = (
    (
        r"beslutsunderlag|beslutsgång|propositionsordning|omröstning\w*|beslutet skickas|expedieras",
        "background",
        "heading",
    ),
    (
        (
            r"(?:.{0,60}\b)?(?:förslag till (?:beslut|ställningstagande)|beslutsförslag|förslag på sammanträdet"
            r"|.{0,40}s förslag|förslag|proposed decision)"
        ),
        "proposal",
        "förslag",
    ),
    (r"\w*yrkande(?:n|t)?|motion(?:en)?s?(?! (?:om|från|av|angående|gällande)\b)", "motion", "yrkande"),
    (r"reservation(?:er)?|avvikande mening|särskilt yttrande", "reservation", "reservation"),
    (r"protokollsanteckning(?:ar)?|jäv", "note", "heading"),
    (r"(?:[\w-]+s )?beslut(?:(?! om| i | av)|et$)|beslutspunkter|decision$", "decision", "beslut"),
    (
        (
            r"bakgrund|sammanfattning|ärendet|ärendebeskrivning|beskrivning av ärendet|bedömning"
            r"|redogörelse för ärendet|background"
        ),
        "background",
        "heading",
    ),
)
_PATTERNS = tuple((re.compile(rf"\A(?:{words})\b", re.I), kind, word) for words, kind, word in _CLAUSES)
CLAUSE_LENGTH = 70


def clause(words: str) -> tuple[str, str] | None:
    """The kind and locator word of the clause a heading announces, None for an ordinary heading.

    >>> clause("Förslag till beslut på sammanträdet"), clause("Beslut"), clause("Beslutsunderlag")
    (('proposal', 'förslag'), ('decision', 'beslut'), ('background', 'heading'))
    """
    if not words or len(words) > CLAUSE_LENGTH:
        return None
    return next(((kind, word) for pattern, kind, word in _PATTERNS if pattern.match(words.strip())), None)
