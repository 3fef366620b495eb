"""What went wrong with a database, told apart by its own codes, so that the message can name the remedy.

SQLite's primary result codes: https://www.sqlite.org/rescode.html; PostgreSQL's SQLSTATE: its manual, appendix A.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError, ProgrammingError

from tracker.errors import DatabaseBusy, DatabaseProblem

BUSY, UNREACHABLE = "error.database_busy", "error.database_unreachable"
UNAVAILABLE = "error.database_unavailable"

SQLITE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: "error.database_readonly",
    sqlite3.SQLITE_PERM: "error.database_readonly",
    sqlite3.SQLITE_CANTOPEN: "error.database_cannot_open",
    sqlite3.SQLITE_IOERR: "error.database_disk_fails",
    sqlite3.SQLITE_FULL: "error.database_full",
    sqlite3.SQLITE_CORRUPT: "error.database_damaged",
    sqlite3.SQLITE_NOTADB: "error.database_damaged",
}
SQLSTATE = {
    "55P03": BUSY,  # a lock was not had in time
    "40P01": BUSY,  # deadlock
    "40001": BUSY,  # serialization
    "53100": "error.database_full",
    "58030": "error.database_disk_fails",
    "XX001": "error.database_damaged",
    "XX002": "error.database_damaged",
    "57P01": UNREACHABLE,  # the server is being shut down, has crashed, or is not up yet
    "57P02": UNREACHABLE,
    "57P03": UNREACHABLE,
    "53300": UNREACHABLE,  # too many connections
}
UNIQUE = "23505"


def told(problem: DatabaseError) -> DatabaseProblem | None:
    """The plain message of what SQLAlchemy raised; None for what is a fault of the program."""
    code = _code(problem.orig)
    if isinstance(problem, ProgrammingError) and problem.statement is None and code is None:
        return DatabaseProblem("error.database_url")  # the driver knows no such option; its words may hold a password
    if code is None and not isinstance(problem, OperationalError):
        return None
    return _plain(code or (UNREACHABLE if _lost(problem) else UNAVAILABLE), problem.orig)


def told_by(problem: sqlite3.OperationalError) -> DatabaseProblem:
    """The same of what SQLite's driver raised itself."""
    return _plain(_code(problem) or UNAVAILABLE, problem)


def _plain(code: str, cause: BaseException | None) -> DatabaseProblem:
    detail = " ".join(str(cause).split())[:200]
    return DatabaseBusy(code) if code == BUSY else DatabaseProblem(code, detail=detail)


def is_twin(problem: IntegrityError) -> bool:
    """Whether what was stored was there already."""
    cause = problem.orig
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorname in {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
    return getattr(cause, "sqlstate", None) == UNIQUE


def _code(cause: BaseException | None) -> str | None:
    if isinstance(cause, sqlite3.Error):
        number = getattr(cause, "sqlite_errorcode", None)  # absent where the driver, not SQLite, refuses
        return SQLITE.get(number & 0xFF) if number is not None else None
    return SQLSTATE.get(getattr(cause, "sqlstate", None) or "")


def _lost(problem: DatabaseError) -> bool:
    """Whether the connection broke or was never made: PostgreSQL's class 08, or no answer to take a code from."""
    if isinstance(problem.orig, sqlite3.Error):
        return False
    state = getattr(problem.orig, "sqlstate", None)
    return problem.connection_invalidated or state is None or state.startswith("08")
