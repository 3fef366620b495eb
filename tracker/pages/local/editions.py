"""The editions of a local document: what each changed, a new one compared before it is applied, and the way back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from nlp.comparison.changes import ChangeKind
from nlp.errors import NlpError
from policies.errors import PoliciesError
from tracker import tasks
from tracker.errors import TrackerError
from tracker.pages import address, background, frame, highlights, problems, routes, tables
from tracker.pages.differences import drawn
from tracker.pages.language import number, t, tn, word
from tracker.pages.problems import message, plain
from tracker.revising import applying
from tracker.revising.previewing import Revision
from tracker.tables.original import Original
from tracker.views.local import editions as views
from tracker.views.local.documents import DocumentDetail
from tracker.views.local.editions import Difference, EditionRow
from tracker.views.work import uploaded

SIZE = 20
ORDER = (
    ChangeKind.CHANGED, ChangeKind.REMOVED, ChangeKind.ADDED, ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.MOVED,
)  # fmt: skip
"""What is shown of the differences, what concerns links most first in the counts."""


def show(workspace: int, detail: DocumentDetail) -> None:
    """The editions with the one in use, a place for the next one, and what the chosen one changed."""
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        rows = views.editions(session, workspace, document_id=detail.id, cleared=cleared)
    _answer(rows)
    _next_one(workspace, detail)
    if len(rows) == 1:
        st.info(t("page.editions.only_one"), icon=":material/lightbulb:")
        return
    _table(rows)
    chosen = next((row for row in rows if row.id == address.number("edition")), rows[0])
    _changes(workspace, detail, rows, chosen, cleared=cleared)


def _answer(rows: Sequence[EditionRow]) -> None:
    used = next(row for row in rows if row.current)
    left = sum(row.suspect for row in rows if row.undone_at is None)
    said = [f"**{tn('page.editions.count', len(rows))}**", t("page.editions.used", file=plain(used.file_name))]
    st.markdown(" · ".join(said))
    if left and st.button(tn("page.editions.left", left), icon=":material/report:", key="editions-suspects"):
        routes.go("review", view="suspects")


def _table(rows: Sequence[EditionRow]) -> None:
    shown = [
        {
            "file_name": row.file_name,
            "imported_at": row.imported_at.date(),
            "state": _state(row),
            "suspect": row.suspect if row.previous_id is not None else None,
            "passages": row.passages,
            **{kind.value: row.kinds.get(kind, 0) if row.previous_id is not None else None for kind in ORDER},
        }
        for row in rows
    ]
    titles = {key: t(f"page.editions.column.{key}") for key in shown[0]}
    columns = titles | {"imported_at": tables.day(titles["imported_at"])}
    chosen = tables.table(shown, columns, key="editions-table", alt=t("page.document.tab.editions"))
    if chosen is not None:
        address.put(edition=rows[chosen].id, page=None)


def _state(row: EditionRow) -> str:
    if row.current:
        return t("page.editions.state.used")
    return t("page.editions.state.undone" if row.undone_at is not None else "page.editions.state.earlier")


def _changes(
    workspace: int, detail: DocumentDetail, rows: Sequence[EditionRow], chosen: EditionRow, *, cleared: bool
) -> None:
    """From which edition to which, how much of each kind, then the passages."""
    previous = next((row for row in rows if row.id == chosen.previous_id), None)
    if previous is None:
        st.caption(t("page.editions.first", file=plain(chosen.file_name)))
        return
    st.subheader(t("page.editions.from_to", old=plain(previous.file_name), new=plain(chosen.file_name)), anchor=False)
    if chosen.current:
        _undoing(chosen)
    found = frame.remembered(views.differences, workspace, document_id=detail.id, edition_id=chosen.id, cleared=cleared)
    _drawn(found, detail.language)


def _undoing(chosen: EditionRow) -> None:
    with st.popover(t("page.editions.undo"), icon=":material/undo:", key="undo-edition"):
        st.markdown(t("page.editions.undo_help"))
        st.button(
            t("page.editions.undo_do"),
            key="undo-edition-do",
            **frame.only("edition.undo"),
            on_click=_undo,
            args=(chosen.id,),
        )


def _undo(edition: int) -> None:
    if frame.do(applying.undo, edition) is not None:
        problems.tell("page.editions.undone")
        address.put(edition=None, page=None)


def _drawn(found: Sequence[Difference], spoken: str) -> None:
    """The counts as a choice, and the passages of the kinds chosen with the words that differ."""
    counts = Counter(one.kind for one in found)
    same = counts[ChangeKind.UNCHANGED]
    affected = sum(bool(one.suspect) for one in found)
    links = len({link for one in found for link in one.links})
    suspect = len({link for one in found for link in one.suspect})
    parts = [f"{number(counts[kind])} {word(kind)}" for kind in ORDER if counts[kind]]
    st.markdown(f"**{' · '.join([*parts, f'{number(same)} {word(ChangeKind.UNCHANGED)}'])}**")
    st.markdown(t("page.editions.links", links=links - suspect, suspect=suspect))
    options = ["", *(["links"] if affected else []), *(kind for kind in ORDER if counts[kind])]
    shown = address.segment(
        t("page.editions.show"), options, key="changes", resets=("page",),
        show=lambda key: word(ChangeKind(key)) if key in list(ChangeKind) else t(f"page.editions.show.{key or 'all'}"),
    )  # fmt: skip
    rows = [one for one in found if _fits(one, shown)]
    if not rows:
        st.caption(t("page.editions.same"))
    first = address.page_of(len(rows), size=SIZE)
    for place, one in enumerate(rows[first : first + SIZE]):
        _difference(one, spoken, place)


def _fits(one: Difference, shown: str) -> bool:
    if shown == "links":
        return bool(one.suspect)
    return one.kind is not ChangeKind.UNCHANGED if not shown else one.kind == shown


def _difference(one: Difference, spoken: str, place: int) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.badge(t(f"page.editions.one.{one.kind}"), color="blue" if one.kind is ChangeKind.MOVED else "orange")
            if one.moved and one.kind is not ChangeKind.MOVED:
                st.badge(t("page.editions.one.moved"), color="blue")
            _concerned(one, place)
        before, after = "\n".join(one.before), "\n".join(one.after)
        was, now = drawn(before, after, language=spoken)
        if one.kind is ChangeKind.MOVED:
            st.html(now)
            return
        left, right = st.columns(2, gap="medium")
        with left:
            st.caption(t("page.suspects.before"))
            st.html(was or highlights.block("–", name="law"))
        with right:
            st.caption(t("page.suspects.now"))
            st.html(now or highlights.block("–", name="law"))


def _concerned(one: Difference, place: int) -> None:
    """How many links stand here, and the way to those that have to be looked at again."""
    if one.suspect:
        if st.button(
            tn("page.editions.look", len(one.suspect)), key=f"look-{place}-{one.suspect[0]}",
            icon=":material/report:", type="tertiary",
        ):  # fmt: skip
            routes.go("review", view="suspects", suspect=f"link-{one.suspect[0]}")
    elif one.links:
        st.badge(tn("page.editions.follow", len(one.links)), color="gray", icon=":material/link:")


def _next_one(workspace: int, detail: DocumentDetail) -> None:
    """A place for the next edition: compared at once, applied by a click."""
    waiting = address.get("upload")
    with st.expander(t("page.editions.new"), icon=":material/upload_file:", expanded=bool(waiting)):
        widget = f"edition-{detail.id}-{st.session_state.get('editions', 0)}"
        file = st.file_uploader(
            t("page.editions.drop"),
            key=widget,
            max_upload_size=background.LIMIT_MB,
            **frame.only("local.import", help=t("page.editions.drop_help")),
        )
        if file is not None:
            _compared(workspace, detail, file.name, file.getvalue())
        elif waiting:
            _stored(workspace, detail, waiting)


def _stored(workspace: int, detail: DocumentDetail, sha256: str) -> None:
    """A file that was dropped among the documents and taken for a new edition of this one."""
    with frame.reading() as session:
        name = uploaded(session, workspace, sha256=sha256)
        original = session.get(Original, sha256) if name is not None else None
        data = original.data if original is not None else None
    if name is not None and data is not None:
        _compared(workspace, detail, name, data)


def _compared(workspace: int, detail: DocumentDetail, name: str, data: bytes) -> None:
    """What the text would change, and the button that applies it."""
    revision = _planned(detail, name, data)
    if revision is None:
        return
    for warning in revision.prepared.document.warnings[:10]:
        st.caption(message(warning.code, warning.values))
    st.button(
        t("page.editions.apply"), type="primary", key="apply-edition", icon=":material/check:",
        **frame.only("local.import"), on_click=_apply, args=(workspace, revision),
    )  # fmt: skip
    st.caption(t("page.editions.preview", file=plain(name)))
    with frame.reading() as session:
        found = views.previewed(
            session,
            revision.old,
            [passage.text for passage in revision.new],
            revision.changes,
            [revision.follows(change) for change in revision.changes],
            cleared=frame.cleared(workspace),
        )
    _drawn(found, revision.prepared.language)


def _planned(detail: DocumentDetail, name: str, data: bytes) -> Revision | None:
    """The comparison, kept for the session while the edition in use and the file are the same."""
    key = (detail.id, detail.edition_id, name, hashlib.sha256(data).hexdigest())
    kept = st.session_state.get("planned-edition")
    if kept is not None and kept[0] == key:
        return kept[1]  # type: ignore[no-any-return] # what is put there below
    try:
        with st.spinner(t("page.editions.comparing")):
            revision = tasks.plan_edition(frame.database(), data, name, detail.id, by=frame.person())
    except (TrackerError, PoliciesError, NlpError) as problem:
        st.error(message(problem.code, problem.values), icon=":material/error:")
        return None
    st.session_state["planned-edition"] = (key, revision)
    return revision


def _apply(workspace: int, revision: Revision) -> None:
    done = frame.do(applying.apply, revision)
    if done is None:
        return
    st.session_state.pop("planned-edition", None)
    st.session_state["editions"] = st.session_state.get("editions", 0) + 1
    problems.tell("page.editions.applied", moved=done.moved, left=done.left)
    address.put(edition=done.edition_id, upload=None, changes=None, page=None)
    background.submit(workspace, "suggest")
