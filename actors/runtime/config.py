"""The bounds of one host: idle time, entities in memory, lease, rates of its players."""

from dataclasses import dataclass

from actors.runtime.meter import Rate


@dataclass(frozen=True, slots=True)
class HostConfig:
    """Bounds of one host; times in milliseconds."""

    idle_ms: int = 5 * 60 * 1000
    activations_max: int = 100_000
    sweep_ms: int = 5_000
    lease_ttl_ms: int = 5_000
    rates: tuple[Rate, ...] = ()
    """How fast an entity takes commands of its player; none: as fast as they come."""
