"""The whole country on the screen: kept figures, leaders to learn from, the same words in two places."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select
from streamlit.testing.v1 import AppTest

from tests.tracker import stock
from tracker import jobs, linking, rollups, workspaces
from tracker.database import Database
from tracker.tables.job import Job
from tracker.tables.link import Link, LinkType
from tracker.tables.local import Passage
from tracker.tables.people import Membership, Person

Open = Callable[..., AppTest]


def told(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info, *page.subheader))


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ensure_worker", lambda _: None)


@pytest.fixture
def neighbour(database: Database, filled: int, person: Person) -> int:
    """A second municipality, with the same document; and a confirmed passage in the first."""
    with database.writing() as session:
        made = workspaces.create(session, "Granneviks kommun", by=person, municipality_code="1480")
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
    stock.import_document(database, made, person)
    assert made.id != filled
    return made.id


def queued(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Job.kind)))


@pytest.mark.parametrize(
    ("lang", "first", "after"),
    [("sv", "räknas fram för första gången", "räknas om"), ("en", "for the first time", "being worked out again")],
)
def test_what_is_outdated_is_shown_and_renewed_behind_the_page(
    open_page: Open, database: Database, neighbour: int, person: Person, lang: str, first: str, after: str
) -> None:
    assert first in told(open_page("research", lang=lang, tab="national"))
    assert queued(database) == ["rollup"]
    with database.writing() as session:
        session.execute(delete(Job))
    rollups.renew_outdated(database, by=person)
    page = open_page("research", lang=lang, tab="national")
    assert after not in told(page)
    assert "**2 " in told(page)
    assert "{" not in told(page)
    assert queued(database) == []
    with database.writing() as session:
        workspaces.set_threshold(session, neighbour, "shelf_life", 12, by=person)
    assert after in told(open_page("research", lang=lang, tab="national"))
    assert queued(database) == ["rollup"]


def test_each_municipality_has_its_row_and_unknown_is_no_share(
    open_page: Open, database: Database, neighbour: int, person: Person
) -> None:
    with database.writing() as session:
        workspaces.create(session, "Tomköpings kommun", by=person, municipality_code="0180")
    rollups.renew_outdated(database, by=person)
    page = open_page("research", tab="national")
    rows = page.dataframe[0].value.set_index("name")
    assert rows.loc["Tomköpings kommun", "share"] == "inget inläst"
    assert rows.loc["Granneviks kommun", "share"].endswith("%")
    assert rows.loc["Granneviks kommun", "county"] == "Västra Götalands län"
    assert list(open_page("research", tab="national", county="14").dataframe[0].value["name"]) == ["Granneviks kommun"]
    assert neighbour


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_leaders_passage_is_quoted_with_the_way_to_it(
    open_page: Open, database: Database, neighbour: int, person: Person, lang: str
) -> None:
    rollups.renew_outdated(database, by=person)
    with database.reading() as session:
        link = session.scalars(select(Link).where(Link.type == LinkType.IMPLEMENTS)).one()
    page = open_page("research", lang=lang, tab="leaders", requirement=str(link.requirement_id))
    assert "Provby kommun" in told(page)
    assert "{" not in told(page)
    assert [button.key for button in page.button if str(button.key).startswith("lesson-")] == [f"lesson-{link.id}"]
    with database.writing() as session:
        session.get_one(Passage, link.passage_id or 0).secret = True
    page = open_page("research", lang=lang, tab="leaders", requirement=str(link.requirement_id))
    assert not [button for button in page.button if str(button.key).startswith("lesson-")]
    assert neighbour


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_same_words_in_two_municipalities_stand_side_by_side(
    open_page: Open, database: Database, neighbour: int, person: Person, lang: str
) -> None:
    rollups.renew_outdated(database, by=person)
    page = open_page("research", lang=lang, tab="between")
    assert len(page.dataframe[0].value) == 1
    assert "{" not in told(page)
    page = open_page("research", lang=lang, tab="between", pair="provby-kommun,granneviks-kommun")
    assert len(page.dataframe[1].value) == page.dataframe[0].value["passages"].iloc[0]
    with database.writing() as session:
        session.execute(delete(Membership).where(Membership.workspace_id == neighbour))
    page = open_page("research", lang=lang, tab="between", pair="provby-kommun,granneviks-kommun")
    assert not page.dataframe
    assert "Granneviks" not in told(page)


def test_more_than_can_be_told_apart_are_not_set_side_by_side(
    open_page: Open, database: Database, neighbour: int, person: Person
) -> None:
    with database.writing() as session:
        for number in range(8):
            workspaces.create(session, f"Ö{number} kommun", by=person)
    page = open_page("research", tab="municipalities")
    assert "10 kommuner" in told(page)
    assert len(page.dataframe[0].value) == 8
    assert neighbour
