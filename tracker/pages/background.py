"""Work that takes long: handed to the worker process, watched while the reader goes on with something else."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from tracker import access, jobs, originals
from tracker.errors import TrackerError
from tracker.pages import frame, problems, standing
from tracker.pages.language import t
from tracker.pages.problems import message, plain
from tracker.settings import Settings
from tracker.tables.job import JobState
from tracker.views.work import Work, recent, work

ACTIONS = {"import_guideline": "guideline.import", "import_document": "local.import"}
"""By job that takes files what somebody must be allowed who gives it any."""
EVERY = 1.0
LIMIT_MB = 50


def submit(workspace: int | None, kind: str, arguments: Mapping[str, Any] | None = None) -> None:
    """Queue one job and see that a worker is at work."""
    if _queue(workspace, kind, arguments or {}):
        jobs.ensure_worker(Settings().database_url)


def upload(workspace: int, kind: str, widget: str, arguments: Mapping[str, Any]) -> None:
    """Queue a job for every file in an uploader, then the search for suggestions, and empty the uploader.

    A poll that leaves the browser before it has drawn the emptied uploader brings the files once more, and they are
    as new to the session as the first time: what was taken is known by the number Streamlit gives each upload.
    """
    files = st.session_state.get(widget)
    taken: set[str] = st.session_state.setdefault("taken", set())
    dropped = files if isinstance(files, list) else [files] if files else []
    chosen = [file for file in dropped if file.file_id not in taken]
    taken.update(file.file_id for file in chosen)
    if chosen:
        st.session_state["jobs"] = []  # what earlier files came to has been read
    for file in chosen:
        _queue_file(workspace, kind, file.name, file.getvalue(), arguments)
    if chosen:
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
        submit(workspace, "suggest")  # the one worker started here takes the files first


def uploader(workspace: int, kind: str, label: str, *, several: bool, **arguments: Any) -> None:
    """A place to drop files; what is dropped is imported at once."""
    widget = f"upload-{kind}-{arguments.get('list', '')}-{st.session_state.get('uploads', 0)}"
    st.file_uploader(
        label,
        accept_multiple_files=several,
        key=widget,
        max_upload_size=LIMIT_MB,
        on_change=upload,
        args=(workspace, kind, widget, arguments),
        **frame.only(ACTIONS[kind], help=t("page.upload.help", limit=LIMIT_MB)),
    )


def watch(workspace: int | None, kinds: Collection[str], *, quiet: bool = False) -> None:
    """Show the jobs at work and how those of this session ended; polls only while something is unfinished.

    `quiet` leaves out those that ended.
    """
    rows = _read(workspace, kinds)
    if any(row.unfinished for row in rows):
        _take_up(Settings().database_url)
        _polled(workspace, tuple(kinds), quiet)
        return
    if _have_ended(rows):
        st.rerun()  # the page may have been read just before the last one ended
    if not quiet:
        _draw(rows)


def unfinished(workspace: int | None, kinds: Collection[str]) -> list[Work]:
    """The jobs that still wait or run."""
    return [row for row in _read(workspace, kinds) if row.unfinished]


def recall(workspace: int, kinds: Collection[str]) -> None:
    """Let a session that has just come show how the newest jobs ended, and what they still ask."""
    known: set[int] = st.session_state.setdefault("jobs-recalled", set())
    if workspace in known or _mine():
        return
    known.add(workspace)
    with frame.reading() as session:
        _mine().extend(recent(session, workspace, kinds))


@partial(standing.part, every=EVERY)
def _polled(workspace: int | None, kinds: Collection[str], quiet: bool) -> None:
    rows = _read(workspace, kinds)
    _take_up(Settings().database_url)
    _draw([row for row in rows if row.unfinished] if quiet else rows)
    if not any(row.unfinished for row in rows):
        _have_ended(rows)
        st.rerun(scope="app")


@st.cache_data(ttl=jobs.START_SECONDS, show_spinner=False)
def _take_up(url: str) -> None:
    """Start a worker where the last was killed, or the machine started anew; asked once a while, not by everybody."""
    if jobs.is_left(frame.database()):
        jobs.ensure_worker(url)


def _have_ended(rows: Collection[Work]) -> bool:
    """Whether one of these jobs, all of them finished, is seen so for the first time in this session."""
    seen: set[int] = st.session_state.setdefault("jobs-ended", set())
    new = {row.id for row in rows} - seen
    seen |= new
    return bool(new)


def waiting(workspace: int, kinds: Collection[str], *, question: str = "waits") -> list[Work]:
    """Jobs of this session that ended with a question to the person: "waits" about editions, else "belongs"."""
    return [row for row in _read(workspace, kinds) if row.result.get(question)]


def _read(workspace: int | None, kinds: Collection[str]) -> list[Work]:
    with frame.reading() as session:
        cleared = workspace is not None and frame.cleared(workspace)
        return work(session, workspace, kinds, _mine(), sees_secrecy=cleared)


def _mine() -> list[int]:
    found: list[int] = st.session_state.setdefault("jobs", [])
    return found


def _queue_file(workspace: int, kind: str, name: str, data: bytes, arguments: Mapping[str, Any]) -> None:
    sha256, by = hashlib.sha256(data).hexdigest(), frame.person()
    try:
        with frame.database().writing() as session:
            access.allow_files(session, by, workspace)
            originals.store(session, sha256, data)
    except TrackerError as problem:
        problems.keep(problem)
        return
    _queue(workspace, kind, {"sha256": sha256, "file_name": name, **arguments})


def _queue(workspace: int | None, kind: str, arguments: Mapping[str, Any]) -> bool:
    """A job for the next worker; gives whether it was stored."""
    by = frame.person()
    try:
        with frame.database().writing() as session:
            if workspace is None:  # what makes a workspace of its own
                access.allow_making_workspace(session, by)
            number = jobs.submit(session, workspace, kind, arguments, by=by)
    except TrackerError as problem:
        problems.keep(problem)
        return False
    _mine().append(number)
    return True


def _draw(rows: Sequence[Work]) -> None:
    for row in rows:
        if row.result.get("waits") or row.result.get("belongs"):
            continue  # the page that dropped the file asks what it is
        name = plain(row.name) or t(f"page.job.{row.kind}")
        if row.unfinished:
            share = row.done / row.total if row.total else 0.0
            st.progress(min(share, 1.0), text=f"{name} · {t(f'job_state.{row.state.value}')}")
        elif row.state is JobState.FAILED:
            st.error(f"**{name}**  \n{message(row.result['code'], row.result['values'])}", icon=":material/error:")
        elif row.state is JobState.DONE:
            _done(name, row)


def _done(name: str, row: Work) -> None:
    counts = {key: value for key, value in row.result.items() if isinstance(value, int)}
    key = f"page.job.{row.kind}.{'done' if row.result.get('new', True) else 'same'}"
    st.success(f"**{name}**  \n{plain(t(key, **counts))}", icon=":material/check_circle:")
    for warning in row.result.get("warnings", ())[:20]:
        st.caption(message(warning["code"], warning["values"]))
