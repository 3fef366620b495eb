"""Which links a project codes: drawn by its seed from all that could be coded, once, and stored."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import events
from tracker.errors import Refused
from tracker.studies import plans
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link
from tracker.tables.local import Passage
from tracker.tables.people import Person
from tracker.tables.portions import portions
from tracker.tables.study import SampledLink, SampleKind, Study, StudyCoder, StudyState


def draw(session: Session, study_id: int, frame: Mapping[int, str], *, by: Person, seen_version: int) -> Study:
    """Draw the sample from the frame and open the coding.

    `frame` holds the links that could be coded with the stratum each is in (views.research.studies.frame gives it).

    Refused without coders, for an empty frame, and for links that are not of the workspace, not to a passage, or not
    confirmed where the project takes no suggestions.
    """
    study = plans.led(session, study_id, by=by, seen_version=seen_version, states=(StudyState.DRAFT,))
    coders = select(StudyCoder.id).where(StudyCoder.study_id == study.id, StudyCoder.ended_at.is_(None))
    if session.scalars(coders).first() is None:
        raise Refused("error.study_without_coders")
    chosen = sample(frame, study.sample, study.size, study.seed)
    if not chosen:
        raise Refused("error.study_frame_empty")
    found = _links(session, study, chosen)
    for position, number in enumerate(chosen, start=1):
        session.add(_unit(study, position, frame[number], *found[number]))
    plans.moved(study, StudyState.CODING)
    session.flush()
    events.record(
        session, study.workspace_id, "study.draw", f"study:{study.id}", by=by,
        before={"state": StudyState.DRAFT},
        after={"state": study.state, "seed": study.seed, "frame": len(frame), "units": len(chosen)},
    )  # fmt: skip
    return study


def sample(frame: Mapping[int, str], kind: SampleKind, size: int | None, seed: int) -> list[int]:
    """The drawn links in the order they are coded: by the SHA-256 of seed and link, the same on every machine.

    Each stratum gives its share of `size` (`allotted`).

    >>> sample(dict.fromkeys(range(9), ""), SampleKind.RANDOM, 3, seed=1)
    [7, 4, 8]
    """
    mixed = sorted(frame, key=lambda number: _place(seed, number))
    if kind is SampleKind.ALL or size is None or size >= len(mixed):
        return mixed
    if kind is SampleKind.RANDOM:
        return mixed[:size]
    strata: dict[str, list[int]] = defaultdict(list)
    for number in mixed:
        strata[frame[number]].append(number)
    shares = allotted({name: len(held) for name, held in strata.items()}, size)
    taken = {number for name, held in strata.items() for number in held[: shares[name]]}
    return [number for number in mixed if number in taken]


def allotted(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each stratum: proportional, largest remainders first, none without where there is room for all.

    >>> allotted({"a": 90, "b": 9, "c": 1}, 10)
    {'a': 8, 'b': 1, 'c': 1}
    >>> allotted({"a": 2, "b": 1}, 1)
    {'a': 1, 'b': 0}
    """
    least = 1 if size >= len(sizes) else 0
    due = {name: size * count / sum(sizes.values()) for name, count in sizes.items()}
    shares = {name: max(int(due[name]), least) for name in sizes}

    def over(name: str) -> tuple[float, str]:
        return shares[name] - due[name], name

    while sum(shares.values()) < min(size, sum(sizes.values())):
        shares[min((name for name in sizes if shares[name] < sizes[name]), key=over)] += 1
    while sum(shares.values()) > size:
        shares[max((name for name in sizes if shares[name] > least), key=over)] -= 1
    return shares


def _place(seed: int, link_id: int) -> bytes:
    return hashlib.sha256(f"{seed}:{link_id}".encode()).digest()


def _links(session: Session, study: Study, ids: Sequence[int]) -> dict[int, tuple[Link, str, str]]:
    """The links with both fingerprints as they are now; Refused where one is missing or may not be coded."""
    allowed = (Decided.CONFIRMED, Decided.SUGGESTED) if study.suggestions else (Decided.CONFIRMED,)
    wanted = (
        select(Link, Requirement.fingerprint, Passage.fingerprint)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .join(Passage, Passage.id == Link.passage_id)
        .where(Link.workspace_id == study.workspace_id, Link.state.in_(allowed))
    )
    found: dict[int, tuple[Link, str, str]] = {}
    for some in portions(ids):
        for link, ours, theirs in session.execute(wanted.where(Link.id.in_(some))):
            found[link.id] = (link, ours, theirs)
    for missing in sorted(set(ids) - found.keys()):
        raise Refused("error.study_link", id=missing)
    return found


def _unit(study: Study, position: int, stratum: str, link: Link, ours: str, theirs: str) -> SampledLink:
    assert link.passage_id is not None  # joined
    return SampledLink(
        workspace_id=study.workspace_id,
        study_id=study.id,
        position=position,
        link_id=link.id,
        requirement_id=link.requirement_id,
        passage_id=link.passage_id,
        stratum=stratum,
        requirement_fingerprint=ours,
        target_fingerprint=theirs,
    )
