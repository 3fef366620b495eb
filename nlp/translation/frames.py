"""What a side says, read once: its words, its sentences with their force and roles, and what else is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.detection import detect_language
from nlp.extraction import extract
from nlp.languages import LANGUAGES
from nlp.mentions import Kind, Mention, find
from nlp.passages import PassageType
from nlp.requirements import Requirement, RoleKind, Unit
from nlp.translation.cues import CueBook, cue_book
from nlp.translation.figures import MEASURES, Figure, figures
from nlp.translation.modes import Side, Span
from nlp.translation.standards import Standard, levels, standards
from nlp.translation.statements import NO_VOICE, UTTERED, Statement, statements_of
from nlp.translation.terms import Term, Vocabulary, content
from nlp.translation.wording import Word, grams, placed_words

_COMPARED = ("all", "some", "only", "unit", "follow_up", "cause", "no_cause", "telling")
# A name inside a sentence: capitalised, and no abbreviation of an act or standard.
_NAME = re.compile(r"(?<=[a-zåäö,;:] )(?P<name>[A-ZÅÄÖ][a-zåäöé]{2,}(?:[ -][A-ZÅÄÖ][a-zåäöé]+)*)(?!\w)")
_MEMBER = r"[\w-]{1,60}(?: [\w-]{1,60}){0,2}"
_LISTED = re.compile(rf"(?<!\w)(?:{_MEMBER}, ){{1,20}}{_MEMBER},? (?:och|samt|eller|and|or) [\w-]+", re.IGNORECASE)


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
    kind: PassageType | None
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

    def cut(self, place: Span | None) -> str:
        """The words at a place; "" for none."""
        return "" if place is None else self.text[place.start : place.end]

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
    statements = statements_of(side, found, book, words, terms, rules, uttered=kind in UTTERED)
    return Frame(
        side=side,
        language=language,
        words=words,
        terms=terms,
        vocabulary=Vocabulary.of(terms),
        statements=statements,
        voiced=kind not in NO_VOICE - UTTERED and any(statement.voiced for statement in statements),
        kind=kind,
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
