"""Real acts and their amendments: what is true by eye is what the comparison says, and judgements follow it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from nlp.comparison import compare
from nlp.comparison.changes import ChangeKind, Part
from policies.reading import read
from tracker import editions, ingest, linking, preparing, workspaces
from tracker.database import Database
from tracker.suspects import suspect_links
from tracker.tables.guideline import Edition, Requirement, RequirementState
from tracker.tables.link import LinkType
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.views.editions.changes import changes

pytestmark = pytest.mark.corpus


def prepared(file: Path) -> preparing.Prepared:
    data = file.read_bytes()
    return preparing.prepare(data, file.name, read(data, file.name))


def put(database: Database, person: Person, text: preparing.Prepared) -> ingest.ImportedGuideline:
    with database.writing() as session:
        return ingest.import_guideline(session, text, by=person)


@pytest.fixture
def desk(sqlite_database: Database) -> tuple[Database, Person, Workspace]:
    """A database with somebody at work in a municipality."""
    with sqlite_database.writing() as session:
        person = workspaces.local_person(session, "Testperson")
        return sqlite_database, person, workspaces.create(session, "Provby kommun", by=person)


def linked(database: Database, person: Person, workspace: Workspace, places: Sequence[str]) -> Mapping[str, int]:
    """By its place a confirmed link to the last requirement there."""
    with database.writing() as session:
        unit = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Digitala enheten")
        session.add(unit)
        session.flush()
        found = {}
        for place in places:
            last = select(Requirement.id).where(Requirement.locator == place).order_by(Requirement.id.desc()).limit(1)
            link = linking.add(session, workspace.id, session.scalars(last).one(), "actor", unit.id, by=person)
            linking.confirm(session, link.id, LinkType.RESPONSIBLE, by=person, seen_version=link.version)
            found[place] = link.id
    return found


def amended(statute: str) -> str:
    """A statute as another leaves it: words in two sections, one added, one repealed, a chapter before the third."""
    added = "#### 3 a §\n\nEn vårdgivare ska varje år redovisa för regionen hur patienterna har underrättats.\n\n"
    chapter = "## 3 kap. Samordning\n\n#### 1 §\n\nRegionen ska utse en samordnare för frågor enligt denna lag.\n\n"
    before, _, after = statute.partition("## 3 kap.")
    before = before.replace("genast spärras", "spärras inom en arbetsdag").replace("#### 4 §", f"{added}#### 4 §", 1)
    before = re.sub(r"(#### 6 §\n\n).*?(?=\n##|\Z)", r"\1Har upphävts genom lag (2031:77).\n", before, flags=re.DOTALL)
    after = after.replace("systematiska och återkommande", "fortlöpande")
    after = re.sub(r"^## (\d) kap\.", lambda match: f"## {int(match[1]) + 1} kap.", after, flags=re.MULTILINE)
    return f"{before}{chapter}## 4 kap.{after}".replace("([2025:460]", "([2031:77]")


def test_a_statute_amended_in_all_the_usual_ways(desk: tuple[Database, Person, Workspace], shared: Path) -> None:
    database, person, workspace = desk
    statute = (shared / "corpus" / "national" / "se" / "sfs-2022-913.md").read_text("utf-8")
    texts = [each.encode() for each in (statute, amended(statute))]
    old, new = (preparing.prepare(data, "lag.md", read(data, "lag.md")) for data in texts)
    put(database, person, old)
    changed, gone = ("2 kap. 3 § 1 st", "4 kap. 4 § 1 st"), "2 kap. 6 § 1 st"
    same = ("2 kap. 1 § 1 st", "2 kap. 3 § 2 st", "2 kap. 4 § 1 st", "3 kap. 7 § 1 st", "4 kap. 5 § 1 st")
    links = linked(database, person, workspace, (*changed, gone, *same))
    done = put(database, person, new)
    with database.reading() as session:
        rows = changes(session, workspace.id, edition_id=done.edition_id)
        suspect = suspect_links(session, workspace.id)
    said = {kind: [(row.place_before, row.place_after) for row in rows if row.kind is kind] for kind in ChangeKind}
    assert said[ChangeKind.CHANGED] == [("2 kap. 3 § 1 st", "2 kap. 3 § 1 st"), ("4 kap. 4 § 1 st", "5 kap. 4 § 1 st")]
    assert said[ChangeKind.ADDED] == [("", "2 kap. 3 a § 1 st"), ("", "3 kap. 1 § 1 st")]
    assert said[ChangeKind.REMOVED] == [(gone, "")]
    assert {(before[0], after[0]) for before, after in said[ChangeKind.MOVED]} == {("3", "4"), ("4", "5")}
    assert not said[ChangeKind.SPLIT] + said[ChangeKind.MERGED]
    assert suspect == {links[place] for place in changed}
    with database.writing() as session:
        editions.undo(session, done.edition_id, by=person)
    with database.reading() as session:
        assert not suspect_links(session, workspace.id)


def test_the_ai_act_as_published_and_as_amended(shared: Path) -> None:
    folder = shared / "corpus" / "eu"
    old, new = (_parts(folder / name) for name in ("ai-act.json", "32024r1689-consolidated-en.fmx4.xml"))
    all_changes = compare(old, new)
    found = {
        (old[change.old[0]].locator, new[change.new[0]].locator): change.kind
        for change in all_changes
        if len(change.old) == len(change.new) == 1
    }
    assert found["art 10(5)(f)", "art 4a(1)(f)"] is ChangeKind.MOVED  # what an amendment took to an article of its own
    assert found["art 10(5)(b)", "art 4a(1)(b)"] is ChangeKind.CHANGED
    assert found["art 25(4)", "art 25(4)"] is ChangeKind.CHANGED
    assert found["art 57(14)", "art 57(14)"] is ChangeKind.CHANGED
    assert found["art 113 subpara 3(a)", "art 113 subpara 3(a)"] is ChangeKind.CHANGED
    came = {new[change.new[0]].locator for change in all_changes if change.kind is ChangeKind.ADDED}
    assert {"art 75b(b)", "art 2(13)", "art 64(3)"} <= came
    kept = sum(kind is ChangeKind.UNCHANGED for kind in found.values())
    assert kept >= 0.75 * sum(not part.locator.startswith("recital") for part in old)


def _parts(file: Path) -> list[Part]:
    document = read(file.read_bytes(), file.name)
    spans = zip(document.provisions, document.own_spans(), strict=True)
    return [Part(locator=provision.locator, text=document.text[start:end]) for provision, (start, end) in spans]


def test_eidas_as_published_and_as_amended(desk: tuple[Database, Person, Workspace], shared: Path) -> None:
    sqlite_database, person, workspace = desk
    folder = shared / "corpus" / "eu"
    put(sqlite_database, person, prepared(folder / "32014r0910-oj-en.xhtml"))
    with sqlite_database.reading() as session:
        known = set(session.scalars(select(Requirement.locator)))
    places = [place for place in ("art 5(1)", "art 7(g)", "art 24(2)(a)", "art 10(1)", "art 51(3)") if place in known]
    links = linked(sqlite_database, person, workspace, places)
    done = put(sqlite_database, person, prepared(folder / "32014r0910-consolidated-en.html"))
    with sqlite_database.reading() as session:
        edition = session.get_one(Edition, done.edition_id)
        rows = changes(session, workspace.id, edition_id=done.edition_id)
        suspect = suspect_links(session, workspace.id)
        gone = set(session.scalars(select(Requirement.locator).where(Requirement.state == RequirementState.WITHDRAWN)))
    assert edition.published_on == date(2024, 10, 18)
    came = " ".join(row.place_after for row in rows if row.kind is ChangeKind.ADDED)
    for article in ("art 5a(", "art 5b(", "art 5c", "art 5d", "art 5e", "art 5f", "art 45f", "art 12a"):
        assert article in came
    assert any(row.place_after.startswith("art 24") for row in rows if row.kind is ChangeKind.CHANGED)
    assert {"art 5(1)", "art 19(2)", "art 51(3)"} <= gone
    assert not any("recital" in place for place in gone)
    assert links["art 5(1)"] not in suspect  # withdrawn with its requirement, not changed
    with sqlite_database.writing() as session:
        editions.undo(session, done.edition_id, by=person)
    with sqlite_database.reading() as session:
        assert not suspect_links(session, workspace.id)


def test_two_formats_of_one_text_are_the_same_requirements(
    desk: tuple[Database, Person, Workspace], shared: Path
) -> None:
    sqlite_database, person, _ = desk
    folder = shared / "corpus" / "eu"
    put(sqlite_database, person, prepared(folder / "32014r0910-consolidated-en.html"))
    again = put(sqlite_database, person, prepared(folder / "32014r0910-consolidated-en.fmx4.xml"))
    total = sum(again.changes.values())
    assert again.changes["unchanged"] >= 0.97 * total
