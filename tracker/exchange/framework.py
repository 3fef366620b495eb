"""Guidelines with all that is said of them, as one bundle: what ReqIF, OSCAL and linked data are written from.

Numbers are those of the database and hold within one bundle; `uuid` names a thing for good. Nobody is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A numbered part of the edition the guideline is exported in, in document order; `text` is its own, "" for none.

    `text` leaves out what stands in the parts below it; `parent` is the number of the part around it.
    """

    id: int
    uuid: UUID
    parent: int | None
    locator: str
    kind: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A requirement in the words of the exported language; a summary of the library's where `is_summary`.

    `provision` is the part it stands in, None for a summary and for words of an edition that is not exported.
    """

    id: int
    uuid: UUID
    provision: int | None
    locator: str
    force: str
    text: str
    language: str
    is_summary: bool
    applies: str
    duty_bearer: str = ""
    deadline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline:
    """A guideline with the requirements that count; `edition` is the checksum of the text exported, "" for none."""

    id: int
    uuid: UUID
    identifier: str
    title: str
    language: str
    issuer: str
    level: str
    bindingness: str
    status: str
    adopted_on: date | None
    in_force_on: date | None
    repealed_on: date | None
    source_url: str
    edition: str
    published_on: date | None
    provisions: Sequence[Provision]
    requirements: Sequence[Requirement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a local document that carry a requirement out; `page` is 0 where there are none."""

    id: int
    uuid: UUID
    locator: str
    heading: str
    page: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A local document with those of its passages that confirmed links name."""

    id: int
    uuid: UUID
    title: str
    type: str
    body: str
    dnr: str
    paragraph: str
    decided_on: date | None
    language: str
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A confirmed link from a requirement to a passage, by their numbers."""

    id: int
    uuid: UUID
    requirement: int
    passage: int
    type: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """A confirmed crosswalk: what the lower requirement does for the upper one."""

    id: int
    uuid: UUID
    upper: int
    lower: int
    type: str
    on: date | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A unit or service that is judged; `kind` is actor or service."""

    uuid: UUID
    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What supports a step of the ladder for a requirement in a unit or service; `source` says of which kind it is."""

    id: int
    uuid: UUID
    requirement: int
    subject: Subject
    kind: str
    name: str
    step: int
    source: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The judgement of a person that stands for a requirement in a unit or service, with the evidence it has there."""

    id: int
    uuid: UUID
    requirement: int
    subject: Subject
    level: int | None
    side_state: str
    compliance: str
    on: date
    evidence: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangedFramework:
    """The whole bundle of a workspace; `at` is when anything last changed, so that equal data gives equal files.

    `withheld` counts links left out because their passages are under secrecy.
    """

    uuid: UUID
    workspace: str
    language: str
    at: datetime
    guidelines: Sequence[Guideline]
    documents: Sequence[Document]
    links: Sequence[Link]
    crosswalks: Sequence[Crosswalk]
    assessments: Sequence[Assessment]
    evidence: Sequence[Evidence]
    withheld: int

    @property
    def requirements(self) -> Sequence[Requirement]:
        """The requirements of all guidelines, in their order."""
        return [requirement for guideline in self.guidelines for requirement in guideline.requirements]
