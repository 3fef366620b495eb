"""The codebook of a project: the codes every project begins with, and its own; every change is another edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.translation.modes import Mode, Modifier
from tracker import access, clock, events, locales
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.people import Person
from tracker.tables.study import Code, CodebookEdition, CodeKind, Study, StudyState

RULES = frozenset({Modifier.CTX, Modifier.LOG, Modifier.FRM})
"""The modifiers that are editing rules, counted by themselves."""
OPPOSITES = frozenset({Modifier.SOFT.value, Modifier.HARD.value})
"""Modifiers that cannot both be true of one translation."""
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One code as it is to stand in an edition; see tracker.tables.study.Code."""

    kind: CodeKind
    key: str
    name_sv: str
    name_en: str
    definition_sv: str = ""
    definition_en: str = ""
    example_sv: str = ""
    example_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What is said of one unit, by keys of a codebook."""

    mode: Mode
    modifiers: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def standard() -> list[Entry]:
    """Modes, modifiers and editing rules with their definitions and examples; what is computed is never coded."""
    kinds: list[tuple[CodeKind, Mode | Modifier]] = [(CodeKind.MODE, mode) for mode in Mode]
    coded = [modifier for modifier in Modifier if modifier is not Modifier.DECOUP]
    kinds += [(CodeKind.MODIFIER, modifier) for modifier in coded if modifier not in RULES]
    kinds += [(CodeKind.RULE, modifier) for modifier in coded if modifier in RULES]
    return [_entry(kind, code) for kind, code in kinds]


def revise(
    session: Session, study_id: int, codes: Iterable[Entry], *, by: Person, seen_edition: int
) -> CodebookEdition:
    """The codebook as it holds from now on; judgements keep the edition they were made with.

    `seen_edition` is the number of the one that was changed. Refused once coding is closed, and where a mode is
    missing, a key stands twice or is no key, a kind does not fit, or a code has no name.
    """
    study = session.get(Study, study_id, with_for_update=True)
    if study is None:
        raise NotFound("error.study_unknown", id=study_id)
    access.allow(session, by, "study.plan", study.workspace_id)
    if study.state not in (StudyState.DRAFT, StudyState.CODING):
        raise Refused("error.study_state", state=study.state.value)
    if newest(session, study.id).number != seen_edition:
        raise Conflict("error.codebook_changed", id=study_id)
    edition = add(session, study, codes, by=by)
    events.record(
        session, study.workspace_id, "study.codebook", f"study:{study.id}", by=by,
        before={"edition": seen_edition}, after={"edition": edition.number},
    )  # fmt: skip
    return edition


def add(session: Session, study: Study, codes: Iterable[Entry], *, by: Person) -> CodebookEdition:
    """Store an edition, after the ones there are; the caller tells the history."""
    entries = _checked(list(codes))
    last = session.scalar(select(func.max(CodebookEdition.number)).where(CodebookEdition.study_id == study.id)) or 0
    edition = CodebookEdition(
        workspace_id=study.workspace_id, study_id=study.id, number=last + 1, by_id=by.id, recorded_at=clock.now()
    )
    session.add(edition)
    session.flush()
    session.add_all(
        Code(workspace_id=study.workspace_id, edition_id=edition.id, position=position, **asdict(entry))
        for position, entry in enumerate(entries, start=1)
    )
    session.flush()
    return edition


def newest(session: Session, study_id: int) -> CodebookEdition:
    """The edition that counts."""
    wanted = select(CodebookEdition).where(CodebookEdition.study_id == study_id)
    return session.scalars(wanted.order_by(CodebookEdition.number.desc()).limit(1)).one()


def checked(session: Session, edition_id: int, said: Coded) -> dict[str, object]:
    """The columns of what is said, each list once and in the codebook's order; Refused for what is not in the book."""
    rows = session.execute(
        select(Code.kind, Code.key).where(Code.edition_id == edition_id).order_by(Code.position)
    ).all()
    if (CodeKind.MODE, said.mode.value) not in rows:
        raise Refused("error.code_unknown", key=said.mode.value)
    listed: dict[str, object] = {"mode": said.mode}
    for name, kind in (("modifiers", CodeKind.MODIFIER), ("rules", CodeKind.RULE), ("codes", CodeKind.OWN)):
        chosen, known = frozenset(getattr(said, name)), [key for of, key in rows if of is kind]
        for key in sorted(chosen.difference(known)):
            raise Refused("error.code_unknown", key=key)
        listed[name] = [key for key in known if key in chosen]
    if frozenset(said.modifiers) >= OPPOSITES:
        first, second = sorted(OPPOSITES)
        raise Refused("error.modifiers_contradict", modifier=first, other=second)
    return listed


def _checked(entries: Sequence[Entry]) -> Sequence[Entry]:
    keys = [entry.key for entry in entries]
    for entry in entries:
        known: dict[CodeKind, frozenset[str]] = {
            CodeKind.MODE: frozenset(Mode),
            CodeKind.MODIFIER: frozenset(Modifier) - RULES - {Modifier.DECOUP},
            CodeKind.RULE: RULES,
        }
        ours = frozenset(Mode) | frozenset(Modifier)
        fits = entry.key in known[entry.kind] if entry.kind in known else entry.key not in ours
        if not fits or not _KEY.fullmatch(entry.key) or keys.count(entry.key) > 1:
            raise Refused("error.code_key", key=entry.key)
        if not entry.name_sv.strip() or not entry.name_en.strip():
            raise Refused("error.code_name_needed", key=entry.key)
    if sum(entry.kind is CodeKind.MODE for entry in entries) < 2:
        raise Refused("error.codebook_modes")
    return entries


def _entry(kind: CodeKind, code: Mode | Modifier) -> Entry:
    group = "mode" if kind is CodeKind.MODE else "modifier"
    told = {
        f"{what}_{language}": locales.text(key, language)
        for what, key in (
            ("name", f"{group}.{code.value}"),
            ("definition", f"study.codebook.{code.value}" if code is Mode.NONE else f"codebook.{code.value}"),
            ("example", f"study.example.{code.value}"),
        )
        for language in ("sv", "en")
    }
    return Entry(kind=kind, key=code.value, **told)
