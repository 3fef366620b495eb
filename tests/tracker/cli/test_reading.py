"""Commands that read files and need no database keep their inputs and outputs, and end in plain messages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracker.cli.commands import DATA, Run, rows_of, write_lines
from tracker.cli import lines


def test_outline_gives_one_object_per_provision(start: Run) -> None:
    rows = rows_of(start("outline", str(DATA / "provbarhet.md"), "--json"))
    assert {"locator", "zone", "heading", "start", "end"} <= rows[0].keys()
    assert [row["locator"] for row in rows][:2] == ["1 §", "1 § 1 st"]


def test_extract_gives_text_at_its_offsets_and_lead_ins(run: Run) -> None:
    rows = {row["locator"]: row for row in rows_of(run("extract", str(DATA / "provbarhet.md")))}
    assert rows["2 § 2 st"]["force"] == "prohibition"
    assert rows["3 § 1 st 1 p"]["lead_in"] == "Kommunen ska i planen ange"
    keys = {"start", "end", "text", "is_requirement", "duty_bearer", "deadline", "references", "confidence"}
    assert keys <= rows["1 § 1 st"].keys()


def test_analyse_answers_every_unit_in_order(run: Run, tmp_path: Path) -> None:
    units = [
        {"id": 7, "text": "Nämnden ska utan dröjsmål underrätta den som berörs."},
        {"id": "b", "text": "The register shall be public.", "unknown": True},
    ]
    path = write_lines(tmp_path / "units.jsonl", units)
    rows = rows_of(run("analyse", "--units", str(path)))
    assert [row["id"] for row in rows] == [7, "b"]
    assert rows[0]["deadline"] == "utan dröjsmål"


def test_analyse_gives_every_role(run: Run, tmp_path: Path) -> None:
    text = "Om en avgift har ändrats ska nämnden årligen och senast den 1 mars informera hyresgästerna, utom i tvister."
    path = write_lines(tmp_path / "units.jsonl", [{"id": "a", "text": text}])
    (row,) = rows_of(run("analyse", "--units", str(path)))
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
    requirements = write_lines(
        tmp_path / "r.jsonl", [{"id": "r", "text": "Webbplatsen ska vara tillgänglig.", "force": None}]
    )
    passages = write_lines(
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
    rows = rows_of(done)
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
    rows = rows_of(run("analyse", "--units", str(path)))
    assert [row["id"] for row in rows] == ["a", "b\ufffd"]
    assert [row["is_requirement"] for row in rows] == [False, True]


def test_lines_in_another_encoding_are_refused_with_the_remedy(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "units.jsonl"
    path.write_text('{"id": "a", "text": "Nämnden"}\n', "utf-16")
    done = run("analyse", "--units", str(path))
    assert done.returncode == 1
    assert "Save it as UTF-8" in done.stderr


def test_a_decision_is_confirmed_or_rejected(run: Run, tmp_path: Path) -> None:
    requirements = write_lines(tmp_path / "r.jsonl", [{"id": "r", "text": "Nämnden ska svara.", "references": 5}])
    passages = write_lines(tmp_path / "p.jsonl", [{"id": "p", "document": "d", "text": "Nämnden svarar."}])
    decisions = write_lines(tmp_path / "d.jsonl", [{"requirement": "r", "passage": "p", "decision": "maybe"}])
    words = ["suggest", "--requirements", str(requirements), "--passages", str(passages)]
    done = run(*words, "--decisions", str(decisions))
    assert done.returncode == 1
    assert "confirmed, rejected" in done.stderr


def test_an_unknown_language_is_wrong_use(run: Run) -> None:
    assert run("extract", str(DATA / "provbarhet.md"), "--language", "klingon").returncode == 2


def test_a_number_comes_back_as_a_number(run: Run, tmp_path: Path) -> None:
    requirements = write_lines(tmp_path / "r.jsonl", [{"id": 7, "text": "Nämnden ska svara."}])
    passages = write_lines(tmp_path / "p.jsonl", [{"id": 8, "document": 9, "text": "Nämnden svarar."}])
    assert [row["id"] for row in rows_of(run("analyse", "--units", str(requirements)))] == [7]
    [row] = rows_of(run("suggest", "--requirements", str(requirements), "--passages", str(passages)))
    assert (row["requirement"], row["passage"]) == (7, 8)


@pytest.mark.parametrize("form", ["ascii", "latin-1", "utf-8"])
def test_what_is_written_is_json_in_every_encoding(
    form: str, start: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", form)
    path = tmp_path / "plan.md"
    path.write_text("Nämnden ska svara 😀 varje år.\n", "utf-8")
    with (tmp_path / "out").open("w") as out:
        assert start("extract", str(path), stdout=out).returncode == 0
    [row] = map(json.loads, (tmp_path / "out").read_text("utf-8").splitlines())
    assert row["text"] == "Nämnden ska svara 😀 varje år."


def test_a_closed_output_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("Nämnden ska svara.\n", "utf-8")
    words = f'"{sys.executable}" -m tracker outline "{path}" >&-'
    done = subprocess.run(words, shell=True, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without an end")
def test_of_a_file_without_an_end_no_more_is_read_than_can_be(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINES_BYTES", 1024 * 1024)
    for words, limit in ((["outline", "/dev/zero"], "50 MB"), (["analyse", "--units", "/dev/zero"], "1 MB")):
        done = run(*words)
        assert done.returncode == 1
        assert f"up to {limit}" in done.stderr


def test_want_of_memory_is_one_message(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(lines, "beginning", exhausted)
    done = run("analyse", "--units", str(tmp_path))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "memory" in done.stderr
