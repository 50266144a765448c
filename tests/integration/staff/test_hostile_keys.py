"""Keys, prices and browsers in the hands of dishonest staff: what was weighed is what is done, and it is done once.

Real gateway, shop, Postgres and Valkey.
"""

import asyncio
from typing import Any

import httpx
import pytest
import pytest_asyncio

from actors.runtime.turns.commands import command_tx
from gateway.config import GatewayConfig
from persistence.staff.replies import REPLY_KEPT_MS
from tests.integration.shop.conftest import item
from tests.integration.staff.member import LaterClock, Member, a_player, hired, said

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALONE = 5_000
DEAR = ALONE + 1
STAFF_CONFIG = {"grant_alone_max": ALONE}
ITEMS = (item("dear", amount=DEAR),)
COOLING_MS = GatewayConfig.staff_cooling_h * 3_600_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def made(admin: Member, clock: LaterClock) -> dict[str, Member]:
    """An ADMIN and two OPERATORS who were made long ago."""
    roles = {"crook": "ADMIN", "one": "OPERATOR", "two": "OPERATOR"}
    made = {name: await hired(admin, name, role) for name, role in roles.items()}
    clock.later_ms += COOLING_MS
    return made


@pytest_asyncio.fixture(loop_scope="module")
async def staff(made: dict[str, Member]) -> dict[str, Member]:
    """They are logged in, however late it is."""
    for member in made.values():
        (await member.log_in()).raise_for_status()
    return made


async def gold(member: Member, player: Member) -> int:
    return (await member.send("GET", f"users/{player.id}")).json()["profile"]["gold"]


async def test_a_refund_that_is_ordered_before_its_purchase_is_weighed_by_its_price(
    staff: dict[str, Member], http: httpx.AsyncClient
):
    """The id of a purchase follows from the buyer's key, so that it is known before there is a price to weigh."""
    crook, friend = staff["crook"], await a_player(http, "buyer")
    purchase_id = command_tx("user", friend.id, "user", "to-come")
    path, why = f"users/{friend.id}/purchases/{purchase_id}/refund", {"reason": "a complaint"}
    assert said(await crook.post(path, why, "early")) == (404, "not_found")
    headers = {"Authorization": f"Bearer {friend.token}", "Idempotency-Key": "to-come"}
    bought = await http.post("/api/shop/buy", json={"product_id": "dear"}, headers=headers)
    assert (bought.status_code, bought.json()["purchase_id"]) == (200, purchase_id), bought.text
    before = await gold(crook, friend)
    for key in ("early", "another"):
        assert said(await crook.post(path, why, key)) == (202, "pending")
    assert await gold(crook, friend) == before


async def test_one_key_is_one_act_whatever_the_route_and_the_target(staff: dict[str, Member], http: httpx.AsyncClient):
    crook, one, two = staff["crook"], await a_player(http, "player-1"), await a_player(http, "player-2")
    assert (await crook.order("ban", one, "k")).status_code == 200
    conflict = (422, "idempotency_conflict")
    new = {"username": "fresh", "password": crook.password, "role": "VIEWER", "proof": {"password": crook.password}}
    assert said(await crook.order("ban", two, "k")) == conflict
    assert said(await crook.order("unban", one, "k")) == conflict
    assert said(await crook.grant(two, 1, "k")) == conflict
    assert said(await crook.post("staff", new, "k")) == conflict
    assert (await crook.order("ban", one, "k")).headers["Idempotency-Replayed"] == "true"
    assert (await crook.post("staff", new, "k2")).status_code == 201
    assert said(await crook.order("ban", two, "k2")) == conflict
    assert (await staff["one"].order("ban", two, "k2")).json()["changed"], "keys of others are others"


async def test_of_two_browsers_that_approve_at_once_one_does(staff: dict[str, Member], http: httpx.AsyncClient):
    friend = await a_player(http, "wanted")
    waiting = (await staff["crook"].grant(friend, DEAR, "once")).json()
    before = await gold(staff["crook"], friend)
    deciders = [staff[name] for name in ("one", "two", "one", "two")]
    answers = await asyncio.gather(*(each.decide(waiting["id"]) for each in deciders))
    assert sorted(said(each) for each in answers) == [(200, "done"), *[(409, "not_pending")] * 3]
    assert await gold(staff["crook"], friend) == before + DEAR


async def test_every_approval_is_listed_page_by_page(staff: dict[str, Member], http: httpx.AsyncClient):
    friend = await a_player(http, "popular")
    asked = [(await staff["one"].grant(friend, DEAR, f"listed-{n}")).json()["id"] for n in range(3)]
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await staff["one"].send("GET", f"approvals?limit=1&cursor={cursor}")).json()
        found, cursor = found + page["items"], page["next"]
    whole = (await staff["one"].send("GET", "approvals")).json()["items"]
    assert {*asked} <= {each["id"] for each in whole}
    assert found == whole


async def test_a_key_of_yesterday_gives_nothing_today(
    staff: dict[str, Member], http: httpx.AsyncClient, clock: LaterClock
):
    """Its order has left the sums: done late, or again, it would come on top of what today allows."""
    one, friend = staff["one"], await a_player(http, "patient")
    assert (await one.grant(friend, ALONE, "yesterday")).status_code == 200
    before = await gold(one, friend)
    clock.later_ms += REPLY_KEPT_MS
    (await one.log_in()).raise_for_status()
    assert said(await one.grant(friend, ALONE, "yesterday")) == (422, "idempotency_conflict")
    assert await gold(one, friend) == before
    assert (await one.grant(friend, ALONE, "today")).status_code == 200
