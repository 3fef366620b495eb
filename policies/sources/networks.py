"""Which network addresses belong to the open internet. Everything else is somebody's inside."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network

# IANA's registries of special purpose addresses (RFC 6890 and its successors), written out: what the standard library
# calls global has changed between versions of Python. The last is a platform address of one large cloud, which lies
# in the middle of the public space and answers with the secrets of the machine that asks.
CLOSED_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "168.63.129.16/32",
        ),
    )
)
UNICAST_V6 = IPv6Network("2000::/3")
"""All that is given out as global unicast; loopback, mapped, NAT64, local and multicast addresses lie outside."""

# Inside it: Teredo and its neighbours, documentation, 6to4, documentation again.
CLOSED_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


def is_public(address: str) -> bool:
    """Whether a numeric address, as a resolver gives it, is global unicast.

    >>> [is_public(address) for address in ("193.11.1.1", "10.1.1.1", "100.64.0.1", "::ffff:193.11.1.1", "2002:c10b::")]
    [True, False, False, False, False]
    """
    try:
        if ":" not in address:
            four = IPv4Address(address)
            return not any(four in network for network in CLOSED_V4)
        six = IPv6Address(address)
    except AddressValueError:
        return False
    return six.scope_id is None and six in UNICAST_V6 and not any(six in network for network in CLOSED_V6)
