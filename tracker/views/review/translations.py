"""All translations of a workspace as one list: what coders say, else what the machine suggests, narrowed by mode."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.translation.modes import ElementName
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person
from tracker.tables.translation import Coding, Mode, ModeSuggestion, Modifier
from tracker.views.clearance import open_passages
from tracker.views.counted import counted_requirements
from tracker.views.ladder.decoupling import decoupled
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts

CODED, SUGGESTED = "coded", "suggested"

_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-ZÅÄÖÆØ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; None or "" leaves a dimension open. `said` is CODED or SUGGESTED."""

    mode: Mode | None = None
    modifier: Modifier | None = None
    said: str = ""
    state: Decided | None = Decided.CONFIRMED
    guideline_id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One word on a translation; `coder` is "" for the machine's."""

    mode: Mode
    modifiers: frozenset[Modifier]
    coder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationRow:
    """A link with what counts for it: every coder's word, or the machine's while nobody has coded it.

    `apart` is a passage of a requirement that is said and not done: true of it whatever its mode, also while nobody
    has said one. `told_at` is where in the passage the machine found the demand, in characters from its start.
    """

    link_id: int
    requirement_id: int
    guideline_id: int
    document_id: int
    passage_id: int
    state: Decided
    said: Sequence[Said]
    apart: bool = False
    told_at: int = 0

    @property
    def coded(self) -> bool:
        """Whether a person has coded it."""
        return any(said.coder for said in self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedTranslation:
    """A row with the words of both sides."""

    row: TranslationRow
    requirement: RequirementText
    passage: PassageText

    @property
    def told(self) -> str:
        """The passage from the sentence on that carries the demand: a long one may begin with something else."""
        before = self.passage.text[: self.row.told_at]
        start = max((end.end() for end in _SENTENCE_END.finditer(before)), default=0)
        return f"… {self.passage.text[start:]}" if start else self.passage.text


def translations(
    session: Session, workspace_id: int, *, wanted: Wanted, sees_secrecy: bool = False
) -> list[TranslationRow]:
    """The translations that fit, in the order of the requirements.

    Passages under secrecy are left out for most roles. A link that is not confirmed has the machine's word only.
    """
    rows = _rows(session, workspace_id, wanted, sees_secrecy)
    return [row for row in rows if _fits(row, wanted)]


def weakened(session: Session, workspace_id: int) -> int:
    """How many confirmed passages demand less than their requirement does; a number, so of all documents.

    As many as `translations` gives, told from the words on them alone.
    """
    return sum(
        any(Modifier.SOFT in modifiers for modifiers in said) for said in _said_of_confirmed(session, workspace_id)
    )


def unread(session: Session, workspace_id: int) -> int:
    """Of how many confirmed passages nobody has said how they translate: no coder, and no wording for the machine."""
    return sum(not said for said in _said_of_confirmed(session, workspace_id))


def _said_of_confirmed(session: Session, workspace_id: int) -> Iterator[Sequence[frozenset[Modifier]]]:
    """Of every confirmed passage the modifiers in each word on it, coders' or else the machine's; empty without any."""
    coded = _coded(session, workspace_id)
    rows = session.execute(
        select(
            Link.id, Requirement.fingerprint == ModeSuggestion.requirement_fingerprint,
            Passage.fingerprint == ModeSuggestion.target_fingerprint, ModeSuggestion.modifiers,
        )
        .join(Requirement, Requirement.id == Link.requirement_id)
        .join(Passage, Passage.id == Link.passage_id)
        .outerjoin(ModeSuggestion, ModeSuggestion.link_id == Link.id)
        .where(
            Link.workspace_id == workspace_id,
            Link.state == Decided.CONFIRMED,
            Link.requirement_id.in_(counted_requirements(workspace_id)),
        )
    )  # fmt: skip
    for number, same_demand, same_words, modifiers in rows:
        if number in coded:
            yield [said.modifiers for said in coded[number]]
        else:
            yield [_modifiers(modifiers)] if same_demand and same_words else []


def with_words(
    session: Session, rows: Sequence[TranslationRow], *, sees_secrecy: bool = False
) -> list[WordedTranslation]:
    """The rows of one page with their texts."""
    requirements = requirement_texts(session, [row.requirement_id for row in rows])
    passages = passage_texts(session, [row.passage_id for row in rows], context=0, sees_secrecy=sees_secrecy)
    return [
        WordedTranslation(row=row, requirement=requirements[row.requirement_id], passage=passages[row.passage_id])
        for row in rows
    ]


def _rows(session: Session, workspace_id: int, wanted: Wanted, sees_secrecy: bool) -> Iterator[TranslationRow]:
    coded = _coded(session, workspace_id)
    apart = decoupled(session, workspace_id)
    asked = (
        select(Link, Requirement, LocalEdition.document_id, Passage.fingerprint, ModeSuggestion)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .outerjoin(ModeSuggestion, ModeSuggestion.link_id == Link.id)
        .where(
            Link.workspace_id == workspace_id,
            Link.state != Decided.REJECTED,
            Link.requirement_id.in_(counted_requirements(workspace_id)),
            open_passages(sees_secrecy),
        )
        .order_by(Requirement.guideline_id, Requirement.position, Requirement.id, Link.score.desc(), Link.id)
    )
    if wanted.state is not None:
        asked = asked.where(Link.state == wanted.state)
    if wanted.guideline_id is not None:
        asked = asked.where(Requirement.guideline_id == wanted.guideline_id)
    if wanted.document_id is not None:
        asked = asked.where(LocalEdition.document_id == wanted.document_id)
    for link, requirement, document_id, fingerprint, suggestion in session.execute(asked):
        said: list[Said] = list(coded.get(link.id, ())) if link.state is Decided.CONFIRMED else []
        read = suggestion is not None and (requirement.fingerprint, fingerprint) == _read(suggestion)
        if not said and read:
            said = [Said(mode=suggestion.mode, modifiers=_modifiers(suggestion.modifiers))]
        is_apart = link.state is Decided.CONFIRMED and requirement.id in apart
        if is_apart:
            said = [_decoupled(word) for word in said]
        if said or is_apart:
            yield TranslationRow(
                link_id=link.id,
                requirement_id=requirement.id,
                guideline_id=requirement.guideline_id,
                document_id=document_id,
                passage_id=link.passage_id or 0,
                state=link.state,
                said=said,
                apart=is_apart,
                told_at=_told_at(suggestion.elements) if read else 0,
            )


def _coded(session: Session, workspace_id: int) -> dict[int, list[Said]]:
    rows = session.execute(
        select(Coding, Person.name)
        .join(Person, Person.id == Coding.coder_id)
        .where(Coding.workspace_id == workspace_id, Coding.link_id.is_not(None), Coding.withdrawn_at.is_(None))
        .order_by(Coding.recorded_at, Coding.id)
    )
    found: dict[int, list[Said]] = {}
    for row, name in rows:
        said = Said(mode=row.mode, modifiers=_modifiers(row.modifiers), coder=name)
        found.setdefault(row.link_id or 0, []).append(said)
    return found


def _fits(row: TranslationRow, wanted: Wanted) -> bool:
    if wanted.said and row.coded != (wanted.said == CODED):
        return False
    if not row.said:
        return wanted.modifier is Modifier.DECOUP and wanted.mode is None and not wanted.said
    return any(
        wanted.mode in (None, said.mode) and (wanted.modifier is None or wanted.modifier in said.modifiers)
        for said in row.said
    )


def _read(suggestion: ModeSuggestion) -> tuple[str, str]:
    return suggestion.requirement_fingerprint, suggestion.target_fingerprint


def _told_at(elements: Sequence[Mapping[str, Any]]) -> int:
    """Where the words stand that say how strongly something is demanded, else the first of its other parts."""
    places = {element["name"]: element["target"][0] for element in elements if element["target"]}
    return int(places.get(ElementName.FORCE, min(places.values(), default=0)))


def _modifiers(stored: Sequence[str]) -> frozenset[Modifier]:
    return frozenset(modifier for modifier in Modifier if modifier.value in stored)


def _decoupled(said: Said) -> Said:
    return said if said.mode is Mode.NONE else replace(said, modifiers=said.modifiers | {Modifier.DECOUP})
