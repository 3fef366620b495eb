"""What the databases of these tests hold, and texts of any size: made by hand, as reading them would take long."""

from __future__ import annotations

import hashlib

from nlp.applicability import EVERYBODY
from nlp.requirements import Force, Requirement
from policies.document import Block, BlockKind, Document, Provision, Zone
from tracker import events, ingest, workspaces
from tracker.database import Database
from tracker.extraction import Extracted
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person

SENTENCE = "Nämnden ska svara inom {number} dagar och redovisa svaret för fullmäktige."


def person(database: Database) -> tuple[Person, int]:
    """The person of local mode, and a workspace of theirs."""
    with database.writing() as session:
        by = workspaces.local_person(session, "Testperson")
        return by, workspaces.create(session, "Provby kommun", by=by).id


def actors(database: Database, number: int) -> tuple[int, list[int]]:
    """A workspace, and so many units in it."""
    by, workspace = person(database)
    with database.writing() as session:
        rows = [Actor(workspace_id=workspace, kind=ActorKind.UNIT, name=f"Enhet {place}") for place in range(number)]
        session.add_all(rows)
        events.record(session, workspace, "actor.add", f"workspace:{workspace}", by=by, after={"rows": number})
        return workspace, [row.id for row in rows]


def guideline(provisions: int, name: str) -> ingest.Prepared:
    """A guideline of so many sections with a requirement each, as reading and extraction leave it."""
    lines = [f"{number} § " + SENTENCE.format(number=number) for number in range(1, provisions + 1)]
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    text = "\n".join(lines)
    places = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    read = [
        Requirement(
            unit_id=str(index),
            start=start + line.index("§") + 2,
            end=end,
            force=Force.OBLIGATION,
            is_requirement=True,
            confidence=0.9,
            p_requirement=0.9,
            p_regulatory=0.9,
        )
        for index, ((start, end), line) in enumerate(zip(places, lines, strict=True))
    ]
    return ingest.Prepared(
        file_name=f"{name}.txt",
        data=text.encode(),
        sha256=hashlib.sha256(f"{name} {text}".encode()).hexdigest(),
        document=Document(
            text=text,
            blocks=tuple(Block(kind=BlockKind.PARAGRAPH, start=start, end=end) for start, end in places),
            provisions=tuple(
                Provision(locator=f"{number} §", zone=Zone.ENACTING, kind="section", start=start, end=end)
                for number, (start, end) in enumerate(places, 1)
            ),
            title=name,
            language="sv",
            format="text",
        ),
        language="sv",
        reach=EVERYBODY,
        extracted=tuple(
            Extracted(provision=index, lead_ins=(), requirement=requirement) for index, requirement in enumerate(read)
        ),
        pipeline="made",
    )
