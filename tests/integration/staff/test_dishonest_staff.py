"""A dishonest member of staff tries everything to give a friend more than one person may: nothing comes of it.

Real gateway, Postgres and Valkey. Each chapter is one way; the story is one test, since each goes on where the one
before has failed.
"""

import asyncio

import httpx
import pytest

from gateway.config import GatewayConfig
from tests.integration.staff.member import Member, a_player, hired, said

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALONE = GatewayConfig.grant_alone_max
GEMS_ALONE = GatewayConfig.grant_alone_gem_max
STARTING_GOLD = 10_000


async def balances(member: Member, player: Member) -> tuple[int, int]:
    """Gold and gems of a player."""
    profile = (await member.send("GET", f"users/{player.id}")).json()["profile"]
    return profile["gold"], profile["gems"]


async def test_the_story_of_a_dishonest_operator(http: httpx.AsyncClient, admin: Member):
    crook, friend = await hired(admin, "crook", "OPERATOR"), await a_player(http, "friend")
    await many_small_grants_are_one_sum(crook, friend)
    await a_request_id_is_no_idempotency_key(crook, friend)
    await nobody_writes_an_id_of_the_servers(crook, friend, admin)
    await one_key_is_one_order_on_either_side_of_the_threshold(crook, admin, await a_player(http, "another"))
    assert await balances(crook, friend) == (STARTING_GOLD + ALONE, GEMS_ALONE)


async def many_small_grants_are_one_sum(crook: Member, friend: Member):
    """Thirty grants at once, each small enough by itself; then gems, of which far fewer are a fortune."""
    size = ALONE // 10
    answers = await asyncio.gather(*(crook.grant(friend, size, f"small-{n}") for n in range(30)))
    assert sorted(each.status_code for each in answers) == [200] * 10 + [202] * 20
    assert (await crook.grant(friend, GEMS_ALONE + 1, "gems", "gem")).status_code == 202
    assert (await crook.grant(friend, GEMS_ALONE, "gems-2", "gem")).status_code == 200
    assert await balances(crook, friend) == (STARTING_GOLD + ALONE, GEMS_ALONE)


async def a_request_id_is_no_idempotency_key(crook: Member, friend: Member):
    """A ban, its end and a second ban under one request id: the second one must bite."""
    fixed = {"X-Request-ID": "always-the-same"}
    for order, changed in (("ban", True), ("unban", True), ("ban", True), ("ban", False), ("unban", True)):
        answer = await crook.order(order, friend, **fixed)
        assert (answer.status_code, answer.json()["changed"]) == (200, changed)
        assert "Idempotency-Replayed" not in answer.headers
    first, again = [await crook.order("ban", friend, "k1") for _ in range(2)]
    assert (first.json(), again.headers["Idempotency-Replayed"]) == (again.json(), "true")
    assert said(await crook.order("unban", friend, "k1")) == (422, "idempotency_conflict")
    assert (await crook.order("unban", friend)).json()["changed"]


async def nobody_writes_an_id_of_the_servers(crook: Member, friend: Member, admin: Member):
    """A grant of one piece under the id by which an approval will be carried out must not take its place."""
    other = await a_player(crook.http, "other")
    waiting = (await crook.grant(other, ALONE + 1, "big")).json()
    for key in (f"approval:{waiting['id']}", waiting["id"]):
        assert (await admin.grant(other, 1, key)).status_code == 200
        assert (await crook.grant(other, 1, key, "shard")).status_code == 200
    assert (await admin.decide(waiting["id"])).json()["outcome"] == "ok"
    assert await balances(crook, other) == (STARTING_GOLD + ALONE + 1 + 2, 0)


async def one_key_is_one_order_on_either_side_of_the_threshold(crook: Member, admin: Member, player: Member):
    """The same key with another amount is refused, and keys of two people are two keys."""
    assert (await crook.grant(player, ALONE + 5, "k9")).status_code == 202
    assert said(await crook.grant(player, 5, "k9")) == (422, "idempotency_conflict")
    assert (await admin.grant(player, 5, "k9")).status_code == 200
    assert said(await admin.grant(player, ALONE * 9, "k9")) == (422, "idempotency_conflict")
    assert (await admin.grant(player, 5, "k9")).headers["Idempotency-Replayed"] == "true"
