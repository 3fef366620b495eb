"""What is handed to the worker from a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import jobs
from tracker.database import Database
from tracker.tables.job import Job
from tracker.tables.people import Workspace


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
