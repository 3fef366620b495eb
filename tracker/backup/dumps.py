"""PostgreSQL through its own programs: a dump of one snapshot, and a dump read back."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, Engine

from tracker import migrations
from tracker.backup.contents import Contents, examine
from tracker.database import plain_errors
from tracker.errors import DatabaseProblem


def dump(engine: Engine, target: Path) -> Contents:
    """Dump a database and say what was in it, both from one snapshot; the dump is read through once."""
    revision = migrations.present(engine)
    if revision is None:
        raise DatabaseProblem("error.backup_empty")
    with plain_errors(), engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        address, environment = _address(engine.url)
        run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", address, **environment)
        contents = examine(connection, revision)
    run("pg_restore", f"--file={os.devnull}", str(target))
    return contents


def load(source: Path, url: URL) -> None:
    """Read a dump into an empty database, in one transaction."""
    address, environment = _address(url)
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    run("pg_restore", *options, f"--dbname={address}", str(source), **environment)


def run(name: str, *words: str, **environment: str) -> None:
    """Run one of PostgreSQL's programs; what it says when it fails becomes one plain message."""
    program = shutil.which(name)
    if program is None:
        raise DatabaseProblem("error.pg_program_missing", program=name)
    done = subprocess.run(  # noqa: S603 - the address is the operator's own setting; the password goes in the environment
        [program, *words], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DatabaseProblem("error.pg_program", program=name, detail=" ".join(done.stderr.split())[:200])


def _address(url: URL) -> tuple[str, dict[str, str]]:
    """The address without its password, which goes in the environment: others can see the words of a command."""
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return plain.render_as_string(), {"PGPASSWORD": str(url.password)} if url.password else {}
