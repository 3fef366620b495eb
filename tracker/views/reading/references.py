"""Where the targets of references stand: the imported provision, or the nearest one around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.locators import Locator, LocatorError, Part, parse
from tracker.succession import standing_editions
from tracker.tables.guideline import Edition, Guideline, Provision
from tracker.tables.portions import portions

# "13 §" of one paragraph is its first one, and points of an article belong to its first subparagraph.
_IMPLIED_FIRST = frozenset({Part("st", "1"), Part("subpara", "1")})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePlace:
    """Where a reference leads: a guideline, and in its text the provision at `position` of `edition_id`.

    `edition_id` and `position` are None while no text of the guideline is imported, `position` also where the text does
    not hold the place. `locator` is that of the provision found; `exact` is false when it only encloses the place.
    """

    guideline_id: int
    edition_id: int | None
    position: int | None
    locator: str
    title: str
    exact: bool


@dataclass(frozen=True, slots=True)
class _Wanted:
    instrument: str
    choices: tuple[tuple[str, bool], ...]  # locators to look for, the best first, and whether they are the very place


def resolve(
    session: Session, targets: Iterable[str], *, edition_id: int | None = None, language: str = ""
) -> dict[str, ReferencePlace]:
    """The places of those targets whose guideline is known; the others are left out.

    A target without an instrument is looked for in the edition `edition_id`, where it was read. Of a guideline's
    editions the newest in `language` is taken, else the newest. Takes three queries for every few hundred targets.
    """
    wanted = {target: read for target in dict.fromkeys(targets) if (read := _wanted(target)) is not None}
    guidelines = _guidelines(session, {each.instrument for each in wanted.values()}, edition_id)
    editions = _editions(session, {number for number, _ in guidelines.values()}, edition_id, language)
    locators = {locator for each in wanted.values() for locator, _ in each.choices}
    positions = _positions(session, set(editions.values()), locators)
    found: dict[str, ReferencePlace] = {}
    for target, each in wanted.items():
        if each.instrument in guidelines:
            number, title = guidelines[each.instrument]
            found[target] = _place(each, number, title, editions.get(number), positions)
    return found


def _place(
    wanted: _Wanted, guideline: int, title: str, edition: int | None, positions: Mapping[tuple[int, str], int]
) -> ReferencePlace:
    for locator, exact in wanted.choices:
        position = positions.get((edition, locator)) if edition is not None else None
        if position is not None:
            return ReferencePlace(
                guideline_id=guideline,
                edition_id=edition,
                position=position,
                locator=locator,
                title=title,
                exact=exact,
            )
    return ReferencePlace(
        guideline_id=guideline,
        edition_id=edition,
        position=None,
        locator="",
        title=title,
        exact=not wanted.choices,
    )


def _wanted(target: str) -> _Wanted | None:
    """The instrument and the locators to look for; standards are instruments without places."""
    if not target:
        return None
    try:
        locator = parse(target)
    except LocatorError:
        return _Wanted(target, ())
    choices: dict[str, bool] = {}
    for length in range(len(locator.parts), 0, -1):
        for form in _forms(locator.parts[:length]):
            choices.setdefault(str(Locator("", form)), length == len(locator.parts))
    return _Wanted(locator.instrument, tuple(choices.items()))


def _forms(parts: tuple[Part, ...]) -> Iterable[tuple[Part, ...]]:
    """A place and the other ways a text may number it, where the first paragraph is left unsaid or said."""
    yield parts
    if short := tuple(part for part in parts if part not in _IMPLIED_FIRST):
        yield short
    at = next((index for index, part in enumerate(parts) if part.kind == "§"), None)
    if at is not None and parts[at + 1 : at + 2] and parts[at + 1].kind != "st":
        yield (*parts[: at + 1], Part("st", "1"), *parts[at + 1 :])
    # Points are numbered through an article's subparagraphs.
    if any(part.kind == "subpara" for part in parts) and parts[-1].kind == "sub":
        yield tuple(part for part in parts if part.kind != "subpara")


def _guidelines(session: Session, instruments: set[str], edition_id: int | None) -> dict[str, tuple[int, str]]:
    """Number and title of the guidelines by identifier; "" is the one the edition belongs to."""
    found: dict[str, tuple[int, str]] = {}
    columns = (Guideline.identifier, Guideline.id, Guideline.title_sv, Guideline.title_en, Guideline.name)
    for names in portions(sorted(instruments - {""})):
        rows = session.execute(select(*columns).where(Guideline.identifier.in_(names)))
        found |= {identifier: (number, sv or en or name) for identifier, number, sv, en, name in rows}
    if "" in instruments and edition_id is not None:
        own = session.execute(select(*columns).join(Edition).where(Edition.id == edition_id)).first()
        if own is not None:
            found[""] = (own[1], own[2] or own[3] or own[4])
    return found


def _editions(session: Session, guidelines: set[int], edition_id: int | None, language: str) -> dict[int, int]:
    """The edition to look in by guideline: the one read in, the newest in the language, the newest."""
    best: dict[int, tuple[bool, bool, int, int]] = {}
    standing = standing_editions().c
    for some in portions(sorted(guidelines)):
        wanted = select(standing.guideline_id, standing.id, standing.language, standing.place)
        for guideline, number, spoken, place in session.execute(wanted.where(standing.guideline_id.in_(some))):
            rank = (number == edition_id, spoken == language, place, number)
            best[guideline] = max(best.get(guideline, rank), rank)
    return {guideline: rank[-1] for guideline, rank in best.items()}


def _positions(session: Session, editions: set[int], locators: set[str]) -> dict[tuple[int, str], int]:
    """Positions of provisions by edition and locator."""
    found: dict[tuple[int, str], int] = {}
    for names in portions(sorted(locators) if editions else ()):
        rows = session.execute(
            select(Provision.edition_id, Provision.locator, Provision.position)
            .where(Provision.edition_id.in_(sorted(editions)), Provision.locator.in_(names))
            .order_by(Provision.position.desc())
        )
        found |= {(edition, locator): position for edition, locator, position in rows}
    return found
