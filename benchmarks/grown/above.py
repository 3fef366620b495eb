"""Guidelines with their editions, provisions, requirements and wordings, and the crosswalks between them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from benchmarks.grown.ground import FIRST, Ground, Row, joined, morning, named
from benchmarks.invented_acts import invent, write
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
    guideline, edition = ground.number(Guideline), ground.number(Edition)
    title, sfs = f"Lag om påhittade förhållanden nr {number + 1}", f"SFS 2019:{4000 + number}"
    adopted = FIRST - timedelta(days=ground.chance.randrange(2000))
    rows[Guideline].append(
        {
            "id": guideline,
            "identifier": sfs,
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
    )
    parts = [part for part in write(invent(ground.chance, sections=count, stock=0.05)).parts if part.text]
    text, starts = joined([part.text for part in parts])
    rows[Edition].append(
        {
            "id": edition,
            "guideline_id": guideline,
            "original_sha256": ground.original(f"{sfs}\n{text}"),
            "file_name": f"sfs-2019-{4000 + number}.md",
            "title": title,
            "language": "sv",
            "format": "markdown",
            "tradition": "swedish_statute",
            "text": text,
            "published_on": adopted,
            "imported_at": morning(FIRST),
            "imported_by_id": ground.person_id,
            "pipeline": PIPELINE,
            "facts": {},
            "warnings": [],
        }
    )
    made = 0
    for position, (part, start) in enumerate(zip(parts, starts, strict=True)):
        provision, end = ground.number(Provision), start + len(part.text)
        rows[Provision].append(
            {
                "id": provision,
                "edition_id": edition,
                "position": position,
                "locator": part.locator,
                "zone": Zone.ENACTING,
                "kind": "paragraph",
                "start": start,
                "end": end,
            }
        )
        force = next((force for words, force in FORCES if words in part.text), None)
        if force is None or made == count:
            continue
        made += 1
        requirement, print_ = ground.number(Requirement), fingerprint("", part.text)
        rows[Requirement].append(
            {
                "id": requirement,
                "guideline_id": guideline,
                "key": part.locator,
                "locator": part.locator,
                "position": position,
                "force": force,
                "tracked": force in TRACKED,
                "applies": ground.chance.choice((Applies.YES, Applies.YES, Applies.UNKNOWN, Applies.CONDITIONAL)),
                "bearer_kind": ground.chance.choice((BearerKind.MUNICIPALITY, BearerKind.ANY_AUTHORITY)),
                "topic": ground.chance.choice(TOPICS),
                "fingerprint": print_,
                "created_at": morning(FIRST),
            }
        )
        rows[Wording].append(
            {
                "requirement_id": requirement,
                "edition_id": edition,
                "provision_id": provision,
                "language": "sv",
                "locator": part.locator,
                "start": start,
                "end": end,
                "lead_ins": [],
                "force": force,
                "confidence": 0.9,
                "p_requirement": 0.95,
                "p_regulatory": 0.97,
                "spans": [],
                "pipeline": PIPELINE,
                "duty_bearer": part.text.split(maxsplit=1)[0],
                "action": part.text[:60],
                "fingerprint": print_,
            }
        )
