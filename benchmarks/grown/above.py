"""Guidelines with their editions, provisions, requirements and wordings, and the crosswalks between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from benchmarks.grown.ground import FIRST, Ground, Row, joined, morning, named
from benchmarks.invented_acts import invent, write
from nlp.comparison import Part
from tracker.events import fingerprint
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import (
    Applies,
    BearerKind,
    Bindingness,
    Decided,
    Edition,
    Force,
    Guideline,
    GuidelineStatus,
    Level,
    Provision,
    Requirement,
    Wording,
    Zone,
)

FORCES = (
    ("ska inte", Force.PROHIBITION), ("får inte", Force.PROHIBITION), ("behöver inte", Force.EXEMPTION),
    (" ska ", Force.OBLIGATION), ("är skyldig", Force.OBLIGATION), (" bör ", Force.RECOMMENDATION),
    (" får ", Force.PERMISSION),
)  # fmt: skip
TRACKED = frozenset({Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION})
TOPICS = ("", "", "", "öppna data", "tillgänglighet", "säkerhet", "e-legitimation", "arkiv", "upphandling")
LEVELS = (Level.EU, Level.NATIONAL, Level.NATIONAL, Level.REGIONAL)
PIPELINE = "sv/blank/grown"


def grow_guidelines(ground: Ground) -> None:
    """As many guidelines as are missing, which share the missing requirements evenly."""
    missing = ground.sizes.guidelines - ground.held(Guideline)
    wanted = ground.sizes.requirements - ground.held(Requirement)
    rows: dict[type, list[Row]] = {table: [] for table in (Guideline, Edition, Provision, Requirement, Wording)}
    for number in range(missing):
        count = wanted // missing + (number < wanted % missing)
        _guideline(ground, number, count, rows)
    for table, some in rows.items():
        ground.add(table, some)


def grow_crosswalks(ground: Ground) -> None:
    """Requirements from the EU carried out by national ones; one in six is confirmed."""
    found = ground.session.execute(
        select(Requirement.id, Requirement.fingerprint, Guideline.level)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Requirement.tracked)
        .order_by(Requirement.id)
    ).all()
    upper = [row for row in found if row.level is Level.EU]
    lower = [row for row in found if row.level is not Level.EU]
    taken = {tuple(row) for row in ground.session.execute(select(Crosswalk.upper_id, Crosswalk.lower_id))}
    rows = []
    while len(taken) < ground.sizes.crosswalks:
        above, below = ground.chance.choice(upper), ground.chance.choice(lower)
        if (above.id, below.id) in taken:
            continue
        taken.add((above.id, below.id))
        day, confirmed = ground.day(), ground.chance.random() < 1 / 6
        decided = {"on": day, "decided_by_id": ground.person_id, "decided_at": morning(day)} if confirmed else {}
        rows.append(
            {
                "upper_id": above.id,
                "lower_id": below.id,
                "type": ground.chance.choice(list(CrosswalkType)) if confirmed else None,
                "state": Decided.CONFIRMED if confirmed else Decided.SUGGESTED,
                "score": round(ground.chance.random(), 3),
                "scorer": "grown",
                "reasons": [],
                "upper_fingerprint": above.fingerprint,
                "lower_fingerprint": below.fingerprint,
                "recorded_at": morning(day),
                "version": 1 + confirmed,
                "on": None,
                "decided_by_id": None,
                "decided_at": None,
                **decided,
            }
        )
    ground.add(Crosswalk, rows)


def _guideline(ground: Ground, number: int, count: int, rows: dict[type, list[Row]]) -> None:
    """One act with its official text; every part of it that says something of the kind is a requirement."""
    guideline = _act(ground, number)
    rows[Guideline].append(guideline)
    parts = [part for part in write(invent(ground.chance, sections=count, stock=0.05)).parts if part.text]
    edition, starts = _edition(ground, guideline, number, parts)
    rows[Edition].append(edition)
    made = 0
    for position, (part, start) in enumerate(zip(parts, starts, strict=True)):
        provision = _provision(ground, edition, part, position, start)
        rows[Provision].append(provision)
        force = next((force for words, force in FORCES if words in part.text), None)
        if force is None or made == count:
            continue
        made += 1
        requirement = _requirement(ground, guideline, part, position, force)
        rows[Requirement].append(requirement)
        rows[Wording].append(_wording(provision, requirement, part))


def _act(ground: Ground, number: int) -> Row:
    title = f"Lag om påhittade förhållanden nr {number + 1}"
    adopted = FIRST - timedelta(days=ground.chance.randrange(2000))
    return {
        "id": ground.number(Guideline),
        "identifier": f"SFS 2019:{4000 + number}",
        "title_sv": title,
        "title_en": f"Act on invented matters no. {number + 1}",
        "issuer": "Riksdagen",
        "level": LEVELS[number % len(LEVELS)],
        "bindingness": Bindingness.SOFT if number % 5 == 0 else Bindingness.BINDING,
        "status": GuidelineStatus.IN_FORCE,
        "adopted_on": adopted,
        "in_force_on": adopted + timedelta(days=90),
        "applies_on": adopted + timedelta(days=90),
        "added_at": morning(FIRST),
        **named(title),
    }


def _edition(ground: Ground, guideline: Row, number: int, parts: Sequence[Part]) -> tuple[Row, list[int]]:
    """The edition, and where each part begins in its text."""
    text, starts = joined([part.text for part in parts])
    row = {
        "id": ground.number(Edition),
        "guideline_id": guideline["id"],
        "original_sha256": ground.original(f"{guideline['identifier']}\n{text}"),
        "file_name": f"sfs-2019-{4000 + number}.md",
        "title": guideline["title_sv"],
        "language": "sv",
        "format": "markdown",
        "tradition": "swedish_statute",
        "text": text,
        "published_on": guideline["adopted_on"],
        "imported_at": morning(FIRST),
        "imported_by_id": ground.person_id,
        "pipeline": PIPELINE,
        "facts": {},
        "warnings": [],
    }
    return row, starts


def _provision(ground: Ground, edition: Row, part: Part, position: int, start: int) -> Row:
    return {
        "id": ground.number(Provision),
        "edition_id": edition["id"],
        "position": position,
        "locator": part.locator,
        "zone": Zone.ENACTING,
        "kind": "paragraph",
        "start": start,
        "end": start + len(part.text),
    }


def _requirement(ground: Ground, guideline: Row, part: Part, position: int, force: Force) -> Row:
    return {
        "id": ground.number(Requirement),
        "guideline_id": guideline["id"],
        "key": part.locator,
        "locator": part.locator,
        "position": position,
        "force": force,
        "tracked": force in TRACKED,
        "applies": ground.chance.choice((Applies.YES, Applies.YES, Applies.UNKNOWN, Applies.CONDITIONAL)),
        "bearer_kind": ground.chance.choice((BearerKind.MUNICIPALITY, BearerKind.ANY_AUTHORITY)),
        "topic": ground.chance.choice(TOPICS),
        "fingerprint": fingerprint("", part.text),
        "created_at": morning(FIRST),
    }


def _wording(provision: Row, requirement: Row, part: Part) -> Row:
    return {
        "requirement_id": requirement["id"],
        "edition_id": provision["edition_id"],
        "provision_id": provision["id"],
        "language": "sv",
        "locator": part.locator,
        "start": provision["start"],
        "end": provision["end"],
        "lead_ins": [],
        "force": requirement["force"],
        "confidence": 0.9,
        "p_requirement": 0.95,
        "p_regulatory": 0.97,
        "spans": [],
        "pipeline": PIPELINE,
        "duty_bearer": part.text.split(maxsplit=1)[0],
        "action": part.text[:60],
        "fingerprint": requirement["fingerprint"],
    }
