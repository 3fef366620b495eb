"""The sentences of a side: what each demands and how strongly, who does what, and whether it has a voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.languages import person_groups
from nlp.passages import PassageText, PassageType, judge_parts
from nlp.requirements import BearerKind, Force, Requirement, Role, RoleKind
from nlp.translation.cues import CueBook
from nlp.translation.force import RANKS, hedge, judged
from nlp.translation.modes import Side, Span
from nlp.translation.terms import Term, Vocabulary
from nlp.translation.wording import Word, placed_words

NO_VOICE = frozenset(
    {PassageType.REJECTED, PassageType.RESERVATION, PassageType.QUOTATION, PassageType.HEADING, PassageType.CONTENTS}
)
"""Passages, and parts of passages, that do not say what holds in the municipality."""

UTTERED = frozenset({PassageType.QUOTATION, PassageType.RESERVATION})
"""Types of whole passages that are somebody else's words: compared, but softening in them is not the municipality's."""

UNADOPTED = UTTERED | {PassageType.PROPOSAL}
"""Types of whole passages that nobody has decided."""

_SUBJECT = 40  # characters at the beginning of a sentence in which its subject mostly stands
_QUOTED = re.compile(r"[”“\"][^”“\"\n]{2,400}[”“\"]|»[^»«\n]{2,400}«|«[^»«\n]{2,400}»")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words in a role: as written, their place (None where they stand elsewhere) and a normal form or ""."""

    kind: RoleKind
    text: str
    place: Span | None
    normal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence, or part of one. `rank` is that of nlp.translation.force before `weakened`; None for no demand.

    `cue` are the words of the force, `hedge` those that weaken it; None where they stand outside the text. `voiced` is
    false where the words are quoted, turned down or reserved against. `serves` is true where what is allowed or left
    free is the individual's: "du kan", "sökanden får". `terms` are numbers among the frame's terms, `vocabulary` holds
    what they are.
    """

    place: Span
    force: Force
    rule: str
    rank: int | None
    cue: Span | None
    weakened: bool
    hedge: Span | None
    voiced: bool
    serves: bool
    parts: tuple[Part, ...]
    terms: range
    vocabulary: Vocabulary

    def part(self, kind: RoleKind) -> Part | None:
        """The first words in a role."""
        return next((part for part in self.parts if part.kind is kind), None)


def statements_of(
    side: Side,
    found: Sequence[Requirement],
    book: CueBook,
    words: Sequence[Word],
    terms: Sequence[Term],
    language: str,
    *,
    uttered: bool,
) -> tuple[Statement, ...]:
    """The sentences in which `found` was read; `uttered` when the whole side is a quotation or reservation."""
    text = side.text
    quotes = () if uttered else tuple(Span(*match.span()) for match in _QUOTED.finditer(text))
    silent = _silent(side, language, NO_VOICE - UTTERED if uttered else NO_VOICE)
    statements = []
    for requirement in found:
        place = Span(max(0, requirement.start), min(len(text), requirement.end))
        lead = requirement.lead_in
        looked = Span(min(lead[0], place.start), place.end) if lead is not None and lead[0] >= 0 else place
        rank, cue, weak = judged(text, requirement, looked, book, quotes)
        weakened = weak is not None
        if not weakened and rank == 3 and cue is None and side.lead_in:
            weakened = hedge(side.lead_in, Span(0, len(side.lead_in)), book, ()) is not None
        at = cue or place
        inside = _within(terms, words, place)
        statements.append(
            Statement(
                place=place,
                force=requirement.force,
                rule=requirement.cues[0].rule if requirement.cues else "none",
                rank=rank,
                cue=cue,
                weakened=weakened,
                hedge=weak,
                voiced=not any(span.start <= place.start < span.end for span in silent)
                and not any(quote.start < at.end and at.start < quote.end for quote in quotes if cue is not None)
                and not any(quote.start <= place.start and place.end <= quote.end for quote in quotes),
                serves=_serves(requirement, text, place, book, language),
                parts=tuple(_part(role, text) for role in requirement.roles),
                terms=inside,
                vocabulary=Vocabulary.of(terms[inside.start : inside.stop]),
            )
        )
    if side.force is not None and statements:
        main = max(range(len(statements)), key=lambda n: (statements[n].rank or -1, -n))
        statements[main] = _told(statements[main], side)
    return tuple(statements)


def _serves(requirement: Requirement, text: str, place: Span, book: CueBook, language: str) -> bool:
    """Whether a sentence is about what an individual may do, so that freedom in it is no weakness of the demand."""
    if requirement.bearer_kind is BearerKind.INDIVIDUAL or book.first("addressee", text, *place) is not None:
        return True
    groups = person_groups(language)
    bearer = requirement.duty_bearer
    named = bearer.text if bearer is not None else text[place.start : place.start + _SUBJECT]
    words = [word.word for word in placed_words(named)]
    return any(groups.holds(word, before) for before, word in zip(["", *words], words, strict=False))


def _told(statement: Statement, side: Side) -> Statement:
    """A sentence with the force and roles that the caller knows better."""
    assert side.force is not None
    known = {role.kind for role in side.roles}
    parts = [part for part in statement.parts if part.kind not in known]
    parts += [_part(role, side.text) for role in side.roles]
    rank = RANKS.get(side.force)
    return replace(
        statement, force=side.force, rank=rank, parts=tuple(parts), weakened=statement.weakened and rank == 3
    )


def _silent(side: Side, language: str, types: frozenset[PassageType]) -> list[Span]:
    """The parts of a passage that are of some types: that turn down, quote or reserve."""
    passage = PassageText(text=side.text, heading=side.heading, lead_in=side.lead_in)
    parts = judge_parts(passage, language=language, document_type=side.document_type)
    return [Span(start, end) for start, end, judgement in parts if judgement.type in types]


def _part(role: Role, text: str) -> Part:
    is_here = 0 <= role.start <= role.end <= len(text) and not role.inherited
    return Part(
        kind=role.kind, text=role.text, place=Span(role.start, role.end) if is_here else None, normal=role.normal
    )


def _within(terms: Sequence[Term], words: Sequence[Word], place: Span) -> range:
    inside = [n for n, term in enumerate(terms) if place.start <= words[term.at].start < place.end]
    return range(inside[0], inside[-1] + 1) if inside else range(0)
