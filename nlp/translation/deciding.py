"""One mode for a pair, from what was found: the order in which the modes are asked for, in one place.

1. NONE   the passage says nothing that holds (heading, quotation, rejected), or nothing about the matter.
2. ALTER  something was replaced: a number, time, version, level, recipient, object; a standard called law; the
          demand lifted or reversed. What was replaced cannot be made good by what else was kept.
3. REF    an act is named and little of the demand is said.
4. COPY   the wording is the source's (containment), with its force, and no key element is lost or new.
5. OMIT or ADD, whichever has more to show; OMIT when they are even, for a gap matters more than an extra.
6. PARA   all key elements in other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.translation.modes import Element, ElementName, ElementState, Mode, Modifier, Reason, Span
from nlp.translation.pairing import Pair

COPIED = 0.6
"""Share of the source's three-word runs from which wording counts as copied."""

RELATED = 0.3
"""Share of the source's content words below which a passage is about something else."""

_RELATED_ACROSS = 0.2  # the same between two languages, where fewer words find their pair
_SHORT = 0.6  # of the source's content words: a passage that is so much shorter says less
_UNSURE = 0.3
_STEPS = ((0.65, 0.95), (0.45, 0.6), (0.0, 0.35))  # from this share of the source's words on, so sure at most
_TOUCHED = 0.4  # copied but for a local name
_LITTLE = 0.45  # of the content words: less is a mention of the matter
_MADE_OF = 0.4  # of the passage's own content words: more comes from the source, however little of it
_BRIEF = 8  # content words besides the citation: a passage that only refers is no longer
_BARE = 4  # content words besides the citation: whatever they are, the act does the saying
_MUCH = 0.75
_MEASURED = frozenset(
    {ElementName.DEADLINE, ElementName.FREQUENCY, ElementName.QUANTITY, ElementName.STANDARD, ElementName.FOLLOW_UP}
)
_OTHER_CONTENT = frozenset({Modifier.SOFT, Modifier.HARD, Modifier.SHIFT, Modifier.NARROW, Modifier.WIDEN})
_KEY = frozenset(
    {
        *(ElementName.DEADLINE, ElementName.FREQUENCY, ElementName.CONDITION, ElementName.TARGET_GROUP),
        *(ElementName.STANDARD, ElementName.FOLLOW_UP, ElementName.QUANTITY),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that speaks for one mode or another."""

    pair: Pair
    elements: Sequence[Element]
    missing: Sequence[Span]
    added: Sequence[Span]
    altered: Sequence[Reason]
    modifiers: frozenset[Modifier]
    containment: float | None
    cited: Span | None
    linked: bool

    def measured(self, state: ElementState) -> bool:
        """Whether an element that is compared by its value and not by its words has a state."""
        return any(element.state is state and element.name in _MEASURED for element in self.elements)


def decide(findings: Findings) -> tuple[Mode, float]:
    """The mode, and how sure it is, in [0, 1]: how clear the case is, at most what the words in common allow."""
    mode, clear = _decide(findings)
    return mode, min(clear, _most(findings, mode))


def _most(findings: Findings, mode: Mode) -> float:
    """The less of the source's words stands in the target, the less can be said of what became of them."""
    if mode in (Mode.NONE, Mode.REF, Mode.COPY):
        return 1.0
    return next(most for least, most in _STEPS if findings.pair.recall >= least)


def _decide(findings: Findings) -> tuple[Mode, float]:
    pair, recall = findings.pair, findings.pair.recall
    refers = findings.cited is not None and _only_refers(findings)
    called_law = any(reason.code == "translation.standard_as_law" for reason in findings.altered)
    least = RELATED if pair.one_language else _RELATED_ACROSS
    is_related = findings.linked or called_law or refers
    if recall < least and pair.precision < _MADE_OF and not is_related:
        return Mode.NONE, 1.0 - recall / RELATED / 2
    if findings.altered and not refers:
        return Mode.ALTER, min(1.0, 0.6 + 0.2 * len(findings.altered) + 0.2 * recall)
    if refers:
        return Mode.REF, 1.0 - recall / 2
    lost, new = _lost(findings), _new(findings)
    same_demand = not findings.modifiers & _OTHER_CONTENT
    share = findings.containment
    if share is not None and share >= COPIED and not lost and not new and same_demand:
        local = Modifier.CTX in findings.modifiers
        return (Mode.ADD, _TOUCHED) if local else (Mode.COPY, min(1.0, 0.5 + share / 2))
    if recall < _LITTLE and pair.precision < _MUCH and not findings.measured(ElementState.MISSING):
        return _reworded(findings), _UNSURE
    if lost and lost >= new:
        return Mode.OMIT, min(1.0, 0.45 + 0.15 * lost - 0.1 * new)
    if new:
        return Mode.ADD, min(1.0, 0.45 + 0.15 * new - 0.1 * lost)
    if recall < _LITTLE:
        return Mode.OMIT, _UNSURE
    return Mode.PARA, min(1.0, 0.3 + recall / 2)


def _reworded(findings: Findings) -> Mode:
    """A guess where few words are shared, so that what is lost cannot be told from what is said in other words.

    Then only times, numbers, standards and local names tell of something new, and length of something lost.
    """
    pair = findings.pair
    if findings.measured(ElementState.ADDED) or Modifier.CTX in findings.modifiers:
        return Mode.ADD
    if len(pair.target.terms) < _SHORT * len(pair.source.terms):
        return Mode.OMIT
    return Mode.ADD if findings.added and pair.precision < RELATED else Mode.PARA


def _only_refers(findings: Findings) -> bool:
    pair = findings.pair
    outside = [n for n, term in enumerate(pair.target.terms) if not _cites(findings, term.at)]
    if pair.theirs.rank is None and (len(outside) <= _BARE or pair.target.mark("telling", pair.theirs.place)):
        return pair.recall < _MUCH
    return pair.recall < _LITTLE and len(outside) <= _BRIEF


def _cites(findings: Findings, word: int) -> bool:
    start = findings.pair.target.words[word].start
    return any(span.start <= start < span.end for _, span in findings.pair.target.citations)


def _lost(findings: Findings) -> int:
    """Key elements and stretches that are missing; a stretch that holds a missing element is not counted twice."""
    places = [e.source for e in findings.elements if e.state is ElementState.MISSING and e.name in _KEY]
    return len(places) + _apart(findings.missing, places)


def _new(findings: Findings) -> int:
    places = [e.target for e in findings.elements if e.state is ElementState.ADDED and e.name in _KEY]
    return len(places) + _apart(findings.added, places)


def _apart(stretches: Sequence[Span], places: Sequence[Span | None]) -> int:
    return sum(not any(p and s.start < p.end and p.start < s.end for p in places) for s in stretches)
