"""Exported files come in again, tell names only for a recorded reason, and are written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.tracker.cli.commands import DATA, Run
from tracker.cli.files import write_whole
from tracker.database import connect
from tracker.tables.event import Event


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
def test_a_framework_goes_out_as_a_file_and_comes_in_as_a_guideline(run: Run, tmp_path: Path) -> None:
    written = tmp_path / "krav.reqif"
    assert run("import", "--as", "guideline", str(DATA / "provbarhet.md")).returncode == 0
    told = run("export", "reqif", "--to", str(written))
    assert (told.returncode, "requirement" in told.stdout) == (0, True), told.stderr
    refused = run("export", "reqif", "--guideline", "SFS 1:1", "--to", str(written))
    assert (refused.returncode, "SFS 1:1" in refused.stderr) == (1, True)
    assert run("import", "--as", "guideline", str(written)).returncode == 0


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
