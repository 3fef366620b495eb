"""What a side says, read once: its words, its sentences with their force and roles, and what else is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.detection import detect_language
from nlp.extraction import extract
from nlp.languages import LANGUAGES, person_groups
from nlp.mentions import Kind, Mention, find
from nlp.passages import PassageText, PassageType, judge_parts
from nlp.requirements import BearerKind, Force, Requirement, Role, RoleKind, Unit
from nlp.translation.cues import CueBook, cue_book
from nlp.translation.figures import MEASURES, Figure, figures
from nlp.translation.force import RANKS, hedge, judged
from nlp.translation.modes import Side, Span
from nlp.translation.standards import Standard, levels, standards
from nlp.translation.terms import Term, Vocabulary, content
from nlp.translation.wording import Word, grams, placed_words

NO_VOICE = frozenset(
    {PassageType.REJECTED, PassageType.RESERVATION, PassageType.QUOTATION, PassageType.HEADING, PassageType.CONTENTS}
)
"""Passages that do not say what holds in the municipality."""

_SUBJECT = 40  # characters at the beginning of a sentence in which its subject mostly stands
_COMPARED = ("all", "some", "only", "unit", "follow_up", "cause", "no_cause", "telling")
# A name inside a sentence: capitalised, and no abbreviation of an act or standard.
_NAME = re.compile(r"(?<=[a-zåäö,;:] )(?P<name>[A-ZÅÄÖ][a-zåäöé]{2,}(?:[ -][A-ZÅÄÖ][a-zåäöé]+)*)")
_MEMBER = r"[\w-]+(?: [\w-]+){0,2}"
_LISTED = re.compile(rf"(?<!\w)(?:{_MEMBER}, ){{1,20}}{_MEMBER},? (?:och|samt|eller|and|or) [\w-]+", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A side that has been read. `voiced` is false when the passage as a whole says nothing that holds."""

    side: Side
    language: str
    words: tuple[Word, ...]
    terms: tuple[Term, ...]
    vocabulary: Vocabulary
    statements: tuple[Statement, ...]
    voiced: bool
    figures: tuple[Figure, ...]
    standards: tuple[Standard, ...]
    levels: tuple[Standard, ...]
    citations: tuple[tuple[str, Span], ...]
    cues: CueBook
    marks: Mapping[str, tuple[Span, ...]]
    runs: frozenset[tuple[str, ...]]

    def marked(self, kind: str, place: Span) -> Iterator[Span]:
        """The phrases of a kind (see `cue_book`), lists and names that begin at a place of the text."""
        return (found for found in self.marks.get(kind, ()) if place.start <= found.start < place.end)

    def mark(self, kind: str, place: Span) -> Span | None:
        """The first of them."""
        return next(self.marked(kind, place), None)

    @property
    def named(self) -> list[Span]:
        """The places of the acts and standards that are named."""
        return [place for _, place in self.citations] + [standard.place for standard in self.standards]

    @property
    def text(self) -> str:
        """The text of the side."""
        return self.side.text

    def span_of(self, terms: Sequence[Term]) -> Span | None:
        """From the first to the last of some terms."""
        if not terms:
            return None
        return Span(self.words[terms[0].at].start, self.words[terms[-1].at].end)


def read(sides: Iterable[Side]) -> list[Frame]:
    """One frame per side, in order; a language without rules is read as English, one not given is guessed."""
    listed = list(sides)
    languages = [side.language or detect_language(side.text) for side in listed]
    found: list[list[Requirement]] = [[] for _ in listed]
    for language in LANGUAGES:
        mine = [n for n, code in enumerate(languages) if (code if code in LANGUAGES else "en") == language]
        units = (
            Unit(text=listed[n].text, id=str(n), heading=listed[n].heading, lead_in=listed[n].lead_in) for n in mine
        )
        for requirement in extract(units, language):
            found[int(requirement.unit_id)].append(requirement)
    return [_frame(*given) for given in zip(listed, languages, found, strict=True)]


def _frame(side: Side, language: str, found: Sequence[Requirement]) -> Frame:
    text, words = side.text, tuple(placed_words(side.text))
    rules = language if language in LANGUAGES else "en"
    mentions = find(text, rules)
    named = standards(text, mentions)
    book = cue_book(rules)
    bodies = {place.start for place in book.found("general_body", text)}
    counted = figures(text, rules)
    measures = [figure.place for figure in counted if figure.unit in MEASURES]
    terms = tuple(
        term
        for term in content(words, language)
        if words[term.at].start not in bodies and not any(m.start <= words[term.at].start < m.end for m in measures)
    )
    kind = PassageType(side.passage_type) if side.passage_type in set(PassageType) else None
    statements = _statements(side, found, book, words, terms, rules)
    return Frame(
        side=side,
        language=language,
        words=words,
        terms=terms,
        vocabulary=Vocabulary.of(terms),
        statements=statements,
        voiced=kind not in NO_VOICE and any(statement.voiced for statement in statements),
        figures=_counting(counted, mentions, statements),
        standards=named,
        levels=levels(text),
        citations=tuple(_cited(mentions)),
        cues=book,
        marks=_marks(text, book),
        runs=grams(words),
    )


def _marks(text: str, book: CueBook) -> dict[str, tuple[Span, ...]]:
    found = {kind: tuple(book.found(kind, text)) for kind in _COMPARED}
    found["list"] = tuple(Span(*match.span()) for match in _LISTED.finditer(text))
    found["name"] = tuple(Span(*match.span("name")) for match in _NAME.finditer(text))
    return found


def _statements(
    side: Side, found: Sequence[Requirement], book: CueBook, words: Sequence[Word], terms: Sequence[Term], language: str
) -> tuple[Statement, ...]:
    text = side.text
    quotes = tuple(Span(*match.span()) for match in _QUOTED.finditer(text))
    silent = _silent(side, language)
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


def _silent(side: Side, language: str) -> list[Span]:
    """The parts of a passage that turn down, quote or reserve."""
    passage = PassageText(text=side.text, heading=side.heading, lead_in=side.lead_in)
    parts = judge_parts(passage, language=language, document_type=side.document_type)
    return [Span(start, end) for start, end, judgement in parts if judgement.type in NO_VOICE]


def _part(role: Role, text: str) -> Part:
    is_here = 0 <= role.start <= role.end <= len(text) and not role.inherited
    return Part(
        kind=role.kind, text=role.text, place=Span(role.start, role.end) if is_here else None, normal=role.normal
    )


def _within(terms: Sequence[Term], words: Sequence[Word], place: Span) -> range:
    inside = [n for n, term in enumerate(terms) if place.start <= words[term.at].start < place.end]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _cited(mentions: Sequence[Mention]) -> Iterable[tuple[str, Span]]:
    for mention in mentions:
        if mention.act is not None and mention.act.kind is Kind.ACT and mention.act.value and not mention.aside:
            yield mention.act.value, Span(mention.start, mention.end)


def _counting(
    found: Sequence[Figure], mentions: Sequence[Mention], statements: Sequence[Statement]
) -> tuple[Figure, ...]:
    """The figures that are no part of a citation or a time."""
    taken = [Span(mention.start, mention.end) for mention in mentions]
    times = (RoleKind.DEADLINE, RoleKind.FREQUENCY)
    taken += [part.place for s in statements for part in s.parts if part.place is not None and part.kind in times]
    return tuple(one for one in found if not any(t.start <= one.place.start < t.end for t in taken))
