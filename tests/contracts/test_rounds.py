"""Rounds as staff look for them: both twins find the same, in the same order."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from persistence.memory.rounds import MemoryRounds
from persistence.postgres.rounds import PostgresRounds, page_query
from persistence.rounds import FILED_CHAIN, FILED_VOIDED, Place, RoundFilter, StoredRefund, StoredRound

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def round_id(n):
    return f"{n:032x}"


def solo(n, user="ann", game="rps", minutes=0):
    at = NOON + timedelta(minutes=minutes, microseconds=n)
    return StoredRound(round_id(n), game, 20, 39, {"n": n}, 1, "f" * 64, "mine", n, None, user, at)


def bet(n, name, user="ann", minutes=0):
    table = name.rpartition("-")[0]
    outcome = {"table": table, "round_id": name, "cents": 150, "how": "manual"}
    at = NOON + timedelta(minutes=minutes)
    return StoredRound(round_id(n), "crash", 100, 150, outcome, 1, "", "", 0, None, user, at)


REFUND = StoredRefund(round_id(90), "cid", "main-3", 70, 200, NOON)


FILED = {("main", "007"): {"n": 7}, ("main", "010"): {"n": 10}, ("main-1", "001"): {"n": 1}}
"""Chains of crash tables by table and place."""


async def fill_memory(rounds, stored):
    rounds.stored = {each.round_id: each for each in stored}
    rounds.refunded = [REFUND, REFUND._replace(round_id="main-33")]
    rounds.filed = dict(FILED)
    rounds.voided = {("main", "007")}
    rounds.durable = {round_id(1): NOON, round_id(2): NOON + timedelta(seconds=1)}


async def fill_postgres(url, stored):
    connection = await asyncpg.connect(url)
    try:
        for each in stored:
            await connection.execute(
                """INSERT INTO game_round (shard, round_id, tx, user_id, game, bet, payout, won, outcome,
                       config_version, server_seed_hash, client_seed, nonce, at)
                   VALUES ($1, $2, gen_random_uuid(), $3, $4, $5, $6, true, $7, 1, $8, $9, $10, $11)""",
                int(each.round_id, 16) % 1024,
                each.round_id,
                each.user_id,
                each.game,
                each.bet,
                each.payout,
                json.dumps(each.outcome),
                each.server_seed_hash,
                each.client_seed,
                each.nonce,
                each.at,
            )
        for name in (REFUND.round_id, "main-33"):
            data = {"bet_id": REFUND.bet_id, "table": "main", "round_id": name, "bet": 70, "auto": 200, "at_ms": 1}
            await connection.execute(
                """INSERT INTO fact (shard, tx, n, kind, key, type, data, at)
                   VALUES (1, gen_random_uuid(), 0, 'user', 'cid', 'stake_refunded', $1, $2)""",
                json.dumps(data),
                NOON,
            )
        for (table, place), data in FILED.items():
            await connection.execute(
                """INSERT INTO fact (shard, tx, n, kind, key, type, once, data)
                   VALUES (1, gen_random_uuid(), 0, 'crash', $1, $2, $3, $4),
                       (1, gen_random_uuid(), 0, 'crash', $1, 'crash_salt', 'main-' || $3, '{}')""",
                table,
                FILED_CHAIN,
                place,
                json.dumps(data),
            )
        await connection.execute(
            """INSERT INTO fact (shard, tx, n, kind, key, type, once, data)
               VALUES (1, gen_random_uuid(), 0, 'crash', 'main', $1, '007', '{"n": 7}')""",
            FILED_VOIDED,
        )
        await connection.execute(
            """INSERT INTO transfer (shard, tx, n, debit, credit, currency, amount, balance_after, version, reason, at)
               VALUES (1, $1, 0, 'a', 'b', 'gold', 1, 1, 1, 'hold', $2)""",
            round_id(1),
            NOON,
        )
        await connection.execute(
            """INSERT INTO command (shard, tx, kind, key, origin, id, version, body_hash, at)
               VALUES (1, $1, 'crash', 'main', 'entity:user/ann', 'x', 1, '', $2)""",
            round_id(2),
            NOON + timedelta(seconds=1),
        )
    finally:
        await connection.close()


@pytest.fixture(params=["memory", "postgres"])
def open_rounds(request):
    """Opens a store with these rounds in it; not async, since the database is made with an event loop of its own."""
    opened = []
    if request.param == "postgres":
        url = request.getfixturevalue("database_url")

        async def make_postgres(*stored):
            await fill_postgres(url, stored)
            opened.append(PostgresRounds(url))
            return opened[-1]

        return make_postgres

    async def make_memory(*stored):
        rounds = MemoryRounds()
        await fill_memory(rounds, stored)
        return rounds

    return make_memory


@pytest.fixture
async def rounds(open_rounds):
    made = []

    async def make(*stored):
        made.append(await open_rounds(*stored))
        return made[-1]

    yield make
    await asyncio.gather(*(each.close() for each in made if isinstance(each, PostgresRounds)))


def ids(found):
    return [int(each.round_id, 16) for each in found]


async def test_a_round_is_found_with_its_player_and_its_time(rounds):
    store = await rounds(solo(1), solo(2, "bob"))
    assert await store.find(round_id(2)) == solo(2, "bob")
    assert await store.find(round_id(3)) is None
    assert await store.find("no id") is None


async def test_pages_follow_each_other_newest_first_without_gap_or_repeat(rounds):
    alike = [bet(n, "main-1") for n in range(10, 15)]  # of one moment: then the id decides
    store = await rounds(*(solo(n, minutes=n) for n in range(5)), *alike)
    seen, before = [], None
    while page := await store.page(RoundFilter(), before, 3):
        seen += ids(page)
        before = Place(page[-1].at, page[-1].round_id)
    assert seen == [4, 3, 2, 1, 14, 13, 12, 11, 10, 0]


@pytest.mark.parametrize(
    ("since_hour", "until_hour", "expected"),
    [
        (None, None, [24, 23, 22, 14, 13, 12, 5, 4, 3, 2, 1, 0]),
        (2, 28, [13, 12, 5, 4, 3, 2]),
        (25, None, [24, 23, 22, 14, 13, 12]),
    ],
)
async def test_the_rounds_of_a_player_are_one_list_over_all_days(rounds, since_hour, until_hour, expected):
    hour, day = 60, 24 * 60
    own = [solo(n, minutes=day * (n // 10) + hour * (n % 10)) for n in (*range(6), 12, 13, 14, 22, 23, 24)]
    store = await rounds(*own, *(solo(n, "bob", minutes=day * 4) for n in (31, 32)))
    since, until = (None if at is None else NOON + timedelta(hours=at) for at in (since_hour, until_hour))
    seen, before = [], None
    while page := await store.page(RoundFilter(user="ann", since=since, until=until), before, 4):
        seen += ids(page)
        before = Place(page[-1].at, page[-1].round_id)
    assert seen == expected


async def test_no_page_of_rounds_is_found_by_reading_the_table_or_all_of_a_player(database_url):
    """By plans that take any way but a scan of the table: where they must, there is no index."""
    since = NOON - timedelta(days=3)
    for wanted, before, index in (
        (RoundFilter(), None, "game_round_p0_at_idx"),
        (RoundFilter(), Place(NOON, round_id(1)), "game_round_p0_at_idx"),
        (RoundFilter(user="ann"), None, "game_round_p0_user_id_date_bin_idx"),
        (RoundFilter(user="ann", since=since), Place(NOON, round_id(1)), "game_round_p0_user_id_date_bin_idx"),
    ):
        plan = await plan_of(database_url, page_query(wanted, before, 5))
        assert "Seq Scan on game_round" not in plan, plan
        assert index in plan, plan
        assert "Presorted Key" in plan, plan


async def plan_of(url, query):
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    try:
        async with engine.begin() as connection:
            await connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
            await connection.execute(sa.text("SET LOCAL enable_bitmapscan = off"))
            explain = f"EXPLAIN {query.compile(dialect=engine.dialect, compile_kwargs={'literal_binds': True})}"
            return "\n".join((await connection.exec_driver_sql(explain)).scalars())
    finally:
        await engine.dispose()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (RoundFilter(), [5, 4, 3, 2, 1]),
        (RoundFilter(user="bob"), [4, 2]),
        (RoundFilter(game="crash"), [5, 4]),
        (RoundFilter(table="high"), [5]),
        (RoundFilter(user="bob", game="crash"), [4]),
        (RoundFilter(since=NOON + timedelta(minutes=30)), [5, 4, 3]),
        (RoundFilter(until=NOON + timedelta(minutes=30)), [2, 1]),
        (RoundFilter(since=NOON + timedelta(minutes=40), until=NOON + timedelta(minutes=41)), [4]),
        (RoundFilter(user="nobody"), []),
    ],
)
async def test_a_filter_lets_through_what_equals_it(rounds, wanted, expected):
    store = await rounds(
        solo(1),
        solo(2, "bob", minutes=10),
        solo(3, minutes=30),
        bet(4, "main-1", "bob", minutes=40),
        bet(5, "high-1", minutes=50),
    )
    assert ids(await store.page(wanted, None, 10)) == expected


async def test_the_bets_on_a_round_of_a_table_are_found_by_its_name_alone(rounds):
    stray = solo(9)._replace(outcome={"round_id": "main-3", "table": "main"})
    store = await rounds(bet(2, "main-3", "bob"), bet(1, "main-3", minutes=-1), bet(3, "main-30"), stray)
    assert ids(await store.of_table("main-3")) == [1, 2]
    assert await store.of_table("main-4") == []


async def test_the_refunds_of_a_round_are_found_by_its_name(rounds):
    store = await rounds()
    assert await store.refunds("main-3") == [REFUND]
    assert await store.refunds("main-4") == []


@pytest.mark.parametrize(
    ("table", "place", "expected"),
    [
        ("main", "006", None),
        ("main", "007", {"n": 7}),
        ("main", "009", {"n": 7}),
        ("main", "010", {"n": 10}),
        ("main", "999", {"n": 10}),
        ("high", "999", None),
        ("", "", None),
    ],
)
async def test_the_latest_chain_that_was_filed_up_to_a_place_is_found(rounds, table, place, expected):
    store = await rounds()
    assert await store.filed_chain(table, place) == expected


@pytest.mark.parametrize(
    ("table", "place", "expected"), [("main", "007", True), ("main", "010", False), ("main-1", "007", False)]
)
async def test_a_round_is_voided_where_a_row_of_its_own_says_so(rounds, table, place, expected):
    store = await rounds()
    assert await store.is_filed_voided(table, place) is expected


async def test_turns_are_dated_by_their_transfers_or_their_command(rounds):
    store = await rounds()
    wanted = [round_id(n) for n in range(1, 4)]
    assert await store.moments(wanted) == {round_id(1): NOON, round_id(2): NOON + timedelta(seconds=1)}


async def test_the_refund_of_one_bet_is_found_by_its_player_and_by_nobody_else(rounds):
    store = await rounds()
    found = await store.refund_of("cid", REFUND.bet_id)
    assert found in (REFUND, REFUND._replace(round_id="main-33"))
    assert await store.refund_of("ann", REFUND.bet_id) is None
    assert await store.refund_of("cid", round_id(91)) is None
