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


@pytest.mark.parametrize("command", ["status", "doctor", "backup", "upgrade"])
def test_a_setting_that_is_no_number_is_named(run: Run, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("IDLE_MINUTES", "nan"), ("LONGEST_HOURS", "1e999"), ("BACKUP_DAYS", "x")):
        with monkeypatch.context() as said:
            said.setenv(f"TRACKER_{name}", value)
            done = run(command)
        assert done.returncode == 1
        assert f"TRACKER_{name} has the value {value}" in done.stderr


@pytest.mark.parametrize(("content", "mode", "told"), [
    (b"sqlite:///x", 0o644, "Others than its owner"),
    (b"\xff\xfe", 0o600, "cannot be read"),
    (None, 0, "cannot be read"),
])  # fmt: skip
def test_a_secret_that_cannot_be_read_is_one_message(
    content: bytes | None, mode: int, told: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
        path.chmod(mode)
    monkeypatch.setenv("TRACKER_DATABASE_URL_FILE", str(path))
    done = run("status")
    assert done.returncode == 1
    assert told in done.stderr
    assert "TRACKER_DATABASE_URL_FILE" in done.stderr


@pytest.mark.parametrize("words", [["status"], ["doctor"], ["restore", str(DATA / "no-backup"), "--to"]])
@pytest.mark.parametrize("url", [
    "::",
    "postgresql://a:hushhush@127.0.0.1:port/db",
    "postgresql://a:hushhush@[::1/db",
    "postgresql://a:hushhush@127.0.0.1/db?hushhush=1",
    "sqlite+hushhush:///x",
    "sqlite://host/x",
    "sqlite:///x?timeout=long",
])  # fmt: skip
def test_an_address_that_is_none_is_one_message_without_its_secrets(run: Run, words: list[str], url: str) -> None:
    done = run(*words, *([url] if words[-1] == "--to" else []), database=url)
    assert done.returncode == 1
    assert "hushhush" not in done.stderr
    assert done.stderr.count("\n") == 1
