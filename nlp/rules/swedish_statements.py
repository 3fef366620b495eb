"""Swedish main verbs that are no modals: har rätt, är skyldig, gäller, avses, finns bestämmelser, åligger ..."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.clauses import NEGATIONS
from nlp.languages import Lexicon, word_group
from nlp.requirements import Force
from nlp.rules import Proposal, Rule, Sentence
from nlp.rules.swedish_modals import MODALS
from nlp.rules.swedish_scope import SCOPE_VERBS
from nlp.rules.swedish_search import STOPS, cue_at, made, negated

_NEGATIONS = NEGATIONS["sv"]
_ROLES = word_group("sv", "roles")
_PERSONS = frozenset({"han", "hon", "denne"})
_STATUS = word_group("sv", "status")
_DUTIES = frozenset({"skyldighet", "skyldigheten", "ansvar", "ansvaret", "uppgift", "uppdrag", "tillsyn", "tillsynen"})


def _has(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    if words[verb + 1 : verb + 2] == ["att"]:  # "har att pröva" is an older "ska pröva"
        return made(Force.OBLIGATION, "has_to", verb, verb + 1)
    negation = negated(sentence, verb, len(words))
    if (meaning := same_meaning(sentence, verb)) is not None:
        return meaning
    relative = False  # "har i den omfattning som behövs rätt att": only a right is looked for behind "som"
    for index in range(verb + 1, len(words)):
        word = words[index]
        if word == "rätt" and index + 1 < len(words) and words[index + 1] in {"att", "till", "på"}:
            negative = verb < negation < index
            return made(
                Force.STATEMENT if negative else Force.RIGHT, "not_entitled" if negative else "entitled", verb, index
            )
        if not relative and (word in _DUTIES or word.endswith("plikt")):
            if verb < negation < index:
                return made(Force.EXEMPTION, "no_duty", verb, index)
            return made(Force.OBLIGATION, "bound", verb, index)
        if (
            not relative
            and word in {"möjlighet", "befogenhet", "befogenheter", "befogenheterna", "behörighet"}
            and not verb < negation < index
        ):
            return made(Force.PERMISSION, "able", verb, index)
        if word == "som":
            relative = relative or not sentence.clause.inverted
        elif word in STOPS:
            break
    if words[sentence.clause.start].endswith("rätt") and verb - sentence.clause.start < 12:
        return made(Force.RIGHT, "entitled", verb)
    return cue_at(sentence, verb) or made(Force.STATEMENT, "has", verb)


_PREDICATES: dict[str, tuple[Force, Force, str]] = {
    # predicate: (force, force when negated, rule)
    **dict.fromkeys(("skyldig", "skyldiga", "skyldigt"), (Force.OBLIGATION, Force.EXEMPTION, "bound")),
    **dict.fromkeys(("förbjudet", "förbjuden", "förbjudna"), (Force.PROHIBITION, Force.PERMISSION, "forbidden")),
    **dict.fromkeys(("tillåtet", "tillåten", "tillåtna"), (Force.PERMISSION, Force.PROHIBITION, "allowed")),
    **dict.fromkeys(("berättigad", "berättigade", "berättigat"), (Force.RIGHT, Force.STATEMENT, "entitled")),
    **dict.fromkeys(("tillämplig", "tillämpliga", "tillämpligt"), (Force.SCOPE, Force.EXEMPTION, "applicable")),
    **dict.fromkeys(("undantagen", "undantagna", "undantaget"), (Force.EXEMPTION, Force.SCOPE, "exempted")),
    **dict.fromkeys(("befriad", "befriade", "befriat"), (Force.EXEMPTION, Force.OBLIGATION, "exempted")),
    **dict.fromkeys(("ålagd", "ålagda", "ålagt", "förpliktad"), (Force.OBLIGATION, Force.EXEMPTION, "bound")),
    **dict.fromkeys(("förhindrad", "förhindrade"), (Force.PROHIBITION, Force.PERMISSION, "forbidden")),
    **dict.fromkeys(("meddelad", "meddelade", "utfärdad", "utfärdade"), (Force.SCOPE, Force.SCOPE, "issued")),
    **dict.fromkeys(_STATUS, (Force.DEFINITION, Force.DEFINITION, "status")),
    **dict.fromkeys(_ROLES, (Force.OBLIGATION, Force.EXEMPTION, "role")),
    **dict.fromkeys(("obligatorisk", "obligatoriskt", "obligatoriska"), (Force.OBLIGATION, Force.EXEMPTION, "bound")),
}


def _is(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:
    words = sentence.words
    start = sentence.clause.start
    if (stressed := _stressed(sentence, verb, lexicon)) > 0:
        return (MODALS | OTHER_VERBS).get(words[stressed], _carries)(sentence, stressed, lexicon)
    if words[start] in _ROLES and verb - start < 5:  # "Tillsynsmyndighet är ..."
        return made(Force.OBLIGATION, "role", start, verb)
    negation = -1
    inserted = False  # "blir bestämmelsen, om inte annat anges, tillämplig"
    for index in range(verb + 1, min(len(words), verb + 25)):
        word = words[index]
        if word == ",":
            inserted = not inserted and words[index + 1 : index + 2] in (["om"], ["när"])
        if inserted:
            continue
        if (predicate := _predicate(words, index)) is not None:
            force, negated, rule = predicate
            return made(negated if negation >= 0 else force, rule, verb, index)
        if word in {".", ";"} or (word == "som" and not sentence.clause.inverted):
            break
        if word == "att":
            return cue_at(sentence, verb) or made(Force.STATEMENT, "is", verb)
        if word in _NEGATIONS:
            negation = index
    if _defines(sentence, verb) or "om" in words[verb + 2 : verb + 4]:  # "Ett parti är representerat om ..."
        return made(Force.DEFINITION, "is_term", verb)
    return made(Force.STATEMENT, "is", verb)


def _predicate(words: Sequence[str], index: int) -> tuple[Force, Force, str] | None:
    """The forces of what somebody is, plain and negated, and the rule: "skyldig", "förbjudet", "ansvar att"."""
    word = words[index]
    if words[index + 1 : index + 2] == ["att"]:
        if word.startswith("behörig"):
            return Force.PERMISSION, Force.PROHIBITION, "able"
        if word in _DUTIES:
            return Force.OBLIGATION, Force.EXEMPTION, "bound"
    return _PREDICATES.get(word)


def _stressed(sentence: Sentence, verb: int, lexicon: Lexicon) -> int:
    """Position of the verb of a cleft sentence, "Det är vårdgivaren som ansvarar ...", or -1."""
    words = sentence.words
    if "det" not in (words[max(0, verb - 1)], *words[verb + 1 : verb + 2]):
        return -1
    for index in range(verb + 1, min(len(words) - 1, verb + 10)):
        if words[index] == "som":
            named = any(lexicon.is_actor(word) or word in _PERSONS for word in words[verb + 1 : index])
            return index + 1 if named else -1
    return -1


def _carries(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    return made(Force.OBLIGATION, "indicative_actor", verb)


def _defines(sentence: Sentence, verb: int) -> bool:
    """Whether "X är ..." explains X: under a heading about terms, or under X itself as the heading."""
    if sentence.clause.start or sentence.clause.inverted or sentence.words[0] in {"det", "detta"}:
        return False
    if tuple(sentence.words[verb + 1 : verb + 3]) in {("den", "som"), ("det", "som"), ("de", "som")}:
        return True
    subject = " ".join(sentence.words[:verb])
    return sentence.heading.lower() == subject or explains_terms(sentence.heading)


def explains_terms(heading: str) -> bool:
    """Whether what stands under a heading explains terms."""
    lowered = heading.lower()
    return any(word in lowered for word in ("definition", "uttryck", "ordförklaring", "begrepp"))


def _means(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if sentence.words[verb] == "innebär" and {"ingen", "inte", "inget", "inga"} & set(
        sentence.words[verb + 1 : verb + 4]
    ):
        return made(Force.STATEMENT, "means_not", verb)
    if sentence.words[verb] == "avser" and not explains_terms(sentence.heading):
        return made(Force.SCOPE, "refers", verb)  # "Tillsynen avser ..."
    return made(Force.DEFINITION, "means", verb)


def same_meaning(sentence: Sentence, verb: int) -> Proposal | None:
    """Terms that mean what they mean in another act: "har samma betydelse som", "används med samma innebörd som"."""
    words = sentence.words
    for index in range(verb + 1, min(len(words), verb + 6)):
        if words[index] in {"betydelse", "innebörd"} and words[index - 1] == "samma":
            return made(Force.DEFINITION, "same_meaning", verb, index)
    return None


def _requires_of(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    """Demands that are made, or not made: "Krav på underskrift ställs inte"."""
    words = sentence.words
    if not any(word.startswith("krav") for word in words[max(0, verb - 6) : verb + 4]):
        return made(Force.STATEMENT, "indicative", verb)
    negation = negated(sentence, verb, min(len(words), verb + 4))
    return made(Force.EXEMPTION if negation >= 0 else Force.OBLIGATION, "required", verb, negation)


def _appeals(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if (negation := negated(sentence, verb, min(len(sentence.words), verb + 5))) >= 0:
        return made(Force.PROHIBITION, "appeal", verb, negation)
    return made(Force.PERMISSION, "appeal", verb)


def _incumbent(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    words = sentence.words
    if (negation := negated(sentence, verb, min(len(words), verb + 4))) >= 0:
        return made(Force.EXEMPTION, "no_duty", verb, negation)
    return made(Force.OBLIGATION, "incumbent", verb)


def _belongs(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    """What belongs to somebody's tasks is a duty: "Till nämndens uppgifter hör att ..."""
    words = sentence.words
    bound = next((i for i in range(verb + 2, min(len(words), verb + 10)) if words[i] in {"ska", "skall"}), -1)
    if words[verb + 1 : verb + 2] == ["att"] and bound >= 0:  # "I arkivvården ingår att myndigheten ska ..."
        return made(Force.OBLIGATION, "shall", verb, bound)
    if any(word.startswith("uppgift") for word in words[sentence.clause.start : verb + 3]):
        return made(Force.OBLIGATION, "task", verb)
    return made(Force.STATEMENT, "indicative", verb)


def _hinders(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
    if (negation := negated(sentence, verb, min(len(sentence.words), verb + 4))) >= 0:
        return made(Force.EXEMPTION, "not_hindered", verb, negation)
    return made(Force.STATEMENT, "indicative", verb)


def _always(force: Force, rule: str) -> Rule:
    def propose(sentence: Sentence, verb: int, lexicon: Lexicon) -> Proposal:  # noqa: ARG001 - one shape for all rules
        return made(force, rule, verb)

    return propose


OTHER_VERBS: dict[str, Rule] = {
    "har": _has,
    **dict.fromkeys(("är", "blir"), _is),
    **SCOPE_VERBS,
    **dict.fromkeys(word_group("sv", "defining"), _means),
    **dict.fromkeys(("består", "leds", "utgörs"), _always(Force.STATEMENT, "consists")),
    "överklagas": _appeals,
    "undantas": _always(Force.EXEMPTION, "exempted"),
    **dict.fromkeys(("åligger", "ankommer", "ansvarar", "svarar", "åvilar", "åläggs"), _incumbent),
    **dict.fromkeys(("hör", "ingår"), _belongs),
    "hindrar": _hinders,
    "ställs": _requires_of,
    "syftar": _always(Force.STATEMENT, "purpose"),
    "förväntas": _always(Force.OBLIGATION, "expected"),
    "förbjuds": _always(Force.PROHIBITION, "forbidden"),
    "tillåts": _always(Force.PERMISSION, "allowed"),
    "bemyndigas": _always(Force.PERMISSION, "delegation"),
}
