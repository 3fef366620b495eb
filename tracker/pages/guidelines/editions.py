"""The editions of a guideline: from which to which, what changed word by word, and what it concerns here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from nlp.comparison.changes import ChangeKind
from tracker import editions as verbs
from tracker.pages import address, background, downloads, frame, problems, routes, tables
from tracker.pages.guidelines import coming, own
from tracker.pages.language import day, t, tn, word
from tracker.pages.problems import plain
from tracker.views.editions import changes as views
from tracker.views.editions.changes import EditionStep
from tracker.views.editions.impact import Impact, impact, totals
from tracker.views.exports.impact import COLUMNS, impact_sheet
from tracker.views.guidelines.listing import GuidelineDetail
from tracker.views.guidelines.own import own_frameworks

SIZE = 20
CONCERNS, LEFT = "concerns", "left"


def show(workspace: int, detail: GuidelineDetail) -> None:
    """The editions, a place for the next one, and what the chosen one changed."""
    steps = frame.remembered(views.editions, workspace, guideline_id=detail.name.id)
    _answer(steps)
    if any(one.id == detail.name.id for one in frame.remembered(own_frameworks, workspace)):
        own.another(detail.name.id)
    with st.expander(t("page.changes.new"), icon=":material/upload_file:", expanded=not steps):
        background.uploader(
            workspace, coming.KIND, t("page.changes.drop"), several=False, identifier=detail.name.identifier, asks=True
        )
    coming.show(workspace)
    background.watch(workspace, (coming.KIND,))
    if not steps:
        return
    compared = [step for step in steps if step.previous_id is not None and step.undone_at is None]
    _table(steps)
    asked = [step for step in steps if step.id == address.number("edition")]
    if not asked and not compared:
        st.info(t("page.changes.only_one"), icon=":material/lightbulb:")
        return
    _step(workspace, steps, (asked or compared)[0])


def _answer(steps: Sequence[EditionStep]) -> None:
    newest = [step for step in steps if step.newest]
    said = [f"**{tn('count.editions', sum(step.undone_at is None for step in steps))}**"]
    said += [t("page.changes.used", language=step.language, name=_name(step)) for step in newest]
    st.markdown(" · ".join(said))


def _name(step: EditionStep) -> str:
    """The day its text is true for, else its file."""
    return day(step.published_on) if step.published_on else plain(step.file_name)


def _table(steps: Sequence[EditionStep]) -> None:
    met = [kind for kind in coming.ORDER if any(step.requirements.get(kind) for step in steps)]
    shown = [
        {
            "published_on": step.published_on,
            "language": step.language,
            "file_name": step.file_name,
            "imported_at": step.imported_at.date(),
            "state": _state(step),
            **{kind.value: step.requirements.get(kind, 0) if step.previous_id is not None else None for kind in met},
        }
        for step in steps
    ]
    titles = {key: t(f"page.changes.column.{key}") for key in shown[0]}
    columns = titles | {key: tables.day(titles[key]) for key in ("published_on", "imported_at")}
    chosen = tables.table(shown, columns, key="guideline-editions", alt=t("word.editions"))
    if chosen is not None:
        address.put(edition=steps[chosen].id, page=None)
        st.rerun()


def _state(step: EditionStep) -> str:
    if step.undone_at is not None:
        return t("page.editions.state.undone")
    return t("page.editions.state.used" if step.newest else "page.editions.state.earlier")


def _step(workspace: int, steps: Sequence[EditionStep], chosen: EditionStep) -> None:
    """From which to which, how much of each kind, what it concerns, and then every change."""
    previous = next((step for step in steps if step.id == chosen.previous_id), None)
    if previous is None:
        st.caption(t("page.editions.first", file=_name(chosen)))
        return
    older, newer = (chosen, previous) if chosen.backward else (previous, chosen)
    st.subheader(t("page.editions.from_to", old=_name(older), new=_name(newer)), anchor=False)
    st.markdown(f"**{coming.counts(chosen.requirements)}**")
    st.caption(f"{t('page.coming.provisions')}: {coming.counts(chosen.provisions)}")
    if chosen.undone_at is not None:
        st.info(t("page.changes.undone", day=chosen.undone_at), icon=":material/undo:")
    if chosen.backward:
        st.info(t("page.changes.backward"), icon=":material/history:")
    cleared = frame.cleared(workspace)
    rows = frame.remembered(impact, workspace, edition_id=chosen.id, sees_secrecy=cleared)
    _impact(rows, chosen)
    if chosen.can_undo:
        with st.popover(t("page.editions.undo"), icon=":material/undo:"):
            st.markdown(t("page.changes.undo_help"))
            st.button(
                t("page.editions.undo_do"),
                key="undo-guideline-edition",
                **frame.only("edition.undo"),
                on_click=_undo,
                args=(chosen.id,),
            )
    sheet = partial(_sheet, workspace, chosen.id, cleared)
    downloads.downloads("impact", sheet, {key: t(f"column.{key}") for key in COLUMNS})
    _changes(rows, chosen)


def _sheet(workspace: int, edition: int, cleared: bool) -> Sequence[object]:
    with frame.reading() as session:
        return impact_sheet(session, workspace, edition, sees_secrecy=cleared).rows


def _impact(rows: Sequence[Impact], chosen: EditionStep) -> None:
    """What of the workspace stands on what changed, with the days that matter."""
    found = totals(rows)
    if not found["requirements"]:
        st.markdown(t("page.changes.concerns_nothing"))
    else:
        stands = {key: found[key] for key in ("links", "assessments", "measures")}
        where = {key: found[key] for key in ("documents", "services", "actors")}
        said = [tn("page.changes.concerns", found["requirements"], found=coming.counted("page.changes", stands))]
        st.markdown(" · ".join([*said, *filter(None, [coming.counted("count", where)])]))
        if found["left"]:
            if st.button(tn("page.changes.left", found["left"]), icon=":material/report:", key="changes-left"):
                routes.go("review", view="suspects")
        else:
            st.caption(t("page.changes.all_cleared", count=found["cleared"]))
    days = [("published_on", chosen.published_on), ("applies_on", chosen.applies_on)]
    if known := [f"{t(f'page.changes.column.{key}')}: {day(each)}" for key, each in days if each]:
        st.caption(" · ".join(known))


def _changes(rows: Sequence[Impact], chosen: EditionStep) -> None:
    kinds = [kind for kind in coming.ORDER if any(row.change.kind is kind for row in rows)]
    options = ["", *([CONCERNS] if any(row.concerns for row in rows) else []),
               *([LEFT] if any(row.left for row in rows) else []), *kinds]  # fmt: skip
    wanted = address.segment(
        t("page.editions.show"), options, key="changes", resets=("page",),
        show=lambda key: word(ChangeKind(key)) if key in list(ChangeKind) else t(f"page.changes.show.{key or 'all'}"),
    )  # fmt: skip
    chosen_rows = [row for row in rows if _fits(row, wanted)]
    if not chosen_rows:
        st.caption(t("page.changes.same"))
        return
    first = address.page_of(len(chosen_rows), size=SIZE)
    for number, row in enumerate(chosen_rows[first : first + SIZE]):
        with st.container(border=True):
            change = row.change
            coming.draw(
                change.kind, change.moved, (change.place_before, change.before), (change.place_after, change.after),
                chosen.language,
            )  # fmt: skip
            _concerned(row, number)


def _fits(row: Impact, wanted: str) -> bool:
    if wanted == CONCERNS:
        return row.concerns
    if wanted == LEFT:
        return row.left > 0
    return not wanted or row.change.kind == wanted


def _concerned(row: Impact, number: int) -> None:
    """What stands on one change, and the ways to it."""
    if not row.concerns:
        return
    found = {"links": row.links, "assessments": row.assessments, "measures": len(row.measures)}
    names = [plain(name) for name in (*row.documents, *row.services, *row.actors)]
    st.caption(" · ".join([coming.counted("page.changes", found), *names]))
    if row.left:
        st.badge(tn("page.changes.to_clear", row.left), color="orange", icon=":material/report:")
    elif row.cleared:
        st.badge(t("page.changes.cleared"), color="green", icon=":material/check:")
    with st.container(horizontal=True):
        for requirement in row.change.ids[:3]:
            if st.button(
                t("page.changes.open", id=requirement), key=f"open-{number}-{requirement}", type="tertiary",
                icon=":material/edit_note:",
            ):  # fmt: skip
                address.put(edit=requirement)
                st.rerun()


def _undo(edition: int) -> None:
    if frame.do(verbs.undo, edition) is not None:
        problems.tell("page.changes.taken_back")
        address.put(edition=None, page=None)
