"""A guideline as the file by which it is shared: its newest text, its requirements as they stand, and its crosswalks.

Nothing in it is of a workspace or names anybody; what people wrote about crosswalks stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased, undefer

from policies import framework
from policies.document import Provision, Stated
from tracker.errors import NotFound, Refused
from tracker.succession import newest_editions
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Decided, Edition, Guideline, Requirement, RequirementState, Wording
from tracker.tables.guideline import Provision as ProvisionRow
from tracker.views.counted import of_others

HEADING = 2000
BELOW_CERTAIN = 0.9999
"""The most that what the program read is said to be sure of: 1 is for what people stated."""


def shared_framework(
    session: Session, workspace_id: int, guideline_id: int, language: str, *, rights: str = ""
) -> framework.Framework:
    """The guideline with its text in `language` where there is one; `rights` says what others may do with it.

    Raises NotFound for a guideline that is not there for the workspace, Refused for one without an imported text.
    """
    guideline = session.scalars(
        select(Guideline).where(Guideline.id == guideline_id, Guideline.id.not_in(of_others(workspace_id)))
    ).first()
    if guideline is None:
        raise NotFound("error.guideline_unknown", id=guideline_id)
    edition = _edition(session, guideline_id, language)
    if edition is None:
        raise Refused("error.framework_no_text", title=guideline.name)
    places = session.scalars(
        select(ProvisionRow).where(ProvisionRow.edition_id == edition.id).order_by(ProvisionRow.position)
    ).all()
    at = {place.id: number for number, place in enumerate(places)}
    wordings = session.scalars(
        select(Wording)
        .join(Requirement, Requirement.id == Wording.requirement_id)
        .where(Wording.edition_id == edition.id, Requirement.state == RequirementState.ACTIVE)
        .order_by(Wording.start, Wording.end, Wording.id)
    ).all()
    return framework.Framework(
        facts=_facts(guideline, edition, rights),
        text=edition.text,
        provisions=tuple(_provision(place, at) for place in places),
        requirements=tuple(_stated(wording, at) for wording in wordings),
        crosswalks=tuple(_crosswalks(session, [wording.requirement_id for wording in wordings])),
    )


def _edition(session: Session, guideline_id: int, language: str) -> Edition | None:
    wanted = (
        select(Edition)
        .where(Edition.guideline_id == guideline_id, Edition.id.in_(newest_editions()))
        .order_by(Edition.language != language, Edition.id)
        .options(undefer(Edition.text))
    )
    return session.scalars(wanted).first()


def _facts(guideline: Guideline, edition: Edition, rights: str) -> Mapping[str, str]:
    said = {
        "identifier": guideline.identifier,
        "title": guideline.name,
        "language": edition.language,
        "issuer": guideline.issuer,
        "level": guideline.level.value,
        "bindingness": guideline.bindingness.value,
        "published_on": edition.published_on.isoformat() if edition.published_on else "",
        "source": guideline.source_url,
        "rights": rights.strip() or str(edition.facts.get("rights", "")),
    }
    known = {name: words[: framework.FACT_CHARACTERS] for name, words in said.items() if words}
    return {name: words for name, words in known.items() if (name, words) != ("bindingness", "unknown")}


def _provision(row: ProvisionRow, at: Mapping[int, int]) -> Provision:
    return Provision(
        locator=row.locator,
        zone=row.zone,
        kind=row.kind,
        start=row.start,
        end=row.end,
        heading=row.heading[:HEADING],
        parent=at[row.parent_id] if row.parent_id is not None else None,
        label=row.label,
    )


def _stated(row: Wording, at: Mapping[int, int]) -> Stated:
    return Stated(
        provision=at[row.provision_id],
        start=row.start,
        end=row.end,
        lead_ins=tuple((start, end) for start, end in row.lead_ins),
        force=row.force.value,
        duty_bearer=row.duty_bearer if not row.duty_bearer_inferred else "",
        deadline=row.deadline,
        confidence=1.0 if row.confidence == 1.0 else min(round(row.confidence, 4), BELOW_CERTAIN),
    )


def _crosswalks(session: Session, requirements: Sequence[int]) -> list[framework.Crosswalk]:
    """Confirmed crosswalks of these requirements with each other and with those of guidelines that all share."""
    at = {number: place for place, number in enumerate(requirements)}
    upper, lower = aliased(Requirement), aliased(Requirement)
    above, below = aliased(Guideline), aliased(Guideline)
    rows = session.execute(
        select(Crosswalk.type, upper.id, upper.key, above, lower.id, lower.key, below)
        .join(upper, upper.id == Crosswalk.upper_id)
        .join(above, above.id == upper.guideline_id)
        .join(lower, lower.id == Crosswalk.lower_id)
        .join(below, below.id == lower.guideline_id)
        .where(
            Crosswalk.state == Decided.CONFIRMED,
            or_(Crosswalk.upper_id.in_(requirements), Crosswalk.lower_id.in_(requirements)),
        )
        .order_by(Crosswalk.id)
    )
    found = []
    for kind, upper_id, upper_key, higher, lower_id, lower_key, deeper in rows:
        own, key, other, is_upper = (
            (lower_id, upper_key, higher, True) if lower_id in at else (upper_id, lower_key, deeper, False)
        )
        if kind is not None and own in at and other.workspace_id is None:
            found.append(
                framework.Crosswalk(
                    requirement=at[own], guideline=other.identifier, key=key, upper=is_upper, type=kind.value
                )
            )
    return sorted(found, key=lambda one: (one.requirement, one.guideline, one.key, one.upper))
