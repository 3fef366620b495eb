"""Requirements and wordings that an edit brings about."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.editing.readings import Reading
from tracker.tables.guideline import AsRead, Force, Requirement, Wording
from tracker.tables.people import Person

KEY = 400  # characters the column holds
REACH = ("applies", "applies_condition", "applies_reason", "applies_by_id")


def new_requirement(
    session: Session,
    guideline_id: int,
    locator: str,
    *,
    position: int,
    force: Force,
    tracked: bool,
    after: Sequence[Requirement] = (),
) -> Requirement:
    """A requirement under a key that no import ever gives: that of what it comes from (`after`), and a letter.

    What a person has said of where it comes from (topic, goal, whom it reaches) goes along where all of `after` agree.
    """
    return Requirement(
        guideline_id=guideline_id,
        key=_free_key(session, guideline_id, after[0].key if after else locator),
        locator=locator,
        position=position,
        force=force,
        tracked=tracked,
        fingerprint="",
        created_at=clock.now(),
        **inherited(after),
    )


def new_wording(
    requirement: Requirement,
    read: AsRead,
    reading: Reading,
    *,
    by: Person,
    provision_id: int | None = None,
    locator: str = "",
    **said: Any,
) -> Wording:
    """A wording in the edition of `read`, whose probabilities it keeps unless `said` gives others."""
    probabilities: dict[str, Any] = {
        "force": read.force,
        "confidence": read.confidence,
        "p_requirement": read.p_requirement,
        "p_regulatory": read.p_regulatory,
    }
    return Wording(
        requirement_id=requirement.id,
        edition_id=read.edition_id,
        provision_id=provision_id or read.provision_id,
        locator=locator or requirement.locator,
        language=read.language,
        pipeline=read.pipeline,
        edited_by_id=by.id,
        **(probabilities | dict(reading.columns) | said),
    )


def letters(number: int) -> str:
    """The number written with letters: a to z, then aa, ab ...

    >>> letters(1), letters(26), letters(27)
    ('a', 'z', 'aa')
    """
    written = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        written = chr(ord("a") + digit) + written
    return written


def _free_key(session: Session, guideline_id: int, stem: str) -> str:
    taken = set(session.scalars(select(Requirement.key).where(Requirement.guideline_id == guideline_id)))
    suffixes = (f"/{letters(number)}" for number in count(1))
    return next(key for suffix in suffixes if (key := stem[: KEY - len(suffix)] + suffix) not in taken)


def inherited(after: Sequence[Requirement]) -> dict[str, Any]:
    """What a requirement has of those it comes from.

    The columns people and the library fill that are the same in all of these; one goal makes a goal.
    """
    if not after:
        return {}
    first = after[0]
    agreed: dict[str, Any] = {"goal": any(row.goal for row in after)}
    for name in ("bearer_kind", "cross_border", "topic"):
        if all(getattr(row, name) == getattr(first, name) for row in after):
            agreed[name] = getattr(first, name)
    if all(row.applies is first.applies for row in after):  # the reason and who gave it go with the answer
        agreed |= {name: getattr(first, name) for name in REACH}
    return agreed
