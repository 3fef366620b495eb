"""Citations of law and standards in any text, without running a whole pipeline."""

from __future__ import annotations

from collections.abc import Iterable

from nlp.antecedents import Antecedents
from nlp.languages import LANGUAGES
from nlp.mentions import Mention, find
from nlp.requirements import Reference


def find_references(
    text: str, *, language: str, offset: int = 0, instrument: str = "", locator: str = ""
) -> tuple[Reference, ...]:
    """Every citation in the text with its normalised target; `offset` is added to the positions.

    `instrument` and `locator` say where the text stands ("SFS 2018:1937", "13 § 2 st"); they complete relative
    citations. A list or range gives one reference per member, all with the same words. A language without its own
    grammar is read with the English one, which knows the Danish and Norwegian forms ("§ 5, stk. 2").

    >>> [(r.text, r.target) for r in find_references("enligt 13 § lagen (2018:1937)", language="sv")]
    [('13 § lagen (2018:1937)', 'SFS 2018:1937 13 §')]
    >>> [r.target for r in find_references("första stycket", language="sv", instrument="SFS 2018:1937", locator="9 §")]
    ['SFS 2018:1937 9 § 1 st']
    """
    mentions = find(text, language if language in LANGUAGES else "en")
    return tuple(resolved(mentions, text, Antecedents(instrument, locator), offset=offset)) if mentions else ()


def resolved(mentions: Iterable[Mention], text: str, before: Antecedents, *, offset: int = 0) -> list[Reference]:
    """The mentions found in `text` with what they point to; `before` remembers them for the text that follows."""
    return [
        Reference(text=text[m.start : m.end], target=target, start=offset + m.start, end=offset + m.end)
        for m in mentions
        for target in before.targets(m)
    ]
