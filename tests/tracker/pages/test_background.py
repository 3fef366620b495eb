"""What is handed to the worker from a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from tests.tracker.conftest import Town
from tracker import clock, jobs
from tracker.database import Database
from tracker.pages import background
from tracker.rechecking import storing
from tracker.rechecking.gathering import Source
from tracker.rechecking.looking import Seen
from tracker.tables.change import SourceState
from tracker.tables.job import Job, JobState
from tracker.tables.people import Person, Workspace
from tracker.views.work import Work


def test_a_file_the_browser_reports_again_is_taken_once(
    open_page: Callable[..., AppTest], database: Database, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ensure_worker", lambda url: None)
    page = open_page("guidelines")
    uploader = page.file_uploader[0].set_value([("a.md", b"# A", "text/markdown"), ("b.md", b"# B", "text/markdown")])
    uploader.run()
    page._tree = uploader.root  # the browser has not drawn the emptied uploader yet when its next poll leaves
    page.run()
    with database.reading() as session:
        assert session.scalars(select(Job.kind)).all() == ["import_guideline", "import_guideline", "suggest"]


def test_a_job_that_ends_while_the_page_is_read_has_the_page_read_again(
    open_page: Callable[..., AppTest], database: Database, town: Town, monkeypatch: pytest.MonkeyPatch, person: Person
) -> None:
    page = open_page("local", tab="sources")
    with database.writing() as session:
        session.add(
            job := Job(
                workspace_id=town.workspace, kind="check_sources", arguments={}, state=JobState.QUEUED,
                created_at=clock.now(), by_id=person.id,
            )
        )  # fmt: skip
        session.flush()
        number = job.id
    page.session_state["jobs"] = [number]
    read = background.work

    def ended(session: Session, *about: Any, **asked: bool) -> list[Work]:
        with database.writing() as writing:
            row = writing.get_one(Job, number)
            if row.state is JobState.QUEUED:
                row.state, row.result, row.finished_at = JobState.DONE, {"checked": 1}, clock.now()
                source = Source(
                    kind="service", number=town.service, workspace_id=town.workspace, address="https://provby.se/"
                )
                storing.store(writing, town.workspace, [Seen(source=source, state=SourceState.UNREACHABLE)], by=person)
        return read(session, *about, **asked)

    monkeypatch.setattr(background, "work", ended)
    page.run()
    assert any("senast kontrollerat" in line.value for line in page.markdown)
