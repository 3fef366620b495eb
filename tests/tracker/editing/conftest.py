"""A small act of our own with its reading written by hand, so that no change of the extraction moves these tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.requirements import Cue, Force, Role, RoleKind
from nlp.requirements import Requirement as Reading
from policies.reading import read
from tracker import ingest, snapshots
from tracker.database import Database
from tracker.extraction import Extracted
from tracker.tables.guideline import Edition, Requirement, Statement, Wording
from tracker.tables.people import Person, Workspace

ACT = """---
beteckning: 2031:7
rubrik: Lag om besked
---

# Lag om besked

### 1 §

Med besked avses ett svar i skrift.

### 2 §

Nämnden ska svara inom fem dagar och spara svaret. Svaret ska vara begripligt för alla.

Nämnden får inte ta ut avgift.

### 3 §

Nämnden ska ange

1. vem som svarar, och

2. när svaret kommer.
"""
SENTENCES = (
    ("Med besked avses ett svar i skrift.", "", Force.DEFINITION),
    ("Nämnden ska svara inom fem dagar och spara svaret.", "", Force.OBLIGATION),
    ("Svaret ska vara begripligt för alla.", "", Force.OBLIGATION),
    ("Nämnden får inte ta ut avgift.", "", Force.PROHIBITION),
    ("Nämnden ska ange", "", Force.STATEMENT),
    ("vem som svarar, och", "Nämnden ska ange", Force.OBLIGATION),
    ("när svaret kommer.", "Nämnden ska ange", Force.OBLIGATION),
)
ROLES = (("Nämnden", RoleKind.DUTY_BEARER), ("inom fem dagar", RoleKind.DEADLINE))


@dataclass(frozen=True, slots=True)
class Act:
    """The imported act and short ways to its rows; requirements are named by their first words."""

    database: Database
    guideline_id: int
    edition_id: int

    def text(self) -> str:
        with self.database.reading() as session:
            return session.scalars(select(Edition.text).where(Edition.id == self.edition_id)).one()

    def span(self, words: str) -> tuple[int, int]:
        start = self.text().index(words)
        return start, start + len(words)

    def id_of(self, words: str) -> int:
        with self.database.reading() as session:
            wanted = select(Wording).where(Wording.edition_id == self.edition_id).order_by(Wording.id)
            text = self.text()
            return next(w.requirement_id for w in session.scalars(wanted) if text.startswith(words, w.start))

    def words(self, requirement_id: int) -> str:
        with self.database.reading() as session:
            wording = self.wording(session, requirement_id)
            return self.text()[wording.start : wording.end]

    def wording(self, session: Session, requirement_id: int) -> Wording:
        wanted = select(Wording).where(Wording.requirement_id == requirement_id, Wording.edition_id == self.edition_id)
        return session.scalars(wanted).one()

    def requirement(self, requirement_id: int) -> Requirement:
        with self.database.reading() as session:
            return session.get_one(Requirement, requirement_id)

    def version(self, requirement_id: int) -> str:
        with self.database.reading() as session:
            return snapshots.version(session, requirement_id)

    def statement(self, words: str) -> Statement:
        with self.database.reading() as session:
            wanted = select(Statement).where(Statement.edition_id == self.edition_id)
            return next(row for row in session.scalars(wanted) if self.text().startswith(words, row.start))


def prepared(
    text: str, *, language: str = "sv", sentences: tuple[tuple[str, str, Force], ...] = SENTENCES
) -> ingest.Prepared:
    """The act as an import takes it, read as `sentences` say: words, lead-in and force."""
    data = text.encode()
    document = replace(read(data, "besked.md"), language=language)
    made = ingest.prepare(data, "besked.md", document, language=language)
    found = []
    for words, lead_in, force in sentences:
        start = document.text.index(words)
        end = start + len(words)
        provision = max(index for index, row in enumerate(document.provisions) if row.start <= start and end <= row.end)
        lead = document.text.index(lead_in) if lead_in else 0
        roles = tuple(
            Role(kind=kind, text=role, start=start + words.index(role), end=start + words.index(role) + len(role))
            for role, kind in ROLES
            if role in words
        )
        cues = tuple(
            Cue(text=cue, start=start + words.index(cue), end=start + words.index(cue) + len(cue), rule=f"sv.{cue}")
            for cue in ("ska", "får inte", "avses")
            if f" {cue} " in f" {words} "
        )
        regulatory = float(force not in (Force.DEFINITION, Force.STATEMENT))
        reading = Reading(
            unit_id="0", start=start, end=end, force=force, is_requirement=bool(regulatory), confidence=0.8,
            p_requirement=0.8 * regulatory, p_regulatory=0.9 * regulatory, roles=roles, cues=cues,
        )  # fmt: skip
        found.append(
            Extracted(
                provision=provision,
                lead_ins=((lead, lead + len(lead_in)),) if lead_in else (),
                requirement=reading,
            )
        )
    return replace(made, extracted=tuple(found))


@pytest.fixture
def prepare_act() -> Callable[..., ingest.Prepared]:
    """Makes another edition of the act ready to be imported: (text, language=, sentences=)."""
    return prepared


@pytest.fixture
def act(database: Database, person: Person, workspace: Workspace) -> Act:
    """The act, imported."""
    with database.writing() as session:
        imported = ingest.import_guideline(session, prepared(ACT), by=person)
    return Act(database, imported.guideline_id, imported.edition_id)


@pytest.fixture
def act_text() -> str:
    """The act as a file."""
    return ACT


@pytest.fixture
def act_sentences() -> tuple[tuple[str, str, Force], ...]:
    """How the act is read."""
    return SENTENCES
