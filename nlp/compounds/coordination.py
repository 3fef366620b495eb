"""Clauses and verb phrases joined by "och", "samt", "and" or a semicolon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import islice, pairwise
from typing import NamedTuple

from nlp.compounds.grammar import DASHES, Grammar
from nlp.compounds.parts import Compound, Part, Span, trimmed
from nlp.requirements import REGULATORY_FORCES, Combination, Force
from nlp.rules import Proposal, Sentence

_MOST_PARTS = 40  # a sentence with more is no sentence
_SUBJECT = 16  # tokens a new subject may have before its modal
_CONDITION = 40  # tokens a condition in front of a new clause may have
_BOUND_RULES = frozenset(
    {"bound", "entitled", "task", "incumbent", "able", "advised", "have_to", "allowed", "forbidden"}
)


class _Kind(Enum):
    VERB = auto()  # och informera ...
    COMMA_VERB = auto()  # , informera ... (counts only where a VERB ends the list)
    MODAL = auto()  # och ska informera ...
    CLAUSE = auto()  # och nämnden ska informera ...


class _Joint(NamedTuple):
    """Where a part may begin: `at` is the conjunction or comma, `start` the first word of its own, `verb` its verb."""

    kind: _Kind
    at: int
    start: int
    verb: int


class _Open(Enum):
    """What subordinate construction surrounds a token, for it may claim the next "och" for itself."""

    NOTHING = auto()
    CLAUSE = auto()
    MODAL_CLAUSE = auto()
    INFINITIVE = auto()


def coordinated(sentence: Sentence, proposal: Proposal, grammar: Grammar) -> Compound | None:
    """The clauses and verb phrases a sentence coordinates, None where there is only one."""
    words, clause = sentence.words, sentence.clause
    first = next((i for i, word in enumerate(words) if word[:1].isalpha()), 0)
    is_modal = clause.verb >= 0 and words[clause.verb] in grammar.modals
    if not proposal.is_own and not is_modal and grammar.is_infinitive(words, first):
        found = _verb_phrases(words, first, first, first, _joints(words, first + 1, grammar), grammar)
        return Compound(tuple(found), needs_lead_in=True) if len(found) > 1 else None
    if clause.verb < 0 or (clause.guessed and not _is_bound(sentence, proposal, grammar)):
        return None
    regulatory = proposal.force in REGULATORY_FORCES
    if (grammar.verbal if regulatory else grammar.modals).isdisjoint(words[clause.verb + 2 :]):
        return None
    anchor, verb = _governed(words, clause.verb, proposal, grammar) if regulatory else (-1, -1)
    either = proposal.force is Force.PROHIBITION
    found_joints = _joints(words, max(verb, clause.verb) + 1, grammar, either=either)
    clauses = [
        joint
        for joint in found_joints
        # What "can" be done beside a statement ("that the rules are kept and risks can be avoided") is no demand.
        if joint.kind in {_Kind.MODAL, _Kind.CLAUSE} and (regulatory or words[joint.verb] not in {"kan", "can"})
    ]
    if clauses:
        parts = _clauses(sentence, clauses, grammar)
        if len(parts) > 1:
            return Compound(tuple(parts))
    if verb < 0:
        return None
    parts = _verb_phrases(words, 0, anchor, verb, found_joints, grammar)
    return Compound(tuple(parts), combination=Combination.ALL_OF) if len(parts) > 1 else None


def _is_bound(sentence: Sentence, proposal: Proposal, grammar: Grammar) -> bool:
    """Whether a sentence without a modal binds its subject: "is required to" outside a subordinate clause."""
    before = sentence.words[: sentence.clause.verb]
    return proposal.rule in _BOUND_RULES and grammar.openers.isdisjoint(before)


def _governed(words: Sequence[str], modal: int, proposal: Proposal, grammar: Grammar) -> Span:
    """Where the words end that all parts complete, and the first verb they govern: (anchor, verb), -1 if none."""
    if proposal.rule in _BOUND_RULES and not (words[modal] in grammar.modals and proposal.force is not Force.RIGHT):
        for index in range(modal + 1, min(len(words), modal + 12)):
            if words[index] == grammar.marker and (verb := _first_infinitive(words, index, grammar)) > 0:
                return index + 1, verb
        return -1, -1
    if proposal.rule in _BOUND_RULES:  # "shall be required to", "shall have the right to"
        marker = next((i for i in range(modal, min(len(words), modal + 12)) if words[i] == grammar.marker), -1)
        modal = marker if marker > 0 else modal
    if words[modal] not in grammar.modals and words[modal] != grammar.marker:
        return -1, -1
    verb = _first_infinitive(words, modal, grammar)
    return (verb, verb) if verb > 0 else (-1, -1)


def _first_infinitive(words: Sequence[str], modal: int, grammar: Grammar) -> int:
    """The verb a modal governs, behind helpers ("kunna") and remarks; -1 if it is none we know."""
    index = grammar.after_adverbs(words, modal + 1)
    if grammar.language == "en":
        if index < len(words) and words[index] == "be" and tuple(words[index + 1 : index + 3]) == ("able", "to"):
            index += 3
        return index if index < len(words) and words[index].isalpha() else -1
    inside = _Open.NOTHING
    while index < min(len(words), modal + 40):
        if words[index] == ";":
            break
        if grammar.is_infinitive(words, index) and inside not in {_Open.MODAL_CLAUSE, _Open.INFINITIVE}:
            is_helper = words[index] in grammar.helpers
            if not is_helper or not grammar.is_infinitive(words, grammar.after_adverbs(words, index + 1)):
                return index
        elif grammar.opens(words, index):
            inside = _Open.CLAUSE
        elif words[index] == "att":
            return -1
        elif words[index] in grammar.governing:
            inside = _Open.MODAL_CLAUSE
        index += 1
    return -1


class _Surroundings:
    """The subordinate construction around the token that is looked at.

    A clause inserted between commas (", som avses i 2 §,") ends at the second one; a clause inside a modal clause or
    an infinitive leaves that one in force. `listing` is true once such a construction has claimed a comma.
    """

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.leave()

    def leave(self) -> None:
        self.inside = self.outside = _Open.NOTHING
        self.inserted = self.listing = False

    def comma(self) -> None:
        if self.inserted:
            self.inside, self.inserted = self.outside, False

    def read(self, words: Sequence[str], index: int) -> None:
        word, grammar = words[index], self.grammar
        if word not in grammar.opposing and grammar.opens(words, index):
            self._enter(_Open.CLAUSE, inserted=words[index - 1] == ",")
        elif word == grammar.marker and grammar.is_marked_infinitive(words, grammar.after_adverbs(words, index + 1)):
            self._enter(_Open.INFINITIVE)
        elif word == grammar.that:
            self._enter(_Open.CLAUSE)
        elif word in grammar.governing and self.inside is _Open.CLAUSE:
            self.inside = _Open.MODAL_CLAUSE
        elif word in DASHES or word in grammar.opposing:  # what follows is a matter of its own, and so what it joins
            self.inside, self.inserted = _Open.MODAL_CLAUSE, False

    def _enter(self, kind: _Open, *, inserted: bool = False) -> None:
        if inserted and not self.inserted:
            self.outside, self.inserted = self.inside, True
            self.inside = kind
        elif self.inside in {_Open.NOTHING, _Open.CLAUSE}:
            self.inside, self.listing = kind, False


def _joints(words: Sequence[str], first: int, grammar: Grammar, *, either: bool = False) -> list[_Joint]:
    found = list(islice(joints(words, first, grammar, either=either), _MOST_PARTS))
    return found if len(found) < _MOST_PARTS else []


def joints(words: Sequence[str], first: int, grammar: Grammar, *, either: bool = False) -> Iterator[_Joint]:
    """The places from token `first` on where a further part may begin; `either` counts "eller" as joining, too."""
    around = _Surroundings(grammar)
    joining = grammar.conjunctions | grammar.contrasts | {",", ";"} | (grammar.disjunctions if either else frozenset())
    index = first
    while index < len(words):
        if words[index] == ",":
            around.comma()
        joint = _joint(words, index, around.inside, grammar) if words[index] in joining else None
        if joint is not None and joint.kind is _Kind.COMMA_VERB and _claims_commas(around.inside, grammar):
            joint, around.listing = None, True
        elif joint is not None and joint.kind is _Kind.VERB and around.listing:
            joint = None
        if joint is None:
            if words[index] in grammar.turning:
                around.read(words, index)
            index += 1
        else:
            yield joint
            around.leave()
            index = joint.verb + 1


def _claims_commas(inside: _Open, grammar: Grammar) -> bool:
    """Whether ", informera" may belong to the construction around it; no finite Swedish clause takes an infinitive."""
    return inside in {_Open.MODAL_CLAUSE, _Open.INFINITIVE} or (inside is _Open.CLAUSE and grammar.language == "en")


def _joint(words: Sequence[str], at: int, inside: _Open, grammar: Grammar) -> _Joint | None:
    is_comma = words[at] == ","
    set_off = words[at - 1] in {",", ";"} or words[at] == ";"
    start = at + 1
    if words[at] in {",", ";"} and start < len(words) and words[start] in grammar.joining:
        return None  # the conjunction itself follows
    verb = grammar.after_adverbs(words, start)
    if verb >= len(words):
        return None
    if words[at] != ";" and words[at] not in grammar.contrasts and grammar.is_infinitive(words, verb):
        claimed = inside is _Open.MODAL_CLAUSE or (_claims_commas(inside, grammar) and not set_off and not is_comma)
        return None if claimed else _Joint(_Kind.COMMA_VERB if is_comma else _Kind.VERB, at, start, verb)
    if is_comma:
        return None
    claimed = inside is _Open.MODAL_CLAUSE or (inside is _Open.CLAUSE and not set_off)
    if claimed or words[at] in grammar.disjunctions:
        return None  # "nor shall they" is denied by a word outside the clause
    if words[verb] in grammar.modals:
        own = grammar.language == "sv" and not grammar.is_infinitive(words, grammar.after_adverbs(words, verb + 1))
        return _Joint(_Kind.CLAUSE if own else _Kind.MODAL, at, start, verb)
    modal = _own_modal(words, verb, grammar, set_off=set_off)
    return _Joint(_Kind.CLAUSE, at, start, modal) if modal > 0 else None


def _own_modal(words: Sequence[str], first: int, grammar: Grammar, *, set_off: bool) -> int:
    """The modal of a new clause beginning at `first` with its subject or a condition; -1 if there is none."""
    if words[first] in grammar.conditions:
        closed = False
        for index in range(first + 1, min(len(words), first + _CONDITION)):
            closed = closed or words[index] == "," or (index > first + 1 and words[index] in grammar.lexicon.finite)
            closed = closed or words[index] in {"är", "har", "finns", "blir"}
            if words[index] in grammar.modals and closed:
                return index
        return -1
    for index in range(first + 1, min(len(words), first + _SUBJECT)):
        word = words[index]
        if word in grammar.modals:
            sure = grammar.language == "sv" or set_off or word in {"shall", "must"}
            return index if sure else -1
        if word in {",", ";", ":", "."} or word == grammar.that or grammar.opens(words, index):
            return -1
    return -1


def _clauses(sentence: Sentence, found: list[_Joint], grammar: Grammar) -> list[Part]:
    """Main clauses side by side.

    A clause without a subject of its own completes the subject before it. A condition in front of the sentence holds
    for every clause that has none of its own.
    """
    words, clause = sentence.words, sentence.clause
    shares_subject = found[0].kind is _Kind.MODAL
    if shares_subject and (clause.inverted or not any(w[:1].isalpha() for w in words[: clause.verb])):
        return []
    condition = (0, clause.start) if clause.start else None
    subject: Span = (0, clause.verb)
    first = clause.verb if shares_subject else clause.start
    parts = [_clause(words, first, found[0].at, subject if shares_subject else condition, grammar)]
    for joint, last in zip(found, [*(following.at for following in found[1:]), len(words)], strict=True):
        if joint.kind is _Kind.MODAL:
            lead_in: Span | None = subject
        else:
            subject = joint.start, joint.verb
            lead_in = None if words[joint.start] in grammar.conditions else condition
        parts.append(_clause(words, joint.start, last, lead_in, grammar))
    return parts


def _clause(words: Sequence[str], first: int, last: int, lead_in: Span | None, grammar: Grammar) -> Part:
    start, end = trimmed(words, first, last, grammar.joining)
    return Part(start, end, lead_in=lead_in, is_own=True)


def _verb_phrases(
    words: Sequence[str], first: int, anchor: int, verb: int, found: list[_Joint], grammar: Grammar
) -> list[Part]:
    """Verb phrases under one modal; those that share the next one's object stay together with it."""
    last = max((i for i, joint in enumerate(found) if joint.kind is _Kind.VERB), default=-1)
    kept = found[: last + 1]
    hanging = [verb]  # the last verb of each part, behind those that share its object
    hanging += [joint.verb for joint in kept]
    while kept:
        ends = [*(joint.at for joint in kept), len(words)]
        edges = [verb, *(joint.verb for joint in kept)]
        whole = [
            grammar.is_complete(words, edge, end)
            and not (edge != inner and words[inner + 1 : inner + 2] and words[inner + 1] in grammar.waiting)
            for edge, inner, end in zip(edges, hanging, ends, strict=True)
        ]
        if all(whole):
            break
        # An incomplete part shares the object of the one behind it, the last one that of the one before.
        hollow = min(whole.index(False), len(kept) - 1)
        kept.pop(hollow)
        hanging.pop(hollow)
    if not kept:
        return []
    lead_in = (first, anchor) if anchor > first else None
    starts = [anchor, *(joint.start for joint in kept)]
    ends = [*(joint.at for joint in kept), len(words)]
    spans = [trimmed(words, start, end, grammar.joining) for start, end in zip(starts, ends, strict=True)]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    return [Part(start, end, lead_in=lead_in) for start, end in spans]
