"""Links with their evidence, searches, judgements, measures, and the events of the latest decisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from benchmarks.grown.ground import Ground, Row, morning
from tracker.events import commitment, digest, fingerprint
from tracker.evidencing import GIVEN_BY
from tracker.suspects import NEVER_EVIDENCE
from tracker.tables.assessment import Assessment, Compliance, Evidence, Measure, MeasureState
from tracker.tables.event import Event, EventHead
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import GapProposal, Link, LinkType, SearchedEdition, SearchRecord
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.measurement import Record
from tracker.tables.service import Service
from tracker.tables.translation import Mode, ModeSuggestion
from tracker.views.ladder.standings import digest_of

SUGGESTED = {"state": "suggested", **dict.fromkeys(("type", "subject_id", "decided_by_id", "decided_at", "on"))}
"""What a link held before somebody confirmed it, as events tell."""
SUPPORTS = ("responsible", "deadline", "resource")
TYPED = (LinkType.IMPLEMENTS, LinkType.IMPLEMENTS, LinkType.PARTLY, LinkType.MENTIONS)
FOUND, SEARCHED, JUDGED = 0.05, 200, 800
"""The share of links to services; how many searches found nothing; how many judgements there are."""


def grow_links(ground: Ground) -> None:
    """As many links as are missing, most of them suggested; a person has confirmed some, which gives evidence."""
    chance, session = ground.chance, ground.session
    requirements = session.execute(
        select(Requirement.id, Requirement.fingerprint).where(Requirement.tracked).order_by(Requirement.id)
    ).all()
    passages = session.execute(
        select(Passage.id, Passage.fingerprint, LocalDocument.responsible_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Passage.workspace_id == ground.workspace_id, Passage.type.not_in(NEVER_EVIDENCE), LocalEdition.current)
        .order_by(Passage.id)
    ).all()
    services = session.scalars(
        select(Service).where(Service.workspace_id == ground.workspace_id).order_by(Service.id)
    ).all()
    targets = [(service.id, fingerprint(service.words), service.unit_id) for service in services]
    taken = {tuple(row) for row in session.execute(select(Link.requirement_id, Link.passage_id, Link.service_id))}
    due = ground.sizes.confirmed - ground.held(Link, Link.state == Decided.CONFIRMED)
    links: list[Row] = []
    missing = ground.sizes.links - ground.held(Link)
    while len(links) < missing:
        requirement = chance.choice(requirements)
        to_service = chance.random() < FOUND
        target, print_, subject = chance.choice(targets if to_service else passages)
        passage, service = (None, target) if to_service else (target, None)
        if (requirement.id, passage, service) in taken:
            continue
        taken.add((requirement.id, passage, service))
        confirmed = len(links) < due
        rejected = not confirmed and chance.random() < 0.02
        day = ground.day()
        links.append(
            {
                "id": ground.number(Link),
                "workspace_id": ground.workspace_id,
                "requirement_id": requirement.id,
                "passage_id": passage,
                "service_id": service,
                "subject_id": (subject or 1) if confirmed else None,
                "type": chance.choice(TYPED) if confirmed else None,
                "state": Decided.CONFIRMED if confirmed else Decided.REJECTED if rejected else Decided.SUGGESTED,
                "score": round(chance.betavariate(2, 6), 4),
                "scorer": "grown",
                "reasons": [{"code": "reason.same_norm", "values": {"norm": "SFS 2019:4000"}, "weight": 0.4}],
                "requirement_fingerprint": requirement.fingerprint,
                "target_fingerprint": print_,
                "on": day if confirmed or rejected else None,
                "decided_by_id": ground.person_id if confirmed or rejected else None,
                "decided_at": morning(day) if confirmed or rejected else None,
                "recorded_at": morning(day),
                "version": 2 if confirmed or rejected else 1,
            }
        )
    ground.add(Link, links)
    confirmed_links = links[:due]
    ground.add(Evidence, [row for link in confirmed_links for row in _evidence(ground, link)])
    ground.add(ModeSuggestion, [_mode(link) for link in confirmed_links if link["passage_id"] and link["id"] % 2])
    ground.add(Evidence, list(_attached(ground, [link for link in confirmed_links if link["service_id"]])))
    grow_events(ground, confirmed_links)


def grow_searches(ground: Ground) -> None:
    """Searches of all current texts that found nothing, and gaps the machine proposes where nothing is confirmed."""
    session = ground.session
    confirmed = select(Link.requirement_id).where(Link.state == Decided.CONFIRMED)
    free = session.execute(
        select(Requirement.id, Requirement.fingerprint)
        .where(
            Requirement.tracked,
            Requirement.id.not_in(confirmed),
            Requirement.id.not_in(select(SearchRecord.requirement_id)),
            Requirement.id.not_in(select(GapProposal.requirement_id)),
        )
        .order_by(Requirement.id)
    ).all()
    current = (LocalEdition.workspace_id == ground.workspace_id, LocalEdition.current)
    editions = list(session.scalars(select(LocalEdition.id).where(*current).order_by(LocalEdition.id)))
    known = {"workspace_id": ground.workspace_id}
    records, searched = [], []
    for requirement in free[:SEARCHED]:
        record, day = ground.number(SearchRecord), ground.day()
        records.append(
            {
                "id": record,
                "requirement_id": requirement.id,
                "requirement_fingerprint": requirement.fingerprint,
                "on": day,
                "by_id": ground.person_id,
                "recorded_at": morning(day),
                **known,
            }
        )
        searched += [{"search_record_id": record, "edition_id": edition, **known} for edition in editions]
    ground.add(SearchRecord, records)
    ground.add(SearchedEdition, searched)
    ground.add(
        GapProposal,
        [
            {
                "requirement_id": requirement.id,
                "probability": round(0.6 + 0.4 * ground.chance.random(), 3),
                "best": 0.1,
                "threshold": 0.6,
                "searched": ground.sizes.passages,
                "editions": len(editions),
                "scorer": "grown",
                "requirement_fingerprint": requirement.fingerprint,
                "recorded_at": morning(ground.day()),
                **known,
            }
            for requirement in free[SEARCHED::3]
        ],
    )


def grow_judgements(ground: Ground, units: list[int]) -> None:
    """Judgements of levels, and planned measures with their owners, days and meetings."""
    known = {"workspace_id": ground.workspace_id}
    found = ground.session.execute(
        select(Requirement.id, Requirement.fingerprint).where(Requirement.tracked).order_by(Requirement.id)
    ).all()
    judged, measures = [], []
    for requirement in ground.chance.sample(found, JUDGED):
        day = ground.day()
        judged.append(
            {
                "requirement_id": requirement.id,
                "actor_id": ground.chance.choice(units),
                "level": ground.chance.randint(0, 3),
                "compliance": ground.chance.choice(list(Compliance)),
                "requirement_fingerprint": requirement.fingerprint,
                "evidence_digest": digest_of([]),
                "on": day,
                "by_id": ground.person_id,
                "recorded_at": morning(day),
                **known,
            }
        )
    for number in range(ground.sizes.measures - ground.held(Measure)):
        day = ground.day()
        measures.append(
            {
                "requirement_id": ground.chance.choice(found).id,
                "actor_id": ground.chance.choice(units),
                "title": f"Ta fram det som saknas, del {number + 1}",
                "owner_id": ground.chance.choice(units),
                "due_on": day + timedelta(days=ground.chance.randint(30, 700)),
                "state": ground.chance.choice((MeasureState.PLANNED, MeasureState.ONGOING, MeasureState.DONE)),
                "barrier": ground.chance.choice(("", "staffing", "vendor")),
                "cause": ground.chance.choice(("gap", "aged_evidence")),
                "recorded_at": morning(day),
                **known,
            }
        )
    ground.add(Assessment, judged)
    ground.add(Measure, measures)


def grow_events(ground: Ground, links: list[Row]) -> None:
    """The events of confirming the latest of these links, each bound to the one before it."""
    head = ground.session.get_one(EventHead, ground.workspace_id)
    last = ground.session.scalars(select(Event.recorded_at).order_by(Event.recorded_at.desc()).limit(1)).one()
    seq, previous, rows = head.seq, head.hash, []
    for number, link in enumerate(links[: max(0, ground.sizes.events - ground.held(Event))]):
        seq += 1
        event = Event(
            chain=ground.workspace_id,
            seq=seq,
            recorded_at=last + timedelta(seconds=40 * (number + 1)),
            by_id=ground.person_id,
            action="link.confirm",
            entity=f"link:{link['id']}",
            before={"former": {f"link:{link['id']}": SUGGESTED}},
            after={"state": "confirmed", "type": link["type"].value, "requirement": link["requirement_id"]},
            request_id=fingerprint("grown", str(link["id"]))[:32],
            note_commitment=commitment("", ""),
            prev_hash=previous,
            hash="",
        )
        previous = digest(event)
        columns = (column.key for column in Event.__table__.columns if column.key != "id")
        rows.append({**{name: getattr(event, name) for name in columns}, "hash": previous})
    ground.add(Event, rows)
    for row in rows:  # the database lets a head grow by one event at a time
        ground.session.execute(
            update(EventHead)
            .where(EventHead.chain == ground.workspace_id)
            .values(seq=row["seq"], hash=row["hash"])
            .execution_options(synchronize_session=False)
        )


def _evidence(ground: Ground, link: Row) -> list[Row]:
    """What a confirmed link gives by its type, and now and then all that the third step asks for."""
    kinds = GIVEN_BY.get(("passage" if link["passage_id"] else "service", link["type"]), ())
    more = SUPPORTS if ground.chance.random() < 0.05 else ()
    return [_piece(link, kind, {"actor_id": link["subject_id"], "link_id": link["id"]}) for kind in (*kinds, *more)]


def _attached(ground: Ground, links: list[Row]) -> list[Row]:
    """Tests and follow-ups of services, attached as evidence for what the services are linked to."""
    records: dict[int, Any] = {}
    found = ground.session.execute(
        select(Record.id, Record.service_id, Record.kind, Record.on).where(
            Record.kind.in_(("user_test", "follow_up")), Record.withdrawn_at.is_(None)
        )
    )
    for row in found:
        records.setdefault(row.service_id, row)
    codes = {"user_test": "tested", "follow_up": "follow_up"}
    return [
        _piece(link, codes[record.kind], {"service_id": link["service_id"], "record_id": record.id})
        for link in links
        if (record := records.get(link["service_id"])) is not None
    ]


def _piece(link: Row, kind: str, of: Row) -> Row:
    return {
        **dict.fromkeys(("actor_id", "service_id", "link_id", "record_id")),
        "workspace_id": link["workspace_id"],
        "requirement_id": link["requirement_id"],
        "kind": kind,
        "on": link["on"],
        "by_id": link["decided_by_id"],
        "recorded_at": link["recorded_at"],
        **of,
    }


def _mode(link: Row) -> Row:
    return {
        "workspace_id": link["workspace_id"],
        "link_id": link["id"],
        "mode": list(Mode)[link["id"] % len(Mode)],
        "modifiers": [],
        "confidence": 0.7,
        "reasons": [],
        "elements": [],
        "reader": "grown",
        "requirement_fingerprint": link["requirement_fingerprint"],
        "target_fingerprint": link["target_fingerprint"],
        "recorded_at": link["recorded_at"],
    }
