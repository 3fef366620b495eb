"""What the databases of these tests hold, and texts of any size: made by hand, as reading them would take long."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from nlp.applicability import EVERYBODY
from nlp.requirements import Force
from nlp.requirements import Requirement as Reading
from policies.document import Block, BlockKind, Document, Provision, Zone
from tracker import documents, events, ingest, linking, workspaces
from tracker.database import Database
from tracker.extraction import Extracted
from tracker.passages import PreparedPassage
from tracker.tables.guideline import Requirement
from tracker.tables.local import Passage, PassageType
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
    data = f"{name}\n{text}".encode()
    places = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    read = [
        Reading(
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
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
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


def links(database: Database, number: int) -> tuple[int, list[int]]:
    """A workspace, and so many suggested links in it: from the requirements of a guideline to passages."""
    by, workspace = person(database)
    with database.writing() as session:
        imported = ingest.import_guideline(session, guideline(number, "Lag"), by=by)
        documents.import_document(session, _document(number), workspace, by=by)
        requirements = session.scalars(
            select(Requirement.id).where(Requirement.guideline_id == imported.guideline_id).order_by(Requirement.id)
        )
        passages = session.scalars(select(Passage.id).order_by(Passage.id))
        pairs = zip(requirements.all(), passages.all(), strict=True)
        return workspace, [
            linking.add(session, workspace, requirement, "passage", passage, by=by).id for requirement, passage in pairs
        ]


def _document(passages: int) -> documents.PreparedDocument:
    """A local document of so many paragraphs."""
    read = guideline(passages, "Riktlinje")
    return documents.PreparedDocument(
        file_name="riktlinje.txt",
        data=read.data,
        sha256=read.sha256,
        document=read.document,
        language="sv",
        passages=tuple(
            PreparedPassage(
                locator=f"{number} §",
                type=PassageType.RULE,
                heading="",
                page=0,
                start=block.start,
                end=block.end,
                references=(),
            )
            for number, block in enumerate(read.document.blocks, 1)
        ),
        facts=(),
    )
