"""Roles that actors may play in the translation of guidelines, proposed with their evidence; a person decides.

The criteria are those of the field's role descriptions (docs/network.md): records, confirmed parts and links, and the
place in the network without hierarchy. Suggested parts are no evidence, and what was decided is never asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, events, thresholds
from tracker.network.measures import measures
from tracker.network.ties import Network, Selection, network
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.measurement import Record
from tracker.tables.network import Actor, ActorKind, ActorRole, NetworkRole, Part, Participation, RelationKind
from tracker.tables.people import Person, Workspace

INITIATIVES = DOCUMENTS = STEPS = ISSUES = UNITS = 2
"""So many make a role: initiatives on one issue, documents drafted, steps decided, issues, other units reached."""
YEARS = 2
DECIDE_BY_LAW = frozenset({ActorKind.BOARD, ActorKind.POLITICAL_BODY, ActorKind.MUNICIPALITY})
"""Bodies that stand between others because the law put them there; that makes them no brokers."""

Reason = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An actor, a role and what speaks for it."""

    actor: int
    role: NetworkRole
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class _Noted:
    """A record about an actor: its day, its number, and the facts of its kind."""

    id: int
    on: date
    facts: Mapping[str, Any]


def propose(session: Session, workspace_id: int, *, by: Person) -> int:
    """Store new proposals, renew the evidence of open ones, take back those without any; gives how many are new."""
    access.allow(session, by, "network.suggest", workspace_id)
    access.one_at_a_time(session, workspace_id)
    rows = {
        (row.actor_id, row.role): row
        for row in session.scalars(select(ActorRole).where(ActorRole.workspace_id == workspace_id))
    }
    new, seen = 0, set()
    for proposal in proposals(session, workspace_id):
        key = (proposal.actor, proposal.role)
        seen.add(key)
        row = rows.get(key)
        if row is None:
            row = ActorRole(
                workspace_id=workspace_id, actor_id=proposal.actor, role=proposal.role, recorded_at=clock.now()
            )
            session.add(row)
            new += 1
        if row.state is not Decided.CONFIRMED and row.state is not Decided.REJECTED:
            row.reasons = list(proposal.reasons)
    gone = [row for key, row in rows.items() if key not in seen and row.state is Decided.SUGGESTED]
    for row in gone:
        session.delete(row)
    session.flush()
    if new or gone:
        after = {"roles": new, "withdrawn": len(gone)}
        events.record(session, workspace_id, "network.suggest", f"workspace:{workspace_id}", by=by, after=after)
    return new


def proposals(session: Session, workspace_id: int) -> list[Proposal]:
    """Every role that the evidence speaks for today, by actor."""
    known = network(session, workspace_id)
    limits = thresholds.of(session.scalars(select(Workspace.thresholds).where(Workspace.id == workspace_id)).one())
    found: dict[tuple[int, NetworkRole], list[Reason]] = defaultdict(list)
    for actor, role, reason in (
        *_brokers(known, limits),
        *_entrepreneurs(session, workspace_id, known),
        *_of_documents(session, workspace_id),
        *_sponsors_by_money(known),
        *_stopping(session, workspace_id),
    ):
        found[actor, role].append(reason)
    _drop_small(found)
    ordered = sorted(found, key=lambda key: (key[0], key[1].value))
    return [Proposal(actor=actor, role=role, reasons=found[actor, role]) for actor, role in ordered]


def _drop_small(found: dict[tuple[int, NetworkRole], list[Reason]]) -> None:
    """A sponsor and a translator have taken several steps, not one."""
    for (actor, role), reasons in list(found.items()):
        if role is NetworkRole.SPONSOR and len(reasons) < STEPS:
            del found[actor, role]
        if role is NetworkRole.TRANSLATOR and len(reasons) < DOCUMENTS:
            del found[actor, role]


def _brokers(known: Network, limits: thresholds.Thresholds) -> Iterator[tuple[int, NetworkRole, Reason]]:
    """Between many, whose contacts do not know each other, across units; ties of the hierarchy left out."""
    beyond = known.at(Selection(on=clock.today(), hierarchy=False))
    if len(beyond.nodes) < limits.small_network:
        return
    for actor, place in measures(beyond.graph()).positions.items():
        between = place.betweenness >= limits.broker_betweenness
        open_ = place.constraint is not None and place.constraint < limits.broker_constraint
        if between and open_ and place.between_groups and beyond.nodes[actor].kind not in DECIDE_BY_LAW:
            values = {
                "betweenness": round(place.betweenness, 3),
                "constraint": round(place.constraint or 0.0, 3),
                "pairs": place.between_groups,
                "actors": len(beyond.nodes),
            }
            yield actor, NetworkRole.BROKER, {"code": "reason.stands_between", "values": values}


def _entrepreneurs(session: Session, workspace_id: int, known: Network) -> Iterator[tuple[int, NetworkRole, Reason]]:
    """Who starts things without having to: several times on one issue, or for years on several that were decided."""
    initiatives = _noted(session, workspace_id, "initiative")
    decisions = _noted(session, workspace_id, "decision")
    reached = _units_reached(known)
    for actor, taken in initiatives.items():
        free = [one for one in taken if one.facts.get("duty") is not True]
        issues: dict[str, list[_Noted]] = defaultdict(list)
        for one in free:
            issues[_issue(one)].append(one)
        for of_issue in issues.values():
            partners = any(str(one.facts.get("partners", "")).strip() for one in of_issue)
            if len(of_issue) >= INITIATIVES and (partners or reached.get(actor, 0) >= UNITS):
                values = {
                    "count": len(of_issue), "issue": of_issue[0].facts.get("issue", ""), "units": reached.get(actor, 0)
                }  # fmt: skip
                yield (
                    actor,
                    NetworkRole.ISSUE_ENTREPRENEUR,
                    _record_reason("reason.initiatives", values=values, noted=of_issue),
                )
        span = (max(one.on for one in taken) - min(one.on for one in taken)).days / 365.25
        won = decisions.get(actor, [])
        if len({_issue(one) for one in taken}) >= ISSUES and span >= YEARS and won:
            values = {"count": len(taken), "years": int(span), "decisions": len(won)}
            yield (
                actor,
                NetworkRole.POLITICAL_ENTREPRENEUR,
                _record_reason("reason.years_of_initiatives", values=values, noted=[*taken, *won]),
            )


def _of_documents(session: Session, workspace_id: int) -> Iterator[tuple[int, NetworkRole, Reason]]:
    """Drafted, decided or objected to: confirmed parts; a draft or a decision counts where links were confirmed."""
    linked = dict(
        session.execute(
            select(LocalEdition.document_id, Link.requirement_id)
            .join(Passage, Passage.edition_id == LocalEdition.id)
            .join(Link, Link.passage_id == Passage.id)
            .where(
                Link.workspace_id == workspace_id,
                Link.state == Decided.CONFIRMED,
                Link.type.in_((LinkType.IMPLEMENTS, LinkType.PARTLY)),
            )
        ).all()
    )
    roles = {
        Part.DRAFTED: (NetworkRole.TRANSLATOR, "reason.drafted"),
        Part.DECIDED: (NetworkRole.SPONSOR, "reason.decided"),
        Part.OBJECTED: (NetworkRole.VETO_POINT, "reason.objected"),
    }
    rows = session.scalars(
        select(Participation)
        .where(Participation.workspace_id == workspace_id, Participation.state == Decided.CONFIRMED)
        .order_by(Participation.on, Participation.id)
    )
    for row in rows:
        if row.part in roles and (row.part is Part.OBJECTED or row.document_id in linked):
            role, code = roles[row.part]
            # The title is the document's to show: it may be under secrecy.
            yield row.actor_id, role, {"code": code, "values": {}, "document": row.document_id}


def _sponsors_by_money(known: Network) -> Iterator[tuple[int, NetworkRole, Reason]]:
    """Who pays for another."""
    for tie in known.ties:
        if tie.kind == RelationKind.FUNDS:
            values = {"actor": known.nodes[tie.target].name}
            reason = {"code": "reason.funds", "values": values, "relation": tie.relation}
            yield tie.source, NetworkRole.SPONSOR, reason


def _stopping(session: Session, workspace_id: int) -> Iterator[tuple[int, NetworkRole, Reason]]:
    """A noted objection or stop."""
    for actor, noted in _noted(session, workspace_id, "objection").items():
        for one in noted:
            values = {"about": one.facts.get("about", ""), "on": one.on.isoformat()}
            yield actor, NetworkRole.VETO_POINT, _record_reason("reason.objection_noted", values=values, noted=[one])


def _issue(noted: _Noted) -> str:
    return str(noted.facts.get("issue", "")).strip().casefold()


def _record_reason(code: str, *, values: Mapping[str, Any], noted: Sequence[_Noted]) -> Reason:
    return {"code": code, "values": dict(values), "records": [one.id for one in noted]}


def _noted(session: Session, workspace_id: int, kind: str) -> dict[int, list[_Noted]]:
    """The records of a kind about actors, by actor, oldest first."""
    rows = session.execute(
        select(Record.actor_id, Record.id, Record.on, Record.facts)
        .join(Actor, Actor.id == Record.actor_id)
        .where(Record.workspace_id == workspace_id, Record.kind == kind, Record.withdrawn_at.is_(None))
        .order_by(Record.on, Record.id)
    )
    found: dict[int, list[_Noted]] = defaultdict(list)
    for actor, number, on, facts in rows:
        found[actor or 0].append(_Noted(number, on, facts or {}))
    return found


def _units_reached(known: Network) -> dict[int, int]:
    """How many other units or organisations each actor has had ties with that no hierarchy asks for."""
    reached: dict[int, set[int]] = defaultdict(set)
    for tie in known.at(Selection(on=clock.today(), hierarchy=False)).ties:
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            if known.nodes[one].group != known.nodes[other].group:
                reached[one].add(known.nodes[other].group)
    return {actor: len(groups) for actor, groups in reached.items()}
