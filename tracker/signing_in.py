"""Who it is that asks, by one of three ways: the one person of this machine, a provider of identities, or a proxy.

Decided from claims, headers and addresses alone; what is said in a header by whoever asks is believed of nobody but the
proxies that the settings name.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from tracker.errors import NotAllowed, Refused
from tracker.settings import Settings, secret
from tracker.tables.people import LOCAL_LOGIN

SECRET_HEADER = "x-tracker-secret"  # noqa: S105 - the name of a header, not what it holds
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
"""Headers by which a proxy says for whom it asks; a browser on this machine sends none of them."""
LEAST_SECRET = 32
LONGEST_LOGIN, LONGEST_SUBJECT = 200, 400
"""As many characters as the columns of a person hold."""

Headers = Iterable[tuple[str, str]]


class Way(StrEnum):
    """How people sign in: TRACKER_SIGN_IN."""

    LOCAL = "local"
    OIDC = "oidc"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who somebody says they are, believed: `login` in lower case; `subject` of the provider, "" where none is known.

    `key` is a checksum of what the browser shows for this sign-in, "" from a proxy, which shows nothing of it; `since`
    when the provider let them in.
    """

    login: str
    subject: str = ""
    key: str = ""
    since: datetime | None = None


def way(settings: Settings) -> Way:
    """The way of the settings; Refused for one there is none of."""
    try:
        return Way(settings.sign_in)
    except ValueError:
        raise Refused("error.sign_in_way", value=settings.sign_in, known=", ".join(Way)) from None


def check_request(settings: Settings, *, peer: str | None, headers: Headers, listens: str | None) -> str:
    """Raise NotAllowed or Refused for a request that nothing of the tracker may answer.

    Gives the name that a proxy vouches for, "" in the other ways: there a header says nothing.

    `peer` is the address of the connection itself, None where there is none; `listens` what the server listens on, None
    or "" for every interface.
    """
    match way(settings):
        case Way.LOCAL:
            _only_here(peer, list(headers), listens)
        case Way.PROXY:
            return by_proxy(settings, peer=peer, headers=headers).login
        case Way.OIDC:
            provider(settings)
    return ""


def provider(settings: Settings) -> dict[str, str]:
    """What Streamlit must know of the provider, in its own words; Refused where the settings leave something out."""
    found = {
        "redirect_uri": f"{settings.address.rstrip('/')}/oauth2callback" if settings.address else "",
        "cookie_secret": secret("TRACKER_COOKIE_SECRET"),
        "client_id": settings.oidc_client,
        "client_secret": secret("TRACKER_OIDC_SECRET"),
        "server_metadata_url": settings.oidc_metadata,
    }
    for setting, key in {
        "TRACKER_ADDRESS": "redirect_uri",
        "TRACKER_OIDC_CLIENT": "client_id",
        "TRACKER_OIDC_SECRET": "client_secret",
        "TRACKER_OIDC_METADATA": "server_metadata_url",
    }.items():
        if not found[key]:
            raise Refused("error.sign_in_setting", setting=setting)
    if len(found["cookie_secret"]) < LEAST_SECRET:
        raise Refused("error.sign_in_secret_short", setting="TRACKER_COOKIE_SECRET", least=LEAST_SECRET)
    return found


def by_provider(settings: Settings, claims: Mapping[str, Any]) -> Claim:
    """Who the provider says it is, from the claims of its verified token.

    Its signature, issuer, life and nonce are verified before (authlib, which leaves the audience open where the token
    names its authorised party). NotAllowed for what was made out to another program, and for an address of e-mail that
    the provider does not vouch for: whoever may type any address into their account must not become a colleague.
    """
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not isinstance(issuer, str) or not isinstance(subject, str) or not issuer or not subject:
        raise NotAllowed("error.sign_in_unknown_issuer")
    audience = claims.get("aud")
    if settings.oidc_client not in (audience if isinstance(audience, list) else [audience]):
        raise NotAllowed("error.sign_in_audience")
    bound = f"{issuer} {subject}"
    login = login_of(claims.get("email"))
    # Entra ID says whether it knows the owner of the address's domain by a claim of its own.
    vouched = claims.get("email_verified", claims.get("xms_edov")) in (True, "true", "1")
    if not vouched or "@" not in login or len(bound) > LONGEST_SUBJECT:
        raise NotAllowed("error.sign_in_unverified", contact=settings.contact or "-")
    made = claims.get("iat")
    since = datetime.fromtimestamp(made, UTC) if isinstance(made, int) else None
    shown = [claims.get(name) for name in ("iss", "sub", "iat", "exp", "nonce", "jti")]
    return Claim(login=login, subject=bound, key=checksum(json.dumps(shown)), since=since)


def by_proxy(settings: Settings, *, peer: str | None, headers: Headers) -> Claim:
    """Who a trusted proxy says it is; NotAllowed from anybody else, and where its word is missing or said twice."""
    found = list(headers)
    address = _address(peer)
    if address is None or not any(address in network for network in _networks(settings.sign_in_from)):
        raise NotAllowed("error.sign_in_proxy")
    expected = secret("TRACKER_SIGN_IN_SECRET")
    if expected and not hmac.compare_digest("".join(_values(found, SECRET_HEADER)).encode(), expected.encode()):
        raise NotAllowed("error.sign_in_proxy")
    said = _values(found, settings.sign_in_header)
    login = login_of(said[0]) if len(said) == 1 else ""
    if not login:
        raise NotAllowed("error.sign_in_proxy_silent")
    return Claim(login=login)


def checksum(shown: str) -> str:
    """What is kept of what a browser shows: enough to know it again, nothing to show it with."""
    return hashlib.sha256(shown.encode()).hexdigest()


def login_of(value: object) -> str:
    """The name somebody is admitted by, in lower case; "" for what is none, the name of this machine's person included.

    >>> login_of(" Kim@Kommun.se "), login_of("local"), login_of("kim\\r\\nX-Role: admin")
    ('kim@kommun.se', '', '')
    """
    if not isinstance(value, str) or not value.isascii():  # before the letters change: some become those of others
        return ""
    login = value.strip().lower()
    fits = login.isprintable() and " " not in login and len(login) <= LONGEST_LOGIN
    return login if fits and login != LOCAL_LOGIN else ""


def is_loopback(address: str | None) -> bool:
    """Whether the address is of this machine alone.

    >>> [is_loopback(one) for one in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "localhost", "0.0.0.0", "", None)]
    [True, True, True, True, False, False, False]
    """
    found = _address("127.0.0.1" if address == "localhost" else address)
    return found is not None and found.is_loopback


def _only_here(peer: str | None, headers: list[tuple[str, str]], listens: str | None) -> None:
    if not is_loopback(listens):
        raise NotAllowed("error.sign_in_interface", address=listens or "0.0.0.0")  # noqa: S104 - said, not opened
    if not is_loopback(peer) or any(name.lower() in FORWARDED for name, _ in headers):
        raise NotAllowed("error.sign_in_elsewhere")


def _address(text: str | None) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address((text or "").partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _networks(text: str) -> list[IPv4Network | IPv6Network]:
    try:
        found = [ip_network(one.strip()) for one in text.split(",") if one.strip()]
    except ValueError:
        raise Refused("error.sign_in_addresses", value=text) from None
    if any(network.prefixlen == 0 for network in found):  # "everybody" is nobody to trust
        raise Refused("error.sign_in_addresses", value=text)
    return found


def _values(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    return [value for found, value in headers if found.lower() == name.lower()]
