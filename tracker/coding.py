"""What coders say of how a passage translates a requirement; kept apart from what the machine suggests.

That no passage does is said by a search record (`tracker.searching`), which also names the documents gone through.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker import access, clock, events, linking, meanwhile
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person
from tracker.tables.translation import Coding, Mode, ModeSuggestion, Modifier

COMPUTED = frozenset({Modifier.DECOUP})
"""Modifiers that follow from the state of the implementation and are never coded by hand."""

OPPOSITES = (frozenset({Modifier.SOFT, Modifier.HARD}),)
"""Modifiers that cannot both be true of one translation."""


def code(
    session: Session,
    link_id: int,
    mode: Mode,
    modifiers: Iterable[Modifier] = (),
    *,
    by: Person,
    seen_version: int | None = None,
    blind: bool = False,
    note: str = "",
    on: date | None = None,
) -> Coding:
    """A person says how the passage of a confirmed link translates its requirement; their former code is withdrawn.

    `seen_version` is the link's version the coder had before them: Conflict is raised when somebody else changed it.
    What the machine suggested is kept beside the code unless the coder worked `blind`. Refused for a link that is not
    confirmed or leads to no passage, for `Mode.NONE`, and for modifiers that are computed or contradict each other.
    """
    link = session.get(Link, link_id, with_for_update=True)
    if link is None:
        raise NotFound("error.link_unknown", id=link_id)
    access.allow(session, by, "coding.decide", link.workspace_id)
    if seen_version is not None and link.version != seen_version:
        who = meanwhile.last(session, link.workspace_id, f"link:{link.id}", reader=by.id)
        raise Conflict("error.link_changed", id=link.id, state=link.state.value, type=link.type or "", **who)
    if link.state is not Decided.CONFIRMED or link.passage_id is None:
        raise Refused("error.coding_needs_confirmed_passage", id=link_id)
    if mode is Mode.NONE:
        raise Refused("error.coding_none_of_link", id=link_id)
    return _store(
        session,
        Coding(
            workspace_id=link.workspace_id,
            requirement_id=link.requirement_id,
            link_id=link.id,
            coder_id=by.id,
            mode=mode,
            modifiers=_listed(modifiers),
            note=note,
            suggested=None if blind else _suggested(session, link),
            requirement_fingerprint=link.requirement_fingerprint,
            target_fingerprint=link.target_fingerprint,
            on=on or clock.today(),
            recorded_at=clock.now(),
        ),
        by,
    )


def confirm_and_code(
    session: Session,
    link_id: int,
    type: LinkType,  # noqa: A002 - the domain's word for it
    mode: Mode,
    modifiers: Iterable[Modifier] = (),
    *,
    by: Person,
    seen_version: int,
    note: str = "",
    **said: Any,
) -> tuple[Link, Coding | None]:
    """Confirm a link and code its translation at once: either both are stored or neither.

    `said` is what else `linking.confirm` takes. A link that waits for a second person cannot be coded yet.
    """
    link = linking.confirm(session, link_id, type, by=by, seen_version=seen_version, note=note, **said)
    if link.state is not Decided.CONFIRMED or link.version == seen_version:
        return link, None
    return link, code(session, link.id, mode, modifiers, by=by)


def withdraw(session: Session, coding_id: int, *, by: Person) -> Coding:
    """Undo: a coder takes a code of their own back, and the one it replaced counts again."""
    coding = session.get(Coding, coding_id, with_for_update=True)
    if coding is None:
        raise NotFound("error.coding_unknown", id=coding_id)
    access.allow(session, by, "coding.decide", coding.workspace_id)
    if coding.coder_id != by.id:
        raise NotAllowed("error.coding_of_another", id=coding_id)
    if coding.withdrawn_at is not None:
        raise Conflict("error.coding_withdrawn", id=coding_id)
    before = _state(coding)
    coding.withdrawn_at = clock.now()
    replaced = session.scalars(
        _of_coder(coding)
        .where(Coding.withdrawn_at == coding.recorded_at, Coding.id != coding.id)
        .order_by(Coding.id.desc())
    ).first()
    if replaced is not None:
        replaced.withdrawn_at = None
    session.flush()
    events.record(
        session,
        coding.workspace_id,
        "coding.withdraw",
        f"coding:{coding.id}",
        by=by,
        before=before,
        after=_state(replaced) if replaced is not None else {},
    )
    return coding


def _store(session: Session, coding: Coding, by: Person) -> Coding:
    former = session.scalars(
        _of_coder(coding).where(Coding.withdrawn_at.is_(None)).order_by(Coding.id.desc()).with_for_update()
    ).first()
    if former is not None:
        former.withdrawn_at = coding.recorded_at
    session.add(coding)
    session.flush()
    events.record(
        session,
        coding.workspace_id,
        "coding.code",
        f"coding:{coding.id}",
        by=by,
        before=_state(former) if former is not None else {},
        after=_state(coding),
        note=coding.note,
    )
    return coding


def _of_coder(coding: Coding) -> Select[Coding]:
    """All that the same coder ever said of the same link."""
    return select(Coding).where(
        Coding.workspace_id == coding.workspace_id,
        Coding.link_id == coding.link_id,
        Coding.coder_id == coding.coder_id,
    )


def _listed(modifiers: Iterable[Modifier]) -> list[Any]:
    """The modifiers in their own order, each once."""
    chosen = frozenset(modifiers)
    for modifier in chosen & COMPUTED:
        raise Refused("error.modifier_computed", modifier=modifier.value)
    for pair in OPPOSITES:
        if pair <= chosen:
            first, second = sorted(pair)
            raise Refused("error.modifiers_contradict", modifier=first.value, other=second.value)
    return [modifier.value for modifier in Modifier if modifier in chosen]


def _suggested(session: Session, link: Link) -> Mode | None:
    """What the machine says of the two texts as they are coded."""
    return session.scalars(
        select(ModeSuggestion.mode).where(
            ModeSuggestion.link_id == link.id,
            ModeSuggestion.requirement_fingerprint == link.requirement_fingerprint,
            ModeSuggestion.target_fingerprint == link.target_fingerprint,
        )
    ).first()


def _state(coding: Coding) -> dict[str, Any]:
    return {
        "coding": coding.id,
        "requirement": coding.requirement_id,
        "link": coding.link_id,
        "coder": coding.coder_id,
        "mode": coding.mode,
        "modifiers": coding.modifiers,
        "suggested": coding.suggested,
        "on": coding.on,
        "requirement_fingerprint": coding.requirement_fingerprint,
        "target_fingerprint": coding.target_fingerprint,
    }
