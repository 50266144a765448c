"""`pitboss verify` finds every corruption, by the checks of its kind."""

import asyncio

import pytest
from msgspec import msgpack

from actors.runtime.commit.stored import pack_root, unpack_root
from cluster.verification.run import verify
from persistence.postgres.schema.tables import metadata
from tests.integration.verify.corruptions import CORRUPTIONS
from tests.integration.verify.played import A_ROUND, A_USER, NEWEST, a_purchase, owner_of, violated


async def change_state(url, change, kind="user"):
    """Put the root of `A_USER`, or of the first of another kind, through `change`, which gets it as a list."""
    first = f"SELECT key, data FROM entity_part WHERE part = 'root' AND kind = $1 ORDER BY key <> {A_USER}, key"
    async with owner_of(url) as connection:
        key, stored = await connection.fetchrow(first, kind)
        root = unpack_root(stored)
        fields = msgpack.decode(root.data)
        change(fields)
        data = pack_root(root._replace(data=msgpack.encode(fields)))
        await connection.execute("UPDATE entity_part SET data = $1 WHERE part = 'root' AND key = $2", data, key)


@pytest.mark.parametrize("corruption", CORRUPTIONS)
async def test_a_corruption_is_found_by_the_checks_of_its_kind(played_url, corruption):
    statements, expected = CORRUPTIONS[corruption]
    before = await fingerprint(played_url)
    async with owner_of(played_url) as connection:
        await connection.execute(statements)

    report = await verify(played_url)

    assert await fingerprint(played_url) != before, "nothing was corrupted"
    assert not report.holds
    assert expected <= violated(report)
    assert all(report.check(name).examples for name in expected)


async def fingerprint(url):
    """Differs when any row does."""
    async with owner_of(url) as connection:
        return [
            await connection.fetchval(f"SELECT sum(hashtextextended(t::text, 0)::numeric) FROM {table} t")
            for table in metadata.tables
        ]


async def test_a_changed_balance_in_a_state_is_found(played_url):
    await change_state(played_url, lambda root: root[0].update(gold=root[0]["gold"] + 1))

    assert violated(await verify(played_url)) == {"balance"}


async def test_gold_that_no_transfer_knows_of_is_found(played_url):
    await change_state(played_url, lambda root: root[0].update(gem=3))

    assert violated(await verify(played_url)) == {"balance"}


async def test_a_negative_balance_is_found_even_if_the_ledger_agrees(played_url):
    await change_state(played_url, lambda root: root[0].update(gold=-5))
    async with owner_of(played_url) as connection:
        await connection.execute(
            f"""
            ALTER TABLE transfer DROP CONSTRAINT transfer_balance_check;
            UPDATE transfer SET balance_after = -5
            WHERE version = {NEWEST} AND 'user:' || {A_USER} IN (debit, credit)
            AND (debit LIKE 'house:%' OR NOT EXISTS (
                SELECT FROM transfer t WHERE t.tx = transfer.tx AND t.n > transfer.n))"""
        )

    assert violated(await verify(played_url)) == {"balance", "balance_chain"}


async def test_changed_statistics_in_a_state_are_found(played_url):
    def one_round_more(root):
        root[2][0] += 1

    await change_state(played_url, one_round_more)

    assert violated(await verify(played_url)) == {"statistics"}


async def test_items_that_gain_together_are_found(played_url):
    async with owner_of(played_url) as connection:
        stored = await connection.fetchval("SELECT data FROM entity_part WHERE kind = 'shop' AND part = 'items'")
        shelves = msgpack.decode(stored)
        next(item for item, _ in shelves if item["id"] == "coins")["contents"][0]["amount"] = 7
        change = "UPDATE entity_part SET data = $1 WHERE kind = 'shop' AND part = 'items'"
        await connection.execute(change, msgpack.encode(shelves))
    report = await verify(played_url)

    assert violated(report) == {"exchanges"}
    assert report.check("exchanges").examples == [{"items": ["coins", "pack"]}]


async def test_a_part_that_cannot_be_read_is_found_with_its_name(played_url):
    async with owner_of(played_url) as connection:
        await connection.execute(f"UPDATE entity_part SET data = '\\xc1' WHERE part = 'receipts' AND key = {A_USER}")
    report = await verify(played_url)

    assert violated(report) == {"state"}
    assert report.check("state").examples[0]["part"] == "receipts"


async def test_a_sold_piece_that_nobody_bought_is_found(played_url):
    await change_state(played_url, lambda root: root[2].update(pack=root[2]["pack"] + 1), "shop")

    assert violated(await verify(played_url)) == {"stock"}


async def test_more_pieces_than_there_are_is_found_even_if_all_were_bought(played_url):
    await change_state(played_url, lambda root: root[2].update(pack=1_001), "shop")
    async with owner_of(played_url) as connection:
        await connection.execute(
            "UPDATE fact SET data = data || jsonb_build_object('quantity',"
            " 1001 - (SELECT sum(quantity) FROM purchase WHERE status = 'success' AND product_id = 'pack')"
            f" + (data ->> 'quantity')::int) WHERE tx = {a_purchase('success')}"
        )

    report = await verify(played_url)

    assert report.check("stock").examples[0]["left"] == -1


async def test_a_command_that_nothing_will_answer_is_a_warning(played_url):
    async with owner_of(played_url) as connection:
        await connection.execute(f"UPDATE command SET ok = NULL, reply = NULL WHERE tx = {A_ROUND}")

    report = await verify(played_url)
    assert report.holds
    assert violated(report) == {"reply_pending"}

    async with owner_of(played_url) as connection:
        await connection.execute(
            "INSERT INTO timer SELECT kind, key, 'name', shard, 'id', 0, 'x', '' FROM command WHERE reply IS NULL"
        )
    assert not violated(await verify(played_url))


def test_every_check_is_shown_to_find_something(played_url):
    named = set().union(*(expected for _, expected in CORRUPTIONS.values()))
    shown_above = {"balance", "statistics", "reply_pending", "exchanges"}

    assert named | shown_above == {check.name for check in asyncio.run(verify(played_url)).checks}


async def test_examples_are_few_and_violations_are_counted(played_url):
    async with owner_of(played_url) as connection:
        await connection.execute("UPDATE command SET id = id || 'x'; UPDATE transfer SET debit = 'house:a'")
        transfers = await connection.fetchval("SELECT count(*) FROM transfer")
        commands = await connection.fetchval("SELECT count(*) FROM command")

    report = await verify(played_url)

    keys, entries = report.check("command_key"), report.check("double_entry")
    assert (keys.violations, len(keys.examples)) == (commands, 20)
    assert 20 < entries.violations <= transfers
    assert len(entries.examples) == 20
