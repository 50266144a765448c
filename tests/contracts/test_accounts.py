"""The promises of a store of accounts and sessions."""

import asyncio

import pytest

from persistence.errors import Unreachable
from persistence.identity.accounts import (
    ADDRESS_KNOWN_MS,
    ENDED_KEPT_MS,
    KNOWN_ADDRESSES_MAX,
    ROTATIONS_KEPT_MAX,
    SESSIONS_PER_USER_MAX,
    Account,
    LoginSession,
    PasswordChanged,
    Revocation,
    Rotation,
    UsernameTaken,
)
from persistence.memory.identity.accounts import MemoryAccounts
from persistence.postgres.identity.accounts import PostgresAccounts

NOW_MS = 1_795_000_000_123
GRACE_MS = 10_000
DAY_MS = 86_400_000
MINA = Account("u1", "Mina", "mina", "$argon2id$x", "PLAYER", "Asia/Seoul", "ko", NOW_MS)
JUNO = MINA._replace(id="u2", username="juno", username_key="juno")


@pytest.fixture
async def accounts(url):
    if not url:
        yield MemoryAccounts()
        return
    store = PostgresAccounts(url)
    yield store
    await store.close()


def token(n):
    return n.to_bytes(32, "big")


def session(name="s1", user_id="u1", n=1, **changes):
    opened = LoginSession(name, user_id, token(n), NOW_MS + DAY_MS, NOW_MS, address="192.0.2.7", client="web/1")
    return opened._replace(**changes)


@pytest.fixture
async def opened(accounts):
    await accounts.create(MINA)
    await accounts.open_session(session())
    return accounts


async def rotate(accounts, presented, at_ms=NOW_MS, name="s1"):
    """Present a token; return the verdict and the token that is in force then (0: none)."""
    line = [token(n) for n in range(presented, presented + ROTATIONS_KEPT_MAX + 1)]
    judged = await accounts.rotate(name, line, now_ms=at_ms, grace_ms=GRACE_MS)
    living = judged.verdict in {Rotation.ROTATED, Rotation.REPEATED}
    return judged.verdict, presented + judged.generation if living else 0


async def test_an_account_is_found_by_name_and_id(accounts):
    await accounts.create(MINA)

    assert await accounts.find("mina") == MINA
    assert await accounts.get("u1") == MINA


async def test_an_unknown_account_is_none(accounts):
    assert await accounts.find("nobody") is None
    assert await accounts.get("nobody") is None


async def test_a_language_is_kept_of_that_account_alone(accounts):
    await accounts.create(MINA)
    await accounts.create(JUNO)

    assert await accounts.set_locale("u1", "en-US")
    assert await accounts.get("u1") == MINA._replace(locale="en-US")
    assert await accounts.get("u2") == JUNO
    assert not await accounts.set_locale("nobody", "en-US")


async def test_a_username_key_is_taken_once(accounts):
    await accounts.create(MINA)
    with pytest.raises(UsernameTaken):
        await accounts.create(MINA._replace(id="u9"))
    assert await accounts.get("u9") is None


async def test_of_concurrent_accounts_that_look_alike_one_is_created(accounts):
    new = [MINA._replace(id=f"u{n}", username_key=f"mina{n}", username_skeleton="mlna") for n in range(4)]
    results = await asyncio.gather(*(accounts.create(each) for each in new), return_exceptions=True)

    assert sorted(type(result).__name__ for result in results) == ["NoneType"] + ["UsernameTaken"] * 3


async def test_accounts_without_a_skeleton_look_like_nobody(accounts):
    await accounts.create(MINA)
    await accounts.create(JUNO)
    assert (await accounts.get("u2")).username_skeleton is None


async def test_of_concurrent_accounts_with_one_key_one_is_created(accounts):
    results = await asyncio.gather(
        *(accounts.create(MINA._replace(id=f"u{n}")) for n in range(4)), return_exceptions=True
    )

    assert sorted(type(result).__name__ for result in results) == ["NoneType"] + ["UsernameTaken"] * 3


async def test_a_session_is_returned_as_it_was_opened(opened):
    assert await opened.sessions("u1", NOW_MS) == [session()]
    assert await opened.sessions("u2", NOW_MS) == []


async def test_sessions_come_newest_first_and_only_living_ones(opened):
    await opened.open_session(session("s2", n=2, created_ms=NOW_MS + 2))
    await opened.open_session(session("s3", n=3, created_ms=NOW_MS + 1))
    await opened.open_session(session("s4", n=4, created_ms=NOW_MS + 3, expires_ms=NOW_MS + 4))

    assert [one.id for one in await opened.sessions("u1", NOW_MS + 3)] == ["s4", "s2", "s3", "s1"]
    assert [one.id for one in await opened.sessions("u1", NOW_MS + 4)] == ["s2", "s3", "s1"]


async def test_beyond_the_limit_the_oldest_living_session_is_revoked(opened):
    for n in range(2, SESSIONS_PER_USER_MAX + 1):
        await opened.open_session(session(f"s{n}", n=n, created_ms=NOW_MS + n))
    await opened.revoke_session("u1", "s9", NOW_MS + 100)
    await opened.open_session(session("s100", n=100, created_ms=NOW_MS + 100))
    after_one_more = {one.id for one in await opened.sessions("u1", NOW_MS + 100)}
    ended = await opened.open_session(session("s101", n=101, created_ms=NOW_MS + 101))
    after_two_more = {one.id for one in await opened.sessions("u1", NOW_MS + 101)}

    assert len(after_one_more) == len(after_two_more) == SESSIONS_PER_USER_MAX
    assert after_one_more - after_two_more == {"s1"} == set(ended)
    assert await opened.revocations((0, ""), 10) == [
        Revocation("s9", "u1", NOW_MS + 100),
        Revocation("s1", "u1", NOW_MS + 101),
    ]


async def test_one_users_sessions_do_not_push_out_anothers(opened):
    await opened.create(JUNO)
    for n in range(2, SESSIONS_PER_USER_MAX + 5):
        await opened.open_session(session(f"s{n}", "u2", n, created_ms=NOW_MS + n))

    assert [one.id for one in await opened.sessions("u1", NOW_MS)] == ["s1"]


async def test_a_rotation_puts_the_successor_in_force(opened):
    assert await rotate(opened, 1) == (Rotation.ROTATED, 2)
    assert await opened.sessions("u1", NOW_MS) == [
        session(refresh_hash=token(2), rotated_ms=NOW_MS, rotations_ms=(NOW_MS,))
    ]
    assert await rotate(opened, 2) == (Rotation.ROTATED, 3)


async def test_a_repeat_within_the_grace_changes_nothing(opened):
    await rotate(opened, 1)

    assert await rotate(opened, 1, NOW_MS + GRACE_MS - 1) == (Rotation.REPEATED, 2)
    assert (await opened.sessions("u1", NOW_MS))[0].rotated_ms == NOW_MS


async def test_reuse_after_the_grace_revokes_the_session(opened):
    await rotate(opened, 1)

    assert await rotate(opened, 1, NOW_MS + GRACE_MS) == (Rotation.REUSED, 0)
    assert await rotate(opened, 2, NOW_MS + GRACE_MS) == (Rotation.REFUSED, 0)
    assert await opened.sessions("u1", NOW_MS + GRACE_MS) == []


async def test_every_predecessor_has_its_own_grace_however_many_rotations_follow(opened):
    for n in range(1, ROTATIONS_KEPT_MAX + 1):
        assert await rotate(opened, n, NOW_MS + n) == (Rotation.ROTATED, n + 1)
    in_force = ROTATIONS_KEPT_MAX + 1

    for n in range(1, in_force):
        assert await rotate(opened, n, NOW_MS + n + GRACE_MS - 1) == (Rotation.REPEATED, in_force)
    assert await rotate(opened, 1, NOW_MS + 1 + GRACE_MS) == (Rotation.REUSED, 0)


async def test_beyond_so_many_rotations_within_the_grace_the_next_one_waits_and_nothing_is_lost(opened):
    for n in range(1, ROTATIONS_KEPT_MAX + 1):
        await rotate(opened, n, NOW_MS + n)
    in_force = ROTATIONS_KEPT_MAX + 1

    assert (await rotate(opened, in_force, NOW_MS + GRACE_MS))[0] is Rotation.TOO_SOON
    assert await rotate(opened, 1, NOW_MS + GRACE_MS) == (Rotation.REPEATED, in_force)
    assert await rotate(opened, in_force, NOW_MS + GRACE_MS + 1) == (Rotation.ROTATED, in_force + 1)
    assert await rotate(opened, 1, NOW_MS + GRACE_MS + 1) == (Rotation.REUSED, 0), "its grace is over, and it is known"


async def test_a_token_of_ours_that_is_not_in_the_line_is_reuse(opened):
    assert await rotate(opened, 50) == (Rotation.REUSED, 0)


async def test_concurrent_refreshes_with_one_token_rotate_once(opened):
    verdicts = await asyncio.gather(*(rotate(opened, 1) for _ in range(4)))

    assert sorted(verdict.value for verdict, _ in verdicts) == ["repeated"] * 3 + ["rotated"]


async def test_an_idle_session_ends_and_one_that_is_used_ends_after_its_longest_time(opened):
    idle_ms, ends_ms = 1_000, NOW_MS + 1_500
    await opened.open_session(session("s2", n=100, expires_ms=NOW_MS + idle_ms, idle_ms=idle_ms, ends_ms=ends_ms))
    await opened.open_session(session("s3", n=200, expires_ms=NOW_MS + idle_ms, idle_ms=idle_ms, ends_ms=ends_ms))

    assert await rotate(opened, 100, NOW_MS + 999, "s2") == (Rotation.ROTATED, 101)
    assert await rotate(opened, 101, NOW_MS + 1_499, "s2") == (Rotation.ROTATED, 102)
    assert await rotate(opened, 102, NOW_MS + 1_500, "s2") == (Rotation.REFUSED, 0)
    assert await rotate(opened, 200, NOW_MS + 1_000, "s3") == (Rotation.REFUSED, 0)
    assert [one.id for one in await opened.sessions("u1", NOW_MS + 1_000)] == ["s2", "s1"]


async def test_an_unknown_or_expired_session_is_refused(opened):
    assert await rotate(opened, 1, name="s9") == (Rotation.REFUSED, 0)
    assert await rotate(opened, 1, NOW_MS + DAY_MS) == (Rotation.REFUSED, 0)


async def test_an_account_is_known_where_it_was_reached_lately(opened):
    await opened.create(JUNO)
    await opened.open_session(session("s2", n=2), address_key="home")

    assert await opened.knows_address("mina", "home", NOW_MS)
    assert not await opened.knows_address("mina", "work", NOW_MS)
    assert not await opened.knows_address("juno", "home", NOW_MS)
    assert not await opened.knows_address("nobody", "home", NOW_MS)
    assert await opened.knows_address("mina", "home", NOW_MS + ADDRESS_KNOWN_MS - 1)
    assert not await opened.knows_address("mina", "home", NOW_MS + ADDRESS_KNOWN_MS)
    await opened.open_session(session("s3", n=3, created_ms=NOW_MS + 5), address_key="home")
    assert await opened.knows_address("mina", "home", NOW_MS + ADDRESS_KNOWN_MS)


async def test_the_address_that_was_seen_first_is_forgotten_for_one_more(opened):
    for n in range(KNOWN_ADDRESSES_MAX + 1):
        await opened.open_session(session(f"a{n}", n=10 + n, created_ms=NOW_MS + n), address_key=f"place {n}")

    known = [await opened.knows_address("mina", f"place {n}", NOW_MS) for n in range(KNOWN_ADDRESSES_MAX + 1)]
    assert known == [False] + [True] * KNOWN_ADDRESSES_MAX


async def test_a_token_in_force_of_a_living_session_is_its_accounts(opened):
    await opened.create(JUNO)

    assert await opened.has_token("mina", "s1", token(1), NOW_MS)
    assert not await opened.has_token("juno", "s1", token(1), NOW_MS)
    assert not await opened.has_token("mina", "s1", token(2), NOW_MS)
    assert not await opened.has_token("mina", "s2", token(1), NOW_MS)
    assert not await opened.has_token("mina", "s1", token(1), NOW_MS + DAY_MS)
    await opened.revoke_session("u1", "s1", NOW_MS)
    assert not await opened.has_token("mina", "s1", token(1), NOW_MS)


async def test_a_session_is_revoked_once_and_by_its_user_only(opened):
    assert not await opened.revoke_session("u2", "s1", NOW_MS)
    assert not await opened.revoke_session("u1", "s9", NOW_MS)
    assert await opened.revoke_session("u1", "s1", NOW_MS)
    assert not await opened.revoke_session("u1", "s1", NOW_MS)
    assert await rotate(opened, 1) == (Rotation.REFUSED, 0)


async def test_all_sessions_of_a_user_but_one_are_revoked(opened):
    await opened.create(JUNO)
    await opened.open_session(session("s2", n=2))
    await opened.open_session(session("s3", n=3))
    await opened.open_session(session("s4", "u2", n=4))

    assert sorted(await opened.revoke_sessions("u1", NOW_MS, keep="s2")) == ["s1", "s3"]
    assert [one.id for one in await opened.sessions("u1", NOW_MS)] == ["s2"]
    assert await opened.revoke_sessions("u1", NOW_MS) == ["s2"]
    assert [one.id for one in await opened.sessions("u2", NOW_MS)] == ["s4"]


async def test_a_new_password_ends_the_other_sessions(opened):
    await opened.open_session(session("s2", n=2))

    assert await opened.change_password(MINA, "$argon2id$y", NOW_MS, keep="s2") == ["s1"]
    assert (await opened.get("u1")).password_hash == "$argon2id$y"
    assert [one.id for one in await opened.sessions("u1", NOW_MS)] == ["s2"]


async def test_of_two_password_changes_from_the_same_password_the_second_does_nothing(opened):
    await opened.open_session(session("s2", n=2))
    await opened.change_password(MINA, "$argon2id$y", NOW_MS, keep="s2")

    with pytest.raises(PasswordChanged):
        await opened.change_password(MINA, "$argon2id$z", NOW_MS, keep="s1")
    assert (await opened.get("u1")).password_hash == "$argon2id$y"
    assert [one.id for one in await opened.sessions("u1", NOW_MS)] == ["s2"]


async def test_an_account_that_is_not_there_gets_no_password(accounts):
    with pytest.raises(PasswordChanged):
        await accounts.change_password(MINA, "$argon2id$y", NOW_MS, keep="")


async def test_revocations_are_read_in_order_and_in_pages(opened):
    for n in (2, 3, 4):
        await opened.open_session(session(f"s{n}", n=n))
    await opened.revoke_session("u1", "s3", NOW_MS + 1)
    await opened.revoke_session("u1", "s2", NOW_MS + 2)
    await opened.revoke_session("u1", "s1", NOW_MS + 2)
    first = await opened.revocations((NOW_MS, ""), 2)

    assert first == [Revocation("s3", "u1", NOW_MS + 1), Revocation("s1", "u1", NOW_MS + 2)]
    assert await opened.revocations((NOW_MS + 2, "s1"), 2) == [Revocation("s2", "u1", NOW_MS + 2)]
    assert await opened.revocations((NOW_MS + 2, "s2"), 2) == []


async def test_an_ended_session_is_kept_until_every_gateway_has_learnt_of_it(opened):
    await opened.revoke_session("u1", "s1", NOW_MS)
    await opened.open_session(session("s2", n=2, created_ms=NOW_MS + ENDED_KEPT_MS))
    kept = await opened.revocations((0, ""), 10)
    await opened.open_session(session("s3", n=3, created_ms=NOW_MS + ENDED_KEPT_MS + 1))

    assert [each.session_id for each in kept] == ["s1"]
    assert await opened.revocations((0, ""), 10) == []


async def test_a_reachable_store_answers(accounts):
    await accounts.ping()


async def test_a_store_that_is_away_is_unreachable(unused_tcp_port):
    store = PostgresAccounts(f"postgresql://nobody@127.0.0.1:{unused_tcp_port}/nothing")
    with pytest.raises(Unreachable):
        await store.find("mina")
    await store.close()
