"""What a text makes of the requirements of the edition it is compared with; reads the database, writes nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from nlp.comparison.changes import Change, ChangeKind, Part
from nlp.comparison.parts import compare
from tracker import snapshots
from tracker.bounds import Span, edition_text
from tracker.editing.following import Found, seek
from tracker.editions.order import Neighbour
from tracker.editions.parts import Known, Read, as_parts, known_parts, read_parts, read_provisions, stored_provisions
from tracker.preparing import Prepared
from tracker.tables.guideline import Edition, lead_in_text
from tracker.wordings import NOT_BINDING_ZONES


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of requirements: `known` ones of the edition that is stored, `read` in the text that comes in.

    `moved` says that the place is another too. `similarity` is in [0, 1]. Where the text that comes in is the older
    one, what was removed is in `read` and what was added in `known`.
    """

    kind: ChangeKind
    moved: bool
    similarity: float
    known: tuple[Known, ...]
    read: tuple[Read, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A text compared with the edition beside it in time; without one (`against` is None) everything in it is new.

    `provisions` name indices of both in the order of time. `followed` are requirements as people made them, found
    again; `aside` what the program reads where those stand, for the requirements that gave way to them. `digest` is
    the same as long as nothing that decides over the outcome has changed.
    """

    against: Neighbour | None
    provisions: Sequence[Change]
    fates: Sequence[Fate]
    followed: Sequence[Found]
    aside: Sequence[tuple[int, Read]]
    digest: str

    @property
    def backward(self) -> bool:
        """Whether the text is older than what it is compared with."""
        return self.against is not None and self.against.later

    def counts(self) -> dict[str, int]:
        """How many requirements met which fate, by kind; of a split the one divided counts, of a merge the one made."""
        return dict(Counter(fate.kind.value for fate in self.fates))

    def provision_counts(self) -> dict[str, int]:
        """The same for provisions."""
        return dict(Counter(change.kind.value for change in self.provisions))


def compared(session: Session, prepared: Prepared, against: Neighbour | None) -> Comparison:
    """Compare a text with an edition: provision by provision, and requirement by requirement with their lead-ins."""
    reads = read_parts(prepared)
    if against is None:
        fates = [_alone(ChangeKind.ADDED, read=read) for read in reads if read.regulates]
        return _comparison(None, fates=fates)
    edition = session.get_one(Edition, against.id)
    stored, new = stored_provisions(session, edition), read_provisions(prepared)
    known = known_parts(session, edition, as_read=against.later)
    if against.later:
        found = compare(as_parts(reads), as_parts(known))
        return _comparison(
            against, provisions=compare(new, stored), fates=list(_fates(found, known, reads, backward=True))
        )
    provisions = compare(stored, new)
    if not any(provision.zone in NOT_BINDING_ZONES for provision in prepared.document.provisions):
        known = [part for part in known if not part.explains]  # consolidated texts leave out what explains the act
        provisions = _without_explanations(session, edition, provisions)
    followed = seek(session, edition, prepared.document, _where_to(provisions, stored, new))
    spans = [found.span for found in followed]
    again = {found.requirement.id for found in followed}
    free = [read for read, taken in zip(reads, touched([read.span for read in reads], spans), strict=True) if not taken]
    standing = _standing(known, again)
    fates = list(_fates(compare(as_parts(standing), as_parts(free)), standing, free, backward=False))
    fates += [_again(session, found, prepared) for found in followed]
    left = {part.id for part in standing} | again
    gave_way = [part for part in known if part.id is not None and part.id not in left and not part.active]
    among = {read.index for read in free}
    return _comparison(
        against,
        provisions=provisions,
        fates=fates,
        followed=followed,
        aside=_aside(gave_way, [read for read in reads if read.index not in among]),
    )


def _without_explanations(session: Session, edition: Edition, changes: Sequence[Change]) -> list[Change]:
    """The changes of provisions without the preamble and the recitals that the later text does not print."""
    zones = [row.zone for row in edition_text(session, edition.id).provisions]
    return [
        change
        for change in changes
        if change.kind is not ChangeKind.REMOVED or zones[change.old[0]] not in NOT_BINDING_ZONES
    ]


def touched(spans: Sequence[Span], by: Sequence[Span]) -> list[bool]:
    """Which spans share characters with any of the others.

    >>> touched([(0, 5), (5, 9)], [(4, 5), (9, 12)])
    [True, False]
    """
    edges = sorted(by)
    furthest: list[int] = []  # the furthest end of the spans up to here
    for _, end in edges:
        furthest.append(max(end, furthest[-1]) if furthest else end)
    starts = [start for start, _ in edges]
    before = (bisect_left(starts, end) for _, end in spans)
    return [at > 0 and furthest[at - 1] > start for at, (start, _) in zip(before, spans, strict=True)]


def _standing(known: Sequence[Known], again: set[int]) -> list[Known]:
    """What is left to be compared: what counts and was not found again, and what nothing that counts stands over."""
    active = [part.span for part in known if part.active]
    over = touched([part.span for part in known], active)
    return [
        part
        for part, hidden in zip(known, over, strict=True)
        if part.id not in again and (part.active if part.id is not None and part.active else not hidden)
    ]


def _fates(
    changes: Sequence[Change], known: Sequence[Known], reads: Sequence[Read], *, backward: bool
) -> Iterator[Fate]:
    """Changes of sentences as those of requirements: a requirement is gone only when its words are.

    One whose words remain goes on even where the program does not read a demand in them; a piece that demands nothing
    divides nothing.
    """
    gone, come = (ChangeKind.ADDED, ChangeKind.REMOVED) if backward else (ChangeKind.REMOVED, ChangeKind.ADDED)
    for change in changes:
        ours, theirs = (change.new, change.old) if backward else (change.old, change.new)
        kept = tuple(known[i] for i in ours if known[i].id is not None)
        all_read = tuple(reads[j] for j in theirs)
        read = tuple(part for part in all_read if part.regulates) or (all_read[:1] if kept else ())
        if not kept or not read:
            yield from (_alone(come, read=part) for part in read)
            yield from (_alone(gone, known=part) for part in kept)
            continue
        kind = change.kind
        if len(kept) == len(read) == 1:
            kind = kind if len(change.old) == len(change.new) == 1 else ChangeKind.CHANGED
        yield Fate(kind=kind, moved=change.moved, similarity=change.similarity, known=kept, read=read)


def _alone(kind: ChangeKind, *, known: Known | None = None, read: Read | None = None) -> Fate:
    return Fate(
        kind=kind,
        moved=False,
        similarity=0.0,
        known=() if known is None else (known,),
        read=() if read is None else (read,),
    )


def _again(session: Session, found: Found, prepared: Prepared) -> Fate:
    """A requirement as a person made it, whose words were found again."""
    wording, text = found.wording, prepared.document.text
    old = session.get_one(Edition, wording.edition_id).text
    known = Known(
        id=found.requirement.id,
        active=True,
        edited=True,
        explains=False,
        force=wording.force,
        locator=wording.locator,
        text=f"{lead_in_text(old, wording.lead_ins)} {old[wording.start : wording.end]}".strip(),
        fingerprint=wording.fingerprint,
        span=(wording.start, wording.end),
    )
    read = Read(
        index=None,
        regulates=True,
        locator=found.locator,
        text=f"{lead_in_text(text, found.lead_ins)} {text[slice(*found.span)]}".strip(),
        fingerprint=found.fingerprint,
        span=found.span,
    )
    moved = known.locator != read.locator
    return Fate(
        kind=ChangeKind.MOVED if moved else ChangeKind.UNCHANGED,
        moved=moved,
        similarity=1.0,
        known=(known,),
        read=(read,),
    )


def _aside(known: Sequence[Known], reads: Sequence[Read]) -> list[tuple[int, Read]]:
    """What the program reads where people made something else of it, for the requirements that gave way to that."""
    pairs = (change for change in compare(as_parts(known), as_parts(reads)) if len(change.old) == len(change.new) == 1)
    found = ((known[change.old[0]].id, reads[change.new[0]]) for change in pairs)
    return [(number, read) for number, read in found if number is not None]


def _where_to(changes: Sequence[Change], old: Sequence[Part], new: Sequence[Part]) -> Mapping[str, str]:
    """Where the provisions of the earlier text stand now."""
    return {
        old[change.old[0]].locator: new[change.new[0]].locator
        for change in changes
        if len(change.old) == len(change.new) == 1
    }


def _comparison(
    against: Neighbour | None,
    *,
    fates: Sequence[Fate],
    provisions: Sequence[Change] = (),
    followed: Sequence[Found] = (),
    aside: Sequence[tuple[int, Read]] = (),
) -> Comparison:
    told = [
        [fate.kind, fate.moved, [part.id for part in fate.known], [(p.locator, p.fingerprint) for p in fate.read]]
        for fate in fates
    ]
    return Comparison(
        against=against,
        provisions=provisions,
        fates=fates,
        followed=followed,
        aside=aside,
        digest=snapshots.digest([against.id if against else None, told]),
    )
