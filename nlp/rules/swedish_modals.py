"""The Swedish modals: ska, får, kan, bör, måste, behöver, krävs."""

from __future__ import annotations

from nlp.languages import Lexicon, word_group
from nlp.requirements import Force
from nlp.rules import Proposal, Rule, Sentence
from nlp.rules.swedish_search import infinitive, limited, made, negated, negated_before

# "ska anses, räknas, jämställas": about one in eight "ska" makes a definition or sets the scope.
_DEEMING = word_group("sv", "deeming")
_ALLOWED = frozenset(["tillåten", "tillåtet", "tillåtna"])
_APPLYING = frozenset(["gälla", "tillämpas"])
_POWERS = word_group("sv", "powers")


def _shall(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    words = sentence.words
    main = infinitive(sentence, verb, lexicon)
    head = words[main] if main >= 0 else ""
    negation = negated(sentence, verb, main if main >= 0 else len(words))
    if head in _DEEMING:
        return made(Force.DEFINITION, "deemed", verb, main)
    if head in _APPLYING:
        if {"detsamma", "motsvarande"} & set(words[max(0, verb - 3) : main + 2]):
            return made(Force.OBLIGATION, "same_as_before", verb, main)
        rule = "not_applicable" if negation >= 0 else "applies"
        return made(Force.EXEMPTION if negation >= 0 else Force.SCOPE, rule, verb, main)
    if head in {"behöva", "krävas"} and negation >= 0:
        return made(Force.EXEMPTION, "need_not", verb, main)
    if head == "undantas":
        return made(Force.EXEMPTION, "exempted", verb, main)
    if head == "ha" and "rätt" in words[main : main + 4]:
        return made(Force.RIGHT, "entitled", verb, main)
    if negation >= 0 or (negation := negated_before(sentence, verb)) >= 0:
        return made(Force.PROHIBITION, "shall_not", verb, negation)
    if head == "vara" and not _ALLOWED.isdisjoint(words[main : main + 3]):
        limit = limited(sentence, main, len(words))
        return made(Force.PROHIBITION if limit >= 0 else Force.PERMISSION, "allowed", verb, max(main, limit))
    if head in {"sträva", "eftersträva"} and "," not in words[verb:main]:
        return made(Force.OBLIGATION, "shall_strive", verb, main)
    return made(Force.OBLIGATION, "shall", verb)


def _may(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    words = sentence.words
    main = infinitive(sentence, verb, lexicon)
    end = main if main >= 0 else len(words)
    negation = negated(sentence, verb, end)
    if negation >= 0 and (main >= 0 or negation == len(words) - 1 or words[-1].isalpha()):
        return made(Force.PROHIBITION, "may_not", verb, negation)
    if (negation := negated_before(sentence, verb)) >= 0:
        return made(Force.PROHIBITION, "may_not", verb, negation)
    limit = limited(sentence, verb, len(words))
    if limit >= 0 and (main >= 0 or words[-1].isalpha()):
        return made(Force.PROHIBITION, "may_only", verb, limit)
    if main < 0 and words[-1] in {".", "!"}:
        return made(Force.STATEMENT, "receives", verb)
    if main >= 0 and words[main] in _APPLYING:
        return made(Force.SCOPE, "applies", verb, main)
    return made(Force.PERMISSION, "may", verb)


def _may_of_old(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    """The "må" of older acts is today's "får", but never means that somebody receives something."""
    negation = negated(sentence, verb, len(sentence.words))
    if negation >= 0 or (negation := negated_before(sentence, verb)) >= 0:
        return made(Force.PROHIBITION, "may_not", verb, negation)
    limit = limited(sentence, verb, len(sentence.words))
    return made(Force.PROHIBITION, "may_only", verb, limit) if limit >= 0 else made(Force.PERMISSION, "may", verb)


def _owns(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    """The "äger" of older acts: "äger rätt till" is a right, "äger (att) besluta" a power; else somebody owns."""
    words = sentence.words
    near = words[verb + 1 : verb + 4]
    if "rätt" in near:
        return made(Force.RIGHT, "entitled", verb, verb + 1 + near.index("rätt"))
    if any(word == "att" or word in lexicon.infinitives for word in near):
        negation = negated(sentence, verb, min(len(words), verb + 4))
        return made(Force.PROHIBITION if negation >= 0 else Force.PERMISSION, "may", verb, negation)
    return made(Force.STATEMENT, "owns", verb)


def _can(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    main = infinitive(sentence, verb, lexicon)
    head = sentence.words[main] if main >= 0 else ""
    if (head in _POWERS or head.removesuffix("s") in _POWERS) and negated(sentence, verb, main) < 0:
        return made(Force.PERMISSION, "can_decide", verb, main)
    return made(Force.STATEMENT, "can", verb)


def _should(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    return made(Force.RECOMMENDATION, "should", verb)


def _must(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    main = infinitive(sentence, verb, lexicon)
    if (negation := negated(sentence, verb, main if main >= 0 else verb + 4)) >= 0:
        return made(Force.EXEMPTION, "must_not", verb, negation)  # "måste inte" means need not
    return made(Force.OBLIGATION, "must", verb)


def _needs(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    main = infinitive(sentence, verb, lexicon)
    if (negation := negated(sentence, verb, main if main >= 0 else len(sentence.words))) >= 0:
        return made(Force.EXEMPTION, "need_not", verb, negation)
    return made(Force.RECOMMENDATION if main >= 0 else Force.STATEMENT, "needs", verb)


def _requires(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if (negation := negated(sentence, verb, min(len(sentence.words), verb + 6))) >= 0:
        return made(Force.EXEMPTION, "need_not", verb, negation)
    return made(Force.OBLIGATION, "required", verb)


MODALS: dict[str, Rule] = {
    "ska": _shall,
    "skall": _shall,
    "får": _may,
    "kan": _can,
    "må": _may_of_old,
    "äger": _owns,
    "bör": _should,
    "böra": _should,
    "måste": _must,
    "behöver": _needs,
    **dict.fromkeys(("krävs", "fordras", "erfordras", "behövs"), _requires),
}
