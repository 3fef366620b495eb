"""The words behind ids: requirements with wording or summary, passages with their context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.identifiers import FILE, LIBRARY, OWN
from tracker.succession import standing_wordings
from tracker.tables.guideline import (
    Applies,
    BearerKind,
    Edition,
    Force,
    Guideline,
    GuidelineStatus,
    Level,
    Requirement,
    Summary,
    Verified,
    Wording,
    lead_in_text,
)
from tracker.tables.local import LocalDocument, LocalEdition, Passage, PassageType
from tracker.tables.portions import portions
from tracker.validity import status_on
from tracker.views.clearance import blacked_out, open_passages, secret_spans

NUMBERED_ALIKE = 2015
"""Since this year acts of the Union are numbered in one row; before, each kind had its own."""
_CELEX = re.compile(r"3(\d{4})([RLD])(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingText:
    """The official words of a requirement in one edition; `spans` count from the start of `text`."""

    edition_id: int
    language: str
    lead_in: str
    text: str
    confidence: float
    duty_bearer: str
    duty_bearer_inferred: bool
    deadline: str
    spans: Sequence[Any] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryText:
    """The library's own words for a requirement: never to be quoted as the official text."""

    sv: str
    en: str
    verified: Verified
    unsure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementText:
    """A requirement as people read it: `wordings` by language (newest edition), `summary` where the library has one.

    `guideline_status` is that of today; `applies_on` is there where its day is another than its guideline's.
    """

    id: int
    guideline_id: int
    guideline: str
    guideline_key: str
    title_sv: str
    title_en: str
    level: Level
    locator: str
    position: int
    force: Force
    goal: bool
    tracked: bool
    applies: Applies
    applies_condition: str
    applies_reason: str
    bearer_kind: BearerKind
    cross_border: bool
    guideline_status: GuidelineStatus
    applies_on: date | None
    fingerprint: str
    wordings: dict[str, WordingText]
    summary: SummaryText | None

    def words(self, language: str) -> str:
        """The text to show in a list: the official wording in the language, else any wording, else the summary."""
        wording = self.wordings.get(language) or next(iter(self.wordings.values()), None)
        if wording is not None:
            return f"{wording.lead_in} {wording.text}".strip()
        if self.summary is None:
            return ""
        return self.summary.sv if language == "sv" else self.summary.en

    def language_of_words(self, language: str) -> str:
        """The language that `words` answers in."""
        return language if language in self.wordings else next(iter(self.wordings), language)

    @property
    def is_summary(self) -> bool:
        """True while no official wording was imported."""
        return not self.wordings

    def title(self, language: str) -> str:
        """The guideline's title in the language, else in the other one."""
        return (self.title_sv or self.title_en) if language == "sv" else (self.title_en or self.title_sv)

    def short(self, language: str) -> str:
        """Guideline and place, as short as they are understood."""
        return f"{abbreviation(self.guideline_key, self.guideline)} {self.locator}".strip() or self.title(language)


def abbreviation(library_key: str, identifier: str) -> str:
    """What a row has room for: the library's short name of a guideline, else its identifier; "" for neither.

    >>> abbreviation("se-osl", "SFS 2009:400"), abbreviation("", "SFS 2009:400")
    ('osl', 'SFS 2009:400')
    """
    return library_key.partition("-")[2] or shown_identifier(identifier)


def shown_identifier(identifier: str) -> str:
    """The identifier as people read it: one the program made up for itself says less than the title, and acts of the
    Union are cited by their numbers, not by the codes they are filed under (CELEX).

    >>> shown_identifier("library EU-BERLIN"), shown_identifier("file 0a1b2c"), shown_identifier("SFS 2018:1937")
    ('EU-BERLIN', '', 'SFS 2018:1937')
    >>> shown_identifier("32022R0868"), shown_identifier("32014L0055"), shown_identifier("32014R0910")
    ('(EU) 2022/868', '2014/55/EU', '910/2014')
    """
    act = _CELEX.fullmatch(identifier)
    if act is None:
        return "" if identifier.startswith((FILE, OWN)) else identifier.removeprefix(LIBRARY)
    year, kind, number = act[1], act[2], int(act[3])
    if int(year) >= NUMBERED_ALIKE:
        return f"(EU) {year}/{number}"
    return f"{number}/{year}" if kind == "R" else f"{year}/{number}/{'EU' if int(year) > 2009 else 'EG'}"


def requirement_texts(session: Session, ids: Iterable[int]) -> dict[int, RequirementText]:
    """The requirements with these ids, in document order of their guidelines."""
    wanted = sorted(set(ids))
    wordings: dict[int, dict[str, WordingText]] = {}
    summaries: dict[int, SummaryText] = {}
    texts = EditionTexts(session)
    found: list[tuple[Requirement, Guideline]] = []
    for some in portions(wanted):
        found += session.execute(
            select(Requirement, Guideline)
            .join(Guideline, Guideline.id == Requirement.guideline_id)
            .where(Requirement.id.in_(some))
        )
        for wording in session.scalars(standing_wordings().where(Wording.requirement_id.in_(some))):
            wordings.setdefault(wording.requirement_id, {})[wording.language] = _wording(wording, texts)
        for summary in session.scalars(
            select(Summary).where(Summary.requirement_id.in_(some)).order_by(Summary.id.desc())
        ):
            summaries[summary.requirement_id] = SummaryText(
                sv=summary.text_sv, en=summary.text_en, verified=summary.verified, unsure=summary.unsure
            )
    today = clock.today()
    found.sort(key=lambda pair: (pair[1].level.value, pair[1].name_sort, pair[0].position, pair[0].id))
    return {
        requirement.id: RequirementText(
            id=requirement.id,
            guideline_id=guideline.id,
            guideline=guideline.identifier,
            guideline_key=guideline.library_key or "",
            title_sv=guideline.title_sv or guideline.name,
            title_en=guideline.title_en or guideline.name,
            level=guideline.level,
            locator=requirement.locator,
            position=requirement.position,
            force=requirement.force,
            goal=requirement.goal,
            tracked=requirement.tracked,
            applies=requirement.applies,
            applies_condition=requirement.applies_condition,
            applies_reason=requirement.applies_reason,
            bearer_kind=requirement.bearer_kind,
            cross_border=requirement.cross_border,
            guideline_status=status_on(guideline, today),
            applies_on=requirement.applies_on,
            fingerprint=requirement.fingerprint,
            wordings=wordings.get(requirement.id, {}),
            summary=summaries.get(requirement.id),
        )
        for requirement, guideline in found
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageText:
    """A passage with what stands around it; `start:end` are offsets in the edition's text, `secret` its own mark."""

    id: int
    document_id: int
    edition_id: int
    title: str
    body: str
    paragraph: str
    status: str
    locator: str
    heading: str
    type: PassageType
    page: int
    start: int
    end: int
    text: str
    before: str
    after: str
    language: str
    secret: bool


def passage_texts(
    session: Session, ids: Iterable[int], *, context: int = 300, sees_secrecy: bool = False
) -> dict[int, PassageText]:
    """The passages with these ids and up to `context` characters before and after each.

    Those under secrecy are left out, and blacked out in what stands around others, unless the reader `sees_secrecy`.
    """
    texts = EditionTexts(session, sees_secrecy=sees_secrecy)
    found: dict[int, PassageText] = {}
    for some in portions(sorted(set(ids))):
        rows = session.execute(
            select(Passage, LocalDocument, LocalEdition.language)
            .join(LocalEdition, LocalEdition.id == Passage.edition_id)
            .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
            .where(Passage.id.in_(some), open_passages(sees_secrecy))
        )
        for passage, document, language in rows:
            whole = texts.local(passage.edition_id)
            found[passage.id] = PassageText(
                id=passage.id,
                document_id=document.id,
                edition_id=passage.edition_id,
                title=document.name,
                body=document.body,
                paragraph=document.paragraph,
                status=document.status.value,
                locator=passage.locator,
                heading=passage.heading,
                type=passage.type,
                page=passage.page,
                start=passage.start,
                end=passage.end,
                text=whole[passage.start : passage.end],
                before=whole[max(0, passage.start - context) : passage.start],
                after=whole[passage.end : passage.end + context],
                language=language,
                secret=passage.secret,
            )
    return found


class EditionTexts:
    """Texts of editions, each fetched once: a statute is read whole rather than once per requirement.

    What is under secrecy in local ones is blacked out, letter by letter, unless the reader `sees_secrecy`.
    """

    def __init__(self, session: Session, *, sees_secrecy: bool = False) -> None:
        self._session, self._sees = session, sees_secrecy
        self._shared: dict[int, str] = {}
        self._local: dict[int, str] = {}

    def shared(self, edition_id: int) -> str:
        """The text of a guideline's edition."""
        if edition_id not in self._shared:
            self._shared[edition_id] = self._session.scalars(select(Edition.text).where(Edition.id == edition_id)).one()
        return self._shared[edition_id]

    def local(self, edition_id: int) -> str:
        """The text of a local document's edition."""
        if edition_id not in self._local:
            wanted = select(LocalEdition.text).where(LocalEdition.id == edition_id)
            text = self._session.scalars(wanted).one()
            spans = {} if self._sees else secret_spans(self._session, [edition_id])
            self._local[edition_id] = blacked_out(text, spans[edition_id]) if spans else text
        return self._local[edition_id]


def _wording(wording: Wording, texts: EditionTexts) -> WordingText:
    whole = texts.shared(wording.edition_id)
    return WordingText(
        edition_id=wording.edition_id,
        language=wording.language,
        lead_in=lead_in_text(whole, wording.lead_ins),
        text=whole[wording.start : wording.end],
        confidence=wording.confidence,
        duty_bearer=wording.duty_bearer,
        duty_bearer_inferred=wording.duty_bearer_inferred,
        deadline=wording.deadline,
        spans=[
            {**span, "start": span["start"] - wording.start, "end": span["end"] - wording.start}
            for span in wording.spans
            if wording.start <= span["start"] <= span["end"] <= wording.end
        ],
    )
