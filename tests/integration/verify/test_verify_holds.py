"""`pitboss verify` raises no false alarm: after play, while players play, and when old rows were pruned."""

import asyncio
import secrets

import pytest

from actors.runtime.commit.stored import pack_root, unpack_root
from cluster.verification.parts import unreadable_parts
from cluster.verification.run import verify
from persistence.postgres.entities.store import PostgresStore
from tests.integration.verify.played import (
    COMMANDS_MIN,
    PULLS,
    ROUNDS,
    TABLE_ROUNDS,
    USERS,
    buy,
    owner_of,
    play_round,
    running_mall,
    signed_up,
    violated,
)
from tests.patient import patient_client

LIVE_USERS = 6
LIVE_VERIFICATIONS = 5


async def test_everything_holds_after_play_and_release(played_url):
    seen = []

    report = await verify(played_url, lambda what, done, total: seen.append(what))

    assert report.holds
    assert not violated(report)
    assert report.rows["command"] > COMMANDS_MIN
    assert report.rows["game_round"] == USERS * (ROUNDS + PULLS) + TABLE_ROUNDS
    assert report.snapshot.commands_complete_since == "-infinity"
    assert {"balance_chain", "entities", "commands"} <= set(seen)


async def test_an_empty_database_holds(database_url):
    assert not violated(await verify(database_url))


async def test_nothing_is_found_while_players_play(database_url):
    finished = asyncio.Event()

    async def keep_playing(client, player):
        while not finished.is_set():
            await play_round(client, player, secrets.token_hex(8))
            await buy(client, player, secrets.token_hex(8), "pack")

    async with running_mall(database_url) as cluster, patient_client(base_url=cluster.url) as client:
        players = [(await signed_up(client))[1] for _ in range(LIVE_USERS)]
        playing = [asyncio.create_task(keep_playing(client, player)) for player in players]
        try:
            reports = [await verify(database_url) for _ in range(LIVE_VERIFICATIONS)]
        finally:
            finished.set()
            await asyncio.gather(*playing)

    assert [violated(report) for report in reports] == [set()] * LIVE_VERIFICATIONS
    commands = [report.rows["command"] for report in reports]
    assert commands == sorted(set(commands)), "nobody played meanwhile"


async def test_players_of_one_shared_round_may_have_the_same_nonce(played_url):
    async with owner_of(played_url) as connection:
        await connection.execute("UPDATE game_round SET server_seed_hash = 'shared', client_seed = '', nonce = 0")

    assert not violated(await verify(played_url))


async def test_parts_that_a_later_release_has_left_are_no_violation(played_url):
    """It was deployed and rolled back: what it stored is kept for it (decision 0040)."""
    async with owner_of(played_url) as connection:
        await connection.execute(
            """
            INSERT INTO entity_part (shard, kind, key, part, version, schema, data)
            SELECT shard, kind, key, 'later', version, 7, 'what a later release knows' FROM entity_part
            WHERE part = 'root'
            """
        )

    report = await verify(played_url)

    assert not violated(report)
    assert await unreadable_parts(played_url) == []


PAUSE_SQL = """
SELECT at FROM command c WHERE NOT EXISTS (SELECT FROM command WHERE at < c.at AND at > c.at - interval '5 ms')
    AND NOT EXISTS (SELECT FROM command e JOIN transfer t USING (shard, tx) WHERE e.at < c.at AND t.at >= c.at)
ORDER BY (SELECT count(*) FROM command WHERE at < c.at) < $1, at LIMIT 1
"""
"""The first moment behind so many commands at which nothing was under way: a command has the time of its turn, its
transfers and events that of their transaction, which begins later."""
TIMED = ("command", "transfer", "game_round", "outbox", "commit_batch")


async def make_old(connection, before):
    """Move what happened before that time two days back, as if play had paused since then."""
    for table in TIMED:
        await connection.execute(f"UPDATE {table} SET at = at - interval '2 days' WHERE at < $1", before)
    await connection.execute("UPDATE shard_history SET at = at - interval '3 days'")
    await connection.execute("UPDATE host_fence SET died_at = NULL, state = 'alive'")
    for kind, key, stored in await connection.fetch("SELECT kind, key, data FROM entity_part WHERE part = 'root'"):
        root = unpack_root(stored)
        if root.last_turn_ms / 1000 < before.timestamp():
            data = pack_root(root._replace(last_turn_ms=root.last_turn_ms - 2 * 86_400_000))
            statement = "UPDATE entity_part SET data = $1 WHERE part = 'root' AND kind = $2 AND key = $3"
            await connection.execute(statement, data, kind, key)


async def prune(url):
    store = await PostgresStore.connect(url, lease_ttl_ms=30_000)
    try:
        return await store.prune(24)
    finally:
        await store.close()


@pytest.mark.parametrize("share", [0.4, 1.0])
async def test_what_retention_has_pruned_is_not_missed(played_url, share):
    async with owner_of(played_url) as connection:
        count = await connection.fetchval("SELECT count(*) FROM command")
        newest = await connection.fetchval("SELECT max(at) + interval '1 min' FROM transfer")
        await make_old(connection, newest if share == 1 else await connection.fetchval(PAUSE_SQL, int(count * share)))

    assert not violated(await verify(played_url))
    pruned = await prune(played_url)

    assert 0 < pruned.commands <= count
    assert not violated(await verify(played_url))


async def test_a_recent_command_is_missed_although_old_ones_were_pruned(played_url):
    async with owner_of(played_url) as connection:
        times = await connection.fetch("SELECT at FROM command ORDER BY at")
        await make_old(connection, times[len(times) // 3][0])
        # The oldest batch that is left must be older than the newest commands by more than the horizon's margin.
        for table in TIMED:
            middle = times[len(times) // 2][0]
            await connection.execute(f"UPDATE {table} SET at = at - interval '4 hours' WHERE at < $1", middle)
    await prune(played_url)
    async with owner_of(played_url) as connection:
        await connection.execute("DELETE FROM command WHERE tx = (SELECT tx FROM game_round ORDER BY at DESC LIMIT 1)")

    assert violated(await verify(played_url)) >= {"transfer_of_command", "round_of_command", "entity_version"}


async def test_published_events_may_be_gone(played_url):
    async with owner_of(played_url) as connection:
        await connection.execute(
            "INSERT INTO outbox_cursor SELECT shard, max(seq) - 2 FROM outbox GROUP BY shard HAVING max(seq) > 2"
        )
        await connection.execute(
            "DELETE FROM outbox o USING outbox_cursor c WHERE o.shard = c.shard AND o.seq <= c.seq"
        )
    assert not violated(await verify(played_url))

    async with owner_of(played_url) as connection:
        await connection.execute("UPDATE outbox_cursor SET seq = seq + 2")
        await connection.execute("DELETE FROM outbox o USING outbox_cursor c WHERE o.shard = c.shard")
    assert not violated(await verify(played_url))
