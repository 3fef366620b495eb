"""A project as a package, and the package worked out again from itself alone."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.tracker import studied
from tracker import freezing, secrecy
from tracker.database import Database
from tracker.errors import ImportProblem, NotFound, Refused
from tracker.exporters.archive import packed
from tracker.freezing import package, rows, study
from tracker.tables.people import Person
from tracker.tables.study import SampledLink, StudyState
from tracker.views.texts import passage_texts

Members = dict[str, bytes]


@pytest.fixture
def content(database: Database, person: Person, suggested: int) -> bytes:
    """The package of a project of two coders over six links, with what they saw differently settled."""
    found = studied.coded(database, suggested, person)
    studied.settle(database, found)
    assert studied.state(database, found.study) is StudyState.ADJUDICATING
    with database.reading() as session:
        return study.package(session, suggested, found.study, person.id)


def _members(content: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _table(content: bytes, name: str) -> list[dict[str, str]]:
    return rows.read(_members(content)[name])


def test_it_is_worked_out_again_to_the_byte(content: bytes) -> None:
    found = package.rebuilt(content, "study.zip")
    assert (found.content, found.differing) == (content, [])
    assert len(found.tables) == len(package.TABLES)


def test_the_same_study_gives_the_same_bytes(database: Database, person: Person, suggested: int) -> None:
    found = studied.coded(database, suggested, person)
    with database.reading() as session:
        first, second = (study.package(session, suggested, found.study, person.id) for _ in range(2))
    assert first == second


def test_it_holds_what_was_coded_and_what_follows(content: bytes) -> None:
    units, judgements = _table(content, "data/units.csv"), _table(content, "data/judgements.csv")
    assert len(units) == 6
    assert len(judgements) == 12
    assert {row["coder"] for row in judgements} == {"1", "2"}
    differing = {row["unit"] for row in _table(content, "tables/differences.csv")}
    settled = {row["unit"] for row in _table(content, "tables/results.csv") if row["settled"] == "true"}
    assert differing == settled
    assert len(_table(content, "tables/results.csv")) == 6
    agreed = {
        (row["code"], row["measure"]): row for row in _table(content, "tables/agreement.csv") if row["code"] == "mode"
    }
    assert float(agreed["mode", "share"]["value"]) == pytest.approx(1 - len(differing) / 6, abs=1e-6)
    assert agreed["mode", "kappa"]["coders"] == "1 2"
    assert sum(int(row["units"]) for row in _table(content, "tables/modes.csv") if row["by"] == "all") == 6


def test_nobody_is_named_and_no_note_is_told(content: bytes) -> None:
    everything = b"\n".join(_members(content).values()).decode()
    for word in ("Kim Första", "Lo Andra", "hemlig", "läste noggrannare"):
        assert word not in everything


def test_names_and_notes_are_there_where_they_may_be(database: Database, person: Person, suggested: int) -> None:
    found = studied.coded(database, suggested, person)
    with database.reading() as session:
        named = study.package(session, suggested, found.study, person.id, names=True)
    assert {row["name"] for row in _table(named, "data/coders.csv")} == {"Kim Första", "Lo Andra"}
    assert _table(named, "data/judgements.csv")[0]["note"].startswith("hemlig")
    assert package.rebuilt(named, "x.zip").content == named


def test_every_column_has_its_meaning(content: bytes) -> None:
    told = {(row["file"], row["column"]) for row in _table(content, "dictionary.csv")}
    for name, member in _members(content).items():
        if name.startswith(("data/", "tables/")):
            first = rows.read(member)
            assert {(name, column) for column in (first[0] if first else {})} <= told, name


def test_no_meaning_is_of_a_table_that_is_not_there() -> None:
    path = Path(freezing.__file__).with_name("dictionary.toml")
    data = {"units", "judgements", "adjudications", "replies", "coders", "codebook", "editions", "settings", "software"}
    assert set(tomllib.loads(path.read_text("utf-8"))) == data | set(package.TABLES)


def test_the_citation_is_one(content: bytes) -> None:
    cited = yaml.safe_load(_members(content)["CITATION.cff"])
    assert cited["cff-version"] == "1.2.0"
    assert cited["title"] == "Provstudie"
    assert cited["authors"]


def test_checksums_are_those_of_the_members(content: bytes) -> None:
    members = _members(content)
    sums = json.loads(members.pop("manifest.json"))["sha256"]
    assert sums == {name: hashlib.sha256(member).hexdigest() for name, member in members.items()}


def test_what_has_come_under_secrecy_is_left_out_and_counted(
    database: Database, person: Person, suggested: int
) -> None:
    found = studied.coded(database, suggested, person)
    with database.writing() as session:
        unit = session.get_one(SampledLink, found.units[0])
        secrecy.mark_passage(session, unit.passage_id, by=person, reason="OSL 21:7")
    with database.reading() as session:
        words = passage_texts(session, [unit.passage_id], context=0, sees_secrecy=True)[unit.passage_id].text
        content = study.package(session, suggested, found.study, person.id)
    kept = _table(content, "data/units.csv")
    told = {row["setting"]: row["value"] for row in _table(content, "data/settings.csv")}
    assert int(told["withheld"]) == 6 - len(kept) > 0
    assert words not in b"".join(_members(content).values()).decode()
    assert {row["unit"] for row in _table(content, "data/judgements.csv")} == {row["unit"] for row in kept}


def test_what_is_still_blind_is_not_frozen(database: Database, person: Person, suggested: int) -> None:
    found = studied.begun(database, suggested, person)
    with database.reading() as session, pytest.raises(Refused) as refused:
        study.package(session, suggested, found.study, person.id)
    assert refused.value.code == "error.package_blind"


def test_a_project_that_is_not_there(database: Database, person: Person, suggested: int) -> None:
    with database.reading() as session, pytest.raises(NotFound):
        study.package(session, suggested, 4711, person.id)


def _without_manifest(members: Members) -> Members:
    return {name: member for name, member in members.items() if name != "manifest.json"}


def _other_code(members: Members) -> Members:
    return members | {"data/judgements.csv": members["data/judgements.csv"].replace(b"para", b"copy", 1)}


def _one_more(members: Members) -> Members:
    return members | {"data/more.csv": b"a\r\n"}


def _one_less(members: Members) -> Members:
    return {name: member for name, member in members.items() if name != "data/codebook.csv"}


def _summed_anew(change: Callable[[Members], Members]) -> Callable[[Members], Members]:
    def changed(members: Members) -> Members:
        found = _without_manifest(change(members))
        sums = {name: hashlib.sha256(member).hexdigest() for name, member in found.items()}
        return found | {"manifest.json": json.dumps({"format": package.FORMAT, "sha256": sums}).encode()}

    return changed


def _no_number(members: Members) -> Members:
    return members | {"data/judgements.csv": b"unit,coder,mode\r\n1,first,copy\r\n"}


def _endless_cell(members: Members) -> Members:
    return members | {"data/judgements.csv": b"unit,coder,mode\r\n1,1," + b"x" * 200_000 + b"\r\n"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_without_manifest, "error.package_unreadable"),
        (_other_code, "error.package_altered"),
        (_one_more, "error.package_altered"),
        (_one_less, "error.package_altered"),
        (_summed_anew(_no_number), "error.package_unreadable"),
        (lambda _: {"manifest.json": b"[]"}, "error.package_unreadable"),
        (lambda _: {"manifest.json": b"[" * 200_000}, "error.package_unreadable"),
        (_summed_anew(_endless_cell), "error.package_unreadable"),
    ],
)
def test_what_is_no_whole_package_is_refused(content: bytes, change: Callable[[Members], Members], code: str) -> None:
    with pytest.raises(ImportProblem) as refused:
        package.rebuilt(packed(change(_members(content)).items()), "x.zip")
    assert refused.value.code == code


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive at all"])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(ImportProblem):
        package.rebuilt(data, "x.zip")


def test_a_table_that_was_put_in_by_hand_is_found(content: bytes) -> None:
    def better(members: Members) -> Members:
        told = rows.read(members["tables/agreement.csv"])
        told[0]["value"] = "1.000000"
        return members | {"tables/agreement.csv": rows.written(list(told[0]), told)}

    forged = packed(_summed_anew(better)(_members(content)).items())
    assert package.rebuilt(forged, "x.zip").differing == ["tables/agreement.csv"]


def test_it_is_the_same_in_another_folder_home_language_time_zone_and_order_without_a_database(
    content: bytes, tmp_path: Path
) -> None:
    file, again, elsewhere = tmp_path / "study.zip", tmp_path / "again.zip", tmp_path / "någon annanstans"
    file.write_bytes(content)
    elsewhere.mkdir()
    command = [sys.executable, "-m", "tracker", "rebuild", str(file), "--to", str(again)]
    apart = {
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]), "HOME": str(elsewhere), "LC_ALL": "C", "LANG": "C",
        "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "4711", "TRACKER_DATABASE_URL": "none://",
    }  # fmt: skip
    done = subprocess.run(command, check=False, capture_output=True, cwd=elsewhere, env=apart)
    assert (done.returncode, again.read_bytes()) == (0, content), done.stderr


def test_no_version_of_a_library_for_compression_changes_a_byte(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
    assert {(one.compress_type, one.date_time, one.create_system) for one in members} == {
        (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0), 3)
    }
    assert [one.filename for one in members[:-1]] == sorted(one.filename for one in members[:-1])
