"""Days of streaks as their players look back on them: both twins find the same, in the same order."""

import asyncio
import json
from dataclasses import asdict
from datetime import date, timedelta

import asyncpg
import pytest

from persistence.memory.streaks import MemoryStreakDays
from persistence.postgres.streaks import PostgresStreakDays
from persistence.streaks import StreakDay

FIRST = date(2028, 2, 27)


def day(n, run, count, ended=0):
    return StreakDay(run, count, FIRST + timedelta(days=n), "Asia/Seoul", 0, ended)


DAYS = [*(day(n, 1, n + 1) for n in range(11)), day(20, 2, 1, 11), day(21, 2, 2)]
OF_OTHERS = day(3, 1, 1)


async def store(connection, user_id, each):
    await connection.execute(
        """INSERT INTO fact (shard, tx, n, kind, key, type, once, data)
           VALUES (1, gen_random_uuid(), 0, 'user', $1, 'streak_day', $2, $3)""",
        user_id,
        f"{each.run}/{each.number}",
        json.dumps(asdict(each) | {"count": each.number, "day": each.day.isoformat()}),
    )


async def fill(url):
    connection = await asyncpg.connect(url)
    try:
        for each in DAYS:
            await store(connection, "ann", each)
        await store(connection, "bob", OF_OTHERS)
    finally:
        await connection.close()


@pytest.fixture(params=["memory", "postgres"])
def open_days(request):
    """Opens a store with these days in it; not async, since the database is made with an event loop of its own."""
    if request.param == "postgres":
        url = request.getfixturevalue("database_url")

        async def make_postgres():
            await fill(url)
            return PostgresStreakDays(url)

        return make_postgres

    async def make_memory():
        days = MemoryStreakDays()
        days.days = {"ann": list(DAYS), "bob": [OF_OTHERS]}
        return days

    return make_memory


async def test_pages_follow_each_other_newest_first_by_number_not_by_letter(open_days):
    days = await open_days()
    seen, before = [], None
    while page := await days.page("ann", before, 5):
        seen += page
        before = (page[-1].run, page[-1].number)
    assert seen == DAYS[::-1]
    assert await days.page("bob", None, 5) == [OF_OTHERS]
    assert await days.page("nobody", None, 5) == []
    if isinstance(days, PostgresStreakDays):
        await days.close()


def test_a_run_has_each_of_its_days_once(database_url):
    asyncio.run(fill(database_url))
    with pytest.raises(asyncpg.UniqueViolationError):
        asyncio.run(fill(database_url))
