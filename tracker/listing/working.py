"""One import at work: names looked up, rows added or changed, and everything that is wrong collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from tracker import clock, locales
from tracker.listing.names import Names
from tracker.listing.rows import BadCell, Change, FieldChange, Row, RowProblem, Shown, Stored
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person
from tracker.tables.schema import Table
from tracker.tables.service import ContactTopic, System, SystemKind
from tracker.tables.staffing import Individual

TableT = TypeVar("TableT", bound=Table)
FIELDS = {"back_office": "back_office_system", "individual": "holder"}
"""Fields of tables whose column in a list is called otherwise."""


class Work:
    """The state of one import out of the file `source`. Nothing is committed; with `problems` the caller rolls back."""

    def __init__(self, session: Session, workspace_id: int, by: Person, source: str = "") -> None:
        self.session = session
        self.workspace_id = workspace_id
        self.by = by
        self.source = source
        self.names = Names(session, workspace_id)
        self.changes: list[Change] = []
        self.problems: list[RowProblem] = []
        self.introduced: list[tuple[str, str]] = []
        self._seen: dict[int, tuple[int, object]] = {}

    @contextmanager
    def row(self, row: Row) -> Iterator[None]:
        """Store one row; what is wrong with it is noted, and the next one can be tried."""
        try:
            with self.session.no_autoflush:
                yield
        except BadCell as problem:
            self.refuse(row.number, problem)

    def refuse(self, number: int, problem: BadCell) -> None:
        """Note what is wrong with a row."""
        self.problems.append(problem.in_row(number))

    def put(
        self, table: type[TableT], found: TableT | None, row: Row, name: str, values: Mapping[str, Any], **fixed: Any
    ) -> TableT:
        """Add a row of `table`, or change `found` where `values` differ; `fixed` is only for a new one."""
        if found is None:
            made = table(workspace_id=self.workspace_id, **{**fixed, **values})
            self.session.add(made)
            self._once(made, row)
            self.changes.append(Change(row=row.number, name=name, new=True))
            return made
        self._once(found, row)
        fields = self.assign(found, values)
        if fields:
            self.changes.append(Change(row=row.number, name=name, new=False, fields=fields))
        return found

    def assign(self, found: Table, values: Mapping[str, Any]) -> tuple[FieldChange, ...]:
        """Set what differs, and say what it was."""
        different = {field: value for field, value in values.items() if getattr(found, field) != value}
        fields = tuple(self._change(found, field, value) for field, value in different.items())
        for field, value in different.items():
            setattr(found, field, value)
        if different and hasattr(found, "version"):
            found.version = (found.version or 0) + 1
        return fields

    def amend(self, change: Change) -> None:
        """Add to what a row changes, once more of it is known."""
        for position, earlier in enumerate(self.changes):
            if earlier.row == change.row and not earlier.new:
                self.changes[position] = replace(earlier, fields=(*earlier.fields, *change.fields))
                return
        self.changes.append(change)

    def refer(self, row: Row, key: str, kind: str, field: str = "") -> dict[str, int | None]:
        """The thing that a cell names, as a value of `field` ({key}_id); {} where the file has no such column."""
        if key not in row.cells:
            return {}
        name = row.cells[key]
        return {field or f"{key}_id": self.names.need(kind, name, key) if name else None}

    def about(self, row: Row) -> dict[str, int | None]:
        """The service, actor and form that a row is about; a form alone tells its service where only one has it."""
        service, actor, form = (row.get(key, "") for key in ("service", "actor", "form"))
        service_id = self.names.need("service", service, "service") if service else None
        if form and not service and not actor:
            service_id = self.names.form_service(form, "form")
        if form and service_id is None:
            raise BadCell("error.form_without_service", column="form", value=form[:80])
        return {
            "service_id": service_id,
            "actor_id": self.names.need("actor", actor, "actor") if actor else None,
            "form_id": self.names.form(service_id, form, "form") if form and service_id is not None else None,
        }

    def requirement(self, row: Row) -> dict[str, int | None]:
        """The requirement at the place a row names; {} where the file has no such column."""
        if "requirement" not in row.cells:
            return {}
        place = row.cells["requirement"]
        return {"requirement_id": self.names.requirement(place, "requirement") if place else None}

    def vendor(self, name: str) -> int | None:
        """The actor that supplies something, made where nobody named it before."""
        if not name:
            return None
        found = self.names.find("actor", name)
        return found if found is not None else self.introduce("actor", "vendor", self._actor(name, ActorKind.VENDOR))

    def authority(self, name: str, kind: ActorKind) -> int:
        """The organisation answering for a service whose description describes it too, made where it is not there."""
        found = self.names.find("actor", name)
        return found if found is not None else self.introduce("actor", "authority", self._actor(name, kind))

    def system(self, kind: SystemKind, name: str) -> int | None:
        """The system a service runs on, made where nobody named it before."""
        if not name:
            return None
        made = System(workspace_id=self.workspace_id, kind=kind, name=name)
        query = select(System.id).where(
            System.workspace_id == self.workspace_id, System.kind == kind, System.name_folded == made.name_folded
        )
        found = self.session.scalars(query).first()
        return found if found is not None else self.introduce("system", "system", made)

    def topic(self, name: str) -> int | None:
        """The contact topic, made where nobody named it before."""
        if not name:
            return None
        found = self.names.find("contact_topic", name)
        if found is not None:
            return found
        return self.introduce("contact_topic", "topic", ContactTopic(workspace_id=self.workspace_id, name=name))

    def individual(self, name: str) -> int | None:
        """The private person so called, made where nobody named them before."""
        if not name:
            return None
        found = self.names.find("individual", name)
        if found is not None:
            return found
        made = Individual(workspace_id=self.workspace_id, name=name, recorded_at=clock.now())
        return self.introduce("individual", "individual", made)

    def introduce(self, shelf: str, kind: str, made: Any) -> int:
        """Add something that a list names beside what it is a list of."""
        self.session.add(made)
        self.session.flush()
        self.names.shelf(shelf).add(made.id, made.name)
        self.introduced.append((kind, made.name))
        number: int = made.id
        return number

    def stored(self, rows: Sequence[Row], *, changes: Sequence[Change] = ()) -> Stored:
        """What came of the rows; one that adds and changes counts as added."""
        every = sorted((*self.changes, *changes), key=lambda change: change.row)
        new = {change.row for change in every if change.new}
        touched = {change.row for change in every}
        return Stored(
            added=len(new),
            changed=len(touched - new),
            unchanged=len({row.number for row in rows} - touched - {problem.row for problem in self.problems}),
            changes=tuple(every),
            introduced=tuple(self.introduced),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.row)),
        )

    def _actor(self, name: str, kind: ActorKind) -> Actor:
        return Actor(workspace_id=self.workspace_id, name=name, kind=kind)

    def _once(self, found: object, row: Row) -> None:
        """Two rows of a list may not say two things of one."""
        earlier, _ = self._seen.setdefault(id(found), (row.number, found))
        if earlier != row.number:
            raise BadCell("error.row_same_as", earlier=earlier)

    def _change(self, found: Table, field: str, value: Any) -> FieldChange:
        keys = inspect(type(found)).columns[field].foreign_keys
        target = next(iter(keys)).column.table.name if keys else ""
        before = getattr(found, field)
        name = FIELDS.get(field.removesuffix("_id"), field.removesuffix("_id"))
        if field.endswith("_id") and target:
            if target == "individual":  # the name before is for those who may look at names, the new one is in the file
                return FieldChange(field=name, before=None, after=self.names.shown(target, value))
            return FieldChange(
                field=name, before=self.names.shown(target, before), after=self.names.shown(target, value)
            )
        return FieldChange(field=name, before=shown(before), after=shown(value))


def shown(value: Any) -> Shown:
    """A value as a preview shows it.

    >>> shown(ActorKind.VENDOR), shown(2.0), shown("x")
    ('actor_kind.vendor', 2.0, 'x')
    """
    if isinstance(value, StrEnum):
        return locales.member_key(value)
    return value if value is None or isinstance(value, str | float | int | bool | date) else str(value)
