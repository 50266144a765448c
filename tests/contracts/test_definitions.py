"""The promises of a store of definitions: versions follow each other, never change, and are heard of."""

import asyncio
import time

import asyncpg
import pytest

from persistence.audit import AuditRow
from persistence.definitions import HISTORY_MAX, VERSIONS_BEFORE, AreaMoved, NewDefinition, VersionTaken
from persistence.errors import Unreachable
from persistence.memory.definitions import MemoryDefinitions
from persistence.postgres.definition_feed import PostgresDefinitionFeed
from persistence.postgres.definitions import PostgresDefinitions

HOUR_MS = 3_600_000


@pytest.fixture
async def heard():
    return asyncio.Event()


@pytest.fixture
async def store(url, trail):
    if not url:
        yield MemoryDefinitions(now_ms, trail)
    else:
        opened = PostgresDefinitions(url)
        yield opened
        await opened.close()


@pytest.fixture
async def feed(url, store, heard):
    if not url:
        store.listeners.append(heard.set)
        yield store
    else:
        opened = PostgresDefinitionFeed(url, heard.set)
        yield opened
        await opened.close()


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def new(follows: int = 0, key: str = "a", area: str = "toys", **more) -> NewDefinition:
    values = {
        "body": {"n": follows + 1, "name": "빨강"},
        "closed": False,
        "starts_ms": 0,
        "author": "ann",
        "reason": "r",
    }
    return NewDefinition(area, key, follows, **(values | more))


def row(event: str = "ADMIN_CONFIG_EDIT") -> AuditRow:
    return AuditRow(event, "ann", "ADMIN", "toys/a")


async def publish(store, *versions: NewDefinition) -> None:
    for version in versions:
        await store.publish([(version, row())])


async def test_a_version_is_found_as_it_was_published_with_its_audit_row(store, events):
    starts_ms = now_ms() // 1000 * 1000 + HOUR_MS
    wanted = new(closed=True, starts_ms=starts_ms)
    stored = (await store.publish([(wanted, row("ADMIN_EVENT_CREATE"))]))[0]
    assert (stored.version, stored.closed, stored.starts_ms) == (1, True, starts_ms)
    assert (stored.body, stored.author, stored.reason) == (wanted.body, "ann", "r")
    assert abs(stored.at_ms - now_ms()) < HOUR_MS
    assert await store.get("toys", "a", 1) == stored
    assert await store.history("toys", "a") == [stored]
    assert await events() == ["ADMIN_EVENT_CREATE"]
    assert await store.get("toys", "a", 2) is None
    assert await store.history("toys", "b") == []


@pytest.mark.parametrize("follows", [0, 2, 7])
async def test_only_the_version_after_the_newest_can_be_published(store, follows, events):
    await publish(store, new())
    with pytest.raises(VersionTaken, match=r"^1$"):
        await store.publish([(new(follows), row("REFUSED"))])
    assert len(await store.history("toys", "a")) == 1
    assert "REFUSED" not in await events()


async def test_the_first_stored_version_follows_the_one_of_the_program(store):
    with pytest.raises(VersionTaken, match=r"^3$"):
        await store.publish([(new(0, built_in=3), row())])
    assert (await store.publish([(new(3, built_in=3), row())]))[0].version == 4
    assert (await store.publish([(new(4, built_in=3), row())]))[0].version == 5


async def test_several_versions_are_stored_together_or_not_at_all(store, events):
    both = [(new(), row("FIRST")), (new(key="b"), row("SECOND"))]
    assert [(each.id, each.version) for each in await store.publish(both)] == [("a", 1), ("b", 1)]
    with pytest.raises(VersionTaken, match=r"^1$"):
        await store.publish([(new(key="c"), row("THIRD")), (new(), row("FOURTH"))])
    assert await store.history("toys", "c") == []
    assert await events() == ["FIRST", "SECOND"]


async def test_what_was_tried_against_an_area_that_has_changed_since_is_not_stored(store, events):
    read_at, rows = await store.standing("toys")
    assert (read_at, list(rows)) == (0, [])
    await publish(store, new(area="other"), new())
    with pytest.raises(AreaMoved):
        await store.publish([(new(key="b"), row("REFUSED"))], read_at=read_at)
    read_at, rows = await store.standing("toys")
    assert [(each.id, each.version) for each in rows] == [("a", 1)]
    await store.publish([(new(key="b"), row())], read_at=read_at)
    assert "REFUSED" not in await events()


async def test_a_first_version_is_stored_once_and_never_changed(store, events):
    first = [new(author="", reason="settings", body={"n": 1}), new(key="b", author="", body={"n": 2})]
    assert [each.body for each in await store.store_first(first)] == [{"n": 1}, {"n": 2}]
    await publish(store, new(1))
    later = [new(body={"n": 9}), new(key="c", body={"n": 3})]
    stored = await store.store_first(later)
    assert [(each.id, each.version, each.body) for each in stored] == [("a", 1, {"n": 1}), ("c", 1, {"n": 3})]
    assert len(await events()) == 1


async def test_of_many_who_store_a_first_version_at_once_one_does(store):
    tried = [store.store_first([new(body={"n": n})]) for n in range(8)]
    stored = await asyncio.gather(*tried)
    assert len({each.body["n"] for (each,) in stored}) == 1
    assert len(await store.history("toys", "a")) == 1


async def test_an_area_stands_as_the_feed_reads_it(store, feed):
    later = new(VERSIONS_BEFORE + 2, starts_ms=now_ms() + HOUR_MS)
    await publish(store, *(new(n) for n in range(VERSIONS_BEFORE + 2)), later, new(area="other"))
    assert (await store.standing("toys"))[1] == [each for each in await feed.read() if each.area == "toys"]


async def test_of_many_who_publish_the_same_version_at_once_one_does(store, events):
    await publish(store, new())
    tried = await asyncio.gather(*(store.publish([(new(1), row())]) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(each, VersionTaken) for each in tried) == 7
    assert [each.version for each in await store.history("toys", "a")] == [2, 1]
    assert len(await events()) == 2


async def test_the_newest_of_an_area_are_one_each_by_id(store):
    await publish(store, new(key="b"), new(), new(1), new(key="a", area="other"))
    assert [(each.id, each.version) for each in await store.newest("toys")] == [("a", 2), ("b", 1)]
    assert await store.newest("nothing") == []


async def test_a_history_shows_the_newest_versions_and_is_bounded(store):
    await publish(store, *(new(n) for n in range(HISTORY_MAX + 1)))
    history = await store.history("toys", "a")
    assert [each.version for each in history] == list(range(HISTORY_MAX + 1, 1, -1))
    assert (await store.get("toys", "a", 1)).version == 1


async def test_the_feed_has_each_version_from_a_few_before_the_one_in_force(store, feed):
    assert (await feed.revision(), list(await feed.read())) == (0, [])
    later = [new(VERSIONS_BEFORE + 2 + n, starts_ms=now_ms() + HOUR_MS) for n in range(2)]
    await publish(store, *(new(n) for n in range(VERSIONS_BEFORE + 2)), *later, new(key="b"))
    read = await feed.read()
    assert [each.version for each in read if each.id == "a"] == list(range(2, VERSIONS_BEFORE + 5))
    assert [each.version for each in read if each.id == "b"] == [1]
    assert await feed.revision() == len(await store.history("toys", "a")) + 1
    assert read[0] == await store.get("toys", "a", 2)


async def test_a_definition_that_is_only_scheduled_is_in_the_feed(store, feed):
    await publish(store, new(starts_ms=now_ms() + HOUR_MS))
    assert [each.version for each in await feed.read()] == [1]


async def test_revisions_rise_in_the_order_in_which_they_can_be_seen(store, feed):
    await asyncio.gather(*(store.publish([(new(key=f"k{n}"), row())]) for n in range(10)))
    assert sorted(each.revision for each in await feed.read()) == list(range(1, 11))


async def test_a_follower_hears_of_a_new_version(store, feed, heard):
    await feed.revision()
    heard.clear()
    await publish(store, new())
    async with asyncio.timeout(30):
        await heard.wait()
    assert await feed.revision() == 1


async def test_a_lost_connection_is_heard_of_and_made_again(database_url):
    heard = asyncio.Event()
    feed, store = PostgresDefinitionFeed(database_url, heard.set), PostgresDefinitions(database_url)
    await feed.revision()
    owner = await asyncpg.connect(database_url)
    try:
        await owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'pitboss definitions' AND datname = current_database()"
        )
        async with asyncio.timeout(30):
            await heard.wait()
        await publish(store, new())
        assert await feed.revision() == 1
    finally:
        await owner.close()
        await feed.close()
        await store.close()


async def test_a_database_that_is_out_of_reach_is_said_to_be():
    feed = PostgresDefinitionFeed("postgresql://nobody@127.0.0.1:9/none", lambda: None)
    with pytest.raises(Unreachable):
        await feed.read()
    await feed.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE definition SET reason = ''", "DELETE FROM definition", "TRUNCATE definition"]
)
async def test_nobody_changes_a_version(database_url, statement):
    store = PostgresDefinitions(database_url)
    await publish(store, new())
    await store.close()
    owner = await asyncpg.connect(database_url)
    try:
        with pytest.raises(asyncpg.PostgresError, match="append-only"):
            await owner.execute(statement)
    finally:
        await owner.close()
