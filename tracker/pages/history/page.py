"""The history of the workspace: who did what when to what, whether it still holds, and the way to each thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial

import streamlit as st

from tracker import chains, locales
from tracker.pages import address, downloads, frame, language, routes, tables
from tracker.pages.history import restoring
from tracker.pages.language import t, tn
from tracker.pages.problems import plain
from tracker.tables.assessment import Compliance, MeasureState, SideState
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.guideline import Decided, GuidelineStatus
from tracker.tables.link import LinkType
from tracker.tables.local import DocumentStatus, Publicity
from tracker.tables.service import ServiceStatus
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
FILTERS = ("older", "newer", "event")
LONGEST_CODE = 80
WORDS: Mapping[tuple[str, str], type[StrEnum]] = {
    ("link", "type"): LinkType, ("link", "state"): Decided, ("crosswalk", "state"): Decided,
    ("crosswalk", "type"): CrosswalkType, ("participation", "state"): Decided, ("measure", "state"): MeasureState,
    ("service", "status"): ServiceStatus, ("guideline", "status"): GuidelineStatus,
    ("local_document", "status"): DocumentStatus, ("local_document", "publicity"): Publicity,
    ("assessment", "compliance"): Compliance, ("assessment", "side_state"): SideState,
}  # fmt: skip
"""By kind of entity and field the closed set its values are of."""


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.history"))
    st.caption(t("page.history.what"))
    _verified(workspace)
    if not frame.may("history.read"):
        st.info(t("page.history.closed"), icon=":material/lock:")
        return
    by, cleared = frame.person(), frame.cleared(workspace)
    with frame.reading() as session:
        choices = history.choices(session, workspace, for_person=by.id)
    wanted = _filters(choices)
    with frame.reading() as session:
        total = history.count(session, workspace, wanted, for_person=by.id)
        rows = history.rows(
            session, workspace, wanted, for_person=by.id, cleared=cleared, older_than=address.number("older"),
            newer_than=address.number("newer"), size=SIZE,
        )  # fmt: skip
    many = total > history.MOST and wanted != Wanted()
    counted = t("page.history.more_than", count=history.MOST) if many else tn("page.history.count", total)
    st.markdown(f"**{counted}**")
    if not rows:
        st.info(t("page.history.empty"), icon=":material/lightbulb:")
        return
    titles = {key: t(f"page.history.field.{key}") for key in COLUMNS}
    columns = titles | {
        "entity": tables.long(titles["entity"], 260), "changes": tables.long(titles["changes"], 380)
    }  # fmt: skip
    chosen = tables.table([cells(row) for row in rows], columns, key="history", alt=t("nav.history"), tallest=720)
    _turn(rows, total)
    if chosen is None:
        st.caption(t("page.history.choose"))
    else:
        _event(rows[chosen])
    made = partial(_all, workspace, wanted, by.id, cleared)
    downloads.downloads("history", made, {**titles, **_places()})


def _turn(rows: Sequence[EventRow], total: int) -> None:
    """To newer and to older events, from the ids at the edges of these: as quick at the far end as at this."""
    first = address.number("older") is None and address.number("newer") is None
    if first and total <= len(rows):
        return
    with st.container(horizontal=True):
        if not first and st.button(t("page.history.newest"), icon=":material/first_page:"):
            _go(older=None, newer=None)
        if not first and st.button(t("page.history.newer"), icon=":material/chevron_left:"):
            _go(older=None, newer=rows[0].id)
        if len(rows) == SIZE and st.button(t("page.history.older"), icon=":material/chevron_right:"):
            _go(older=rows[-1].id, newer=None)


def _go(**values: int | None) -> None:
    address.put(**values)
    st.rerun()


def cells(row: EventRow) -> dict[str, object]:
    """A row as the table and the files have it."""
    role = t(f"role.{row.role}") if row.role else t("page.history.nobody_now")
    return {
        "at": locales.moment(row.at, language.current()),
        "who": row.who or role,
        "kind": kind(row.kind),
        "entity": row.name or _numbered(row.entity),
        "action": action(row.action),
        "changes": "; ".join(f"{field}: {before} → {after}" for field, before, after in said(row)),
        "note": t("page.history.withheld") if row.withheld else row.note,
        "code": row.entity,
        "chain": row.chain,
        "seq": row.seq,
        "hash": row.hash,
    }


def said(row: EventRow) -> list[tuple[str, str, str]]:
    """What changed in the reader's words: field, before, after."""
    return [
        (
            _field(change.field),
            value(row.kind, change.field, change.before),
            value(row.kind, change.field, change.after),
        )
        for change in row.changes
    ]


def value(of: str, field: str, held: str | None) -> str:
    """A value in the reader's words; the value itself where it is no member of a closed set."""
    if held is None:
        return t("page.history.nothing")
    if held in (str(True), str(False)):
        return t("page.history.yes" if held == str(True) else "page.history.no")
    choices = WORDS.get((of, field))
    return language.word(choices(held)) if choices is not None and held in list(choices) else held


def _numbered(entity: str) -> str:
    """A thing without a name to show."""
    code, _, number = entity.partition(":")
    return f"{kind(code)} {number}".strip()


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
    code = code.removesuffix("_id")
    keys = (f"history.field.{code}", f"column.{code}", f"history.kind.{code}")
    return next((t(key) for key in keys if locales.has_text(key)), code.replace("_", " "))


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
        guidelines = ["", *(str(number) for number in choices.guidelines)]
        guideline = address.choose(
            t("history.kind.guideline"), guidelines, key="guideline", resets=FILTERS,
            show=lambda key: choices.guidelines[int(key)] if key else t("page.history.all"),
        )  # fmt: skip
    entity = address.get("entity")[:LONGEST_CODE]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        since = address.pick_day(t("page.history.since"), key="since")
        until = address.pick_day(t("page.history.until"), key="until")
        only = t("page.history.entity", thing=plain(_numbered(entity)))
        if entity and st.button(only, icon=":material/close:", key="every-thing"):
            _go(entity=None, **dict.fromkeys(FILTERS))
    return Wanted(
        person=int(who) if who else None, action=what, kind=of, entity=entity, since=since, until=until,
        guideline=int(guideline) if guideline else None,
    )  # fmt: skip


def _verified(workspace: int) -> None:
    """Whether the chains hold: what came since this server last found them whole is verified now."""
    known = _held(frame.database().read_engine.url.render_as_string())
    with frame.reading() as session:
        found = chains.verify(session.connection(), known.values())
        heads = history.heads(session, workspace)
    broken = {each.chain for each in found.breaks}
    known.update({head.chain: head for head in found.heads if head.chain not in broken})
    numbers = {head.chain for head in heads}
    bad = sum(each.chain in numbers for each in found.breaks)
    own = next((head for head in heads if head.chain == workspace), None)
    values = {"events": sum(head.count for head in heads), "head": own.hash if own else ""}
    if bad:
        st.error(t("page.history.broken", count=bad), icon=":material/gpp_bad:")
    else:
        st.success(t("page.history.verified", **values), icon=":material/verified_user:")


@st.cache_resource(show_spinner=False, max_entries=4)
def _held(url: str) -> dict[int, chains.Head]:
    """How far each chain of a database was found whole by this server."""
    del url  # names the database
    return {}


def _event(row: EventRow) -> None:
    """One event whole, and the way to the thing itself."""
    st.subheader(plain(f"{row.name or _numbered(row.entity)} · {action(row.action)}"), anchor=False)
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
    restoring.offer(row, value, _field)


def _all(workspace: int, wanted: Wanted, by_id: int, cleared: bool) -> list[dict[str, object]]:
    with frame.reading() as session:
        found = history.rows(session, workspace, wanted, for_person=by_id, cleared=cleared)
    return [cells(row) for row in found]


def _places() -> dict[str, str]:
    return {key: t(f"page.history.field.{key}") for key in ("code", "chain", "seq", "hash")}
