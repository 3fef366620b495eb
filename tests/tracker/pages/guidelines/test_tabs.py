"""The requirements of one guideline, narrowed to those that bind somebody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import ingest
from tracker.database import Database
from tracker.tables.guideline import Applies, BearerKind, Requirement

Open = Callable[..., AppTest]


@pytest.fixture
def bound(filled: int, database: Database) -> str:
    """The place of the one requirement that binds the state alone, and so does not count."""
    with database.writing() as session:
        rows = session.scalars(select(Requirement)).all()
        for row in rows:
            row.bearer_kind = BearerKind.MUNICIPALITY
        rows[-1].bearer_kind, rows[-1].applies = BearerKind.STATE_BODY, Applies.NO
        return rows[-1].locator


def places(page: AppTest) -> list[str]:
    return [str(place) for place in page.dataframe[0].value["locator"]] if page.dataframe else []


def test_a_kind_of_bearer_shows_its_requirements_even_where_they_do_not_count(
    open_page: Open, bound: str, guideline: ingest.ImportedGuideline
) -> None:
    page = open_page("guidelines", guideline=str(guideline.guideline_id))
    assert bound not in places(page)
    page.selectbox(key="choose-binds").set_value("state_body").run()
    assert places(page) == [bound]
    assert page.query_params["binds"] in ("state_body", ["state_body"])


def test_a_kind_of_bearer_nobody_has_gives_a_plain_message(
    open_page: Open, bound: str, guideline: ingest.ImportedGuideline
) -> None:
    page = open_page("guidelines", guideline=str(guideline.guideline_id), binds="provider")
    assert places(page) == []
    assert len(page.info) == 1


def test_an_unknown_kind_in_the_address_narrows_nothing(
    open_page: Open, bound: str, guideline: ingest.ImportedGuideline
) -> None:
    usual = places(open_page("guidelines", guideline=str(guideline.guideline_id)))
    page = open_page("guidelines", guideline=str(guideline.guideline_id), binds="<script>")
    assert places(page) == usual != []
