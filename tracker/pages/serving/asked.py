"""What a request says of itself: the part of the app it asks for, its reader's language, where it comes from."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from urllib.parse import parse_qs

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope

from tracker import locales

NETWORK_OF_ONE = 64
"""Bits of an IPv6 address that one household or office is given; the rest it chooses itself."""


def base() -> str:
    """The path the app lies under, "" for none."""
    path = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def name(scope: Scope) -> str:
    """What is asked for, below the path the app lies under: "matrix", "static/js/...", "" for home."""
    return str(scope["path"]).removeprefix(base()).removeprefix("/")


def language(scope: Scope) -> str:
    """The language asked for by the address, else by the browser."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang")
    browser = Headers(scope=scope).get("accept-language", "").split(",")[0].split(";")[0].strip()
    return locales.known_language(asked[0] if asked and asked[0] in locales.language_codes() else browser)


def sender(scope: Scope) -> str:
    """The address a request comes from, one for all that a network of IPv6 chooses itself; "" where none is known.

    >>> sender({"client": ("192.0.2.1", 4711)}), sender({"client": ("2001:db8::1:2", 4711)}), sender({})
    ('192.0.2.1', '2001:db8::', '')
    """
    client = scope.get("client")
    if not client:
        return ""
    try:
        address = ip_address(client[0])
    except ValueError:
        return str(client[0])[:64]
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        below = 128 - NETWORK_OF_ONE
        return str(IPv6Address(int(address) >> below << below))
    return str(address)
