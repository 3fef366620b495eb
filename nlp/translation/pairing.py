"""Which sentence of a passage is about the same thing as the requirement, and what both share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.translation.frames import Frame
from nlp.translation.statements import Statement
from nlp.translation.terms import Vocabulary, answering, matched, matched_across

_OURS, _THEIRS = 0.7, 0.3  # how much the share of either sentence's words counts
_AS_GOOD = 0.85  # of the best likeness: then the stronger demand speaks for the passage, for the duty stands
_NEAR = 0.3
_BEHIND = 2  # sentences right behind the matched one that are taken to go on with the matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A source and a target frame with the pair of sentences that are about the same thing.

    `demands` are all sentences of the source that demand something, `likeness` in [0, 1] says how much the pair is
    about the same. `shared` gives for each content word of the source how surely it stands in the
    target's voiced sentences, `back` the same for the target's in the source. `near` are the voiced sentences of the
    target that carry the matter on, `theirs` among them.
    """

    source: Frame
    target: Frame
    ours: Statement
    theirs: Statement
    demands: tuple[Statement, ...]
    likeness: float
    shared: Sequence[float]
    back: Sequence[float]
    near: tuple[Statement, ...]

    @property
    def one_language(self) -> bool:
        """Whether words can be compared directly."""
        return self.source.language == self.target.language

    @property
    def recall(self) -> float:
        """The share of the content words of the source's demands that stand in the target, in [0, 1]."""
        return _mean([self.shared[n] for n in self.asked])

    @property
    def precision(self) -> float:
        """The share of the content words of the target's sentence that stand in the source, in [0, 1]."""
        return _mean([self.back[n] for n in self.theirs.terms])

    @property
    def asked(self) -> list[int]:
        """The numbers of the content words of all demands of the source."""
        return sorted({n for statement in self.demands for n in statement.terms})


def pair(source: Frame, target: Frame) -> Pair | None:
    """The best pair of sentences; None when either side has no sentence that says anything."""
    theirs = [statement for statement in target.statements if statement.voiced]
    ours = [one for one in source.statements if one.rank is not None] or list(source.statements)
    if not theirs or not ours:
        return None
    back = _answered(target, source)
    ranked = [
        (_likeness(one, other, presence(source, target, other.vocabulary), back), one, other)
        for other in theirs
        for one in ours
    ]
    best = max(ranked, key=lambda row: row[0])
    rivals = [row for row in ranked if row[1] is best[1] and row[0] >= _AS_GOOD * best[0]]
    likeness, our, their = max(rivals, key=lambda row: (effective(row[2]) or -1, row[0]))
    after = theirs[theirs.index(their) + 1 :][:_BEHIND]
    near = tuple(
        other for other in theirs if other is their or other in after or _carries_on(other, their, back, target)
    )
    every = Vocabulary.of(target.terms[n] for other in theirs for n in other.terms)
    shared = presence(source, target, every)
    return Pair(
        source=source,
        target=target,
        ours=our,
        theirs=their,
        demands=tuple(ours),
        likeness=likeness,
        shared=shared,
        back=back,
        near=near,
    )


def effective(statement: Statement) -> int | None:
    """The rank of a demand after words that weaken it."""
    return statement.rank if statement.rank is None or not statement.weakened else statement.rank - 1


def presence(source: Frame, target: Frame, other: Vocabulary) -> list[float]:
    """How surely each content word of `source` stands in a vocabulary of `target`."""
    if source.language == target.language:
        return matched(source.terms, other)
    pair = (source.language, target.language)
    return matched_across(source.text, source.words, source.terms, other, pair)


def _answered(target: Frame, source: Frame) -> list[float]:
    """How surely each content word of `target` has something to answer in `source`."""
    if source.language == target.language:
        return matched(target.terms, source.vocabulary)
    return answering(source.text, target.terms, source.vocabulary, (source.language, target.language))


def _likeness(one: Statement, other: Statement, there: Sequence[float], back: Sequence[float]) -> float:
    return _OURS * _mean([there[n] for n in one.terms]) + _THEIRS * _mean([back[n] for n in other.terms])


def _carries_on(other: Statement, main: Statement, back: Sequence[float], target: Frame) -> bool:
    """Whether a sentence speaks of the matter as well, or takes up a word of the matched one."""
    if _mean([back[n] for n in other.terms]) >= _NEAR:
        return True
    if other.place.start < main.place.start:
        return False
    return any(matched([target.terms[n] for n in other.terms], main.vocabulary))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
