"""The meter of an entity: how fast it takes commands of its player, whichever gateway they come through.

A command beyond a rate is refused before its turn. Nothing is stored of that, so the same id may be sent again later;
and a repeat of a command that was run before is answered without being metered. Buckets live with the activation: they
are lost when the entity leaves memory or moves, which gives a player one more burst at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from actors.runtime.rate_limit import TokenBucket


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `per_s` commands of the `types` a second, of which `burst` may come at once; no types: of all."""

    rule: str
    per_s: float
    burst: float
    types: frozenset[str] = frozenset()


Buckets = dict[str, TokenBucket]
"""By rule; a rule that the entity has not met yet has none."""


class Meter:
    """The rates of a host's entities; the buckets are each entity's own."""

    def __init__(self, rates: Sequence[Rate]) -> None:
        self._general = tuple(rate for rate in rates if not rate.types)
        named = {name for rate in rates for name in rate.types}
        self._of_type = {
            name: (*self._general, *(rate for rate in rates if name in rate.types)) for name in sorted(named)
        }

    def excess(self, buckets: Buckets, message_type: str, now_ms: float) -> tuple[str, int] | None:
        """Take a token of each rate of this type; return (rule, ms to wait) of the first that has none."""
        for rate in self._of_type.get(message_type, self._general):
            bucket = buckets.get(rate.rule)
            if bucket is None:
                bucket = buckets[rate.rule] = TokenBucket(rate.per_s, rate.burst, now_ms)
            if not bucket.take(now_ms):
                return rate.rule, bucket.wait_ms()
        return None
