"""Announcements of a host: together, off the path of commits, and never the end of the host."""

import asyncio

from cluster.processes.announcer import OutboxAnnouncer
from persistence.errors import Unreachable


class Bell:
    """Keeps what is announced; `wait_for` returns when there are as many announcements."""

    def __init__(self, fails=0):
        self.heard = []
        self._fails = fails
        self._rung = asyncio.Event()

    async def announce(self, shards):
        self.heard.append(sorted(shards))
        self._rung.set()
        if len(self.heard) <= self._fails:
            raise Unreachable("away")

    async def wait_for(self, count):
        while len(self.heard) < count:
            self._rung.clear()
            await self._rung.wait()


async def ended(life):
    life.cancel()
    await asyncio.gather(life, return_exceptions=True)


async def test_what_is_noted_together_is_announced_together():
    bell = Bell()
    announcer = OutboxAnnouncer(bell, pause_ms=0)
    announcer.noted({3, 4})
    announcer.noted({4, 9})
    life = asyncio.create_task(announcer.run())
    await bell.wait_for(1)
    announcer.noted({1})
    await bell.wait_for(2)
    assert bell.heard == [[3, 4, 9], [1]]
    await ended(life)


async def test_an_announcement_that_fails_is_not_the_end():
    bell = Bell(fails=1)
    announcer = OutboxAnnouncer(bell, pause_ms=0)
    life = asyncio.create_task(announcer.run())
    announcer.noted({3})
    await bell.wait_for(1)
    announcer.noted({4})
    await bell.wait_for(2)
    assert bell.heard == [[3], [4]]
    await ended(life)
