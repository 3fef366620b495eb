"""The network of a workspace on a day: which actors were tied, how, and the same without hierarchy or formal ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.network.measures import Graph
from tracker.tables.guideline import Decided
from tracker.tables.network import Actor, ActorKind, Relation, RelationKind

MUTUAL = frozenset({RelationKind.COOPERATES, RelationKind.WORKS_WITH, RelationKind.TESTS_WITH})
"""Ties that both sides have in the same way."""

HIERARCHY = frozenset({RelationKind.STEERS, RelationKind.REPORTS_TO, RelationKind.MEMBER_OF})
"""Ties of the line organisation; that an actor is part of another is one too."""

PART_OF = "part_of"
"""The kind of a tie from an actor to the one it is part of: kept with the actor, not among the relations."""

OWN_GROUP = frozenset(ActorKind) - {ActorKind.ROLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which ties count. `on` is the day they must be valid; `formal` None takes both sorts, `kinds` empty takes all.

    A tie without dates holds on every day.
    """

    on: date
    formal: bool | None = None
    hierarchy: bool = True
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor: `group` is the unit it belongs to, `organisation` the outermost actor above it."""

    id: int
    name: str
    kind: ActorKind
    group: int
    organisation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A tie of the network; `relation` is its row, None for part of."""

    source: int
    target: int
    kind: str
    formal: bool
    mutual: bool
    relation: int | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """All actors of a workspace by number in the order of their names, and all their confirmed ties of any day."""

    nodes: Mapping[int, Node]
    ties: Sequence[Tie]

    def at(self, selection: Selection) -> Network:
        """The ties that count under a selection, and the actors they tie."""
        ties = [tie for tie in self.ties if _counts(tie, selection)]
        tied = {actor for tie in ties for actor in (tie.source, tie.target)}
        return Network(nodes={number: node for number, node in self.nodes.items() if number in tied}, ties=ties)

    def graph(self, *, by_organisation: bool = False) -> Graph:
        """The numbers to measure, grouped by unit or by organisation."""
        return Graph(
            groups={
                number: node.organisation if by_organisation else node.group for number, node in self.nodes.items()
            },
            ties=[(tie.source, tie.target) for tie in self.ties if not tie.mutual],
            mutual=[(tie.source, tie.target) for tie in self.ties if tie.mutual],
        )

    @property
    def first_year(self) -> int | None:
        """The year of the oldest dated tie."""
        return min((tie.valid_from.year for tie in self.ties if tie.valid_from), default=None)


def network(session: Session, workspace_id: int) -> Network:
    """The actors and confirmed ties of a workspace."""
    actors = session.scalars(
        select(Actor).where(Actor.workspace_id == workspace_id).order_by(Actor.name_sort, Actor.id)
    ).all()
    above = {row.id: row.part_of_id for row in actors}
    kinds = {row.id: row.kind for row in actors}
    relations = session.scalars(
        select(Relation)
        .where(Relation.workspace_id == workspace_id, Relation.state == Decided.CONFIRMED)
        .order_by(Relation.id)
    )
    ties = [
        Tie(
            source=row.from_id,
            target=row.to_id,
            kind=row.kind.value,
            formal=row.formal,
            mutual=row.kind in MUTUAL,
            relation=row.id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in relations
    ]
    ties += [
        Tie(
            source=number, target=part_of, kind=PART_OF, formal=True, mutual=False, relation=None, valid_from=None,
            valid_to=None,
        )
        for number, part_of in above.items()
        if part_of is not None
    ]  # fmt: skip
    return Network(
        nodes={
            row.id: Node(
                id=row.id,
                name=row.name,
                kind=row.kind,
                group=_group(row.id, above, kinds),
                organisation=([row.id, *ancestors(row.id, above)])[-1],
            )
            for row in actors
        },
        ties=ties,
    )


def ancestors(actor: int, above: Mapping[int, int | None]) -> list[int]:
    """Whom an actor belongs to, the nearest first; a circle is left where it closes.

    >>> ancestors(1, {1: 2, 2: 3, 3: 1})
    [2, 3]
    """
    found: dict[int, None] = {}
    at = above.get(actor)
    while at is not None and at != actor and at not in found:
        found[at] = None
        at = above.get(at)
    return list(found)


def end_of(year: int, today: date) -> date:
    """The day a year is looked at: its last, or today while it lasts.

    >>> end_of(2024, date(2026, 11, 22)), end_of(2026, date(2026, 11, 22))
    (datetime.date(2024, 12, 31), datetime.date(2026, 11, 22))
    """
    return min(date(year, 12, 31), today)


def _group(actor: int, above: Mapping[int, int | None], kinds: Mapping[int, ActorKind]) -> int:
    """The unit, board or body an actor belongs to: itself, unless it is a role."""
    return next((one for one in (actor, *ancestors(actor, above)) if kinds.get(one) in OWN_GROUP), actor)


def _counts(tie: Tie, selection: Selection) -> bool:
    valid = (tie.valid_from is None or tie.valid_from <= selection.on) and (
        tie.valid_to is None or selection.on <= tie.valid_to
    )
    wanted = not selection.kinds or tie.kind in selection.kinds
    formal = selection.formal is None or tie.formal is selection.formal
    return valid and wanted and formal and (selection.hierarchy or tie.kind not in {*HIERARCHY, PART_OF})
