"""What people change about services, their forms and the topics people contact the municipality about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tracker import access, clock, events, facts, former, meanwhile, subjects
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.event import Event
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.schema import folded
from tracker.tables.service import Acquisition, ContactTopic, DesignDriver, Form, Service, ServiceStatus, System

TEXTS = ("channel", "life_event", "url", "description")
NAMED_ELSEWHERE: Mapping[str, type[Actor] | type[System]] = {
    "unit_id": Actor,
    "vendor_id": Actor,
    "built_by_id": Actor,
    "platform_id": System,
    "back_office_id": System,
}
TYPES: Mapping[str, type | tuple[type, ...]] = {
    "status": ServiceStatus,
    "acquisition": Acquisition,
    "design_driver": DesignDriver,
    "personal_data": (bool, type(None)),
    "cross_border": (bool, type(None)),
    "contract_end": (date, type(None)),
    "started_on": (date, type(None)),
    **dict.fromkeys(NAMED_ELSEWHERE, (int, type(None))),
    **dict.fromkeys(TEXTS, str),
}
"""What a person may change about a service, and what its value is."""


def change_service(session: Session, service_id: int, *, by: Person, seen_version: int, **changes: Any) -> Service:
    """Change some of a service's facts; names of TYPES only.

    Raises Conflict when somebody changed it after `seen_version`, Refused for a value that cannot stand, and NotFound
    for a unit, vendor or system of another workspace. A service that closes keeps the moment.
    """
    service = session.get(Service, service_id, with_for_update=True)
    if service is None:
        raise NotFound("error.service_unknown", id=service_id)
    access.allow(session, by, "service.change", service.workspace_id)
    if service.version != seen_version:
        entity = f"service:{service_id}"
        listed = and_(Event.action == "list.import", Event.before[(former.BEFORE, entity)].as_string().is_not(None))
        who = meanwhile.last(session, service.workspace_id, entity, reader=by.id, also=listed)
        raise Conflict(
            "error.service_changed", id=service_id, service=service.name, service_status=service.status.value, **who
        )
    for name, value in changes.items():
        if name not in TYPES or not isinstance(value, TYPES[name]):
            raise Refused("error.service_field", name=name, value=str(value)[:40])
        if name in NAMED_ELSEWHERE and isinstance(value, int):
            subjects.of_workspace(session, NAMED_ELSEWHERE[name], value, service.workspace_id)
        if isinstance(value, date):
            facts.refuse_unlikely(value)
    if isinstance(changes.get("url"), str):
        changes["url"] = _address(changes["url"])
    before = {name: getattr(service, name) for name in changes}
    different = {name: value for name, value in changes.items() if before[name] != value}
    if not different:
        return service
    for name, value in different.items():
        setattr(service, name, value)
    if "status" in different:
        service.closed_at = clock.now() if service.status is ServiceStatus.CLOSED else None
    service.version += 1
    session.flush()
    events.record(
        session,
        service.workspace_id,
        "service.change",
        f"service:{service_id}",
        by=by,
        before={name: before[name] for name in different if name not in TEXTS},
        after={name: value for name, value in different.items() if name not in TEXTS} | {"version": service.version},
        note="\n".join(str(different[name]) for name in TEXTS if different.get(name)),
    )
    return service


def save_form(
    session: Session,
    service_id: int,
    name: str,
    *,
    by: Person,
    form_id: int | None = None,
    seen_version: int = 0,
    url: str = "",
    fields: int | None = None,
    required_fields: int | None = None,
    note: str = "",
) -> Form:
    """A form of a service, new or (with `form_id` and the version the person saw) changed."""
    service = session.get(Service, service_id)
    if service is None:
        raise NotFound("error.service_unknown", id=service_id)
    access.allow(session, by, "service.change", service.workspace_id)
    access.one_at_a_time(session, service.workspace_id)
    for count in (fields, required_fields):
        if count is not None and count < 0:
            raise Refused("error.fact_count", fact="fields", value=count)
    if fields is not None and required_fields is not None and required_fields > fields:
        raise Refused("error.fact_more_than", fact="required_fields", value=required_fields, whole=fields)
    same = session.scalars(
        select(Form.id).where(Form.service_id == service_id, Form.name_folded == folded(title(name)))
    ).first()
    if same is not None and same != form_id:
        raise Refused("error.name_taken", name=name.strip()[:80])
    form = session.get(Form, form_id, with_for_update=True) if form_id is not None else None
    if form_id is not None and (form is None or form.service_id != service_id):
        raise NotFound("error.form_unknown", id=form_id)
    if form is None:
        form = Form(workspace_id=service.workspace_id, service_id=service_id, name=title(name), version=0)
        session.add(form)
    elif form.version != seen_version:
        who = meanwhile.last(session, form.workspace_id, f"form:{form.id}", reader=by.id)
        raise Conflict("error.form_changed", id=form.id, form=form.name, **who)
    form.name, form.url, form.note = title(name), _address(url), note.strip()
    form.fields, form.required_fields, form.version = fields, required_fields, form.version + 1
    session.flush()
    after = {"service": service_id, "fields": fields, "required_fields": required_fields, "version": form.version}
    events.record(session, form.workspace_id, "form.save", f"form:{form.id}", by=by, after=after, note=form.name)
    return form


def save_topic(
    session: Session,
    workspace_id: int,
    name: str,
    *,
    by: Person,
    topic_id: int | None = None,
    seen_version: int = 0,
    service_id: int | None = None,
    unit_id: int | None = None,
    taken_over_on: date | None = None,
    note: str = "",
) -> ContactTopic:
    """A contact topic, new or (with `topic_id` and the version the person saw) changed.

    `service_id` is the e-service that answers the same need, `unit_id` who handled it before the contact centre did.
    """
    access.allow(session, by, "service.change", workspace_id)
    access.one_at_a_time(session, workspace_id)
    facts.refuse_unlikely(taken_over_on)
    same = session.scalars(
        select(ContactTopic.id).where(
            ContactTopic.workspace_id == workspace_id, ContactTopic.name_folded == folded(title(name))
        )
    ).first()
    if same is not None and same != topic_id:
        raise Refused("error.name_taken", name=name.strip()[:80])
    subjects.of_workspace(session, Service, service_id, workspace_id)
    subjects.of_workspace(session, Actor, unit_id, workspace_id)
    topic = session.get(ContactTopic, topic_id, with_for_update=True) if topic_id is not None else None
    if topic_id is not None and (topic is None or topic.workspace_id != workspace_id):
        raise NotFound("error.topic_unknown", id=topic_id)
    if topic is None:
        topic = ContactTopic(workspace_id=workspace_id, name=title(name), version=0)
        session.add(topic)
    elif topic.version != seen_version:
        who = meanwhile.last(session, workspace_id, f"contact_topic:{topic.id}", reader=by.id)
        raise Conflict("error.topic_changed", id=topic.id, topic=topic.name, **who)
    before = _topic_state(topic)
    topic.name, topic.service_id, topic.unit_id = title(name), service_id, unit_id
    topic.taken_over_on, topic.note, topic.version = taken_over_on, note.strip(), topic.version + 1
    session.flush()
    events.record(
        session, workspace_id, "topic.save", f"contact_topic:{topic.id}", by=by, before=before,
        after=_topic_state(topic), note=topic.name,
    )  # fmt: skip
    return topic


def _topic_state(topic: ContactTopic) -> dict[str, Any]:
    return {
        "service": topic.service_id,
        "unit": topic.unit_id,
        "taken_over_on": topic.taken_over_on,
        "version": topic.version,
    }


def title(name: str) -> str:
    """A name on one line of at most 400 characters, as a service's form, topic or journey keeps it; Refused without."""
    if not name.strip():
        raise Refused("error.title_needed")
    return " ".join(name.split())[:400]


def _address(url: str) -> str:
    """Only http and https may be followed, so nothing else is kept."""
    url = url.strip()
    if url and (not url.lower().startswith(("https://", "http://")) or len(url) > 1000 or len(url.split()) > 1):
        raise Refused("error.address_form", value=url[:80])
    return url
