"""Agreement of coders on a small workspace, what they see differently, and the set that leaves the house."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker import coding, ingest, linking, workspaces
from tracker.database import Database
from tracker.exporters.archive import csv_archive
from tracker.tables.guideline import Guideline
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Membership, Person, Role
from tracker.tables.translation import Mode, Modifier
from tracker.views.research.coded_set import coded_set
from tracker.views.research.coders import coder_agreement, differences
from tracker.views.research.distribution import By, distribution
from tracker.views.research.editing_rules import editing_rules

NAMES = ("Testperson", "Kodare Karlsson")


@pytest.fixture
def links(database: Database, person: Person, suggested: int) -> list[int]:
    """Three confirmed links: coded alike, coded differently, and coded by one person alone."""
    with database.writing() as session:
        second = Person(name=NAMES[1])
        session.add(second)
        session.flush()
        session.add(Membership(workspace_id=suggested, person_id=second.id, role=Role.CODER))
        found = session.scalars(
            select(Link).where(Link.workspace_id == suggested, Link.passage_id.is_not(None)).order_by(Link.id).limit(3)
        ).all()
        for link in found:
            linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
        alike, apart, alone = (link.id for link in found)
        coding.code(session, alike, Mode.PARA, [Modifier.CTX], by=person, note="se Anna Andersson")
        coding.code(session, alike, Mode.PARA, by=second, blind=True)
        coding.code(session, apart, Mode.OMIT, by=person)
        coding.code(session, apart, Mode.ADD, by=second, blind=True)
        coding.code(session, alone, Mode.REF, by=person)
        return [alike, apart, alone]


def lower(session: Session, workspace_id: int, fewest: int) -> None:
    by = session.scalars(select(Person).where(Person.login == "local")).one()
    workspaces.set_threshold(session, workspace_id, "smallest_n", fewest, by=by)


def test_too_few_units_give_no_figure(database: Database, suggested: int, links: list[int]) -> None:
    with database.reading() as session:
        found = coder_agreement(session, suggested)
    assert (found.units, found.fewest, found.enough) == (2, 30, False)
    assert (found.alpha, found.share, found.pairs) == (None, None, [])
    assert sorted(found.coded.values()) == [2, 3]


def test_figures_rest_on_what_both_have_coded(database: Database, suggested: int, links: list[int]) -> None:
    with database.writing() as session:
        lower(session, suggested, 2)
        found = coder_agreement(session, suggested)
    assert (found.units, found.share) == (2, 0.5)
    (pair,) = found.pairs
    assert (pair.n, pair.share) == (2, 0.5)
    by_code = {row.code: (row.n, row.both) for row in (*found.modes, *found.modifiers) if row.n}
    assert by_code == {"para": (1, 1), "omit": (1, 0), "add": (1, 0), "ctx": (1, 0)}


def test_only_cases_that_differ_are_listed_with_both_texts(
    database: Database, suggested: int, links: list[int]
) -> None:
    with database.reading() as session:
        (row,) = differences(session, suggested)
    assert (row.coded.link_id, [code.mode for code in row.coded.codes]) == (links[1], [Mode.OMIT, Mode.ADD])
    assert row.passage.text
    assert row.requirement.words("sv")


def test_secrecy_is_kept_from_those_who_may_not_read(database: Database, suggested: int, links: list[int]) -> None:
    with database.writing() as session:
        session.execute(update(LocalDocument).values(publicity=Publicity.SECRECY))
    with database.reading() as session:
        assert differences(session, suggested) == []
        assert len(differences(session, suggested, sees_secrecy=True)) == 1
        sheets = {sheet.name: sheet for sheet in coded_set(session, suggested)}
    assert sheets["codings"].rows == []
    assert {row["what"]: row["value"] for row in sheets["about"].rows}["withheld"] == 3
    assert not [row for row in sheets["editions"].rows if row["kind"] == "local"]


def test_what_coders_differ_on_is_counted_apart(database: Database, suggested: int, links: list[int]) -> None:
    with database.reading() as session:
        (row,) = distribution(session, suggested, by=By.MUNICIPALITY, said="coded")
        kinds = distribution(session, suggested, by=By.KIND, said="coded")
        levels = distribution(session, suggested, by=By.LEVEL, said="coded")
    assert (row.total, row.apart, row.counts) == (3, 1, {Mode.PARA: 1, Mode.REF: 1})
    assert sum(kind.total for kind in kinds) == 3
    assert [(level.group, level.total) for level in levels] == [("national", 3)]


def test_a_place_edited_by_a_rule_can_be_cited(database: Database, suggested: int, links: list[int]) -> None:
    with database.reading() as session:
        rows = [row for row in editing_rules(session, suggested) if row.coded]
        assert editing_rules(session, suggested, rule=Modifier.FRM) == []
    (row,) = rows
    assert (row.found.row.link_id, row.rules) == (links[0], [Modifier.CTX])
    assert row.found.passage.title


def test_a_guideline_of_another_workspace_is_in_no_set(
    database: Database, person: Person, suggested: int, guideline: ingest.ImportedGuideline
) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Andra kommun", by=person).id
        session.get_one(Guideline, guideline.guideline_id).workspace_id = other
    with database.reading() as session:
        kinds = [
            {row["kind"] for row in sheet.rows}
            for place in (suggested, other)
            for sheet in coded_set(session, place)
            if sheet.name == "editions"
        ]
    assert kinds == [{"local"}, {"guideline"}]


def test_the_set_is_the_same_file_twice_and_names_nobody(database: Database, suggested: int, links: list[int]) -> None:
    made = []
    for _ in range(2):
        with database.reading() as session:
            sheets = coded_set(session, suggested)
        made.append(csv_archive((one.name, one.rows, {key: key for key in one.columns}) for one in sheets))
    assert made[0] == made[1]
    archive = zipfile.ZipFile(io.BytesIO(made[0]))
    assert archive.namelist() == ["codings.csv", "codebook.csv", "editions.csv", "thresholds.csv", "about.csv"]
    words = "".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    assert not [name for name in (*NAMES, "Anna Andersson") if name in words]
    rows = list(csv.DictReader(io.StringIO(archive.read("codings.csv").decode("utf-8-sig"))))
    assert sorted((row["link"], row["coder"], row["mode"]) for row in rows) == sorted(
        (str(link), coder, mode)
        for link, coder, mode in (
            (links[0], "1", "para"),
            (links[0], "2", "para"),
            (links[1], "1", "omit"),
            (links[1], "2", "add"),
            (links[2], "1", "ref"),
        )
    )
    assert {row["blind"] for row in rows if row["coder"] == "2"} == {"true"}
