"""The exported links say what the machine suggests and what coders say, in columns of their own."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from tracker import coding, linking
from tracker.database import Database
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Membership, Person, Role
from tracker.tables.translation import Mode, ModeSuggestion, Modifier
from tracker.views.exports.sheets import links_sheet


@pytest.fixture
def coded(database: Database, person: Person, suggested: int) -> Link:
    """A link with the words of two coders."""
    with database.writing() as session:
        session.execute(update(ModeSuggestion).values(mode=Mode.PARA))
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
        assert link is not None
        other = Person(name="Andra kodaren")
        session.add(other)
        session.flush()
        session.add(Membership(workspace_id=suggested, person_id=other.id, role=Role.CODER))
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=1)
        coding.code(session, link.id, Mode.OMIT, [Modifier.SOFT, Modifier.NARROW], by=person)
        coding.code(session, link.id, Mode.ADD, by=other)
        return link


def test_two_coders_stand_in_one_order(database: Database, suggested: int, coded: Link) -> None:
    with database.reading() as session:
        sheet = links_sheet(session, suggested, "sv")
    row = next(row for row in sheet.rows if row["link_id"] == coded.id)
    assert tuple(sheet.columns[-7:]) == ("on", "by", "note", "mode_suggested", "mode", "modifiers", "coder")
    assert row["mode_suggested"] == "para"
    assert row["mode"] == ["omit", "add"]
    assert row["modifiers"] == ["soft+narrow", "-"]
    assert row["coder"] == ["kodare 1", "kodare 2"]


def test_nobody_is_named_unless_names_are_asked_for(database: Database, suggested: int, coded: Link) -> None:
    with database.reading() as session:
        plain, named = (links_sheet(session, suggested, "en", names=names) for names in (False, True))
    roles, people = (next(row for row in one.rows if row["link_id"] == coded.id) for one in (plain, named))
    assert (roles["by"], roles["coder"]) == ("Administrator", ["coder 1", "coder 2"])
    assert (people["by"], people["coder"]) == ("Testperson", ["Testperson", "Andra kodaren"])
    assert not [row for row in plain.rows if "Testperson" in str(row) or "Andra kodaren" in str(row)]


def test_codes_count_while_the_link_is_confirmed(
    database: Database, person: Person, suggested: int, coded: Link
) -> None:
    with database.writing() as session:
        linking.reopen(session, coded.id, by=person, seen_version=coded.version)
    with database.reading() as session:
        row = next(row for row in links_sheet(session, suggested, "sv").rows if row["link_id"] == coded.id)
    assert row["mode"] == ""
    assert row["mode_suggested"] == "para"


def test_a_suggestion_about_other_texts_is_left_out(database: Database, suggested: int, coded: Link) -> None:
    with database.writing() as session:
        session.execute(update(Requirement).values(fingerprint="0" * 64))
    with database.reading() as session:
        assert {row["mode_suggested"] for row in links_sheet(session, suggested, "sv").rows} == {""}
