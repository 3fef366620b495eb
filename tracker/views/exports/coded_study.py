"""A coding project as a set that programs for qualitative analysis open: its codebook, units and judgements.

Each coder is a user by number; the machine is one for what it suggested in coders' sight and one for what it kept to
itself, and what was settled is by a user of its own. Notes, reasons and names are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import locales
from tracker.exchange.coded import Code, Coder, Coding, Note, Project, Selection, Source
from tracker.exchange.names import stable
from tracker.tables.local import LocalEdition
from tracker.tables.people import Workspace
from tracker.tables.study import CodeKind
from tracker.views.research.judged import Mark, marks
from tracker.views.research.studies import CodeRow, StudyRow, codebook, study
from tracker.views.texts import EditionTexts, passage_texts, requirement_texts

SETTLED, SHOWN, HIDDEN = "settled", "machine_shown", "machine_hidden"
"""Who says something in a project beside its coders."""


class _Voice(NamedTuple):
    """What one user of the file says of a unit: keys, and when, None for the machine."""

    by: str
    keys: Sequence[str]
    at: datetime | None


def coded_study(
    session: Session, workspace_id: int, study_id: int, language: str, reader: int | None
) -> Project | None:
    """The project with a selection for each unit; None for one the reader may not read, or that is still blind.

    Units that have come under secrecy are left out, and blacked out in what stands around others.
    """
    found = study(session, workspace_id, study_id, reader=reader)
    said = marks(session, study_id, reader) if found is not None else None
    if found is None or said is None:
        return None
    slug = session.get_one(Workspace, workspace_id).slug
    passages = passage_texts(session, [mark.passage_id for mark in said], context=0)
    kept = [mark for mark in said if mark.passage_id in passages]
    requirements = requirement_texts(session, [mark.requirement_id for mark in kept])
    within: dict[int, list[Mark]] = defaultdict(list)
    for mark in sorted(kept, key=lambda mark: (passages[mark.passage_id].start, mark.position)):
        within[passages[mark.passage_id].edition_id].append(mark)
    names = {passage.edition_id: passage.title for passage in passages.values()}
    checksums = dict(
        session.execute(select(LocalEdition.id, LocalEdition.original_sha256).where(LocalEdition.id.in_(within))).all()
    )
    texts = EditionTexts(session)
    voices = {mark.unit_id: list(_voices(mark)) for mark in kept}
    return Project(
        name=found.name,
        at=max((voice.at for every in voices.values() for voice in every if voice.at is not None), default=None),
        codes=_codes(_used(session, found, reader), slug, study_id, language),
        coders=[
            Coder(uuid=stable("study-coder", slug, study_id, by), name=_called(by, language))
            for by in sorted({voice.by for every in voices.values() for voice in every}, key=_place)
        ],
        sources=[
            Source(
                uuid=stable("source", slug, edition, checksums[edition]),
                name=names[edition],
                text=texts.local(edition),
                selections=[
                    Selection(
                        uuid=stable("study-unit", slug, study_id, mark.position),
                        name=f"{mark.position} · {requirements[mark.requirement_id].short(language)}",
                        start=passages[mark.passage_id].start,
                        end=passages[mark.passage_id].end,
                        codings=list(_codings(voices[mark.unit_id], slug, study_id, mark.position)),
                        notes=[stable("note", slug, mark.requirement_id)],
                    )
                    for mark in rows
                ],
            )
            for edition, rows in sorted(within.items(), key=lambda item: (names[item[0]], item[0]))
        ],
        notes=[
            Note(uuid=stable("note", slug, number), name=text.short(language), text=text.words(language))
            for number, text in sorted(requirements.items())
        ],
    )


def _voices(mark: Mark) -> Iterator[_Voice]:
    """Everybody who says something of the unit, each once."""
    for row in mark.judgements:
        yield _Voice(by=str(row.coder), keys=row.said, at=row.recorded_at)
    suggested = {(HIDDEN, SHOWN)[row.shown]: row.suggested for row in mark.judgements if row.suggested is not None}
    for by, mode in sorted(suggested.items()):
        yield _Voice(by=by, keys=(mode.value,), at=None)
    if mark.adjudication is not None:
        yield _Voice(by=SETTLED, keys=mark.adjudication.said, at=mark.adjudication.recorded_at)


def _codings(voices: Sequence[_Voice], slug: str, study_id: int, position: int) -> Iterator[Coding]:
    for voice in voices:
        for key in voice.keys:
            yield Coding(
                uuid=stable("study-coding", slug, study_id, position, voice.by, key),
                code=stable("study-code", slug, study_id, key),
                coder=stable("study-coder", slug, study_id, voice.by),
                at=voice.at,
            )


def _used(session: Session, found: StudyRow, reader: int | None) -> Mapping[str, CodeRow]:
    """Every code of every edition by its key, as the newest edition that has it says it."""
    every: dict[str, CodeRow] = {}
    for number in range(found.edition, 0, -1):
        book = codebook(session, found.workspace_id, found.id, reader=reader, number=number)
        for code in book.codes if book is not None else ():
            every.setdefault(code.key, code)
    return every


def _codes(used: Mapping[str, CodeRow], slug: str, study_id: int, language: str) -> Sequence[Code]:
    """The codes below the kind they are of, which nothing is coded with."""
    groups = {kind: [code for code in used.values() if code.kind is kind] for kind in CodeKind}
    return [
        Code(
            uuid=stable("study-code", slug, study_id, f"all {kind.value}"),
            name=locales.text(f"interchange.codes.{kind.value}", language),
            codable=False,
            below=tuple(
                Code(
                    uuid=stable("study-code", slug, study_id, code.key),
                    name=f"{code.key.upper()} {code.name(language)}",
                    definition=code.definition(language),
                )
                for code in codes
            ),
        )
        for kind, codes in groups.items()
        if codes
    ]


def _called(by: str, language: str) -> str:
    if by.isdecimal():
        return locales.text("interchange.coder", language, number=by)
    return locales.text(f"interchange.by.{by}", language)


def _place(by: str) -> tuple[bool, int, str]:
    """The coders by number, then the others."""
    return (not by.isdecimal(), int(by) if by.isdecimal() else 0, by)
