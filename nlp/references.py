"""Citations of law in any text, without running a whole pipeline."""

from __future__ import annotations

from nlp.languages import LANGUAGES
from nlp.requirements import Reference


def find_references(text: str, *, language: str, offset: int = 0) -> tuple[Reference, ...]:
    """Every citation in the text with its normalised target; `offset` is added to the positions.

    A language without its own grammar is read with the English one.

    >>> [(r.text, r.target) for r in find_references("enligt 13 § lagen (2018:1937)", language="sv")]
    [('13 § lagen (2018:1937)', 'SFS 2018:1937 13 §')]
    """
    from nlp.components.references import citations  # here, because it loads spaCy

    found = citations(text, language if language in LANGUAGES else "en")
    return tuple(
        Reference(text=text[c.start : c.end], target=c.target, start=offset + c.start, end=offset + c.end)
        for c in found
    )
