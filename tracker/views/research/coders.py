"""How far the coders of a workspace agree: over all, in pairs, by code, and what they do not agree on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import agreement
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Person
from tracker.tables.translation import Coding, Mode, Modifier
from tracker.views import settings
from tracker.views.clearance import secret_passage
from tracker.views.counted import counted_requirements
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What one coder said of a translation; `blind` where the machine's suggestion was not shown."""

    coder_id: int
    mode: Mode
    modifiers: frozenset[Modifier]
    note: str
    blind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A confirmed link and every coder's standing code, in the order of the coders."""

    link_id: int
    requirement_id: int
    passage_id: int
    secret: bool
    codes: Sequence[Code]

    @property
    def differs(self) -> bool:
        """Whether two coders chose different modes."""
        return len({code.mode for code in self.codes}) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreement:
    """Two coders on what both coded; `share` of equal modes, and Cohen's kappa."""

    first: int
    second: int
    n: int
    share: float
    kappa: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAgreement:
    """One code over all pairs of coders: how often either used it, and in which part of those both did."""

    code: str
    n: int
    both: int

    @property
    def share(self) -> float | None:
        return self.both / self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """`units` were coded by two people or more. Figures are None where fewer than `fewest` were.

    `coders` gives names; `coded` how many links each has coded.
    """

    coders: Mapping[int, str]
    coded: Mapping[int, int]
    units: int
    fewest: int
    alpha: float | None
    share: float | None
    pairs: Sequence[PairAgreement]
    modes: Sequence[CodeAgreement]
    modifiers: Sequence[CodeAgreement]

    @property
    def enough(self) -> bool:
        return self.units >= self.fewest


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A translation that coders see differently, with the words of both sides."""

    coded: Coded
    requirement: RequirementText
    passage: PassageText


def coded_links(session: Session, workspace_id: int) -> list[Coded]:
    """All confirmed links that anybody has coded, in the order of the requirements."""
    rows = session.execute(
        select(Coding, Link.requirement_id, Link.passage_id, secret_passage())
        .join(Link, Link.id == Coding.link_id)
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(
            Coding.workspace_id == workspace_id,
            Coding.withdrawn_at.is_(None),
            Link.state == Decided.CONFIRMED,
            Link.requirement_id.in_(counted_requirements(workspace_id)),
        )
        .order_by(Link.requirement_id, Link.id, Coding.coder_id)
    )
    codes: dict[tuple[int, int, int, bool], list[Code]] = defaultdict(list)
    for row, requirement_id, passage_id, secret in rows:
        codes[row.link_id or 0, requirement_id, passage_id or 0, secret].append(
            Code(
                coder_id=row.coder_id,
                mode=row.mode,
                modifiers=frozenset(one for one in Modifier if one.value in row.modifiers),
                note=row.note,
                blind=row.suggested is None,
            )
        )
    return [
        Coded(link_id=link, requirement_id=requirement, passage_id=passage, secret=secret, codes=tuple(said))
        for (link, requirement, passage, secret), said in codes.items()
    ]


def coder_numbers(session: Session, workspace_id: int) -> Mapping[int, int]:
    """What coders are called wherever they are not named: numbers from 1 in the order of their first code."""
    coders = session.scalars(
        select(Coding.coder_id).where(Coding.workspace_id == workspace_id).order_by(Coding.recorded_at, Coding.id)
    )
    return {coder: number for number, coder in enumerate(dict.fromkeys(coders), start=1)}


def coder_agreement(session: Session, workspace_id: int) -> Agreement:
    """The agreement on everything that two or more people coded; numbers only, so of all documents."""
    links = coded_links(session, workspace_id)
    units = [row for row in links if len(row.codes) > 1]
    fewest = settings.thresholds(session, workspace_id).smallest_n
    enough = len(units) >= fewest
    both: dict[tuple[int, int], list[tuple[Code, Code]]] = defaultdict(list)
    for row in units:
        for one, other in combinations(row.codes, 2):
            both[one.coder_id, other.coder_id].append((one, other))
    every = [pair for pairs in both.values() for pair in pairs]
    coded: dict[int, int] = defaultdict(int)
    for row in links:
        for code in row.codes:
            coded[code.coder_id] += 1
    names = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(coded))).all())
    return Agreement(
        coders=names,
        coded=dict(coded),
        units=len(units),
        fewest=fewest,
        alpha=agreement.alpha([[code.mode for code in row.codes] for row in units]) if enough else None,
        share=agreement.share(_modes(every)) if enough else None,
        pairs=[_of_pair(coders, pairs) for coders, pairs in sorted(both.items()) if len(pairs) >= fewest],
        modes=[
            CodeAgreement(
                code=mode.value,
                n=sum(mode in (one.mode, other.mode) for one, other in every),
                both=sum(one.mode is other.mode is mode for one, other in every),
            )
            for mode in Mode
            if mode is not Mode.NONE
        ],
        modifiers=[
            CodeAgreement(
                code=modifier.value,
                n=sum(modifier in one.modifiers | other.modifiers for one, other in every),
                both=sum(modifier in one.modifiers & other.modifiers for one, other in every),
            )
            for modifier in Modifier
            if modifier is not Modifier.DECOUP
        ],
    )


def differences(session: Session, workspace_id: int, *, sees_secrecy: bool = False) -> list[Difference]:
    """What coders see differently; passages under secrecy are left out for most roles."""
    rows = [row for row in coded_links(session, workspace_id) if row.differs and (sees_secrecy or not row.secret)]
    requirements = requirement_texts(session, [row.requirement_id for row in rows])
    passages = passage_texts(session, [row.passage_id for row in rows], context=0, sees_secrecy=sees_secrecy)
    return [
        Difference(coded=row, requirement=requirements[row.requirement_id], passage=passages[row.passage_id])
        for row in rows
    ]


def _modes(pairs: Sequence[tuple[Code, Code]]) -> list[tuple[Mode, Mode]]:
    return [(one.mode, other.mode) for one, other in pairs]


def _of_pair(coders: tuple[int, int], pairs: Sequence[tuple[Code, Code]]) -> PairAgreement:
    modes = _modes(pairs)
    return PairAgreement(
        first=coders[0],
        second=coders[1],
        n=len(pairs),
        share=agreement.share(modes) or 0.0,
        kappa=agreement.kappa(modes),
    )
