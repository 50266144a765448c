"""Filed notices as their players find them: both twins find the same, oldest first, without what was acknowledged."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from persistence.memory.notices import MemoryNotices
from persistence.notices import FiledNotice
from persistence.postgres.players.notices import PostgresNotices

FIRST = datetime(2028, 2, 27, tzinfo=UTC)


def notice(number):
    return FiledNotice(number, f"g{number}", "reward_granted", {"grant_id": f"g{number}", "amount": number})


NOTICES = [*(notice(number) for number in range(1, 13)), replace(notice(13), notice_id="g2")]
READ = ("g2", "g11")
READ_BY = 12
"""The last number that was filed when these were acknowledged: what is filed later under the same id is another."""
OF_OTHERS = notice(1)


async def store(connection, user_id, type_, once, data, number=READ_BY):
    await connection.execute(
        """INSERT INTO fact (shard, tx, n, kind, key, type, once, data, at)
           VALUES (1, gen_random_uuid(), 0, 'user', $1, $2, $3, $4, $5)""",
        user_id,
        type_,
        once,
        json.dumps(data),
        FIRST + timedelta(seconds=number),
    )


async def fill(url):
    connection = await asyncpg.connect(url)
    try:
        for user_id, filed in (("ann", NOTICES[::-1]), ("bob", [OF_OTHERS])):
            for each in filed:
                data = {
                    "number": each.number,
                    "notice_id": each.notice_id,
                    "notice_type": each.type,
                    "payload": each.payload,
                }
                await store(connection, user_id, "notice", str(each.number), data, each.number)
        await store(connection, "ann", "notice_read", None, {"ids": list(READ)})
        await store(connection, "eve", "notice_read", None, {"ids": ["g1"]})
    finally:
        await connection.close()


@pytest.fixture(params=["memory", "postgres"])
def open_notices(request):
    """Opens a store with these notices in it; not async, since the database is made with an event loop of its own."""
    if request.param == "postgres":
        url = request.getfixturevalue("database_url")

        async def make_postgres():
            await fill(url)
            return PostgresNotices(url)

        return make_postgres

    async def make_memory():
        notices = MemoryNotices()
        notices.filed = {"ann": NOTICES[::-1], "bob": [OF_OTHERS]}
        notices.read = {"ann": dict.fromkeys(READ, READ_BY), "eve": {"g1": READ_BY}}
        return notices

    return make_memory


async def test_pages_follow_each_other_oldest_first_without_what_was_acknowledged(open_notices):
    notices = await open_notices()
    seen, after = [], None
    while page := await notices.unread("ann", after, 4):
        seen += page
        after = page[-1].number
    assert [each.number for each in seen] == [1, *range(3, 11), 12, 13]
    assert seen == [each for each in NOTICES if each.number not in {2, 11}]
    assert await notices.unread("bob", None, 4) == [OF_OTHERS]
    assert await notices.unread("nobody", None, 4) == []
    if isinstance(notices, PostgresNotices):
        await notices.close()
