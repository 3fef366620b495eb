"""The demonstration holds what its authors wrote down, and no trap of theirs catches the tracker."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import func, select

from tracker import demonstration, opening
from tracker.database import Database
from tracker.demonstration import neighbour
from tracker.demonstration.people import CODER, REVIEWER
from tracker.demonstration.story import answers
from tracker.reports import building, pdf
from tracker.settings import Settings
from tracker.tables.assessment import Evidence
from tracker.tables.event import Event
from tracker.tables.guideline import Decided, Guideline, Level, Requirement, Summary
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage, PassageType
from tracker.tables.network import Relation
from tracker.tables.people import Membership, Person, Workspace
from tracker.tables.service import Service
from tracker.tables.study import Judgement, SampledLink
from tracker.tables.translation import Mode, Modifier
from tracker.views.exports.sheets import SHEETS
from tracker.views.ladder.standings import USED, standings
from tracker.views.local.reuse import COPIED_FROM, copied_shares
from tracker.views.research.municipalities import Why, compare, profile
from tracker.views.review.translations import Wanted, translations, weakened, with_words
from tracker.views.status import workspace_status
from tracker.views.workspaces import workspace_names

DOCUMENTS = demonstration.FOLDER / "documents"
SCAN = "Bilaga_3_avsiktsforklaring_skannad.pdf"


@pytest.fixture(scope="module")
def built(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A copy of the demonstration."""
    copy = tmp_path_factory.mktemp("demo") / "tracker.db"
    shutil.copy(demo_database, copy)
    database = opening.open_tracker(Settings(database_url=f"sqlite:///{copy}"))
    yield database
    database.close()


def test_everything_is_imported_but_the_scan(built: Database) -> None:
    files = {path.name for path in DOCUMENTS.iterdir() if path.is_file()}
    with built.reading() as session:
        here = session.scalars(select(Workspace.id).where(Workspace.slug == demonstration.SLUG)).one()
        imported = session.scalars(select(LocalEdition.file_name).where(LocalEdition.workspace_id == here))
        assert {*imported} == files - {SCAN}
        counts = [
            session.scalar(select(func.count()).where(of.workspace_id == here)) for of in (LocalDocument, Service)
        ]
        listed = session.scalar(select(func.count()).where(Relation.state == Decided.CONFIRMED))
    assert [*counts, listed] == [25, 35, 78]


def test_building_again_keeps_every_decision(built: Database) -> None:
    with built.reading() as session:
        before = session.scalar(select(func.count()).select_from(Event))
    assert not demonstration.build(built).new
    with built.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == before


def test_every_sentence_of_the_answers_stands_in_one_passage(built: Database) -> None:
    words = _passages(built)
    lost = [
        (answer["document"], answer["sentence"])
        for answer in [*answers()["pairs"], *answers()["translations"]]
        if not any(_folded(answer["sentence"]) in text for text, _ in words.get(answer["document"], ()))
    ]
    assert lost == []


def test_rejected_proposals_are_recognised_and_never_linked(built: Database) -> None:
    words = _passages(built)
    for answer in answers()["rejected"]:
        types = {kind for text, kind in words[answer["document"]] if _folded(answer["sentence"]) in text}
        assert types == {PassageType.REJECTED}
    with built.reading() as session:
        linked = set(session.scalars(select(Passage.type).join(Link, Link.passage_id == Passage.id)))
    assert linked.isdisjoint({PassageType.REJECTED, PassageType.HEADING, PassageType.CONTENTS})


def test_a_draft_translates_nothing(built: Database) -> None:
    with built.reading() as session:
        workspace_id = session.scalars(select(LocalDocument.workspace_id).limit(1)).one()
        draft = session.scalars(
            select(Link.id)
            .join(Passage, Passage.id == Link.passage_id)
            .join(LocalEdition, LocalEdition.id == Passage.edition_id)
            .where(LocalEdition.file_name == "Plan_oppna_data_REMISSVERSION.docx", Link.state == Decided.CONFIRMED)
        ).all()
        found = standings(session, workspace_id)
    pieces = [piece for cell in found.cells.values() for piece in cell.pieces if piece.link_id in draft]
    assert pieces
    assert not any(piece.holds for piece in pieces if piece.kind == "rule")


def test_known_gaps_are_findings(built: Database) -> None:
    keys = [gap["requirement"] for gap in answers()["gaps"]]
    with built.reading() as session:
        workspace_id = session.scalars(select(LocalDocument.workspace_id).limit(1)).one()
        found = standings(session, workspace_id)
        requirements = session.scalars(select(Summary.requirement_id).where(Summary.library_key.in_(keys))).all()
    assert {found.whole(requirement).shown for requirement in requirements} == {0}


def test_a_requirement_reaches_service_where_unit_and_service_meet(built: Database) -> None:
    with built.reading() as session:
        levels = workspace_status(session)[0].levels
    assert levels["4"] >= 1


def test_something_is_left_for_the_visitor(built: Database) -> None:
    with built.reading() as session:
        assert (session.scalar(select(func.count()).where(Link.state == Decided.SUGGESTED)) or 0) > 500
        assert (session.scalar(select(func.count()).select_from(Evidence)) or 0) > 200


def test_state_only_rules_are_not_counted(built: Database) -> None:
    with built.reading() as session:
        never = set(session.scalars(select(Requirement.id).where(Requirement.applies == "no")))
        linked = set(session.scalars(select(Link.requirement_id).where(Link.state == Decided.SUGGESTED)))
    assert never
    assert never.isdisjoint(linked)


@pytest.mark.parametrize("name", sorted(SHEETS))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_sheet_has_rows_and_known_columns(built: Database, name: str, language: str) -> None:
    with built.reading() as session:
        workspace_id = session.scalars(select(LocalDocument.workspace_id).limit(1)).one()
        sheet = SHEETS[name](session, workspace_id, language)
    assert sheet.rows
    assert all(row.keys() == set(sheet.columns) for row in sheet.rows)


def test_secret_documents_stay_out_of_exports(built: Database) -> None:
    with built.reading() as session:
        secret = session.scalars(select(LocalDocument.name).where(LocalDocument.publicity == "secrecy")).all()
        workspace_id = session.scalars(select(LocalDocument.workspace_id).limit(1)).one()
        sheet = SHEETS["links"](session, workspace_id, "sv")
    assert secret
    assert {row["document"] for row in sheet.rows}.isdisjoint(secret)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Database, Settings]]:
    """A database to build a demonstration of one document in."""
    settings = Settings(database_url=f"sqlite:///{tmp_path}/tracker.db")
    monkeypatch.setattr(demonstration, "FOLDER", _small_demo(tmp_path))
    monkeypatch.setattr("tracker.demonstration.story.answers", lambda: defaultdict(list))
    monkeypatch.setattr("tracker.demonstration.story.decisions", lambda: defaultdict(list))
    database = opening.open_tracker(settings)
    yield database, settings
    database.close()


def test_a_scan_is_refused_with_its_remedy(small: tuple[Database, Settings]) -> None:
    database, settings = small
    (demonstration.FOLDER / "documents" / SCAN).write_bytes((DOCUMENTS / SCAN).read_bytes())
    done = demonstration.build(database, settings=settings)
    assert [(problem.code, problem.values["file"]) for problem in done.refused] == [("error.needs_ocr", SCAN)]


def test_of_two_runs_at_once_one_reviews(small: tuple[Database, Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    database, settings = small
    suggest, others = demonstration.tasks.suggest, []

    def overtaken(*arguments: object, **named: object) -> object:
        monkeypatch.setattr(demonstration.tasks, "suggest", suggest)
        others.append(demonstration.build(database, settings=settings))
        return suggest(*arguments, **named)

    monkeypatch.setattr(demonstration.tasks, "suggest", overtaken)
    assert not demonstration.build(database, settings=settings).new
    assert others[0].new
    with database.reading() as session:
        assert session.scalars(select(Person.name).where(Person.name == "Demogranskare")).all() == ["Demogranskare"]


def test_reset_keeps_the_old_workspace_under_another_name(small: tuple[Database, Settings]) -> None:
    database, settings = small
    demonstration.build(database, settings=settings)
    saved = demonstration.reset(database, settings=settings)
    assert saved is not None
    assert saved.is_file()
    assert demonstration.build(database, settings=settings).new
    with database.reading() as session:
        assert [row.slug for row in workspace_status(session)] == ["demo", "demo-neighbour"]
        assert session.scalar(select(func.count()).where(Workspace.slug.startswith("demo-neighbour"))) == 1  # kept


def _small_demo(folder: Path) -> Path:
    small = folder / "demo"
    (small / "documents").mkdir(parents=True)
    (small / "documents" / "plan.md").write_text("# Plan\n\nNämnden ska följa upp planen.\n", "utf-8")
    for name, count in (("actors", None), ("services", 2), ("relations", 2)):  # a row names units that must be there
        rows = (demonstration.FOLDER / f"{name}.csv").read_text("utf-8").splitlines()
        (small / f"{name}.csv").write_text("\n".join(rows[:count]) + "\n", "utf-8")
    return small


def _folded(text: str) -> str:
    return " ".join(text.split())


def _passages(database: Database) -> dict[str, list[tuple[str, PassageType]]]:
    found: dict[str, list[tuple[str, PassageType]]] = {}
    with database.reading() as session:
        for name, text, start, end, kind in session.execute(
            select(LocalEdition.file_name, LocalEdition.text, Passage.start, Passage.end, Passage.type).join(
                LocalEdition, LocalEdition.id == Passage.edition_id
            )
        ):
            found.setdefault(name, []).append((_folded(text[start:end]), kind))
    return found


def test_the_guideline_copied_from_a_neighbouring_municipality_is_flagged(
    built: Database,
) -> None:
    with built.reading() as session:
        workspace_id = session.scalars(select(LocalDocument.workspace_id).limit(1)).one()
        by = opening.local_person(built)
        names = dict(session.execute(select(LocalDocument.id, LocalDocument.name)).all())
        shares = copied_shares(session, workspace_id, person_id=by.id)
    assert {names[number] for number, share in shares.items() if share > COPIED_FROM} == {
        "Riktlinje för AI och generativ AI",
        "Riktlinje för användning av AI",
    }


def test_a_visitor_sees_how_the_invented_guideline_was_translated(built: Database) -> None:
    with built.reading() as session:
        workspace_id = session.scalars(select(LocalDocument.workspace_id).limit(1)).one()
        rows = translations(session, workspace_id, wanted=Wanted())
        soft = weakened(session, workspace_id)
        told = [
            row.told
            for row in with_words(session, translations(session, workspace_id, wanted=Wanted(modifier=Modifier.SOFT)))
        ]
    coded = [row for row in rows if row.coded]
    assert {word.mode for row in coded for word in row.said} >= set(Mode) - {Mode.NONE}
    assert 0 < len(coded) < len(rows)
    twice = [row for row in coded if len(row.said) == 2]
    assert len(twice) == 121  # every other confirmed answer that counts, and nine of the invented guideline
    assert 0 < sum(len({word.mode for word in row.said}) > 1 for row in twice) < len(twice)
    assert soft >= 4
    assert "… Formulär bör testas med minst fem användare" in {text[:45] for text in told}


def test_two_municipalities_can_be_compared_and_say_what_cannot(built: Database) -> None:
    with built.reading() as session:
        by = opening.local_person(built)
        known = workspace_names(session, by.id)
        found = compare([profile(session, one.id) for one in known])
        keys = dict(session.execute(select(Summary.requirement_id, Summary.library_key)).all())
    assert [one.slug for one in known] == [demonstration.SLUG, neighbour.SLUG]  # the app opens on the first
    assert [one.size for one in found.profiles] == [1, 1]
    assert set(found.why_not()) == {*Why}
    out = {keys.get(row.requirement_id): row.how_far[1].why for row in found.rows if not row.how_far[0].why}
    assert (out["SE-TILLIT-02"], out["SE-SAK-01"]) == (Why.BESIDE, Why.NOT_APPLICABLE)
    levels = {keys[row.requirement_id]: [one.level for one in row.how_far] for row in found.compared}
    assert levels["SE-WEBBR-02"] == [7, 4]
    assert levels["SE-KL-05"] == [0, 2]
    assert levels["EU-EIF-11"] == [2, 0]
    assert found.share(0, USED) is not None


def test_who_reviews_in_one_municipality_has_no_role_in_the_other(built: Database) -> None:
    with built.reading() as session:
        rows = session.execute(
            select(Person.name, Workspace.slug)
            .join(Membership, Membership.person_id == Person.id)
            .join(Workspace, Workspace.id == Membership.workspace_id)
        )
        roles = defaultdict(set)
        for name, slug in rows:
            roles[name].add(slug)
    assert roles == {
        opening.local_person(built).name: {demonstration.SLUG, neighbour.SLUG},
        REVIEWER: {demonstration.SLUG},
        CODER: {demonstration.SLUG},
        neighbour.REVIEWER: {neighbour.SLUG},
    }


def test_what_the_machine_said_is_kept_beside_what_coders_say(built: Database) -> None:
    with built.reading() as session:
        units = session.scalar(select(func.count()).select_from(SampledLink))
        said = session.execute(
            select(Guideline.identifier, Judgement.suggested, Judgement.mode, Judgement.shown)
            .join(SampledLink, SampledLink.id == Judgement.unit_id)
            .join(Requirement, Requirement.id == SampledLink.requirement_id)
            .join(Guideline, Guideline.id == Requirement.guideline_id)
        ).all()
    assert (units, len(said)) == (120, 240)
    assert not any(row.shown for row in said)
    machine = [row for row in said if row.suggested is not None]
    assert {row.identifier for row in machine} == {"DNKI 2021:3"}  # the only one imported whole: summaries are not read
    assert [row for row in said if row.identifier == "DNKI 2021:3"] == machine
    assert 0 < sum(row.suggested is row.mode for row in machine) < len(machine)


def test_an_invented_guideline_says_that_it_is(built: Database) -> None:
    with built.reading() as session:
        found = session.scalars(select(Guideline).where(Guideline.level == Level.REGIONAL)).all()
    assert len(found) == 2
    assert all(row.title_sv.endswith(("(påhittad)", "(påhittat)")) for row in found)
    assert all(row.title_en.endswith("(invented)") for row in found)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_board_brief_has_two_pages(built: Database, language: str) -> None:
    with built.reading() as session:
        by = session.scalars(select(Person).order_by(Person.id)).first()
        assert by is not None
        report = building.build(session, 1, building.Wanted(kind="board", language=language), by=by)
    with PdfDocument(pdf.write(report)) as document:
        assert len(document) == building.BRIEF_PAGES
