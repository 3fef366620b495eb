"""Coding projects of a workspace: what they ask, how far their coders have come, their codebooks and frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker import access
from tracker.tables.guideline import Decided, Guideline, Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person
from tracker.tables.study import (
    Code,
    CodebookEdition,
    CodeKind,
    Judgement,
    SampledLink,
    SampleKind,
    Stratum,
    Study,
    StudyCoder,
    StudyState,
)
from tracker.views.clearance import open_passages
from tracker.views.counted import counted_requirements


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderRow:
    """How far a coder has come. `name` is "" for readers who do not see names; `mine` is the reader's own row."""

    number: int
    person_id: int
    name: str
    mine: bool
    judged: int
    finished: bool
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRow:
    """A project; `units` is 0 until its sample is drawn. The other fields are the columns of tables.study.Study."""

    id: int
    workspace_id: int
    name: str
    question: str
    state: StudyState
    sample: SampleKind
    stratum: Stratum | None
    size: int | None
    seed: int
    suggestions: bool
    shows_suggestion: bool
    reply_days: int
    replies_until: date | None
    replied_at: datetime | None
    published_at: datetime | None
    version: int
    units: int
    edition: int
    coders: Sequence[CoderRow]

    @property
    def mine(self) -> CoderRow | None:
        """The reader's own row, None where they do not code or were taken off."""
        return next((coder for coder in self.coders if coder.mine and not coder.ended), None)

    @property
    def may_close(self) -> bool:
        """Whether everybody who codes has finished."""
        coding = [coder for coder in self.coders if not coder.ended]
        return bool(coding) and all(coder.finished for coder in coding)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A code of a codebook in both languages."""

    kind: CodeKind
    key: str
    name_sv: str
    name_en: str
    definition_sv: str
    definition_en: str
    example_sv: str
    example_en: str

    def name(self, language: str) -> str:
        """What it is called."""
        return self.name_sv if language == "sv" else self.name_en

    def definition(self, language: str) -> str:
        """When it is to be used, "" where nobody said."""
        return self.definition_sv if language == "sv" else self.definition_en

    def example(self, language: str) -> str:
        """A case of it, "" for none."""
        return self.example_sv if language == "sv" else self.example_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """One edition with its codes in order; `newest` is the number of the one that counts, `used` by how many
    judgements it was used that still stand.
    """

    study_id: int
    edition_id: int
    number: int
    newest: int
    recorded_at: datetime
    used: int
    codes: Sequence[CodeRow]

    def of(self, kind: CodeKind) -> list[CodeRow]:
        """The codes of one kind."""
        return [code for code in self.codes if code.kind is kind]


def studies(session: Session, workspace_id: int, *, reader: int | None) -> list[StudyRow]:
    """The projects a person may know of, the newest first: those published, and all for who reads coding projects."""
    wanted = _open_to(session, workspace_id, reader).order_by(Study.id.desc())
    return [_row(session, found, reader) for found in session.scalars(wanted)]


def study(session: Session, workspace_id: int, study_id: int, *, reader: int | None) -> StudyRow | None:
    """One of them, None for any that is not among them."""
    found = session.scalars(_open_to(session, workspace_id, reader).where(Study.id == study_id)).first()
    return None if found is None else _row(session, found, reader)


def codebook(
    session: Session, workspace_id: int, study_id: int, *, reader: int | None, number: int | None = None
) -> Codebook | None:
    """A project's codebook: the edition of this number, else the newest; None where there is none to read."""
    ours = _open_to(session, workspace_id, reader).with_only_columns(Study.id)
    editions = select(CodebookEdition).where(CodebookEdition.study_id == study_id, CodebookEdition.study_id.in_(ours))
    every = session.scalars(editions.order_by(CodebookEdition.number.desc())).all()
    found = next((one for one in every if number in (None, one.number)), None)
    if found is None:
        return None
    rows = session.scalars(select(Code).where(Code.edition_id == found.id).order_by(Code.position))
    used = select(func.count()).where(Judgement.edition_id == found.id, Judgement.withdrawn_at.is_(None))
    names = CodeRow.__dataclass_fields__
    return Codebook(
        study_id=study_id,
        edition_id=found.id,
        number=found.number,
        newest=every[0].number,
        recorded_at=found.recorded_at,
        used=session.scalar(used) or 0,
        codes=tuple(CodeRow(**{name: getattr(row, name) for name in names}) for row in rows),
    )


def frame(
    session: Session, workspace_id: int, *, suggestions: bool = False, stratum: Stratum | None = None
) -> Mapping[int, str]:
    """The links a sample can be drawn from, each with its stratum ("" without strata).

    Confirmed links of requirements that count to passages, and suggested ones with `suggestions`. What is under secrecy
    is left out for everybody, as coders of every role must be able to read every unit.
    """
    states = (Decided.CONFIRMED, Decided.SUGGESTED) if suggestions else (Decided.CONFIRMED,)
    rows = session.execute(
        select(Link.id, Guideline.id, Guideline.level, LocalDocument.type)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(
            Link.workspace_id == workspace_id,
            Link.state.in_(states),
            Link.requirement_id.in_(counted_requirements(workspace_id)),
            open_passages(False),
        )
        .order_by(Link.id)
    )
    chosen = {Stratum.GUIDELINE: 1, Stratum.LEVEL: 2, Stratum.DOCUMENT_TYPE: 3}
    if stratum is None:
        return {row[0]: "" for row in rows}
    return {row[0]: str(row[chosen[stratum]]) for row in rows}


def _open_to(session: Session, workspace_id: int, reader: int | None) -> Select[Study]:
    wanted = select(Study).where(Study.workspace_id == workspace_id)
    if reader is None:  # a program with a token
        return wanted.where(Study.state == StudyState.PUBLISHED)
    if access.may(session, reader, "study.read", workspace_id):
        return wanted
    if not access.may(session, reader, "workspace.read", workspace_id):
        return wanted.where(Study.id.is_(None))
    return wanted.where(Study.state == StudyState.PUBLISHED)


def _row(session: Session, found: Study, reader: int | None) -> StudyRow:
    newest = select(func.max(CodebookEdition.number)).where(CodebookEdition.study_id == found.id)
    units = select(func.count()).where(SampledLink.study_id == found.id)
    return StudyRow(
        id=found.id,
        workspace_id=found.workspace_id,
        name=found.name,
        question=found.question,
        state=found.state,
        sample=found.sample,
        stratum=found.stratum,
        size=found.size,
        seed=found.seed,
        suggestions=found.suggestions,
        shows_suggestion=found.shows_suggestion,
        reply_days=found.reply_days,
        replies_until=found.replies_until,
        replied_at=found.replied_at,
        published_at=found.published_at,
        version=found.version,
        units=session.scalar(units) or 0,
        edition=session.scalar(newest) or 0,
        coders=_coders(session, found, reader),
    )


def _coders(session: Session, found: Study, reader: int | None) -> tuple[CoderRow, ...]:
    """Everybody who codes, by number: that and how many units they have judged tells nothing of what they said."""
    named = reader is not None and access.sees_names(session, reader, found.workspace_id)
    judged = (
        select(func.count())
        .where(Judgement.coder_id == StudyCoder.id, Judgement.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        select(StudyCoder, Person.name, judged)
        .join(Person, Person.id == StudyCoder.person_id)
        .where(StudyCoder.study_id == found.id)
        .order_by(StudyCoder.number)
    )
    return tuple(
        CoderRow(
            number=coder.number,
            person_id=coder.person_id if named or coder.person_id == reader else 0,
            name=name if named or coder.person_id == reader else "",
            mine=coder.person_id == reader,
            judged=count,
            finished=coder.finished_at is not None,
            ended=coder.ended_at is not None,
        )
        for coder, name, count in rows
    )
