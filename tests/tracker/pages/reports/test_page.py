"""The page of reports: what is chosen stands in the address, what is drawn leads to where it is listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tracker import locales
from tracker.database import Database
from tracker.interchange import KINDS
from tracker.pages import routes
from tracker.tables.service import Service

Open = Callable[..., AppTest]


def said(page: AppTest) -> str:
    parts = (*page.title, *page.markdown, *page.caption, *page.info, *page.subheader)
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize(("lang", "title"), [("sv", "Från riktlinje till verksamhet"), ("en", "From guideline")])
def test_the_board_brief_comes_first(open_page: Open, filled: int, lang: str, title: str) -> None:
    assert title in said(open_page("reports", lang=lang))


def test_the_language_of_the_report_may_be_another(open_page: Open, filled: int) -> None:
    words = said(open_page("reports", lang="sv", **{"in": "en"}))
    assert "Where we stand" in words
    assert "Rapporter" in words


@pytest.mark.parametrize("kind", ["audit", "unit", "control"])
def test_every_kind_is_drawn(open_page: Open, filled: int, kind: str) -> None:
    assert "undersökt" in said(open_page("reports", kind=kind))


def test_a_sheet_without_any_service_says_what_to_do(open_page: Open, filled: int) -> None:
    assert "Det finns inga tjänster" in said(open_page("reports", kind="service"))


def test_a_report_can_be_had_in_three_formats(open_page: Open, filled: int) -> None:
    page = open_page("reports")
    assert [button.label for button in page.get("download_button")][:3] == ["Hämta PDF", "Hämta DOCX", "Hämta XLSX"]


def test_files_for_other_systems_stand_below_the_report(open_page: Open, filled: int) -> None:
    page = open_page("reports")
    labels = [button.label for button in page.get("download_button")][3:]
    forms = [(kind, form) for kind, one in KINDS.items() if kind != "mappings" for form in one.forms]
    assert labels == [f"{locales.text(f'page.handed_over.{kind}', 'sv')} .{form}" for kind, form in forms]
    assert "Ingen korskoppling är bekräftad än" in said(page)


def test_pages_are_shown_as_they_are_printed(open_page: Open, filled: int) -> None:
    page = open_page("reports", view="pages")
    assert "1 sida" in said(page)


def test_a_figure_leads_to_its_list(open_page: Open, filled: int, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(routes, "go", lambda name, **values: left.append((name, values)))
    page = open_page("reports", kind="audit")
    next(button for button in page.button if "luckor" in button.label).click().run()
    assert left == [("matrix", {"show": "gaps"})]


def test_a_column_of_days_and_words_is_drawn_as_words(
    open_page: Open, filled: int, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.writing() as session:
        session.add(Service(workspace_id=filled, name="Båtplats", contract_end=date(2030, 1, 31)))
    assert "Båtplats" in said(open_page("reports", kind="service"))
    assert not [record for record in caplog.records if "Arrow" in record.getMessage()]
