"""What staff take from a player or give beside rewards: what reaches the entity, and what needs two people."""

import pytest

from tests.integration.rest.staff import staff_bearer

DEDUCTED = {"currency": "gold", "amount": 5, "balance": 95}
REPLIES = {
    "user.deduct": DEDUCTED,
    "user.debt.forgive": {"currency": "gold", "forgiven": 5, "owed": 0},
    "user.freeze.grant": {"freezes": 1},
    "user.item.grant": {"item": "ember_fox", "owned": 1},
}
AMOUNT = {"reason": "a mistake", "currency": "gold", "amount": 5}


def an_item(gateway):
    """Some item of some banner."""
    banner = next(iter(gateway.app.state.dependencies.definitions.area("gacha").values())).body
    return banner.rarities[-1].items[0]


@pytest.fixture
async def player(gateway) -> str:
    gateway.entities.replies |= REPLIES
    return (await gateway.sign_up())["user"]["id"]


async def act(gateway, player, what, body, role="ADMIN", key="k1"):
    known = vars(gateway).setdefault("members", {})
    if role not in known:
        known[role] = await staff_bearer(gateway, role)
    headers, keyed = known[role], {"Idempotency-Key": key} if key else {}
    return await gateway.client.post(f"/api/admin/users/{player}/{what}", json=body, headers=headers | keyed)


def orders(gateway):
    return [asked for asked in gateway.entities.asked if asked.type in REPLIES]


async def test_a_deduction_reaches_the_entity_with_who_ordered_it_and_why(gateway, player):
    answer = await act(gateway, player, "deduct", AMOUNT)

    assert (answer.status_code, answer.json()) == (200, DEDUCTED)
    (order,) = orders(gateway)
    assert (order.ref.kind, order.ref.key, order.origin) == ("user", player, "admin")
    assert (order.body["amount"], order.body["currency"], order.body["act"]["reason"]) == (5, "gold", "a mistake")


@pytest.mark.parametrize("what", ["deduct", "debts/forgive", "grant-freezes", "grant-item"])
async def test_each_needs_its_key_and_a_player(gateway, player, what):
    bodies = {"grant-freezes": {"reason": "r"}, "grant-item": {"reason": "r", "item": an_item(gateway)}}
    body = bodies.get(what, AMOUNT)
    assert (await act(gateway, player, what, body, key="")).status_code == 400
    assert (await act(gateway, "nobody", what, body)).status_code == 404
    assert orders(gateway) == []


@pytest.mark.parametrize("what", ["deduct", "debts/forgive"])
async def test_an_operator_takes_nothing_and_forgives_nothing(gateway, player, what):
    assert (await act(gateway, player, what, AMOUNT, role="OPERATOR")).status_code == 403
    assert orders(gateway) == []


async def test_freezes_and_items_are_weighed_in_pieces(gateway, player):
    freezes = {"reason": "sorry"}
    assert (await act(gateway, player, "grant-freezes", freezes | {"count": 10}, "OPERATOR", "k1")).status_code == 200
    assert (await act(gateway, player, "grant-freezes", freezes, "OPERATOR", "k2")).status_code == 202
    item = {"reason": "sorry", "item": an_item(gateway)}
    assert (await act(gateway, player, "grant-item", item | {"count": 10}, "OPERATOR", "k3")).status_code == 200
    assert (await act(gateway, player, "grant-item", item, "OPERATOR", "k4")).status_code == 202
    assert [order.body["count"] for order in orders(gateway)] == [10, 10]


async def test_a_deduction_above_the_threshold_waits_for_a_second_person(gateway, player):
    waiting = await act(gateway, player, "deduct", AMOUNT | {"amount": 200_000})

    assert (waiting.status_code, waiting.json()["act"]) == (202, "user.deduct")
    assert orders(gateway) == []


async def test_an_item_that_no_banner_has_is_not_given(gateway, player):
    refused = await act(gateway, player, "grant-item", {"reason": "r", "item": "nothing_of_the_kind"})

    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert orders(gateway) == []


async def test_a_key_stands_for_one_order(gateway, player):
    assert (await act(gateway, player, "deduct", AMOUNT)).status_code == 200
    assert (await act(gateway, player, "deduct", AMOUNT | {"amount": 6})).status_code == 422
    assert len(orders(gateway)) == 1
