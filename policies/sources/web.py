"""Looking at an address that evidence stands on: still there, somewhere else, gone, or changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from policies.errors import NotFetched, Unreachable, UnreadableFile
from policies.sandbox import read_safely
from policies.sources.addresses import parse
from policies.sources.download import download
from policies.sources.network import NO_HOST, Network

GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What stands at an address. `sha256` is the checksum of the words there, of the bytes where no words are read.

    `code` and `values` say why nothing stands there: `gone` is true where the source itself says so or the host has
    no address any more, false where it may answer another day or may not be asked at all.
    """

    address: str = ""
    moved: bool = False
    gone: bool = False
    sha256: str = ""
    code: str = ""
    values: dict[str, str | int | float] | None = None


def look(address: str, network: Network) -> Look:
    """Ask any public address once; never raises for what the other side does."""
    try:
        asked = parse(address.strip())
        answer = download(str(asked), network, headers={"Accept": "*/*"}, hosts=None)
    except NotFetched as problem:
        gone = isinstance(problem, Unreachable) and problem.code == NO_HOST
        return Look(gone=gone, code=problem.code, values=problem.values)
    if answer.status != 200 or not answer.data:
        values: dict[str, str | int | float] = {"address": str(asked), "status": answer.status}
        return Look(address=answer.address, gone=answer.status in GONE, code="error.fetch_status", values=values)
    name = PurePosixPath(urlsplit(answer.address).path).name[-80:] or "page"
    return Look(address=answer.address, moved=answer.address != str(asked), sha256=words(answer.data, name))


def words(data: bytes, name: str) -> str:
    """A checksum of what a person would read: the frame of a page and what a server stamps on it may change."""
    try:
        text = read_safely(data, name).text
    except UnreadableFile:
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
