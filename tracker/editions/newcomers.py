"""Requirements for words that no requirement of the edition before has: known ones where there are any, else new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import applicability
from tracker.editing.births import inherited
from tracker.editions import alongside
from tracker.editions.parts import Read, is_made_by_people
from tracker.preparing import Prepared
from tracker.tables.guideline import Edition, Provision, Requirement, RequirementState, Wording
from tracker.tables.lineage import Edit, EditKind
from tracker.wordings import names, newcomer, whole

KEY = 400  # characters the column holds


class Arrival(StrEnum):
    """Where the requirement of new words comes from: it is new (not stored yet), back, or said in another language."""

    NEW = "new"
    BACK = "back"
    TRANSLATED = "translated"


class Newcomers:
    """Finds or makes the requirements of new words; none is given twice.

    A requirement that an edition had withdrawn comes back with its words, with all that was judged about it. Where
    another language of the guideline says the same place already, it is the same requirement in other words.
    """

    def __init__(
        self, session: Session, edition: Edition, provisions: Sequence[Provision], prepared: Prepared, taken: set[int]
    ) -> None:
        self._session, self._edition, self._prepared, self._provisions = session, edition, prepared, provisions
        self._taken = set(taken)
        self._keys = set(
            session.scalars(select(Requirement.key).where(Requirement.guideline_id == edition.guideline_id))
        )
        self._names = names(prepared.extracted, [row.locator for row in provisions])
        self._translated = alongside.named(
            alongside.beside(session, edition.guideline_id, edition.language, edition.published_on),
            _lengths(prepared, provisions),
        )
        self._withdrawn = _withdrawn(session, edition)
        self._facts = applicability.library_facts(session, edition.guideline_id)

    def of(self, read: Read, *, after: Sequence[Requirement] = ()) -> tuple[Requirement, Arrival]:
        """The requirement of these words; a new one has what people said of those it comes `after`."""
        name = self._name(read)
        choices = [(number, Arrival.BACK) for number in self._withdrawn.get(read.fingerprint, ())]
        if name in self._translated:
            choices.append((self._translated[name], Arrival.TRANSLATED))
        for number, arrival in choices:
            if number not in self._taken:
                self._taken.add(number)
                return self._session.get_one(Requirement, number), arrival
        return self._made(read, name, after), Arrival.NEW

    def _name(self, read: Read) -> str:
        index = read.index
        assert index is not None, "words that people chose have their requirement"
        return self._names.get(index, read.locator)

    def _made(self, read: Read, name: str, after: Sequence[Requirement]) -> Requirement:
        assert read.index is not None
        found = self._prepared.extracted[read.index]
        provision = self._provisions[found.provision]
        made = newcomer(self._edition.guideline_id, provision, self._free(name), read.index, found)
        applicability.propose(
            made,
            found.requirement,
            whole(self._prepared.document.text, found),
            self._edition.language,
            reach=self._prepared.reach,
            facts=self._facts,
            locator=made.locator,
        )
        for column, value in inherited(after).items():
            setattr(made, column, value)
        return made

    def _free(self, name: str) -> str:
        """A key that no requirement of the guideline has had: the name, counted up where it was taken."""
        suffixes = ("" if number == 1 else f" ({number})" for number in count(1))
        key = next(k for suffix in suffixes if (k := name[: KEY - len(suffix)] + suffix) not in self._keys)
        self._keys.add(key)
        return key


def _lengths(prepared: Prepared, provisions: Sequence[Provision]) -> Mapping[str, Sequence[int]]:
    """How long what demands something is, by place and in order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for one in prepared.extracted:
        if one.requirement.regulates:
            found[provisions[one.provision].locator].append(one.requirement.end - one.requirement.start)
    return found


def _withdrawn(session: Session, edition: Edition) -> Mapping[str, list[int]]:
    """By their words the requirements that editions had withdrawn, not people, and those that an edition left out."""
    by_people = {
        int(name.partition(":")[2])
        for kind, after in session.execute(
            select(Edit.kind, Edit.after).where(Edit.guideline_id == edition.guideline_id, Edit.undone_at.is_(None))
        )
        if kind in (EditKind.WITHDRAW, EditKind.RETYPE)
        for name in after
        if name.startswith("requirement:")
    }
    rows = session.execute(
        select(Wording.fingerprint, Requirement.id, Requirement.key, func.max(Wording.id))
        .join(Requirement, Requirement.id == Wording.requirement_id)
        .where(
            Requirement.guideline_id == edition.guideline_id,
            Requirement.state != RequirementState.REPLACED,
            Wording.language == edition.language,
        )
        .group_by(Wording.fingerprint, Requirement.id, Requirement.key)
        .order_by(func.max(Wording.id).desc())
    )
    found: defaultdict[str, list[int]] = defaultdict(list)
    for fingerprint, number, key, _ in rows:
        if number not in by_people and not is_made_by_people(key):
            found[fingerprint].append(number)
    return found
