"""The duty bearer of an English sentence: the subject of an active clause, the agent of a passive one."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.bearers import NOBODY, OPEN, POINTING, Bearer, Span
from nlp.clauses import MODALS
from nlp.languages import Lexicon, word_group
from nlp.predicates import is_capitalised
from nlp.requirements import Force
from nlp.rules import Sentence
from nlp.segments import Segment

_BREAKS = word_group("en", "breaks")
_DETERMINERS = word_group("en", "determiners")
_PRONOUNS = word_group("en", "pronouns")
_PARTICLES = word_group("en", "particles")
_BODIES = word_group("en", "bodies")
_TASKS = word_group("en", "tasks")
_BENEFITS = word_group("en", "benefits")
_PREPOSITIONS = word_group("en", "prepositions")
_FINITE = word_group("en", "finite") | MODALS["en"]
_BOUND = frozenset({Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.RIGHT, Force.PERMISSION})
_PARTY = frozenset(["from", "by", "with", "against", "before"])
_AGENT_ENDS = _BREAKS | {"every", "each", "once", "twice", "using", "through", "annually", "regularly", "in"}
_PARTICIPLES = word_group("en", "irregular_participles")
_BE = frozenset(["be", "is", "are", "been"])
_JOINING = frozenset(["and", "or", "nor"])
_THING_ENDINGS = ("tion", "tions", "sion", "sions", "ment", "ments", "ance", "ence")
_LONGEST = 60
_BESIDE = 4  # words between the modal and the "by" of its own participle: "shall also be approved by"


def english_bearer(sentence: Sentence, force: Force, parts: Sequence[Segment], words: Lexicon) -> Bearer:
    """Who an English sentence binds; `parts` are its conditions and exceptions, where nobody is looked for."""
    clause, tokens = sentence.clause, sentence.words
    cleft = _cleft(tokens, words)
    if cleft is not None:
        return Bearer(cleft)
    if clause.verb < 0 or force not in _BOUND:
        return NOBODY
    subject = _subject(tokens, clause.verb, parts, words)
    passive = _is_passive(tokens, clause.verb)
    benefits = force is Force.RIGHT or _benefits(tokens, clause.verb)
    if benefits or passive:
        agent = _agent(tokens, clause.verb, words, _PARTY if benefits else frozenset(["by"]))
        if agent is not None:
            return Bearer(agent)
        if benefits:
            return NOBODY
    if subject is None:
        return OPEN if passive else NOBODY
    first, last = subject
    if last - first == 1 and tokens[first] in _PRONOUNS:
        named = _named_before(tokens, parts, first, words)
        return Bearer(named) if named else POINTING
    if not passive and _names_actor(tokens, first, last, words):
        return Bearer(subject)
    if not passive and _is_named_body(sentence, first, last):
        return Bearer(subject)
    tasked = _tasked(tokens, first, last, words)
    if tasked is not None:
        return Bearer(tasked)
    return OPEN if passive else NOBODY


def _is_named_body(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the subject is a group or network with a name of its own: "The Cooperation Network"."""
    tokens = sentence.words
    stop = next((i for i in range(first + 1, last) if tokens[i] in _BREAKS or tokens[i].endswith("ed")), last)
    return tokens[stop - 1] in _BODIES and is_capitalised(sentence, stop - 1)


def _tasked(tokens: Sequence[str], first: int, last: int, words: Lexicon) -> Span | None:
    """Who has the tasks in "The tasks of the supervisory body shall include"."""
    of = next((i for i in range(first, last) if tokens[i] == "of"), -1)
    if of < 1 or tokens[of - 1] not in _TASKS or not _names_actor(tokens, of + 1, last, words):
        return None
    stop = next((i for i in range(of + 2, last) if tokens[i] in _BREAKS or tokens[i].endswith("ed")), last)
    return of + 1, stop


def _is_passive(tokens: Sequence[str], verb: int) -> bool:
    """Whether "be" is followed by a participle that the subject suffers; "be required to" and "be able to" bind it."""
    following = tokens[verb : verb + 6]
    at = next((i for i, word in enumerate(following) if word in _BE), -1)
    if at < 0:
        return False
    rest = [word for word in following[at + 1 :] if not word.endswith("ly") and word not in {"not", "also"}]
    if not rest or rest[0] in {
        "required",
        "obliged",
        "bound",
        "able",
        "entitled",
        "allowed",
        "permitted",
        "prohibited",
    }:
        return False
    return rest[0].endswith(("ed", "wn", "en")) or rest[0] in _PARTICIPLES


def _benefits(tokens: Sequence[str], verb: int) -> bool:
    """Whether the subject is to get or to be able to do something, so that somebody else is bound."""
    following = [word for word in tokens[verb + 1 : verb + 6] if word not in {"also", "only"}]
    if following[:2] == ["be", "able"] or following[:1] == ["receive"] or following[:2] == ["be", "entitled"]:
        return True
    return following[:1] == ["have"] and not _BENEFITS.isdisjoint(following[1:])


def _subject(tokens: Sequence[str], verb: int, parts: Sequence[Segment], words: Lexicon) -> Span | None:
    """The subject in front of the modal, behind what the sentence begins with, without what interrupts it."""
    first = 0
    for part in parts:
        if part.end <= verb and not any(
            word[:1].isalpha() and word not in _PARTICLES for word in tokens[first : part.start]
        ):
            first = part.end
    first = _skipped(tokens, first, verb)
    if (first < verb and tokens[first] in _PREPOSITIONS) or (first < verb and tokens[first].endswith("ing")):
        first = _behind_adverbial(tokens, first, verb, words)
    last = next((i for i in range(first, verb) if tokens[i] == "," and not _continues(tokens, i, words)), verb)
    return (first, last) if first < last else None


def _skipped(tokens: Sequence[str], first: int, verb: int) -> int:
    while first < verb and (not tokens[first][:1].isalpha() or tokens[first] in _PARTICLES):
        first += 1
    return first


def _behind_adverbial(tokens: Sequence[str], first: int, verb: int, words: Lexicon) -> int:
    """Where the subject begins behind "By 31 December each year," or "After consulting the Board,"."""
    for index in range(first, verb - 1):
        if tokens[index] == "," and (tokens[index + 1] in _DETERMINERS or _actor_near(tokens, index + 1, verb, words)):
            begins = _skipped(tokens, index + 1, verb)
            if _is_one_phrase(tokens, begins, verb):
                return begins
    for index in range(first + 2, verb - 1):  # without a comma: "Pursuant to paragraph 1 the Commission shall"
        named = tokens[index] in _DETERMINERS and words.is_actor(tokens[index + 1])
        if named and (tokens[index - 1].isdigit() or tokens[index - 1] == ")"):
            return index
    return first


def _is_one_phrase(tokens: Sequence[str], first: int, verb: int) -> bool:
    """Whether commas up to the modal stand in a list: "the members and the coordinators, the Board" is none."""
    last = max((i for i in range(first, verb) if tokens[i] == ","), default=-1)
    return last < 0 or not _JOINING.isdisjoint(tokens[last + 1 : verb]) or tokens[verb - 1] == ","


def _continues(tokens: Sequence[str], comma: int, words: Lexicon) -> bool:
    """Whether a comma in the subject stands in a list: "the provider, the importer or the distributor"."""
    following = tokens[comma + 1] if comma + 1 < len(tokens) else ""
    if following in _JOINING or tokens[comma - 1] in _JOINING:
        return True
    return (following in _DETERMINERS or words.is_actor(following)) and _actor_near(
        tokens, comma + 1, len(tokens), words
    )


def _actor_near(tokens: Sequence[str], first: int, verb: int, words: Lexicon) -> bool:
    return any(map(words.is_actor, tokens[first : min(verb, first + 4)]))


def _names_actor(tokens: Sequence[str], first: int, last: int, words: Lexicon) -> bool:
    """Whether the head of a noun phrase names an actor; the head stands before the first preposition or relative."""
    stop = next((i for i in range(first + 1, last) if tokens[i] in _BREAKS or tokens[i] in {"of", "that"}), last)
    if tokens[stop - 1].endswith(_THING_ENDINGS) and not words.is_actor(tokens[stop - 1]):
        return False  # "a Member State implementation of the requirements"
    return any(map(words.is_actor, tokens[first:stop]))


def _agent(tokens: Sequence[str], verb: int, words: Lexicon, prepositions: frozenset[str]) -> Span | None:
    """The actor after "by", or after another preposition that names the party to a right."""
    for index in range(verb + 1, min(len(tokens) - 1, verb + _LONGEST)):
        if tokens[index] in prepositions and not _describes(tokens, verb, index):
            end = index + 1
            while end < len(tokens) and tokens[end] not in _AGENT_ENDS and end - index < _LONGEST:
                if tokens[end] == "," and not _continues(tokens, end, words):
                    break
                if tokens[end].endswith("ing") or _begins_another(tokens, index + 1, end, words):
                    break
                end += 1
            while end > index + 1 and tokens[end - 1] in {"and", "or", ","}:
                end -= 1
            if any(map(words.is_actor, tokens[index + 1 : end])):
                return index + 1, end
    return None


def _describes(tokens: Sequence[str], verb: int, index: int) -> bool:
    """Whether "by" belongs to a noun ("the services provided by a platform"), not to the main verb."""
    return tokens[index] == "by" and tokens[index - 1].endswith("ed") and index - verb > _BESIDE


def _begins_another(tokens: Sequence[str], first: int, index: int, words: Lexicon) -> bool:
    """Whether the object of the sentence begins behind the party: "obtain from the controller | the erasure"."""
    joined = tokens[index - 1] in {"and", "or", ",", "nor", "of"}
    return index > first and tokens[index] in _DETERMINERS and not joined and words.is_actor(tokens[index - 1])


def _cleft(tokens: Sequence[str], words: Lexicon) -> Span | None:
    """X in "It is for X to determine ..."."""
    if list(tokens[:3]) not in (["it", "is", "for"], ["it", "shall", "be"]):
        return None
    first = (
        3
        if tokens[1] == "is"
        else next((i + 1 for i in range(3, min(7, len(tokens))) if tokens[i] in {"for", "of"}), 0)
    )
    stop = next((i for i in range(first, min(len(tokens), first + 12)) if tokens[i] == "to"), 0)
    return (first, stop) if 0 < first < stop and _names_actor(tokens, first, stop, words) else None


def _named_before(tokens: Sequence[str], parts: Sequence[Segment], first: int, words: Lexicon) -> Span | None:
    """The subject of the condition in front, which "it" or "they" points back to."""
    for part in parts:
        if part.end > first:
            continue
        start = part.start + max(part.opener, 1)
        end = start
        while end < part.end and not _ends_subject(tokens, end, start):
            end += 1
        if end > start and _names_actor(tokens, start, end, words):
            return start, end
    return None


def _ends_subject(tokens: Sequence[str], index: int, start: int) -> bool:
    """Whether a verb, or what leads up to it, stands here: "the authority | finds that"."""
    word = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else ""
    if word in _FINITE or word in {"so", ",", "which", "that", "who"}:
        return True
    verbal = following in _DETERMINERS or following in {"to", "that", "with", "on", "in", ",", "from"}
    return index > start + 1 and word.endswith("s") and verbal
