"""Where a passage says what shall, should or may be done: in a main clause, neither reported nor asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.languages import Lexicon, lexicon
from nlp.passages.cues import CueBook

_MARK = re.compile(r"[.!?](?=\s|$)|\n")
_CLAUSE = re.compile(r"[,.;:!?\n()]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+){0,4}")
_FIRST_WORDS = 5


def sentences(text: str, language: str = "sv") -> Iterator[tuple[int, int]]:
    """Offsets of sentences in lower-case text, roughly: good enough to keep cues from reaching into the next one.

    >>> list(sentences("enligt 6 kap. 37 § får nämnden. vi svarar."))
    [(0, 31), (32, 42)]
    """
    words = lexicon(language)
    start = 0
    for mark in _MARK.finditer(text):
        before = text[max(start, mark.start() - 20) : mark.end()].rsplit(maxsplit=1)
        if mark.group() == "." and before and (before[-1] in words.abbreviations or before[-1][:-1].isdigit()):
            continue
        if text[start : mark.end()].strip():
            yield start, mark.end()
        start = mark.end() + (mark.group() != "\n")
    if text[start:].strip():
        yield start, len(text)


def main_duty(text: str, book: CueBook, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Offsets of the first duty, permission or goal in a main clause of `text[start:end]` (lower case), or None.

    >>> from nlp.passages.cues import cue_book
    >>> main_duty("vi frågade hur nämnden ska svara. svar ska ges.", cue_book("sv"))
    (39, 42)
    """
    limit = len(text) if end is None else end
    for first, last in sentences(text[start:limit], book.language):
        sentence = text[start + first : start + last]
        if sentence.endswith("?"):
            continue
        found = _in_sentence(sentence, book)
        if found:
            return start + first + found[0], start + first + found[1]
    return None


def indicative_norm(text: str, book: CueBook, *, passives: bool = False) -> tuple[int, int, bool] | None:
    """Offsets of the verb of a rule told in the present tense, and whether a word of regularity stands with it.

    `passives`: "Avvikelser rapporteras" counts without a word of regularity.

    >>> from nlp.passages.cues import cue_book
    >>> indicative_norm("tjänsteägaren granskar loggarna varje år.", cue_book("sv"))
    (14, 22, True)
    """
    words = lexicon(book.language)
    for first, last in sentences(text, book.language):
        sentence = text[first:last]
        if sentence.endswith("?") or book.first("past", sentence) or book.first("report", sentence):
            continue
        regular = book.first("regular", sentence) is not None
        found = _present_tense(sentence, words, book, regular=regular, passives=passives or regular)
        if found:
            return first + found[0], first + found[1], regular
    return None


def _in_sentence(sentence: str, book: CueBook) -> tuple[int, int] | None:
    report = book.first("report", sentence)
    position = 0
    while duty := book.first("duty", sentence, position):
        position = duty.end()
        reported = report is not None and report.start() < duty.start()
        if not reported and not _is_subordinate(sentence, duty.start(), book):
            return duty.span()
    may = book.first("may", sentence)
    if may and not (report and report.start() < may.start()) and not _is_subordinate(sentence, may.start(), book):
        following = [match.group() for match in _WORD.finditer(sentence, may.end(), may.end() + 120)][:4]
        infinitives = lexicon(book.language).infinitives
        if not infinitives or any(word in infinitives for word in following):
            return may.span()
    return None


def _is_subordinate(sentence: str, position: int, book: CueBook) -> bool:
    """Whether the duty belongs to "how", "so that", "which" ... rather than to the sentence itself."""
    start = max((match.end() for match in _CLAUSE.finditer(sentence, max(0, position - 200), position)), default=0)
    clause = sentence[max(start, position - 200) : position]
    words = lexicon(book.language)
    opening = None
    while following := book.first("subordinate", clause, opening.end() if opening else 0):
        opening = following
    if opening:
        between = _WORD.findall(clause[opening.end() :])
        if opening.group().endswith((" att", " to")) and between and between[0] in words.infinitives:
            return False
        near = not words.finite and len(between) > 3
        return not near and not any(word in words.finite for word in between)
    relative = None
    while following := book.first("relative", clause, relative.end() if relative else 0):
        relative = following
    if not relative or not clause[: relative.start()].strip():
        return False
    between = _WORD.findall(clause[relative.end() :])
    if any(word in words.finite or word in words.passives for word in between):
        return False
    return len(between) <= (1 if words.finite else 0)


def _present_tense(
    sentence: str, words: Lexicon, book: CueBook, *, regular: bool, passives: bool
) -> tuple[int, int] | None:
    """The verb of "Nämnden prövar ..." or, with a word of regularity, of "Loggar granskas årligen"."""
    if not words.finite:
        return None
    actor = False
    for number, match in enumerate(_WORD.finditer(sentence)):
        word = match.group()
        if number >= _FIRST_WORDS + (6 if regular else 0):
            return None
        if book.whole("stative", word):
            return None
        if word in words.finite and (actor or number == 0) and not book.whole("subordinate", word):
            return match.span() if actor else None
        if word in words.passives and passives and number > 0:
            return match.span()
        actor = actor or (number < _FIRST_WORDS and words.is_actor(word))
    return None


def opening_infinitive(text: str, language: str = "sv") -> tuple[int, int] | None:
    """Offsets of the infinitive a task or an instruction opens with ("Uppdatera redogörelsen"), or None.

    >>> opening_infinitive("kartlägga hela ärendet"), opening_infinitive("ärendet kartläggs")
    ((0, 9), None)
    """
    word = _WORD.search(text[:200])
    found = word is not None and len(word.group()) > 3 and word.group() in lexicon(language).infinitives
    return word.span() if word and found else None
