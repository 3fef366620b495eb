"""Importing a list: what it is, what its columns mean, what it would change and what to mend; a click stores it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from tracker import tasks
from tracker.errors import TrackerError
from tracker.importers import intake, lists, templates
from tracker.importers.headings import Heading, How, title
from tracker.importers.reading import ListKind
from tracker.pages import address, background, frame, problems, standing
from tracker.pages.language import current, t, tn
from tracker.pages.local import import_preview
from tracker.pages.problems import message, plain
from tracker.settings import Settings
from tracker.views.versions import data_version

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
MATCHED = frozenset({"actors", "services"})
"""Kinds of lists whose rows can carry requirements: links to them are looked for afterwards."""


def show(workspace: int) -> None:
    """The path from a file to what it changes."""
    st.markdown(t("page.importing.intro"))
    kind = address.choose(
        t("page.importing.kind"),
        ["", *lists.KINDS],
        key="list",
        show=lambda code: t(f"list_kind.{code}") if code else t("page.importing.told"),
    )
    if kind:
        template(kind)
    widget = f"list-{st.session_state.get('uploads', 0)}"
    file = st.file_uploader(
        t("page.importing.drop"),
        type=["xlsx", "csv", "tsv", "txt", "json", "jsonld", "ttl", "nt", "rdf", "xml"],
        key=widget,
        max_upload_size=background.LIMIT_MB,
        **frame.only("list.import", help=t("page.importing.drop_help")),
    )
    import_preview.done()
    if file is not None:
        _file(workspace, kind, file.name, file.getvalue())


def template(kind: str) -> None:
    """What the kind is, and files to fill in."""
    st.caption(t(f"list_about.{kind}"))
    with st.container(horizontal=True, gap="small"):
        for form, make in templates.TEMPLATES.items():
            standing.download(
                t(f"page.importing.template.{form}"),
                data=partial(make, kind, current()),
                file_name=f"{kind}.{form}",
                mime=MEDIA_TYPES[form],
                key=f"template-{kind}-{form}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


def _file(workspace: int, asked: str, name: str, data: bytes) -> None:
    """What the file is read as, and what would come of it."""
    try:
        kind = asked or intake.likely(data, name)
        if not kind:
            st.warning(t("page.importing.which"), icon=":material/help:")
            return
        opened = intake.opened(data, name, kind)
        with frame.reading() as session:
            found = intake.propose(session, opened, workspace, guess=True)
    except TrackerError as problem:
        st.error(message(problem.code, problem.values), icon=":material/error:")
        return
    if not asked:
        st.markdown(t("page.importing.read_as", list=plain(t(f"list_kind.{kind}"))))
    sha256 = hashlib.sha256(data).hexdigest()
    mapping = columns_read_as(lists.KINDS[kind], found.headings, sha256)
    preview = _preview(workspace, kind, name, data, mapping, sha256)
    if preview is not None:
        import_preview.preview(preview)
        if not preview.problems:
            st.button(
                t("page.importing.import", name=plain(name)),
                type="primary",
                icon=":material/check:",
                key="list-import",
                **frame.only("list.import", unless=not preview.changes_anything),
                on_click=_import,
                args=(workspace, kind, name, data, mapping, preview.digest),
            )


def columns_read_as(kind: ListKind, headings: tuple[Heading, ...], sha256: str) -> dict[int, str]:
    """What every heading is read as: what is certain stands in a line, the rest is asked for."""
    said = {heading.position: heading.key for heading in headings if heading.text.strip()}
    open_ones = [heading for heading in headings if heading.text.strip() and heading.how is not How.KNOWN]
    guessed = [heading for heading in open_ones if heading.how is How.GUESSED]
    if not said:
        return said
    st.markdown(
        f"**{t('page.importing.columns')}** · {tn('count.headings_known', len(said) - len(open_ones))}"
        + (f" · {tn('count.headings_guessed', len(guessed))}" if guessed else "")
    )
    if guessed:
        st.warning(t("page.importing.guessed"), icon=":material/help:")
    every = st.toggle(t("page.importing.every_column"), key=f"every-{sha256[:12]}")
    shown = [heading for heading in headings if heading.text.strip()] if every else open_ones
    columns = {column.key: title(kind.code, column, current()) for column in kind.columns}
    options = ["", *columns]
    with st.container(horizontal=True):
        for heading in shown:
            said[heading.position] = st.selectbox(
                f"{plain(heading.text)[:60]} ({t(f'list_how.{heading.how.value}')})",
                options,
                index=options.index(heading.key),
                format_func=lambda key: columns.get(key) or t("page.importing.leave_out"),
                key=f"map-{sha256[:12]}-{kind.code}-{heading.position}",
                width=260,
            )
    return said


def _preview(
    workspace: int, kind: str, name: str, data: bytes, mapping: Mapping[int, str], sha256: str
) -> intake.Preview | None:
    """What storing would do, found out again once anything was written; None where the file cannot be read so."""
    with frame.reading() as session:
        version = data_version(session, workspace)
    key = repr((Settings().database_url, version, workspace, kind, sha256, sorted(mapping.items())))
    kept: tuple[str, Any] | None = st.session_state.get("list-preview")
    if kept is None or kept[0] != key:
        try:
            with st.spinner(t("page.importing.looking")):
                found: Any = tasks.preview_list(
                    frame.database(), data, name, kind, workspace, by=frame.person(), mapping=mapping
                )
        except TrackerError as problem:
            found = problem
        kept = st.session_state["list-preview"] = (key, found)
    if isinstance(kept[1], TrackerError):
        st.error(message(kept[1].code, kept[1].values), icon=":material/error:")
        return None
    preview: intake.Preview = kept[1]
    return preview


def _import(workspace: int, kind: str, name: str, data: bytes, mapping: Mapping[int, str], digest: str) -> None:
    """Store what was looked at."""
    try:
        done = tasks.import_list(
            frame.database(), data, name, kind, workspace, by=frame.person(), mapping=mapping, digest=digest
        )
    except TrackerError as problem:
        problems.keep(problem)
        return
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    import_preview.keep(kind, name, done)
    if kind in MATCHED:
        background.submit(workspace, "suggest")
