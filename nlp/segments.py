"""Where conditions, exceptions and "before" clauses stand in a sentence, read from the words that open them.

No parser is assumed: in front of the main verb a segment ends where the main clause begins; behind it, where the
clause that was interrupted goes on, where another segment begins, or with the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nlp.clauses import MODALS
from nlp.languages import Lexicon, RoleCue, role_cues, word_group
from nlp.requirements import RoleKind
from nlp.rules import Sentence

Cues = dict[str, dict[str, list[RoleCue]]]

_STOPS = frozenset(".;:?!")
# How many words a search looks ahead: far beyond any sentence of a law, and what keeps an endless one from costing
# the square of its length.
_FAR = 400
_NEAR = 60
_CLOSERS = frozenset(["så", "endast", "bara", "och", "eller", "men", "and", "or", "but", "only", "even"])
_COORDINATORS = frozenset(["och", "samt", "men", "and", "but"])
_SV_OPENERS = word_group("sv", "openers") | {"att"}
_SV_FINITE = word_group("sv", "finite")
_EN_PLACES = word_group("en", "places")
_EN_DETERMINERS = word_group("en", "determiners")


class Segment(NamedTuple):
    """Tokens start:end of a sentence that limit its duty; `opener` is how many of them open it."""

    kind: RoleKind
    start: int
    end: int
    opener: int


def segments(sentence: Sentence, words: Lexicon) -> list[Segment]:
    """The conditions, exceptions and "before" clauses of a sentence, in order, without overlaps."""
    tokens, verb = sentence.words, sentence.clause.verb
    cues = role_cues(words.language)
    found: list[Segment] = []
    if words.language == "sv" and _is_inverted_condition(sentence, words):
        found.append(Segment(RoleKind.CONDITION, _first(tokens), _stripped(tokens, _first(tokens), verb), 0))
    reached = found[-1].end if found else 0
    for index in [place for place, word in enumerate(tokens) if word in cues]:
        if index < reached:
            continue
        cue = _cue_at(tokens, index, cues)
        if cue is None or _is_blocked(tokens, index, cues):
            continue
        end = _end(sentence, index, cue, words)
        if end > index:
            reached = end
            if cue.role:
                late = cue.reach != "unless" or index > verb
                kind = RoleKind(cue.role) if late else RoleKind.CONDITION
                found.append(Segment(kind, index, end, len(cue.words)))
    return found


def _cue_at(tokens: Sequence[str], index: int, cues: Cues) -> RoleCue | None:
    """The longest cue that opens at a token, None where there is none."""
    by_second = cues.get(tokens[index])
    if by_second is None:
        return None
    for cue in by_second.get(tokens[index + 1] if index + 1 < len(tokens) else "", ()):
        if tuple(tokens[index : index + len(cue.words)]) == cue.words:
            return cue
    alone = by_second.get("")
    return alone[0] if alone else None


def _is_blocked(tokens: Sequence[str], index: int, cues: Cues) -> bool:
    """Whether the word before makes another expression of it ("även om", "even if")."""
    if not index or tokens[index - 1] not in cues:
        return False
    return any(not c.role and len(c.words) == 2 for c in cues[tokens[index - 1]].get(tokens[index], ()))


def _end(sentence: Sentence, index: int, cue: RoleCue, words: Lexicon) -> int:
    """Where a segment that opens at a word ends; 0 when the words open none there."""
    if not cue.role:
        return index + len(cue.words)
    if cue.reach == "words":
        return index + len(cue.words)
    if cue.reach == "aside" and sentence.words[index - 1 : index] != [","]:
        return 0
    tokens, verb = sentence.words, sentence.clause.verb
    english = words.language == "en"
    if index < verb:
        end = (_english_front if english else _swedish_front)(sentence, index, words)
        return _stripped(tokens, index, end)
    finite = index + len(cue.words) - 1
    if len(cue.words) == 1 and tokens[index + 1 : index + 2] and tokens[index + 1] in words.infinitives:
        return 0  # an adverb: "ska då meddelas"
    if english:
        if not _opens_english(tokens, index):
            return 0
    elif cue.reach in {"clause", "unless"}:
        finite = _finite_of(tokens, index, words)
        if finite < 0 or tokens[index + 1 : index + 2] == ["att"]:
            return 0 if len(cue.words) == 1 else _stripped(tokens, index, _until_stop(tokens, index))
    return _stripped(tokens, index, _behind(sentence, index, finite, words, short=cue.reach == "phrase"))


def _swedish_front(sentence: Sentence, index: int, words: Lexicon) -> int:
    """In front of the main verb: from the first word up to the verb, for the verb comes second; or between commas."""
    tokens, verb = sentence.words, sentence.clause.verb
    first = _first(tokens)
    if index <= first or _only_closers(tokens, first, index):
        finite = _finite_of(tokens, index, words)
        return verb if finite < verb or verb == finite else 0
    if tokens[index - 1] != ",":
        return 0
    return next((i for i in range(index, min(verb, index + _FAR)) if tokens[i] == ","), verb)


def _english_front(sentence: Sentence, index: int, words: Lexicon) -> int:
    """In front of the modal: up to the comma that the subject of the main clause follows, or to the next comma."""
    tokens, verb = sentence.words, sentence.clause.verb
    first = _first(tokens)
    commas = [i for i in range(index, min(verb, index + _FAR)) if tokens[i] == ","]
    if not commas:
        return 0
    if index > first and not _only_closers(tokens, first, index):
        return commas[0] if tokens[index - 1] == "," else 0
    subjects = [
        comma
        for comma in commas
        if tokens[comma + 1] in _EN_DETERMINERS or any(map(words.is_actor, tokens[comma + 1 : comma + 3]))
    ]
    return (subjects or commas)[-1]


def _behind(sentence: Sentence, index: int, finite: int, words: Lexicon, *, short: bool) -> int:
    """Behind the main verb: see the module's first lines; a `short` one is a phrase and ends with the next comma."""
    tokens, verb = sentence.words, sentence.clause.verb
    interrupts = verb >= 0 and tokens[verb] in MODALS[words.language] and _interrupts(tokens, verb, index, words)
    cues = role_cues(words.language)
    for position in range(max(finite, index) + 1, len(tokens)):
        word = tokens[position]
        if word in {";", ":"} or (word in _STOPS and position == len(tokens) - 1):
            return position
        if word == ",":
            if short or (interrupts and tokens[index - 1] == ","):
                return position
            following = tokens[position + 1 : position + 4]
            if following and (following[0] in cues and _cue_at(tokens, position + 1, cues)):
                return position
            if following and following[0] in _COORDINATORS and not MODALS[words.language].isdisjoint(following[1:]):
                return position
        elif (word in cues and _begins_exception(tokens, position, cues)) or (
            interrupts and tokens[index - 1] != "," and _goes_on(tokens, position, finite, words)
        ):
            return position
    return len(tokens)


def _begins_exception(tokens: Sequence[str], position: int, cues: Cues) -> bool:
    cue = _cue_at(tokens, position, cues)
    return cue is not None and cue.role == RoleKind.EXCEPTION


def _interrupts(tokens: Sequence[str], verb: int, index: int, words: Lexicon) -> bool:
    """Whether a segment stands between the modal and its infinitive."""
    if words.language == "sv":
        return not any(word in words.infinitives for word in tokens[verb + 1 : min(index, verb + _NEAR)])
    return index - verb <= 2 or (
        tokens[index - 1] == "," and all(w in {"not", "also", ","} for w in tokens[verb + 1 : index][:4])
    )


def _goes_on(tokens: Sequence[str], position: int, finite: int, words: Lexicon) -> bool:
    """Whether the interrupted clause goes on with its infinitive here."""
    return (
        words.language == "sv"
        and tokens[position] in words.infinitives
        and tokens[position - 1] not in {"att", "inte", "och"}
        and not (tokens[finite] in MODALS["sv"] and position - finite < 4)
        and _SV_OPENERS.isdisjoint(tokens[finite + 1 : position])
    )


def _opens_english(tokens: Sequence[str], index: int) -> bool:
    """Whether "where" or "once" behind the verb opens a condition, not a place or a count."""
    before, after = tokens[index - 1] if index else "", tokens[index + 1 : index + 2]
    if tokens[index] == "where" and before in _EN_PLACES:
        return False
    return not (
        tokens[index] == "once" and (not after or after[0] in {"a", "per", "every", "each", "in"} or before == "at")
    )


def _finite_of(tokens: Sequence[str], index: int, words: Lexicon) -> int:
    """The finite verb of the Swedish clause opened at a word, -1 if it has none."""
    waiting = 1
    for position in range(index + 1, min(len(tokens), index + _NEAR)):
        word = tokens[position]
        if word in _STOPS or (word == "," and waiting == 1 and tokens[index - 1] != ","):
            break
        if word in _SV_OPENERS and not (word == "att" and _infinitive_after(tokens, position, words)):
            waiting += word not in {"då", "där", "sedan", "hur"} or tokens[position - 1] == ","
        elif word in _SV_FINITE or word in words.finite or (word in words.passives and tokens[position - 1] != "att"):
            waiting -= 1
            if not waiting:
                return position
    return -1


def _infinitive_after(tokens: Sequence[str], index: int, words: Lexicon) -> bool:
    return any(word in words.infinitives for word in tokens[index + 1 : index + 3])


def _is_inverted_condition(sentence: Sentence, words: Lexicon) -> bool:
    """A condition without "om": the sentence begins with a finite verb and has its main verb later."""
    tokens, verb = sentence.words, sentence.clause.verb
    if sentence.clause.guessed or verb <= 1 or tokens[-1] == "?":
        return False
    first = _first(tokens)
    if verb <= first + 1:
        return False
    return tokens[first] in _SV_FINITE or tokens[first] in words.finite or tokens[first] in words.passives


def _only_closers(tokens: Sequence[str], first: int, index: int) -> bool:
    return index - first <= len(_CLOSERS) and all(word in _CLOSERS for word in tokens[first:index])


def _until_stop(tokens: Sequence[str], index: int) -> int:
    return next((i for i in range(index + 1, len(tokens)) if tokens[i] in _STOPS or tokens[i] == ","), len(tokens))


def _first(tokens: Sequence[str]) -> int:
    for index, word in enumerate(tokens):
        if word[:1].isalpha():
            return index
    return 0


def _stripped(tokens: Sequence[str], start: int, end: int) -> int:
    """The end without commas, stops and coordinators; 0 for an end that was none."""
    while end > start and (tokens[end - 1] == "," or tokens[end - 1] in _STOPS or tokens[end - 1] in _CLOSERS):
        end -= 1
    return end
