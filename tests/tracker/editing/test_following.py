"""A new edition undoes nobody's work: edits are found again by their words, and nothing replaced comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from nlp.requirements import Force
from tracker import editing, events, ingest
from tracker.database import Database
from tracker.editing import Part
from tracker.tables.guideline import Edition, Requirement, RequirementState, Statement, Wording, lead_in_text
from tracker.tables.lineage import Edit
from tracker.tables.people import Person

FIRST = "Nämnden ska svara inom fem dagar och spara svaret."
Prepare = Callable[..., ingest.Prepared]


def import_text(database: Database, person: Person, prepared: ingest.Prepared) -> int:
    """Imports another edition; its number."""
    with database.writing() as session:
        return ingest.import_guideline(session, prepared, by=person).edition_id


def worded(database: Database, edition_id: int) -> dict[int, str]:
    """The words of each active requirement in an edition, every fingerprint checked."""
    with database.reading() as session:
        text = session.scalars(select(Edition.text).where(Edition.id == edition_id)).one()
        rows = session.scalars(
            select(Wording)
            .join(Requirement, Requirement.id == Wording.requirement_id)
            .where(Wording.edition_id == edition_id, Requirement.state == RequirementState.ACTIVE)
        ).all()
    for row in rows:
        assert row.fingerprint == events.fingerprint(lead_in_text(text, row.lead_ins), text[row.start : row.end])
    return {row.requirement_id: text[row.start : row.end] for row in rows}


def split_first(act: Any, database: Database, person: Person) -> list[int]:
    number, one, two = act.id_of(FIRST), act.span("Nämnden ska svara inom fem dagar"), act.span("spara svaret.")
    parts = [Part(start=one[0], end=one[1]), Part(start=two[0], end=two[1], stem=act.span("Nämnden ska"))]
    with database.writing() as session:
        edit = editing.split(session, number, {act.edition_id: parts}, by=person, version=act.version(number))
    return [int(name.partition(":")[2]) for name in edit.after if name not in edit.before and name[:3] == "req"]


def test_parts_are_found_again_where_the_text_around_them_changed(
    act: Any, database: Database, person: Person, prepare_act: Prepare, act_text: str
) -> None:
    parts = split_first(act, database, person)
    edition = import_text(database, person, prepare_act(act_text.replace("i skrift", "på papper"), sentences=()))
    found = worded(database, edition)
    assert found == {parts[0]: "Nämnden ska svara inom fem dagar", parts[1]: "spara svaret."}
    with database.reading() as session:
        second = session.scalars(
            select(Wording).where(Wording.requirement_id == parts[1], Wording.edition_id == edition)
        ).one()
    assert (second.duty_bearer, second.edited_by_id) == ("Nämnden", person.id)


def test_a_replaced_requirement_stays_replaced_when_its_key_is_imported_again(
    act: Any, database: Database, person: Person, prepare_act: Prepare, act_text: str
) -> None:
    whole = act.id_of(FIRST)
    parts = split_first(act, database, person)
    edition = import_text(database, person, prepare_act(act_text + "\n"))
    assert act.requirement(whole).state is RequirementState.REPLACED
    assert set(worded(database, edition)) >= set(parts)
    assert whole not in worded(database, edition)


def test_the_same_bytes_again_change_nothing(
    act: Any, database: Database, person: Person, prepare_act: Prepare, act_text: str
) -> None:
    parts = split_first(act, database, person)
    before = [act.version(part) for part in parts]
    assert import_text(database, person, prepare_act(act_text)) == act.edition_id
    assert [act.version(part) for part in parts] == before


def test_moved_bounds_and_a_given_force_hold_in_the_next_edition(
    act: Any, database: Database, person: Person, prepare_act: Prepare, act_text: str
) -> None:
    number = act.id_of(FIRST)
    with database.writing() as session:
        span = act.span("Nämnden ska svara")
        editing.reword(session, number, act.edition_id, span=span, by=person, version=act.version(number))
    with database.writing() as session:
        editing.retype(session, number, Force.RECOMMENDATION, by=person, version=act.version(number))
    fingerprint = act.requirement(number).fingerprint
    edition = import_text(database, person, prepare_act(act_text + "\n"))
    assert worded(database, edition)[number] == "Nämnden ska svara"
    assert act.requirement(number).fingerprint == fingerprint
    with database.reading() as session:
        forces = session.scalars(select(Wording.force).where(Wording.requirement_id == number)).all()
    assert forces == [Force.RECOMMENDATION] * 2


def test_words_that_changed_are_left_as_the_program_read_them(
    act: Any, database: Database, person: Person, prepare_act: Prepare, act_text: str, act_sentences: Any
) -> None:
    number = act.id_of(FIRST)
    with database.writing() as session:
        span = act.span("Nämnden ska svara inom fem dagar")
        editing.reword(session, number, act.edition_id, span=span, by=person, version=act.version(number))
    changed = [(words.replace("fem", "tio"), lead_in, force) for words, lead_in, force in act_sentences]
    text = act_text.replace("fem", "tio")
    edition = import_text(database, person, prepare_act(text, sentences=tuple(changed)))
    assert worded(database, edition)[number] == FIRST.replace("fem", "tio")


def test_a_promoted_sentence_is_the_same_requirement_in_the_next_edition(
    act: Any, database: Database, person: Person, prepare_act: Prepare, act_text: str
) -> None:
    with database.writing() as session:
        editing.promote(session, act.statement("Med besked").id, Force.OBLIGATION, by=person)
    number = act.id_of("Med besked")
    edition = import_text(database, person, prepare_act(act_text + "\n"))
    assert worded(database, edition)[number] == "Med besked avses ett svar i skrift."
    with database.reading() as session:
        taken = session.scalars(select(Statement.requirement_id).where(Statement.edition_id == edition)).all()
    assert number in taken


def test_what_the_program_has_learned_to_read_joins_the_promoted_sentence(
    act: Any, database: Database, person: Person, prepare_act: Prepare, act_text: str, act_sentences: Any
) -> None:
    with database.writing() as session:
        editing.promote(session, act.statement("Med besked").id, Force.OBLIGATION, by=person)
    number = act.id_of("Med besked")
    learned = ((act_sentences[0][0], "", Force.OBLIGATION), *act_sentences[1:])
    edition = import_text(database, person, prepare_act(act_text + "\n", sentences=learned))
    words = list(worded(database, edition).values())
    assert words.count("Med besked avses ett svar i skrift.") == 1
    assert number in worded(database, edition)


@pytest.mark.parametrize("kind", ["withdraw", "retype"])
def test_a_withdrawn_requirement_does_not_come_back(
    act: Any, database: Database, person: Person, prepare_act: Prepare, act_text: str, kind: str
) -> None:
    number = act.id_of(FIRST)
    with database.writing() as session:
        if kind == "withdraw":
            editing.withdraw(session, number, by=person, version=act.version(number), reason="x")
        else:
            editing.retype(session, number, Force.SCOPE, by=person, version=act.version(number))
    edition = import_text(database, person, prepare_act(act_text + "\n"))
    assert number not in worded(database, edition)
    assert act.requirement(number).state is RequirementState.WITHDRAWN


def test_an_edit_is_undone_after_a_new_edition_came_in(
    act: Any, database: Database, person: Person, prepare_act: Prepare, act_text: str
) -> None:
    number = act.id_of(FIRST)
    with database.writing() as session:
        edit = editing.retype(session, number, Force.RIGHT, by=person, version=act.version(number))
    import_text(database, person, prepare_act(act_text + "\n"))
    with database.writing() as session:
        editing.undo(session, edit.id, by=person)
    assert act.requirement(number).force is Force.OBLIGATION


ENGLISH = """# Act on notices

### 2 §

The board shall answer within five days and keep the answer.
"""
ENGLISH_SENTENCES = (("The board shall answer within five days and keep the answer.", "", Force.OBLIGATION),)


def test_a_wording_in_another_language_stays_with_the_whole_unless_it_is_divided_too(
    act: Any, database: Database, person: Person, prepare_act: Prepare
) -> None:
    prepared = prepare_act(ENGLISH, language="en", sentences=ENGLISH_SENTENCES)
    with database.writing() as session:
        english = ingest.import_guideline(session, prepared, by=person, identifier="SFS 2031:7").edition_id
        session.scalars(select(Wording).where(Wording.edition_id == english)).one().requirement_id = act.id_of(FIRST)
    whole = act.id_of(FIRST)
    parts = split_first(act, database, person)
    with database.reading() as session:
        there = select(Wording.requirement_id).where(Wording.edition_id == english)
        assert session.scalars(there).all() == [whole]
    with database.writing() as session:
        editing.undo(session, session.scalars(select(Edit.id)).one(), by=person)
    text = prepared.document.text
    cut = text.index(" and keep")
    start = text.index("The board")
    one, two = act.span("Nämnden ska svara inom fem dagar"), act.span("spara svaret.")
    both = {
        act.edition_id: [Part(start=one[0], end=one[1]), Part(start=two[0], end=two[1])],
        english: [Part(start=start, end=cut), Part(start=cut + 5, end=len(text.rstrip()), stem=(start, start + 15))],
    }
    with database.writing() as session:
        editing.split(session, whole, both, by=person, version=act.version(whole))
    assert sorted(worded(database, english).values()) == [
        "The board shall answer within five days",
        "keep the answer.",
    ]
    assert not set(worded(database, english)) & set(parts)
