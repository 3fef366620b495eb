"""Units, services with their figures and records, and documents with their passages."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from benchmarks.grown.ground import FIRST, Ground, Row, joined, morning, named
from benchmarks.invented_acts import invent, new_paragraph, new_word
from tracker.events import fingerprint
from tracker.tables.local import (
    DocumentStatus,
    LocalDocument,
    LocalEdition,
    Passage,
    PassageReference,
    PassageType,
)
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import UNIT_KINDS, Actor, ActorKind, Part, Participation, Relation, RelationKind
from tracker.tables.service import Acquisition, DesignDriver, Service, ServiceStatus

TYPES = (
    *(PassageType.RULE,) * 45, *(PassageType.BACKGROUND,) * 32, *(PassageType.HEADING,) * 12,
    *(PassageType.DECISION,) * 5, *(PassageType.CONTENTS,) * 4, PassageType.PROPOSAL, PassageType.REJECTED,
)  # fmt: skip
KINDS = ("POL", "POL", "STR", "VP", "REGL", "PROT", "AR", "TR", "UPPH", "IHP")
STATUS = (*(DocumentStatus.ADOPTED,) * 8, DocumentStatus.DRAFT, DocumentStatus.UNKNOWN)
EVENTS = ("Bygga och bo", "Få barn", "Starta företag", "Bli äldre", "Flytta", "Börja skolan")
FIGURES = ("starts", "completions", "drop_offs", "visits")
MONTHS = 24


def grow_units(ground: Ground) -> list[int]:
    """As many units as are missing, each with ties to others; gives the numbers of all units."""
    missing = ground.sizes.units - ground.held(Actor, Actor.kind.in_(UNIT_KINDS))
    own = select(Actor.id).where(Actor.workspace_id == ground.workspace_id).order_by(Actor.id)
    boards = list(ground.session.scalars(own.where(Actor.kind == ActorKind.BOARD)))
    ground.add(
        Actor,
        [
            {
                "id": ground.number(Actor),
                "workspace_id": ground.workspace_id,
                "kind": ActorKind.UNIT,
                "part_of_id": ground.chance.choice(boards),
                "role": "Sköter det som har lagts på enheten",
                **named(f"Enheten för {new_word(ground.chance)} {number + 1}"),
            }
            for number in range(missing)
        ],
    )
    units = list(ground.session.scalars(own.where(Actor.kind.in_(UNIT_KINDS))))
    kinds = (RelationKind.COOPERATES, RelationKind.INFORMS, RelationKind.ADVISES, RelationKind.TRAINS)
    ties = {(*ground.chance.sample(units, 2), ground.chance.choice(kinds)) for _ in range(5 * missing)}
    ground.add(
        Relation,
        [
            {
                "workspace_id": ground.workspace_id,
                "from_id": one,
                "to_id": other,
                "kind": kind,
                "formal": ground.chance.random() < 0.5,
                "valid_from": FIRST + timedelta(days=number),
                "source": "Samverkansplan",
                "reasons": [],
                "recorded_at": morning(FIRST),
            }
            for number, (one, other, kind) in enumerate(sorted(ties))
        ],
    )
    return units


def grow_services(ground: Ground, units: list[int]) -> list[int]:
    """As many services as are missing, with two years of figures and some records; gives the numbers of all."""
    services, figures, records = [], [], []
    for number in range(ground.sizes.services - ground.held(Service)):
        service = ground.number(Service)
        services.append(
            {
                "id": service,
                "workspace_id": ground.workspace_id,
                "identifier": f"V-{number + 1}",
                "unit_id": ground.chance.choice(units),
                "status": ground.chance.choice((*(ServiceStatus.IN_SERVICE,) * 6, ServiceStatus.PILOT)),
                "channel": "e-tjänst",
                "life_event": ground.chance.choice(EVENTS),
                "acquisition": ground.chance.choice(list(Acquisition)),
                "design_driver": ground.chance.choice(list(DesignDriver)),
                "personal_data": True,
                "cross_border": number % 5 == 0,
                "started_on": ground.day(),
                "description": "Den som behöver det kan ansöka och följa ärendet.",
                **named(f"Ansök om {new_word(ground.chance)} {number + 1}"),
            }
        )
        for month in range(MONTHS):
            first = date(2024 + month // 12, month % 12 + 1, 1)
            figures += [_figure(ground, service, name, first) for name in FIGURES]
        records += [_record(ground, service, kind) for kind in ("user_test", "follow_up", "routine", "launch_check")]
    for table, rows in ((Service, services), (Measurement, figures), (Record, records)):
        ground.add(table, rows)
    own = select(Service.id).where(Service.workspace_id == ground.workspace_id).order_by(Service.id)
    return list(ground.session.scalars(own))


def grow_documents(ground: Ground, units: list[int]) -> None:
    """As many documents as are missing, which share the missing passages evenly."""
    missing = ground.sizes.documents - ground.held(LocalDocument)
    wanted = ground.sizes.passages - ground.held(Passage)
    rows: dict[type, list[Row]] = {table: [] for table in (LocalDocument, LocalEdition, Passage, PassageReference)}
    parts = []
    for number in range(missing):
        document = _document(ground, number, wanted // missing + (number < wanted % missing), units, rows)
        parts += [
            {
                "workspace_id": ground.workspace_id,
                "document_id": document,
                "actor_id": ground.chance.choice(units),
                "part": part,
                "on": ground.day(),
                "recorded_at": morning(FIRST),
            }
            for part in (Part.RESPONSIBLE, Part.CONSULTED)
        ]
    for table, some in rows.items():
        ground.add(table, some)
    ground.add(Participation, parts)


def _figure(ground: Ground, service: int, indicator: str, first: date) -> Row:
    return {
        "workspace_id": ground.workspace_id,
        "service_id": service,
        "indicator": indicator,
        "period_from": first,
        "period_to": (first + timedelta(days=31)).replace(day=1) - timedelta(days=1),
        "value": float(ground.chance.randint(5, 900)),
        "source": "uttag ur plattformen",
        "recorded_at": morning(first + timedelta(days=40)),
    }


def _record(ground: Ground, service: int, kind: str) -> Row:
    facts = {
        "user_test": {"participants": ground.chance.randint(0, 9), "findings": 4, "fixed": ground.chance.randint(2, 4)},
        "follow_up": {"period": str(ground.chance.randint(2023, 2026))},
        "launch_check": {"item": "owner", "answer": "yes"},
    }.get(kind, {})
    day = ground.day()
    return {
        "workspace_id": ground.workspace_id,
        "service_id": service,
        "kind": kind,
        "on": day,
        "facts": facts,
        "by_id": ground.person_id,
        "recorded_at": morning(day),
    }


def _document(ground: Ground, number: int, count: int, units: list[int], rows: dict[type, list[Row]]) -> int:
    """One document with its text; gives its number."""
    chance, document, edition = ground.chance, ground.number(LocalDocument), ground.number(LocalEdition)
    day, status, name = ground.day(), chance.choice(STATUS), f"Riktlinje för {new_word(chance)} nr {number + 1}"
    known = {"workspace_id": ground.workspace_id}
    rows[LocalDocument].append(
        {
            "id": document,
            "type": chance.choice(KINDS),
            "body": "Kommunstyrelsen",
            "dnr": f"KS {day.year}/{number:05}",
            "decided_on": day if status is DocumentStatus.ADOPTED else None,
            "status": status,
            "valid_from": day if status is DocumentStatus.ADOPTED else None,
            "valid_to": day + timedelta(days=1500) if number % 4 == 0 else None,
            "responsible_id": chance.choice((*units, 1)),
            "created_at": morning(day),
            **known,
            **named(name),
        }
    )
    stock = invent(chance, sections=0, stock=0)
    texts = [new_paragraph(stock, chance).text for _ in range(count)]
    text, starts = joined(texts)
    rows[LocalEdition].append(
        {
            "id": edition,
            "document_id": document,
            "original_sha256": ground.original(f"{name}\n{text}"),
            "file_name": f"riktlinje-{number + 1}.md",
            "language": "sv",
            "format": "markdown",
            "tradition": "municipal",
            "text": text,
            "imported_at": morning(day),
            "imported_by_id": ground.person_id,
            "pipeline": "passages/1",
            "warnings": [],
            **known,
        }
    )
    for position, (words, start) in enumerate(zip(texts, starts, strict=True)):
        passage = ground.number(Passage)
        rows[Passage].append(
            {
                "id": passage,
                "edition_id": edition,
                "position": position,
                "locator": f"section {position // 8 + 1} para {position % 8 + 1}",
                "type": chance.choice(TYPES),
                "heading": f"Avsnitt {position // 8 + 1}",
                "start": start,
                "end": start + len(words),
                "fingerprint": fingerprint(words),
                **known,
            }
        )
        if position % 20 == 0:
            target = f"SFS 2019:{4000 + chance.randrange(240)}"
            rows[PassageReference].append(
                {"passage_id": passage, "start": 0, "end": len(words), "text": target, "target": target, **known}
            )
    return document
