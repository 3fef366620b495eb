"""Chains as a flow between groups: acts, documents, services and those who answer, the smallest ones put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from tracker.tables.guideline import Level
from tracker.views.chain.hops import Hop, HopState, Strength
from tracker.views.chain.ways import Act
from tracker.views.chain.whole import Chain

LAYERS = ("eu", "national", "regional", "local", "service", "actor")
"""From above to below; one that no chain goes through is left out."""
SHOWN = 9
"""Groups of a layer that are drawn by themselves."""
FEW = 14
"""Up to so many chains every requirement is drawn by itself, not its act."""
_HOPS = {"local": Hop.LOCAL, "service": Hop.SERVICE, "actor": Hop.ACTOR}

Key = tuple[str, str, int]
"""Layer, kind (guideline, requirement, document, service, actor, broken, withheld, rest) and number of a group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A group of a layer. `count` is how many chains go through it, `held` how many groups are put together in it.

    One of kind "broken" is where chains break, one of kind "rest" holds those too small to draw by themselves.
    """

    layer: str
    kind: str
    id: int
    name: str
    count: int
    held: int = 1

    @property
    def key(self) -> str:
        """What the picture knows it by."""
        return f"{self.layer}-{self.kind}-{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """What goes from one group to another: `count` chains, `weight` their parts where one goes several ways."""

    source: str
    target: str
    count: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The picture's groups and streams; `requirements` tells that every requirement is drawn by itself."""

    nodes: Sequence[Node]
    streams: Sequence[Stream]
    requirements: bool


@dataclass(slots=True, kw_only=True)
class _Drawn:
    names: dict[Key, str] = field(default_factory=dict)
    through: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))


def flow(chains: Sequence[Chain], acts: Mapping[int, Act], label: Callable[[Act], str]) -> Flow:
    """The flow of chains; `label` names an act. A chain that goes several ways is divided between them."""
    single = len(chains) <= FEW
    drawn = _Drawn()
    ways = {chain.key: list(_ways(chain, acts, label, single, drawn)) for chain in chains}
    for name, found in ways.items():
        for way in found:
            for group in way:
                drawn.through[group].add(name)
    folded = _folded(drawn)
    counted: dict[tuple[str, str], set[str]] = defaultdict(set)
    weights: dict[tuple[str, str], float] = defaultdict(float)
    nodes: dict[str, set[str]] = defaultdict(set)
    known: dict[str, Key] = {}
    for name, found in ways.items():
        for way in found:
            keys = [_key(folded.get(group, group)) for group in way]
            for group, key in zip(way, keys, strict=True):
                known[key] = folded.get(group, group)
                nodes[key].add(name)
            for pair in pairwise(keys):
                counted[pair].add(name)
                weights[pair] += 1 / len(found)
    held = Counter(_key(group) for group in folded.values())
    return Flow(
        nodes=[
            Node(
                layer=known[key][0],
                kind=known[key][1],
                id=known[key][2],
                name=drawn.names.get(known[key], ""),
                count=len(chained),
                held=held.get(key, 1),
            )
            for key, chained in sorted(nodes.items(), key=lambda one: _place(known[one[0]], len(one[1])))
        ],
        streams=[
            Stream(source=source, target=target, count=len(chained), weight=round(weights[source, target], 4))
            for (source, target), chained in sorted(counted.items())
        ],
        requirements=single,
    )


def _ways(
    chain: Chain, acts: Mapping[int, Act], label: Callable[[Act], str], single: bool, drawn: _Drawn
) -> Iterator[tuple[Key, ...]]:
    """Every way a chain goes from group to group; where it breaks and nothing follows, it ends."""
    layers: list[list[Key]] = []
    for level in Level:
        placed = [one for one in chain.placed if acts[one.guideline_id].level is level]
        if placed:
            one, act = placed[0], acts[placed[0].guideline_id]
            key: Key = (level.value, "requirement", one.id) if single else (level.value, "guideline", act.name.id)
            drawn.names[key] = f"{label(act)} {one.locator}".strip() if single else label(act)
            layers.append([key])
        elif level is Level.NATIONAL and chain.hops[0].strength is Strength.BROKEN:
            layers.append([("national", "broken", 0)])
    following = [_local(chain, drawn), _services(chain, drawn), _actors(chain, drawn)]
    while following and following[-1][0][1] == "broken" and len(following) > 1 and _is_broken(following[-2]):
        following.pop()
    yield from product(*layers, *following)


def _is_broken(groups: Sequence[Key]) -> bool:
    return groups[0][1] == "broken"


def _local(chain: Chain, drawn: _Drawn) -> list[Key]:
    held: list[Key] = []
    if _state(chain, "local").strength is not Strength.BROKEN:
        for one in chain.passages:
            key: Key = ("local", "document", one.document_id)
            drawn.names[key] = one.title
            held.append(key)
        if chain.withheld:
            held.append(("local", "withheld", 0))
    return list(dict.fromkeys(held)) or [("local", "broken", 0)]


def _services(chain: Chain, drawn: _Drawn) -> list[Key]:
    held: list[Key] = []
    if _state(chain, "service").strength is not Strength.BROKEN:
        for one in chain.services:
            key: Key = ("service", "service", one.id)
            drawn.names[key] = one.name
            held.append(key)
    return held or [("service", "broken", 0)]


def _actors(chain: Chain, drawn: _Drawn) -> list[Key]:
    held: list[Key] = []
    if _state(chain, "actor").strength is not Strength.BROKEN:
        for one in chain.actors:
            key: Key = ("actor", "actor", one.id)
            drawn.names[key] = one.name
            held.append(key)
    return held or [("actor", "broken", 0)]


def _state(chain: Chain, layer: str) -> HopState:
    return next(state for state in chain.hops if state.hop is _HOPS[layer])


def _folded(drawn: _Drawn) -> dict[Key, Key]:
    """The smallest groups of each layer that has too many, and the group they are put together in."""
    by_layer: dict[str, list[Key]] = defaultdict(list)
    for key in drawn.names:
        if drawn.through.get(key):
            by_layer[key[0]].append(key)
    found: dict[Key, Key] = {}
    for layer, keys in by_layer.items():
        if layer in {level.value for level in Level} and any(key[1] == "requirement" for key in keys):
            continue
        if len(keys) > SHOWN:
            keys.sort(key=lambda key: (-len(drawn.through[key]), drawn.names[key]))
            found |= dict.fromkeys(keys[SHOWN - 1 :], (layer, "rest", 0))
    return found


def _key(group: Key) -> str:
    return f"{group[0]}-{group[1]}-{group[2]}"


def _place(group: Key, count: int) -> tuple[int, int, int, int]:
    """From above to below, the broadest first, what is put together and what breaks last."""
    return LAYERS.index(group[0]), {"rest": 1, "broken": 2}.get(group[1], 0), -count, group[2]
