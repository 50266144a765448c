"""A dishonest member of staff tries everything to give a friend more than one person may: nothing comes of it.

Real gateway, Postgres and Valkey. Each chapter is one way; the story is one test, since each goes on where the one
before has failed.
"""

import asyncio

import httpx
import pytest

from gateway.config import GatewayConfig
from tests.integration.staff.member import PASSWORD, LaterClock, Member, a_player, hired, said

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALONE = GatewayConfig.grant_alone_max
GEMS_ALONE = GatewayConfig.grant_alone_gem_max
STARTING_GOLD = 10_000
COOLING_MS = GatewayConfig.staff_cooling_h * 3_600_000


async def balances(member: Member, player: Member) -> tuple[int, int]:
    """Gold and gems of a player."""
    profile = (await member.send("GET", f"users/{player.id}")).json()["profile"]
    return profile["gold"], profile["gems"]


async def test_the_story_of_a_dishonest_operator(http: httpx.AsyncClient, admin: Member, clock: LaterClock):
    crook, friend = await hired(admin, "crook", "ADMIN"), await a_player(http, "friend")
    fair = await hired(admin, "fair", "OPERATOR")
    await days_go_by(clock, admin, crook, fair)
    await many_small_grants_are_one_sum(crook, friend)
    await a_request_id_is_no_idempotency_key(crook, friend)
    await nobody_writes_an_id_of_the_servers(crook, fair)
    await one_key_is_one_order_on_either_side_of_the_threshold(crook, admin, await a_player(http, "another"))
    await nobody_agrees_with_an_account_of_their_own_making(crook, friend)
    await nobody_agrees_with_a_colleague_whom_they_have_reset(crook, fair, friend, clock)
    await who_was_dismissed_is_not_obeyed(crook, fair, admin, friend)
    await a_stolen_token_changes_no_credentials(admin, crook, clock)
    assert (await balances(admin, friend))[0] == STARTING_GOLD + ALONE


async def days_go_by(clock: LaterClock, *staff: Member):
    """The cooling time is over, and everybody logs in again."""
    clock.later_ms += COOLING_MS
    for member in staff:
        code = {"totp": member.code(clock)} if member.secret else {}
        assert (await member.log_in(**code)).status_code == 200


async def many_small_grants_are_one_sum(crook: Member, friend: Member):
    """Thirty grants at once, each small enough by itself; then gems, of which far fewer are a fortune."""
    size = ALONE // 10
    answers = await asyncio.gather(*(crook.grant(friend, size, f"small-{n}") for n in range(30)))
    assert sorted(each.status_code for each in answers) == [200] * 10 + [202] * 20
    assert (await crook.grant(friend, GEMS_ALONE + 1, "gems", "gem")).status_code == 202
    metrics = (await crook.http.get("/metrics")).text
    assert 'staff_orders_total{currency="gold",result="second_person"} 20.0' in metrics
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


async def nobody_writes_an_id_of_the_servers(crook: Member, fair: Member):
    """A grant of one piece under the id by which an approval will be carried out must not take its place."""
    other = await a_player(crook.http, "other")
    waiting = (await crook.grant(other, ALONE + 1, "big")).json()
    for key in (f"approval:{waiting['id']}", f"staff:{waiting['id']}", waiting["id"]):
        assert (await fair.grant(other, 1, key)).status_code == 200
        assert (await crook.grant(other, 1, key, "shard")).status_code == 200
    assert (await fair.decide(waiting["id"])).json()["outcome"] == "ok"
    assert await balances(crook, other) == (STARTING_GOLD + ALONE + 1 + 3, 0)
    player = await a_player(crook.http, "traveller", time_zone="Europe/Berlin")
    headers = {"Authorization": f"Bearer {player.token}", "Idempotency-Key": "sign-up"}
    bet = {"bet": 100, "choice": "rock"}
    assert (await crook.http.post("/api/games/rps/play", json=bet, headers=headers)).status_code == 200


async def one_key_is_one_order_on_either_side_of_the_threshold(crook: Member, admin: Member, player: Member):
    """The same key with another amount is refused, and keys of two people are two keys."""
    assert (await crook.grant(player, ALONE + 5, "k9")).status_code == 202
    assert said(await crook.grant(player, 5, "k9")) == (422, "idempotency_conflict")
    assert (await admin.grant(player, 5, "k9")).status_code == 200
    assert said(await admin.grant(player, ALONE * 9, "k9")) == (422, "idempotency_conflict")
    assert (await admin.grant(player, 5, "k9")).headers["Idempotency-Replayed"] == "true"


async def nobody_agrees_with_an_account_of_their_own_making(crook: Member, friend: Member):
    """Two puppets: they agree neither with who made them nor with each other; the trail knows who tried."""
    one, two = [await hired(crook, name, "OPERATOR") for name in ("puppet-1", "puppet-2")]
    for author, witness in ((crook, one), (one, crook), (one, two)):
        waiting = (await author.grant(friend, ALONE * 2, f"puppets-{author.name}-{witness.name}")).json()
        assert said(await author.decide(waiting["id"])) == (409, "same_person")
        assert said(await witness.decide(waiting["id"])) == (409, "same_person")
    rows = (await crook.send("GET", f"audit?actor={two.id}&event=APPROVAL_DECISION")).json()
    assert [each["result"] for each in rows["rows"]] == ["same_person"]


async def nobody_agrees_with_a_colleague_whom_they_have_reset(
    crook: Member, fair: Member, friend: Member, clock: LaterClock
):
    """A colleague's password is reset, their second factor taken away, their role raised: three days, not one hour."""
    await second_factor(fair, clock)
    waiting = (await crook.grant(friend, ALONE * 2, "colleague")).json()
    proof = {"password": crook.password}
    assert (await crook.post(f"staff/{fair.id}/totp/remove", proof)).status_code == 204
    fair.secret = ""
    assert said(await fair.decide(waiting["id"])) == (409, "same_person")
    reset = {"password": "a password of the crook", "role": "ADMIN", "proof": proof}
    assert (await crook.send("PATCH", f"staff/{fair.id}", reset)).status_code == 200
    fair.password = "a password of the crook"
    await fair.log_in()
    assert said(await fair.decide(waiting["id"])) == (409, "same_person")
    assert (await fair.decide(waiting["id"], "refuse")).status_code == 200, "who says no need not be independent"
    waiting = (await fair.grant(friend, ALONE * 2, "other-way-round")).json()
    assert said(await crook.decide(waiting["id"])) == (409, "same_person")


async def who_was_dismissed_is_not_obeyed(crook: Member, fair: Member, admin: Member, friend: Member):
    """What somebody has asked for who has lost their role since is not carried out."""
    late = await hired(admin, "late", "OPERATOR")
    waiting = (await late.grant(friend, ALONE * 2, "late")).json()
    change = {"role": "VIEWER", "proof": {"password": admin.password}}
    assert (await admin.send("PATCH", f"staff/{late.id}", change)).status_code == 200
    assert said(await crook.decide(waiting["id"])) == (403, "forbidden")


async def second_factor(member: Member, clock: LaterClock):
    proof = {"code": member.code(clock)} if member.secret else {"password": member.password}
    shown = (await member.post("totp", proof)).json()["secret"]
    new = Member(member.http, member.name, secret=shown)
    assert (await member.post("totp/confirm", {"code": new.code(clock)})).status_code == 204
    member.secret = shown


async def a_stolen_token_changes_no_credentials(admin: Member, crook: Member, clock: LaterClock):
    """With the token of an ADMIN alone: no factor comes, goes or is replaced, no password and no account changes."""
    await second_factor(admin, clock)
    thief = Member(admin.http, "admin", admin.id, admin.token)
    assert said(await thief.post("totp", {})) == (409, "step_up_required")
    assert said(await thief.post("totp", {"password": PASSWORD})) == (409, "step_up_required")
    assert said(await thief.post("totp/remove", {"password": PASSWORD})) == (409, "step_up_required")
    assert said(await thief.post(f"staff/{admin.id}/totp/remove", {})) == (403, "forbidden")
    own = {"password": "a password of the thief", "proof": {"password": PASSWORD}}
    assert said(await thief.send("PATCH", f"staff/{admin.id}", own)) == (403, "forbidden")
    assert said(await thief.send("PATCH", f"staff/{crook.id}", {"role": "VIEWER"})) == (409, "step_up_required")
    new = {"username": "puppet-3", "password": PASSWORD, "role": "ADMIN"}
    assert said(await thief.post("staff", new)) == (409, "step_up_required")
    old = admin.secret
    assert (await admin.post("totp", {"code": admin.code(clock)})).status_code == 200
    assert said(await admin.log_in()) == (401, "totp_required"), "the old factor counts while a new one is set up"
    assert admin.secret == old
    assert (await admin.log_in(totp=admin.code(clock))).status_code == 200
    missing = [said(await admin.log_in()) for _ in range(6)]
    assert missing == [(401, "totp_required")] * 5 + [(429, "rate_limited")]
    rows = (await crook.send("GET", f"audit?target={admin.id}&event=AUTH_LOG_IN&result=totp_required")).json()["rows"]
    assert len(rows) == 6
    metrics = (await admin.http.get("/metrics")).text
    assert 'auth_logins_total{result="code_missing"} 6.0' in metrics
