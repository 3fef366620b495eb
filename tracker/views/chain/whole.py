"""Chains as a whole: every way down the levels with what carries it here, its weakest hop named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from sqlalchemy.orm import Session

from tracker import subjects
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.guideline import Level
from tracker.views.chain.held import Below, HeldPassage, HeldService, Named, below
from tracker.views.chain.hops import Hop, HopState, Strength, Why, best, strength, weakest
from tracker.views.chain.ways import Act, Placed, Ways, ways
from tracker.views.shared import shared
from tracker.views.texts import requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One way from a requirement above to whoever answers here; `placed` goes from above to below.

    `actors` are those who answer: the units of the services, those linked as responsible, and, where there is nobody
    else, whoever is responsible for a text (`only_text`). `withheld` counts passages under secrecy that are not named.
    """

    placed: Sequence[Placed]
    passages: Sequence[HeldPassage]
    services: Sequence[HeldService]
    actors: Sequence[Named]
    only_text: bool
    withheld: int
    hops: Sequence[HopState]
    weakest: HopState = field(init=False)
    """The hop that decides what it is worth; every list asks for it, so it is looked for once."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "weakest", weakest(self.hops))

    @property
    def key(self) -> str:
        """What the address calls it: its requirements from above to below."""
        return ".".join(str(one.id) for one in self.placed)

    @property
    def strength(self) -> Strength:
        """What it is worth: its weakest hop."""
        return self.weakest.strength

    @property
    def suggested(self) -> int:
        """How much below it nobody has decided on; none of that counts."""
        return sum(hop.suggested for hop in self.hops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """All chains of a workspace, and the guidelines they go through."""

    rows: Sequence[Chain]
    acts: Mapping[int, Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What the chains are narrowed to; None and "" leave a dimension open.

    `unit` is an actor that answers; `hop` a value of Hop, the weakest one of the chain.
    """

    guideline: int | None = None
    topic: str = ""
    unit: int | None = None
    service: int | None = None
    hop: str = ""
    broken: bool = False
    requirement: int | None = None

    def holds(self, chain: Chain) -> bool:
        """Whether a chain is among them."""
        return (
            (self.guideline is None or any(one.guideline_id == self.guideline for one in chain.placed))
            and (not self.topic or any(one.topic == self.topic for one in chain.placed))
            and (self.unit is None or any(actor.id == self.unit for actor in chain.actors))
            and (self.service is None or any(service.id == self.service for service in chain.services))
            and (not self.hop or (chain.weakest.hop == self.hop and chain.strength is not Strength.WHOLE))
            and (not self.broken or chain.strength is Strength.BROKEN)
            and (self.requirement is None or any(one.id == self.requirement for one in chain.placed))
        )


@shared
def chains(session: Session, workspace_id: int, *, sees_secrecy: bool = False) -> Chains:
    """All chains, in the order of the highest requirements."""
    found = ways(session, workspace_id)
    local = below(session, workspace_id, sees_secrecy=sees_secrecy)
    return Chains(rows=[_chain(found, way, local) for way in found.ways], acts=found.acts)


def narrowed(rows: Iterable[Chain], to: Narrowed) -> list[Chain]:
    """The chains that fit."""
    return [chain for chain in rows if to.holds(chain)]


def furthest_first(rows: Iterable[Chain]) -> list[Chain]:
    """The chains by how far down they hold, the whole ones before all others."""
    return sorted(rows, key=lambda chain: (-_reach(chain), -chain.strength))


def _reach(chain: Chain) -> int:
    """How many hops hold before the first that is broken."""
    broken = (place for place, state in enumerate(chain.hops) if state.strength is Strength.BROKEN)
    return next(broken, len(chain.hops))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many chains there are, whole, weak and broken, and the broken ones by the hop that broke."""

    chains: int
    whole: int
    weak: int
    broken: int
    by_hop: Mapping[Hop, int]


def counts(rows: Sequence[Chain]) -> Counts:
    """The chains counted by what they are worth."""
    broken = [chain for chain in rows if chain.strength is Strength.BROKEN]
    return Counts(
        chains=len(rows),
        whole=sum(chain.strength is Strength.WHOLE for chain in rows),
        weak=sum(chain.strength is Strength.WEAK for chain in rows),
        broken=len(broken),
        by_hop={hop: sum(chain.weakest.hop is hop for chain in broken) for hop in Hop},
    )


def _chain(found: Ways, way: tuple[int, ...], local: Mapping[int, Below]) -> Chain:
    placed = [found.placed[number] for number in way]
    under = [local[number] for number in reversed(way) if number in local]
    passages = list({one.link_id: one for each in under for one in each.passages}.values())
    services = list({one.id: one for each in under for one in each.services}.values())
    passages.sort(key=_by_why)
    services.sort(key=_by_why)
    linked = _once(actor for each in under for actor in each.actors)
    owners = _once([*(one.unit for one in services if one.unit is not None), *linked])
    responsible = _once(one.responsible for one in passages if one.responsible is not None)
    starts = placed[-1].starts
    return Chain(
        placed=placed,
        passages=[one for one in passages if not one.withheld],
        services=services,
        actors=owners or responsible,
        only_text=not owners and bool(responsible),
        withheld=sum(one.withheld for one in passages),
        hops=[
            _levels(found, placed),
            _local(passages, under, starts),
            _service(services, under, starts),
            _actor(services, linked, responsible, under, starts),
        ],
    )


_PLACES = {why: place for place, why in enumerate(Why)}


def _by_why(one: HeldPassage | HeldService) -> int:
    """What holds best comes first."""
    return _PLACES[one.why]


def _levels(found: Ways, placed: Sequence[Placed]) -> HopState:
    """Over the levels: a directive needs a national section, everything else binds by itself or begins here."""
    suggested = found.suggested.get(placed[-1].id, 0)
    acts = [found.acts[one.guideline_id] for one in placed]
    ties = [found.ties[upper.id, lower.id] for upper, lower in pairwise(placed)]
    if any(act.needs_national for act in acts) and all(act.level is Level.EU for act in acts):
        return HopState(hop=Hop.LEVELS, why=Why.NO_NATIONAL, since=placed[0].starts, suggested=suggested)
    if any(tie.suspect for tie in ties):
        return HopState(hop=Hop.LEVELS, why=Why.SUSPECT, suggested=suggested)
    partly = any(tie.type is CrosswalkType.PARTLY for tie in ties)
    return HopState(hop=Hop.LEVELS, why=Why.PARTLY if partly else Why.HOLDS, suggested=suggested)


def _local(passages: Sequence[HeldPassage], under: Sequence[Below], starts: date | None) -> HopState:
    suggested = sum(one.suggested.get("passage", 0) for one in under)
    found = best([(one.why, one.since) for one in passages])
    searched = max((one.searched for one in under if one.searched is not None), default=None)
    if found is not None:
        return HopState(hop=Hop.LOCAL, why=found[0], since=found[1], suggested=suggested)
    if searched is not None:
        return HopState(hop=Hop.LOCAL, why=Why.SEARCHED, since=searched, suggested=suggested)
    return HopState(hop=Hop.LOCAL, why=Why.NO_PASSAGE, since=starts, suggested=suggested)


def _service(services: Sequence[HeldService], under: Sequence[Below], starts: date | None) -> HopState:
    suggested = sum(one.suggested.get("service", 0) for one in under)
    why, since = best([(one.why, one.since) for one in services]) or (Why.NO_SERVICE, starts)
    if strength(why) is Strength.BROKEN and since is None:
        since = starts
    return HopState(hop=Hop.SERVICE, why=why, since=since, suggested=suggested)


def _actor(
    services: Sequence[HeldService],
    linked: Sequence[Named],
    responsible: Sequence[Named],
    under: Sequence[Below],
    starts: date | None,
) -> HopState:
    """Whoever answers: for the services where there are any, else for the requirement itself."""
    suggested = sum(one.suggested.get("actor", 0) for one in under)
    if linked or any(one.unit is not None for one in services):
        why = Why.HOLDS
    else:
        why = Why.NO_OWNER if services else Why.TEXT_ONLY if responsible else Why.NO_ACTOR
    return HopState(hop=Hop.ACTOR, why=why, since=None if why is Why.HOLDS else starts, suggested=suggested)


def _once(actors: Iterable[Named]) -> list[Named]:
    return list({actor.id: actor for actor in actors}.values())


def said(
    session: Session,
    workspace_id: int,
    *,
    requirements: Iterable[int],
    language: str,
) -> dict[int, str]:
    """The words of requirements."""
    known = subjects.known_requirements(session, workspace_id, requirements)
    return {number: text.words(language) for number, text in requirement_texts(session, known).items()}
