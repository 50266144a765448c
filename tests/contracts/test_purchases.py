"""Purchases as they are stored: both twins find the same, in the same order, each in its last state."""

import asyncio
import json

import asyncpg
import pytest

from persistence.memory.purchases import MemoryPurchases
from persistence.postgres.purchases import PostgresPurchases
from persistence.purchases import StoredPurchase


def data(name, created_ms, status="success"):
    return {"purchase_id": name * 32, "status": status, "created_at": created_ms, "product_id": "pack", "amount": 5}


FACTS = [
    *(data(name, created_ms) for name, created_ms in (("a", 10), ("b", 30), ("c", 30), ("d", 20))),
    data("d", 20, "refunded"),
    data("e", 40, "pending"),
    data("f", 50, "failed"),
]
LAST = {each["purchase_id"]: each for each in FACTS if each["status"] in {"success", "refunded"}}
PURCHASES = [StoredPurchase(name, each["created_at"], each) for name, each in LAST.items()]
OF_OTHERS = data("9", 25)
LAST_ITEMS = {"pack": 10, "box": 1}
"""Versions by item."""


async def store(connection, user_id, n, each):
    await connection.execute(
        """INSERT INTO fact (shard, tx, n, kind, key, type, once, data)
           VALUES (1, gen_random_uuid(), 0, 'user', $1, 'purchase', $2, $3)""",
        user_id,
        str(n),
        json.dumps(each | {"receipt_code": f"{each['purchase_id']}:{n}"}),
    )


async def fill(url):
    connection = await asyncpg.connect(url)
    try:
        for n, each in enumerate(FACTS):
            await store(connection, "ann", n, each)
        await store(connection, "bob", 0, OF_OTHERS)
        for name, version in (("pack", 1), ("pack", 10), ("pack", 9), ("box", 1)):
            await connection.execute(
                """INSERT INTO fact (shard, tx, n, kind, key, type, once, data)
                   VALUES (1, gen_random_uuid(), 0, 'shop', 'main', 'shop_item', $1, $2)""",
                f"{name}:{version}",
                json.dumps({"item_id": name, "version": version}),
            )
    finally:
        await connection.close()


@pytest.fixture(params=["memory", "postgres"])
def open_purchases(request):
    """Opens a store with these purchases in it; not async, since the database is made with an event loop of its own."""
    if request.param == "postgres":
        url = request.getfixturevalue("database_url")

        async def make_postgres():
            await fill(url)
            return PostgresPurchases(url)

        return make_postgres

    async def make_memory():
        purchases = MemoryPurchases()
        purchases.purchases = {
            "ann": list(PURCHASES),
            "bob": [StoredPurchase(OF_OTHERS["purchase_id"], OF_OTHERS["created_at"], OF_OTHERS)],
        }
        purchases.last_items = {name: {"item_id": name, "version": version} for name, version in LAST_ITEMS.items()}
        return purchases

    return make_memory


@pytest.fixture
def ask(open_purchases):
    """Asks a store that was just opened, and closes it."""

    def run(question):
        async def asked():
            purchases = await open_purchases()
            try:
                return await question(purchases)
            finally:
                if isinstance(purchases, PostgresPurchases):
                    await purchases.close()

        return asyncio.run(asked())

    return run


def test_purchases_that_succeeded_come_newest_first_in_their_last_state(ask):
    found = ask(lambda purchases: purchases.page("ann", None, 10))
    assert [(each.purchase_id[0], each.created_ms, each.data["status"]) for each in found] == [
        ("b", 30, "success"),
        ("c", 30, "success"),
        ("d", 20, "refunded"),
        ("a", 10, "success"),
    ]


def test_a_page_goes_on_after_a_place_and_ends_where_it_is_full(ask):
    found = ask(lambda purchases: purchases.page("ann", (-30, "b" * 32), 2))
    assert [each.purchase_id[0] for each in found] == ["c", "d"]


@pytest.mark.parametrize(("user", "name", "status"), [("ann", "d", "refunded"), ("ann", "a", "success")])
def test_a_purchase_is_found_in_its_last_state(ask, user, name, status):
    assert ask(lambda purchases: purchases.find(user, name * 32)).data["status"] == status


@pytest.mark.parametrize(("user", "name"), [("ann", "e"), ("ann", "9"), ("bob", "a"), ("nobody", "a")])
def test_what_did_not_succeed_or_is_of_others_is_not_found(ask, user, name):
    assert ask(lambda purchases: purchases.find(user, name * 32)) is None


def test_items_are_found_by_their_ids_in_their_last_version(ask):
    found = ask(lambda purchases: purchases.items(["pack", "box", "gone"]))
    assert {name: each["version"] for name, each in found.items()} == LAST_ITEMS


def test_no_items_are_found_by_no_ids(ask):
    assert ask(lambda purchases: purchases.items([])) == {}
