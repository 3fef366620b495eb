"""What was judged before an edit is found from what the requirement became, and edits say what blocks them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tracker import editing, ingest, linking, snapshots
from tracker.database import Database
from tracker.editing import Part
from tracker.tables.guideline import Edition, Force, Requirement, RequirementState, Wording
from tracker.tables.lineage import Edit, EditKind
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Person
from tracker.views.guidelines import editor, lineage

Divide = Callable[[], tuple[int, list[int], int]]


@pytest.fixture
def divide(database: Database, person: Person, guideline: ingest.ImportedGuideline, suggested: int) -> Divide:
    """Confirms a link of "En kommun får inte ta ut avgift för planen." and divides it: whole, parts, edit."""

    def run() -> tuple[int, list[int], int]:
        with database.writing() as session:
            whole = session.scalars(select(Requirement.id).where(Requirement.locator == "2 § 2 st")).one()
            link = session.scalars(
                select(Link).where(Link.requirement_id == whole, Link.passage_id.is_not(None))
            ).first()
            assert link is not None
            linking.confirm(session, link.id, LinkType.MENTIONS, by=person, seen_version=link.version)
            wording = session.scalars(select(Wording).where(Wording.requirement_id == whole)).one()
            cut = session.get_one(Edition, wording.edition_id).text.index("ta ut avgift")
            parts = [Part(start=wording.start, end=cut), Part(start=cut, end=wording.end)]
            version = snapshots.version(session, whole)
            edit = editing.split(session, whole, {wording.edition_id: parts}, by=person, version=version)
        made = [int(name.partition(":")[2]) for name in edit.after if name not in edit.before and name[:3] == "req"]
        return whole, made, edit.id

    return run


def test_a_part_shows_what_was_judged_about_the_whole(database: Database, suggested: int, divide: Divide) -> None:
    whole, parts, _ = divide()
    with database.reading() as session:
        found = lineage.relatives(session, suggested, requirement_id=parts[1])
        own = lineage.judged(session, suggested, requirement_id=whole)
    assert [(row.text.id, row.state, row.before) for row in found] == [(whole, RequirementState.REPLACED, True)]
    assert [judgement.kind for judgement in found[0].judgements] == ["link"]
    assert found[0].judgements[0].words
    assert [judgement.id for judgement in own] == [found[0].judgements[0].id]


def test_the_words_of_a_secret_passage_are_withheld(database: Database, suggested: int, divide: Divide) -> None:
    _, parts, _ = divide()
    with database.writing() as session:
        for document in session.scalars(select(LocalDocument)):
            document.publicity = Publicity.SECRECY
    with database.reading() as session:
        hidden = lineage.relatives(session, suggested, requirement_id=parts[0])[0].judgements[0]
        shown = lineage.relatives(session, suggested, requirement_id=parts[0], sees_secrecy=True)[0].judgements[0]
    assert (hidden.withheld, hidden.words, hidden.about) == (True, "", "")
    assert shown.words


def test_what_was_carried_over_is_marked(database: Database, person: Person, suggested: int, divide: Divide) -> None:
    whole, parts, _ = divide()
    with database.writing() as session:
        link = session.scalars(select(Link).where(Link.requirement_id == whole, Link.type.is_not(None))).one()
        editing.carry_over(session, "link", link.id, parts[0], by=person)
    with database.reading() as session:
        marks = [
            lineage.relatives(session, suggested, requirement_id=part)[0].judgements[0].again is not None
            for part in parts
        ]
    assert marks == [True, False]


def test_an_undone_split_leaves_its_parts_to_be_seen(
    database: Database, person: Person, suggested: int, divide: Divide
) -> None:
    whole, parts, edit = divide()
    with database.reading() as session:
        assert lineage.relatives(session, suggested, requirement_id=whole) == []  # its parts show themselves
    with database.writing() as session:
        editing.undo(session, edit, by=person)
    with database.reading() as session:
        found = lineage.relatives(session, suggested, requirement_id=whole)
    assert [(row.text.id, row.before) for row in found] == [(part, False) for part in parts]


def test_edits_say_what_has_to_be_undone_first(
    database: Database, person: Person, guideline: ingest.ImportedGuideline, suggested: int, divide: Divide
) -> None:
    _, parts, edit = divide()
    with database.writing() as session:
        version = snapshots.version(session, parts[0])
        later = editing.retype(session, parts[0], Force.OBLIGATION, by=person, version=version).id
    with database.reading() as session:
        every = lineage.edits(session, suggested, guideline_id=guideline.guideline_id)
        of_one = lineage.edits(session, suggested, guideline_id=guideline.guideline_id, requirement_id=parts[1])
    assert [(row.id, row.kind, row.blocked_by) for row in every] == [
        (later, EditKind.RETYPE, None),
        (edit, EditKind.SPLIT, later),
    ]
    assert [row.id for row in of_one] == [edit]


def test_what_is_gone_says_what_it_became(
    database: Database, guideline: ingest.ImportedGuideline, suggested: int, divide: Divide
) -> None:
    whole, parts, _ = divide()
    with database.reading() as session:
        rows = lineage.gone(session, suggested, guideline_id=guideline.guideline_id)
    assert [(row.text.id, row.state, list(row.became)) for row in rows] == [(whole, RequirementState.REPLACED, parts)]


def test_the_editor_offers_only_words_the_verb_accepts(
    database: Database, person: Person, guideline: ingest.ImportedGuideline, suggested: int
) -> None:
    with database.reading() as session:
        numbers = session.scalars(
            select(Requirement.id).where(Requirement.guideline_id == guideline.guideline_id)
        ).all()
        found = [editor.editable(session, suggested, requirement_id=number) for number in numbers]
    for row in found:
        wording = row.wordings[0]
        for one in (wording.words[0], wording.words[-1]):
            with database.writing() as session:
                edit = editing.reword(
                    session, row.text.id, wording.edition_id, span=(one.start, one.end), by=person,
                    version=snapshots.version(session, row.text.id),
                )  # fmt: skip
                session.flush()
                editing.undo(session, edit.id, by=person)
    with database.reading() as session:
        assert session.scalars(select(Edit.id).where(Edit.undone_at.is_(None))).all() == []


def test_a_part_that_ends_before_a_comma_can_be_edited(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        wording = session.scalars(select(Wording).where(Wording.locator == "3 § 1 st 1 p")).one()
        text = session.get_one(Edition, wording.edition_id).text
        end = text.index(",", wording.start)
        number, start = wording.requirement_id, text.rindex(" ", 0, end) + 1
        editing.reword(
            session,
            number,
            wording.edition_id,
            span=(start, end),
            by=person,
            version=snapshots.version(session, number),
        )
    with database.reading() as session:
        found = editor.editable(session, suggested, requirement_id=number).wordings[0]
    assert [word.text for word in found.words if start <= word.start < end] == [text[start:end]]
