"""A reviewer's minute: several decisions, several steps back, others' decisions in between, keys off."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import linking
from tracker.database import Database
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.people import Person, Workspace

Open = Callable[..., AppTest]


def number(page: AppTest) -> int:
    found = page.query_params["link"]
    return int(found if isinstance(found, str) else found[0])


def state(database: Database, link: int) -> Decided:
    with database.reading() as session:
        return session.get_one(Link, link).state


def test_several_decisions_are_undone_one_by_one(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("review")
    decided = []
    for _ in range(3):
        decided.append(number(page))
        page.button(key="reject").click().run()
    assert [state(database, link) for link in decided] == [Decided.REJECTED] * 3
    for link in reversed(decided):
        page.button(key="undo-button").click().run()
        assert number(page) == link
    assert [state(database, link) for link in decided] == [Decided.SUGGESTED] * 3


def test_forward_and_back_decide_nothing(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("review")
    first = number(page)
    page.button(key="to-next").click().run()
    assert number(page) != first
    page.button(key="to-previous").click().run()
    assert number(page) == first
    assert state(database, first) is Decided.SUGGESTED


def test_what_somebody_else_decided_meanwhile_is_passed_over(
    open_page: Open, filled: int, database: Database, person: Person
) -> None:
    page = open_page("review")
    page.button(key="to-next").click().run()
    taken = number(page)
    page.button(key="to-previous").click().run()
    with database.writing() as session:
        linking.reject(session, taken, by=person, seen_version=1)
    page.button(key="reject").click().run()
    assert number(page) != taken


def test_the_last_one_is_followed_by_the_way_on(open_page: Open, filled: int, database: Database) -> None:
    with database.reading() as session:
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
    assert link is not None
    page = open_page("review", requirement=str(link.requirement_id), target="passage")
    while "reject" in {button.key for button in page.button}:
        page.button(key="reject").click().run()
    assert len(page.success) == 1
    assert "clear-filter-done" in {button.key for button in page.button}


def test_keys_are_switched_off_by_the_address(open_page: Open, filled: int) -> None:
    def shortcuts(page: AppTest) -> set[str]:
        return {button.proto.shortcut for button in page.button if button.proto.shortcut}

    assert {"j", "n", "z"} <= shortcuts(open_page("review", target="passage"))
    assert shortcuts(open_page("review", target="passage", keys="off")) == set()


def test_a_file_without_pages_shows_more_of_its_text(open_page: Open, filled: int) -> None:
    page = open_page("review", target="passage", original="open")
    assert any("MARKDOWN" in str(part.value) for part in page.caption)


def test_without_documents_no_search_for_gaps_is_claimed(open_page: Open, workspace: Workspace) -> None:
    page = open_page("review", view="gaps")
    (said,) = page.info
    assert said.value.startswith("Inget är sökt än: det finns inga lokala dokument.")
    assert "Lägg till lokala dokument" in {button.label for button in page.button}
