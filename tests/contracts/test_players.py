"""Players as staff look for them by name: both twins find the same, in the same order, and no staff."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from persistence.identity.accounts import Account, LoginSession
from persistence.identity.players import PlayerPart
from persistence.memory.identity.accounts import MemoryAccounts
from persistence.memory.identity.players import MemoryPlayers
from persistence.postgres.identity.accounts import PostgresAccounts
from persistence.postgres.identity.players import PAGE, PostgresPlayers, page_parameters

NOW_MS = 1_795_000_000_000
DAY_MS = 86_400_000
NAMES = ["ann", "ann.b", "ann_2", "anna", "bob", "김철수", "김"]
BYTES = sorted(NAMES, key=str.encode)
ROOT, STANDING = PlayerPart(1, b"\x91\x01"), PlayerPart(2, b"\x90")


def account(name, role="PLAYER"):
    return Account(f"id-{name}", name.upper(), name, "$argon2id$x", role, "Asia/Seoul", "ko", NOW_MS)


async def fill(accounts):
    for name in NAMES:
        await accounts.create(account(name))
    await accounts.create(account("ann-of-staff", "OPERATOR"))


@pytest.fixture
async def players(url):
    if not url:
        accounts = MemoryAccounts()
        await fill(accounts)
        found = MemoryPlayers(accounts)
        found.stored = {"id-ann": {"root": ROOT, "standing": STANDING, "seeds": ROOT}, "id-bob": {"root": ROOT}}
        found.seen = {"id-ann": NOW_MS + 5_000, "id-bob": NOW_MS + 9_000, "id-anna": NOW_MS + 1_000}
        yield found
        return
    accounts = PostgresAccounts(url)
    await fill(accounts)
    for name, ms in (("ann", 5_000), ("anna", 1_000)):
        session = LoginSession(f"s-{name}", f"id-{name}", name.encode(), NOW_MS + DAY_MS, NOW_MS + ms)
        await accounts.open_session(session)
    await accounts.close()
    await store_play(url)
    opened = PostgresPlayers(url)
    yield opened
    await opened.close()


async def store_play(url):
    connection = await asyncpg.connect(url)
    try:
        for name, part, (schema, data) in (
            ("ann", "root", ROOT),
            ("ann", "standing", STANDING),
            ("ann", "seeds", ROOT),
            ("bob", "root", ROOT),
        ):
            await connection.execute(
                """INSERT INTO entity_part (kind, key, part, shard, version, schema, data)
                   VALUES ('user', $1, $2, 1, 1, $3, $4)""",
                f"id-{name}",
                part,
                schema,
                data,
            )
        for ms in (3_000, 9_000):
            await connection.execute(
                """INSERT INTO game_round (shard, round_id, tx, user_id, game, bet, payout, outcome, config_version,
                       server_seed_hash, client_seed, nonce, at)
                   VALUES (1, gen_random_uuid(), gen_random_uuid(), 'id-bob', 'rps', 20, 0, '{}', 1, '', '', 1, $1)""",
                datetime.fromtimestamp(NOW_MS / 1000, UTC) + timedelta(milliseconds=ms),
            )
    finally:
        await connection.close()


async def names(players, prefix, after="", rows_max=100):
    return [each.username_key for each in await players.page(prefix, after, rows_max, ())]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("", BYTES),
        ("ann", ["ann", "ann.b", "ann_2", "anna"]),
        ("ann_", ["ann_2"]),
        ("김", ["김", "김철수"]),
        ("%", []),
        ("zed", []),
    ],
)
async def test_players_are_found_by_the_beginning_of_their_name_and_staff_are_not(players, prefix, expected):
    assert await names(players, prefix) == expected


async def test_pages_follow_each_other_without_gap_or_repeat(players):
    seen, after = [], ""
    while page := await names(players, "", after, 2):
        seen += page
        after = page[-1]
    assert seen == BYTES


async def test_a_player_comes_with_what_was_asked_for_and_when_they_were_last_seen(players):
    found = {each.username_key: each for each in await players.page("", "", 100, ("root", "standing"))}
    assert found["ann"].parts == {"root": ROOT, "standing": STANDING}
    assert (found["bob"].parts, found["anna"].parts) == ({"root": ROOT}, {})
    assert (found["ann"].id, found["ann"].username, found["ann"].created_ms) == ("id-ann", "ANN", NOW_MS)
    seen = {name: each.last_seen_ms for name, each in found.items() if each.last_seen_ms is not None}
    assert seen == {"ann": NOW_MS + 5_000, "anna": NOW_MS + 1_000, "bob": NOW_MS + 9_000}


async def test_no_page_is_found_by_reading_a_table_from_end_to_end(database_url):
    """A plan under which the planner would take any way but that: where it must, there is no index."""
    engine = create_async_engine(database_url.replace("postgresql://", "postgresql+asyncpg://"))
    explain = sa.text(f"EXPLAIN {PAGE.text}").bindparams(*PAGE._bindparams.values())
    try:
        async with engine.begin() as connection:
            await connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
            rows = await connection.execute(explain, page_parameters("ann", "ann", 50, ("root",)))
            plan = "\n".join(rows.scalars())
    finally:
        await engine.dispose()
    assert "Seq Scan" not in plan, plan
    assert "Index Scan using account_players_idx" in plan, plan
    assert "Sort" not in plan.partition("account_players_idx")[0].rpartition("Limit")[2], plan
