"""The codings of a workspace as a set that programs for qualitative analysis open: coders by number, notes left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import locales
from tracker.exchange.coded import Code, Coder, Coding, Note, Project, Selection, Source
from tracker.exchange.names import stable
from tracker.tables.local import LocalEdition
from tracker.tables.people import Workspace
from tracker.tables.translation import Mode, Modifier
from tracker.views.exports.framework import last_change
from tracker.views.research.coders import Coded, coded_links, coder_numbers
from tracker.views.texts import EditionTexts, PassageText, RequirementText, passage_texts, requirement_texts

GROUPS: Mapping[str, type[StrEnum]] = {"mode": Mode, "modifier": Modifier}


def coded_project(session: Session, workspace_id: int, language: str, *, sees_secrecy: bool = False) -> Project:
    """Every coded link as a selection in the edition its passage stands in, with each coder's mode and modifiers.

    The requirement a passage was coded against is a note on it. Passages under secrecy are left out, and blacked out in
    what stands around others, unless the reader `sees_secrecy`.
    """
    place = session.get_one(Workspace, workspace_id)
    links = [row for row in coded_links(session, workspace_id) if sees_secrecy or not row.secret]
    passages = passage_texts(session, [row.passage_id for row in links], context=0, sees_secrecy=sees_secrecy)
    requirements = requirement_texts(session, [row.requirement_id for row in links])
    numbers = coder_numbers(session, workspace_id)
    within: dict[int, list[Coded]] = defaultdict(list)
    for row in links:
        within[passages[row.passage_id].edition_id].append(row)
    names = {passage.edition_id: passage.title for passage in passages.values()}
    checksums = dict(
        session.execute(
            select(LocalEdition.id, LocalEdition.original_sha256).where(LocalEdition.workspace_id == workspace_id)
        ).all()
    )
    texts = EditionTexts(session, sees_secrecy=sees_secrecy)
    present = sorted({numbers[code.coder_id] for row in links for code in row.codes})
    return Project(
        name=place.name,
        at=last_change(session, workspace_id),
        codes=codebook(language),
        coders=[
            Coder(
                uuid=stable("coder", place.slug, number),
                name=locales.text("interchange.coder", language, number=number),
            )
            for number in present
        ],
        sources=[
            Source(
                uuid=stable("source", place.slug, edition, checksums[edition]),
                name=names[edition],
                text=texts.local(edition),
                selections=_selections(place, rows, passages, requirements, numbers, language),
            )
            for edition, rows in sorted(within.items(), key=lambda item: (names[item[0]], item[0]))
        ],
        notes=[
            Note(
                uuid=stable("note", place.slug, number),
                name=text.short(language),
                text=text.words(language),
            )
            for number, text in requirements.items()
        ],
    )


def codebook(language: str) -> Sequence[Code]:
    """The modes and modifiers with what they mean, each group below a code of its own that nothing is coded with."""
    return [
        Code(
            uuid=stable("code", group),
            name=locales.text(f"interchange.codes.{group}", language),
            codable=False,
            below=[
                Code(
                    uuid=stable("code", group, member.value),
                    name=f"{member.value.upper()} {locales.text(f'{group}.{member.value}', language)}",
                    definition=locales.text(f"codebook.{member.value}", language),
                )
                for member in members
            ],
        )
        for group, members in GROUPS.items()
    ]


def _selections(
    place: Workspace,
    rows: Sequence[Coded],
    passages: Mapping[int, PassageText],
    requirements: Mapping[int, RequirementText],
    numbers: Mapping[int, int],
    language: str,
) -> Sequence[Selection]:
    """A selection for each coded link, in the order of the text."""
    ordered = sorted(rows, key=lambda row: (passages[row.passage_id].start, row.requirement_id, row.link_id))
    return [
        Selection(
            uuid=stable("selection", place.slug, row.link_id),
            name=f"{passages[row.passage_id].locator} · {requirements[row.requirement_id].short(language)}",
            start=passages[row.passage_id].start,
            end=passages[row.passage_id].end,
            codings=_codings(place, row, numbers),
            notes=(stable("note", place.slug, row.requirement_id),),
        )
        for row in ordered
    ]


def _codings(place: Workspace, row: Coded, numbers: Mapping[int, int]) -> Sequence[Coding]:
    """Of each coder first the mode, then the modifiers."""
    found = []
    for code in sorted(row.codes, key=lambda code: numbers[code.coder_id]):
        number = numbers[code.coder_id]
        said = [("mode", code.mode.value), *(("modifier", one) for one in sorted(code.modifiers))]
        found += [
            Coding(
                uuid=stable("coding", place.slug, row.link_id, number, value),
                code=stable("code", group, value),
                coder=stable("coder", place.slug, number),
            )
            for group, value in said
        ]
    return found
