"""Peers that have not said yet who they are, and which of them yields when there are too many. Sans-I/O.

A peer that opens a connection and says nothing costs it nothing, so nobody may take the places of all others in this
way: an address has a share, and where there is no place the oldest silent peer yields to the newcomer, first of all
one of the newcomer's own address. One that has only just come does not: it has had no time to speak, and a crowd that
comes back at once would go on pushing itself out. The newcomer is turned away then.
"""

from enum import Enum


class Verdict(Enum):
    """The answer to a socket that has said whose it is."""

    IN = "in"
    WAIT = "wait"
    """Ask again once other sockets of the player have had time to answer a ping."""
    FULL = "full"


class SilentPeers:
    """The silent peers by number, in the order in which they came; addresses as they are counted. Times are monotonic
    ms."""

    def __init__(self) -> None:
        self._since: dict[int, tuple[str, float]] = {}
        self._of: dict[str, dict[int, float]] = {}

    def __len__(self) -> int:
        return len(self._since)

    def of(self, address: str) -> int:
        """Return how many are of that address."""
        return len(self._of.get(address, ()))

    def add(self, number: int, address: str, now_ms: float) -> None:
        """Add one that has just come."""
        self._since[number] = (address, now_ms)
        self._of.setdefault(address, {})[number] = now_ms

    def discard(self, number: int) -> None:
        """Remove one that has spoken or is gone."""
        address, _ = self._since.pop(number, ("", 0.0))
        peers = self._of.get(address, {})
        if peers.pop(number, None) is not None and not peers:
            del self._of[address]

    def yielding(self, address: str, came_until_ms: float, *, own_only: bool) -> int | None:
        """Return the one that yields to a newcomer of `address`: the oldest of that address, or else, unless
        `own_only`, of all; None when it has come later than `came_until_ms`."""
        own = next(iter(self._of.get(address, {}).items()), None)
        if own is not None and own[1] <= came_until_ms:
            return own[0]
        if own_only or not self._since:
            return None
        number, (_, since_ms) = next(iter(self._since.items()))
        return number if since_ms <= came_until_ms else None
