"""Refunds by staff: what reaches the buyer's entity, what needs two people, what is refused and recorded."""

import pytest

from persistence.purchases import StoredPurchase
from tests.integration.rest.staff import events, staff_bearer

PURCHASE = "ab" * 16
BOUGHT = {
    "purchase_id": PURCHASE,
    "status": "success",
    "product_id": "pack",
    "amount": 100,
    "currency": "gold",
    "receipt_code": "RC-1",
    "created_at": 1_893_456_000_000,
    "ended_at": 1_893_456_001_000,
}
REFUNDED = BOUGHT | {"status": "refunded"}


@pytest.fixture
async def player(gateway) -> str:
    """A player who has bought a pack."""
    gateway.entities.replies |= {"shop.purchases": bought(100), "purchase.refund": REFUNDED}
    return (await gateway.sign_up())["user"]["id"]


def bought(amount):
    return {"pending": [], "receipts": [BOUGHT | {"amount": amount}]}


async def refund(gateway, headers, player, purchase_id=PURCHASE, key="k1"):
    url = f"/api/admin/users/{player}/purchases/{purchase_id}/refund"
    keyed = {"Idempotency-Key": key} if key else {}
    return await gateway.client.post(url, json={"reason": "broken"}, headers=headers | keyed)


def orders(gateway):
    return [asked for asked in gateway.entities.asked if asked.type == "purchase.refund"]


async def test_a_refund_reaches_the_buyers_entity_with_who_gave_it_and_why(gateway, player):
    answer = await refund(gateway, await staff_bearer(gateway, "ADMIN"), player)

    assert (answer.status_code, answer.json()["status"]) == (200, "refunded")
    assert answer.json()["ended_at"] == "2030-01-01T00:00:01Z"
    (order,) = orders(gateway)
    assert (order.ref.kind, order.ref.key, order.origin) == ("user", player, "admin")
    assert (order.body["purchase_id"], order.body["act"]["reason"]) == (PURCHASE, "broken")


async def test_an_operator_refunds_nothing(gateway, player):
    assert (await refund(gateway, await staff_bearer(gateway, "OPERATOR"), player)).status_code == 403
    assert gateway.entities.asked == []


async def test_a_refund_needs_its_key_and_a_purchase_that_can_be_one(gateway, player):
    admin = await staff_bearer(gateway, "ADMIN")

    assert (await refund(gateway, admin, player, key="")).status_code == 400
    assert (await refund(gateway, admin, player, "no-purchase")).status_code == 404
    assert (await refund(gateway, admin, "nobody")).status_code == 404
    assert orders(gateway) == []


async def test_a_refund_that_the_entity_refuses_is_recorded(gateway, player):
    admin = await staff_bearer(gateway, "ADMIN")
    gateway.entities.replies["shop.purchases"] = bought(100)
    real = gateway.entities.command

    async def refused(*given, **named):
        gateway.entities.refuse("not_claimable", status="refunded")
        return await real(*given, **named)

    gateway.entities.command = refused

    answer = await refund(gateway, admin, player)

    assert (answer.status_code, answer.json()["code"]) == (409, "not_claimable")
    assert events(gateway)[-1] == ("ADMIN_PURCHASE_REFUND", "not_claimable")
    assert gateway.accounts.trail[-1].target == f"user/{player}"


async def test_a_big_refund_waits_for_a_second_person_and_is_then_given_once(gateway, player):
    first, second = await staff_bearer(gateway, "ADMIN"), await staff_bearer(gateway, "OPERATOR")
    gateway.entities.replies["shop.purchases"] = bought(100_001)

    waiting, again = [await refund(gateway, first, player) for _ in range(2)]

    assert (waiting.status_code, waiting.json()) == (202, again.json())
    assert orders(gateway) == []
    url = f"/api/admin/approvals/{waiting.json()['id']}/approve"
    done = (await gateway.client.post(url, json={"reason": "so it is"}, headers=second)).json()
    assert (done["act"], done["state"], done["outcome"]) == ("purchase.refund", "done", "ok")
    assert [order.id for order in orders(gateway)] == [f"approval:{done['id']}"]


async def test_a_key_that_was_used_for_another_big_refund_is_a_conflict(gateway, player):
    admin, other = await staff_bearer(gateway, "ADMIN"), "cd" * 16
    gateway.entities.replies["shop.purchases"] = {
        "pending": [],
        "receipts": [BOUGHT | {"purchase_id": each, "amount": 200_000} for each in (PURCHASE, other)],
    }
    await refund(gateway, admin, player)

    answer = await refund(gateway, admin, player, other)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_conflict")


async def test_a_viewer_sees_what_a_player_bought(gateway, player):
    viewer = await staff_bearer(gateway, "VIEWER")

    seen = (await gateway.client.get(f"/api/admin/users/{player}/purchases", headers=viewer)).json()

    assert [(each["purchase_id"], each["created_at"], each["expires_at"]) for each in seen["items"]] == [
        (PURCHASE, "2030-01-01T00:00:00Z", None)
    ]


async def test_a_purchase_that_its_entity_keeps_no_more_is_refunded_from_the_store(gateway, player):
    older = BOUGHT | {"purchase_id": "cd" * 16, "at": BOUGHT["ended_at"], "quantity": 1, "contents": []}
    gateway.purchases.purchases[player] = [StoredPurchase(older["purchase_id"], older["created_at"], older)]
    admin = await staff_bearer(gateway, "ADMIN")

    answer = await refund(gateway, admin, player, older["purchase_id"])

    assert answer.status_code == 200, answer.text
    (order,) = orders(gateway)
    assert (order.body["purchase_id"], order.body["receipt"][0]) == (older["purchase_id"], "success")
    listed = await gateway.client.get(f"/api/admin/users/{player}/purchases", headers=admin)
    assert [each["purchase_id"] for each in listed.json()["items"]] == [PURCHASE, older["purchase_id"]]


@pytest.mark.parametrize("restock", [True, False])
async def test_a_refund_says_whether_the_pieces_can_be_sold_again(gateway, player, restock):
    headers = await staff_bearer(gateway, "ADMIN") | {"Idempotency-Key": "k1"}
    url = f"/api/admin/users/{player}/purchases/{PURCHASE}/refund"
    await gateway.client.post(url, json={"reason": "broken", "restock": restock}, headers=headers)

    (order,) = orders(gateway)
    assert order.body.get("restock", False) is restock
