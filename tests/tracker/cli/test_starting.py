"""What every command shares: help at once, a database when first asked for, one plain message where it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracker.cli.commands import DATA, Run
from tracker.cli import admitting
from tracker.tables import people


def test_help_names_every_command(run: Run) -> None:
    shown = run("--help").stdout
    for command in ("demo", "serve", "outline", "extract", "analyse", "suggest", "import", "link", "status", "upgrade"):
        assert command in shown


def test_help_reads_in_nothing_slow() -> None:
    code = "import sys, tracker.cli; print(sorted({'sqlalchemy', 'spacy', 'numpy', 'distributed'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_first_start_makes_the_database(start: Run, tmp_path: Path) -> None:
    first = start("status")
    assert (first.returncode, first.stderr) == (0, "")
    assert (tmp_path / "tracker.db").is_file()


def test_upgrade_says_the_schema_it_reached(run: Run) -> None:
    reached = run("upgrade").stdout
    assert reached
    assert run("upgrade").stdout == reached


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


def test_admit_knows_the_roles_there_are() -> None:
    assert {role.value for role in admitting.Role} == {role.value for role in people.Role}
