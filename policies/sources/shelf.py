"""What was fetched, kept below the data folder by address: asked for again only if it changed, there when offline.

Three files an address: the facts (`.json`), the bytes (`.body`), and what a broken download left (`.part`). Deleting
the folder loses nothing but time.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policies.errors import NotFetched, NotThere, Unreachable
from policies.sources.download import Answer, Part, download
from policies.sources.network import NO_HOST, Network

MISSING = frozenset({404, 406, 410})
"""Answers that say: no such thing here, not in this form, not any more."""

TRIES = 2  # how often a download that was cut off is taken up again at once
_VERSION = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Bytes from an address. `confirmed_at` is when the source last said they are current.

    `offline` is true where the source could not be asked this time and the bytes are those of an earlier day.
    """

    data: bytes
    asked: str
    address: str
    content_type: str
    sha256: str
    confirmed_at: datetime
    offline: bool = False


def fetch(address: str, network: Network, *, headers: Mapping[str, str], hosts: frozenset[str] | None) -> Fetched:
    """The bytes at an address, from the source or, where it cannot be reached, as they were last time.

    `headers` choose among the forms of one address (Accept, Accept-Language). Raises NotThere with the status of the
    answer, Unreachable where nothing was kept either, NotFetched for everything that may not or can not be used.
    """
    key = hashlib.sha256("\n".join([address, *(f"{k}: {headers[k]}" for k in sorted(headers))]).encode()).hexdigest()
    files = network.folder / key[:2] / key
    kept = _kept(files, address)
    try:
        answer = _asked(address, network, files, headers=headers, hosts=hosts, kept=kept)
    except Unreachable as problem:
        if kept is not None:
            return replace(kept.fetched, offline=True)
        if hosts is not None and problem.code == NO_HOST:  # a publisher we know exists: it is us who are offline
            raise Unreachable("error.fetch_unreachable", **problem.values) from problem
        raise
    if answer.status == 304 and kept is not None:
        return _store(files, kept.fetched, kept.headers)
    if answer.status in MISSING:
        raise NotThere("error.fetch_missing", address=address, status=answer.status)
    if answer.status >= 500 or answer.status == 429:
        if kept is not None:
            return replace(kept.fetched, offline=True)
        raise Unreachable("error.fetch_busy", address=address, status=answer.status)
    if answer.status == 202 or (answer.status == 200 and not answer.data):
        raise Unreachable("error.fetch_browser_only", address=address)
    if answer.status != 200:
        raise NotFetched("error.fetch_status", address=address, status=answer.status)
    fetched = Fetched(
        data=answer.data,
        asked=address,
        address=answer.address,
        content_type=answer.headers.get("content-type", "").partition(";")[0].strip().lower(),
        sha256=hashlib.sha256(answer.data).hexdigest(),
        confirmed_at=datetime.now(UTC),
    )
    return _store(files, fetched, answer.headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    fetched: Fetched
    headers: Mapping[str, str]


def _asked(
    address: str,
    network: Network,
    files: Path,
    *,
    headers: Mapping[str, str],
    hosts: frozenset[str] | None,
    kept: _Kept | None,
) -> Answer:
    """The answer, what was cut off taken up where it ended: now, or the next time somebody asks."""
    known = {}
    if kept is not None:
        versions = {ask: kept.headers[name] for name, ask in _VERSION.items() if name in kept.headers}
        known[kept.fetched.address] = versions
    part = _part(files)
    ends = time.monotonic() + network.seconds
    for last in (False,) * TRIES + (True,):
        within = replace(network, seconds=max(ends - time.monotonic(), 0))
        try:
            answer = download(address, within, headers=headers, hosts=hosts, known=known, part=part)
        except Unreachable as problem:
            if problem.code != "error.fetch_cut" or last or not part.data or time.monotonic() >= ends:
                _keep_part(files, part)
                raise
        else:
            _forget_part(files)
            return answer
    raise AssertionError("the last try returns or raises")


def _kept(files: Path, address: str) -> _Kept | None:
    """What is kept of an address; bytes that no longer match their checksum are as good as none."""
    facts = _facts(files.with_suffix(".json"))
    try:
        data = files.with_suffix(".body").read_bytes()
        fetched = Fetched(
            data=data,
            asked=address,
            address=facts["address"],
            content_type=facts["content_type"],
            sha256=facts["sha256"],
            confirmed_at=datetime.fromisoformat(facts["confirmed_at"]),
        )
        headers = {name: str(value) for name, value in facts["headers"].items()}
    except (OSError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return _Kept(fetched=fetched, headers=headers) if hashlib.sha256(data).hexdigest() == fetched.sha256 else None


def _store(files: Path, fetched: Fetched, headers: Mapping[str, str]) -> Fetched:
    """Keep bytes and facts, bytes first: facts that are there are true."""
    now = datetime.now(UTC)
    facts = {
        "asked": fetched.asked,
        "address": fetched.address,
        "content_type": fetched.content_type,
        "sha256": fetched.sha256,
        "confirmed_at": now.isoformat(),
        "headers": {name: headers[name] for name in _VERSION if name in headers},
    }
    _write(files.with_suffix(".body"), fetched.data)
    _write(files.with_suffix(".json"), json.dumps(facts, ensure_ascii=False).encode())
    return replace(fetched, confirmed_at=now)


def _part(files: Path) -> Part:
    """What an earlier try left, empty without."""
    facts = _facts(files.with_suffix(".part.json"))
    try:
        data = files.with_suffix(".part").read_bytes()
        return Part(
            address=facts["address"], validator=facts["validator"], encoding=facts["encoding"], data=bytearray(data)
        )
    except (OSError, KeyError, TypeError):
        return Part()


def _keep_part(files: Path, part: Part) -> None:
    """Keep half a download that can be joined to its other half later."""
    if not (part.data and part.validator):
        return
    facts = {"address": part.address, "validator": part.validator, "encoding": part.encoding}
    _write(files.with_suffix(".part"), bytes(part.data))
    _write(files.with_suffix(".part.json"), json.dumps(facts).encode())


def _forget_part(files: Path) -> None:
    for ending in (".part.json", ".part"):
        files.with_suffix(ending).unlink(missing_ok=True)


def _facts(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _write(path: Path, data: bytes) -> None:
    """The whole file or none of it, whoever else writes at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
        temporary = Path(file.name)
    temporary.replace(path)
