"""What is known about a service, and the form to change it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import Any

import streamlit as st

from tracker import services
from tracker.pages import address, frame, language, problems
from tracker.pages.language import t, word
from tracker.pages.problems import plain
from tracker.tables.network import UNIT_KINDS, ActorKind
from tracker.tables.service import Acquisition, DesignDriver, ServiceStatus, SystemKind
from tracker.views.local import carriers
from tracker.views.services import detail as services_detail
from tracker.views.services.detail import ServiceDetail

TRUTHS = (None, True, False)
ACTORS = {"unit_id": UNIT_KINDS, "vendor_id": (ActorKind.VENDOR, ActorKind.COMPANY), "built_by_id": tuple(ActorKind)}
SYSTEMS = {"platform_id": SystemKind.PLATFORM, "back_office_id": SystemKind.BACK_OFFICE}
SETS: Mapping[str, type[StrEnum]] = {
    "status": ServiceStatus, "acquisition": Acquisition, "design_driver": DesignDriver,
}  # fmt: skip
DATES, YES_NO, TEXTS = (
    ("started_on", "contract_end"),
    ("personal_data", "cross_border"),
    ("channel", "life_event", "url"),
)


def show(workspace: int, detail: ServiceDetail) -> None:
    """Facts to the left, the form to change them to the right."""
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _facts(detail)
    with right, st.container(border=True):
        _form(workspace, detail)


def _facts(detail: ServiceDetail) -> None:
    row = detail.row
    facts = {
        "identifier": plain(detail.identifier),
        "unit": plain(row.unit),
        "channel": plain(row.channel),
        "life_event": plain(row.life_event),
        "platform": plain(row.platform),
        "back_office": plain(row.back_office),
        "vendor": plain(row.vendor),
        "contract_end": language.day(row.contract_end) if row.contract_end is not None else "",
        "acquisition": word(row.acquisition),
        "design_driver": word(row.design_driver),
        "built_by": plain(detail.built_by),
        "personal_data": _truth(detail.personal_data),
        "cross_border": _truth(detail.cross_border),
    }
    if detail.description:
        st.markdown(plain(detail.description))
    st.markdown("\n".join(f"- **{t(f'page.service.field.{key}')}**: {text or '–'}" for key, text in facts.items()))
    if row.url.startswith(("https://", "http://")):
        st.link_button(t("page.service.open"), row.url, icon=":material/open_in_new:")


def _form(workspace: int, detail: ServiceDetail) -> None:
    st.subheader(t("page.service.change"), anchor=False)
    with st.form("service", border=False):
        for field, members in SETS.items():
            st.selectbox(
                _label(field), list(members), index=list(members).index(_held(detail, field)), format_func=word,
                key=_key(detail, field),
            )  # fmt: skip
        for field, choices in _choices(workspace).items():
            held = _held(detail, field)
            options = [0, *choices]
            st.selectbox(
                _label(field), options, key=_key(detail, field),
                index=options.index(held) if isinstance(held, int) and held in options else 0,
                format_func=partial(_named, choices),
            )  # fmt: skip
        for field in DATES:
            st.date_input(_label(field), _held(detail, field), key=_key(detail, field), format="YYYY-MM-DD")
        for field in YES_NO:
            st.selectbox(
                _label(field), TRUTHS, index=TRUTHS.index(_held(detail, field)), format_func=_truth,
                key=_key(detail, field),
            )  # fmt: skip
        for field in TEXTS:
            st.text_input(_label(field), str(_held(detail, field)), key=_key(detail, field), max_chars=200)
        st.text_area(_label("description"), detail.description, key=_key(detail, "description"), max_chars=10_000)
        st.form_submit_button(
            t("page.service.save"),
            type="primary",
            key="service-save",
            **frame.only("service.change"),
            on_click=_save,
            args=(workspace, detail),
        )


def _save(workspace: int, detail: ServiceDetail) -> None:
    changes: dict[str, object] = {}
    for field in (*SETS, *_choices(workspace), *DATES, *YES_NO, *TEXTS, "description"):
        given = st.session_state[_key(detail, field)]
        changes[field] = (given or None) if field in {*ACTORS, *SYSTEMS} else given
        # A choice the form could not offer (a vendor that is no vendor any more) stays as it was.
        if (
            field in {*ACTORS, *SYSTEMS}
            and given == 0
            and _held(detail, field) not in (None, *_choices(workspace)[field])
        ):
            del changes[field]
    if frame.do(services.change_service, detail.row.id, seen_version=detail.version, **changes) is not None:
        problems.tell("page.service.saved")


def _choices(workspace: int) -> dict[str, dict[int, str]]:
    """Actors and systems to choose from, by field."""
    actors = frame.remembered(carriers.actor_rows, workspace)
    systems = frame.remembered(services_detail.system_names, workspace)
    found = {field: {row.id: row.name for row in actors if row.kind in kinds} for field, kinds in ACTORS.items()}
    return found | {field: {row.id: row.name for row in systems if row.kind is kind} for field, kind in SYSTEMS.items()}


def _held(detail: ServiceDetail, field: str) -> Any:
    """What the service has now, wherever the view keeps it."""
    if field == "contract_end":
        return detail.own_contract_end
    return getattr(detail, field) if hasattr(detail, field) else getattr(detail.row, field)


def _label(field: str) -> str:
    return t(f"page.service.field.{field.removesuffix('_id')}")


def _truth(said: bool | None) -> str:
    return t("page.service.not_known") if said is None else t("truth.true" if said else "truth.false")


def _key(detail: ServiceDetail, field: str) -> str:
    """A new version of the service gets new widgets, so that they show what is stored."""
    return f"service-{detail.row.id}-{detail.version}-{field}-{address.get('lang')}"


def _named(names: Mapping[int, str], number: int) -> str:
    return names.get(number, "–")
