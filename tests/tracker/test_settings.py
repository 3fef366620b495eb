"""Every setting stands in one table, with the default it has."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from tracker.settings import KNOWN, ROOT, SECRET, Settings

DOCUMENT = (ROOT / "docs" / "settings.md").read_text("utf-8")
TABLE = {
    name: default.strip().strip("`")
    for name, default, _ in re.findall(r"^\| `(\w+)` \| ([^|]*)\| (.+) \|$", DOCUMENT, re.MULTILINE)
}
READ_IN = ("policies", "nlp", "tracker", "tools", "tests", "benchmarks", ".ci", "streamlit_app.py", "compose.yaml")
NAME = re.compile(r"\bTRACKER_[A-Z]+(?:_[A-Z]+)*\b")
INVENTED = {"TRACKER_SIGNIN"}
"""A misspelling that a test of prudence tries."""


def named() -> set[str]:
    places = [
        path for name in READ_IN for path in ([ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*"))
    ]
    read = [path for path in places if path.is_file() and (path.suffix in (".py", ".yaml") or path.name == "run")]
    texts = (path.read_text("utf-8") for path in read)
    return {name for text in texts for name in NAME.findall(text)} - INVENTED


def test_every_variable_of_the_code_is_documented() -> None:
    assert named() <= set(NAME.findall(DOCUMENT))


def test_the_table_holds_what_the_program_reads() -> None:
    assert set(TABLE) == KNOWN
    assert set(TABLE) <= named() | {f"{name}_FILE" for name in SECRET}


def test_the_table_says_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KNOWN & os.environ.keys():
        monkeypatch.delenv(name)
    settings = Settings()
    assert {
        "TRACKER_DATABASE_URL": settings.database_url.replace(f"{ROOT}/", ""),
        "TRACKER_ADDRESS": settings.address,
        "TRACKER_SIGN_IN": settings.sign_in,
        "TRACKER_SIGN_IN_HEADER": settings.sign_in_header,
        "TRACKER_SIGN_IN_FROM": settings.sign_in_from,
        "TRACKER_IDLE_MINUTES": str(settings.idle // timedelta(minutes=1)),
        "TRACKER_LONGEST_HOURS": str(settings.longest // timedelta(hours=1)),
        "TRACKER_REQUESTS_A_MINUTE": str(settings.requests_a_minute),
        "TRACKER_CONNECTIONS_A_MINUTE": str(settings.connections_a_minute),
        "TRACKER_LOG": settings.log,
        "TRACKER_LOG_LEVEL": settings.log_level,
        "TRACKER_DEBUG": "1" if settings.debug else "",
        "TRACKER_PROXY": settings.proxy,
        "TRACKER_CONTACT": settings.contact,
    }.items() <= TABLE.items()


def test_a_secret_is_read_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://tracker:secret@db/tracker\n", "utf-8")
    file.chmod(0o400)
    monkeypatch.setenv("TRACKER_DATABASE_URL_FILE", str(file))
    assert Settings().database_url == "postgresql://tracker:secret@db/tracker"
