"""The address of a request's client: `X-Forwarded-For` counts only as far as trusted proxies wrote it."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

HOPS_MAX = 16
"""Entries of `X-Forwarded-For` that are read, from the right."""
HOST_BITS_V6 = 64
"""A customer gets at least a /64, so addresses within one are counted as one."""

Address = IPv4Address | IPv6Address


class TrustedProxies:
    """The networks of our own proxies, as CIDRs.

    Raises:
        ValueError: one of them is no network.
    """

    def __init__(self, networks: Sequence[str]) -> None:
        self._networks = [ip_network(network) for network in networks]

    def client_address(self, peer: str, forwarded: str) -> str:
        """Return the client of a request from `peer` with that `X-Forwarded-For`; "" when the peer has no address.

        It is the first address from the right that is not of a trusted proxy: anybody could have written what stands
        left of it. An entry that is no address ends the search at the proxy that wrote it.
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

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


def counted_address(address: str) -> str:
    """Return what attempts from `address` are counted under: itself, or its /64."""
    known = _address(address)
    if isinstance(known, IPv6Address):
        return str(IPv6Network((known, HOST_BITS_V6), strict=False))
    return address


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
