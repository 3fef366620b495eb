"""One download from one address: bounded in time and size, every redirect checked as if it were the first address.

No cookies, no credentials, no referrer; what it says of itself is the name of the program.
"""

from __future__ import annotations

import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException

from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from policies.errors import NotFetched, Unreachable
from policies.limits import MEGABYTE
from policies.sources.addresses import Address, follow, parse
from policies.sources.network import Network
from policies.sources.networks import is_public

LIMIT = 30 * MEGABYTE
"""Bytes of one download, counted as they come and again as they are unpacked."""

REDIRECTS = 3
TRIES = 3  # numeric addresses of a host that are tried
CHUNK = 64 * 1024
AGENT = "policy-to-practice-tracker"
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_STANDING_IN = frozenset({200, 206})


@dataclass(slots=True, kw_only=True)
class Part:
    """What has come of a download so far, as it came over the wire; `validator` names the version it is part of."""

    address: str = ""
    validator: str = ""
    encoding: str = ""
    data: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answered in the end. Names of headers are in small letters; `data` is unpacked."""

    status: int
    address: str
    headers: Mapping[str, str]
    data: bytes


def download(
    address: str,
    network: Network,
    *,
    headers: Mapping[str, str],
    hosts: frozenset[str] | None,
    known: Mapping[str, Mapping[str, str]] | None = None,
    part: Part | None = None,
) -> Answer:
    """Ask an address and read what it answers, whatever its status.

    `known` are further headers for single addresses (the version one has). `part` is what an earlier try left; it is
    filled while reading, so that whoever catches a failure can keep it. Raises NotFetched for an address that may not
    be opened or an answer beyond the limits, Unreachable where nothing (or not all) came.
    """
    ends = time.monotonic() + network.seconds
    part = part if part is not None else Part()
    place = parse(address, hosts=hosts)
    for _ in range(REDIRECTS + 1):
        asked = {"User-Agent": AGENT, "Accept-Encoding": "gzip", **headers, **(known or {}).get(str(place), {})}
        if part.data and part.validator and part.address == str(place):
            asked |= {"Range": f"bytes={len(part.data)}-", "If-Range": part.validator}
        with _asked(place, asked, network, ends) as answer:
            location = answer.headers.get("location")
            if answer.status in _REDIRECTING and location:
                place = follow(place, location, hosts=hosts)
                continue
            raw, encoding = _read(answer, place, part, ends)
        found = {name.lower(): value for name, value in answer.headers.items()}
        data = _unpacked(bytes(raw), encoding, place)
        status = 200 if answer.status == 206 else answer.status  # the other half makes it whole
        return Answer(status=status, address=str(place), headers=found, data=data)
    raise NotFetched("error.fetch_redirects", address=str(place), limit=REDIRECTS)


@contextmanager
def _asked(place: Address, headers: Mapping[str, str], network: Network, ends: float) -> Iterator[BaseHTTPResponse]:
    """The beginning of an answer; what goes wrong while it is read becomes one of our own errors."""
    network.wait_for(place.host)
    connection = _connected(place, network, ends)
    late = threading.Event()
    bell = threading.Timer(max(ends - time.monotonic(), 0), _cut, (connection, late))
    bell.daemon = True
    bell.start()
    answer: BaseHTTPResponse | None = None
    try:
        connection.request(
            "GET", place.target, headers={"Host": place.host, **headers}, preload_content=False, decode_content=False
        )
        answer = connection.getresponse()
        yield answer
    except (OSError, HTTPError, HTTPException) as error:
        if late.is_set() or isinstance(error, TimeoutError) or time.monotonic() >= ends:
            raise Unreachable("error.fetch_slow", host=place.host, seconds=round(network.seconds)) from error
        raise Unreachable("error.fetch_cut", host=place.host) from error
    finally:
        bell.cancel()
        if answer is not None:
            answer.close()
        connection.close()


def _cut(connection: HTTPConnection, late: threading.Event) -> None:
    """End a connection whose time is over, however busily it drips."""
    late.set()
    if connection.sock is not None:
        with _quiet():
            connection.sock.shutdown(2)


@contextmanager
def _quiet() -> Iterator[None]:
    try:
        yield
    except OSError:  # it was over already
        return


def _connected(place: Address, network: Network, ends: float) -> HTTPConnection:
    """An open connection to a number that was checked; not one is opened where any of the host's numbers is inside."""
    numbers = network.addresses(place.host, ends - time.monotonic())
    inside = [number for number in numbers if not is_public(number)]
    if inside or not numbers:
        raise NotFetched("error.address_not_public", host=place.host, number=inside[0] if inside else "-")
    problem: Exception | None = None
    for number in numbers[:TRIES]:
        left = ends - time.monotonic()
        if left <= 0:
            break
        connection = network.open(place.host, number, left / 2)
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            connection.close()
            raise NotFetched("error.fetch_certificate", host=place.host) from error
        except (OSError, HTTPError, HTTPException) as error:
            connection.close()
            problem = error
        else:
            return connection
    raise Unreachable("error.fetch_unreachable", host=place.host) from problem


def _read(answer: BaseHTTPResponse, place: Address, part: Part, ends: float) -> tuple[bytearray, str]:
    """The bytes as sent, counted while they come, and how they are packed. Only a good answer is kept as a part."""
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    resumed = answer.status == 206 and _resumes(answer.headers.get("content-range", ""), part)
    if not resumed:
        part.address, part.validator, part.encoding = str(place), _validator(answer), encoding
        part.data.clear()
    into = part.data if answer.status in _STANDING_IN else bytearray()
    if answer.status == 206 and not resumed:
        raise Unreachable("error.fetch_cut", host=place.host)
    while chunk := answer.read1(CHUNK, decode_content=False):
        into += chunk
        if len(into) > LIMIT:
            part.data.clear()
            raise NotFetched("error.fetch_too_large", address=str(place), limit=LIMIT // MEGABYTE)
        if time.monotonic() >= ends:
            raise TimeoutError
    return into, part.encoding


def _validator(answer: BaseHTTPResponse) -> str:
    """What names this version well enough to join two halves of it: a strong tag, else a date."""
    tag = answer.headers.get("etag", "")
    return answer.headers.get("last-modified", "") if not tag or tag.startswith("W/") else tag


def _resumes(content_range: str, part: Part) -> bool:
    return bool(part.data) and content_range.replace(" ", "").startswith(f"bytes{len(part.data)}-")


def _unpacked(raw: bytes, encoding: str, place: Address) -> bytes:
    """What was packed for the way, never more than the limit."""
    if encoding in {"", "identity"}:
        return raw
    if encoding not in {"gzip", "x-gzip"}:
        raise NotFetched("error.fetch_encoding", address=str(place), encoding=encoding[:40])
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        data = unpacker.decompress(raw, LIMIT + 1)
    except zlib.error as error:
        raise Unreachable("error.fetch_cut", host=place.host) from error
    if len(data) > LIMIT:
        raise NotFetched("error.fetch_too_large", address=str(place), limit=LIMIT // MEGABYTE)
    if not unpacker.eof:
        raise Unreachable("error.fetch_cut", host=place.host)
    return data
