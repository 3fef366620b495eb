"""Addresses on the web, taken apart strictly: what two programs could read in two ways is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from policies.errors import NotFetched

LONGEST = 2_000
PORT = 443
SHOWN = 200  # characters of a refused address that a message repeats

# Names only, in the letters that stand on the wire. The last label is never a number, so 127.1, 0x7f.1 and 2130706433
# are no hosts; international names are written in their own form (xn--).
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})\Z")
_INSIDE = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|onion|test|invalid|example)\Z"
)
_UNSEEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\\\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]"
)
_SENT_AS_IT_IS = "/%:@!$&'()*+,;=-._~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An https address that may be looked up: `target` is path and query as they are sent.

    >>> str(parse("https://data.riksdagen.se/dokument/sfs-2018-1937.json"))
    'https://data.riksdagen.se/dokument/sfs-2018-1937.json'
    """

    host: str
    target: str

    def __str__(self) -> str:
        return f"https://{self.host}{self.target}"


def parse(address: str, *, hosts: frozenset[str] | None = None) -> Address:
    """An address that may be looked up; `hosts` are the only ones allowed, None allows any public name.

    http is read as https, so nothing is ever asked for in the open. A fragment is dropped: it is never sent.
    Raises NotFetched: unseen characters, another scheme, credentials, a port, a host that is no public name or not
    listed.
    """
    shown = address[:SHOWN]
    if _UNSEEN.search(address) or len(address) > LONGEST:
        raise NotFetched("error.address_characters", address=_UNSEEN.sub("\ufffd", shown))
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotFetched("error.address_host", address=shown) from error
    if parts.scheme not in {"https", "http"}:
        raise NotFetched("error.address_scheme", address=shown)
    if "@" in parts.netloc:
        raise NotFetched("error.address_credentials", host=host[:SHOWN])
    if port not in {None, PORT if parts.scheme == "https" else 80}:
        raise NotFetched("error.address_port", address=shown, port=port or 0)
    if not host.isascii() or not _HOST.match(host) or _INSIDE.search(host):
        raise NotFetched("error.address_host", address=shown)
    if hosts is not None and host not in hosts:
        raise NotFetched("error.address_not_listed", host=host, listed=", ".join(sorted(hosts)))
    query = f"?{quote(parts.query, safe=_SENT_AS_IT_IS + '?')}" if parts.query else ""
    return Address(host=host, target=(quote(parts.path, safe=_SENT_AS_IT_IS) or "/") + query)


def follow(address: Address, location: str, *, hosts: frozenset[str] | None = None) -> Address:
    """Where a redirect leads, checked like any other address."""
    if _UNSEEN.search(location):
        raise NotFetched("error.address_characters", address=_UNSEEN.sub("\ufffd", location[:SHOWN]))
    try:
        joined = urljoin(str(address), location)
    except ValueError as error:
        raise NotFetched("error.address_host", address=location[:SHOWN]) from error
    return parse(joined, hosts=hosts)
