"""The in-memory store fails, refuses and holds commits when a test asks for it."""

import asyncio

import pytest

from persistence.entities.records import CommitRequest, PartRow
from persistence.errors import OutcomeUnknown, RefusedData, Unreachable
from persistence.memory.entities.store import MemoryStore


@pytest.fixture
async def store():
    store = MemoryStore()
    await store.claim(await store.register("c", "h", "a", 1_000), [0])
    return store


def batch(name, key="u1"):
    return CommitRequest(name, 1, {0: 1}, parts=[PartRow(0, "user", key, "root", 0, 1, 1, b"")])


async def test_failures_come_in_the_order_of_the_script(store):
    store.fail_next = ["unreachable", "lost_before", "refused", "lost_after"]
    for name, error, committed in (
        ("a", Unreachable, False),
        ("b", OutcomeUnknown, False),
        ("c", RefusedData, False),
        ("d", OutcomeUnknown, True),
    ):
        with pytest.raises(error):
            await store.commit(batch(name))
        assert await store.settle(name, 1) is committed
    await store.commit(batch("e", "u2"))
    assert {key for _, key, _ in store.tables.parts} == {"u1", "u2"}


async def test_an_entity_is_refused_until_it_no_longer_is(store):
    store.refused_entities.add(("user", "u1"))
    await store.commit(batch("a", "u2"))
    with pytest.raises(RefusedData):
        await store.commit(batch("b"))
    store.refused_entities.clear()
    await store.commit(batch("c"))


async def test_a_held_commit_makes_burial_and_settlement_wait(store):
    hold = store.hold_commits()
    commit = asyncio.create_task(store.commit(batch("a")))
    await hold.arrived.wait()
    others = [asyncio.create_task(store.settle("a", 1)), asyncio.create_task(store.bury(1, expired_only=False))]
    await asyncio.sleep(0)
    assert not store.tables.parts
    assert not any(other.done() for other in others)
    hold.release()
    await commit
    assert await asyncio.gather(*others) == [True, True]


async def test_a_database_that_is_down_is_unreachable_for_everybody(store):
    other = MemoryStore(tables=store.tables)
    store.tables.down = True
    for call in (store.commit(batch("a")), store.load([]), other.renew(1, 1_000), other.settle("a", 1)):
        with pytest.raises(Unreachable):
            await call
    store.tables.down = False
    await other.commit(batch("a"))


async def test_a_lease_runs_out_on_the_clock_of_the_test():
    now_ms = 0
    store = MemoryStore(lambda: now_ms)
    one, two = [await store.register("c", name, "a", 1_000) for name in ("h1", "h2")]
    await store.claim(one, [0])
    now_ms = 1_000
    assert await store.claim(two, [0]) == {0: 2}
