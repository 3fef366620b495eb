"""How requirements of one level are carried out on the next, as people of the demonstration decided it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tracker.crosswalks import deciding
from tracker.demonstration import story
from tracker.demonstration.guidelines import named
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.guideline import Decided
from tracker.tables.people import Person


def confirm(session: Session, day: date, *, by: Person) -> int:
    """Confirm the crosswalks that decisions.json names for a day of work; how many there were to confirm."""
    confirmed = 0
    for row in story.decisions()["crosswalks"]:
        if row["on"] != day.isoformat():
            continue
        ends = [named(session, row[end]) for end in ("upper", "lower")]
        if None in ends:
            continue
        found = deciding.add(session, *(number for number in ends if number is not None), by=by)
        if found.state is Decided.SUGGESTED:
            deciding.confirm(
                session,
                found.id,
                CrosswalkType(row["type"]),
                by=by,
                seen_version=found.version,
                note=row.get("note", ""),
            )
            confirmed += 1
    return confirmed
