"""All checks, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker import chains
from tracker.doctor import decisions, history, structure, words
from tracker.doctor.finding import Check, Finding

CHECKS: dict[str, Check] = {
    "schema": structure.schema,
    "guards": structure.triggers,
    "history": history.chained,
    "notes": history.noted,
    "references": structure.references,
    "sequences": structure.sequences,
    "quotes": words.quotes,
    "passages": words.passages,
    "originals": words.files,
    "decisions": decisions.taken_by_people,
}
"""By name what is always looked at."""

REPLAYS: dict[str, Check] = {"replay": decisions.replayed}
"""By name what reads the whole history to compare it with the rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found by check, in the order they ran, and how far the history goes."""

    found: Mapping[str, tuple[Finding, ...]]
    heads: tuple[chains.Head, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found."""
        return tuple(finding for some in self.found.values() for finding in some)


def examine(session: Session, *, replay: bool = False, anchors: Iterable[chains.Head] = ()) -> Examined:
    """Run every check; `anchors` are heads of the history that something outside the database has kept."""
    found: dict[str, tuple[Finding, ...]] = {}
    for name, check in (*CHECKS.items(), *(REPLAYS.items() if replay else ())):
        found[name] = tuple(check(session))
        if name == "schema" and found[name]:
            break  # what looks at tables that are not there only fails
    else:
        found["anchors"] = tuple(history.anchored(session, anchors))
    return Examined(found=found, heads=chains.heads(session.connection()) if not found["schema"] else ())
