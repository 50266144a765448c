"""The promises of a store of attempts."""

import asyncio

import asyncpg
import pytest
from redis.asyncio import Redis

from persistence.errors import Unreachable
from persistence.identity.attempts import Full, Limit
from persistence.memory.identity.attempts import MemoryAttempts
from persistence.postgres.identity.attempts import PostgresAttempts
from persistence.redis.attempts import RedisAttempts

NOW_MS = 1_795_000_000_123
WINDOW_MS = 600_000
TWO = Limit("account:mina", 2, WINDOW_MS)
THREE = Limit("address:192.0.2.7", 3, WINDOW_MS)


@pytest.fixture(params=["memory", "postgres", "redis"])
def url(request):
    names = {"postgres": "database_url", "redis": "valkey_url"}
    return request.getfixturevalue(names[request.param]) if request.param in names else ""


@pytest.fixture
async def attempts(url):
    if not url:
        yield MemoryAttempts()
    elif url.startswith("postgres"):
        store = PostgresAttempts(url)
        yield store
        await store.close()
    else:
        async with Redis.from_url(url) as client:
            await client.flushall()
            yield RedisAttempts(client)


async def take(attempts, *limits, at_ms=NOW_MS):
    return await attempts.take(limits, at_ms)


async def test_a_limit_is_full_after_its_number_of_attempts(attempts):
    assert [await take(attempts, TWO) for _ in range(3)] == [None, None, Full(0, WINDOW_MS)]


async def test_there_is_room_again_when_the_oldest_attempt_has_left_the_window(attempts):
    await take(attempts, TWO)
    await take(attempts, TWO, at_ms=NOW_MS + 100)

    assert await take(attempts, TWO, at_ms=NOW_MS + WINDOW_MS - 1) == Full(0, 1)
    assert await take(attempts, TWO, at_ms=NOW_MS + WINDOW_MS) is None
    assert await take(attempts, TWO, at_ms=NOW_MS + WINDOW_MS) == Full(0, 100)


async def test_a_refused_attempt_counts_under_no_key(attempts):
    await take(attempts, TWO)
    await take(attempts, TWO)
    for _ in range(5):
        assert await take(attempts, THREE, TWO) == Full(1, WINDOW_MS)

    assert [await take(attempts, THREE) for _ in range(4)] == [None] * 3 + [Full(0, WINDOW_MS)]


async def test_keys_count_by_themselves(attempts):
    await take(attempts, TWO)
    await take(attempts, TWO)

    assert await take(attempts, TWO._replace(key="account:juno")) is None


async def test_many_at_once_do_not_get_round_a_limit(attempts):
    results = await asyncio.gather(*(take(attempts, THREE, TWO) for _ in range(8)))

    assert results.count(None) == 2


async def test_a_cleared_key_starts_anew(attempts):
    await take(attempts, TWO, THREE)
    await take(attempts, TWO, THREE)
    await attempts.clear(TWO.key)

    assert await take(attempts, TWO, THREE) is None
    assert await take(attempts, TWO, THREE) == Full(1, WINDOW_MS)


async def test_one_attempt_is_given_back(attempts):
    await take(attempts, TWO)
    await take(attempts, TWO)
    await attempts.give_back(TWO.key, NOW_MS)
    await attempts.give_back(TWO.key, NOW_MS + 1)
    await attempts.give_back("unknown", NOW_MS)

    assert [await take(attempts, TWO) for _ in range(2)] == [None, Full(0, WINDOW_MS)]


async def test_a_limit_that_was_lowered_holds_for_what_was_counted_before(attempts):
    for later_ms in (0, 10, 20):
        await take(attempts, THREE, at_ms=NOW_MS + later_ms)

    assert await take(attempts, THREE._replace(attempts_max=1), at_ms=NOW_MS + 20) == Full(0, WINDOW_MS)


async def test_expired_rows_are_removed_from_postgres(database_url):
    store = PostgresAttempts(database_url)
    await take(store, TWO)
    await take(store, THREE, at_ms=NOW_MS + WINDOW_MS)
    await store.close()
    owner = await asyncpg.connect(database_url)
    try:
        assert [row["key"] for row in await owner.fetch("SELECT key FROM attempt_window")] == [THREE.key]
    finally:
        await owner.close()


async def test_keys_expire_in_redis(valkey_url):
    async with Redis.from_url(valkey_url) as client:
        await client.flushall()
        await take(RedisAttempts(client), TWO)
        (key,) = await client.keys()
        assert 0 < await client.pttl(key) <= WINDOW_MS


@pytest.mark.parametrize("kind", ["postgres", "redis"])
async def test_a_store_that_is_away_is_unreachable(kind, unused_tcp_port):
    address = f"127.0.0.1:{unused_tcp_port}"
    away = Redis.from_url(f"redis://{address}")
    postgres = PostgresAttempts(f"postgresql://nobody@{address}/nothing")
    store = RedisAttempts(away) if kind == "redis" else postgres
    for call in (store.take([TWO], NOW_MS), store.clear("x"), store.give_back("x", NOW_MS)):
        with pytest.raises(Unreachable):
            await call
    await away.aclose()
    await postgres.close()
