"""A town whose every name, note, text and file is written by somebody hostile, and what must not come of it."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy import Enum, String
from sqlalchemy import Table as Columns

from policies.reading import read
from tests.tracker import stock
from tests.tracker.evening import found_town, pass_evening
from tracker import documents, ingest, recording, tasks
from tracker.database import connect
from tracker.settings import Settings
from tracker.tables.local import DocumentStatus, LocalDocument
from tracker.tables.schema import Table

SIGN = "qxz"
"""Stands in whatever a payload would make: nothing of the app's own is called so."""
RUN = (
    '"><img src=x onerror="window.hit=1" class="qxz"><script>window.hit=2</script><svg onload="window.hit=3" id=qxz>'
    "<iframe srcdoc=\"<script>parent.hit=4</script>\" name=qxz></iframe>{{constructor.constructor('window.hit=5')()}}"
)
DRAW = (
    "**qxzbold** _qxzlean_ ~~qxzgone~~ `qxzcode` :red[qxzred] :blue-badge[qxzbadge] :material/bug_report: :rocket: "
    "$qxz^2$ [qxzlink](https://qxz.invalid/a) [qxzrun](javascript:window.hit=6) <https://qxz.invalid/b> "
    "![qxzpicture](https://qxz.invalid/c.png) https://qxz.invalid/d"
)
PAYLOAD = f"{DRAW} {RUN}"
LINES = f"{PAYLOAD}\n\n# qxzhead\n\n- qxzitem\n\n> qxzquote\n\n| qxzcell | b |\n|---|---|\n| c | d |\n\n$$qxz^3$$"
NAME = (
    "**qxzbold** [qxzlink](https://qxz.invalid/e) :red[qxzred] :material/bug_report: $qxz$ "
    "<img src=x onerror=hit=8 id=qxz>"
)
ADDRESS = "javascript:window.hit=7//qxz"

FORMULAS = (
    '=HYPERLINK("https://qxz.invalid/f")', "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1",
    "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20SUM(1)", "\u200b=1+1", "'=1+1", "=cmd|' /C calc'!A0",
)  # fmt: skip
NAMES = (
    "../../../etc/passwd", "..\\..\\x.txt", "/etc/cron.d/x", "C:\\x.txt", "..", ".", "a/../../b.txt", "~/x",
    "x\x00.txt",
    "%2e%2e%2fx", "....//x", "con", "x" * 500, "\u202etxt.exe", "file:///etc/passwd", "-rf", "$(id)", "`id`", ";id",
)  # fmt: skip
LISTS = {
    "actors": {"Namn": NAME, "Slag": "nämnd", "Roll": NAME, "Anteckning": LINES, "Innehavare": f"Berit {NAME}"},
    "relations": {"Från": "Bygg", "Till": "Skola", "Slag": "samverkar med", "Källa": PAYLOAD},
    "services": {"Namn": NAME, "Enhet": "Bygg", "Kanal": NAME, "Leverantör": NAME, "Status": "i drift",
                 "Beskrivning": LINES},
    "systems": {"Namn": NAME, "Slag": "verksamhetssystem", "Integrationer": PAYLOAD, "Anteckning": LINES},
    "forms": {"Tjänst": "Bygglov", "Namn": NAME, "Antal fält": "24", "Anteckning": LINES},
    "topics": {"Namn": NAME, "Tjänst": "Bygglov", "Enhet": "Bygg", "Anteckning": LINES},
    "journeys": {"Resa": NAME, "Slag": "kundresa", "Tjänst": "Bygglov", "Deltagare": PAYLOAD, "Nummer": "1",
                 "Steg": NAME, "Möjlighet": PAYLOAD, "Problem internt": PAYLOAD, "Hur ofta": NAME, "Källa": PAYLOAD},
    "contact_statistics": {"Månad": "2026-03", "Aktör": "Bygg", "Kontaktorsak": NAME, "Kontakter": "412",
                           "Källa": PAYLOAD},
    "moves": {"Från": "Bygg", "Till": "Skola", "Titel": NAME, "Årsarbetare": "2", "Datum": "2026-05-01",
              "Källa": PAYLOAD},
    "goals": {"Namn": NAME, "Ägare": "Bygg", "Indikator": "Digital andel av ärendena", "Målvärde": "0,8",
              "Klart senast": "2027-12-31", "Anteckning": LINES},
}  # fmt: skip
"""What verbs let a list say."""

ADDRESSES = frozenset({"url", "source_url", "address", "final_address"})
CODES = frozenset(
    {
        "hash", "prev_hash", "note_commitment", "request_id", "salt", "sha256", "original_sha256", "fingerprint",
        "upper_fingerprint", "lower_fingerprint", "requirement_fingerprint", "target_fingerprint", "evidence_digest",
        "slug", "code", "key", "library_key", "kind", "language", "pipeline", "format", "tradition", "action", "entity",
        "name_folded", "name_sort", "municipality_code", "subject", "login", "indicator", "part", "disposal", "scorer",
        "reader", "field", "type", "zone", "barrier", "target", "locator", "deadline_normal", "core_role", "group",
    }
)  # fmt: skip
"""Columns whose words are the tracker's own."""
TEXTS = frozenset({("edition", "text"), ("local_edition", "text")})
"""Texts that offsets count in: those of the files, which are hostile already."""
PARTS = frozenset({("wording", "action"), ("passage", "locator")})
"""Words of a text in columns that are called as codes are elsewhere."""


def lay(url: str) -> int:
    """Fill an empty database; how many columns of it are hostile."""
    database = connect(url)
    settings = Settings(database_url=url)
    by = stock.person(database)
    workspace = stock.new_workspace(database, by)
    prepared = ingest.prepare(_statute(), f"{_file(PAYLOAD)}.txt", read(_statute(), "lag.txt"))
    stock.import_guideline(database, prepared, by)
    held = documents.prepare(_guide(), f"{_file(PAYLOAD)}.txt", read(_guide(), "riktlinje.txt"))
    with database.writing() as session:
        imported = documents.import_document(session, held, workspace.id, by=by)
        session.get_one(LocalDocument, imported.document_id).status = DocumentStatus.ADOPTED
    stock.suggest(database, workspace, by, settings)
    town = found_town(database, workspace.id, by)
    pass_evening(database, town, by)
    with database.writing() as session:
        recording.add_record(
            session, workspace.id, "user_test", by=by, service_id=town.service, on=date(2026, 6, 1), note=LINES,
            facts_given={"participants": 3, "success": 0.5, "groups": PAYLOAD},
        )  # fmt: skip
    for kind, row in LISTS.items():
        tasks.import_list(database, _csv(row), f"{kind}.csv", kind, workspace.id, by=by)
    tasks.read_network(database, workspace.id, by=by)
    tasks.index(database, workspace.id, settings=settings)
    database.close()
    path = Path(url.removeprefix("sqlite:///"))
    return spoil(path, lambda column: ADDRESS if column in ADDRESSES else LINES if column == "note" else PAYLOAD)


def hostile() -> list[tuple[str, str]]:
    """The columns that hold words of people and files, by table and name."""
    return [
        (table.name, column.name)
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if _free(table, column.name) and isinstance(column.type, String) and not isinstance(column.type, Enum)
    ]


def _free(table: Columns, name: str) -> bool:
    place = (table.name, name)
    return place in PARTS or (name not in CODES and place not in TEXTS and not table.columns[name].foreign_keys)


def spoil(path: Path, words: Callable[[str], str]) -> int:
    """Write in front of every word there is, as whoever holds the file can, past the verbs and the triggers."""
    columns = hostile()
    with closing(sqlite3.connect(path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for table, column in columns:
            connection.execute(
                f'UPDATE "{table}" SET "{column}" = ? || substr("{column}", 1, 40)',
                (f"{words(column)} ",),
            )
    return len(columns)


def _csv(row: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows((row.keys(), row.values()))
    return out.getvalue().encode()


def _file(name: str) -> str:
    return name.replace("/", "")[:200]


def _statute() -> bytes:
    duties = "\n\n".join(
        f"{number} § En kommun ska {words} för {PAYLOAD} och svara inom tre månader."
        for number, words in enumerate(("ta fram en plan", "se över planen", "följa upp planen", "lyssna", "öva"), 2)
    )
    return f"Lag (2030:12) om {NAME}\n\n{NAME}\n\n1 § Denna lag gäller för kommuner.\n\n{duties}\n".encode()


def _guide() -> bytes:
    return (
        f"Riktlinje {NAME}\n\nAntagen av kommunstyrelsen 2030-03-04 § 12, dnr KS 2030/0012.\n\n1. Plan {NAME}\n\n"
        f"Kommunen ska ha en plan för {PAYLOAD}. Kommunen ska följa upp planen varje år enligt 2 § lagen (2030:12).\n\n"
        f"2. Avgifter\n\nKommunen ska se över planen för {PAYLOAD} och lyssna.\n"
    ).encode()
