"""The command line keeps its inputs and outputs, and ends in plain messages."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import select

from tracker import workspaces
from tracker.cli import admitting, importing, main
from tracker.cli.files import write_whole
from tracker.database import connect
from tracker.importers import lists
from tracker.tables import people
from tracker.tables.event import Event

DATA = Path(__file__).parent.parent / "data" / "tracker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process: starting another costs a hundred times what most commands do."""

    def call(*words: str, language: str = "en", database: str = f"sqlite:///{tmp_path}/tracker.db") -> Done:
        monkeypatch.setenv("TRACKER_DATABASE_URL", database)
        monkeypatch.setenv("TRACKER_LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["tracker", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(returncode=int(ended.value.code or 0), stdout=said.out, stderr=said.err)

    return call


@pytest.fixture
def start(tmp_path: Path) -> Run:
    """Runs a command as people do, in a process of its own."""

    def call(*words: str, stdout: IO[str] | int = subprocess.PIPE) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *words],
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={
                **os.environ,
                "TRACKER_DATABASE_URL": f"sqlite:///{tmp_path}/tracker.db",
                "TRACKER_LANGUAGE": "en",
                "PYTHONWARNINGS": "error",
            },
        )
        return Done(returncode=done.returncode, stdout=done.stdout or "", stderr=done.stderr)

    return call


def test_outline_gives_one_object_per_provision(start: Run) -> None:
    rows = _rows(start("outline", str(DATA / "provbarhet.md"), "--json"))
    assert {"locator", "zone", "heading", "start", "end"} <= rows[0].keys()
    assert [row["locator"] for row in rows][:2] == ["1 §", "1 § 1 st"]


def test_extract_gives_text_at_its_offsets_and_lead_ins(run: Run) -> None:
    rows = {row["locator"]: row for row in _rows(run("extract", str(DATA / "provbarhet.md")))}
    assert rows["2 § 2 st"]["force"] == "prohibition"
    assert rows["3 § 1 st 1 p"]["lead_in"] == "Kommunen ska i planen ange"
    keys = {"start", "end", "text", "is_requirement", "duty_bearer", "deadline", "references", "confidence"}
    assert keys <= rows["1 § 1 st"].keys()


def test_analyse_answers_every_unit_in_order(run: Run, tmp_path: Path) -> None:
    units = [
        {"id": 7, "text": "Nämnden ska utan dröjsmål underrätta den som berörs."},
        {"id": "b", "text": "The register shall be public.", "unknown": True},
    ]
    path = _lines(tmp_path / "units.jsonl", units)
    rows = _rows(run("analyse", "--units", str(path)))
    assert [row["id"] for row in rows] == ["7", "b"]
    assert rows[0]["deadline"] == "utan dröjsmål"


def test_analyse_gives_every_role(run: Run, tmp_path: Path) -> None:
    text = "Om en avgift har ändrats ska nämnden årligen och senast den 1 mars informera hyresgästerna, utom i tvister."
    path = _lines(tmp_path / "units.jsonl", [{"id": "a", "text": text}])
    (row,) = _rows(run("analyse", "--units", str(path)))
    said = {key: row[key] for key in ("duty_bearer", "duty_bearer_inferred", "action", "condition", "exception")}
    assert said == {
        "duty_bearer": "nämnden",
        "duty_bearer_inferred": False,
        "action": "informera hyresgästerna",
        "condition": "Om en avgift har ändrats",
        "exception": "utom i tvister",
    }
    assert (row["deadline"], row["deadline_normal"]) == ("senast den 1 mars", "date:--03-01")
    assert (row["frequency"], row["target_group"]) == ("årligen", "hyresgästerna")
    assert all(text[role["start"] : role["end"]] == role["text"] for role in row["roles"])


def test_suggest_ranks_within_documents_without_a_database(run: Run, tmp_path: Path) -> None:
    requirements = _lines(
        tmp_path / "r.jsonl", [{"id": "r", "text": "Webbplatsen ska vara tillgänglig.", "force": None}]
    )
    passages = _lines(
        tmp_path / "p.jsonl",
        [
            {"id": "1", "document": "a", "text": "Vår webbplats ska vara tillgänglig för alla."},
            {"id": "2", "document": "a", "text": "Parkeringsavgiften höjs i centrum."},
            {"id": "3", "document": "b", "text": "Tillgänglig webbplats", "type": "heading"},
        ],
    )
    done = run(
        "suggest",
        "--requirements",
        str(requirements),
        "--passages",
        str(passages),
        "--within",
        "document",
        "--top",
        "1",
    )
    rows = _rows(done)
    assert [row["passage"] for row in rows] == ["1"]
    assert 0 <= rows[0]["score"] <= 1
    assert rows[0]["reasons"]
    assert not (tmp_path / "tracker.db").exists()


@pytest.mark.parametrize(("language", "word"), [("en", "cannot be read"), ("sv", "går inte att läsa")])
def test_a_missing_file_ends_in_one_plain_message(run: Run, language: str, word: str) -> None:
    done = run("outline", "finns-inte.pdf", language=language)
    assert done.returncode == 1
    assert word in done.stderr
    assert "finns-inte.pdf" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_line_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "units.jsonl"
    path.write_text('{"id": "a", "text": "x"}\n{"id": \n', "utf-8")
    done = run("analyse", "--units", str(path))
    assert done.returncode == 1
    assert "line 2" in done.stderr


@pytest.mark.parametrize(("line", "told"), [
    ("[1, 2]", "list"),
    ("{'id': 1}", "not valid JSON"),
    ('{"id": "a"}', "text"),
    ('{"id": true, "text": "x"}', "id"),
    ('{"id": "a", "text": "x", "heading": 5.5}', "heading"),
    ('{"id": "a", "text": "x", "y": ' + "[" * 100_000 + "]" * 100_000 + "}", "nesting"),
])  # fmt: skip
def test_what_a_line_lacks_is_said_in_one_message(run: Run, tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "units.jsonl"
    path.write_text(line + "\n", "utf-8")
    done = run("analyse", "--units", str(path))
    assert done.returncode == 1
    assert told in done.stderr
    assert done.stderr.startswith(f"{path}, line 1")
    assert "Traceback" not in done.stderr


def test_units_with_strange_signs_or_without_words_are_answered(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "units.jsonl"
    path.write_text('{"id": "a", "text": ""}\n{"id": "b\\ud800", "text": "Nämnden\u2028ska \\udc00svara."}\n', "utf-8")
    rows = _rows(run("analyse", "--units", str(path)))
    assert [row["id"] for row in rows] == ["a", "b\ufffd"]
    assert [row["is_requirement"] for row in rows] == [False, True]


def test_lines_in_another_encoding_are_refused_with_the_remedy(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "units.jsonl"
    path.write_text('{"id": "a", "text": "Nämnden"}\n', "utf-16")
    done = run("analyse", "--units", str(path))
    assert done.returncode == 1
    assert "Save it as UTF-8" in done.stderr


def test_a_decision_is_confirmed_or_rejected(run: Run, tmp_path: Path) -> None:
    requirements = _lines(tmp_path / "r.jsonl", [{"id": "r", "text": "Nämnden ska svara.", "references": 5}])
    passages = _lines(tmp_path / "p.jsonl", [{"id": "p", "document": "d", "text": "Nämnden svarar."}])
    decisions = _lines(tmp_path / "d.jsonl", [{"requirement": "r", "passage": "p", "decision": "maybe"}])
    words = ["suggest", "--requirements", str(requirements), "--passages", str(passages)]
    done = run(*words, "--decisions", str(decisions))
    assert done.returncode == 1
    assert "confirmed, rejected" in done.stderr


def test_an_unknown_language_is_wrong_use(run: Run) -> None:
    assert run("extract", str(DATA / "provbarhet.md"), "--language", "klingon").returncode == 2


@pytest.mark.parametrize("url", ["nonsense", "sqlite:///{0}/a-file/x.db", "sqlite:///{0}", "sqlite:///{0}/garbage.db"])
def test_a_database_that_cannot_be_opened_is_one_message(run: Run, tmp_path: Path, url: str) -> None:
    (tmp_path / "a-file").write_text("x")
    (tmp_path / "garbage.db").write_bytes(b"no database " * 1000)
    done = run("status", database=url.format(tmp_path))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "atabase" in done.stderr


def test_output_that_cannot_be_written_is_one_message(start: Run) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only where there is a device that is always full")
    with full.open("w") as out:
        done = start("outline", str(DATA / "provbarhet.md"), stdout=out)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_import_twice_then_status(run: Run, tmp_path: Path) -> None:
    assert run("import", str(DATA / "provbarhet.md"), "--as", "guideline").returncode == 1  # nobody may import yet
    (tmp_path / "demo").mkdir()
    assert json.loads(run("status", "--json").stdout) == []


def test_a_first_start_makes_the_database(start: Run) -> None:
    first = start("status")
    assert (first.returncode, first.stderr) == (0, "")


@pytest.fixture
def provby(sqlite_template: Path, tmp_path: Path) -> None:
    """The database of the commands, with a workspace."""
    shutil.copyfile(sqlite_template, tmp_path / "tracker.db")
    database = connect(f"sqlite:///{tmp_path}/tracker.db")
    with database.writing() as session:
        workspaces.create(session, "Provby", by=workspaces.local_person(session, "Prov"), slug="demo")
    database.close()


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
@pytest.mark.parametrize("form", ["csv", "xlsx", "ttl", "jsonld"])
def test_services_go_out_as_they_came_in(run: Run, tmp_path: Path, form: str) -> None:
    listed, written = tmp_path / "tjänster.csv", tmp_path / f"services.{form}"
    listed.write_text("namn;leverantör;avtalsslut\nBygglov;Lod AB;2030-06-30\nBibliotek;;\n", "utf-8")
    assert run("import", str(listed), "--as", "services").returncode == 0
    assert run("export", "services", "--to", str(written)).returncode == 0
    again = run("import", str(written), "--as", "services", "--preview", "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["added"] == 0


@pytest.mark.usefixtures("provby")
def test_names_go_out_with_a_reason_that_is_recorded(run: Run, tmp_path: Path) -> None:
    written = tmp_path / "links.csv"
    assert run("export", "links", "--to", str(written), "--names", "KS 2026/3").returncode == 0
    assert "coders.name" in _actions(tmp_path)
    refused = run("export", "matrix", "--to", str(written), "--names", "KS 2026/3")
    assert refused.returncode == 1
    assert "links" in refused.stderr


def _actions(tmp_path: Path) -> list[str]:
    opened = connect(f"sqlite:///{tmp_path}/tracker.db")
    try:
        with opened.reading() as session:
            return list(session.scalars(select(Event.action)))
    finally:
        opened.close()


def test_help_names_every_command(run: Run) -> None:
    shown = run("--help").stdout
    for command in ("demo", "serve", "outline", "extract", "analyse", "suggest", "import", "link", "status", "upgrade"):
        assert command in shown


def test_upgrade_says_the_schema_it_reached(run: Run) -> None:
    assert run("upgrade").stdout == run("upgrade").stdout != ""


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


def _rows(done: Done) -> list[dict]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _lines(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.usefixtures("provby")
def test_a_new_edition_is_previewed_then_stored_and_the_same_text_changes_nothing(run: Run, tmp_path: Path) -> None:
    (first,) = _rows(run("import", str(DATA / "riktlinje.md"), "--json"))
    text = (DATA / "riktlinje.md").read_text("utf-8").replace("varje år", "vartannat år")
    path = tmp_path / "riktlinje-2.md"
    path.write_text(text, "utf-8")
    asked = ("import", str(path), "--json", "--edition-of", "1")
    (planned,) = _rows(run(*asked, "--preview"))
    (done,) = _rows(run(*asked))
    (again,) = _rows(run(*asked))
    assert (first["new"], planned["new"], done["new"], again["new"]) == (True, False, True, False)
    assert planned["changed"] == done["changed"] == 1
    assert "edition" not in planned
    assert done["edition"] == 2


@pytest.mark.usefixtures("provby")
def test_a_file_that_looks_like_a_new_edition_is_said_to(run: Run, tmp_path: Path) -> None:
    run("import", str(DATA / "riktlinje.md"))
    path = tmp_path / "riktlinje-2.md"
    path.write_text((DATA / "riktlinje.md").read_text("utf-8").replace("varje år", "vartannat år"), "utf-8")
    (row,) = _rows(run("import", str(path), "--json"))
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
    assert _rows(run(*asked, str(old)))[0]["new"]
    (planned,) = _rows(run(*asked, "--preview", str(new)))
    (done,) = _rows(run(*asked, str(new)))
    assert planned["changed"] == done["changed"] == 1
    assert done["unchanged"] == planned["unchanged"]
    sheet = tmp_path / "impact.csv"
    assert run("export", "impact", "--edition", str(done["edition"]), "--to", str(sheet)).stdout
    assert "vartannat år" in sheet.read_text("utf-8-sig")
    assert run("export", "impact", "--to", str(sheet)).returncode == 1


@pytest.mark.usefixtures("provby")
@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_report_writes_a_whole_file_in_place_of_another(run: Run, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"brief.{form}"
    target.write_bytes(b"old")
    done = run("report", "board", "--output", str(target))
    assert done.returncode == 0, done.stderr
    assert target.read_bytes()[:2] in {b"%P", b"PK"}
    assert "From guideline to practice" in done.stdout
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.usefixtures("provby")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("board", "--output", "brief.txt"), "pdf, docx, xlsx"),
        (("unit", "--output", "unit.pdf"), "a unit or a service"),
        (("unit", "--unit", "Nobody", "--output", "unit.pdf"), "Nobody"),
        (("board", "--language", "fi", "--output", "brief.pdf"), "sv, en"),
        (("board", "--since", "2999-01-01", "--output", "brief.pdf"), "2999-01-01"),
        (("board", "--output", "nowhere/brief.pdf"), "nowhere"),
    ],
)
def test_report_says_plainly_what_cannot_be(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("report", *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert not list(tmp_path.glob("*.pdf"))


def test_a_pipe_or_device_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "report.pdf"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"whole")
        assert os.read(reader, 10) == b"whole"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.usefixtures("provby")
@pytest.mark.parametrize("kind", ["services.csv", "codebook.qdc"])
def test_an_export_that_breaks_leaves_the_file_as_it_was(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def broken(_self: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "the disk is full")

    target = tmp_path / kind
    target.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", broken)
    done = run("export", kind.partition(".")[0], "--to", str(target))
    assert (done.returncode, "the disk is full" in done.stderr) == (1, True), done.stderr
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.usefixtures("provby")
def test_a_framework_goes_out_as_a_file_and_comes_in_as_a_guideline(run: Run, tmp_path: Path) -> None:
    written = tmp_path / "krav.reqif"
    assert run("import", "--as", "guideline", str(DATA / "provbarhet.md")).returncode == 0
    told = run("export", "reqif", "--to", str(written))
    assert (told.returncode, "requirement" in told.stdout) == (0, True), told.stderr
    refused = run("export", "reqif", "--guideline", "SFS 1:1", "--to", str(written))
    assert (refused.returncode, "SFS 1:1" in refused.stderr) == (1, True)
    assert run("import", "--as", "guideline", str(written)).returncode == 0


def test_help_reads_in_nothing_slow() -> None:
    code = "import sys, tracker.cli; print(sorted({'sqlalchemy', 'spacy', 'numpy', 'distributed'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_admit_knows_the_roles_there_are() -> None:
    assert {role.value for role in admitting.Role} == {role.value for role in people.Role}


def test_import_offers_what_can_be_imported() -> None:
    apart = {"guideline", "framework", "document", "workbook"}
    assert {kind.value for kind in importing.Kind} == {*apart, *lists.KINDS}
