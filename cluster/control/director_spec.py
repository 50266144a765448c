"""The order with which the director starts. Light to import: it is given by a process that does not run it."""

from dataclasses import dataclass

from cluster.processes.specs import HostSpec


@dataclass(frozen=True, slots=True)
class DirectorSpec:
    """Everything that the director needs to know at start. A further host is made from the first of `hosts`."""

    cluster: str
    database_url: str
    lease_ttl_ms: int
    hosts: tuple[HostSpec, ...]
    host_restarts: int = -1
    """How often Ray starts a dead host again; -1: always."""
    retention_h: int = 48
    """How long replies of commands are kept, in hours."""
    metrics_host: str = "127.0.0.1"
