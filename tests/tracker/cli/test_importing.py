"""The import of files and of what publishers have: previewed, stored once, refused in plain words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.tracker.cli.commands import DATA, Run, rows_of
from tracker.cli import importing
from tracker.importers import lists


def test_import_offers_what_can_be_imported() -> None:
    apart = {"guideline", "framework", "document", "workbook"}
    assert {kind.value for kind in importing.Kind} == {*apart, *lists.KINDS}


def test_nothing_is_imported_before_there_is_a_workspace(run: Run) -> None:
    assert run("import", str(DATA / "provbarhet.md"), "--as", "guideline").returncode == 1
    assert json.loads(run("status", "--json").stdout) == []


@pytest.mark.usefixtures("provby")
def test_a_name_with_bytes_that_are_no_letters_is_imported(start: Run, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/plan\xff.md"
    try:
        Path(os.fsdecode(name)).write_text("# Plan\n\nNämnden ska svara.\n", "utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    done = start("import", os.fsdecode(name), "--json")
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    assert json.loads(done.stdout)["passages"] == 2


@pytest.mark.usefixtures("provby")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["celex:hej"], "is no number or address"),
        (["https://www.kommun.se/lag"], "is no number or address"),
        (["celex:32018R1724", "--language", "no"], "is no language that the EU"),
        (["SFS 2018:1937", "--language", "en"], "is not there in English, but in Swedish"),
    ],
)
def test_what_cannot_be_fetched_is_said_without_asking_anybody(run: Run, words: list[str], message: str) -> None:
    done = run("import", *words)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("provby")
def test_a_file_named_like_an_act_is_a_file(run: Run, tmp_path: Path) -> None:
    named = tmp_path / "32018R1724"
    named.write_bytes((DATA / "provbarhet.md").read_bytes())
    done = run("import", str(named), "--as", "guideline", "--json")
    assert json.loads(done.stdout)["new"] is True


@pytest.mark.usefixtures("provby")
def test_a_new_edition_is_previewed_then_stored_and_the_same_text_changes_nothing(run: Run, tmp_path: Path) -> None:
    (first,) = rows_of(run("import", str(DATA / "riktlinje.md"), "--json"))
    text = (DATA / "riktlinje.md").read_text("utf-8").replace("varje år", "vartannat år")
    path = tmp_path / "riktlinje-2.md"
    path.write_text(text, "utf-8")
    asked = ("import", str(path), "--json", "--edition-of", "1")
    (planned,) = rows_of(run(*asked, "--preview"))
    (done,) = rows_of(run(*asked))
    (again,) = rows_of(run(*asked))
    assert (first["new"], planned["new"], done["new"], again["new"]) == (True, False, True, False)
    assert planned["changed"] == done["changed"] == 1
    assert "edition" not in planned
    assert done["edition"] == 2


@pytest.mark.usefixtures("provby")
def test_a_file_that_looks_like_a_new_edition_is_said_to(run: Run, tmp_path: Path) -> None:
    run("import", str(DATA / "riktlinje.md"))
    path = tmp_path / "riktlinje-2.md"
    path.write_text((DATA / "riktlinje.md").read_text("utf-8").replace("varje år", "vartannat år"), "utf-8")
    (row,) = rows_of(run("import", str(path), "--json"))
    assert (row["new"], row["looks_like"]) == (True, 1)
    refused = run("import", str(path), str(path), "--edition-of", "1")
    assert refused.returncode == 1
    assert "one file" in refused.stderr


@pytest.mark.usefixtures("provby")
def test_a_new_edition_of_a_guideline_is_previewed_imported_and_exported(run: Run, tmp_path: Path) -> None:
    first = (DATA / "provbarhet.md").read_text("utf-8")
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(first, "utf-8")
    new.write_text(first.replace("varje år", "vartannat år"), "utf-8")
    asked = ("import", "--as", "guideline", "--json")
    assert rows_of(run(*asked, str(old)))[0]["new"]
    (planned,) = rows_of(run(*asked, "--preview", str(new)))
    (done,) = rows_of(run(*asked, str(new)))
    assert planned["changed"] == done["changed"] == 1
    assert done["unchanged"] == planned["unchanged"]
    sheet = tmp_path / "impact.csv"
    assert run("export", "impact", "--edition", str(done["edition"]), "--to", str(sheet)).stdout
    assert "vartannat år" in sheet.read_text("utf-8-sig")
    assert run("export", "impact", "--to", str(sheet)).returncode == 1
