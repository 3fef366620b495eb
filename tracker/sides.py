"""Requirements and passages as the two sides whose translation is read.

Only official wordings are given. A library summary is the library's own text: it says nothing of how a wording was
translated.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.requirements import Role, RoleKind
from nlp.translation.modes import Side
from tracker.succession import standing_wordings
from tracker.tables.guideline import Edition, Guideline, Requirement, Wording, lead_in_text
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.portions import portions


class Sources:
    """The wordings of requirements as sides, in the language of the passage where there is one."""

    def __init__(self, session: Session, requirement_ids: set[int]) -> None:
        self._guidelines = {guideline.id: guideline for guideline in session.scalars(select(Guideline))}
        self._wordings: dict[int, dict[str, tuple[Wording, str]]] = {}
        texts: dict[int, str] = {}
        for some in portions(sorted(requirement_ids)):
            for wording in session.scalars(standing_wordings().where(Wording.requirement_id.in_(some))):
                if wording.edition_id not in texts:
                    text = select(Edition.text).where(Edition.id == wording.edition_id)
                    texts[wording.edition_id] = session.scalars(text).one()
                by_language = self._wordings.setdefault(wording.requirement_id, {})
                by_language[language_of(wording.language)] = wording, texts[wording.edition_id]

    def side(self, requirement: Requirement, language: str) -> Side | None:
        """The newest wording in the language, else in another; None where there is only a summary."""
        by_language = self._wordings.get(requirement.id)
        if not by_language:
            return None
        spoken = language if language in by_language else next(iter(by_language))
        wording, whole = by_language[spoken]
        guideline = self._guidelines[requirement.guideline_id]
        return Side(
            text=whole[wording.start : wording.end],
            language=spoken,
            lead_in=lead_in_text(whole, wording.lead_ins),
            force=requirement.force,
            roles=tuple(_roles(wording, whole)),
            instrument=guideline.identifier,
            title=(guideline.title_en if language == "en" else guideline.title_sv) or guideline.name,
        )


def _roles(wording: Wording, text: str) -> Iterator[Role]:
    """Who does what, for whom, when, as stored and perhaps corrected; offsets count from the wording's start."""
    known = {kind.value for kind in RoleKind}
    for span in wording.spans:
        if span["role"] in known and wording.start <= span["start"] <= span["end"] <= wording.end:
            yield Role(
                kind=RoleKind(span["role"]),
                text=text[span["start"] : span["end"]],
                start=span["start"] - wording.start,
                end=span["end"] - wording.start,
                normal=span.get("why", ""),
            )
    if wording.duty_bearer and wording.duty_bearer_inferred:
        yield Role(kind=RoleKind.DUTY_BEARER, text=wording.duty_bearer, inherited=True)


def local_side(passage: Passage, edition: LocalEdition, document_type: str, language: str) -> Side:
    """A passage as it stands in its edition."""
    return Side(
        text=edition.text[passage.start : passage.end],
        language=language,
        heading=passage.heading,
        passage_type=passage.type.value,
        document_type=document_type,
    )


def language_of(code: str) -> str:
    """The language of a code, without a country.

    >>> language_of("sv-SE")
    'sv'
    """
    return code.split("-")[0].lower()
