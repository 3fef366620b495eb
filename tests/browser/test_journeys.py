"""The main paths of a person at the screen, from an empty start to a level in the matrix."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tracker.database import connect
from tracker.ladder import standing
from tracker.tables.guideline import Decided, Guideline, Requirement
from tracker.tables.link import Link
from tracker.views.ladder import standings

pytestmark = pytest.mark.browser

STATUTE = """---
title: Lag (2030:12) om begripliga e-tjänster
---
# Lag (2030:12) om begripliga e-tjänster

## Tillämpning

### 1 §

Denna lag gäller för kommuner.

### 2 §

Kommunen ska lämna ett skriftligt besked om handläggningstiden inom fem arbetsdagar från ansökan i en e-tjänst.
"""
PROMISE = "Kommunen lämnar ett skriftligt besked om handläggningstiden inom fem arbetsdagar efter ansökan i e-tjänsten."
WAIT = 300_000


def decide_in_database(url: str, link_id: int) -> tuple[Link, int | None]:
    """The link as stored, and the level of its requirement for the actor it speaks for."""
    database = connect(url)
    with database.reading() as session:
        link = session.get_one(Link, link_id)
        found = standings.standings(session, link.workspace_id)
        level = found.cell(link.requirement_id, ("actor", link.subject_id or 0)).shown
    database.close()
    return link, level


def current_link(page: Page) -> int:
    """The link whose texts are on screen: it stands in the address."""
    page.wait_for_url(re.compile(r"link=\d+"))
    found = re.search(r"link=(\d+)", page.url)
    assert found is not None
    return int(found[1])


def test_from_an_empty_start_to_a_level_that_survives_reload(
    page: Page,
    visit: Callable[[str], None],
    settled: Callable[[], None],
    start_app: Callable[[Path], Any],
    tmp_path: Path,
) -> None:
    app = start_app(tmp_path / "tracker.db")
    visit(f"{app.url}/?lang=sv")
    page.get_by_role("button", name="Bygg demonstrationen").click()
    expect(page.get_by_role("heading", name="Översikt")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text(re.compile(r"\d+ av \d+ krav .* är undersökta"))).to_be_visible()

    visit(f"{app.url}/review?lang=sv&target=passage")  # who answers for a requirement gives it no level
    link_id = current_link(page)
    settled()
    page.keyboard.press("j")
    page.wait_for_url(lambda url: f"link={link_id}" not in url and "link=" in url)
    link, level = decide_in_database(app.database_url, link_id)
    assert link.state is Decided.CONFIRMED
    assert level is not None
    assert level >= 1

    visit(f"{app.url}/matrix?lang=sv&requirement={link.requirement_id}&subject=actor-{link.subject_id}")
    shown = page.get_by_role("heading", name=re.compile(rf"^{level} "))
    expect(shown).to_be_visible()
    page.reload()
    expect(shown).to_be_visible()


def test_own_statute_and_own_document_meet(
    page: Page,
    visit: Callable[[str], None],
    settled: Callable[[], None],
    start_app: Callable[[Path], Any],
    tmp_path: Path,
) -> None:
    app = start_app(tmp_path / "tracker.db")
    statute, policy = tmp_path / "lag.md", tmp_path / "Riktlinje.docx"
    statute.write_text(STATUTE, encoding="utf-8")
    document = Document()
    document.add_heading("Riktlinje för e-tjänster", 1)
    document.add_paragraph("Antagen av kommunstyrelsen 2029-03-01 § 12. Dnr KS 2029/00012.")
    document.add_paragraph(PROMISE)
    document.save(str(policy))

    visit(f"{app.url}/?lang=sv")
    page.get_by_role("combobox", name=re.compile("Kommun")).click()
    page.keyboard.type("Ystad")
    page.keyboard.press("Enter")
    settled()
    page.get_by_role("button", name="Börja med Ystad").click()
    expect(page.get_by_role("heading", name="Vilka riktlinjer gäller er?")).to_be_visible(timeout=WAIT)

    page.get_by_test_id("stSidebarNav").get_by_text("Riktlinjer").click()
    page.get_by_text("Importera en riktlinje").click()
    settled()
    page.locator('input[type="file"]').set_input_files(str(statute))
    expect(page.get_by_text(re.compile(r"Importerad: \d+ bestämmelser"))).to_be_visible(timeout=WAIT)

    page.get_by_test_id("stSidebarNav").get_by_text("Lokala underlag").click()
    expect(page.get_by_text("Inga dokument än")).to_be_visible()
    page.locator('input[type="file"]').set_input_files(str(policy))
    expect(page.get_by_text(re.compile(r"Importerat: \d+ textställen"))).to_be_visible(timeout=WAIT)
    expect(page.get_by_text(re.compile(r"Förslag: [1-9]\d* nya"))).to_be_visible(timeout=WAIT)

    requirement, link_id = pair(app.database_url)
    visit(f"{app.url}/review?lang=sv&requirement={requirement}&link={link_id}")
    expect(page.get_by_text("besked om handläggningstiden").first).to_be_visible()
    settled()
    page.keyboard.press("j")
    expect(page.get_by_text(re.compile("1 beslutad")).first).to_be_visible()
    link, level = decide_in_database(app.database_url, link_id)
    assert link.state is Decided.CONFIRMED
    assert level == standing(["mention", "rule"], searched=False).level

    visit(f"{app.url}/matrix?lang=en&requirement={requirement}&subject=actor-{link.subject_id}")
    expect(page.get_by_role("heading", name="2 Translated")).to_be_visible()


def pair(url: str) -> tuple[int, int]:
    """The requirement of the own statute and its best suggestion."""
    database = connect(url)
    with database.reading() as session:
        found = session.execute(
            select(Link.requirement_id, Link.id)
            .join(Requirement, Requirement.id == Link.requirement_id)
            .join(Guideline, Guideline.id == Requirement.guideline_id)
            .where(Guideline.identifier == "SFS 2030:12", Link.passage_id.is_not(None))
            .order_by(Link.score.desc())
        ).first()
    database.close()
    assert found is not None
    return found[0], found[1]


def test_a_script_in_a_document_only_stands_there(
    page: Page,
    visit: Callable[[str], None],
    start_app: Callable[[Path], Any],
    demo_database: Path,
    tmp_path: Path,
) -> None:
    """Stored text reaches the page as text, wherever it is shown."""
    import shutil

    from tracker.tables.local import LocalDocument, LocalEdition

    copy = tmp_path / "tracker.db"
    shutil.copy(demo_database, copy)
    database = connect(f"sqlite:///{copy}")
    with database.writing() as session:
        edition = session.scalars(select(LocalEdition).order_by(LocalEdition.id)).first()
        assert edition is not None
        hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script> **x** [y](javascript:1) '
        edition.text = (hostile + edition.text)[: len(edition.text)]
        session.get_one(LocalDocument, edition.document_id).name = hostile
        number = edition.document_id
    database.close()
    app = start_app(copy)
    visit(f"{app.url}/local?lang=sv&document={number}")
    expect(page.get_by_text("<script>").first).to_be_visible()
    assert page.locator("main script, [data-testid='stMain'] script, [data-testid='stMain'] img").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0
    assert page.title() not in ("1", "2")
