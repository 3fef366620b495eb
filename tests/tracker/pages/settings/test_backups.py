"""The tab of backups: what is due, the button that queues a job, and the list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import backup, jobs, tasks
from tracker.database import Database
from tracker.locales import text
from tracker.settings import Settings
from tracker.tables.job import Job, JobState
from tracker.tables.people import Membership, Person, Role


@pytest.fixture
def nobody_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ensure_worker", lambda _url: None)


def said(page: AppTest) -> str:
    return " ".join(str(part.value) for part in (*page.markdown, *page.caption, *page.warning))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_administrator_is_told_that_one_is_due(
    workspace: object, open_page: Callable[..., AppTest], lang: str
) -> None:
    page = open_page("settings", lang=lang, tab="backup")
    assert text("page.settings.backup.none", lang) in said(page)
    assert "[" not in said(page)


def test_the_button_makes_one_in_the_background(
    workspace: object, open_page: Callable[..., AppTest], database: Database, nobody_starts: None
) -> None:
    page = open_page("settings", tab="backup")
    page.button(key="backup-make").click().run()
    jobs.work(database, tasks.KINDS)
    (made,) = backup.known(Settings().backups)
    assert made.verified
    with database.reading() as session:
        assert session.scalars(select(Job.state)).one() is JobState.DONE
    page = open_page("settings", tab="backup")
    assert page.dataframe[0].value["file"].tolist() == [made.path.name]
    assert not page.warning


def test_who_may_not_make_one_sees_none(
    workspace: object, open_page: Callable[..., AppTest], database: Database
) -> None:
    with database.writing() as session:
        session.scalars(select(Membership)).one().role = Role.REVIEWER
    page = open_page("settings", tab="backup")
    assert text("page.settings.backup.only_admins", "sv") in said(page)
    assert [button.key for button in page.button if button.key == "backup-make"] == []


def test_a_job_that_somebody_without_the_right_queued_fails(workspace: object, database: Database) -> None:
    with database.writing() as session:
        member = session.scalars(select(Membership)).one()
        member.role = Role.REVIEWER
        by = session.get_one(Person, member.person_id)
        jobs.submit(session, member.workspace_id, "backup", {}, by=by)
    jobs.work(database, tasks.KINDS)
    with database.reading() as session:
        assert session.scalars(select(Job.state)).one() is JobState.FAILED
    assert not list(backup.known(Settings().backups))
