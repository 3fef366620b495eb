"""The editor of requirements on a small database: every action from the screen, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from tracker import ingest, linking
from tracker.database import Database
from tracker.tables.guideline import Edition, Force, Guideline, Requirement, RequirementState, Wording
from tracker.tables.lineage import Edit, EditKind
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person

Open = Callable[..., AppTest]
LOCATOR = "2 § 2 st"  # "En kommun får inte ta ut avgift för planen."


@pytest.fixture
def requirement(filled: int, database: Database) -> Requirement:
    with database.reading() as session:
        return session.scalars(select(Requirement).where(Requirement.locator == LOCATOR)).one()


@pytest.fixture
def open_editor(open_page: Open, requirement: Requirement, guideline: ingest.ImportedGuideline) -> Open:
    """Opens the editor for the requirement, or another one."""

    def run(action: str = "", *, lang: str = "sv", edit: int | None = None) -> AppTest:
        address = {"guideline": str(guideline.guideline_id), "edit": str(edit or requirement.id)}
        return open_page("guidelines", lang=lang, **address, **({"action": action} if action else {}))

    return run


def widget(page: AppTest, kind: str, name: str) -> AppTest:
    """The one widget whose key begins with the name."""
    return next(part for part in page.get(kind) if part.key and part.key.startswith(f"edit-{name}"))


def start_of(database: Database, words: str) -> int:
    """Where words begin in the edition."""
    with database.reading() as session:
        return session.scalars(select(Edition.text)).one().index(words)


def kinds(database: Database) -> list[EditKind]:
    with database.reading() as session:
        return list(session.scalars(select(Edit.kind).order_by(Edit.id)))


def state(database: Database, number: int) -> RequirementState:
    with database.reading() as session:
        return session.get_one(Requirement, number).state


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("action", ["split", "merge", "bounds", "roles", "force", "withdraw"])
def test_every_form_stands_in_both_languages(open_editor: Open, lang: str, action: str) -> None:
    page = open_editor(action, lang=lang)
    assert [problem.value for problem in page.error] == []
    assert "[page." not in " ".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info))


def test_a_split_between_two_words_is_stored_and_undone(
    open_editor: Open, requirement: Requirement, database: Database
) -> None:
    page = open_editor("split")
    widget(page, "toggle", "anywhere").set_value(True).run()
    cuts = widget(page, "multiselect", "cuts")
    cuts.set_value([start_of(database, "ta ut avgift")]).run()
    page.button(key="edit-save").click().run()
    assert state(database, requirement.id) is RequirementState.REPLACED
    with database.reading() as session:
        edit = session.scalars(select(Edit.id)).one()
    page.button(key=f"undo-edit-{edit}").click().run()
    assert state(database, requirement.id) is RequirementState.ACTIVE


def test_a_requirement_is_withdrawn_only_with_a_reason(
    open_editor: Open, requirement: Requirement, database: Database
) -> None:
    page = open_editor("withdraw")
    page.button(key="edit-save").click().run()
    assert len(page.error) == 1
    widget(page, "text_input", "reason").set_value("Gäller inte oss").run()
    page.button(key="edit-save").click().run()
    assert state(database, requirement.id) is RequirementState.WITHDRAWN


def test_the_bounds_are_moved_to_chosen_words(open_editor: Open, requirement: Requirement, database: Database) -> None:
    page = open_editor("bounds")
    last = widget(page, "selectbox", "bounds-1-last")
    last.set_value(last.value - 2).run()
    page.button(key="edit-save").click().run()
    with database.reading() as session:
        wording = session.scalars(select(Wording).where(Wording.requirement_id == requirement.id)).one()
    assert wording.end - wording.start == len("En kommun får inte ta ut avgift")
    assert kinds(database) == [EditKind.REWORD]


def test_bounds_in_the_wrong_order_are_said_so(open_editor: Open) -> None:
    page = open_editor("bounds")
    widget(page, "selectbox", "bounds-1-last").set_value(0).run()
    assert len(page.warning) == 1
    assert "edit-save" not in {button.key for button in page.button}


def test_another_force_is_given(open_editor: Open, requirement: Requirement, database: Database) -> None:
    page = open_editor("force")
    widget(page, "selectbox", "force").set_value(Force.RECOMMENDATION).run()
    page.button(key="edit-save").click().run()
    with database.reading() as session:
        assert session.get_one(Requirement, requirement.id).force is Force.RECOMMENDATION


def test_a_stale_form_is_a_plain_conflict(open_editor: Open, requirement: Requirement, database: Database) -> None:
    page = open_editor("force")
    widget(page, "selectbox", "force").set_value(Force.RIGHT).run()
    with database.writing() as session:
        session.get_one(Requirement, requirement.id).topic = "Annat"
    page.button(key="edit-save").click().run()
    assert len(page.error) == 1
    assert kinds(database) == []


def test_a_judgement_is_carried_over_with_one_click(
    open_editor: Open, requirement: Requirement, database: Database, person: Person
) -> None:
    with database.writing() as session:
        link = session.scalars(
            select(Link).where(Link.requirement_id == requirement.id, Link.passage_id.is_not(None))
        ).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.MENTIONS, by=person, seen_version=link.version)
    page = open_editor("split")
    widget(page, "toggle", "anywhere").set_value(True).run()
    cuts = widget(page, "multiselect", "cuts")
    cuts.set_value([start_of(database, "ta ut avgift")]).run()
    page.button(key="edit-save").click().run()
    with database.reading() as session:
        part = session.scalars(select(func.max(Requirement.id))).one()
    page = open_editor(edit=part)
    page.button(key=f"carry-link-{link.id}").click().run()
    with database.reading() as session:
        carried = session.scalars(select(Link).where(Link.requirement_id == part)).one()
    assert (carried.type, carried.passage_id) == (LinkType.MENTIONS, link.passage_id)
    assert f"carry-link-{link.id}" not in {button.key for button in page.button}


def test_an_unknown_requirement_is_a_plain_message(open_editor: Open) -> None:
    page = open_editor(edit=99_999)
    assert len(page.error) == 1


def test_what_was_withdrawn_can_be_found_again(
    open_page: Open, open_editor: Open, guideline: ingest.ImportedGuideline
) -> None:
    page = open_editor("withdraw")
    widget(page, "text_input", "reason").set_value("x").run()
    page.button(key="edit-save").click().run()
    page = open_page("guidelines", guideline=str(guideline.guideline_id))
    page.toggle(key="gone-requirements").set_value(True).run()
    assert [problem.message for problem in page.exception] == []
    assert len(page.dataframe) == 2


def test_a_requirement_of_another_guideline_is_not_shown_here(
    open_page: Open, requirement: Requirement, database: Database
) -> None:
    with database.writing() as session:
        mine = session.get_one(Guideline, requirement.guideline_id)
        other = Guideline(
            identifier="SFS 2031:1", name="Annan lag", level=mine.level, bindingness=mine.bindingness,
            status=mine.status, added_at=mine.added_at,
        )  # fmt: skip
        session.add(other)
        session.flush()
    page = open_page("guidelines", guideline=str(other.id), edit=str(requirement.id))
    assert len(page.error) == 1
