"""Storing crosswalk tables: what a person hands in is that person's decision, the first of two where two are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from policies.locators import LocatorError, identifier, parse
from tracker import access, clock, countersigning
from tracker.crosswalks import deciding
from tracker.errors import Refused
from tracker.listing.names import nearest, unknown
from tracker.listing.rows import BadCell, Change, FieldChange, Row
from tracker.listing.working import Work, shown
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Decided, Guideline, Requirement, RequirementState
from tracker.tables.schema import folded

SOURCE = "list"
"""The scorer of a crosswalk that came in with a table."""


def store_crosswalks(work: Work, rows: Sequence[Row]) -> None:
    """Crosswalks by their two requirements. The same again changes nothing, and clears nothing that is suspect."""
    access.allow(work.session, work.by, "crosswalk.import")
    places = _Places(work.session, work.workspace_id)
    earlier: dict[tuple[int, int], int] = {}
    for row in rows:
        with work.row(row):
            upper_id = places.requirement(row, "upper")
            lower_id = places.requirement(row, "lower")
            if earlier.setdefault((upper_id, lower_id), row.number) != row.number:
                raise BadCell("error.row_same_as", earlier=earlier[upper_id, lower_id])
            try:
                upper, lower = deciding.pair(work.session, upper_id, lower_id)
            except Refused as problem:
                raise BadCell(problem.code, column="lower_requirement", **problem.values) from problem
            _put(work, row, upper, lower)


def _put(work: Work, row: Row, upper: Requirement, lower: Requirement) -> None:
    """Confirm the pair as the row says; a new version and an event only where that changes something."""
    found = deciding.between(work.session, upper.id, lower.id)
    new = found is None
    crosswalk = found if found is not None else deciding.made(upper, lower, scorer=SOURCE)
    if _waits(work, row, crosswalk, new=new):
        return
    before = {} if new else deciding.state_of(crosswalk)
    wanted: dict[str, Any] = {"state": Decided.CONFIRMED, "type": row.cells["crosswalk_type"]} | row.only("note")
    different = {key: value for key, value in wanted.items() if getattr(crosswalk, key) != value}
    if not new and not different:
        return
    fields = tuple(
        FieldChange(field=key, before=shown(getattr(crosswalk, key)), after=shown(value))
        for key, value in different.items()
    )
    for key, value in different.items():
        setattr(crosswalk, key, value)
    crosswalk.source = work.source[:400]
    if new or different.keys() - {"note"}:  # another note is no new judgement: what is suspect stays so
        crosswalk.on, crosswalk.decided_by_id, crosswalk.decided_at = clock.today(), work.by.id, clock.now()
        crosswalk.upper_fingerprint, crosswalk.lower_fingerprint = upper.fingerprint, lower.fingerprint
    if new:
        work.session.add(crosswalk)
    else:
        crosswalk.version += 1
    deciding.record(work.session, crosswalk, "crosswalk.import", before, work.by, crosswalk.note)
    name = f"{upper.key} → {lower.key}"
    work.changes.append(Change(row=row.number, name=name, new=new, fields=() if new else fields))


def _waits(work: Work, row: Row, crosswalk: Crosswalk, *, new: bool) -> bool:
    """Whether the row is a first decision, on a suggestion that is stored for it where there was none."""
    decision = {"state": Decided.CONFIRMED, "type": row.cells["crosswalk_type"], "on": None}
    said = {key: value for key, value in decision.items() if value is not None}
    holds = all(getattr(crosswalk, key) == value for key, value in said.items())
    if holds or countersigning.demanded_by(work.session, None) is None:
        return False
    if new:
        work.session.add(crosswalk)
        deciding.record(work.session, crosswalk, "crosswalk.add", {}, work.by, "")
    prints = [work.session.get_one(Requirement, one).fingerprint for one in (crosswalk.upper_id, crosswalk.lower_id)]
    return deciding.waits(work.session, crosswalk, decision, work.by, row.only("note").get("note", ""), saw=prints)


class _Places:
    """Guidelines by everything they are called, and the requirements at their places."""

    def __init__(self, session: Session, workspace_id: int) -> None:
        self._session = session
        self._guidelines: dict[str, int] = {}
        self._names: list[str] = []
        visible = or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id)
        for row in session.scalars(select(Guideline).where(visible).order_by(Guideline.id)):
            for name in (row.identifier, row.library_key, row.name, row.title_sv, row.title_en):
                if name:
                    self._guidelines.setdefault(folded(name), row.id)
                    self._names.append(name)
        self._requirements: dict[int, Mapping[str, Sequence[int]]] = {}

    def requirement(self, row: Row, side: str) -> int:
        """The requirement that a row means above or below; BadCell naming the cell at fault."""
        guideline = self._guideline(row.cells[f"{side}_guideline"], f"{side}_guideline")
        place, column = row.cells[f"{side}_requirement"], f"{side}_requirement"
        known = self._within(guideline)
        found = known.get(folded(place)) or known.get(folded(_spelled(place)), ())
        if len(found) > 1:
            raise BadCell("error.requirement_several_keys", column=column, value=place[:80], count=len(found))
        if not found:
            name = str(row.cells[f"{side}_guideline"])[:80]
            raise BadCell("error.requirement_not_in", column=column, value=place[:80], guideline=name)
        return found[0]

    def _guideline(self, name: str, column: str) -> int:
        number = self._guidelines.get(folded(name))
        if number is None:
            try:
                number = self._guidelines.get(folded(identifier(name)))
            except LocatorError:
                number = None
        if number is None:
            raise unknown("guideline", name, nearest(name, self._names), column)
        return number

    def _within(self, guideline_id: int) -> Mapping[str, Sequence[int]]:
        """The active requirements of a guideline by place and by key; a key means one alone, whatever else is there."""
        if guideline_id not in self._requirements:
            by_place: dict[str, list[int]] = {}
            keys: dict[str, list[int]] = {}
            wanted = select(Requirement.id, Requirement.key, Requirement.locator).where(
                Requirement.guideline_id == guideline_id, Requirement.state == RequirementState.ACTIVE
            )
            for number, key, locator in self._session.execute(wanted.order_by(Requirement.id)):
                keys[folded(key)] = [number]
                by_place.setdefault(folded(locator), []).append(number)
            self._requirements[guideline_id] = by_place | keys
        return self._requirements[guideline_id]


def _spelled(place: str) -> str:
    """A place as it is stored: "artikel 7.1" as "art 7(1)"; as written where it is no place."""
    try:
        found = parse(place)
    except LocatorError:
        return place
    return str(found).removeprefix(found.instrument).strip()
