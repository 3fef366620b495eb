"""What the words of a Swedish sentence bind somebody to: the rules, one function per kind of main verb.

Every function gets the sentence and its lexicon and gives a proposal; `propose` picks the function by the main verb.
The counts in comments are from about 464,000 words of statutes and say why a rule is worth having.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlp.clauses import NEGATIONS
from nlp.languages import Lexicon, word_group
from nlp.requirements import Force
from nlp.rules import Proposal, Sentence

_NEGATIONS = NEGATIONS["sv"]
_LIMITS = frozenset({"endast", "bara", "enbart"})
_STOPS = frozenset({"att", "som", ".", ";", ":"})
# "ska anses, räknas, jämställas": about one in eight "ska" makes a definition or sets the scope.
_DEEMING = word_group("sv", "deeming")
_APPLYING = frozenset(["gälla", "tillämpas"])
_POWERS = word_group("sv", "powers")
_AUXILIARIES = word_group("sv", "auxiliaries")
_INSTRUMENT_ENDINGS = ("lag", "lagen", "förordning", "förordningen", "balken", "stadgan", "reglementet")
_INSTRUMENT_WORDS = word_group("sv", "instrument_words")
_ROLES = word_group("sv", "roles")
_STATUS = word_group("sv", "status")


def propose(sentence: Sentence, lexicon: Lexicon) -> Proposal:
    """The force the rules propose for a Swedish sentence."""
    words = sentence.words
    if words and words[-1] == "?":
        return Proposal(force=Force.STATEMENT, rule="question", start=len(words) - 1, end=len(words))
    verb = sentence.clause.verb
    framed = _framed(sentence)
    if framed is not None:
        return framed
    if verb < 0:
        return _without_verb(sentence)
    rule = _RULES.get(words[verb])
    if rule is not None:
        return rule(sentence, verb, lexicon)
    cue = _cue_at(sentence, verb)
    return cue or _indicative(sentence, verb, lexicon)


def _framed(sentence: Sentence) -> Proposal | None:
    """Phrases that decide whatever the verb: entry into force, delegation, decisions about a proposal."""
    for cue in sentence.cues:
        if cue.rule in {"entry_into_force", "delegation", "contents", "rejects", "motion", "proposal"} and (
            cue.start <= sentence.clause.verb + 12 and cue.end > sentence.clause.verb
        ):
            if cue.rule == "delegation" and not _delegates(sentence):
                continue
            return Proposal(force=Force(cue.mark), rule=cue.rule, start=cue.start, end=cue.end)
    return None


def _delegates(sentence: Sentence) -> bool:
    verb = sentence.clause.verb
    return verb >= 0 and sentence.words[verb] in {"får", "kan"} and not _negated(sentence, verb, len(sentence.words))


def _without_verb(sentence: Sentence) -> Proposal:
    for cue in sentence.cues:
        if cue.mark in _FORCES:
            return Proposal(force=Force(cue.mark), rule="fragment", start=cue.start, end=cue.end)
    return Proposal(force=Force.STATEMENT, rule="fragment", start=0, end=0)


def _cue_at(sentence: Sentence, verb: int) -> Proposal | None:
    """The longest phrase with a force that covers the main verb."""
    hits = [c for c in sentence.cues if c.start <= verb < c.end and c.mark in _FORCES]
    if not hits:
        return None
    best = max(hits, key=lambda c: c.end - c.start)
    return Proposal(force=Force(best.mark), rule=best.rule, start=best.start, end=best.end)


def _infinitive(sentence: Sentence, verb: int, lexicon: Lexicon) -> int:
    """Position of the infinitive a modal governs, or -1; clauses in between ("som avses i 10 §") are stepped over."""
    words = sentence.words
    waiting = 0
    guess = -1
    for index in range(verb + 1, min(len(words), verb + 60)):
        word = words[index]
        if word in {"som", "att", "om", "när", "där", "vars"}:
            waiting += word != "om"
        elif word in {";", ":"}:
            break
        elif waiting and (word in lexicon.finite or word in lexicon.passives or word in _AUXILIARIES):
            waiting -= 1
        elif word in lexicon.infinitives and (not waiting or words[index - 1] in {",", "§"}):
            return index
        elif guess < 0 and not waiting and len(word) > 3 and word.endswith(("era", "eras", "na", "nas", "ka", "kas")):
            guess = index if not word.endswith(("rna", "erna")) else guess
    return guess


def _negated(sentence: Sentence, verb: int, end: int) -> int:
    """Position of a negation of the main verb before token `end`, or -1; stops at "att" and "som"."""
    words = sentence.words
    inserted = False  # ", om det inte är olämpligt," stands between the modal and its infinitive
    for index in range(verb + 1, end):
        word = words[index]
        if word == ",":
            following = words[index + 1] if index + 1 < len(words) else ""
            inserted = not inserted and following in {"om", "när", "såvida", "utom"}
        elif inserted:
            continue
        elif word in _NEGATIONS:
            following = words[index + 1] if index + 1 < len(words) else ""
            return -1 if following in _LIMITS else index
        elif word in _STOPS:
            return -1
    return -1


def _limited(sentence: Sentence, verb: int, end: int) -> int:
    """Position of "endast" or "bara" limiting the permission, or -1."""
    words = sentence.words
    for index in range(max(sentence.clause.start, verb - 3), end):
        if words[index] in _LIMITS and words[index - 1] not in _NEGATIONS:
            return index
        if index > verb and words[index] in _STOPS:
            return -1
    return -1


def _made(force: Force, rule: str, verb: int, other: int = -1) -> Proposal:
    first, last = (verb, verb) if other < 0 else (min(verb, other), max(verb, other))
    return Proposal(force=force, rule=rule, start=first, end=last + 1)


def _shall(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    words = sentence.words
    main = _infinitive(sentence, verb, lexicon)
    head = words[main] if main >= 0 else ""
    negation = _negated(sentence, verb, main if main >= 0 else len(words))
    if head in _DEEMING:
        return _made(Force.DEFINITION, "deemed", verb, main)
    if head in _APPLYING:
        rule = "not_applicable" if negation >= 0 else "applies"
        return _made(Force.EXEMPTION if negation >= 0 else Force.SCOPE, rule, verb, main)
    if head in {"behöva", "krävas"} and negation >= 0:
        return _made(Force.EXEMPTION, "need_not", verb, main)
    if head == "undantas":
        return _made(Force.EXEMPTION, "exempted", verb, main)
    if head == "ha" and "rätt" in words[main : main + 4]:
        return _made(Force.RIGHT, "entitled", verb, main)
    if negation >= 0:
        return _made(Force.PROHIBITION, "shall_not", verb, negation)
    if head in {"sträva", "eftersträva"} and "," not in words[verb:main]:
        return _made(Force.OBLIGATION, "shall_strive", verb, main)
    return _made(Force.OBLIGATION, "shall", verb)


def _may(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    words = sentence.words
    main = _infinitive(sentence, verb, lexicon)
    end = main if main >= 0 else len(words)
    negation = _negated(sentence, verb, end)
    if negation >= 0 and (main >= 0 or negation == len(words) - 1 or words[-1].isalpha()):
        return _made(Force.PROHIBITION, "may_not", verb, negation)
    limit = _limited(sentence, verb, len(words))
    if limit >= 0 and (main >= 0 or words[-1].isalpha()):
        return _made(Force.PROHIBITION, "may_only", verb, limit)
    if main < 0 and words[-1] in {".", "!"}:
        return _made(Force.STATEMENT, "receives", verb)
    if main >= 0 and words[main] in _APPLYING:
        return _made(Force.SCOPE, "applies", verb, main)
    return _made(Force.PERMISSION, "may", verb)


def _can(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    main = _infinitive(sentence, verb, lexicon)
    if main >= 0 and sentence.words[main] in _POWERS and _negated(sentence, verb, main) < 0:
        return _made(Force.PERMISSION, "can_decide", verb, main)
    return _made(Force.STATEMENT, "can", verb)


def _should(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    return _made(Force.RECOMMENDATION, "should", verb)


def _must(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    main = _infinitive(sentence, verb, lexicon)
    if (negation := _negated(sentence, verb, main if main >= 0 else verb + 4)) >= 0:
        return _made(Force.EXEMPTION, "must_not", verb, negation)  # "måste inte" means need not
    return _made(Force.OBLIGATION, "must", verb)


def _needs(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    main = _infinitive(sentence, verb, lexicon)
    if (negation := _negated(sentence, verb, main if main >= 0 else len(sentence.words))) >= 0:
        return _made(Force.EXEMPTION, "need_not", verb, negation)
    return _made(Force.RECOMMENDATION if main >= 0 else Force.STATEMENT, "needs", verb)


def _requires(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if (negation := _negated(sentence, verb, min(len(sentence.words), verb + 6))) >= 0:
        return _made(Force.EXEMPTION, "need_not", verb, negation)
    return _made(Force.OBLIGATION, "required", verb)


def _has(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    negation = _negated(sentence, verb, len(words))
    for index in range(verb + 1, len(words)):
        word = words[index]
        if word == "rätt" and index + 1 < len(words) and words[index + 1] in {"att", "till", "på"}:
            negative = verb < negation < index
            return _made(
                Force.STATEMENT if negative else Force.RIGHT, "not_entitled" if negative else "entitled", verb, index
            )
        if word in {"skyldighet", "ansvar", "ansvaret", "uppgift", "uppdrag", "skyldigheten"}:
            if verb < negation < index:
                return _made(Force.EXEMPTION, "no_duty", verb, index)
            return _made(Force.OBLIGATION, "bound", verb, index)
        if word in {"möjlighet", "befogenhet"} and not verb < negation < index:
            return _made(Force.PERMISSION, "able", verb, index)
        if word in _STOPS and not (word == "som" and sentence.clause.inverted):
            break
    if words[sentence.clause.start].endswith("rätt") and verb - sentence.clause.start < 12:
        return _made(Force.RIGHT, "entitled", verb)
    return _cue_at(sentence, verb) or _made(Force.STATEMENT, "has", verb)


_PREDICATES: dict[str, tuple[Force, Force, str]] = {
    # predicate: (force, force when negated, rule)
    **dict.fromkeys(("skyldig", "skyldiga", "skyldigt"), (Force.OBLIGATION, Force.EXEMPTION, "bound")),
    **dict.fromkeys(("förbjudet", "förbjuden", "förbjudna"), (Force.PROHIBITION, Force.PERMISSION, "forbidden")),
    **dict.fromkeys(("tillåtet", "tillåten", "tillåtna"), (Force.PERMISSION, Force.PROHIBITION, "allowed")),
    **dict.fromkeys(("berättigad", "berättigade", "berättigat"), (Force.RIGHT, Force.STATEMENT, "entitled")),
    **dict.fromkeys(("tillämplig", "tillämpliga", "tillämpligt"), (Force.SCOPE, Force.EXEMPTION, "applicable")),
    **dict.fromkeys(("undantagen", "undantagna", "undantaget"), (Force.EXEMPTION, Force.SCOPE, "exempted")),
    **dict.fromkeys(("befriad", "befriade", "befriat"), (Force.EXEMPTION, Force.OBLIGATION, "exempted")),
    **dict.fromkeys(_STATUS, (Force.DEFINITION, Force.DEFINITION, "status")),
    **dict.fromkeys(_ROLES, (Force.OBLIGATION, Force.EXEMPTION, "role")),
    **dict.fromkeys(("obligatorisk", "obligatoriskt", "obligatoriska"), (Force.OBLIGATION, Force.EXEMPTION, "bound")),
}


def _is(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    negation = -1
    for index in range(verb + 1, min(len(words), verb + 25)):
        word = words[index]
        if word in _PREDICATES:
            force, negated, rule = _PREDICATES[word]
            return _made(negated if negation >= 0 else force, rule, verb, index)
        if word in {".", ";"} or (word == "som" and not sentence.clause.inverted):
            break
        if word == "att":
            return _cue_at(sentence, verb) or _made(Force.STATEMENT, "is", verb)
        if word in _NEGATIONS:
            negation = index
    if _defines(sentence, verb):
        return _made(Force.DEFINITION, "is_term", verb)
    return _made(Force.STATEMENT, "is", verb)


def _defines(sentence: Sentence, verb: int) -> bool:
    """Whether "X är ..." explains X: under a heading about terms, or under X itself as the heading."""
    heading = sentence.heading.lower()
    if sentence.clause.start or sentence.clause.inverted or sentence.words[0] in {"det", "detta"}:
        return False
    if tuple(sentence.words[verb + 1 : verb + 3]) in {("den", "som"), ("det", "som"), ("de", "som")}:
        return True
    subject = " ".join(sentence.words[:verb])
    return heading == subject or any(word in heading for word in ("definition", "uttryck", "ordförklaring", "begrepp"))


def _applies(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    near = set(words[max(0, verb - 3) : verb + 4])
    negation = _negated(sentence, verb, min(len(words), verb + 8))
    if negation >= 0:
        return _made(Force.EXEMPTION, "not_applicable", verb, negation)
    if near & {"detsamma", "motsvarande"} or (near & {"detta", "det"} and near & {"även", "också"}):
        return _made(Force.OBLIGATION, "same_as_before", verb)
    return _of_duty(sentence, verb) or _made(Force.SCOPE, "applies", verb)


def _of_duty(sentence: Sentence, verb: int) -> Proposal | None:
    """Sentences that widen a right or duty: "Rätten att ... omfattar också", "Skyldigheten gäller även"."""
    subject = [word for word in sentence.words[sentence.clause.start : verb] if word[:1].isalpha()]
    if subject and (subject[0] == "rätten" or subject[0].endswith("rättigheten")):
        return _made(Force.RIGHT, "right_extends", verb)
    if subject and subject[0].endswith(("skyldigheten", "ansvaret", "skyldigheterna", "plikten")):
        return _made(Force.OBLIGATION, "duty_extends", verb)
    return None


def _scope(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    negation = _negated(sentence, verb, min(len(sentence.words), verb + 6))
    if negation >= 0 and sentence.words[verb] in {"tillämpas", "omfattas", "omfattar"}:
        return _made(Force.EXEMPTION, "not_applicable", verb, negation)
    if sentence.words[verb] == "omfattar" and (wider := _of_duty(sentence, verb)) is not None:
        return wider
    return _made(Force.SCOPE, "refers", verb)


def _consists(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    return _made(Force.STATEMENT, "consists", verb)


def _means(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if sentence.words[verb] == "innebär" and {"ingen", "inte", "inget", "inga"} & set(
        sentence.words[verb + 1 : verb + 4]
    ):
        return _made(Force.STATEMENT, "means_not", verb)
    return _made(Force.DEFINITION, "means", verb)


def _exists(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if set(sentence.words) & {"bestämmelser", "föreskrifter", "regler", "bestämmelse"}:
        return _made(Force.SCOPE, "reference", verb)
    return _made(Force.STATEMENT, "exists", verb)


def _contains(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if _is_instrument(sentence.words[:verb]):
        return _made(Force.SCOPE, "contents", verb)
    return _made(Force.STATEMENT, "contains", verb)


def _appeals(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if (negation := _negated(sentence, verb, min(len(sentence.words), verb + 5))) >= 0:
        return _made(Force.PROHIBITION, "appeal", verb, negation)
    return _made(Force.PERMISSION, "appeal", verb)


def _is_exempted(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    return _made(Force.EXEMPTION, "exempted", verb)


def _incumbent(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    if (negation := _negated(sentence, verb, min(len(words), verb + 4))) >= 0:
        return _made(Force.EXEMPTION, "no_duty", verb, negation)
    return _made(Force.OBLIGATION, "incumbent", verb)


def _indicative(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    """The present tense as a command: "Nämnden prövar ...", "... beslutas av styrelsen", the largest source of misses."""
    words = sentence.words
    if words[verb] in lexicon.finite:
        if _is_instrument(words[sentence.clause.start : verb]):
            return _made(Force.SCOPE, "instrument", verb)
        if _has_actor(words, verb, sentence.clause.inverted, lexicon):
            return _made(Force.OBLIGATION, "indicative_actor", verb)
        return _made(Force.STATEMENT, "indicative", verb)
    if words[verb] in lexicon.passives:
        for index in range(verb + 1, len(words) - 1):
            if words[index] == "av" and any(lexicon.is_actor(w) for w in words[index + 1 : index + 8]):
                return _made(Force.OBLIGATION, "indicative_agent", verb, index)
    return _made(Force.STATEMENT, "indicative", verb)


def _has_actor(words: Sequence[str], verb: int, inverted: bool, lexicon: Lexicon) -> bool:
    subject = words[verb + 1 : verb + 5] if inverted else words[max(0, verb - 6) : verb]
    return any(lexicon.is_actor(word) for word in subject) or "den" in words[:1]


def _is_instrument(words: Sequence[str]) -> bool:
    return any(word in _INSTRUMENT_WORDS or word.endswith(_INSTRUMENT_ENDINGS) for word in words[-6:])


_Rule = Callable[[Sentence, int, Lexicon], Proposal]
_FORCES = frozenset(force.value for force in Force)
_RULES: dict[str, _Rule] = {
    "ska": _shall,
    "skall": _shall,
    "får": _may,
    "kan": _can,
    "bör": _should,
    "måste": _must,
    "behöver": _needs,
    **dict.fromkeys(("krävs", "fordras", "erfordras", "behövs"), _requires),
    "har": _has,
    "är": _is,
    "gäller": _applies,
    **dict.fromkeys(
        [
            "tillämpas",
            "omfattas",
            "omfattar",
            "regleras",
            "anges",
            "framgår",
            "följer",
            "kompletterar",
            "genomför",
            "upphävs",
            "hänvisas",
        ],
        _scope,
    ),
    "avses": _means,
    "definieras": _means,
    "anses": _means,
    **dict.fromkeys(("räknas", "jämställs", "likställs", "avser", "betyder", "innebär"), _means),
    **dict.fromkeys(("består", "leds", "utgörs"), _consists),
    "finns": _exists,
    "innehåller": _contains,
    "överklagas": _appeals,
    "undantas": _is_exempted,
    **dict.fromkeys(("åligger", "ankommer", "ansvarar", "svarar"), _incumbent),
}
