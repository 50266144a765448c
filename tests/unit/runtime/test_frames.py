"""A long frame is taken share by share, so that its first commands are committed while the next are decided."""

from actors.runtime.host import FRAME_SHARE
from actors.runtime.link.envelope import Call
from actors.runtime.ownership.shards import shard_of
from tests.unit.runtime.kinds import Add
from tests.unit.runtime.world import quiet, ulid, until


def calls(count, first=1):
    shard = shard_of("counter", "a")
    return [
        Call(n, 0, shard, "counter", "a", "user", ulid(n), Add.TYPE, b'{"n":1}', 10_000, 0)
        for n in range(first, first + count)
    ]


async def opened(world):
    await world.add("a", 1, ulid(0))


async def test_a_frame_of_one_share_is_taken_at_once(world):
    await opened(world)
    world.receive(*calls(FRAME_SHARE))
    assert world.link.reading
    assert world.activation("a").version == 1 + FRAME_SHARE


async def test_the_rest_of_a_long_frame_waits_and_the_link_is_not_read_meanwhile(world):
    await opened(world)
    world.receive(*calls(2 * FRAME_SHARE + 1))
    assert not world.link.reading
    await until(lambda: world.link.reading)
    assert world.activation("a").version == 2 * FRAME_SHARE + 2


async def test_a_frame_behind_a_long_one_keeps_its_place(world):
    await opened(world)
    world.receive(*calls(FRAME_SHARE + 1, first=1))
    world.receive(*calls(1, first=FRAME_SHARE + 2))
    last = FRAME_SHARE + 2
    assert await world.done(last) == last + 1


async def test_what_waits_of_a_lost_link_is_forgotten(world):
    await opened(world)
    world.receive(*calls(FRAME_SHARE + 1))
    world.host.link_lost(world.link, "gone")
    await quiet()
    assert world.activation("a").version == 1


async def test_what_waits_when_the_lease_ends_is_taken_when_it_is_back(world):
    await opened(world)
    world.receive(*calls(FRAME_SHARE + 1))
    world.clock.advance(9_000)
    await quiet()
    assert not world.link.reading
    await world.lease.renew()
    await until(lambda: world.link.reading)
    assert world.activation("a").version == FRAME_SHARE + 2
