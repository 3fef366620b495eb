"""A framework of one's own, from a sheet, pasted text or another installation, becomes a guideline in one click."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import streamlit as st

from policies.errors import PoliciesError
from tracker.errors import TrackerError
from tracker.importers import frameworks as reading
from tracker.importers.headings import Layout
from tracker.importers.intake import RowsRefused
from tracker.importers.table import read_sheets
from tracker.pages import address, background, frame, problems
from tracker.pages.guidelines import own_preview
from tracker.pages.language import t, tn, word
from tracker.pages.local import import_preview
from tracker.pages.local.importing import columns_read_as, template
from tracker.pages.problems import message, plain
from tracker.settings import Settings
from tracker.tables.guideline import Level
from tracker.tables.people import Workspace
from tracker.tasks import frameworks
from tracker.views.guidelines.own import OwnFramework, own_frameworks
from tracker.views.versions import data_version

WAYS = ("sheet", "text", "file")
NEW = "new"
LONGEST_TITLE = 200
LONGEST_TEXT = 400_000
Make = Callable[[], frameworks.Draft]


def show(workspace: int) -> None:
    """From what a person has to what would be stored, and the click that stores it."""
    st.button(t("page.guideline.back"), icon=":material/arrow_back:", type="tertiary", on_click=_leave)
    st.title(t("page.own.title"))
    st.markdown(t("page.own.intro"))
    way = address.segment(t("page.own.way"), WAYS, key="way", show=lambda key: t(f"page.own.way.{key}"))
    if way == "file":
        _shared(workspace)
    elif way == "text":
        _text(workspace)
    else:
        _sheet(workspace)


def opener() -> None:
    """The way here from the list of guidelines."""
    if st.button(t("page.own.open"), icon=":material/post_add:", key="own-open"):
        address.put(own=NEW)
        st.rerun()


def another(number: int) -> None:
    """The way here from a framework's editions."""
    if st.button(t("page.own.another"), icon=":material/table_view:", key="own-another"):
        address.put(own=number, guideline=None, tab=None)
        st.rerun()


def _sheet(workspace: int) -> None:
    template(reading.FRAMEWORK.code)
    file = st.file_uploader(
        t("page.own.drop"), type=["xlsx", "csv", "tsv"], key=_widget("own-file"),
        max_upload_size=background.LIMIT_MB, **frame.only("guideline.import"),
    )  # fmt: skip
    if file is None:
        return
    data = file.getvalue()
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        source = read_sheets(data, file.name)
        with frame.reading() as session:
            found = frameworks.layout(session, source, workspace, guess=True)
    except (TrackerError, PoliciesError) as problem:
        _refused(problem)
        return
    chosen = columns_read_as(reading.FRAMEWORK, found.headings, sha256)
    said = _said(workspace, PurePath(file.name).stem.replace("_", " "))

    def make() -> frameworks.Draft:
        with frame.reading() as session:
            layout = frameworks.layout(session, source, workspace, chosen=chosen)
            rows = reading.sheet_rows(source, layout, file.name)
            return frameworks.draft(session, rows, file.name, said, session.get_one(Workspace, workspace))

    with frame.reading() as session:
        layout = frameworks.layout(session, source, workspace, chosen=chosen)
    _offer(workspace, make, repr((sha256, file.name, sorted(chosen.items()), said)), layout)


def _text(workspace: int) -> None:
    st.caption(t("page.own.text_is"))
    text = st.text_area(
        t("page.own.text"), height=260, key=_widget("own-text"), max_chars=LONGEST_TEXT,
        placeholder=t("page.own.text_example"),
    )  # fmt: skip
    if not text.strip():
        return
    said = _said(workspace, "")

    def make() -> frameworks.Draft:
        name = said.title.strip() or t("page.own.pasted")
        rows = reading.text_rows(text, name)
        with frame.reading() as session:
            return frameworks.draft(session, rows, name, said, session.get_one(Workspace, workspace))

    _offer(workspace, make, repr((text, said)))


def _shared(workspace: int) -> None:
    st.caption(t("page.own.file_is"))
    file = st.file_uploader(
        t("page.own.drop_file"), type=["json"], key=_widget("own-shared"), max_upload_size=background.LIMIT_MB,
        **frame.only("guideline.import"),
    )  # fmt: skip
    if file is not None:
        data = file.getvalue()
        key = repr((hashlib.sha256(data).hexdigest(), file.name))
        _offer(workspace, lambda: frameworks.shared(data, file.name), key)


def _said(workspace: int, suggested: str) -> frameworks.Said:
    """The name, and on demand what else there is to say; what is offered is enough to go on."""
    there = {one.id: one for one in frame.remembered(own_frameworks, workspace)}
    number = address.number("own")
    options = [0, *there]
    first, second = st.columns(2)
    with first:
        edition_of = 0
        if there:
            edition_of = st.selectbox(
                t("page.own.edition_of"), options, index=options.index(number) if number in there else 0,
                key=f"own-edition-of-{number or 0}",
                format_func=lambda key: plain(there[key].title) if key else t("page.own.new"),
            )  # fmt: skip
    if edition_of:
        return _known(there[edition_of])
    with second if there else first:
        title = st.text_input(t("page.own.name"), value=suggested, max_chars=LONGEST_TITLE, key=f"own-name-{suggested}")
    with st.expander(t("page.own.more"), icon=":material/tune:"):
        issuer = st.text_input(t("page.own.issuer"), max_chars=LONGEST_TITLE, key="own-issuer")
        level = st.selectbox(
            t("page.guidelines.level"), list(Level)[::-1], key="own-level", format_func=lambda code: word(Level(code))
        )
        rights = st.text_input(t("page.own.rights"), max_chars=500, key="own-rights", help=t("page.own.rights_help"))
        everywhere = st.toggle(t("page.own.everywhere"), key="own-everywhere", help=t("page.own.everywhere_help"))
    return frameworks.Said(title=title, level=Level(level), issuer=issuer, rights=rights, everywhere=everywhere)


def _known(one: OwnFramework) -> frameworks.Said:
    """A new edition keeps what is known of its guideline."""
    return frameworks.Said(
        title=one.title, edition_of=one.id, level=Level(one.level), issuer=one.issuer, rights=one.rights
    )


def _offer(workspace: int, make: Make, key: str, layout: Layout | None = None) -> None:
    """What would be stored, found out anew once anything changed, and the button that stores it."""
    with frame.reading() as session:
        key = repr((Settings().database_url, data_version(session, workspace), workspace, key))
    kept: tuple[str, Any, Any] | None = st.session_state.get("own-preview")
    if kept is None or kept[0] != key:
        made: Any = None
        try:
            with st.spinner(t("page.own.looking")):
                made = make()
                seen: Any = frameworks.look(frame.database(), made)
        except (TrackerError, PoliciesError) as problem:
            seen = problem
        kept = st.session_state["own-preview"] = (key, made, seen)
    _, made, seen = kept
    if isinstance(seen, RowsRefused):
        import_preview.to_mend(reading.FRAMEWORK.code, seen.problems)
        return
    if isinstance(seen, TrackerError | PoliciesError):
        _refused(seen)
        return
    own_preview.show(workspace, seen, made.warnings)
    st.button(
        tn("page.own.store", seen.requirements), type="primary", icon=":material/check:", key="own-store",
        **frame.only("guideline.import", unless=seen.edition.known is not None),
        on_click=_store, args=(workspace, made, seen.digest, layout),
    )  # fmt: skip


def _store(workspace: int, made: frameworks.Draft, digest: str, layout: Layout | None) -> None:
    """Store what was looked at, look for links to it, and go there."""
    try:
        done = frameworks.store(frame.database(), made, workspace, by=frame.person(), digest=digest)
        if layout is not None:
            frameworks.remember(frame.database(), layout, workspace, by=frame.person())
    except TrackerError as problem:
        problems.keep(problem)
        return
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.session_state.pop("own-preview", None)
    background.submit(workspace, "suggest")
    ties = {"tied": done.tied, "untied": done.untied}
    told = "page.own.stored" if any(ties.values()) else "page.own.stored_alone"
    problems.tell(told, requirements=done.guideline.requirements, **ties)
    address.put(own=None, way=None, guideline=done.guideline.guideline_id, tab=None)


def _refused(problem: TrackerError | PoliciesError) -> None:
    asks = problem.code == "error.framework_name"  # nothing is wrong: one thing is left to say
    (st.info if asks else st.error)(
        message(problem.code, problem.values), icon=":material/edit:" if asks else ":material/error:"
    )


def _widget(name: str) -> str:
    """The key of a widget that is empty again after every import."""
    return f"{name}-{st.session_state.get('uploads', 0)}"


def _leave() -> None:
    address.put(own=None, way=None)
