"""Files from strangers: each is read soundly or refused plainly, in both languages, and what is refused leaves no row.

All mutants of documents are read in the sandbox, those of lists in this process under a watchdog; one in `STORED` goes
on into a database. How much a file may be at most is the matter of test_bombs.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from policies.document import Document
from policies.errors import PoliciesError, UnreadableFile
from policies.readers import READERS
from policies.sandbox import Sandbox
from tests.trust import mutants, sound
from tests.trust.conftest import Tell, Times
from tests.trust.crafted_files import FILES
from tests.trust.watching import TooMuch, watched
from tracker import documents, ingest, locales, tasks, workspaces
from tracker.database import Database, connect
from tracker.errors import TrackerError
from tracker.importers import intake, linked_data, lists
from tracker.importers.intake import RowsRefused
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person
from tracker.tables.schema import Table
from tracker.tables.service import Service

MUTANTS = 3_000
STORED = 40
SECONDS = 20
"""Of the processor's time for one small file: many times what the slowest needs."""

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}|\[[a-z_]+\.[a-z_.]+\]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Town:
    """A workspace of a database of its own with the unit, board and service that sound lists name."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing() as session:
            self.person: Person = workspaces.local_person(session, "Testperson")
            self.workspace = workspaces.create(session, "Provby kommun", by=self.person, municipality_code="0114").id
            session.add(Actor(workspace_id=self.workspace, name="Kontaktcenter", kind=ActorKind.UNIT))
            session.add(Actor(workspace_id=self.workspace, name="Nämnden", kind=ActorKind.BOARD))
            session.add(Service(workspace_id=self.workspace, name="Bygglov"))

    def rows(self) -> dict[str, int]:
        """How many rows every table holds."""
        with self.database.reading() as session:
            counted = (select(func.count()).select_from(table) for table in Table.metadata.sorted_tables)
            names = (table.name for table in Table.metadata.sorted_tables)
            return {name: session.scalar(query) or 0 for name, query in zip(names, counted, strict=True)}

    def store_document(self, data: bytes, name: str, document: Document) -> None:
        """As a local document of the workspace."""
        prepared = documents.prepare(data, name, document)
        tasks.store_document(self.database, prepared, self.workspace, by=self.person)

    def store_guideline(self, data: bytes, name: str, document: Document) -> None:
        """As a guideline of the library."""
        tasks.store_guideline(self.database, ingest.prepare(data, name, document), by=self.person)

    def store_list(self, data: bytes, name: str, kind: str) -> None:
        """As a list of a kind."""
        tasks.import_list(self.database, data, name, kind, self.workspace, by=self.person)


@pytest.fixture(scope="module")
def town(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town that all mutants are stored in, so it fills with odd rows."""
    with _town(empty_sqlite, tmp_path_factory.mktemp("hostile")) as made:
        yield made


@pytest.fixture
def new_town(empty_sqlite: Path, tmp_path: Path) -> Iterator[Town]:
    with _town(empty_sqlite, tmp_path) as made:
        yield made


@contextmanager
def _town(empty: Path, folder: Path) -> Iterator[Town]:
    path = folder / "tracker.db"
    shutil.copyfile(empty, path)
    with closing(connect(f"sqlite:///{path}")) as opened:
        yield Town(opened)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(workers=2, seconds=SECONDS, files_per_worker=2_000) as made:
        yield made


def plainly(code: str, values: Mapping[str, Any]) -> str:
    """What is wrong with the message, "" where both languages say it in full."""
    if not locales.has_text(code):
        return f"{code} has no text"
    tame = {key: value if isinstance(value, int | float) else "x" for key, value in values.items()}
    unfilled = [
        language for language in locales.language_codes() if _PLACEHOLDER.search(locales.text(code, language, **tame))
    ]
    return f"{code} lacks values in {unfilled}" if unfilled else ""


def soundly(document: Document) -> str:
    """What is wrong with a document that was read, "" where nothing is."""
    if not any(letter.isprintable() and not letter.isspace() for letter in document.text):
        return "success without text"
    named = (document.title, document.identifier, *document.metadata, *map(str, document.metadata.values()))
    kept = (p.heading + p.locator + p.label for p in document.provisions)
    if any(_UNSTORABLE.search(part) for part in (document.text, *named, *kept)):
        return "letters that no database stores"
    if not all(document.text[block.start : block.end].strip() for block in document.blocks):
        return "a block of nothing"
    for at, provision in enumerate(document.provisions):
        above = document.provisions[provision.parent] if provision.parent is not None else None
        if above is not None and not (
            provision.parent < at and above.start <= provision.start <= provision.end <= above.end
        ):
            return f"{provision.locator} is not within {above.locator}"
    locators = [provision.locator for provision in document.provisions]
    if len(set(locators)) != len(locators):
        return "a locator twice"
    return next(filter(None, (plainly(warning.code, warning.values) for warning in document.warnings)), "")


BROKEN = frozenset({"error.reader_failed", "error.reader_crashed", "error.too_slow", "error.too_much_memory"})
"""Refusals that a small file must never meet."""


def read(box: Sandbox, data: bytes, name: str) -> tuple[Document | None, str, str]:
    """The document or the code of what is said instead, and what is wrong with either."""
    try:
        document = box.read(data, name)
    except UnreadableFile as refusal:
        return None, refusal.code, refusal.code if refusal.code in BROKEN else plainly(refusal.code, refusal.values)
    return document, "", soundly(document)


def stored(town: Town, act: Callable[..., None], *arguments: Any) -> str:
    """What is wrong with storing something or refusing it, "" where nothing is."""
    before = town.rows()
    try:
        with watched(SECONDS):
            act(*arguments)
    except (TrackerError, PoliciesError) as refusal:
        changed = {name for name, count in town.rows().items() if count != before[name]}
        said = plainly(refusal.code, refusal.values)
        if isinstance(refusal, RowsRefused):
            said = said or next(filter(None, (plainly(p.code, p.values) for p in refusal.problems)), "")
        return f"rows in {sorted(changed)} in spite of {refusal.code}" if changed else said
    except (Exception, TooMuch) as surprise:  # noqa: BLE001  # anything else is what is looked for
        return f"{type(surprise).__name__}: {surprise}"[:300]
    return ""


@pytest.mark.parametrize("form", sound.READ)
def test_mutants_of_documents(form: str, box: Sandbox, town: Town, times: Times, tell: Tell) -> None:
    name, make = sound.READ[form]
    data, count = make(), times(MUTANTS)
    others = list(sound.READ.values())

    def outcome(at: int) -> tuple[bytes, Document | None, str]:
        mutant = mutants.of(data, f"{form} {at}", others[at % len(others)][1]() if at % 5 == 0 else b"")
        mutant = sound.resealed(mutant) if form == "framework" else mutant
        document, _, wrong = read(box, mutant, name)
        return mutant, document, wrong

    bad, good = [], 0
    with ThreadPoolExecutor(2) as pool:
        for at, (mutant, document, wrong) in enumerate(pool.map(outcome, range(count))):
            if wrong:
                bad.append((at, wrong))
            elif document is not None:
                good += 1
                if at % STORED == 0:
                    store = town.store_guideline if at % (2 * STORED) else town.store_document
                    bad += [(at, wrong) for wrong in [stored(town, store, mutant, name, document)] if wrong]
    tell(
        f"mutants of {form}: {good:,} read soundly, the others refused plainly (in the sandbox)", of=count, bad=len(bad)
    )
    assert not bad
    assert good


def test_every_reader_has_a_sound_file(box: Sandbox) -> None:
    found = {box.read(make(), name).format for name, make in sound.READ.values()}
    assert found == set(READERS)


LISTS = {**sound.listed(), **sound.linked()}


@pytest.mark.parametrize("title", LISTS)
def test_mutants_of_lists(title: str, town: Town, times: Times, tell: Tell) -> None:
    """Half of the mutants as CSV and half as a workbook; linked data in each of its syntaxes."""
    kind, name, make = LISTS[title]
    data = make()
    count = times(MUTANTS // 2, least=5)
    others = [made() for _, _, made in list(LISTS.values())[::7]]

    def look(mutant: bytes) -> None:
        if kind in linked_data.READERS and linked_data.is_linked_data(mutant):
            linked_data.READERS[kind](mutant, name)
        else:
            lists.read(kind, mutant, name)
        intake.likely(mutant, name)

    bad = []
    for at in range(count):
        mutant = mutants.of(data, f"{title} {at}", others[at % len(others)] if at % 5 == 0 else b"")
        goes_on = at % (STORED // 4) == 0
        wrong = stored(town, town.store_list, mutant, name, kind) if goes_on else looked(look, mutant)
        bad += [(at, wrong)] if wrong else []
    tell(f"mutants of a list of {title}", of=count, bad=len(bad))
    assert not bad


def looked(look: Callable[[bytes], None], mutant: bytes) -> str:
    """What is wrong with reading a list, "" where it is read or refused plainly."""
    try:
        with watched(SECONDS):
            look(mutant)
    except TrackerError as refusal:
        return plainly(refusal.code, refusal.values)
    except (Exception, TooMuch) as surprise:  # noqa: BLE001  # anything else is what is looked for
        return f"{type(surprise).__name__}: {surprise}"[:300]
    return ""


def test_sound_lists_are_stored(new_town: Town) -> None:
    """What mutants are made from is sound: else all of them would be refused for the same dull reason."""
    for kind, name, make in LISTS.values():
        if kind != "crosswalk":  # which names requirements of guidelines, and this town has none of them
            new_town.store_list(make(), name, kind)


def test_crafted_files(box: Sandbox, town: Town, tell: Tell) -> None:
    """Each as what its name says, as a guideline and as a list; what it is expected to come to stands beside it."""
    bad = {}
    for what, (name, make, expected) in FILES.items():
        data = make()
        document, code, wrong = read(box, data, name)
        if not wrong and code != expected:
            wrong = f"{code or 'was read'} for {expected or 'being read'}"
        small = len(data) < 20_000  # what is said in the large ones takes time to find out, and is nothing new
        if document is not None and small:
            wrong = wrong or stored(town, town.store_document, data, name, document)
            wrong = wrong or stored(town, town.store_guideline, data, name, document)
        wrong = wrong or stored(town, town.store_list, data, name, "actors")
        if wrong:
            bad[what] = wrong
    tell("files crafted by hand, each as a document, a guideline and a list", of=len(FILES), bad=len(bad))
    assert not bad


def test_a_reader_without_protection_is_found_out(town: Town, tell: Tell) -> None:
    """The control: a bug in a reader, text of nothing taken for success, and rows left behind are all noticed."""

    def careless(_: bytes) -> None:
        raise KeyError("a bug")

    def leaving(_: str) -> None:
        with town.database.writing() as session:
            session.add(Actor(workspace_id=town.workspace, name="Kvar", kind=ActorKind.UNIT))
        raise TrackerError("error.empty_file", file="a")

    found = [
        looked(careless, b""),
        soundly(Document(text=" \u200b", blocks=())),
        stored(town, leaving, ""),
        plainly("error.empty_file", {}),
        plainly("error.of_which_nobody_wrote", {}),
    ]
    assert all(found)
    tell(
        "the same checks against a careless reader", of=len(found), bad=0, control=f"{len(found)} of {len(found)} found"
    )
