"""Frameworks of one's own: rows made into a framework's file, looked at, then stored by the way of every guideline."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies import framework
from policies.document import ReadWarning
from policies.sandbox import read_safely
from tracker import editions, ingest
from tracker.database import Database
from tracker.errors import Conflict, ImportProblem, Refused
from tracker.identifiers import OWN
from tracker.importers import composing, frameworks, headings
from tracker.importers.columns import Imported, Row
from tracker.importers.headings import Layout
from tracker.importers.intake import RowsRefused
from tracker.importers.table import Sheets
from tracker.listing import crosswalks, mappings
from tracker.listing.rows import RowProblem
from tracker.listing.working import Work
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.guideline import Force, Guideline, Level, Requirement, Wording
from tracker.tables.people import Person, Workspace
from tracker.tasks.guidelines import preview_guideline, store_guideline

ENDING = ".json"
"""What is put to the name of the sheet a framework came from: what is kept is its framework file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of a framework. `edition_of` is the guideline it is a new edition of, None for a new one.

    `everywhere`: it counts in all workspaces and not in this one alone.
    """

    title: str
    edition_of: int | None = None
    everywhere: bool = False
    level: Level = Level.REGIONAL
    issuer: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A framework as a file that is not stored yet. `rows` are the sheet's rows its requirements came from, in order.

    `identifier` is what the guideline is known by; `workspace_id` the one it counts in, None for all. With `problems`
    nothing can be stored.
    """

    data: bytes
    file: str
    identifier: str = ""
    level: Level | None = None
    workspace_id: int | None = None
    rows: tuple[int, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A requirement of a draft: its force as the sheet has it, as the program reads its words, and as it will stand.

    `row` is 0 where the draft came from no sheet; `stands` is None for what asks for nothing.
    """

    row: int
    locator: str
    heading: str
    lead_in: str
    text: str
    written: Force | None
    read: Force | None
    stands: Force | None
    duty_bearer: str
    deadline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What storing a draft would do. `edition` compares it with what is there; `crosswalks` is how many it brings."""

    title: str
    lines: tuple[Line, ...]
    provisions: int
    crosswalks: int
    edition: editions.EditionPreview
    prepared: ingest.Prepared
    digest: str

    @property
    def requirements(self) -> int:
        """How many of the lines ask for something or allow it."""
        return sum(line.stands is not None for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What was stored; `tied` crosswalks were confirmed, `untied` have their other end in no guideline that is here."""

    guideline: ingest.ImportedGuideline
    tied: int = 0
    untied: int = 0


def layout(
    session: Session, source: Sheets, workspace_id: int, *, chosen: Mapping[int, str] | None = None, guess: bool = False
) -> Layout:
    """What the columns of a sheet mean: known, remembered, guessed where asked for, or `chosen` by a person."""
    kind = frameworks.FRAMEWORK
    remembered = mappings.remembered(session, workspace_id, kind.code)
    return headings.find(source.sheets, kind.code, kind.columns, remembered=remembered, chosen=chosen, guess=guess)


def draft(session: Session, found: Imported[Row], file: str, said: Said, workspace: Workspace) -> Draft:
    """A framework made of rows. Raises Refused for one without a name, or with one that is taken."""
    if found.problems:
        return Draft(data=b"", file=file, problems=found.problems, warnings=found.warnings)
    title = " ".join(said.title.split())[: ingest.TITLE]
    own = None if said.everywhere else workspace.id
    if said.edition_of is not None:
        guideline = session.get_one(Guideline, said.edition_of)
        identifier, title, own = guideline.identifier, guideline.name, guideline.workspace_id
    else:
        identifier = composing.identifier_of(title, "" if said.everywhere else workspace.slug)
        if not composing.identifier_of(title).removeprefix(OWN.strip()):
            raise Refused("error.framework_name")
        if session.scalars(select(Guideline.id).where(Guideline.identifier == identifier)).first() is not None:
            raise Refused("error.framework_there", title=title)
    facts = {
        "identifier": identifier, "title": title, "level": said.level.value, "issuer": said.issuer.strip(),
        "rights": said.rights.strip(),
    }  # fmt: skip
    made = composing.composed(found.rows, facts)
    return Draft(
        data=framework.packed(made),
        file=file + ENDING,
        identifier=identifier,
        level=said.level,
        workspace_id=own,
        rows=tuple(row.number for row in found.rows),
        warnings=found.warnings,
    )


def shared(data: bytes, file: str) -> Draft:
    """A framework that came as one file from another installation; it counts for all."""
    return Draft(data=data, file=file)


def look(database: Database, made: Draft) -> Preview:
    """What storing a draft would do; nothing is written.

    Raises RowsRefused with every cell to mend, UnreadableFile for a file that is no framework.
    """
    if made.problems:
        raise RowsRefused(made.file.removesuffix(ENDING), made.problems)
    document = read_safely(made.data, made.file)
    if document.format != "framework":
        raise ImportProblem("error.framework_damaged", file=made.file)
    prepared = ingest.prepare(made.data, made.file, document)
    edition = preview_guideline(database, prepared, identifier=made.identifier)
    text = document.text
    settled = {(one.requirement.start, one.requirement.end): one.requirement for one in prepared.extracted}
    lines = []
    for at, (stated, read) in enumerate(zip(document.stated, prepared.read, strict=True)):
        stands = settled[stated.start, stated.end]
        place = document.provisions[stated.provision]
        lines.append(
            Line(
                row=made.rows[at] if made.rows else 0,
                locator=place.locator,
                heading=place.heading,
                lead_in=" ".join(text[start:end] for start, end in stated.lead_ins),
                text=text[stated.start : stated.end],
                written=Force(stated.force) if stated.force else None,
                read=read.force if read is not None and read.regulates else None,
                stands=stands.force if stands.regulates else None,
                duty_bearer=stated.duty_bearer,
                deadline=stated.deadline,
            )
        )
    return Preview(
        title=document.title,
        lines=tuple(lines),
        provisions=len(document.provisions),
        crosswalks=len(framework.unpacked(made.data, made.file).crosswalks),
        edition=edition,
        prepared=prepared,
        digest=hashlib.sha256(f"{prepared.sha256} {edition.digest}".encode()).hexdigest(),
    )


def store(database: Database, made: Draft, workspace_id: int, *, by: Person, digest: str = "") -> Stored:
    """Store a draft as a guideline or its new edition, and the crosswalks it brings; `digest` is that of its preview.

    Raises Conflict where the preview no longer holds, and what `look` raises.
    """
    found = look(database, made)
    if digest and digest != found.digest:
        raise Conflict("error.framework_changed", file=made.file)
    done = store_guideline(
        database,
        found.prepared,
        by=by,
        identifier=made.identifier,
        level=made.level,
        digest=found.edition.digest if found.edition.known is None else "",
        workspace_id=made.workspace_id,
    )
    ties = framework.unpacked(made.data, made.file)
    tied = _tie(database, done, ties, workspace_id, made.file, by=by) if ties.crosswalks else 0
    return Stored(guideline=done, tied=tied, untied=len(ties.crosswalks) - tied)


def remember(database: Database, found: Layout, workspace_id: int, *, by: Person) -> None:
    """Keep what a person took the columns of a sheet to mean, where their headings do not say it themselves."""
    if found.tells_more:
        with database.writing() as session:
            kind = frameworks.FRAMEWORK.code
            mappings.remember(session, workspace_id, kind, found.checksum, found.mapping, by=by)


def _tie(
    database: Database,
    done: ingest.ImportedGuideline,
    brought: framework.Framework,
    workspace_id: int,
    file: str,
    *,
    by: Person,
) -> int:
    """Crosswalks that have both their ends here, as the decision of whoever imports them; gives how many those are."""
    with database.writing() as session:
        held = {
            (start, end): key
            for start, end, key in session.execute(
                select(Wording.start, Wording.end, Requirement.key)
                .join(Requirement, Requirement.id == Wording.requirement_id)
                .where(Wording.edition_id == done.edition_id)
            )
        }
        own = session.get_one(Guideline, done.guideline_id).identifier
        rows = [
            row
            for number, one in enumerate(brought.crosswalks, start=1)
            if (row := _row(number, one, own, held.get(_span(brought, one), ""))) is not None
        ]
        work = Work(session, workspace_id, by, file)
        crosswalks.store_crosswalks(work, rows)
        return len(rows) - len(work.problems)


def _span(brought: framework.Framework, one: framework.Crosswalk) -> tuple[int, int]:
    stated = brought.requirements[one.requirement]
    return stated.start, stated.end


def _row(number: int, one: framework.Crosswalk, own: str, key: str) -> Row | None:
    """A crosswalk as a row of a list of crosswalks; None for a type that is not known or a requirement not there."""
    if not key or one.type not in list(CrosswalkType):
        return None
    sides = ((one.guideline, one.key), (own, key))
    upper, lower = sides if one.upper else sides[::-1]
    cells = {
        "upper_guideline": upper[0], "upper_requirement": upper[1], "lower_guideline": lower[0],
        "lower_requirement": lower[1], "crosswalk_type": CrosswalkType(one.type), "note": one.note,
    }  # fmt: skip
    return Row(number=number, cells=cells)
