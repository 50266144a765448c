"""The address of a request's client: `X-Forwarded-For` counts only as far as trusted proxies wrote it."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

HOPS_MAX = 16
"""Entries of `X-Forwarded-For` that are read, from the right."""
HOST_BITS_V6 = 64
"""A customer gets at least a /64, so addresses within one are counted as one."""
MAPPED_BITS = 96
"""The prefix of IPv4-mapped IPv6 addresses, ::ffff:0:0/96 (RFC 4291, 2.5.5.2)."""
_ZONE, _PORT = r"(?:%[^\]\s]*)?", r"(?::[0-9]{1,5})?"
_WRITTEN = re.compile(
    rf"""(?P<quote>"?)(?:\[(?P<v6>[0-9A-Fa-f:.]+){_ZONE}\]{_PORT}|(?P<v4>[0-9.]+){_PORT}"""
    rf"""|(?P<plain>[0-9A-Fa-f]*:[0-9A-Fa-f:.]+){_ZONE})(?P=quote)"""
)

Address = IPv4Address | IPv6Address


class TrustedProxies:
    """The networks of our own proxies, as CIDRs.

    Raises:
        ValueError: one of them is no network.
    """

    def __init__(self, networks: Sequence[str]) -> None:
        self._networks = [_network(network) for network in networks]

    def client_address(self, peer: str, forwarded: str) -> str:
        """Return the client of a request from `peer` with that `X-Forwarded-For`; "" when the peer has no address.

        It is the first address from the right that is not of a trusted proxy: anybody could have written what stands
        left of it. An entry that is no address ends the search at the proxy that wrote it. Entries may have a port and
        brackets, as RFC 7239 (section 6) writes them and as some proxies do in this header as well.
        """
        address = _address(peer)
        if address is None:
            return ""
        for hop in reversed(forwarded.split(",")[-HOPS_MAX:] if forwarded else []):
            if not self._trusts(address):
                break
            before = _address(hop.strip())
            if before is None:
                break
            address = before
        return str(address)

    def trusts(self, peer: str) -> bool:
        """Return whether a connection from that address is of one of our own proxies."""
        address = _address(peer)
        return address is not None and self._trusts(address)

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


def counted_address(address: str) -> str:
    """Return what attempts from `address` are counted under: itself, or its /64."""
    known = _address(address)
    if isinstance(known, IPv6Address):
        return str(IPv6Network((known, HOST_BITS_V6), strict=False))
    return address


def _network(text: str) -> IPv4Network | IPv6Network:
    """Return the network; one of IPv4-mapped addresses is that of the IPv4 addresses in it. Raises ValueError."""
    network = ip_network(text)
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    if mapped is None or network.prefixlen < MAPPED_BITS:
        return network
    return IPv4Network((mapped, network.prefixlen - MAPPED_BITS))


def _address(text: str) -> Address | None:
    """Return the address in `ADDRESS`, `V4:PORT`, `[V6]` or `[V6]:PORT`, quoted or not; a zone of IPv6 is dropped."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    try:
        address = ip_address(match["v6"] or match["v4"] or match["plain"])
    except ValueError:
        return None
    if match["v6"] and address.version != 6:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
