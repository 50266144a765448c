"""A player's ledger: both twins find the same entries, in the same order, and none of another player."""

import uuid
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from persistence.ledger import EntryPlace, LedgerEntry, LedgerFilter
from persistence.memory.ledger import MemoryLedger
from persistence.postgres.ledger import PAGE, PostgresLedger, page_parameters

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHARD = 7
NINE_HOURS = 9 * 60


def entry(version, n, reason, amount, *, currency="gold", minutes=0):
    place = EntryPlace(NOON + timedelta(minutes=minutes), version, n)
    return LedgerEntry(f"{version:032x}", place, currency, amount, 500 + version, reason, f"ref-{version}")


def round_of(version, minutes, payout=0, *more):
    """A round's entries: its bet, its payout and what else it gave."""
    bet = [entry(version, 0, "bet", -20, minutes=minutes)]
    return [*bet, *([entry(version, 1, "payout", payout, minutes=minutes)] if payout else []), *more]


ENTRIES = [
    entry(1, 0, "opening", 10_000),
    *(each for version in range(2, 12) for each in round_of(version, minutes=5, payout=version % 2 * 39)),
    *round_of(12, 6, 0, entry(12, 1, "payout", 3, currency="shard", minutes=6)),
    entry(13, 0, "hold", -70, minutes=6),
    entry(14, 0, "reward", 5, currency="gem", minutes=7),
    *(each for version in range(15, 20) for each in round_of(version, minutes=NINE_HOURS * (version - 14))),
    entry(20, 0, "release", 70, minutes=NINE_HOURS * 6),
    entry(20, 1, "bet", -70, minutes=NINE_HOURS * 6),
    entry(20, 2, "payout", 140, minutes=NINE_HOURS * 6),
]
"""Ten rounds at one moment, as one batch stores them: a page may end within them; and later ones on three days."""


async def store(url, user, entries):
    connection = await asyncpg.connect(url)
    try:
        for tx in {each.tx: each for each in entries if each.reason == "bet"}.values():
            await connection.execute(
                """INSERT INTO game_round (shard, round_id, tx, user_id, game, bet, payout, outcome, config_version,
                       server_seed_hash, client_seed, nonce, at)
                   VALUES ($1, gen_random_uuid(), $2, $3, 'rps', 20, 0, '{}', 1, '', '', 1, $4)""",
                SHARD,
                of_user(tx.tx, user),
                user,
                tx.place.at,
            )
        for each in entries:
            mine, house = f"user:{user}", "house:bets"
            debit, credit = (house, mine) if each.amount > 0 else (mine, house)
            await connection.execute(
                """INSERT INTO transfer (shard, tx, n, debit, credit, currency, amount, balance_after, version, reason,
                       reference, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""",
                SHARD,
                of_user(each.tx, user),
                each.place.n,
                debit,
                credit,
                each.currency,
                abs(each.amount),
                each.balance_after,
                each.place.version,
                each.reason,
                each.reference,
                each.place.at,
            )
    finally:
        await connection.close()


def of_user(tx, user):
    return uuid.UUID(tx) if user == "ann" else uuid.uuid5(uuid.UUID(tx), user)


@pytest.fixture(params=["memory", "postgres"])
def open_ledger(request):
    """Opens a store with these entries; not async, since the database is made with an event loop of its own."""
    if request.param == "postgres":
        url = request.getfixturevalue("database_url")

        async def make_postgres():
            await store(url, "ann", ENTRIES)
            await store(url, "bob", ENTRIES[:4])
            return PostgresLedger(url)

        return make_postgres

    async def make_memory():
        ledger = MemoryLedger()
        ledger.entries = {"ann": ENTRIES[::-1], "bob": ENTRIES[:4]}
        return ledger

    return make_memory


@pytest.fixture
async def ledger(open_ledger):
    made = await open_ledger()
    yield made
    if isinstance(made, PostgresLedger):
        await made.close()


async def all_pages(ledger, wanted, rows_max):
    seen, before = [], None
    while page := await ledger.page("ann", wanted, before, rows_max):
        seen += page
        before = page[-1].place
    return seen


@pytest.mark.parametrize("rows_max", [1, 3, 7, 100])
async def test_pages_follow_each_other_without_gap_or_repeat_also_within_one_moment(ledger, rows_max):
    assert await all_pages(ledger, LedgerFilter(), rows_max) == ENTRIES[::-1]


@pytest.mark.parametrize("currency", ["gold", "gem", "shard", "nothing"])
async def test_a_currency_is_that_alone(ledger, currency):
    expected = [each for each in ENTRIES[::-1] if each.currency == currency]
    assert await all_pages(ledger, LedgerFilter(currency), 2) == expected


async def test_a_range_has_its_beginning_and_not_its_end(ledger):
    wanted = LedgerFilter("", NOON + timedelta(minutes=5), NOON + timedelta(minutes=7))
    found = await all_pages(ledger, wanted, 4)
    assert found == [each for each in ENTRIES[::-1] if wanted.since <= each.place.at < wanted.until]
    assert {each.place.version for each in found} == set(range(2, 14))


async def test_nobody_finds_entries_of_another(ledger):
    assert [each.place for each in await ledger.page("bob", LedgerFilter(), None, 100)] == [
        each.place for each in ENTRIES[3::-1]
    ]
    assert await ledger.page("nobody", LedgerFilter(), None, 100) == []


async def test_no_page_is_found_by_reading_a_table_from_end_to_end(database_url):
    """A plan under which the planner would take any way but that: where it must, there is no index."""
    engine = create_async_engine(database_url.replace("postgresql://", "postgresql+asyncpg://"))
    explain = sa.text(f"EXPLAIN {PAGE.text}").bindparams(*PAGE._bindparams.values())
    try:
        for wanted in (LedgerFilter(), LedgerFilter("gem", NOON, NOON + timedelta(days=1))):
            async with engine.begin() as connection:
                await connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
                rows = await connection.execute(explain, page_parameters("ann", wanted, ENTRIES[-1].place, 5))
                plan = "\n".join(rows.scalars())
            assert "Seq Scan" not in plan, plan
            assert ("user_id_date_bin_idx" in plan) is (wanted.currency == "")
            assert "greatest_at_version_n_idx" in plan
    finally:
        await engine.dispose()
