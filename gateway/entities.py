"""The way from a request to an entity and back, over the router."""

import asyncio

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer
from actors.runtime.link.router import Router


class RoutedEntities:
    """`gateway.ports.Entities` over a router."""

    def __init__(self, router: Router, *, timeout_ms: int) -> None:
        self._router = router
        self._timeout_ms = timeout_ms

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
        """See `gateway.ports.Entities.command`."""
        return await self._call(ref, type, body, command_id, origin, timeout_ms or self._timeout_ms, received_ms)

    async def query(self, ref: EntityRef, type: str, body: bytes) -> Answer:  # noqa: A002 (the protocol's name)
        """See `gateway.ports.Entities.query`."""
        return await self._call(ref, type, body, "", "user", self._timeout_ms)

    def ready(self) -> bool:
        return self._router.ready()

    async def _call(
        self,
        ref: EntityRef,
        message_type: str,
        body: bytes,
        command_id: str,
        origin: str,
        timeout_ms: int,
        received_ms: float | None = None,
    ) -> Answer:
        waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def answered(answer: Answer) -> None:
            if not waiting.done():  # the client may have gone away meanwhile
                waiting.set_result(answer)

        self._router.call(
            ref,
            message_type,
            body,
            answered,
            command_id=command_id,
            origin=origin,
            timeout_ms=timeout_ms,
            received_ms=received_ms,
            waits=False,
        )
        return await waiting
