"""The days of a guideline on its page: shown, corrected, refused where they contradict one another, and marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update
from streamlit.testing.v1 import AppTest

from policies import library as shelf
from tracker import library
from tracker.database import Database
from tracker.tables.guideline import Guideline, GuidelineStatus, Requirement
from tracker.tables.people import Person

Open = Callable[..., AppTest]
LAWS = ("SE-KL", "EU-BERLIN", "EU-WAD")


@pytest.fixture
def number(filled: int, database: Database) -> int:
    with database.writing() as session:
        session.execute(update(Guideline).values(status=GuidelineStatus.IN_FORCE))
        return session.scalars(select(Guideline.id)).one()


def about(open_page: Open, number: int, lang: str = "sv") -> AppTest:
    return open_page("guidelines", guideline=str(number), tab="about", lang=lang)


def save(page: AppTest) -> None:
    next(button for button in page.button if button.label == "Spara").click().run()


def stored(database: Database, number: int) -> Guideline:
    with database.reading() as session:
        return session.get_one(Guideline, number)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_form_stands_in_both_languages(open_page: Open, number: int, lang: str) -> None:
    page = about(open_page, number, lang)
    assert "[page" not in " ".join(str(part.value) for part in (*page.markdown, *page.caption))
    assert len(page.date_input) == 4


def test_notes_of_the_library_are_spelt_out_and_shown_as_its_own(
    open_page: Open, database: Database, filled: int, person: Person
) -> None:
    with database.writing() as session:
        library.stock(session, shelf.load(), by=person)
    with database.reading() as session:
        numbers = {key: session.scalars(select(Guideline.id).where(Guideline.library_key == key)).one() for key in LAWS}
    shown = {
        key: "\n".join(part.value for part in about(open_page, number).markdown) for key, number in numbers.items()
    }
    assert "**Status**: I kraft. Bibliotekets anteckning, på engelska: ”in force since" in shown["SE-KL"]
    assert "Inte bindande. Bibliotekets anteckning, på engelska: ”political, not binding”" in shown["EU-BERLIN"]
    assert "Ännu inte kontrollerat mot den officiella texten\n" in shown["EU-BERLIN"] + "\n"
    for said in shown.values():
        assert not re.search(r"\b[KV]\b|\(\?\)|”binding”", said)


def test_days_are_corrected(open_page: Open, database: Database, number: int) -> None:
    page = about(open_page, number)
    page.date_input(key=f"describe-adopted_on-{number}").set_value(date(2020, 1, 1))
    page.date_input(key=f"describe-repealed_on-{number}").set_value(date(2021, 1, 1))
    save(page)
    found = stored(database, number)
    assert (found.adopted_on, found.repealed_on) == (date(2020, 1, 1), date(2021, 1, 1))
    assert found.status is GuidelineStatus.REPEALED
    assert any("2021" in part.value for part in page.warning)


def test_days_that_contradict_one_another_are_refused(open_page: Open, database: Database, number: int) -> None:
    page = about(open_page, number)
    page.date_input(key=f"describe-adopted_on-{number}").set_value(date(2022, 1, 1))
    page.date_input(key=f"describe-in_force_on-{number}").set_value(date(2021, 1, 1))
    save(page)
    assert len(page.error) == 1
    assert "i kraft" in page.error[0].value
    assert stored(database, number).adopted_on is None


def test_what_somebody_else_changed_meanwhile_is_a_plain_conflict(
    open_page: Open, database: Database, number: int
) -> None:
    page = about(open_page, number)
    with database.writing() as session:
        session.get_one(Guideline, number).adopted_on = date(2019, 1, 1)
    page.date_input(key=f"describe-adopted_on-{number}").set_value(date(2020, 1, 1))
    save(page)
    assert len(page.error) == 1
    assert stored(database, number).adopted_on == date(2019, 1, 1)


def test_a_proposal_never_looks_like_law(open_page: Open, database: Database, number: int) -> None:
    with database.writing() as session:
        session.execute(update(Guideline).values(status=GuidelineStatus.PROPOSED, in_force_on=date(2020, 1, 1)))
    page = about(open_page, number)
    assert any("inte bekräftat" in part.value for part in page.warning)
    assert any("Avsedd att träda i kraft" in part.value for part in page.markdown)
    listed = open_page("guidelines").dataframe[0].value
    assert list(listed["status"]) == ["Föreslagen, väntar på bekräftelse"]
    assert listed["in_force_on"].isna().all()
    assert "Föreslagen" in open_page("matrix").dataframe[0].value.iloc[0, 0]


def test_the_requirements_of_what_has_ended_are_still_there(open_page: Open, database: Database, number: int) -> None:
    with database.writing() as session:
        session.execute(update(Guideline).values(repealed_on=date(2021, 1, 1)))
        expected = len(session.scalars(select(Requirement.id)).all())
    page = open_page("guidelines", guideline=str(number))
    assert len(page.dataframe[0].value) == expected
    assert "Upphävd" in set(page.dataframe[0].value["level"])
