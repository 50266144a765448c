"""The bound of the connections of a gateway: which one must go when one more comes."""

from collections.abc import Callable
from typing import Protocol

from gateway.addresses import TrustedProxies, counted_address
from gateway.realtime.admission.silence import SilentPeers
from gateway.realtime.limits import SocketLimits


class IdleConnection(Protocol):
    """A connection on which no request runs."""

    def yield_place(self) -> None:
        """Close: another connection takes the place."""
        ...


class ConnectionPlaces:
    """The connections that are idle: neither a request runs on them nor have they become a socket.

    Every connection of the process counts in the bound, sockets as well; only idle ones yield. Times are monotonic ms.
    """

    def __init__(self, proxies: TrustedProxies) -> None:
        self._proxies = proxies
        self._peers = SilentPeers()
        self._connections: dict[int, IdleConnection] = {}
        self._number = 0

    def __len__(self) -> int:
        return len(self._connections)

    def address(self, peer: str) -> str:
        """Return what connections from `peer` are counted under; "" for a trusted proxy, which brings everybody."""
        return "" if self._proxies.trusts(peer) else counted_address(peer)

    def enter(
        self, address: str, open_now: int, limits: SocketLimits, now_ms: float, count: Callable[[str], None]
    ) -> int | None:
        """Return the number of a new connection, of which there are `open_now` with it; None: it must be closed.

        The oldest idle one yields if one must; `count` is told the bound that was hit. Shares count from when half of
        the places are taken: until then a crowd that comes back at once, from behind one address, harms nobody.
        """
        full = open_now > limits.connections_max
        crowded = open_now > limits.connections_max // 2 and address != ""
        share_is_used = crowded and self._peers.of(address) >= limits.idle_connections_per_address_max
        if full or share_is_used:
            oldest = self._peers.yielding(address, now_ms - limits.yield_after_ms, own_only=not full)
            if full or oldest is not None:
                count("connections" if full else "idle_connections_per_address")
            if oldest is not None:
                self._connections[oldest].yield_place()
                self.leave(oldest)
            elif full:
                return None
        self._number += 1
        return self._number

    def idle(self, number: int, connection: IdleConnection, address: str, now_ms: float) -> None:
        """No request runs on this connection from now on."""
        self._connections[number] = connection
        self._peers.add(number, address, now_ms)

    def leave(self, number: int) -> None:
        """This connection is idle no more, or gone."""
        self._connections.pop(number, None)
        self._peers.discard(number)
