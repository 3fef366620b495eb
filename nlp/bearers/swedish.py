"""The duty bearer of a Swedish sentence: the subject of an active clause, the agent of a passive one."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.applicability import bearer_kind
from nlp.bearers import NOBODY, OPEN, POINTING, Bearer, Span
from nlp.bearers.swedish_phrases import RELATIVE, actor_phrase, continues, names_actor, party, phrase
from nlp.languages import Lexicon, word_group
from nlp.requirements import BearerKind, Force, RoleKind
from nlp.rules import Sentence
from nlp.segments import Segment

_PRONOUNS = word_group("sv", "pronouns")
_PARTICLES = word_group("sv", "particles")
_DEPONENTS = word_group("sv", "deponents")
_BENEFITS = word_group("sv", "benefits")
_TAKING_AV = word_group("sv", "taking_av")
_EVERYBODY = word_group("sv", "everybody")
_PLACES = frozenset(["hos", "vid", "i"])
_INCUMBENT = frozenset(["åligger", "ankommer", "vilar", "tillkommer"])
_MODALS = word_group("sv", "modals")
_RECEIVING = frozenset(["ta", "få", "nå", "använda", "välja"])
_HAPPENING = frozenset(["ske", "framgå"])
_PARTY = ("hos", "med", "mot", "av", "inför", "från", "till", "i")
_LONGEST = 40


def swedish_bearer(sentence: Sentence, force: Force, parts: Sequence[Segment], words: Lexicon) -> Bearer:
    """Who a Swedish sentence binds; `parts` are its conditions and exceptions, where nobody is looked for."""
    tokens, verb = sentence.words, sentence.clause.verb
    if verb < 0:
        return NOBODY
    after = verb + 1
    if force is Force.RIGHT:
        found = party(tokens, _PARTY, words, after) or party(tokens, ("hos", "med"), words, 0)
        return Bearer(found)
    if tokens[verb] == "gäller":
        named = actor_phrase(tokens, _behind_particles(tokens, after), words)
        return Bearer(named or party(tokens, ("hos", "med"), words, after))
    cleft = _cleft(tokens, verb, words)
    if cleft is not None:
        return Bearer(cleft)
    if tokens[verb] in _INCUMBENT:
        found = _incumbent(tokens, verb, words)
        if found is not None:
            return Bearer(found)
    head = _infinitive(tokens, verb, parts, words)
    if _is_passive(tokens, verb, head, words) or head in _HAPPENING:
        own = _without_noun_parts(tokens, parts)
        agent = party(own, ("av",), words, after) or party(own[:verb], ("av",), words, 0)
        return Bearer(agent) if agent else OPEN
    if head == "finnas" or tokens[verb] in {"finns", "fanns"}:
        place = party(tokens[:verb], tuple(_PLACES), words, 0) or party(tokens, ("hos",), words, after)
        return Bearer(place) if place else OPEN
    return _from_subject(sentence, head, parts, words)


def _from_subject(sentence: Sentence, head: str, parts: Sequence[Segment], words: Lexicon) -> Bearer:
    tokens, clause = sentence.words, sentence.clause
    if clause.verb == 0 and tokens[0] == "är":
        return NOBODY  # an item that goes on from its lead-in: who is, stands there
    front = _front(tokens, clause.verb, parts)
    inverted = (clause.inverted or front >= clause.verb) and _subject_follows(tokens, clause.verb, words)
    start = max(clause.start, front)
    if not front and tokens[0] in {"den", "de", "var"} and "som" in tokens[1:4]:
        start = 0  # a comma within "den som vill använda finska, meänkieli eller samiska" begins no clause
    subject = _subject(tokens, start if inverted or start < clause.verb else 0, clause.verb, words, inverted=inverted)
    if subject is None:
        return Bearer(party(tokens[: clause.verb], ("av",), words, 0))
    first, last = subject
    if last - first == 1 and tokens[first] in _PRONOUNS:
        named = _named_before(tokens, parts, first, words)
        return Bearer(named) if named else POINTING
    if not names_actor(tokens[first:last], words) and not (last - first == 1 and tokens[first] in _EVERYBODY):
        return Bearer(party(tokens[: clause.verb], ("av",), words, 0) or party(tokens, ("åligger",), words, 0))
    if _benefits(tokens[first:last], tokens, clause.verb, head):
        return NOBODY
    return Bearer(_fuller(tokens, subject, parts, words) or subject)


def _subject_follows(tokens: Sequence[str], verb: int, words: Lexicon) -> bool:
    """Whether a subject can stand behind the verb: what the clause reader takes for one may be its infinitive."""
    following = next((word for word in tokens[verb + 1 : verb + 4] if word not in _PARTICLES), "")
    return following not in words.infinitives or words.is_actor(following)


def _front(tokens: Sequence[str], verb: int, parts: Sequence[Segment]) -> int:
    """Where the sentence goes on behind the conditions and exceptions it begins with."""
    reached = 0
    for part in parts:
        between = tokens[reached : part.start]
        if part.end <= verb and not any(word[:1].isalpha() and word not in _PARTICLES for word in between):
            reached = part.end
    while reached and reached < verb and (tokens[reached] in {",", "så"}):
        reached += 1
    return reached


def _infinitive(tokens: Sequence[str], verb: int, parts: Sequence[Segment], words: Lexicon) -> str:
    """The first infinitive under the main verb, outside conditions and relative clauses; "" if there is none."""
    relative = False
    governed = 0  # inner modals before their infinitive: "ska så snart det kan ske anmäla"
    for index in range(verb + 1, min(len(tokens), verb + _LONGEST)):
        word = tokens[index]
        if parts and any(part.start <= index < part.end for part in parts):
            continue
        if word in RELATIVE:
            relative = True
        elif word in _MODALS:
            governed, relative = governed + 1, False
        elif governed and word in words.infinitives:
            governed -= 1
        elif words.is_verb(word):
            if word in words.infinitives and not relative:
                return word
            relative = False
    return ""


def _is_passive(tokens: Sequence[str], verb: int, head: str, words: Lexicon) -> bool:
    """Whether what the main verb, or the infinitive under it, says is in the passive ("ska lämnas", "utses")."""
    if tokens[verb] in words.passives and tokens[verb] not in words.finite:
        return tokens[verb] not in _DEPONENTS
    return head.endswith("s") and head not in _DEPONENTS


def _benefits(subject: Sequence[str], tokens: Sequence[str], verb: int, head: str) -> bool:
    """Whether the subject is to get or to be able to do something, so that somebody else is bound.

    "Användare ska kunna betala" binds those who serve them, "vårdgivare ska kunna ta del av" those who hold what they
    get; "myndigheten ska kunna visa" binds the authority.
    """
    if tokens[verb] not in {"ska", "skall", "bör", "måste"}:
        return False
    if head == "kunna":
        if not _RECEIVING.isdisjoint(tokens[verb + 1 : verb + 6]):
            return True
        return bearer_kind(" ".join(subject), "sv") in {BearerKind.INDIVIDUAL, BearerKind.UNSPECIFIED}
    return head in {"få", "slippa"} or (head == "ha" and not _BENEFITS.isdisjoint(tokens[verb + 1 : verb + 6]))


def _without_noun_parts(tokens: Sequence[str], parts: Sequence[Segment]) -> Sequence[str]:
    """The tokens without every "av" that names no agent: in a condition, or behind a noun that takes it ("val av")."""
    if "av" not in tokens:
        return tokens
    own = list(tokens)
    for part in parts:
        own[part.start : part.end] = [";"] * (part.end - part.start)
    return [";" if word == "av" and index and own[index - 1] in _TAKING_AV else word for index, word in enumerate(own)]


def _cleft(tokens: Sequence[str], verb: int, words: Lexicon) -> Span | None:
    """X in "Det är X som ska ...", the verb of the clause being either."""
    first = 0
    while first < len(tokens) and not tokens[first][:1].isalpha():
        first += 1
    if tokens[first : first + 2] != ["det", "är"]:
        return None
    stop = next((i for i in range(first + 2, min(len(tokens), first + 14)) if tokens[i] == "som"), -1)
    if stop <= first + 2 or (verb != first + 1 and verb < stop):
        return None
    return (first + 2, stop) if names_actor(tokens[first + 2 : stop], words) else None


def _incumbent(tokens: Sequence[str], verb: int, words: Lexicon) -> Span | None:
    """X in "det åligger X att", "ankommer på X", "ansvaret vilar på X"."""
    first = verb + 1
    while first < len(tokens) and tokens[first] in {"på", "hos", "även", "också", "särskilt"}:
        first += 1
    return actor_phrase(tokens, first, words)


def _subject(tokens: Sequence[str], start: int, verb: int, words: Lexicon, *, inverted: bool) -> Span | None:
    if inverted or verb == start:
        found = phrase(tokens, _behind_particles(tokens, verb + 1), words)
        return _without_predicate(tokens, found, words) if found and tokens[verb] in {"är", "blir", "var"} else found
    first = start
    while first < verb and (not tokens[first][:1].isalpha() or tokens[first] in _PARTICLES):
        first += 1
    last = next((i for i in range(first, verb) if tokens[i] == "," and not _goes_on(tokens, i, verb, words)), verb)
    return (first, last) if first < last else None


def _without_predicate(tokens: Sequence[str], subject: Span, words: Lexicon) -> Span:
    """The subject alone in "är överdirektören | chefens ställföreträdare"."""
    first, last = subject
    for index in range(first, last - 1):
        if words.is_actor(tokens[index]) and tokens[index + 1] not in {"och", "eller", ",", "som", "samt"}:
            return first, index + 1
    return subject


def _behind_particles(tokens: Sequence[str], first: int) -> int:
    while first < len(tokens) and tokens[first] in _PARTICLES:
        first += 1
    return first


def _goes_on(tokens: Sequence[str], comma: int, verb: int, words: Lexicon) -> bool:
    """Whether a comma in a subject stands in a list of actors, or in a relative clause that belongs to it."""
    return continues(tokens, comma, words) or (
        comma > 0 and "som" in tokens[max(0, comma - _LONGEST) : comma] and comma < verb - 1
    )


def _named_before(tokens: Sequence[str], parts: Sequence[Segment], first: int, words: Lexicon) -> Span | None:
    """The subject of the condition in front, which "den" points back to."""
    for part in parts:
        if part.end <= first:
            start = _behind_particles(tokens, part.start + max(part.opener, 1))
            named = actor_phrase(tokens, start, words)
            if named is not None and named[1] <= part.end:
                return named
    return None


def _fuller(tokens: Sequence[str], subject: Span, parts: Sequence[Segment], words: Lexicon) -> Span | None:
    """The fuller name in the condition in front that a bare subject points back to.

    "Om tillsynsmyndigheten finner brister, ska myndigheten ..."; "Om en offentlig aktör ..., ska aktören ...".
    """
    first, last = subject
    if last - first != 1:
        return None
    short = tokens[first]
    for part in parts:
        if part.kind is not RoleKind.CONDITION or part.end > first:
            continue
        for index in range(part.start, part.end):
            word = tokens[index]
            if word != short and word.endswith(short) and words.is_actor(word):
                return index, index + 1
            if word in {"en", "ett"}:
                named = phrase(tokens, index, words)
                if (
                    named
                    and named[1] - index > 2
                    and short in {tokens[named[1] - 1] + end for end in ("en", "n", "et")}
                ):
                    return named
    return None
