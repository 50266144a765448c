"""Web origins (RFC 6454): two of them are compared by scheme, host and port, not as texts."""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address
from typing import NamedTuple, Self

PORTS = {"http": 80, "https": 443}
"""The schemes of our pages, with the port of an origin that names none."""
PORT_MAX = 0xFFFF
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::([0-9]{0,5}))?")


class Origin(NamedTuple):
    """An origin in its normal form: lower case, without a dot at the end of the host, its port always a number."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the origin that `SCHEME://HOST[:PORT]` means.

        Raises:
            ValueError: it is something else, `null` for instance, has another scheme, or says more than an origin.
        """
        scheme, separator, authority = text.partition("://")
        scheme = scheme.lower()
        if not separator or scheme not in PORTS:
            raise ValueError(f"{text!r} is no origin: it must be written as https://HOST or https://HOST:PORT")
        host, port = split_authority(authority)
        return cls(scheme, host, PORTS[scheme] if port is None else port)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" if self.port == PORTS[self.scheme] else f"{self.scheme}://{host}:{self.port}"


def origins_of_host(host: str) -> frozenset[Origin]:
    """Return the origins of pages that a server with this `Host` header may have served, whichever scheme was spoken
    at the edge.

    Raises:
        ValueError: it is no `HOST[:PORT]`.
    """
    name, port = split_authority(host)
    return frozenset(Origin(scheme, name, default if port is None else port) for scheme, default in PORTS.items())


def split_authority(authority: str) -> tuple[str, int | None]:
    """Return host and port of `HOST[:PORT]`, the host in lower case and without a dot at its end.

    Raises:
        ValueError: it is something else: empty, with a user, a path, white space, a port out of range.
    """
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise ValueError(f"{authority!r} is no host")
    v6, name, digits = match.groups()
    host = IPv6Address(v6).compressed if v6 else name.lower().removesuffix(".")
    port = int(digits) if digits else None
    if not host or (port or 0) > PORT_MAX:
        raise ValueError(f"{authority!r} is no host")
    return host, port


def parse_origins(texts: Iterable[str]) -> frozenset[Origin]:
    """Return the origins of an allow-list. Raises ValueError for one that is none."""
    return frozenset(map(Origin.parse, texts))
