"""What became of the force of a requirement, as coders say it and as the machine reads it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nlp.translation.modes import Mode, Modifier
from tracker import coding, linking
from tracker.database import Database
from tracker.tables.guideline import Force, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import Passage
from tracker.tables.people import Membership, Person, Role
from tracker.tables.translation import ModeSuggestion
from tracker.views.research.force import Shift, force_shifts


@pytest.fixture
def links(database: Database, person: Person, suggested: int) -> list[int]:
    """Three confirmed passages of obligations that the machine has not read."""
    with database.writing() as session:
        wanted = (
            select(Link)
            .join(Requirement, Requirement.id == Link.requirement_id)
            .where(Link.workspace_id == suggested, Link.passage_id.is_not(None), Requirement.force == Force.OBLIGATION)
        )
        found = session.scalars(wanted.order_by(Link.id).limit(3)).all()
        for link in found:
            linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
        session.execute(delete(ModeSuggestion))
        return [link.id for link in found]


def second(session: Session, workspace: int) -> Person:
    coder = Person(name="Kodare Karlsson")
    session.add(coder)
    session.flush()
    session.add(Membership(workspace_id=workspace, person_id=coder.id, role=Role.CODER))
    return coder


def read(session: Session, workspace: int, link_id: int, target: Force | None, *modifiers: Modifier) -> None:
    """What the machine would have read in a link."""
    link = session.get_one(Link, link_id)
    requirement = session.get_one(Requirement, link.requirement_id)
    passage = session.get_one(Passage, link.passage_id)
    state = "missing" if target is None else "same" if target is requirement.force else "changed"
    values = {"source": requirement.force.value} | ({"target": target.value} if target else {})
    element = {"name": "force", "state": state, "source": [0, 3], "target": [0, 3] if target else None,
               "source_words": "ska", "target_words": "", "values": values}  # fmt: skip
    session.add(
        ModeSuggestion(
            workspace_id=workspace, link_id=link_id, mode=Mode.PARA, modifiers=[one.value for one in modifiers],
            confidence=0.5, reasons=[], elements=[element], reader="prov", recorded_at=link.recorded_at,
            requirement_fingerprint=requirement.fingerprint, target_fingerprint=passage.fingerprint,
        )
    )  # fmt: skip


def test_coders_say_weaker_or_as_strong_and_apart_where_they_differ(
    database: Database, person: Person, suggested: int, links: list[int]
) -> None:
    with database.writing() as session:
        other = second(session, suggested)
        coding.code(session, links[0], Mode.PARA, [Modifier.SOFT], by=person)
        coding.code(session, links[1], Mode.PARA, [Modifier.HARD], by=person)
        coding.code(session, links[1], Mode.PARA, by=other, blind=True)
        found = force_shifts(session, suggested)
    by_link = {row.translation.link_id: row for row in found.rows}
    assert [by_link[number].shift for number in links[:2]] == [Shift.WEAKER, Shift.APART]
    assert by_link[links[1]].verdicts == [Shift.STRONGER, Shift.SAME]
    assert (len(found.rows), found.confirmed) == (2, 3)


def test_the_machine_tells_weaker_silent_and_what_cannot_be_compared(
    database: Database, suggested: int, links: list[int]
) -> None:
    with database.writing() as session:
        read(session, suggested, links[0], Force.RECOMMENDATION, Modifier.SOFT)
        read(session, suggested, links[1], None)
        read(session, suggested, links[2], Force.STATEMENT)
        found = force_shifts(session, suggested, said="suggested")
    by_link = {row.translation.link_id: row.shift for row in found.rows}
    assert [by_link[number] for number in links] == [Shift.WEAKER, Shift.SILENT, Shift.UNLIKE]
    assert found.forces()[Force.OBLIGATION][Force.RECOMMENDATION] == 1
    assert found.counts()[Force.OBLIGATION][Shift.WEAKER] == 1
