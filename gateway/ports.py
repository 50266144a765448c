"""Ports: what routes and staff commands ask of the rest of the system."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from actors.runtime.entity import EntityRef

COMMAND_ID_CHARS_MAX = 64
"""Of an idempotency key, which is the id of a command."""
RECEIVED = "received_ms"
"""The name under which the server notes in the state of a request when it was whole (monotonic ms)."""
GATEWAY = "gateway"
"""Origin of a player's commands that the gateway makes by itself: no client writes an id of that origin."""


class Answer(Protocol):
    """An entity's answer. `body` is JSON: the reply's payload, or an `actors.runtime.payloads.ErrorBody` when not `ok`.

    `version` is the entity's, `seq` the push that carries the effect, `dup` says that the command was a repeat.
    """

    @property
    def ok(self) -> bool: ...
    @property
    def body(self) -> bytes: ...
    @property
    def version(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def dup(self) -> bool: ...


class Entities(Protocol):
    """The way to every entity, wherever it lives. A failure on the way is an answer too: `unavailable`, `timeout`."""

    async def command(
        self,
        ref: EntityRef,
        type: str,  # noqa: A002 (the protocol's name)
        body: bytes,
        *,
        command_id: str,
        origin: str = "user",
        timeout_ms: int | None = None,
        received_ms: float | None = None,
    ) -> Answer:
        """Let the entity decide a command; `body` is its payload in JSON, `command_id` its idempotency key.

        Age and time-out count from `received_ms` (monotonic), by default from now.
        """
        ...

    async def query(self, ref: EntityRef, type: str, body: bytes) -> Answer:  # noqa: A002 (the protocol's name)
        """Ask the entity something that changes nothing; `body` is the query's payload in JSON."""
        ...

    def ready(self) -> bool:
        """Return whether the shard map is known and every shard has a reachable owner."""
        ...


class CatalogPage(NamedTuple):
    """The shop's catalog as JSON, and its ETag: the same at every gateway."""

    etag: str
    body: bytes


class CatalogPages(Protocol):
    """This gateway's copy of the shop's catalog."""

    def page(self) -> CatalogPage | None:
        """Return the catalog; None before the shop has been heard for the first time."""
        ...


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One check of `/health`. `probe` returns None when all is well, else the reason in a few words for the public.

    A check that is not `required` only degrades: play goes on without it.
    """

    name: str
    probe: Callable[[], Awaitable[str | None]]
    required: bool = True


def shard_map_check(entities: Entities) -> HealthCheck:
    """Return the check that every shard has a reachable owner."""

    async def probe() -> str | None:
        return None if entities.ready() else "not every shard has a reachable owner"

    return HealthCheck("shard_map", probe)
