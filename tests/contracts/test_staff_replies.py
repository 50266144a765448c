"""The promises of a store of replies: an act is begun once for each key, and its repeat finds the reply."""

import asyncio
from contextlib import suppress

import pytest

from persistence.memory.staff.replies import MemoryStaffReplies
from persistence.postgres.staff.replies import PostgresStaffReplies
from persistence.staff.orders import KeyReused
from persistence.staff.replies import REPLY_KEPT_MS, RUNNING_MS_MAX, StillRunning, StoredReply

NOW_MS = 1_795_000_000_000
REPLY = StoredReply(201, b'{"id":1}')


@pytest.fixture
async def replies(url):
    if not url:
        yield MemoryStaffReplies()
    else:
        store = PostgresStaffReplies(url)
        yield store
        await store.close()


async def test_a_repeat_finds_the_reply_and_another_request_is_refused(replies):
    assert await replies.begin("a", b"x", NOW_MS) is None
    await replies.finish("a", REPLY)
    assert await replies.begin("a", b"x", NOW_MS + 1) == REPLY
    with pytest.raises(KeyReused):
        await replies.begin("a", b"y", NOW_MS + 1)


async def test_of_requests_at_once_one_begins(replies):
    found = await asyncio.gather(*(replies.begin("a", b"x", NOW_MS) for _ in range(5)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in found) == ["NoneType", *["StillRunning"] * 4]


async def test_what_was_refused_may_be_asked_for_again(replies):
    await replies.begin("a", b"x", NOW_MS)
    await replies.abandon("a")
    assert await replies.begin("a", b"y", NOW_MS) is None


async def test_of_many_that_begin_and_are_refused_none_finds_a_key_half_there(replies):
    """One that finds a key which another abandons at that moment is refused, or begins."""
    begun = 0

    async def often() -> None:
        nonlocal begun
        for _ in range(100):
            with suppress(StillRunning):
                assert await replies.begin("a", b"x", NOW_MS) is None
                begun += 1
                await replies.abandon("a")

    await asyncio.gather(often(), often())
    assert begun >= 100
    assert await replies.begin("a", b"x", NOW_MS) is None


async def test_an_act_that_ended_with_its_process_may_be_begun_again(replies):
    await replies.begin("a", b"x", NOW_MS)
    with pytest.raises(StillRunning):
        await replies.begin("a", b"x", NOW_MS + RUNNING_MS_MAX - 1)
    assert await replies.begin("a", b"x", NOW_MS + RUNNING_MS_MAX) is None


async def test_a_reply_is_kept_for_a_day(replies):
    await replies.begin("a", b"x", NOW_MS)
    await replies.finish("a", REPLY)
    assert await replies.begin("a", b"x", NOW_MS + REPLY_KEPT_MS - 1) == REPLY
    assert await replies.begin("a", b"x", NOW_MS + REPLY_KEPT_MS) is None


async def test_a_key_that_a_command_has_claimed_is_its_own_alone(replies):
    for _ in range(2):
        await replies.claim("a", b"x", NOW_MS)
    for use in (replies.claim, replies.begin):
        with pytest.raises(KeyReused):
            await use("a", b"y", NOW_MS + RUNNING_MS_MAX)
    await replies.claim("a", b"y", NOW_MS + REPLY_KEPT_MS)


async def test_a_command_claims_no_key_of_an_act_that_has_a_reply(replies):
    await replies.begin("a", b"x", NOW_MS)
    with pytest.raises(KeyReused):
        await replies.claim("a", b"y", NOW_MS)
    await replies.finish("a", REPLY)
    with pytest.raises(KeyReused):
        await replies.claim("a", b"y", NOW_MS)
