"""Requirements, crosswalks and judgements as OSCAL 1.2.1 JSON, what systems for compliance exchange.

A catalog has a group for each guideline and a control for each requirement. A mapping collection says what a lower
control does for an upper one: its set relationships are coarser than our crosswalks, whose own type stands beside. The
assessment results have a finding for each judgement and an observation for each piece of evidence. Names (UUID, version
5, and identifiers of controls) stay the same in every export.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from tracker.exchange.framework import (
    Assessment,
    Crosswalk,
    Evidence,
    ExchangedFramework,
    Guideline,
    Provision,
    Requirement,
)
from tracker.exchange.names import stable
from tracker.rdf.namespaces import OWN

MEDIA_TYPE = "application/oscal+json"
VERSION = "1.2.1"
Object = dict[str, Any]

RELATIONSHIPS = {
    "implements": "superset-of",
    "partly": "intersects-with",
    "supplements": "intersects-with",
    "related": "intersects-with",
}
"""What a lower requirement is to the upper one, as sets of demands (NIST IR 8477)."""
SATISFIED = {"met": "satisfied", "partly": "not-satisfied", "not_met": "not-satisfied", "not_assessed": "not-satisfied"}


def catalog(framework: ExchangedFramework) -> bytes:
    """The guidelines as one catalog."""
    return _written(
        "catalog",
        {
            "uuid": str(stable("catalog", framework.uuid)),
            "metadata": _metadata(framework, f"{framework.workspace}: guidelines and requirements"),
            "groups": [_group(guideline) for guideline in framework.guidelines],
            "back-matter": _sources(framework.guidelines),
        },
    )


def mappings(framework: ExchangedFramework) -> bytes:
    """The confirmed crosswalks as one mapping collection: a mapping for each pair of guidelines, lower to upper."""
    owners = {one.id: guideline for guideline in framework.guidelines for one in guideline.requirements}
    pairs: dict[tuple[int, int], list[Crosswalk]] = defaultdict(list)
    for crosswalk in framework.crosswalks:
        pairs[owners[crosswalk.lower].id, owners[crosswalk.upper].id].append(crosswalk)
    by_id = {guideline.id: guideline for guideline in framework.guidelines}
    controls = {one.id: control_id(one.uuid) for one in framework.requirements}
    return _written(
        "mapping-collection",
        {
            "uuid": str(stable("mapping-collection", framework.uuid)),
            "metadata": _metadata(framework, f"{framework.workspace}: crosswalks"),
            "provenance": {
                "method": "human",
                "matching-rationale": "functional",
                "status": "not-complete",
                "mapping-description": "What a requirement of a lower level does for one of a higher level, confirmed "
                "by a person. The relationship is that of the lower to the upper.",
            },
            "mappings": [
                {
                    "uuid": str(stable("mapping", by_id[lower].uuid, by_id[upper].uuid)),
                    "source-resource": {"type": "catalog", "href": f"#{by_id[lower].uuid}"},
                    "target-resource": {"type": "catalog", "href": f"#{by_id[upper].uuid}"},
                    "maps": [_map(crosswalk, controls) for crosswalk in found],
                }
                for (lower, upper), found in sorted(pairs.items())
            ],
            "back-matter": _sources(
                [by_id[number] for number in sorted({number for pair in pairs for number in pair})]
            ),
        },
    )


def assessments(framework: ExchangedFramework) -> bytes:
    """The judgements of a workspace as assessment results, with all evidence that holds."""
    controls = {one.id: control_id(one.uuid) for one in framework.requirements}
    observed = {one.id: one for one in framework.evidence}
    plan = stable("plan", framework.uuid)
    said: list[Evidence | Assessment] = [*framework.evidence, *framework.assessments]
    seen = sorted({one.requirement for one in said})
    chosen: Object = {"include-controls": [{"control-id": controls[number]} for number in seen]}
    result = {
        "uuid": str(stable("result", framework.uuid)),
        "title": framework.workspace,
        "description": "What supports each requirement in a unit or service, and what people judged of it.",
        "start": _moment(min((one.on for one in said), default=framework.at.date())),
        "end": framework.at.isoformat(),
        "reviewed-controls": {"control-selections": [chosen if seen else {"include-all": {}}]},
        "observations": [_observation(one, controls) for one in framework.evidence],
        "findings": [_finding(one, controls, observed) for one in framework.assessments],
    }
    return _written(
        "assessment-results",
        {
            "uuid": str(stable("assessment-results", framework.uuid)),
            "metadata": _metadata(framework, f"{framework.workspace}: assessments"),
            "import-ap": {"href": f"#{plan}", "remarks": "The ladder of implementation; no plan in OSCAL exists."},
            "results": [{key: value for key, value in result.items() if value}],
            "back-matter": {
                "resources": [{"uuid": str(plan), "title": "Ladder of implementation, steps 0 to 7"}],
            },
        },
    )


def control_id(uuid: UUID) -> str:
    """What a requirement is called as a control: the same in every export."""
    return f"r-{uuid.hex[:12]}"


def _metadata(framework: ExchangedFramework, title: str) -> Object:
    return {
        "title": _line(title),
        "last-modified": framework.at.isoformat(),
        "version": framework.at.date().isoformat(),
        "oscal-version": VERSION,
        "props": _properties({"language": framework.language}),
    }


def _group(guideline: Guideline) -> Object:
    places = {provision.id: provision for provision in guideline.provisions}
    return {
        "id": f"g-{guideline.uuid.hex[:12]}",
        "class": "guideline",
        "title": _line(guideline.title),
        "props": _properties(
            {
                "label": guideline.identifier,
                "level": guideline.level,
                "bindingness": guideline.bindingness,
                "status": guideline.status,
                "language": guideline.language,
                "edition": guideline.edition,
            }
        ),
        "links": [{"href": f"#{guideline.uuid}", "rel": "reference"}],
        "controls": [_control(one, places) for one in guideline.requirements],
    }


def _control(requirement: Requirement, places: Mapping[int, Provision]) -> Object:
    name = control_id(requirement.uuid)
    stands = places.get(requirement.provision or 0)
    return {
        "id": name,
        "class": "requirement",
        "title": _line(requirement.locator or requirement.text[:80]),
        "props": _properties(
            {
                "label": requirement.locator,
                "force": requirement.force,
                "applies": requirement.applies,
                "text-is": "summary" if requirement.is_summary else "wording",
                "language": requirement.language,
                "duty-bearer": requirement.duty_bearer,
                "deadline": requirement.deadline,
                "heading": stands.heading if stands is not None else "",
            }
        ),
        "parts": [{"id": f"{name}_smt", "name": "statement", "prose": requirement.text}],
    }


def _map(crosswalk: Crosswalk, controls: Mapping[int, str]) -> Object:
    return {
        "uuid": str(crosswalk.uuid),
        "relationship": RELATIONSHIPS[crosswalk.type],
        "sources": [{"type": "control", "id-ref": controls[crosswalk.lower]}],
        "targets": [{"type": "control", "id-ref": controls[crosswalk.upper]}],
        "props": _properties(
            {"crosswalk-type": crosswalk.type, "on": crosswalk.on.isoformat() if crosswalk.on is not None else ""}
        ),
    }


def _observation(one: Evidence, controls: Mapping[int, str]) -> Object:
    return {
        "uuid": str(one.uuid),
        "description": one.name,
        "props": _properties(
            {
                "evidence-id": str(one.id),
                "evidence-kind": one.kind,
                "step": str(one.step),
                "source": one.source,
                "control-id": controls[one.requirement],
            }
        ),
        "methods": ["EXAMINE"],
        "subjects": [_subject(one)],
        "collected": _moment(one.on),
    }


def _finding(one: Assessment, controls: Mapping[int, str], observed: Mapping[int, Evidence]) -> Object:
    judged = one.side_state or (f"level {one.level}" if one.level is not None else one.compliance)
    evidence = [{"observation-uuid": str(observed[number].uuid)} for number in one.evidence]
    return {
        "uuid": str(one.uuid),
        "title": _line(f"{one.subject.name}: {judged}"),
        "description": f"{one.subject.name}: {judged}, {one.compliance}",
        "props": _properties(
            {
                "assessment-id": str(one.id),
                "level": "" if one.level is None else str(one.level),
                "side-state": one.side_state,
                "compliance": one.compliance,
                "subject-uuid": str(one.subject.uuid),
                "on": one.on.isoformat(),
            }
        ),
        "target": {
            "type": "statement-id",
            "target-id": f"{controls[one.requirement]}_smt",
            "status": {"state": SATISFIED[one.compliance], "reason": "other", "remarks": one.compliance},
        },
        **({"related-observations": evidence} if evidence else {}),
    }


def _subject(one: Evidence) -> Object:
    kind = "party" if one.subject.kind == "actor" else "component"
    return {"subject-uuid": str(one.subject.uuid), "type": kind, "title": _line(one.subject.name)}


def _sources(guidelines: Sequence[Guideline]) -> Object:
    return {
        "resources": [
            {
                "uuid": str(guideline.uuid),
                "title": _line(guideline.title),
                "document-ids": [{"identifier": guideline.identifier}],
                **({"rlinks": [{"href": guideline.source_url}]} if guideline.source_url else {}),
            }
            for guideline in guidelines
        ]
    }


def _properties(values: Mapping[str, str]) -> list[Object]:
    """Properties in our own name space; those that say nothing are left out, as an empty one is not allowed."""
    space = str(OWN).rstrip(":#/")
    named = {name: _line(value) for name, value in values.items() if value.strip()}
    return [
        {"name": name, **({} if name == "label" else {"ns": space}), "value": value} for name, value in named.items()
    ]


def _line(text: str) -> str:
    """The text on one line, as names and values must be."""
    return " ".join(text.split())


def _moment(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat()


def _written(kind: str, content: Object) -> bytes:
    """The document as indented UTF-8, empty lists left out, which the schema does not allow."""
    kept = {key: value for key, value in content.items() if value and value != {"resources": []}}
    return json.dumps({kind: kept}, ensure_ascii=False, indent=1).encode("utf-8", "replace")
