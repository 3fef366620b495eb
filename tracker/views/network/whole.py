"""The network on a day: actors with their measures and roles, the ties between them, and what to be careful about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.network.layout import layout
from tracker.network.measures import Brokerage, Measures, Position, as_networkx, ei_index, measures
from tracker.network.ties import Network, Node, Selection, Tie, end_of, network
from tracker.tables.guideline import Decided
from tracker.tables.network import ActorKind, ActorRole, NetworkRole, Participation, Relation
from tracker.views import settings
from tracker.views.network import load as network_load

MOST_YEARS = 12
"""Years looked back on in the table of years."""
TOP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleShown:
    """A role an actor is proposed for, or has; `reason` is the first of its reasons, with code and values."""

    role: NetworkRole
    state: Decided
    reason: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """An actor in the table. The measures are None for one without ties under the selection.

    `warnings` are codes: alone, cut (the network falls apart without it), overloaded.
    """

    id: int
    name: str
    kind: ActorKind
    roles: Sequence[RoleShown]
    degree: int | None
    betweenness: float | None
    constraint: float | None
    brokerage: Mapping[Brokerage, int]
    requirements: int
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The network in numbers today, what waits for a person, and who carries what.

    `years` reach from the first dated tie to today; `kinds` are those of all ties there are.
    """

    actors: int
    ties: int
    parts: int
    relations: int
    roles: int
    requirements: int
    holes: int
    overloaded: int
    years: tuple[int, int]
    kinds: Sequence[str]

    @property
    def suggestions(self) -> int:
        """Everything there is to confirm or reject."""
        return self.parts + self.relations + self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkShown:
    """The network under a selection. `rows` are all actors by name; `nodes` and `ties` those that are tied under it.

    `places` are those of the actors in the picture, x and y; `organisations` is the E-I index by organisation;
    `warnings` are codes.
    """

    selection: Selection
    rows: Sequence[ActorRow]
    nodes: Sequence[Node]
    ties: Sequence[Tie]
    places: Mapping[int, tuple[float, float]]
    whole: Measures
    organisations: float | None
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The actors that stand between most others, with their betweenness, of `n` with ties; `best` is None below the
    smallest network that is measured.
    """

    n: int
    best: Sequence[tuple[str, float]] | None

    @property
    def highest(self) -> float | None:
        """The highest betweenness, None where there is too little to say."""
        return self.best[0][1] if self.best else None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One year: who stood between most others with all ties, without hierarchy, by informal ties only."""

    year: int
    everything: Between
    without_hierarchy: Between
    informal: Between


def answer(session: Session, workspace_id: int) -> Answer:
    """What the page says first; nothing is measured for it."""
    today = clock.today()
    known = network(session, workspace_id)
    carrying = network_load.load(session, workspace_id)
    return Answer(
        actors=len(known.nodes),
        ties=len(known.at(Selection(on=today)).ties),
        parts=_open(session, workspace_id, Participation),
        relations=_open(session, workspace_id, Relation),
        roles=_open(session, workspace_id, ActorRole),
        requirements=carrying.requirements,
        holes=len(carrying.holes),
        overloaded=len(carrying.overloaded),
        years=(min(known.first_year or today.year, today.year), today.year),
        kinds=sorted({tie.kind for tie in known.ties}),
    )


def network_shown(
    session: Session,
    workspace_id: int,
    *,
    year: int | None = None,
    formal: bool | None = None,
    hierarchy: bool = True,
    kind: str = "",
) -> NetworkShown:
    """The network at the end of a year (today without one), the ties narrowed by sort, hierarchy and kind."""
    today = clock.today()
    known = network(session, workspace_id)
    selection = Selection(
        on=end_of(year, today) if year else today,
        formal=formal,
        hierarchy=hierarchy,
        kinds=frozenset({kind} if kind else ()),
    )
    chosen = known.at(selection)
    found = measures(chosen.graph())
    carrying = network_load.load(session, workspace_id)
    limits = settings.thresholds(session, workspace_id)
    roles = _roles(session, workspace_id)
    carried = {row.actor: row for row in carrying.rows}
    return NetworkShown(
        selection=selection,
        rows=[_row(node, found.positions.get(node.id), roles, carried) for node in known.nodes.values()],
        nodes=list(chosen.nodes.values()),
        ties=chosen.ties,
        places=layout(chosen.graph()),
        whole=found,
        organisations=ei_index(as_networkx(chosen.graph()), chosen.graph(by_organisation=True).groups),
        warnings=_warnings(known, chosen, found, limits.small_network),
    )


def by_year(session: Session, workspace_id: int) -> list[YearRow]:
    """Who stood between most others at the end of each year, the newest first."""
    today = clock.today()
    known = network(session, workspace_id)
    small = settings.thresholds(session, workspace_id).small_network
    first = max(min(known.first_year or today.year, today.year), today.year - MOST_YEARS + 1)
    return [_year(known, year, end_of(year, today), small) for year in range(today.year, first - 1, -1)]


def _year(known: Network, year: int, on: date, small: int) -> YearRow:
    return YearRow(
        year=year,
        everything=_between(known.at(Selection(on=on)), small),
        without_hierarchy=_between(known.at(Selection(on=on, hierarchy=False)), small),
        informal=_between(known.at(Selection(on=on, formal=False)), small),
    )


def _between(chosen: Network, small: int) -> Between:
    """The actors with the highest betweenness above nothing; equal ones by name."""
    if len(chosen.nodes) < small:
        return Between(n=len(chosen.nodes), best=None)
    found = nx.betweenness_centrality(as_networkx(chosen.graph()).to_undirected())
    best = sorted(
        ((chosen.nodes[actor].name, value) for actor, value in found.items() if value > 0),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Between(n=len(chosen.nodes), best=best[:TOP])


def _row(
    node: Node,
    place: Position | None,
    roles: Mapping[int, Sequence[RoleShown]],
    carried: Mapping[int, network_load.LoadRow],
) -> ActorRow:
    load = carried.get(node.id)
    warnings = [
        code
        for code, holds in (
            ("alone", place is None),
            ("cut", place is not None and place.cut),
            ("overloaded", load is not None and load.overloaded),
        )
        if holds
    ]
    return ActorRow(
        id=node.id,
        name=node.name,
        kind=node.kind,
        roles=roles.get(node.id, ()),
        degree=place.degree if place else None,
        betweenness=place.betweenness if place else None,
        constraint=place.constraint if place else None,
        brokerage=place.brokerage if place else {},
        requirements=len(load.carried) if load else 0,
        warnings=warnings,
    )


def _roles(session: Session, workspace_id: int) -> dict[int, list[RoleShown]]:
    """Roles by actor, those a person rejected left out."""
    found: dict[int, list[RoleShown]] = {}
    rows = session.execute(
        select(ActorRole.actor_id, ActorRole.role, ActorRole.state, ActorRole.reasons)
        .where(ActorRole.workspace_id == workspace_id, ActorRole.state != Decided.REJECTED)
        .order_by(ActorRole.actor_id, ActorRole.role)
    )
    for actor, role, state, reasons in rows:
        found.setdefault(actor, []).append(RoleShown(role=role, state=state, reason=reasons[0] if reasons else {}))
    return found


def _open(session: Session, workspace_id: int, table: type[Participation] | type[Relation] | type[ActorRole]) -> int:
    wanted = select(func.count()).where(table.workspace_id == workspace_id, table.state == Decided.SUGGESTED)
    return session.scalar(wanted) or 0


def _warnings(known: Network, chosen: Network, found: Measures, small: int) -> list[str]:
    """What keeps the figures from being taken for more than they are."""
    alone = len(known.nodes) - len(chosen.nodes)
    return [
        "documents",
        *(["small"] if found.actors < small else []),
        *(["alone"] if alone else []),
        *(["parts"] if found.components > 1 else []),
        "persons",
    ]
