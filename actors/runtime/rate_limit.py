"""A token bucket: a rate per second, with a burst."""


class TokenBucket:
    """Holds up to `burst` tokens and gains `per_s` of them a second. Times are monotonic ms."""

    __slots__ = ("_burst", "_per_ms", "_then_ms", "_tokens")

    def __init__(self, per_s: float, burst: float, now_ms: float) -> None:
        self._per_ms = per_s / 1000
        self._burst = burst
        self._tokens = burst
        self._then_ms = now_ms

    def take(self, now_ms: float) -> bool:
        """Take one token; False when there is none."""
        tokens = self._tokens + (now_ms - self._then_ms) * self._per_ms
        self._then_ms = now_ms
        if tokens >= self._burst:  # comparing is quicker than `min`, and this is on the path of every command
            tokens = self._burst
        self._tokens = tokens if tokens < 1 else tokens - 1
        return tokens >= 1

    def wait_ms(self) -> int:
        """Return how long it is until the next token, in ms."""
        return max(1, round((1 - self._tokens) / self._per_ms)) if self._per_ms else 60_000

    def full(self, now_ms: float) -> bool:
        """Return whether the bucket is full again."""
        return self._tokens + (now_ms - self._then_ms) * self._per_ms >= self._burst
