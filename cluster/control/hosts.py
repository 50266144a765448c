"""The hosts that a director has admitted: started or found again, followed until they die, dismissed."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import structlog

from cluster.control.errors import DirectorError
from cluster.control.fleet import Fleet
from cluster.processes.specs import HostSpec

STATUS_TIMEOUT_S = 2.0
STOP_TIMEOUT_S = 8.0
FIND_TIMEOUT_S = 0.5
"""Time that a director which starts again waits for the hosts it finds, before it watches over those that answered."""
FOLLOW_RETRY_S_MIN = 0.1
FOLLOW_RETRY_S_MAX = 1.0

Result = TypeVar("Result")

log = structlog.get_logger("director")


class Hosts:
    """The hosts of one cluster by name; iterating gives the names.

    `died(name, status)` is awaited whenever the process that gave `status` is proven to be gone. A host that needs
    longer than `order_timeout_s` for an order is frozen, and not waited for.
    """

    def __init__(
        self,
        fleet: Fleet,
        *,
        restarts: int,
        order_timeout_s: float,
        died: Callable[[str, dict[str, Any]], Awaitable[None]],
    ) -> None:
        self._fleet = fleet
        self._restarts = restarts
        self._order_timeout_s = order_timeout_s
        self._died = died
        self._specs: dict[str, HostSpec] = {}
        self._followers: dict[str, asyncio.Task[None]] = {}
        self._finders: list[asyncio.Task[None]] = []

    def __len__(self) -> int:
        return len(self._specs)

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __contains__(self, name: str) -> bool:
        return name in self._specs

    # --- orders ---

    async def adopt(self, name: str, shards: Sequence[int]) -> None:
        """Make a host serve shards. Raises DirectorError when it does not answer, is gone, or refuses."""
        await self._carried_out(name, self._fleet.adopt(name, shards))

    async def release(self, name: str, shards: Sequence[int]) -> None:
        """Make a host hand shards back. Raises DirectorError when it does not answer, is gone, or refuses."""
        await self._carried_out(name, self._fleet.release(name, shards))

    async def served(self, name: str) -> Collection[int] | None:
        """Return the shards that a host serves; None if it does not answer."""
        try:
            async with asyncio.timeout(STATUS_TIMEOUT_S):
                return set(await self._fleet.served(name))
        except Exception:  # noqa: BLE001 (any failure means that the host is not there)
            return None

    async def describe(self, name: str) -> dict[str, Any]:
        """Return what a host says of itself, or its name and the `error` that was met instead of an answer."""
        try:
            async with asyncio.timeout(STATUS_TIMEOUT_S):
                return await self._fleet.status(name)
        except Exception as error:  # noqa: BLE001 (any failure means that the host is not there)
            return {"name": name, "error": type(error).__name__}

    def serves(self, name: str) -> str:
        """Return the group of shards that a host may be given."""
        return self._specs[name].serves

    async def _carried_out(self, name: str, order: Awaitable[Result]) -> Result:
        try:
            async with asyncio.timeout(self._order_timeout_s):
                return await order
        except Exception as error:
            raise DirectorError(f"{name} did not do what it was told: {error!r}", name) from error

    # --- coming and going ---

    async def admit(self, spec: HostSpec) -> None:
        """Start a host, or take over the one of its name, and follow it."""
        await self._fleet.start(spec, restarts=self._restarts)
        self._specs[spec.name] = spec
        self._followers[spec.name] = asyncio.create_task(self._follow(spec.name))

    async def find(self, specs: Iterable[HostSpec]) -> None:
        """Take over hosts that run already; those that are frozen or dead keep the others waiting only for so long."""
        self._finders = [asyncio.create_task(self._admit_at_last(spec)) for spec in specs]
        await asyncio.wait(self._finders, timeout=FIND_TIMEOUT_S)

    async def dismiss(self, name: str) -> None:
        """Stop a host and forget it."""
        self._followers.pop(name).cancel()
        del self._specs[name]
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await self._fleet.stop(name)
        except Exception as error:  # noqa: BLE001 (it is gone already, or frozen: its lease ends)
            log.warning("host_not_stopped", host=name, error=repr(error))

    async def stop(self) -> None:
        """Stop every host."""
        names = list(self._specs)
        outcomes = await asyncio.gather(
            *(asyncio.wait_for(self._fleet.stop(name), STOP_TIMEOUT_S) for name in names), return_exceptions=True
        )
        for name, outcome in zip(names, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                log.warning("host_not_stopped", host=name, error=repr(outcome))

    def unfollow(self) -> list[asyncio.Task[None]]:
        """Follow and look for no host any more; return the tasks that did, which end soon."""
        tasks = [*self._followers.values(), *self._finders]
        for task in tasks:
            task.cancel()
        return tasks

    async def _admit_at_last(self, spec: HostSpec) -> None:
        """Admit a host that may end while it is asked: the next process of its name is asked again."""
        wait_s = FOLLOW_RETRY_S_MIN
        while spec.name not in self._specs:
            try:
                await self.admit(spec)
            except Exception as error:  # noqa: BLE001 (frozen until now, then fenced: it starts again)
                log.warning("host_not_found", host=spec.name, error=repr(error))
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, FOLLOW_RETRY_S_MAX)

    async def _follow(self, name: str) -> None:
        """Report every death of a host's process, for ever."""
        wait_s = FOLLOW_RETRY_S_MIN
        while True:
            try:
                status = await self._fleet.status(name)
                if not status["incarnation"]:
                    raise DirectorError(f"{name} still starts: nobody knows which incarnation it will be", name)
                wait_s = FOLLOW_RETRY_S_MIN
                await self._fleet.death(name, status)
                await self._died(name, status)
            except Exception as error:  # noqa: BLE001 (a host that restarts, a store out of reach: ask again)
                log.info("host_not_followed", host=name, error=type(error).__name__)
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, FOLLOW_RETRY_S_MAX)
