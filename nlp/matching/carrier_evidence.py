"""Why a carrier may carry a requirement: it has the bearer's name, is named, or is about the same matter."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from nlp.matching.matches import Query, Reason
from nlp.matching.plain_terms import Mention, mentions
from nlp.matching.reasons import SAME_ACTOR, SHARED_TERMS
from nlp.matching.tokens import fold, stem, words
from nlp.matching.written import Place, phrase_places, word_places
from nlp.requirements import BearerKind

NAMES_ALIKE = "reason.names_alike"
PLAIN_TERMS = "reason.plain_terms"
PART_OF = "reason.part_of"

SERVICE = "service"
_NAMED = 0.8  # how much it tells when the requirement names the carrier, or its bearer has that name
_MATTER = 0.85  # how much it tells when both are about one matter and nothing else
_WORDS = 0.7  # how much it tells when the requirement has all the words of a name
_ALIKE = 82.0  # rapidfuzz's ratio from which on two names of bodies are spellings of one
_TELLS = {"name": 1.0, "role": 0.8, "life_event": 0.3, "description": 0.35}
_FROM_BEARER = 0.6  # of what a mention in the text counts, where only the bearer's name is about the matter
_MANY = 0.2  # share of the carriers of a group beyond which being about a matter tells little
_FEW = 4  # carriers with a matter that are never many
_COMMON = 0.05  # what such a matter counts
_SHARPNESS = 0.8  # below 1: two matters that share a requirement tell more than half each
_SHOWN = 3
_COORDINATED = re.compile(r"(?<!\w)(\w+)-\s{1,8}(?:och|and|&)\s{1,8}(\w+)", re.IGNORECASE)
_LINKING = ("förvaltningen", "förvaltning", "nämnden", "nämnd", "enheten", "enhet", "utskottet", "utskott", "kontoret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A service or an actor: `kind` is "service" or the actor's kind, `parent` the id of the actor it belongs to."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    life_event: str = ""
    description: str = ""
    channel: str = ""
    parent: str = ""
    language: str = "sv"

    @property
    def group(self) -> str:
        """Services compete with services, actors with actors."""
        return SERVICE if self.kind == SERVICE else "actor"

    def parts(self) -> Iterator[tuple[str, str, int]]:
        """Each part of the text with its name and where it begins."""
        begins = 0
        for name in _TELLS:
            if part := str(getattr(self, name)):
                yield name, part, begins
                begins += len(part) + 2

    @property
    def text(self) -> str:
        """The text that places in reasons count in."""
        return ". ".join(part for _, part, _ in self.parts())


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A requirement with the words for its bearer, as written and in any language, and the kind it was read as."""

    query: Query
    bearer: str = ""
    bearer_language: str = ""
    bearer_kind: BearerKind = BearerKind.UNSPECIFIED


@dataclass(frozen=True, slots=True)
class Known:
    """What is read of a carrier once: what it is about and how strongly, its names by their stems."""

    carrier: Carrier
    about: Mapping[str, tuple[float, Mention]]
    names: Mapping[tuple[str, ...], str]

    @classmethod
    def of(cls, carrier: Carrier) -> Known:
        """Reads a carrier."""
        about: dict[str, tuple[float, Mention]] = {}
        for part, text, begins in carrier.parts():
            for found in mentions(text, carrier.language):
                moved = found._replace(start=found.start + begins, end=found.end + begins)
                if about.get(found.concept, (0.0, moved))[0] < _TELLS[part]:
                    about[found.concept] = (_TELLS[part], moved)
        for found in mentions(carrier.channel, carrier.language):
            about.setdefault(found.concept, (0.0, found))  # counted, so that what all have singles nobody out
        names = (carrier.name, *carrier.aliases, *aliases(carrier.name))
        return cls(carrier, about, {key: name for name in names if (key := _stems(name, carrier.language))})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is read of a demand once: the first mention of each matter, None where only the bearer tells it; its stems
    with their places.
    """

    demand: Demand
    about: Mapping[str, Mention | None]
    stems: Mapping[str, tuple[Place, ...]]

    @classmethod
    def of(cls, demand: Demand) -> Asked:
        """Reads a demand."""
        query = demand.query
        about: dict[str, Mention | None] = {}
        for found in mentions(query.text, query.language):
            about.setdefault(found.concept, found)
        for found in mentions(demand.bearer, demand.bearer_language or query.language):
            if found.start == 0:  # what the bearer is, not what is said of it
                about.setdefault(found.concept, None)
        places: defaultdict[str, list[Place]] = defaultdict(list)
        for word in word_places(query.text):
            for key in _stems(word.folded, query.language):
                places[key].append((word.start, word.end))
        return cls(demand, about, {key: tuple(found) for key, found in places.items()})


@dataclass(frozen=True, slots=True)
class Field:
    """What all requirements and all carriers have in common, against which one of each stands out.

    `rarity` is how much a matter singles a requirement out, `special` how much it singles a carrier out in its group;
    `often` says how many of the `size` requirements have a stem.
    """

    rarity: Mapping[str, float]
    special: Mapping[tuple[str, str], float]
    often: Mapping[str, int]
    size: int

    @classmethod
    def of(cls, asked: Sequence[Asked], known: Sequence[Known]) -> Field:
        """Counts over all of both."""
        matters = Counter(concept for ask in asked for concept in ask.about)
        groups = Counter(one.carrier.group for one in known)
        counts = Counter((one.carrier.group, concept) for one in known for concept in one.about)
        return cls(
            rarity={concept: math.log(1 + len(asked) / count) for concept, count in matters.items()},
            special={
                key: _COMMON if count > max(_FEW, _MANY * groups[key[0]]) else 1.0 / math.sqrt(max(1.0, count / _FEW))
                for key, count in counts.items()
            },
            often=Counter(key for ask in asked for key in ask.stems),
            size=len(asked),
        )

    def reasons(self, ask: Asked, one: Known) -> Iterator[Reason]:
        """Everything that speaks for a carrier; nothing where nothing does."""
        if one.carrier.group != SERVICE:
            yield from _named(ask, one)
        elif (found := _name_words(ask, one, self)) is not None:
            yield found
        yield from _matters(ask, one, self)


def aliases(name: str) -> tuple[str, ...]:
    """Other forms of a body's name: what stands in brackets, and the parts of "Kultur- och fritidsnämnden".

    >>> aliases("Kultur- och fritidsnämnden"), aliases("Integritetsskyddsmyndigheten (IMY)")
    (('kulturnämnden', 'fritidsnämnden'), ('Integritetsskyddsmyndigheten', 'IMY'))
    """
    if match := re.fullmatch(r"(.+?)\s*\(([^()]+)\)", name):
        return match[1], match[2]
    if match := _COORDINATED.search(name):
        ending = next((part for part in _LINKING if match[2].lower().endswith(part)), "")
        if ending:
            return match[1].lower() + ending, match[2].lower()
    return ()


def _named(ask: Asked, one: Known) -> Iterator[Reason]:
    """The carrier has the bearer's name, or the requirement names it."""
    query, carrier = ask.demand.query, one.carrier
    bearer = _stems(ask.demand.bearer, ask.demand.bearer_language or query.language)
    if bearer and ask.demand.bearer_language in ("", carrier.language):
        alike = max((fuzz.ratio(" ".join(bearer), " ".join(name)) for name in one.names), default=0.0)
        held = any(_holds(bearer, name) for name in one.names)
        if held or alike >= _ALIKE:
            share = 1.0 if held else alike / 100
            yield Reason(
                code=NAMES_ALIKE,
                values={"bearer": ask.demand.bearer, "actor": carrier.name},
                weight=round(_NAMED * share, 3),
                source=phrase_places(query.text, words(ask.demand.bearer)),
                target=((0, len(carrier.name)),),
            )
            return
    for name, written in one.names.items():
        if query.language == carrier.language and all(key in ask.stems for key in name):
            places = _in_row(query.text, name, written, query.language)
            if places:
                yield Reason(
                    code=SAME_ACTOR,
                    values={"actor": carrier.name},
                    weight=_NAMED,
                    source=places,
                    target=((0, len(carrier.name)),),
                )
                return


def _name_words(ask: Asked, one: Known, field: Field) -> Reason | None:
    """The words of a service's name that stand in the requirement, weighed by how few requirements have them."""
    if ask.demand.query.language != one.carrier.language:
        return None
    weights = {
        key: math.log((field.size + 1) / (field.often.get(key, 0) + 1))
        for key in dict.fromkeys(_stems(one.carrier.name, one.carrier.language))
    }
    shared = [key for key in weights if key in ask.stems]
    share = sum(weights[key] for key in shared) / (sum(weights.values()) or 1.0)
    if not shared or share < 0.5:
        return None
    target = tuple(
        (word.start, word.end)
        for word in word_places(one.carrier.name)
        if set(_stems(word.folded, one.carrier.language)) & set(shared)
    )
    return Reason(
        code=SHARED_TERMS,
        values={"terms": ", ".join(one.carrier.name[start:end] for start, end in target)},
        weight=round(_WORDS * share * share, 3),
        source=tuple(sorted(place for key in shared for place in ask.stems[key])),
        target=target,
    )


def _matters(ask: Asked, one: Known, field: Field) -> Iterator[Reason]:
    """What both are about, by the names either has for it."""
    whole = sum(field.rarity[concept] for concept in ask.about)
    found = []
    for concept in ask.about.keys() & one.about.keys():
        strength, there = one.about[concept]
        here = ask.about[concept]
        if not strength or (here is None and strength <= _TELLS["description"]):
            continue
        weight = strength * field.special[one.carrier.group, concept] * field.rarity[concept] / whole
        weight *= 1.0 if here is not None else _FROM_BEARER
        found.append(
            Reason(
                code=PLAIN_TERMS,
                values={"legal": here.written if here else ask.demand.bearer, "plain": there.written},
                weight=round(_MATTER * weight**_SHARPNESS, 3),
                source=((here.start, here.end),) if here else (),
                target=((there.start, there.end),),
            )
        )
    yield from sorted(found, key=lambda reason: (-reason.weight, str(reason.values["plain"])))[:_SHOWN]


def _holds(bearer: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a bearer of one word is the end of a board's name: "byggnadsnämnden" is "Samhällsbyggnadsnämnden"."""
    return len(bearer) == len(name) == 1 and len(bearer[0]) > 8 and name[0].endswith(bearer[0])


def _in_row(text: str, name: tuple[str, ...], written: str, language: str) -> tuple[Place, ...]:
    """Where the words of a name stand one after the other, endings apart: "Upphandlare" is not in "upphandlande"."""
    found = word_places(text)
    keys = [stem(word.folded, language) for word in found]
    size = len(name)
    name_folded = fold(written)
    return tuple(
        (found[at].start, found[at + size - 1].end)
        for at in range(len(found) - size + 1)
        if tuple(keys[at : at + size]) == name
        and _is_form_of(fold(text[found[at].start : found[at + size - 1].end]), name_folded)
    )


def _is_form_of(words_there: str, name: str) -> bool:
    """Whether one is the other with an ending: "nämnd" and "nämnden"."""
    return words_there.startswith(name) or name.startswith(words_there)


@lru_cache(maxsize=20_000)
def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(stem(word, language) for word in words(text))
