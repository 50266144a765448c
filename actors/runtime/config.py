"""The bounds of one host: idle time, entities in memory, lease, rates of its players."""

from dataclasses import dataclass

from actors.runtime.meter import Rate
from actors.runtime.ownership.lease import CLOCK_SKEW_MS_MAX


@dataclass(frozen=True, slots=True)
class HostConfig:
    """Bounds of one host; times in milliseconds."""

    idle_ms: int = 5 * 60 * 1000
    activations_max: int = 100_000
    memory_bytes_max: int = 1024 * 1024 * 1024
    """Bytes that entities take in memory, as far as the runtime knows: their states, recent pushes and replies."""
    sweep_ms: int = 5_000
    open_tells_max: int = 50_000
    """Tells under way that a host keeps in memory, some hundred bytes each and their bodies; more stay in the store."""
    timers_max: int = 50_000
    """Durable timers that a host keeps in memory, some hundred bytes each and their bodies; more stay in the store."""
    lease_ttl_ms: int = 5_000
    clock_skew_ms_max: int = CLOCK_SKEW_MS_MAX
    """Difference from the store's clock beyond which the host does not serve."""
    rates: tuple[Rate, ...] = ()
    """How fast an entity takes commands of its player; none: as fast as they come."""
