"""Whether a guideline, or a place in it, names the act above it: what speaks for a crosswalk besides the words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from nlp.matching.citations import citations, instrument, same_place
from nlp.matching.matches import Reason
from nlp.mentions import Kind, find
from policies.locators import Locator, LocatorError, parse_all

HEAD = 3000
"""Characters at the beginning of a text in which an act says what it carries out."""
ACT = 1.0
"""How far naming the act above moves the log-odds; this and `SHIFTS` are set by hand, see docs/crosswalks.md."""


class Where(StrEnum):
    """Where the lower guideline says what it carries out, the surest first."""

    TITLE = "title"
    NOTE = "note"
    TEXT = "text"
    REFERENCE = "reference"

    @property
    def carries_out(self) -> bool:
        """Whether the guideline says that it carries the other out; a mere reference says nothing of the kind."""
        return self is not Where.REFERENCE


class Near(StrEnum):
    """What a text that names places of an act says of one of them: it, another part of its article, others only."""

    PLACE = "place"
    ARTICLE = "article"
    OTHER = "other"


SHIFTS: Mapping[Near, float] = {Near.PLACE: 4.0, Near.ARTICLE: 1.0, Near.OTHER: -2.0}
"""How far naming places of the act above does: who names others speaks of those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The nearest place that a text names, and where in the text it does (None where only its references tell)."""

    place: Locator
    near: Near
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A guideline as far as citations go: its name, its level (0 is the highest), and what it says of others.

    `note` is what is recorded about it, `adopted_under` the acts it is known to rest on, `head` the beginning of its
    newest text, `cited` the acts its requirements refer to.
    """

    id: int
    identifier: str
    library_key: str
    level: int
    titles: Sequence[str]
    note: str = ""
    adopted_under: Collection[str] = ()
    head: str = ""
    cited: Collection[str] = ()


def names(lower: Act, upper: Act) -> Where | None:
    """Where the lower guideline names the upper one, or is named as what carries it out; None nowhere.

    >>> gdpr = Act(id=1, identifier="32016R0679", library_key="EU-GDPR", level=0, titles=["GDPR"])
    >>> act = Act(id=2, identifier="SFS 2018:218", library_key="SE-DSL", level=1, titles=["Lag (2018:218) om GDPR"])
    >>> names(act, gdpr)
    <Where.TITLE: 'title'>
    """
    if upper.identifier and _is_named(upper.identifier, "\n".join(lower.titles)):
        return Where.TITLE
    via = lower.library_key and re.search(rf"\b{re.escape(lower.library_key)}(?![\w-])", upper.note)
    if via or (
        upper.identifier and (upper.identifier in lower.adopted_under or _is_named(upper.identifier, lower.note))
    ):
        return Where.NOTE
    if upper.identifier and _is_named(upper.identifier, lower.head[:HEAD]):
        return Where.TEXT
    return Where.REFERENCE if upper.identifier and upper.identifier in lower.cited else None


def is_below(lower: Act, upper: Act, where: Where | None) -> bool:
    """Whether one guideline can carry the other out: from a level below, or from the same where it says so.

    Of two acts of the EU an implementing act says under which act it was adopted. A mere reference to another act of
    the same level says nothing of the kind.
    """
    if lower.id == upper.id:
        return False
    return lower.level > upper.level or (lower.level == upper.level == 0 and where is not None and where.carries_out)


def place_named(
    upper: Act, locator: str, text: str, language: str, targets: Collection[str], *, act_is_clear: bool
) -> Named | None:
    """The place of the upper act that the lower requirement names, and where it does; None where it names none.

    `targets` are the places its wording refers to. A text that says "artikel 6" alone means the act above where it is
    clear which act that is: the guideline is named after it. "Artikel 6" names all of the article, "artikel 6.1 c" its
    point, and of the other points no more than the article.
    """
    wanted = _exact(f"{upper.identifier} {locator}".strip()) if locator else None
    if wanted is None or not upper.identifier:
        return None
    own = [at for target in targets if instrument(target) == upper.identifier and (at := _exact(target)) is not None]
    said = [Named(place=at, near=_near(at, wanted)) for at in own]
    if wanted.parts[0].kind == "art":
        clear = act_is_clear or _is_named(upper.identifier, text)
        said += [
            Named(place=at, near=_near(at, wanted), span=span)
            for act, at, span in _mentioned(text, language)
            if at.parts[0].kind == "art" and (act == upper.identifier or (clear and not act))
        ]
    order = tuple(Near)
    return min(said, key=lambda named: (order.index(named.near), named.span is None), default=None)


def reasons(upper: Act, where: Where | None, at: Named | None) -> tuple[Reason, ...]:
    """What a reader is told of it."""
    found: list[Reason] = []
    if at is not None and at.near is not Near.OTHER:
        span = (at.span,) if at.span is not None else ()
        found.append(Reason(code="reason.names_place", values={"place": str(at.place)}, weight=1.0, target=span))
    if where is not None:
        found.append(Reason(code=f"reason.names_act.{where.value}", values={"act": upper.identifier}, weight=0.9))
    return tuple(found)


def shift(where: Where | None, at: Named | None) -> float:
    """How far it moves the log-odds."""
    return (ACT if where is not None else 0.0) + (SHIFTS[at.near] if at is not None else 0.0)


def pairs(acts: Mapping[int, Act]) -> dict[tuple[int, int], Where | None]:
    """The guidelines that can carry one another out, upper before lower, with where the lower one says so."""
    found: dict[tuple[int, int], Where | None] = {}
    for upper in acts.values():
        for lower in acts.values():
            where = names(lower, upper)
            if is_below(lower, upper, where):
                found[upper.id, lower.id] = where
    return found


def _is_named(identifier: str, text: str) -> bool:
    return identifier in _named(text)


@lru_cache(maxsize=20_000)
def _named(text: str) -> frozenset[str]:
    return frozenset(found.instrument for found in citations(text))


def _near(at: Locator, wanted: Locator) -> Near:
    if same_place(at, wanted):
        return Near.PLACE
    return Near.ARTICLE if at.parts[0] == wanted.parts[0] else Near.OTHER


@lru_cache(maxsize=20_000)
def _exact(reference: str) -> Locator | None:
    """The place a normalised reference points to within its act, however small; None for a whole act."""
    try:
        parts = parse_all(reference)[0].parts
    except LocatorError:
        return None
    return Locator("", parts) if parts else None


@lru_cache(maxsize=20_000)
def _mentioned(text: str, language: str) -> tuple[tuple[str, Locator, tuple[int, int]], ...]:
    """The places a text names: the act named with each ("" where none is), the place, and where in the text."""
    found: list[tuple[str, Locator, tuple[int, int]]] = []
    for mention in find(text, language):
        try:
            listed = parse_all(mention.place) if mention.place else ()
        except LocatorError:
            continue
        if mention.act is not None and mention.act.kind is Kind.THIS_ACT:
            continue
        act = mention.act.value if mention.act is not None and mention.act.kind is Kind.ACT else ""
        start = max(mention.start, text.find(mention.place, mention.start, mention.end))
        span = (start, start + len(mention.place))
        found += ((act, Locator("", at.parts), span) for at in listed if at.parts)
    return tuple(found)
