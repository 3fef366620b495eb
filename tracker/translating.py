"""How the machine reads the translation from a requirement to a local passage: gathered, read, stored as suggestions.

Only official wordings are read. A library summary is the library's own text: it says nothing of how a wording was
translated, so a link of a requirement that has nothing else gets no mode.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from nlp.translation.comparison import READER, compare
from nlp.translation.frames import Frame, read
from nlp.translation.modes import Side, Span, Translation
from tracker import access, clock, events
from tracker.sides import Sources, language_of, local_side
from tracker.tables.guideline import Decided, Requirement, Wording
from tracker.tables.lineage import Edit
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person
from tracker.tables.portions import portions
from tracker.tables.translation import ModeSuggestion

BATCH = 64
"""How many texts are read between two reports of progress."""
LONGEST = 100_000
"""Characters of a text that is read; a longer one is a file without paragraphs, and comparing two takes minutes."""

_LINKED = "linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A link whose translation is to be read: both sides, and the fingerprints they have at this moment.

    `linked` says that a person has confirmed the link: then few shared words are no sign that the two do not belong
    together.
    """

    link_id: int
    linked: bool
    requirement_fingerprint: str
    target_fingerprint: str
    source: Side
    target: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A pair with what was read of it."""

    pair: Pair
    translation: Translation


def unread(session: Session, workspace_id: int, among: Collection[int] | None = None) -> list[Pair]:
    """The suggested and confirmed links to passages of current editions whose translation has not been read.

    With `among` only those of these ids. A reading counts while both fingerprints and the reader are the same, nobody
    has edited the guideline since, and the link is as confirmed as it was.
    """
    wanted = (
        select(Link, Requirement, Passage, LocalEdition, LocalDocument.type, ModeSuggestion)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .outerjoin(ModeSuggestion, ModeSuggestion.link_id == Link.id)
        .where(
            Link.workspace_id == workspace_id,
            Link.state != Decided.REJECTED,
            LocalEdition.current,
            Link.requirement_id.in_(select(Wording.requirement_id)),  # of the rest there is nothing to read
        )
        .options(undefer(LocalEdition.text))
        .order_by(Link.requirement_id, Link.id)
    )
    if among is None:
        found = session.execute(wanted).all()
    else:
        found = [row for some in portions(sorted(among)) for row in session.execute(wanted.where(Link.id.in_(some)))]
    edited = _last_edits(session)
    left = [
        row
        for row in found
        if not _is_read(
            row.ModeSuggestion, row.Link, row.Requirement, row.Passage, edited.get(row.Requirement.guideline_id)
        )
    ]
    sources = Sources(session, {row.Requirement.id for row in left})
    pairs = []
    for row in left:
        language = language_of(row.LocalEdition.language)
        source = sources.side(row.Requirement, language)
        if source is not None:
            target = local_side(row.Passage, row.LocalEdition, row.type, language)
            if max(len(source.text), len(target.text)) > LONGEST:
                continue
            pairs.append(
                Pair(
                    link_id=row.Link.id,
                    linked=row.Link.state is Decided.CONFIRMED,
                    requirement_fingerprint=row.Requirement.fingerprint,
                    target_fingerprint=row.Passage.fingerprint,
                    source=source,
                    target=target,
                )
            )
    return pairs


def read_all(pairs: Sequence[Pair], *, progress: Callable[[int, int], None] | None = None) -> list[Reading]:
    """Read every text once and compare the pairs; slow, so outside any transaction. `progress` counts texts."""
    sides = list(dict.fromkeys(side for pair in pairs for side in (pair.source, pair.target)))
    frames: dict[Side, Frame] = {}
    for some in portions(sides, BATCH):
        if progress is not None:
            progress(len(frames), len(sides))
        frames.update(zip(some, read(some), strict=True))
    if progress is not None:
        progress(len(sides), len(sides))
    return [
        Reading(pair=pair, translation=compare(frames[pair.source], frames[pair.target], linked=pair.linked))
        for pair in pairs
    ]


def store_readings(session: Session, workspace_id: int, readings: Sequence[Reading], *, by: Person) -> int:
    """Replace what was read of these links before; gives how many were stored.

    A link that is gone or rejected by now, or whose texts have changed since they were read, keeps what it has.
    """
    access.allow(session, by, "link.suggest", workspace_id)
    stored: list[ModeSuggestion] = []
    for some in portions(readings):
        standing = _standing(session, workspace_id, [reading.pair.link_id for reading in some])
        found = rows(workspace_id, [reading for reading in some if _is_same(reading.pair, standing)])
        session.execute(delete(ModeSuggestion).where(ModeSuggestion.link_id.in_([row.link_id for row in found])))
        session.add_all(found)
        stored += found
    session.flush()
    if stored:
        said = (f"{row.link_id} {row.mode.value} {','.join(row.modifiers)}" for row in stored)
        events.record(
            session,
            workspace_id,
            "mode.suggest",
            f"workspace:{workspace_id}",
            by=by,
            after={"read": len(stored), "reader": READER, "digest": events.fingerprint(*sorted(said))},
        )
    return len(stored)


def rows(workspace_id: int, readings: Sequence[Reading]) -> list[ModeSuggestion]:
    """Readings as rows that are not stored yet, with the words at every place beside it."""
    return [_row(workspace_id, reading) for reading in readings]


def _last_edits(session: Session) -> dict[int, datetime]:
    """For each guideline, when somebody last edited its requirements or took an edit back."""
    rows = session.execute(
        select(Edit.guideline_id, func.max(Edit.recorded_at), func.max(Edit.undone_at)).group_by(Edit.guideline_id)
    )
    return {guideline: max(done, undone or done) for guideline, done, undone in rows}


def _is_read(
    found: ModeSuggestion | None, link: Link, requirement: Requirement, passage: Passage, edited: datetime | None
) -> bool:
    return (
        found is not None
        and found.reader == _reader(linked=link.state is Decided.CONFIRMED)
        and (edited is None or found.recorded_at > edited)
        and found.requirement_fingerprint == requirement.fingerprint
        and found.target_fingerprint == passage.fingerprint
    )


def _reader(*, linked: bool) -> str:
    """What read a pair: the same rules come to other ends for a link that somebody has confirmed."""
    return f"{READER} {_LINKED}" if linked else READER


def _standing(session: Session, workspace_id: int, link_ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """The fingerprints that the texts of these links have now, for those nobody rejected."""
    rows = session.execute(
        select(Link.id, Requirement.fingerprint, Passage.fingerprint)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .join(Passage, Passage.id == Link.passage_id)
        .where(Link.workspace_id == workspace_id, Link.id.in_(link_ids), Link.state != Decided.REJECTED)
    )
    return {link: (requirement, passage) for link, requirement, passage in rows}


def _is_same(pair: Pair, standing: Mapping[int, tuple[str, str]]) -> bool:
    return standing.get(pair.link_id) == (pair.requirement_fingerprint, pair.target_fingerprint)


def _row(workspace_id: int, reading: Reading) -> ModeSuggestion:
    pair, found = reading.pair, reading.translation
    return ModeSuggestion(
        workspace_id=workspace_id,
        link_id=pair.link_id,
        mode=found.mode,
        modifiers=sorted(modifier.value for modifier in found.modifiers),
        confidence=found.confidence,
        reasons=[
            {
                "code": reason.code,
                "values": dict(reason.values),
                "source": _place(reason.source),
                "target": _place(reason.target),
            }
            for reason in found.reasons
        ],
        elements=[
            {
                "name": element.name.value,
                "state": element.state.value,
                "source": _place(element.source),
                "target": _place(element.target),
                "source_words": _words(pair.source, element.source),
                "target_words": _words(pair.target, element.target),
                "values": dict(element.values),
            }
            for element in found.elements
        ],
        reader=_reader(linked=pair.linked),
        requirement_fingerprint=pair.requirement_fingerprint,
        target_fingerprint=pair.target_fingerprint,
        recorded_at=clock.now(),
    )


def _place(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _words(side: Side, span: Span | None) -> str:
    return "" if span is None else side.text[span.start : span.end]
