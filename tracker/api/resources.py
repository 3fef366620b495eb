"""Everything that can be read, in one table: name, row, view, filters, and what it is in linked data.

A new resource is a view in `tracker.views.rows` and an entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.api.parameters import Parameter, choice, flag, moment, number
from tracker.tables.guideline import Decided, Force, RequirementState
from tracker.tables.service import ServiceStatus
from tracker.views.rows.assessments import AssessmentItem, assessments
from tracker.views.rows.changes import Chain, ChangeItem, changes
from tracker.views.rows.coverage import By, Columns, MatrixItem, ShareItem, coverage, matrix
from tracker.views.rows.guidelines import GuidelineItem, guidelines
from tracker.views.rows.links import LinkItem, links
from tracker.views.rows.requirements import RequirementItem, requirements
from tracker.views.rows.services import ServiceItem, UnitItem, services, units
from tracker.views.rows.studies import MarkItem, StudyItem, marks, studies


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A kind of row: `view` gives pages of `row`, `filters` narrow them by the view's arguments of the same names.

    `kinds` are its classes in linked data, `terms` what its fields mean there (tracker.api.linked). Rows that have no
    number of their own in all filters (`alone` is false) are read in pages only.
    """

    name: str
    row: type[Any]
    view: Callable[..., Sequence[Any]]
    filters: Sequence[Parameter] = ()
    kinds: Sequence[str]
    terms: Mapping[str, str] = field(default_factory=dict)
    alone: bool = True


GUIDELINE = number("guideline_id", "Of one guideline.")
REQUIREMENT = number("requirement_id", "Of one requirement.")
UNIT = number("unit_id", "Of one unit.")
FORCE = choice("force", Force, "With this force.")
LANGUAGES = {"language": "dct:language"}
DAYS = {"in_force_on": "eli:first_date_entry_in_force xsd:date", "applies_on": "eli:date_applicability xsd:date"}

RESOURCES: Mapping[str, Resource] = {
    resource.name: resource
    for resource in (
        Resource(
            name="guidelines",
            row=GuidelineItem,
            view=guidelines,
            kinds=("p2p:Guideline", "eli:LegalResource"),
            terms={
                **DAYS, **LANGUAGES, "identifier": "dct:identifier", "title_sv": "dct:title @sv",
                "title_en": "dct:title @en", "title": "eli:title", "issuer": "eli:responsibility_of",
                "adopted_on": "eli:date_document xsd:date", "repealed_on": "eli:date_no_longer_in_force xsd:date",
                "published_on": "eli:date_publication xsd:date", "editions": "eli:is_realized_by",
                "superseded_by_id": "dct:isReplacedBy guidelines", "source_url": "dct:source @id",
            },
        ),
        Resource(
            name="requirements",
            row=RequirementItem,
            view=requirements,
            filters=(
                GUIDELINE, FORCE, choice("state", RequirementState, "In this state."),
                flag("counted", "Only those that count in the workspace's figures, or only the others."),
            ),
            kinds=("p2p:Requirement", "eli:LegalResourceSubdivision"),
            terms={
                **DAYS, **LANGUAGES, "guideline_id": "eli:is_part_of guidelines", "wordings": "eli:is_realized_by",
                "text": "rdfs:label", "created_at": "dct:created xsd:dateTime",
            },
        ),
        Resource(
            name="links",
            row=LinkItem,
            view=links,
            filters=(
                GUIDELINE, REQUIREMENT, FORCE, UNIT, choice("state", Decided, "In this state."),
                moment("since", "Made or decided from this moment on."),
            ),
            kinds=("p2p:Link",),
            terms={
                **LANGUAGES, "requirement_id": "p2p:requirement requirements", "service_id": "p2p:service services",
                "unit_id": "p2p:unit units", "recorded_at": "dct:created xsd:dateTime", "text": "rdfs:label",
            },
        ),
        Resource(
            name="assessments",
            row=AssessmentItem,
            view=assessments,
            filters=(GUIDELINE, REQUIREMENT, FORCE, UNIT, moment("since", "Recorded from this moment on.")),
            kinds=("p2p:Assessment",),
            terms={
                "requirement_id": "p2p:requirement requirements", "service_id": "p2p:service services",
                "unit_id": "p2p:unit units", "recorded_at": "dct:created xsd:dateTime", "on": "dct:date xsd:date",
            },
        ),
        Resource(
            name="services",
            row=ServiceItem,
            view=services,
            filters=(UNIT, choice("status", ServiceStatus, "In this stage of its life.")),
            kinds=("cpsv:PublicService",),
            terms={
                "identifier": "dct:identifier", "name": "dct:title", "description": "dct:description",
                "unit_id": "cv:hasCompetentAuthority units", "url": "foaf:homepage @id",
                "started_on": "schema:startDate xsd:date",
            },
        ),
        Resource(
            name="units",
            row=UnitItem,
            view=units,
            kinds=("org:Organization",),
            terms={"name": "skos:prefLabel", "part_of_id": "org:subOrganizationOf units"},
        ),
        Resource(
            name="coverage",
            row=ShareItem,
            view=coverage,
            filters=(choice("by", By, "What the shares are of.", usual=By.GUIDELINE),),
            kinds=("p2p:Share",),
            terms={"name": "rdfs:label"},
            alone=False,
        ),
        Resource(
            name="matrix",
            row=MatrixItem,
            view=matrix,
            filters=(GUIDELINE, FORCE, UNIT, choice("by", Columns, "What the cells are of.", usual=Columns.UNIT)),
            kinds=("p2p:Coverage",),
            terms={
                "guideline_id": "p2p:guideline guidelines", "unit_id": "p2p:unit units",
                "service_id": "p2p:service services",
            },
            alone=False,
        ),
        Resource(
            name="studies",
            row=StudyItem,
            view=studies,
            kinds=("p2p:Study",),
            terms={"name": "dct:title", "question": "dct:description", "published_at": "dct:issued xsd:dateTime"},
        ),
        Resource(
            name="marks",
            row=MarkItem,
            view=marks,
            filters=(number("study_id", "Of one coding project."), REQUIREMENT),
            kinds=("p2p:Mark",),
            terms={
                "study_id": "dct:isPartOf studies", "requirement_id": "p2p:requirement requirements",
                "link_id": "p2p:link links", "recorded_at": "dct:created xsd:dateTime",
            },
        ),
        Resource(
            name="changes",
            row=ChangeItem,
            view=changes,
            filters=(
                choice("chain", Chain, "Which history.", usual=Chain.WORKSPACE),
                moment("since", "From this moment on."),
            ),
            kinds=("p2p:Change",),
            terms={"at": "dct:date xsd:dateTime"},
            alone=False,
        ),
    )
}  # fmt: skip
"""By the name in the address."""
