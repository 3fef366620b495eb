"""Small acts built from spans, so that no reading and no extraction stands between an amendment and what it does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from nlp.applicability import Reach
from nlp.requirements import Force
from nlp.requirements import Requirement as Reading
from policies.document import Document, Provision, Zone
from tracker import ingest
from tracker.database import Database
from tracker.extraction import Extracted
from tracker.preparing import Prepared
from tracker.tables.guideline import Edition, Requirement, RequirementState, Wording
from tracker.tables.people import Person, Workspace

Section = tuple[str, Sequence[str]]
"""The number of a section and its paragraphs, each one sentence; "=" before a sentence says it demands nothing."""
REGULATES = frozenset({Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.PERMISSION, Force.RIGHT})


def act(
    sections: Sequence[Section], *, identifier: str = "SFS 2031:9", language: str = "sv", salt: str = ""
) -> Prepared:
    """An act as an import takes it; texts alike have other bytes with another `salt`."""
    text, provisions, extracted = "Lag om prov\n", [], []
    for number, paragraphs in sections:
        section = len(provisions)
        start = len(text)
        text += f"{number} §\n"
        provisions.append(Provision(locator=f"{number} §", zone=Zone.ENACTING, kind="section", start=start, end=start))
        for ordinal, words in enumerate(paragraphs, 1):
            said = words.removeprefix("=")
            at = len(text)
            text += said + "\n"
            provisions.append(
                Provision(
                    locator=f"{number} § {ordinal} st",
                    zone=Zone.ENACTING,
                    kind="paragraph",
                    start=at,
                    end=at + len(said),
                    parent=section,
                )
            )
            extracted.append(_read(len(provisions) - 1, at, said, Force.STATEMENT if words[0] == "=" else _force(said)))
        provisions[section] = Provision(
            locator=f"{number} §", zone=Zone.ENACTING, kind="section", start=start, end=len(text) - 1
        )
    document = Document(
        text=text, blocks=(), provisions=tuple(provisions), title="Lag om prov", identifier=identifier,
        language=language, format="markdown", tradition="swedish_statute",
    )  # fmt: skip
    data = (text + salt).encode()
    return Prepared(
        file_name="prov.md", data=data, sha256=hashlib.sha256(data).hexdigest(), document=document, language=language,
        reach=Reach(), extracted=tuple(extracted), pipeline="hand",
    )  # fmt: skip


def _force(words: str) -> Force:
    return Force.PROHIBITION if "får inte" in words else Force.RECOMMENDATION if " bör " in words else Force.OBLIGATION


def _read(provision: int, start: int, words: str, force: Force) -> Extracted:
    regulates = float(force in REGULATES)
    return Extracted(
        provision=provision,
        lead_ins=(),
        requirement=Reading(
            unit_id="0", start=start, end=start + len(words), force=force, is_requirement=bool(regulates),
            confidence=0.9, p_requirement=0.9 * regulates, p_regulatory=0.9 * regulates,
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Shelf:
    """Imports acts and looks up what is in the database by its words."""

    database: Database
    person: Person

    def put(
        self, sections: Sequence[Section], *, on: date | None = None, language: str = "sv", salt: str = "",
        digest: str = "",
    ) -> ingest.ImportedGuideline:  # fmt: skip
        with self.database.writing() as session:
            return ingest.import_guideline(
                session,
                act(sections, language=language, salt=salt),
                by=self.person,
                identifier="SFS 2031:9",
                published_on=on,
                digest=digest,
            )

    def worded(self, edition_id: int) -> dict[str, int]:
        """The requirement of each sentence of an edition."""
        with self.database.reading() as session:
            text = session.get_one(Edition, edition_id).text
            rows = session.scalars(select(Wording).where(Wording.edition_id == edition_id))
            return {text[row.start : row.end]: row.requirement_id for row in rows}

    def requirement(self, number: int) -> Requirement:
        with self.database.reading() as session:
            return session.get_one(Requirement, number)

    def active(self) -> set[int]:
        with self.database.reading() as session:
            wanted = select(Requirement.id).where(Requirement.state == RequirementState.ACTIVE)
            return set(session.scalars(wanted))


@pytest.fixture
def shelf(database: Database, person: Person, workspace: Workspace) -> Shelf:
    return Shelf(database, person)


@pytest.fixture
def make_act() -> Callable[..., Prepared]:
    """Makes an act ready to be imported: (sections, identifier=, language=, salt=)."""
    return act
