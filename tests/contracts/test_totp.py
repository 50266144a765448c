"""The promises of a store of second factors."""

import asyncio

import pytest

from persistence.audit import AuditRow
from persistence.identity.accounts import Account
from persistence.identity.totp import StoredTotp
from persistence.memory.identity.totp import MemoryTotp
from persistence.postgres.identity.accounts import PostgresAccounts
from persistence.postgres.identity.totp import PostgresTotp

ROW = AuditRow("ADMIN_TOTP_ENROLLED", "s1", "ADMIN")


@pytest.fixture
async def store(url, trail):
    if not url:
        yield MemoryTotp(trail)
        return
    accounts, stored = PostgresAccounts(url), PostgresTotp(url)
    await accounts.create(Account("s1", "mina", "mina", "hash", "ADMIN", "Asia/Seoul", "ko", 0))
    yield stored
    await stored.close()
    await accounts.close()


async def test_what_is_not_confirmed_takes_no_code(store):
    assert await store.get("s1") is None
    await store.enrol("s1", b"sealed", ROW)
    assert not await store.take("s1", 5)
    assert await store.confirm("s1", b"sealed", 5, ROW)
    assert await store.get("s1") == StoredTotp(b"sealed", True, 5)
    assert not await store.confirm("s1", b"sealed", 6, ROW)


async def test_a_step_is_taken_once_and_never_an_older_one(store):
    await store.enrol("s1", b"sealed", ROW)
    await store.confirm("s1", b"sealed", 5, ROW)
    taken = await asyncio.gather(*(store.take("s1", 6) for _ in range(5)))
    assert sorted(taken) == [False, False, False, False, True]
    assert not await store.take("s1", 5)


async def test_one_that_counts_does_until_the_new_one_is_confirmed(store):
    await store.enrol("s1", b"sealed", ROW)
    await store.confirm("s1", b"sealed", 5, ROW)
    await store.enrol("s1", b"another", ROW)
    assert await store.get("s1") == StoredTotp(b"sealed", True, 5, b"another")
    assert await store.take("s1", 6)
    assert not await store.confirm("s1", b"sealed", 7, ROW)
    assert await store.confirm("s1", b"another", 6, ROW)
    assert await store.get("s1") == StoredTotp(b"another", True, 6)


async def test_the_newest_of_several_that_are_not_confirmed_is_the_one_that_can_be(store):
    await store.enrol("s1", b"first", ROW)
    await store.enrol("s1", b"sealed", ROW)
    assert not await store.confirm("s1", b"first", 5, ROW)
    assert await store.confirm("s1", b"sealed", 5, ROW)


async def test_what_is_removed_is_gone(store):
    assert not await store.remove("s1", ROW)
    await store.enrol("s1", b"sealed", ROW)
    assert await store.remove("s1", ROW)
    assert await store.get("s1") is None


async def test_a_row_is_written_with_each_change_and_with_no_other(store, events):
    await store.remove("s1", ROW._replace(event="NOT_THERE"))
    await store.confirm("s1", b"sealed", 5, ROW._replace(event="NOT_THERE"))
    await store.enrol("s1", b"sealed", ROW)
    await store.confirm("s1", b"sealed", 5, ROW._replace(event="CONFIRMED"))
    await store.confirm("s1", b"sealed", 6, ROW._replace(event="AGAIN"))
    await store.take("s1", 7)
    await store.remove("s1", ROW._replace(event="REMOVED"))
    assert await events() == [ROW.event, "CONFIRMED", "REMOVED"]


async def test_other_seals_replace_those_that_are_known_and_nothing_else(store):
    await store.enrol("s1", b"sealed", ROW)
    known = await store.get("s1")
    assert await store.reseal("s1", known, b"resealed", None)
    assert await store.confirm("s1", b"resealed", 5, ROW)
    assert not await store.reseal("s1", known, b"again", None)
    await store.enrol("s1", b"another", ROW)
    confirmed = await store.get("s1")
    assert not await store.reseal("s1", confirmed._replace(pending=None), b"x", None)
    assert await store.reseal("s1", confirmed, b"y", b"z")
    assert await store.get("s1") == StoredTotp(b"y", True, 5, b"z")


async def test_second_factors_come_in_pages_by_account(store):
    await store.enrol("s1", b"sealed", ROW)
    assert await store.page("", 10) == [("s1", StoredTotp(b"sealed"))]
    assert await store.page("s1", 10) == await store.page("", 0) == []
