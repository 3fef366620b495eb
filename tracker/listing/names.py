"""What the cells of a list refer to: actors, services, topics, documents ... by name, in the workspace's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process
from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from tracker import facts
from tracker.listing import requirements
from tracker.listing.rows import BadCell
from tracker.tables.goal import Goal
from tracker.tables.local import LocalDocument, LocalEdition, Publicity
from tracker.tables.measurement import Indicator
from tracker.tables.network import Actor
from tracker.tables.schema import folded
from tracker.tables.service import ContactTopic, Form, Service, System
from tracker.tables.staffing import Individual
from tracker.vocabulary import RecordKind

NEAR = 72
"""From this likeness of two names on (0 to 100) one is offered as what may have been meant by the other."""


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """`folded`, remembered: a list says the same names many thousand times."""
    return folded(name)


class Shelf:
    """The things of one kind: their numbers by name, and their names by number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.names: dict[int, str] = {}
        self.several: set[str] = set()
        self.offered: dict[str, str] = {}
        self._near: dict[str, str] = {}

    def add(self, number: int, name: str, *others: str, offer: bool = True) -> None:
        """Put a thing in under its name and what else it is known by."""
        self.names.setdefault(number, name)
        for word in (name, *others):
            key = folded(word)
            if key and self.numbers.setdefault(key, number) != number:
                self.several.add(key)
        if offer:
            self.offered[folded(name)] = name

    def near(self, name: str) -> str:
        """The name most like this one, "" where none is near."""
        if name not in self._near:
            self._near[name] = _nearest(name, self.offered)
        return self._near[name]


class Names:
    """The names of a workspace, read when they are first asked for."""

    def __init__(self, session: Session, workspace_id: int) -> None:
        self.session = session
        self.workspace_id = workspace_id
        self._shelves: dict[str, Shelf] = {}

    def shelf(self, kind: str) -> Shelf:
        """The things of a kind: a key of `_READ`."""
        if kind not in self._shelves:
            shelf = self._shelves[kind] = Shelf()
            _READ[kind](self.session, self.workspace_id, shelf)
        return self._shelves[kind]

    def find(self, kind: str, name: str) -> int | None:
        """The number of the thing called `name`, None for none."""
        return self.shelf(kind).numbers.get(key_of(name))

    def need(self, kind: str, name: str, column: str) -> int:
        """The number of the thing called `name`; BadCell with the nearest name where there is none, or several."""
        shelf, key = self.shelf(kind), key_of(name)
        if key in shelf.several:
            raise BadCell("error.name_several", column=column, what=kind, value=name[:80])
        if key not in shelf.numbers:
            raise unknown(kind, name, shelf.near(name), column)
        return shelf.numbers[key]

    def shown(self, kind: str, number: int | None) -> str | None:
        """The name of a thing, None for none."""
        return None if number is None else self.shelf(kind).names.get(number, f"{number}")

    def form(self, service_id: int, name: str, column: str) -> int:
        """The form of a service; BadCell where the service has none so called."""
        numbers, names = self._forms
        found = numbers.get((service_id, key_of(name)))
        if found is None:
            raise unknown("form", name, nearest(name, names.get(service_id, ())), column)
        return found

    @cached_property
    def _forms(self) -> tuple[dict[tuple[int, str], int], dict[int, list[str]]]:
        numbers: dict[tuple[int, str], int] = {}
        names: dict[int, list[str]] = {}
        query = select(Form.id, Form.service_id, Form.name).where(Form.workspace_id == self.workspace_id)
        for number, service_id, name in self.session.execute(query):
            numbers[service_id, folded(name)] = number
            names.setdefault(service_id, []).append(name)
        return numbers, names

    def form_service(self, name: str, column: str) -> int:
        """The one service that has a form so called; BadCell where none or several have."""
        services = {service for service, form in self._forms[0] if form == folded(name)}
        if len(services) > 1:
            raise BadCell("error.name_several", column=column, what="form", value=name[:80])
        if not services:
            everything = [form for forms in self._forms[1].values() for form in forms]
            raise unknown("form", name, nearest(name, everything), column)
        return services.pop()

    def indicator(self, name: str, column: str) -> str:
        """The code of the indicator with this code or name in either language."""
        found = self._indicators.get(key_of(name))
        if found is None:
            raise unknown("indicator", name, nearest(name, self.indicator_names), column)
        return found

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of every indicator by code."""
        return dict(self.session.execute(select(Indicator.code, Indicator.unit)).all())

    @cached_property
    def _indicators(self) -> dict[str, str]:
        rows = self.session.execute(select(Indicator.code, Indicator.name_sv, Indicator.name_en).order_by("code")).all()
        found = {folded(name): code for code, sv, en in reversed(rows) for name in (sv, en)}
        return found | {folded(code): code for code, _, _ in rows}

    @cached_property
    def indicator_names(self) -> list[str]:
        """What indicators are called, in both languages, and their codes."""
        rows = self.session.execute(select(Indicator.name_sv, Indicator.name_en, Indicator.code)).all()
        return [name for row in rows for name in row]

    def record_kind(self, name: str, column: str) -> RecordKind:
        """The kind of record with this code or name in either language."""
        found = self._record_kinds.get(folded(name))
        if found is None:
            known = [word for kind in self._record_kinds.values() for word in (kind.name_sv, kind.name_en, kind.code)]
            raise unknown("record_kind", name, nearest(name, known), column)
        return found

    @cached_property
    def _record_kinds(self) -> dict[str, RecordKind]:
        kinds = facts.kinds(self.session).values()
        by_name = {folded(name): kind for kind in kinds for name in (kind.name_sv, kind.name_en)}
        return by_name | {folded(kind.code): kind for kind in kinds}

    def requirement(self, place: str, column: str) -> int:
        """The requirement at a place: "SFS 2018:1937 10 §"; BadCell where there is none, or several."""
        return requirements.find(self.session, place, column)


def unknown(kind: str, name: str, near: str, column: str) -> BadCell:
    """The problem of a name that nothing has."""
    if near:
        return BadCell("error.name_unknown_near", column=column, what=kind, value=name[:80], near=near[:120])
    return BadCell("error.name_unknown", column=column, what=kind, value=name[:80])


def nearest(name: str, known: Iterable[str]) -> str:
    """The name most like this one, "" where none is near.

    >>> nearest("Väntetid på telefn", ["Väntetid i telefon", "Antal kontakter"])
    'Väntetid i telefon'
    """
    return _nearest(name, {folded(word): word for word in known})


def _nearest(name: str, known: Mapping[str, str]) -> str:
    """The same among names by what they are folded to."""
    found = process.extractOne(folded(name), known.keys(), scorer=fuzz.WRatio, score_cutoff=NEAR)
    return known[found[0]] if found else ""


def _plain(query: Select[int, str, str]) -> Callable[[Session, int, Shelf], None]:
    """Reads (number, name, identifier) of a table."""

    def read(session: Session, workspace_id: int, shelf: Shelf) -> None:
        column = query.column_descriptions[0]["entity"].workspace_id
        for number, name, identifier in session.execute(query.where(column == workspace_id)):
            shelf.add(number, name, identifier)

    return read


def _individuals(session: Session, workspace_id: int, shelf: Shelf) -> None:
    query = select(Individual.id, Individual.name).where(
        Individual.workspace_id == workspace_id, Individual.disposed_at.is_(None)
    )
    for number, name in session.execute(query):
        shelf.add(number, name, offer=False)


def _documents(session: Session, workspace_id: int, shelf: Shelf) -> None:
    """By title and by the name of the current file; what is under secrecy is never offered."""
    query = (
        select(LocalDocument.id, LocalDocument.name, LocalEdition.file_name, LocalDocument.publicity)
        .outerjoin(LocalEdition, (LocalEdition.document_id == LocalDocument.id) & LocalEdition.current)
        .where(LocalDocument.workspace_id == workspace_id)
    )
    for number, name, file_name, publicity in session.execute(query):
        shelf.add(number, name, file_name or "", offer=publicity is Publicity.PUBLIC)


def _systems(session: Session, workspace_id: int, shelf: Shelf) -> None:
    query = select(System.id, System.name).where(System.workspace_id == workspace_id)
    for number, name in session.execute(query):
        shelf.add(number, name)


_NONE = literal("")
_READ: dict[str, Callable[[Session, int, Shelf], None]] = {
    "actor": _plain(select(Actor.id, Actor.name, Actor.identifier)),
    "service": _plain(select(Service.id, Service.name, Service.identifier)),
    "contact_topic": _plain(select(ContactTopic.id, ContactTopic.name, _NONE)),
    "goal": _plain(select(Goal.id, Goal.name, _NONE)),
    "form": _plain(select(Form.id, Form.name, _NONE)),
    "system": _systems,
    "local_document": _documents,
    "individual": _individuals,
}
