"""Whom a requirement can bind: from the words for its bearer, and from what the act says of its own scope and terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from nlp.languages import FOLDER, lexicon
from nlp.requirements import BearerKind, Unit

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ACT = {
    "sv": re.compile(
        r"\b(?:(?:denna|den här) (?:lag|förordning|balk|föreskrift)|dessa (?:föreskrifter|allmänna råd)"
        r"|(?:lagen|förordningen|balken|föreskrifterna)) (?:gäller|tillämpas|innehåller|är tillämplig|riktar sig"
        r"|reglerar|omfattar|finns|syftar|ska tillämpas)\b(?! inte\b)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\bthis (?:regulation|directive|decision|act|code|standard)(?: (?:also|shall|only))* "
        r"(?:apply|applies|lays? down|covers?|establish(?:es)?|sets? out)\b",
        re.IGNORECASE,
    ),
}
_DEFINED = {
    "sv": (
        re.compile(r"\bavses med\W+(?P<term>[^:.]{3,60}):\s+(?P<meaning>.{3,1000})", re.DOTALL | re.IGNORECASE),
        re.compile(r"\bmed (?P<term>[^,.]{3,60}?) avses\b(?P<meaning>.{3,1000})", re.DOTALL | re.IGNORECASE),
    ),
    "en": (
        re.compile(r"[‘'“\"](?P<term>[^’'”\"]{3,60})[’'”\"][^.;]{0,40}?\bmeans?\b(?P<meaning>.{3,1000})", re.DOTALL),
    ),
}
_BORDERS = {
    "sv": re.compile(
        r"\bgränsöverskridande|\b(?:en annan|andra|annan) medlemsstat|\böver (?:nationella )?gränser", re.IGNORECASE
    ),
    "en": re.compile(r"\bcross-border|\b(?:another|other|the other) member states?\b|\bacross borders", re.IGNORECASE),
}
_PUBLIC = frozenset({BearerKind.MUNICIPALITY, BearerKind.STATE_BODY, BearerKind.ANY_AUTHORITY})
_LONGEST = 1000  # characters of a scope provision that are looked at
_BEGINS = 60  # characters of a definition that name what the term is
_STEM = 3  # letters of an ending that may differ between a term and its use: "offentlig aktör", "offentliga aktörer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom an act addresses as a whole: `kinds` by its scope provisions, `terms` by its own definitions.

    Both are empty where the act does not say. `cross_border` is true when its title is about services across borders.
    """

    kinds: frozenset[BearerKind] = frozenset()
    terms: Mapping[str, BearerKind] = field(default_factory=dict)
    cross_border: bool = False


EVERYBODY = Reach()


def act_reach(units: Iterable[Unit], language: str, *, title: str = "") -> Reach:
    """Reads the scope provisions and definitions among the units of an act.

    >>> reach = act_reach([Unit(text="Denna förordning gäller för statliga myndigheter.")], "sv")
    >>> bearer_kind("Myndigheten", "sv", reach).value
    'state_body'
    """
    kinds: set[BearerKind] = set()
    terms: dict[str, BearerKind] = {}
    scope = _ACT[language]
    for unit in units:
        text = f"{unit.lead_in} {unit.text}" if unit.lead_in else unit.text
        if defined := _definition(text, language):
            terms.setdefault(*defined)
        elif match := scope.search(text):
            # Acts of the Union speak of member states wherever they apply; that says nothing of whom they bind.
            rest = _patterns(language)["union"].sub(" ", text[match.end() : match.end() + _LONGEST])
            addressed = _kind(rest, language)
            if addressed is not BearerKind.UNSPECIFIED:
                kinds.add(addressed)
    if not kinds and (named := _kind(title, language)) in _PUBLIC:
        kinds.add(named)
    return Reach(kinds=frozenset(kinds), terms=terms, cross_border=crosses_borders(title, language))


def bearer_kind(bearer: str, language: str, reach: Reach = EVERYBODY) -> BearerKind:
    """Who the words for a duty bearer name, read in the light of the act they stand in.

    An act that addresses state bodies only means them by "the authority" and "the board" too.

    >>> bearer_kind("Kommunens nämnder", "sv").value, bearer_kind("Member States", "en").value
    ('municipality', 'state_body')
    """
    if not bearer:
        return BearerKind.UNSPECIFIED  # who is bound is then for `Reach.kinds` to say, not for the words
    kind = _defined(bearer, reach.terms) or _kind(bearer, language)
    if kind is BearerKind.UNSPECIFIED and _patterns(language)["anybody"].match(bearer):
        return kind
    only = next(iter(reach.kinds)) if len(reach.kinds) == 1 else None
    if only is BearerKind.STATE_BODY and kind in {*_PUBLIC, BearerKind.UNSPECIFIED}:
        return kind if _patterns(language)["municipality"].search(bearer) else only
    if only is BearerKind.MUNICIPALITY and kind in {BearerKind.ANY_AUTHORITY, BearerKind.UNSPECIFIED}:
        return only
    if kind is BearerKind.UNSPECIFIED and only in _PUBLIC and only is not None:
        return only  # "the chair", "the board of directors": somebody within those whom the act addresses
    return kind


def crosses_borders(text: str, language: str) -> bool:
    """Whether a demand is about services used from another member state.

    False for a language without words of its own here.

    >>> crosses_borders("Användare från en annan medlemsstat ska kunna lämna uppgifter.", "sv")
    True
    """
    return language in _BORDERS and bool(_BORDERS[language].search(text))


def _definition(text: str, language: str) -> tuple[str, BearerKind] | None:
    """A term for somebody and whom it means, where the definition says more than the term itself."""
    for pattern in _DEFINED[language]:
        match = pattern.search(text)
        if match is None:
            continue
        term = " ".join(match["term"].lower().split())
        if not lexicon(language).is_actor(term.split()[-1]):
            return None
        own, patterns = _kind(term, language), _patterns(language)
        if own in {BearerKind.PROVIDER, BearerKind.INDIVIDUAL}:
            return None
        if patterns["municipality"].search(match["meaning"]):
            return term, BearerKind.ANY_AUTHORITY
        # Only what a meaning begins with says who is meant; courts and ministries turn up in it in passing.
        begins = _kind(match["meaning"][:_BEGINS], language)
        if own in {BearerKind.ANY_AUTHORITY, BearerKind.UNSPECIFIED} and begins in _PUBLIC:
            return term, begins
    return None


def _defined(bearer: str, terms: Mapping[str, BearerKind]) -> BearerKind | None:
    words = _WORD.findall(bearer.lower())
    fitting = [term for term in terms if _holds(words, term.split())]
    return terms[max(fitting, key=len)] if fitting else None


def _holds(words: list[str], term: list[str]) -> bool:
    """Whether the words of a term stand together among others, endings apart."""
    return any(
        all(_alike(words[at + i], part) for i, part in enumerate(term)) for at in range(len(words) - len(term) + 1)
    )


def _alike(word: str, part: str) -> bool:
    kept = max(4, min(len(word), len(part)) - 1)
    return word[:kept] == part[:kept] and abs(len(word) - len(part)) <= _STEM


def _kind(text: str, language: str) -> BearerKind:
    """The kind named by the words: "courts and authorities" are any authority, "state authorities" are the state's."""
    patterns = _patterns(language)
    marked = patterns["state_mark"].search(text) is not None
    rest, named = patterns["state"].subn(" ", text)
    rest, of_union = patterns["union"].subn(" ", rest)
    named += of_union
    if patterns["municipality"].search(rest) or patterns["board"].search(rest):
        return BearerKind.ANY_AUTHORITY if marked or named else BearerKind.MUNICIPALITY
    if marked:
        return BearerKind.STATE_BODY
    if patterns["authority"].search(rest):
        return BearerKind.ANY_AUTHORITY
    if named:
        return BearerKind.STATE_BODY
    if patterns["provider"].search(rest):
        return BearerKind.PROVIDER
    return BearerKind.INDIVIDUAL if patterns["individual"].search(rest) else BearerKind.UNSPECIFIED


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    words: dict[str, list[str]] = {}
    for line in (FOLDER / language / "bearer_kinds.txt").read_text(encoding="utf-8").splitlines():
        name, colon, listed = line.partition(": ")
        if colon and not line.startswith("#"):
            words.setdefault(name, []).extend(listed.split())
    return {name: re.compile("|".join(map(_expression, some)), re.IGNORECASE) for name, some in words.items()}


def _expression(word: str) -> str:
    """A word of the lists as a pattern: * is any run of letters, - any white space or hyphen."""
    body = "".join({"*": r"\w*", "-": r"[\s-]"}.get(c, re.escape(c)) for c in word)
    return rf"\b{body}\b"
