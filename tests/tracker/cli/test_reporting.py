"""Reports are written whole or not at all, and what cannot be made is said in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tracker.cli.commands import Run


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


@pytest.mark.usefixtures("provby")
@pytest.mark.parametrize("words", [
    ("report", "board", "--output", "brief.xlsx", "--on", "0001-01-01"),
    ("report", "control", "--output", "extract.xlsx", "--since", "0001-01-01"),
    ("export", "progress", "--to", "progress.csv", "--since", "9999-12-31"),
    ("export", "progress", "--to", "progress.csv", "--since", "0001-01-01"),
])  # fmt: skip
def test_the_first_and_last_days_there_are_can_be_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.returncode == 0, done.stderr
