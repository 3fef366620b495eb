"""The history of the workspace: who did what when to what, whether it still holds, and the way to each thing."""

from __future__ import annotations

from functools import partial

import streamlit as st

from tracker import chains, locales
from tracker.pages import address, downloads, frame, language, routes, tables
from tracker.pages.language import t, tn
from tracker.views import history
from tracker.views.history import EventRow, Wanted

SIZE = 50
COLUMNS = ("at", "who", "kind", "entity", "action", "changes", "note")
KINDS = (
    "actor", "assessment", "coding", "crosswalk", "edition", "evidence", "guideline", "link", "local_document",
    "local_edition", "measure", "measurement", "person", "record", "requirement", "search_record", "service",
    "workspace",
)  # fmt: skip
OPENS = {
    "link": ("review", "link"),
    "requirement": ("matrix", "requirement"),
    "service": ("services", "service"),
    "local_document": ("local", "document"),
    "guideline": ("guidelines", "guideline"),
    "measure": ("measures", "measure"),
    "actor": ("network", "actor"),
}
"""By kind of entity the page that shows it, and the key of its address."""
FILTERS = ("page", "event")


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.history"))
    st.caption(t("page.history.what"))
    _verified(workspace)
    by = frame.person()
    with frame.reading() as session:
        choices = history.choices(session, workspace, for_person=by.id)
    wanted = _filters(choices)
    with frame.reading() as session:
        total = history.count(session, workspace, wanted)
    st.markdown(f"**{tn('page.history.count', total)}**")
    if not total:
        st.info(t("page.history.empty"), icon=":material/lightbulb:")
        return
    first = address.page_of(total, size=SIZE)
    with frame.reading() as session:
        rows = history.rows(session, workspace, wanted, for_person=by.id, first=first, size=SIZE)
    titles = {key: t(f"page.history.field.{key}") for key in COLUMNS}
    columns = titles | {"changes": tables.long(titles["changes"], 420)}
    chosen = tables.table([cells(row) for row in rows], columns, key="history", alt=t("nav.history"), tallest=720)
    if chosen is None:
        st.caption(t("page.history.choose"))
    else:
        _event(rows[chosen])
    downloads.downloads("history", partial(_all, workspace, wanted, by.id), {**titles, **_places()})


def cells(row: EventRow) -> dict[str, object]:
    """A row as the table and the files have it."""
    role = t(f"role.{row.role}") if row.role else t("page.history.nobody_now")
    return {
        "at": locales.moment(row.at, language.current()),
        "who": row.who or role,
        "kind": kind(row.kind),
        "entity": row.entity,
        "action": action(row.action),
        "changes": "; ".join(f"{field}: {before} → {after}" for field, before, after in said(row)),
        "note": row.note,
        "chain": row.chain,
        "seq": row.seq,
        "hash": row.hash,
    }


def said(row: EventRow) -> list[tuple[str, str, str]]:
    """What changed in the reader's words: field, before, after."""
    nothing = t("page.history.nothing")
    return [(_field(change.field), change.before or nothing, change.after or nothing) for change in row.changes]


def action(code: str) -> str:
    """What was done, in words; the code itself for what has none."""
    noun, _, verb = code.partition(".")
    key = f"history.act.{verb}"
    return t(key) if locales.has_text(key) else f"{noun}.{verb}"


def kind(code: str) -> str:
    """A kind of entity in words."""
    key = f"history.kind.{code}"
    return t(key) if locales.has_text(key) else code


def _field(code: str) -> str:
    key = f"column.{code}"
    return t(key) if locales.has_text(key) else code.replace("_", " ")


def _filters(choices: history.Choices) -> Wanted:
    people = ["", *(str(number) for number in choices.people)]
    with st.container(horizontal=True):
        who = address.choose(
            t("page.history.field.who"), people, key="person", resets=FILTERS,
            show=lambda key: choices.people[int(key)] if key else t("page.history.all"),
        ) if choices.people else ""  # fmt: skip
        what = address.choose(
            t("page.history.field.action"), ["", *choices.actions], key="action", resets=FILTERS,
            show=lambda key: f"{action(key)} ({key})" if key else t("page.history.all"),
        )  # fmt: skip
        of = address.choose(
            t("page.history.field.kind"), ["", *KINDS], key="kind", resets=FILTERS,
            show=lambda key: kind(key) if key else t("page.history.all"),
        )  # fmt: skip
        entity = address.write(t("page.history.entity"), key="entity", resets=FILTERS)
        since = address.pick_day(t("page.history.since"), key="since")
        until = address.pick_day(t("page.history.until"), key="until")
    return Wanted(person=int(who) if who else None, action=what, kind=of, entity=entity, since=since, until=until)


def _verified(workspace: int) -> None:
    """Whether the chains hold, verified once for every state of them."""
    with frame.reading() as session:
        heads = history.heads(session, workspace)
    breaks = _verify(frame.database().read_engine.url.render_as_string(), heads)
    numbers = {head.chain for head in heads}
    bad = sum(number in numbers for number in breaks)
    own = next((head for head in heads if head.chain == workspace), None)
    values = {"events": sum(head.count for head in heads), "head": own.hash if own else ""}
    if bad:
        st.error(t("page.history.broken", count=bad), icon=":material/gpp_bad:")
    else:
        st.success(t("page.history.verified", **values), icon=":material/verified_user:")


@st.cache_data(show_spinner=False, max_entries=4)
def _verify(url: str, heads: tuple[chains.Head, ...]) -> tuple[int, ...]:
    """The chains of every break there is; `url` and `heads` name the state."""
    del url, heads
    with frame.reading() as session:
        return tuple(found.chain for found in chains.verify(session.connection()).breaks)


def _event(row: EventRow) -> None:
    """One event whole, and the way to the thing itself."""
    st.subheader(f"{kind(row.kind)} · {action(row.action)}")
    changed = [dict(zip(("field", "before", "after"), parts, strict=True)) for parts in said(row)]
    if changed:
        titles = {key: t(f"page.history.change.{key}") for key in ("field", "before", "after")}
        tables.table(changed, titles, key=f"event-{row.id}", alt=t("page.history.field.changes"), opens=False)
    st.caption(t("page.history.place", chain=row.chain, seq=row.seq, hash=row.hash))
    with st.container(horizontal=True):
        page, key = OPENS.get(row.kind, ("", ""))
        number = row.entity.partition(":")[2]
        if page and number.isdigit() and st.button(t("page.history.open"), icon=":material/open_in_new:"):
            routes.go(page, **{key: int(number)})
        if st.button(t("page.history.of_it"), icon=":material/history:"):
            routes.go("history", entity=row.entity)


def _all(workspace: int, wanted: Wanted, by_id: int) -> list[dict[str, object]]:
    with frame.reading() as session:
        return [cells(row) for row in history.rows(session, workspace, wanted, for_person=by_id)]


def _places() -> dict[str, str]:
    return {key: t(f"page.history.field.{key}") for key in ("chain", "seq", "hash")}
