"""Commands run on a database of their own, as it is at first and with a workspace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.tracker.cli.commands import Done, Run
from tracker import workspaces
from tracker.cli import main
from tracker.database import connect


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


@pytest.fixture
def provby(sqlite_template: Path, tmp_path: Path) -> None:
    """The database of the commands, with a workspace."""
    shutil.copyfile(sqlite_template, tmp_path / "tracker.db")
    database = connect(f"sqlite:///{tmp_path}/tracker.db")
    with database.writing() as session:
        workspaces.create(session, "Provby", by=workspaces.local_person(session, "Prov"), slug="demo")
    database.close()
