"""Which passages cite what no longer holds.

What no longer holds are the entries of policies.superseded and the guidelines here that have ended. Acts and standards
are found through the citations read at import, bodies and words in the texts themselves. A sentence that says itself
that the thing has ceased is no finding; neither is what a body issued under its old name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from nlp.ceased import says_ceased, sentence_around
from policies.superseded import Superseded, SupersededKind, superseded
from tracker import clock
from tracker.tables.guideline import Guideline
from tracker.tables.local import LocalEdition, Passage, PassageReference, PassageType
from tracker.tables.portions import portions
from tracker.validity import has_ended
from tracker.views.texts import EditionTexts


class Citing(NamedTuple):
    """A passage with its edition, offsets in the edition's text, and what is cited there."""

    passage: Passage
    edition: LocalEdition
    start: int
    end: int
    entry: Superseded


def citing(session: Session, workspace_id: int, texts: EditionTexts) -> list[Citing]:
    """One for each passage of a current edition and thing cited in it, at the first place that is no history."""
    today = clock.today()
    entries = [entry for entry in superseded() if entry.since is not None and entry.since <= today]
    entries += _guidelines(session)
    found: dict[tuple[int, Superseded], Citing] = {}
    for one in (*_by_reference(session, workspace_id, entries), *_by_words(session, workspace_id, entries, texts)):
        before = found.get((one.passage.id, one.entry))
        if (before is None or one.start < before.start) and not _is_history(one, texts):
            found[one.passage.id, one.entry] = one
    return list(found.values())


def identifiers_of(entry: Superseded) -> tuple[str, ...]:
    """What a citation of the thing points to; an act whose words alone were changed is cited rightly."""
    return () if entry.kind is SupersededKind.WORDING else entry.identifiers


def _guidelines(session: Session) -> Iterator[Superseded]:
    """The guidelines here that have ended, but for those of which the file knows more."""
    known = {name for entry in superseded() for name in identifiers_of(entry)}
    successors = dict(session.execute(select(Guideline.id, Guideline.identifier)).all())
    for row in session.scalars(select(Guideline).where(has_ended(clock.today()))):
        if row.identifier not in known:
            yield Superseded(
                kind=SupersededKind.ACT,
                sv=row.title_sv or row.name,
                en=row.title_en or row.name,
                identifiers=(row.identifier,),
                replaced_by=(successors[row.superseded_by_id],) if row.superseded_by_id is not None else (),
                since=row.repealed_on,
                source=row.status_note,
            )


def _by_reference(session: Session, workspace_id: int, entries: Iterable[Superseded]) -> Iterator[Citing]:
    """Passages that cite an act or standard: its identifier, or a place in it."""
    cited = {name: entry for entry in entries for name in identifiers_of(entry)}
    targets = {
        target: entry
        for target in session.scalars(
            select(PassageReference.target).where(PassageReference.workspace_id == workspace_id).distinct()
        )
        if (entry := _cited(target, cited)) is not None
    }
    for some in portions(sorted(targets)):
        rows = session.execute(
            _current(workspace_id)
            .add_columns(PassageReference.start, PassageReference.end, PassageReference.target)
            .join(PassageReference, PassageReference.passage_id == Passage.id)
            .where(PassageReference.target.in_(some))
        )
        for passage, edition, start, end, target in rows:
            yield Citing(passage, edition, start, end, targets[target])


def _cited(target: str, cited: Mapping[str, Superseded]) -> Superseded | None:
    """What a citation points to, whatever place in it: "SFS 2018:1174 13 §" is "SFS 2018:1174"."""
    words = target.split(" ")
    starts = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((cited[start] for start in starts if start in cited), None)


def _by_words(
    session: Session, workspace_id: int, entries: Iterable[Superseded], texts: EditionTexts
) -> Iterator[Citing]:
    """Passages that name a body, or say what an act no longer says."""
    for entry in entries:
        needles = entry.names or tuple({group[-1] for group in entry.words})
        if not needles:
            continue
        editions = session.scalars(
            select(LocalEdition.id).where(
                LocalEdition.workspace_id == workspace_id,
                LocalEdition.current,
                or_(*(LocalEdition.text.icontains(needle, autoescape=True) for needle in needles)),
            )
        ).all()
        for number in editions:
            for passage, edition in session.execute(_current(workspace_id).where(LocalEdition.id == number)):
                place = _place(texts.local(number)[passage.start : passage.end], edition.language, entry)
                if place is not None and (not entry.place or _cites(session, passage, entry)):
                    yield Citing(passage, edition, passage.start + place[0], passage.start + place[1], entry)


def _place(text: str, language: str, entry: Superseded) -> tuple[int, int] | None:
    """Where a text names the body, or the sentence that says what no longer holds."""
    if entry.names:
        pattern = "|".join(map(re.escape, sorted(entry.names, key=len, reverse=True)))
        for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?=(?::?s)?(?![\w-]))", text):
            first, last = sentence_around(text, *match.span(), language)
            if not entry.collection or not re.search(rf"\b{entry.collection} \d", text[first:last]):
                return match.span()
        return None
    lowered = text.lower()
    for group in entry.words:
        start = lowered.find(group[-1])
        if start >= 0 and all(word in lowered for word in group):
            first, last = sentence_around(text, start, start + len(group[-1]), language)
            if not any(word in lowered[first:last] for word in entry.unless):
                return first, last
    return None


def _cites(session: Session, passage: Passage, entry: Superseded) -> bool:
    """Whether a passage cites the place of the act whose words were changed."""
    place = f"{entry.identifiers[0]} {entry.place}"
    targets = session.scalars(select(PassageReference.target).where(PassageReference.passage_id == passage.id))
    return any(target == place or target.startswith((f"{place}(", f"{place} ")) for target in targets)


def _current(workspace_id: int) -> Select[Passage, LocalEdition]:
    """Passages of the current editions that say something of their own."""
    return (
        select(Passage, LocalEdition)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(
            Passage.workspace_id == workspace_id,
            LocalEdition.current,
            Passage.type.not_in((PassageType.HEADING, PassageType.CONTENTS)),
        )
        .order_by(Passage.edition_id, Passage.position)
    )


def _is_history(found: Citing, texts: EditionTexts) -> bool:
    """Whether the sentence says itself that what it names has ceased."""
    passage, edition, start, end, entry = found
    if entry.kind is SupersededKind.WORDING:
        return False
    text = texts.local(edition.id)[passage.start : passage.end]
    return says_ceased(text, start - passage.start, end - passage.start, edition.language)
