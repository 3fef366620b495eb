"""What was found, as the database has it now: every text is read again, and only one that has the words is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.matching.searching import places
from tracker.succession import standing_wordings
from tracker.tables.guideline import Force, Requirement, RequirementState, Wording
from tracker.tables.local import LocalDocument, LocalEdition, Passage, PassageType
from tracker.views.clearance import open_passages
from tracker.views.counted import counted_requirements, left_out, of_others
from tracker.views.search.excerpts import Excerpt, excerpt
from tracker.views.search.finding import Ranked
from tracker.views.search.stock import HitKind, named
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found. `title` is what it is called or stands in, `language` that of the excerpt.

    `guideline_id`, `edition_id` and `sentence` open a requirement where it stands in its text (the latter two only
    where there is an official one), `document_id` a passage in its document. `counted` is False for a requirement that
    this workspace does not count, `left_out` says that its guideline was chosen not to.
    """

    kind: HitKind
    id: int
    title: str
    excerpt: Excerpt
    language: str
    place: str = ""
    page: int = 0
    force: Force | None = None
    passage_type: PassageType | None = None
    guideline_id: int | None = None
    edition_id: int | None = None
    sentence: str = ""
    document_id: int | None = None
    counted: bool = True
    left_out: bool = False


def hits(
    session: Session,
    workspace_id: int,
    kind: HitKind,
    ids: Sequence[int],
    found: Ranked,
    *,
    language: str,
    cleared: bool,
) -> list[Hit]:
    """The things with these ids in their order, without those that do not have the words any more or may not be seen.

    `language` is the reader's, the first choice where a thing is worded in several.
    """
    if kind is HitKind.REQUIREMENT:
        read = _requirements(session, workspace_id, ids, found, language)
    elif kind is HitKind.PASSAGE:
        read = _passages(session, workspace_id, ids, found, cleared)
    else:
        read = _named(session, workspace_id, kind, ids, found, language, cleared)
    return [read[number] for number in ids if number in read]


def _requirements(
    session: Session, workspace_id: int, ids: Iterable[int], found: Ranked, language: str
) -> dict[int, Hit]:
    there = set(
        session.scalars(
            select(Requirement.id).where(
                Requirement.id.in_(ids),
                Requirement.state == RequirementState.ACTIVE,
                Requirement.guideline_id.not_in(of_others(workspace_id)),
            )
        )
    )
    counted = set(session.scalars(counted_requirements(workspace_id).where(Requirement.id.in_(there))))
    out = set(session.scalars(left_out(workspace_id)))
    worded = {
        (wording.requirement_id, wording.language): wording
        for wording in session.scalars(standing_wordings().where(Wording.requirement_id.in_(there)))
    }
    read: dict[int, Hit] = {}
    for number, text in requirement_texts(session, there).items():
        said, words, marks = _best_worded(text, found, language)
        if not marks and number not in found.cited:
            continue
        wording = worded.get((number, said))
        read[number] = Hit(
            kind=HitKind.REQUIREMENT,
            id=number,
            title=text.title(language),
            place=text.locator,
            excerpt=excerpt(words, marks),
            language=said,
            force=text.force,
            guideline_id=text.guideline_id,
            edition_id=wording.edition_id if wording else None,
            sentence=f"w{wording.id}" if wording else "",
            counted=number in counted,
            left_out=text.guideline_id in out,
        )
    return read


def _best_worded(text: RequirementText, found: Ranked, language: str) -> tuple[str, str, Sequence[tuple[int, int]]]:
    """The language, words and places of the wording or summary that has most of what was sought."""
    words = {} if text.summary is None else {"sv": text.summary.sv, "en": text.summary.en}
    words |= {code: f"{one.lead_in} {one.text}".strip() for code, one in text.wordings.items()}
    order = sorted(words, key=lambda code: (code != language, code))
    read = [(code, words[code], places(words[code], code, found.terms, found.phrases)) for code in order]
    return max(read, key=lambda one: len(one[2]), default=(language, "", ()))


def _passages(session: Session, workspace_id: int, ids: Iterable[int], found: Ranked, cleared: bool) -> dict[int, Hit]:
    wanted = (
        select(Passage.id, LocalEdition.language)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Passage.id.in_(ids), Passage.workspace_id == workspace_id, LocalEdition.current, open_passages(cleared))
    )
    languages: Mapping[int, str] = dict(session.execute(wanted).all())
    read: dict[int, Hit] = {}
    for number, text in passage_texts(session, languages, context=0, sees_secrecy=cleared).items():
        said = "en" if languages[number] == "en" else "sv"
        marks = places(text.text, said, found.terms, found.phrases)
        if not marks and number not in found.cited and not places(text.heading, said, found.terms, found.phrases):
            continue
        read[number] = Hit(
            kind=HitKind.PASSAGE,
            id=number,
            title=text.title,
            place=_place(text) if marks else text.heading,  # found by its heading: then that is what is shown
            page=text.page,
            excerpt=excerpt(text.text, marks),
            language=languages[number],
            passage_type=text.type,
            document_id=text.document_id,
        )
    return read


def _place(text: PassageText) -> str:
    """The heading a passage stands under; "" where it says no more than the passage or the document."""
    heading = " ".join(text.heading.split())
    return "" if heading in (text.title, text.text.strip()) else heading


def _named(
    session: Session, workspace_id: int, kind: HitKind, ids: Iterable[int], found: Ranked, language: str, cleared: bool
) -> dict[int, Hit]:
    read: dict[int, Hit] = {}
    for thing in named(session, workspace_id, kind, ids):
        if thing.secret and not cleared:
            continue
        has = [places(f"{name}\n{thing.about}", said, found.terms, found.phrases) for said, name in thing.names]
        if not any(has) and thing.id not in found.cited:
            continue
        said, name = next((one for one in thing.names if one[0] == language), thing.names[0])
        marks = places(thing.about, said, found.terms)
        read[thing.id] = Hit(
            kind=kind,
            id=thing.id,
            title=name,
            place=thing.place,
            excerpt=excerpt(thing.about, marks),
            language=said,
            document_id=thing.id if kind is HitKind.DOCUMENT else None,
            guideline_id=thing.id if kind is HitKind.GUIDELINE else None,
        )
    return read
