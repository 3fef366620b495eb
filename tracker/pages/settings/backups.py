"""The backups there are, whether one is due, and making one."""

from __future__ import annotations

import streamlit as st

from tracker import backup, locales
from tracker.pages import background, frame, tables
from tracker.pages.language import current, day, number, t, tn
from tracker.settings import Settings

MEGABYTE = 1_000_000


def show(workspace: int) -> None:
    """Answer, button and list; who may not make one is told who may."""
    if not frame.may("backup.save"):
        st.markdown(t("page.settings.backup.only_admins"))
        return
    settings = Settings()
    found = list(backup.known(settings.backups))
    due = backup.overdue(settings)
    verified = sum(each.verified for each in found)
    st.markdown(f"**{tn('count.backups', len(found))}** · {t('page.settings.backup.verified', count=verified)}")
    if due is not None:
        st.warning(_due(due), icon=":material/backup:")
    elif settings.backup_days > 0:
        st.caption(t("page.settings.backup.reminds", days=settings.backup_days))
    background.watch(workspace, ["backup"])
    st.button(
        t("page.settings.backup.make"),
        type="primary" if due is not None else "secondary",
        icon=":material/backup:",
        key="backup-make",
        disabled=bool(background.unfinished(workspace, ["backup"])),
        on_click=background.submit,
        args=(workspace, "backup"),
    )
    if found:
        _list(found)
    st.caption(t("page.settings.backup.restore"))
    st.code("python -m tracker restore FILE", language=None)


def remind() -> None:
    """One quiet line for administrators when a backup is due."""
    if frame.may("backup.save") and (due := backup.overdue(Settings())) is not None:
        st.caption(f":material/backup: {_due(due)} {t('page.settings.backup.where')}")


def _due(due: backup.Overdue) -> str:
    if due.last is None:
        return t("page.settings.backup.none")
    return t("page.settings.backup.old", day=day(due.last.date()), days=due.days)


def _list(found: list[backup.Found]) -> None:
    shown = [
        {
            "made": locales.moment(each.manifest.made_at, current()) if each.manifest else "",
            "reason": _reason(each),
            "megabytes": number(round(each.path.stat().st_size / MEGABYTE, 1)),
            "rows": sum(each.manifest.contents.rows.values()) if each.manifest else None,
            "verified": t("page.settings.backup.yes") if each.verified else t("page.settings.backup.no"),
            "file": each.path.name,
        }
        for each in found
    ]
    titles = {key: t(f"page.settings.field.{key}") for key in shown[0]}
    columns = titles | {"rows": tables.count(titles["rows"])}
    tables.table(shown, columns, key="backups", alt=t("page.settings.tab.backup"), opens=False)


def _reason(each: backup.Found) -> str:
    return t(f"page.settings.backup.reason.{each.manifest.reason}") if each.manifest else ""
