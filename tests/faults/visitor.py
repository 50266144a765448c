"""Somebody with a link of his own to a host, who notices whatever it still shows after it was replaced."""

import asyncio
import signal
from collections.abc import Iterable

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Attach, Call
from actors.runtime.link.stream import Link
from actors.runtime.ownership.shards import shard_of
from cluster.processes.links import Dialler
from tests.faults.host_main import EXIT_FENCED
from tests.faults.world import RECOVERY_S_MAX, Affected, World

PATIENCE_MS = 60_000


class Visitor:
    """`heard` is what the host said over the link; `gone` is set when the link ends."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self.gone = asyncio.Event()
        self._link: Link[object]

    async def visit(self, world: World, hit: Affected) -> None:
        status = await world.fleet.status(world.name_of(hit))
        self._link = await Dialler(world.token).dial(
            status["address"], lambda _, envelopes: self.heard.extend(envelopes), lambda *_: self.gone.set()
        )

    def ask(self, refs: Iterable[EntityRef], query: str) -> None:
        """Ask each of these entities something that needs no turn."""
        for n, ref in enumerate(refs):
            self._link.send(Call(n, 0, shard_of(*ref), *ref, "user", "", query, b"{}", PATIENCE_MS, 0))

    def listen(self, ref: EntityRef) -> None:
        """Want the pushes of an entity."""
        self._link.send(Attach(0, 0, shard_of(*ref), *ref, 1, "", 0, PATIENCE_MS))


async def thaw(hit: Affected) -> None:
    """Let it go on; it must end by itself."""
    hit.child.signal(signal.SIGCONT)
    async with asyncio.timeout(RECOVERY_S_MAX):
        await hit.child.ended.wait()
    assert hit.child.status == EXIT_FENCED
