"""When an envelope was sent, by the clock of its receiver: what lay in a buffer meanwhile has aged there.

Sender and receiver have monotonic clocks of their own, so that how long one envelope took says nothing. But what the
quickest of a link has taken is the difference of the two clocks and the shortest way; whatever another took beyond that
it has waited, be it in a socket that was not read without a lease or in a process that stood still.
"""

CLOCK_DRIFT_MAX = 200e-6
"""How much faster one machine's clock may run than the other's, as a share; so fast the quickest is forgotten."""


class Transit:
    """The way of one link's envelopes, in one direction. Times are monotonic ms, each of its own side's clock."""

    __slots__ = ("_quickest_ms", "_seen_ms")

    def __init__(self) -> None:
        self._quickest_ms = float("inf")
        self._seen_ms = 0.0

    def sent_at(self, sent_ms: int, arrived_ms: float) -> float:
        """Return when an envelope left, by the receiver's clock; `sent_ms` negative: when it arrived.

        The shortest way counts as none: an envelope that comes at once has left when it arrived.
        """
        if sent_ms < 0:
            return arrived_ms
        took_ms = arrived_ms - sent_ms
        quickest_ms = self._quickest_ms + (arrived_ms - self._seen_ms) * CLOCK_DRIFT_MAX
        self._quickest_ms = quickest_ms = min(took_ms, quickest_ms)
        self._seen_ms = arrived_ms
        return sent_ms + quickest_ms
