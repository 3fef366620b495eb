"""The page of what is suspect: both texts, a decision with its reason, the next one at once, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import clock, linking, tasks, workspaces
from tracker.database import Database
from tracker.suspects import suspect_links
from tracker.tables.change import Clearance, Outcome
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import Decided, Guideline, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person
from tracker.views.overview import overview
from tracker.views.review.suspects import Kind, suspects

Open = Callable[..., AppTest]
DATA = Path(__file__).parents[3] / "data" / "tracker"


@pytest.fixture
def changed(database: Database, person: Person, filled: int) -> int:
    """The workspace, once the document's words about the plan are others and those about fees are gone."""
    with database.writing() as session:
        for link in session.scalars(select(Link).where(Link.passage_id.is_not(None))):
            passage = session.get_one(Passage, link.passage_id)
            text = session.get_one(LocalEdition, passage.edition_id).text[passage.start : passage.end]
            if "ska ha en plan" in text or "ingen avgift" in text:
                linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
        document = session.scalars(select(LocalDocument.id)).one()
    text = (DATA / "riktlinje.md").read_text("utf-8")
    new = text.replace("varje år", "vartannat år").replace("För planen tas ingen avgift ut.", "Övrigt.")
    tasks.import_edition(database, new.encode(), "riktlinje-2.md", document, by=person)
    return filled


def words(page: AppTest) -> str:
    return "".join(str(part.value) for part in (*page.markdown, *page.get("html"), *page.caption))


def address(page: AppTest, key: str) -> str:
    found = page.query_params.get(key, "")
    return found if isinstance(found, str) else found[0]


def choose_reason(page: AppTest) -> AppTest:
    return page.text_input(key="clearing-own-0").input("Innebörden är densamma.").run()


def link_of(database: Database, page: AppTest) -> Link:
    with database.reading() as session:
        return session.get_one(Link, int(address(page, "suspect").partition("-")[2]))


def test_the_number_is_that_of_the_overview(database: Database, changed: int) -> None:
    with database.reading() as session:
        rows = suspects(session, changed)
        first = overview(session, changed)
    assert len(rows) == first.suspect > 0
    assert sum(row.kind is Kind.LINK for row in rows) == first.suspect_links
    assert sum(row.kind is Kind.JUDGEMENT for row in rows) == first.suspect_judgements


def test_both_texts_are_shown_with_what_differs(open_page: Open, changed: int, database: Database) -> None:
    for lang in ("sv", "en"):
        seen = words(open_page("review", view="suspects", lang=lang, suspect=_plan(database, changed)))
        assert '<mark class="removed">varje' in seen
        assert '<mark class="added">vartannat' in seen
        assert "[page." not in seen


def test_kept_with_a_reason_the_next_one_comes(open_page: Open, changed: int, database: Database) -> None:
    page = open_page("review", view="suspects", suspect=_plan(database, changed))
    before = link_of(database, page)
    page = choose_reason(page)
    page.button(key="keep").click().run()
    with database.reading() as session:
        (row,) = session.scalars(select(Clearance))
        assert (row.link_id, row.outcome, row.reason) == (before.id, Outcome.KEPT, "Innebörden är densamma.")
        assert before.id not in suspect_links(session, changed)
    assert address(page, "suspect") != f"link-{before.id}"


def test_without_a_reason_nothing_is_stored(open_page: Open, changed: int, database: Database) -> None:
    page = open_page("review", view="suspects", suspect=_plan(database, changed))
    page.button(key="withdraw").click().run()
    assert any("varför" in str(error.value) for error in page.error)
    with database.reading() as session:
        assert session.scalars(select(Clearance)).first() is None


def test_what_is_gone_can_only_be_withdrawn_and_that_is_undone(
    open_page: Open, changed: int, database: Database
) -> None:
    page = open_page("review", view="suspects", suspect=_fees(database, changed))
    link = link_of(database, page).id
    assert page.button(key="keep").disabled
    page = choose_reason(page)
    page.button(key="withdraw").click().run()
    with database.reading() as session:
        assert session.get_one(Link, link).state is Decided.REJECTED
    page.button(key="undo-clearing-button").click().run()
    with database.reading() as session:
        assert session.get_one(Link, link).state is Decided.CONFIRMED
        assert link in suspect_links(session, changed)


def test_a_suspect_crosswalk_is_shown_with_what_it_can_be_changed_to(
    open_page: Open, filled: int, database: Database, person: Person
) -> None:
    _suspect_crosswalk(database, person)
    page = open_page("review", view="suspects")
    assert not page.error
    assert (
        {kind.value for kind in CrosswalkType}
        >= {button.key.removeprefix("change-") for button in page.button if str(button.key).startswith("change-")}
        == {"partly", "supplements", "related"}
    )


def test_crosswalks_of_what_counts_in_another_workspace_are_suspect_there_only(
    filled: int, database: Database, person: Person
) -> None:
    _suspect_crosswalk(database, person)
    with database.writing() as session:
        other = workspaces.create(session, "Grannby", by=person)
        assert [row.kind for row in suspects(session, other.id)] == [Kind.CROSSWALK]
        session.scalars(select(Guideline)).one().workspace_id = filled
        session.flush()
        assert suspects(session, other.id) == []
        assert Kind.CROSSWALK in [row.kind for row in suspects(session, filled)]


def test_put_off_it_comes_back_when_asked_for(open_page: Open, changed: int, database: Database) -> None:
    page = open_page("review", view="suspects")
    first = address(page, "suspect")
    page.button(key="suspects-later-button").click().run()
    assert address(page, "suspect") != first


def test_with_nothing_suspect_it_says_what_can_change_that(open_page: Open, filled: int) -> None:
    page = open_page("review", view="suspects", lang="en")
    assert any("new edition" in str(box.value) for box in page.success)


def _suspect_crosswalk(database: Database, person: Person) -> None:
    """A crosswalk between two requirements, one of which reads otherwise now."""
    with database.writing() as session:
        upper, lower = session.scalars(select(Requirement).order_by(Requirement.id).limit(2))
        session.add(
            Crosswalk(
                upper_id=upper.id, lower_id=lower.id, type=CrosswalkType.IMPLEMENTS, state=Decided.CONFIRMED,
                scorer="person", upper_fingerprint=upper.fingerprint, lower_fingerprint="e" * 64,
                on=clock.today(), decided_by_id=person.id, decided_at=clock.now(), recorded_at=clock.now(),
            )
        )  # fmt: skip


def _plan(database: Database, workspace: int) -> str:
    return _with(database, workspace, "ska ha en plan")


def _fees(database: Database, workspace: int) -> str:
    return _with(database, workspace, "ingen avgift")


def _with(database: Database, workspace: int, part: str) -> str:
    """The key of a suspect link whose passage had these words."""
    with database.reading() as session:
        for number in sorted(suspect_links(session, workspace)):
            passage = session.get_one(Passage, session.get_one(Link, number).passage_id)
            text = session.scalars(select(LocalEdition.text).where(LocalEdition.id == passage.edition_id)).one()
            if part in text[passage.start : passage.end]:
                return f"link-{number}"
    raise AssertionError(part)
