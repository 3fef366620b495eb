"""Local evidence: what the municipality has written, its services and its actors; files are dropped here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, background, downloads, frame, routes, tables
from tracker.pages.language import current, percent, t, tn, word
from tracker.pages.local import document, importing, outdated, sources, waiting
from tracker.pages.review import model
from tracker.views.local import carriers, documents, reuse
from tracker.views.local.document_types import document_types

TABS = ("documents", "outdated", "services", "actors", "lists", "sources")
KINDS = ("import_document", "suggest")


def show() -> None:
    workspace = frame.here()
    if address.number("document") is not None:
        document.show(workspace)
        return
    st.title(t("nav.local"))
    tab = address.segment(
        t("page.local.tabs"),
        TABS,
        key="tab",
        show=lambda key: t(f"page.local.tab.{key}"),
        resets=("page", "source", "finding", "kind", "ended"),
    )
    if tab == "services":
        _services(workspace)
    elif tab == "actors":
        _actors(workspace)
    elif tab == "lists":
        importing.show(workspace)
        background.watch(workspace, KINDS)
    elif tab == "sources":
        sources.show(workspace)
    elif tab == "outdated":
        outdated.show(workspace)
    else:
        _documents(workspace)


def _documents(workspace: int) -> None:
    """The documents, those whose proposed facts nobody has settled marked."""
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        copied = reuse.copied_shares(session, workspace, person_id=frame.person().id)
    rows = frame.remembered(documents.document_rows, workspace, cleared=cleared)
    kinds = document_types(current())
    linked = sum(row.linked > 0 for row in rows)
    unsettled = sum(row.unsettled > 0 for row in rows)
    st.markdown(
        f"**{tn('count.documents', len(rows))}** · {t('page.local.linked', count=linked)} · "
        f"{t('page.local.unsettled', count=unsettled)}"
    )
    citing = outdated.counts(workspace)
    if citing:
        st.button(
            tn("page.outdated.open_all", sum(citing.values())), icon=":material/history:", key="outdated-open",
            on_click=address.put, kwargs={"tab": "outdated"},
        )  # fmt: skip
    model.offer(workspace)
    background.uploader(workspace, "import_document", t("page.local.drop"), several=True, asks=True)
    background.watch(workspace, KINDS)
    for row in background.waiting(workspace, ("import_document",)):
        waiting.ask(workspace, row.name, row.result)
    if citing and address.switch(t("page.outdated.only"), key="outdated"):
        rows = [row for row in rows if citing[row.id]]
    shown = [
        {
            "name": t("page.local.withheld") if row.withheld else row.name,
            "type": kinds.get(row.type, row.type),
            "body": row.body,
            "dnr": row.dnr,
            "paragraph": row.paragraph,
            "decided_on": row.decided_on,
            "status": word(row.status),
            "valid_to": row.valid_to,
            "passages": row.passages,
            "linked": row.linked,
            "suggested": row.suggested,
            "facts": t("page.local.to_confirm") if row.unsettled else "",
            "outdated": citing[row.id] or None,
            "copied": percent(copied[row.id]) if copied.get(row.id, 0) > reuse.COPIED_FROM else "",
        }
        for row in rows
    ]
    chosen = _table("documents", shown, dates=("decided_on", "valid_to"))
    if chosen is not None and not rows[chosen].withheld:
        address.put(document=rows[chosen].id)
        st.rerun()


def _services(workspace: int) -> None:
    rows = frame.remembered(carriers.service_rows, workspace)
    linked = sum(row.linked > 0 for row in rows)
    st.markdown(f"**{tn('count.services', len(rows))}** · {t('page.local.linked', count=linked)}")
    _offer("services")
    background.watch(workspace, KINDS)
    shown = [
        {
            "name": row.name,
            "unit": row.unit,
            "status": word(row.status),
            "channel": row.channel,
            "platform": row.platform,
            "vendor": row.vendor,
            "contract_end": row.contract_end,
            "linked": row.linked,
        }
        for row in rows
    ]
    chosen = _table("services", shown, dates=("contract_end",))
    if chosen is not None:
        routes.go("services", service=rows[chosen].id)


def _actors(workspace: int) -> None:
    rows = frame.remembered(carriers.actor_rows, workspace)
    linked = sum(row.linked > 0 for row in rows)
    st.markdown(f"**{tn('count.actors', len(rows))}** · {t('page.local.linked', count=linked)}")
    _offer("actors", "relations")
    background.watch(workspace, KINDS)
    shown = [
        {"name": row.name, "kind": word(row.kind), "part_of": row.part_of, "role": row.role, "linked": row.linked}
        for row in rows
    ]
    _table("actors", shown, opens=False)


def _offer(*kinds: str) -> None:
    """The way to import lists of these kinds."""
    with st.container(horizontal=True, gap="small"):
        for kind in kinds:
            st.button(
                t("page.local.import_list", kind=t(f"list_kind.{kind}")),
                key=f"import-{kind}",
                icon=":material/upload:",
                on_click=address.put,
                kwargs={"tab": "lists", "list": kind},
            )


def _table(
    name: str, shown: Sequence[Mapping[str, Any]], *, dates: Sequence[str] = (), opens: bool = True
) -> int | None:
    """The table with its downloads; gives the row that was chosen, None for none."""
    if not shown:
        st.info(t(f"page.local.empty.{name}"), icon=":material/lightbulb:")
        return None
    titles = {key: t(f"page.field.{key}") for key in shown[0]}
    columns = titles | {"name": tables.wide(titles["name"], 300)} | {key: tables.day(titles[key]) for key in dates}
    chosen = tables.table(shown, columns, key=f"{name}-table", alt=t(f"page.local.tab.{name}"), opens=opens)
    downloads.downloads(name, lambda: shown, titles)
    return chosen
