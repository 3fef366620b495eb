"""The workbook there and back: what was edited changes and nothing else, and nobody's work is written over."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.tracker.edited_workbooks import Grid, edited, grid, put, row_of, saved
from tests.tracker.evening import EVENING, Town
from tracker import clock, people, planning, tasks
from tracker.database import Database
from tracker.errors import Conflict, ImportProblem
from tracker.offline import Trouble, Weight
from tracker.tables.assessment import Assessment, Compliance, Evidence, Measure, MeasureState
from tracker.tables.event import Event, EventNote
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Person, Role, Workspace
from tracker.tables.service import Service, ServiceStatus
from tracker.tasks.workbook import Brought, WorkbookRefused

FILE = "arbete.xlsx"


@pytest.fixture
def content(database: Database, person: Person, evening: Town) -> bytes:
    return made(database, person)


def made(database: Database, person: Person, *, language: str = "en", secrecy: bool = False) -> bytes:
    with clock.fixed(EVENING):
        return tasks.make_workbook(database, 1, language, by=person, secrecy=secrecy).content


def looked_at(database: Database, data: bytes, person: Person) -> Brought:
    with clock.fixed(EVENING):
        return tasks.preview_workbook(database, data, FILE, 1, by=person)


def stored(database: Database, data: bytes, person: Person, *, rest: bool = False, digest: str = "") -> Brought:
    with clock.fixed(EVENING):
        return tasks.import_workbook(database, data, FILE, 1, by=person, rest=rest, digest=digest)


def events(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(Event.id))) or 0


def a_link(database: Database, state: Decided) -> Link:
    with database.reading() as session:
        wanted = select(Link).where(Link.passage_id.is_not(None), Link.state == state).order_by(Link.id)
        return session.scalars(wanted).first()  # type: ignore[return-value] # the town has both


def a_measure(database: Database) -> Measure:
    with database.reading() as session:
        return session.scalars(select(Measure)).one()


def codes(found: Brought) -> list[tuple[str, str]]:
    return [(one.code, one.cell) for one in found.troubles]


def only(troubles: tuple[Trouble, ...]) -> Trouble:
    (one,) = troubles
    return one


def test_an_untouched_workbook_changes_nothing(database: Database, person: Person, content: bytes) -> None:
    before = events(database)
    found = stored(database, content, person)
    assert (found.stored, found.waiting, found.troubles) == ((), (), ())
    assert events(database) == before


def test_what_another_program_saved_again_changes_nothing(database: Database, person: Person, content: bytes) -> None:
    assert stored(database, saved(grid(content)), person).troubles == ()


def test_a_suggested_link_is_confirmed_in_a_cell(database: Database, person: Person, content: bytes) -> None:
    link = a_link(database, Decided.SUGGESTED)
    sheets = grid(content)
    row = row_of(sheets, "Links", link.id)
    put(sheets, "Links", row, "State", "bekräftad")
    put(sheets, "Links", row, "Type", "Implements partly")
    put(sheets, "Links", row, "Speaks for", "Skola")
    put(sheets, "Links", row, "Note", "=sant; @alla")
    found = stored(database, saved(sheets), person)
    assert (len(found.stored), found.cells) == (1, 4)
    with database.reading() as session:
        after = session.get_one(Link, link.id)
        assert (after.state, after.type, after.note) == (Decided.CONFIRMED, LinkType.PARTLY, "=sant; @alla")
        assert after.decided_by_id == person.id
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert event is not None
        assert event.action == "link.confirm"
        assert event.by_id == person.id
        note = session.scalars(select(EventNote.text).where(EventNote.event_id == event.id)).one()
        assert note == f"=sant; @alla\n{FILE}"


def test_the_note_of_a_decided_link_changes_alone(database: Database, person: Person, content: bytes) -> None:
    link = a_link(database, Decided.CONFIRMED)
    data = edited(content, lambda sheets: put(sheets, "Links", row_of(sheets, "Links", link.id), "Note", "Läst."))
    with database.reading() as session:
        held = select(Evidence.kind).where(Evidence.link_id == link.id, Evidence.withdrawn_at.is_(None))
        before = session.scalars(held.order_by(Evidence.kind)).all()
    stored(database, data, person)
    with database.reading() as session:
        after = session.get_one(Link, link.id)
        assert (after.note, after.type, after.on) == ("Läst.", link.type, link.on)
        assert session.scalars(held.order_by(Evidence.kind)).all() == before


def test_a_link_is_rejected_and_opened_again(database: Database, person: Person, content: bytes) -> None:
    link = a_link(database, Decided.CONFIRMED)
    number = link.id
    stored(
        database, edited(content, lambda s: put(s, "Links", row_of(s, "Links", number), "State", "rejected")), person
    )
    assert a_link(database, Decided.REJECTED).id == number
    again = made(database, person)
    stored(database, edited(again, lambda s: put(s, "Links", row_of(s, "Links", number), "State", "suggested")), person)
    with database.reading() as session:
        assert session.get_one(Link, number).state is Decided.SUGGESTED


@pytest.mark.parametrize(
    ("state", "heading", "text", "code"),
    [
        (Decided.SUGGESTED, "Note", "?", "error.workbook_undecided"),
        (Decided.SUGGESTED, "State", "confirmed", "error.workbook_type_needed"),
        (Decided.SUGGESTED, "State", "kanske", "error.cell_choice"),
        (Decided.CONFIRMED, "State", "", "error.cell_missing"),
        (Decided.CONFIRMED, "Speaks for", "Skolan", "error.name_unknown_near"),
        (Decided.CONFIRMED, "Requirement", "Annat.", "error.workbook_locked"),
        (Decided.CONFIRMED, "Id", "", "error.workbook_row_added"),
        (Decided.CONFIRMED, "Id", "99999", "error.workbook_row_unknown"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_cell(
    database: Database, person: Person, content: bytes, state: Decided, heading: str, text: str, code: str
) -> None:
    sheets = grid(content)
    cell = put(sheets, "Links", row_of(sheets, "Links", a_link(database, state).id), heading, text)
    before = events(database)
    found = looked_at(database, saved(sheets), person)
    assert (code, cell) in codes(found)
    assert found.stored == ()
    with pytest.raises(WorkbookRefused):
        stored(database, saved(sheets), person)
    assert events(database) == before


def test_a_formula_is_told_and_not_run(database: Database, person: Person, content: bytes) -> None:
    sheets = grid(content)
    row = row_of(sheets, "Measures", a_measure(database).id)
    cell = put(sheets, "Measures", row, "Note", "")
    data = saved(sheets, formulas={("Measures", cell): "=1+1"})
    assert codes(looked_at(database, data, person)) == [("error.workbook_formula", cell)]


def test_a_measure_changes_in_its_cells(database: Database, person: Person, content: bytes) -> None:
    number = a_measure(database).id
    sheets = grid(content)
    row = row_of(sheets, "Measures", number)
    for heading, text in (("Owner", "Skola"), ("Due", "2027-01-31"), ("State", "Pågår")):
        put(sheets, "Measures", row, heading, text)
    stored(database, saved(sheets), person)
    after = a_measure(database)
    assert (after.due_on, after.state, after.title) == (date(2027, 1, 31), MeasureState.ONGOING, "Öva")


def test_a_measure_is_cancelled_with_its_reason_only(database: Database, person: Person, content: bytes) -> None:
    sheets = grid(content)
    row = row_of(sheets, "Measures", a_measure(database).id)
    put(sheets, "Measures", row, "State", "Cancelled")
    assert only(looked_at(database, saved(sheets), person).troubles).code == "error.measure_reason_needed"
    put(sheets, "Measures", row, "Reason for the change", "Behövs inte.")
    stored(database, saved(sheets), person)
    assert a_measure(database).state is MeasureState.CANCELLED


def test_a_service_changes_and_a_judgement_is_made(
    database: Database, person: Person, content: bytes, evening: Town
) -> None:
    sheets = grid(content)
    row = row_of(sheets, "Services", evening.service)
    for heading, text in (("Status", "Pilot"), ("Channel", "e-post"), ("Personal data", "ja"), ("Unit", "")):
        put(sheets, "Services", row, heading, text)
    put(sheets, "Assessments", 2, "Compliance", "Partly met")
    put(sheets, "Assessments", 2, "Level judged", "3")
    found = stored(database, saved(sheets), person)
    assert found.cells == 6
    with database.reading() as session:
        service = session.get_one(Service, evening.service)
        assert (service.status, service.channel, service.personal_data) == (ServiceStatus.PILOT, "e-post", True)
        assert service.unit_id is None
        newest = session.scalars(select(Assessment).order_by(Assessment.id.desc())).first()
        assert newest is not None
        assert (newest.level, newest.compliance) == (3, Compliance.PARTLY)


def test_what_somebody_changed_meanwhile_is_a_conflict_with_both_values(
    database: Database, person: Person, content: bytes
) -> None:
    measure = a_measure(database)
    with clock.fixed(EVENING), database.writing() as session:
        planning.change(session, measure.id, by=person, seen_version=measure.version, due_on=date(2027, 5, 1))
    sheets = grid(content)
    row = row_of(sheets, "Measures", measure.id)
    cell = put(sheets, "Measures", row, "Due", "2027-01-31")
    link = a_link(database, Decided.SUGGESTED).id
    put(sheets, "Links", row_of(sheets, "Links", link), "State", "rejected")
    data = saved(sheets)
    found = looked_at(database, data, person)
    one = only(found.troubles)
    assert (one.weight, one.cell, one.mine, one.theirs) == (Weight.CONFLICT, cell, "2027-01-31", "2027-05-01")
    assert one.values["who"] == person.name
    assert one.values["at"]
    with pytest.raises(WorkbookRefused):
        stored(database, data, person)
    assert a_link(database, Decided.SUGGESTED).id == link
    stored(database, data, person, rest=True, digest=found.digest)
    assert a_measure(database).due_on == date(2027, 5, 1)
    with database.reading() as session:
        assert session.get_one(Link, link).state is Decided.REJECTED


def test_what_says_the_same_as_here_is_no_change(database: Database, person: Person, content: bytes) -> None:
    measure = a_measure(database)
    with clock.fixed(EVENING), database.writing() as session:
        planning.change(session, measure.id, by=person, seen_version=measure.version, due_on=date(2027, 5, 1))
    row = measure.id
    data = edited(content, lambda s: put(s, "Measures", row_of(s, "Measures", row), "Due", "2027-05-01"))
    before = events(database)
    found = stored(database, data, person)
    assert (found.stored, found.troubles, events(database)) == ((), (), before)


def test_a_preview_that_no_longer_holds_is_not_stored(database: Database, person: Person, content: bytes) -> None:
    measure = a_measure(database)
    data = edited(content, lambda s: put(s, "Measures", row_of(s, "Measures", measure.id), "Note", "Ny."))
    found = looked_at(database, data, person)
    with clock.fixed(EVENING), database.writing() as session:
        planning.change(session, measure.id, by=person, seen_version=measure.version, note="Annan.")
    with pytest.raises(Conflict):
        stored(database, data, person, rest=True, digest=found.digest)
    assert a_measure(database).note == "Annan."


def test_words_that_went_without_a_version_are_not_written_over(
    database: Database, person: Person, content: bytes
) -> None:
    measure = a_measure(database)
    with database.writing() as session:
        session.get_one(Measure, measure.id).note = "Borttaget."
    data = edited(content, lambda s: put(s, "Measures", row_of(s, "Measures", measure.id), "Note", "Åter."))
    assert only(looked_at(database, data, person).troubles).code == "error.workbook_cell_changed"


def test_rows_and_columns_may_move_and_go(database: Database, person: Person, content: bytes) -> None:
    sheets = grid(content)
    heading, *rows = sheets["Links"]
    moved = [*range(len(heading) - 1, -1, -1)]
    gone = rows.pop()
    padded = [[*row, *[""] * (len(heading) - len(row))] for row in (heading, *reversed(rows))]
    sheets["Links"] = [[row[position] for position in moved] for row in padded]
    found = looked_at(database, saved(sheets), person)
    assert found.stored == ()
    assert not found.blocked
    assert only(found.troubles).values == {"id": gone[0]}


def test_a_row_that_stands_twice_is_not_taken(database: Database, person: Person, content: bytes) -> None:
    sheets = grid(content)
    sheets["Services"].append(list(sheets["Services"][1]))
    assert {code for code, _ in codes(looked_at(database, saved(sheets), person))} == {"error.workbook_row_again"}


def test_a_sort_of_some_columns_only_leaves_the_rows_alone(database: Database, person: Person, content: bytes) -> None:
    sheets = grid(content)
    states = [row[6] for row in sheets["Links"][1:]]
    places = [row[2] for row in sheets["Links"][1:]]
    for row, state, place in zip(sheets["Links"][1:], reversed(states), reversed(places), strict=True):
        row[6], row[2] = state, place
    found = looked_at(database, saved(sheets), person)
    changed = {one.row for one in found.stored}
    assert not changed & {one.row for one in found.troubles if one.code == "error.workbook_locked"}


def test_only_our_own_workbooks_of_this_workspace_and_history_are_read(
    database: Database, person: Person, content: bytes
) -> None:
    def code(change: dict[int, str]) -> str:
        sheets = grid(content)
        for position, text in change.items():
            sheets["_tracker"][0][position] = text
        with pytest.raises(ImportProblem) as problem:
            looked_at(database, saved(sheets), person)
        return problem.value.code

    assert code({1: "9"}) == "error.workbook_version"
    assert code({2: "2"}) == "error.workbook_of_another"
    assert code({2: "x"}) == "error.workbook_origin"
    assert code({6: "0" * 64}) == "error.workbook_history"
    plain = {name: rows for name, rows in grid(content).items() if name != "_tracker"}
    with pytest.raises(ImportProblem, match="workbook_not_ours"):
        looked_at(database, saved(plain), person)


def test_who_may_not_decide_changes_nothing(database: Database, person: Person, content: bytes, evening: Town) -> None:
    with database.writing() as session:
        viewer = people.admit(session, 1, "vera@exempel.se", "Vera", Role.VIEWER, by=person)
    number = a_measure(database).id
    data = edited(content, lambda s: put(s, "Measures", row_of(s, "Measures", number), "Note", "Ny."))
    assert only(looked_at(database, data, viewer).troubles).code == "error.not_allowed"


def test_four_eyes_let_it_wait_for_another_person(database: Database, person: Person, content: bytes) -> None:
    with database.writing() as session:
        session.get_one(Workspace, 1).four_eyes = True
        other = people.admit(session, 1, "bo@exempel.se", "Bo", Role.REVIEWER, by=person)
    number = a_link(database, Decided.SUGGESTED).id
    data = edited(content, lambda s: put(s, "Links", row_of(s, "Links", number), "State", "rejected"))
    first = stored(database, data, person)
    assert (len(first.stored), len(first.waiting)) == (0, 1)
    second = stored(database, data, other)
    assert (len(second.stored), len(second.waiting)) == (1, 0)


def test_what_is_under_secrecy_goes_out_on_request_and_comes_back_to_the_cleared_only(
    database: Database, person: Person, evening: Town
) -> None:
    number = a_link(database, Decided.CONFIRMED).id
    with database.writing() as session:
        session.scalars(select(LocalDocument)).one().publicity = Publicity.SECRECY
        viewer = people.admit(session, 1, "vera@exempel.se", "Vera", Role.VIEWER, by=person)
    assert str(number) not in [row[0] for row in grid(made(database, person))["Links"]]
    asked = made(database, person, secrecy=True)
    data = edited(asked, lambda s: put(s, "Links", row_of(s, "Links", number), "Note", "Läst."))
    assert looked_at(database, data, person).cells == 1
    assert only(looked_at(database, data, viewer).troubles).code == "error.workbook_row_gone"


TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufffe\uffff"), max_size=12)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "\t=", "=cmd|' /C calc'!A0", "_x0041_", "\n"])
EDITS = st.fixed_dictionaries(
    {},
    optional={
        ("Measures", "Note"): st.builds(str.__add__, STARTS, TEXTS),
        ("Measures", "Due"): st.dates(date(2026, 1, 1), date(2030, 1, 1)).map(date.isoformat),
        ("Services", "Description"): st.builds(str.__add__, STARTS, TEXTS),
        ("Services", "Status"): st.sampled_from(["Planned", "Pilot", "Closed"]),
        ("Links", "Note"): st.builds(str.__add__, STARTS, TEXTS),
    },
)


@given(edits=EDITS)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edits_change_exactly_their_cells_and_any_text_survives(
    database: Database, person: Person, evening: Town, edits: dict[tuple[str, str], str]
) -> None:
    before = grid(made(database, person))
    sheets: Grid = {name: [list(row) for row in rows] for name, rows in before.items()}
    link = a_link(database, Decided.CONFIRMED).id
    numbers = {"Links": link, "Measures": a_measure(database).id, "Services": evening.service}
    for (sheet, heading), text in edits.items():
        put(sheets, sheet, row_of(sheets, sheet, numbers[sheet]), heading, text)
    count = events(database)
    found = stored(database, saved(sheets), person)
    assert found.troubles == ()
    after = grid(made(database, person))
    changed = {
        (sheet, before[sheet][0][position])
        for sheet in numbers
        for was, now in zip(before[sheet], after[sheet], strict=True)
        for position in range(max(len(was), len(now)))
        if [*was, *[""] * 99][position] != [*now, *[""] * 99][position]
    }
    assert changed <= edits.keys()
    assert {(one.title, edit.column) for one in found.stored for edit in one.edits} == changed
    assert events(database) == count + len(found.stored)
    for (sheet, heading), text in edits.items():
        row = after[sheet][row_of(after, sheet, numbers[sheet]) - 1]
        held = [*row, *[""] * 99][after[sheet][0].index(heading)]
        assert held == text.replace("\r\n", "\n").replace("\r", "\n").strip()
