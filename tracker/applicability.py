"""Whether a requirement reaches a municipality: proposed from its bearer and its act, settled by a person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nlp.applicability import Reach, crosses_borders
from nlp.requirements import Requirement as Reading
from policies.locators import Locator, LocatorError, contains, parse
from tracker import access, events, meanwhile
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Applies, BearerKind, Requirement, Summary
from tracker.tables.people import Person

_REACHES = {
    BearerKind.MUNICIPALITY: Applies.YES,
    BearerKind.ANY_AUTHORITY: Applies.YES,
    BearerKind.STATE_BODY: Applies.NO,
    BearerKind.PROVIDER: Applies.NO,
    BearerKind.INDIVIDUAL: Applies.NO,
}
Fact = tuple[Applies, str, date | None]
Facts = dict[str, Fact]
"""By a place of the library's summaries: whether it applies to a municipality, on what condition, and from which day
where that is another than its guideline's."""


def applies(kind: BearerKind, reach: Reach, *, bearer: str = "") -> Applies:
    """Whether a duty of such a bearer reaches a municipality; where nobody is named the act's scope decides.

    >>> applies(BearerKind.STATE_BODY, Reach()).value, applies(BearerKind.UNSPECIFIED, Reach()).value
    ('no', 'unknown')
    """
    if kind is not BearerKind.UNSPECIFIED:
        return _REACHES[kind]
    if bearer:
        return Applies.UNKNOWN  # somebody is named, but not in words that tell who
    answers = {_REACHES[addressed] for addressed in reach.kinds if addressed is not BearerKind.UNSPECIFIED}
    if Applies.YES in answers:
        return Applies.YES
    return Applies.NO if answers else Applies.UNKNOWN


def library_facts(session: Session, guideline_id: int) -> Facts:
    """What the library knows about the places of a guideline; official requirements there start from it."""
    facts: Facts = {}
    rows = session.execute(
        select(Summary.places, Requirement.applies, Requirement.applies_condition, Requirement.applies_on)
        .join(Requirement, Requirement.id == Summary.requirement_id)
        .where(
            Requirement.guideline_id == guideline_id,
            or_(Requirement.applies != Applies.UNKNOWN, Requirement.applies_on.is_not(None)),
        )
    )
    for places, known, condition, day in rows:
        facts |= dict.fromkeys(places, (known, condition, day))
    return facts


def propose(
    requirement: Requirement, read: Reading, text: str, language: str, *, reach: Reach, facts: Facts, locator: str
) -> None:
    """Fill in whom a new requirement binds: the library's facts at its place, else its bearer and the act's scope.

    A demand on services used from other countries applies on the condition that a service is. Its day of application
    is the library's too.
    """
    requirement.bearer_kind = read.bearer_kind
    requirement.cross_border = reach.cross_border or crosses_borders(text, language)
    known = _at(locator, facts)
    if known is not None:
        requirement.applies_on = known[2]
    if known is not None and known[0] is not Applies.UNKNOWN:
        requirement.applies, requirement.applies_condition = known[:2]
    else:
        bearer = read.duty_bearer
        requirement.applies = applies(read.bearer_kind, reach, bearer=bearer.text if bearer else "")
    if requirement.cross_border and requirement.applies is Applies.YES:
        requirement.applies = Applies.CONDITIONAL


def decide(
    session: Session, requirement_id: int, *, wanted: Applies, seen: Applies, reason: str, by: Person
) -> Requirement:
    """A person says whether a requirement reaches a municipality, and why.

    Raises Refused without a reason, Conflict when it is no longer what the person saw.
    """
    access.allow(session, by, "requirement.apply")
    requirement = session.get(Requirement, requirement_id, with_for_update=True)
    if requirement is None:
        raise NotFound("error.requirement_unknown", id=requirement_id)
    access.allow_guideline(session, by, "requirement.apply", requirement.guideline_id)
    if not reason.strip():
        raise Refused("error.applicability_reason")
    if requirement.applies is not seen:
        who = meanwhile.last(session, LIBRARY_CHAIN, f"requirement:{requirement.id}", reader=by.id)
        raise Conflict("error.applies_changed", applies=requirement.applies.value, **who)
    before = requirement.applies
    requirement.applies, requirement.applies_reason = wanted, reason.strip()
    requirement.applies_by_id = by.id
    session.flush()
    events.record(
        session,
        LIBRARY_CHAIN,
        "requirement.apply",
        f"requirement:{requirement.id}",
        by=by,
        before={"applies": before},
        after={"applies": wanted},
        note=requirement.applies_reason,
    )
    return requirement


def _at(locator: str, facts: Facts) -> Fact | None:
    """The facts of the narrowest place that holds the locator."""
    if not facts or not locator:
        return None
    try:
        here = parse(locator)
    except LocatorError:
        return facts.get(locator)
    holding = [place for place in facts if _holds(place, here)]
    return facts[max(holding, key=len)] if holding else None


def _holds(place: str, here: Locator) -> bool:
    try:
        return contains(parse(place), here)
    except LocatorError:
        return False
