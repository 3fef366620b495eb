"""Applying a comparison: whose words are whose, and what becomes of the requirements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.comparison.changes import SAME_WORDS, ChangeKind
from tracker.bounds import edition_text
from tracker.editing.following import word
from tracker.editing.readings import is_tracked
from tracker.editions.comparing import Comparison, Fate
from tracker.editions.keeping import Outcome, keep
from tracker.editions.newcomers import Arrival, Newcomers
from tracker.editions.parts import Known, Read
from tracker.editions.repeating import first_languages, put_in_order, renew, repeat_newest
from tracker.extraction import Extracted
from tracker.preparing import Prepared
from tracker.tables.guideline import Edition, Provision, Requirement, RequirementState, Wording
from tracker.tables.lineage import LineageKind
from tracker.tables.people import Person
from tracker.wordings import store_wordings


def apply(
    session: Session,
    edition: Edition,
    provisions: Sequence[Provision],
    prepared: Prepared,
    comparison: Comparison,
    *,
    by: Person,
) -> list[Wording]:
    """Give every wording of an edition to its requirement and change requirements as the comparison says.

    An older text brings its wordings, and the requirements that are gone since; nothing that counts now changes.
    Returns the wordings in the order of the text, those people made last.
    """
    if comparison.against is not None:
        edition.previous_id = comparison.against.id
    applying = _Applying.begin(session, edition, provisions, prepared, comparison)
    for fate in comparison.fates:
        applying.settle(fate)
    for number, read in comparison.aside:
        applying.word(applying.requirements[number], read)
    session.add_all(applying.outcome.made)
    session.flush()
    applying.worded.sort(key=lambda pair: (pair[1].requirement.start, pair[1].requirement.end))
    wordings = store_wordings(session, edition, provisions, prepared.document.text, applying.worded)
    where = edition_text(session, edition.id)
    wordings += [word(session, where, found) for found in comparison.followed]
    if comparison.against is not None:
        if not comparison.backward:
            applying.outcome.positions = put_in_order(session, edition)
            renew(session, applying.set_otherwise())
        keep(session, edition, provisions, comparison, applying.outcome, by=by)
    repeat_newest(session, edition.guideline_id)
    return wordings


@dataclass(slots=True, kw_only=True)
class _Applying:
    """What applying knows and has come to so far."""

    edition: Edition
    provisions: Sequence[Provision]
    prepared: Prepared
    backward: bool
    newcomers: Newcomers
    requirements: dict[int, Requirement]
    spoken: dict[int, str]
    worded: list[tuple[Requirement, Extracted]] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)

    @classmethod
    def begin(
        cls,
        session: Session,
        edition: Edition,
        provisions: Sequence[Provision],
        prepared: Prepared,
        comparison: Comparison,
    ) -> _Applying:
        found = {part.id for fate in comparison.fates for part in fate.known if part.id is not None}
        found |= {number for number, _ in comparison.aside}
        rows = session.scalars(select(Requirement).where(Requirement.guideline_id == edition.guideline_id))
        return cls(
            edition=edition,
            provisions=provisions,
            prepared=prepared,
            backward=comparison.backward,
            newcomers=Newcomers(session, edition, provisions, prepared, found),
            requirements={row.id: row for row in rows},
            spoken=first_languages(session, edition.guideline_id),
        )

    def settle(self, fate: Fate) -> None:
        """One fate: words for its requirements, their states, their lineage."""
        known = [self._of(part) for part in fate.known]
        if len(known) == len(fate.read) == 1:
            self._goes_on(fate, known[0], fate.known[0], fate.read[0])
        elif fate.kind in (ChangeKind.SPLIT, ChangeKind.MERGED):
            self._becomes(fate, known)
        elif self.backward:
            for read in fate.read:
                made = self._new(read, RequirementState.WITHDRAWN)
                self.outcome.tell(fate, made, None, read.fingerprint, "")
            for row, part in zip(known, fate.known, strict=True):
                self.outcome.tell(fate, None, row, "", part.fingerprint)
        else:
            for row, part in zip(known, fate.known, strict=True):
                self._change(row, part.active, RequirementState.WITHDRAWN)
                self.outcome.tell(fate, row, None, part.fingerprint, "")
            for read in fate.read:
                made = self._new(read, RequirementState.ACTIVE)
                self.outcome.tell(fate, None, made, "", read.fingerprint)

    def word(self, requirement: Requirement, read: Read, force_of: Known | None = None) -> None:
        """Let a requirement be worded by what was read; the force it has stays with the words it was read in."""
        if read.index is None:
            return  # a person's words: they are stored as that person left them
        found = self.prepared.extracted[read.index]
        if force_of is not None and found.requirement.force is not force_of.force:
            found = replace(found, requirement=replace(found.requirement, force=force_of.force))
        self.worded.append((requirement, found))

    def set_otherwise(self) -> list[tuple[int, str, str]]:
        """The requirements whose words are the same, with their fingerprints before and after."""
        return [
            (row.id, change.before, change.after)
            for change in self.outcome.changes
            if change.fate.kind in SAME_WORDS and (row := change.new) is not None
            if self.spoken.get(row.id) == self.edition.language
        ]

    def _goes_on(self, fate: Fate, row: Requirement, part: Known, read: Read) -> None:
        same = fate.kind in SAME_WORDS or not read.regulates
        self.word(row, read, part if same else None)
        follows = part.active and not (same or self.backward or part.edited)
        if follows and self.spoken[row.id] == self.edition.language:
            self._follow_force(row, read)
        before, after = part.fingerprint, read.fingerprint
        self.outcome.tell(fate, row, row, *((after, before) if self.backward else (before, after)))

    def _follow_force(self, row: Requirement, read: Read) -> None:
        """The force of the new words, and whether it is tracked unless a person had decided that."""
        assert read.index is not None
        found = self.prepared.extracted[read.index]
        force, zone = found.requirement.force, self.provisions[found.provision].zone
        if force is row.force:
            return
        self.outcome.touch(row)
        if row.tracked == is_tracked(row.force, zone, None):
            row.tracked = is_tracked(force, zone, None)
        row.force = force

    def _becomes(self, fate: Fate, known: Sequence[Requirement]) -> None:
        """A split or a merge: the later ones take the place of the earlier, which keep what was judged about them."""
        kind = LineageKind.SPLIT if fate.kind is ChangeKind.SPLIT else LineageKind.MERGED
        active = any(part.active for part in fate.known)
        state = RequirementState.ACTIVE if active else RequirementState.WITHDRAWN
        if self.backward:
            state = RequirementState.REPLACED
        after = () if self.backward else known
        made = [self._new(read, state, after=after) for read in fate.read]
        if not self.backward:
            for row, part in zip(known, fate.known, strict=True):
                self._change(row, part.active, RequirementState.REPLACED)
        ours, theirs = [part.fingerprint for part in fate.known], [part.fingerprint for part in fate.read]
        old, new = list(zip(known, ours, strict=True)), list(zip(made, theirs, strict=True))
        if self.backward:
            old, new = new, old
        for earlier, before in old:
            for later, became in new:
                self.outcome.tell(fate, earlier, later, before, became)
                self.outcome.lineage.append((earlier, later, kind))

    def _new(self, read: Read, state: RequirementState, *, after: Sequence[Requirement] = ()) -> Requirement:
        """The requirement of new words, worded by them and in this state if an edition brings it."""
        row, arrival = self.newcomers.of(read, after=after)
        if arrival is Arrival.NEW:
            row.state = state
            self.outcome.made.append(row)
        elif arrival is Arrival.BACK and not self.backward:
            self._change(row, True, state)
        self.word(row, read)
        return row

    def _change(self, row: Requirement, counts: bool, state: RequirementState) -> None:
        if counts and row.state is not state:
            self.outcome.touch(row)
            row.state = state

    def _of(self, part: Known) -> Requirement:
        assert part.id is not None, "fates are of requirements"
        return self.requirements[part.id]
