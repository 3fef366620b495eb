"""The pages of the network: they open empty and filled, decisions are stored at once, names stay text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import clock, tasks
from tracker.database import Database
from tracker.tables.guideline import Decided
from tracker.tables.network import Actor, ActorKind, Participation, Relation, RelationKind
from tracker.tables.people import Person, Workspace

OpenPage = Callable[..., AppTest]
TABS = ("picture", "waiting", "load", "documents", "years")


@pytest.fixture
def read(database: Database, person: Person, filled: int) -> int:
    """A workspace whose documents were read for parts."""
    with database.writing() as session:
        for name, kind in (("Kommunstyrelsen", ActorKind.BOARD), ("<b>*Enhet*</b>", ActorKind.UNIT)):
            session.add(Actor(workspace_id=filled, name=name, kind=kind))
        session.flush()
        board, unit = session.scalars(select(Actor.id).order_by(Actor.id.desc()).limit(2)).all()
        session.add(
            Relation(
                workspace_id=filled, from_id=board, to_id=unit, kind=RelationKind.STEERS, formal=True,
                state=Decided.CONFIRMED, decided_by_id=person.id, recorded_at=clock.now(),
            )
        )  # fmt: skip
    tasks.read_network(database, filled, by=person)
    return filled


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens(open_page: OpenPage, read: int, tab: str, lang: str) -> None:
    page = open_page("network", lang=lang, tab=tab)
    assert len(page.title) == 1


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_workspace_says_what_to_do(open_page: OpenPage, workspace: Workspace, tab: str) -> None:
    page = open_page("network", tab=tab)
    assert [info.value for info in page.info] or tab == "load"


def test_filters_live_in_the_address(open_page: OpenPage, read: int) -> None:
    page = open_page("network", formal="informal", flat="yes", kind="steers")
    assert page.selectbox(key="choose-formal").value == "informal"
    assert page.toggle(key="switch-flat").value is True
    assert page.info  # no tie is left under them


def test_nonsense_in_the_address_is_passed_over(open_page: OpenPage, read: int) -> None:
    open_page("network", year="-7", formal="x", kind="<b>", order="name;drop", page="99999")
    open_page("network", tab="load", page="-1")


def test_a_name_with_markup_stays_text(open_page: OpenPage, database: Database, read: int) -> None:
    with database.reading() as session:
        number = session.scalars(select(Actor.id).where(Actor.name.startswith("<b>"))).one()
    page = open_page("network", actor=str(number))
    assert page.title[0].value == r"\<b\>\*Enhet\*\</b\>"


def test_a_part_is_confirmed_by_a_click_and_taken_back_by_another(
    open_page: OpenPage, database: Database, read: int
) -> None:
    with database.reading() as session:
        row = session.scalars(select(Participation)).first()
    assert row is not None, "the document says who decided it"
    page = open_page("network", tab="waiting")
    page.button(key=f"part-{row.id}-confirmed").click().run()
    with database.reading() as session:
        assert session.get_one(Participation, row.id).state is Decided.CONFIRMED
    page = open_page("network", actor=str(row.actor_id))
    page.button(key=f"part-{row.id}-suggested").click().run()
    with database.reading() as session:
        assert session.get_one(Participation, row.id).state is Decided.SUGGESTED


def test_an_unknown_actor_is_said_plainly(open_page: OpenPage, read: int) -> None:
    page = open_page("network", actor="99999")
    assert page.error
