"""Acts of staff over REST: what reaches the player's entity, what is refused and recorded, what needs two people."""

import secrets

import pytest

from tests.integration.rest.conftest import authorization
from tests.integration.rest.staff import staff_bearer, staff_tokens

STANDING = {"changed": True, "ban_reason": "cheated", "banned_until": None, "excluded_until": 0}
WHY = {"reason": "cheated"}


async def a_player(gateway) -> str:
    return (await gateway.sign_up())["user"]["id"]


async def post(gateway, headers, path, body, key=""):
    headers = headers | ({"Idempotency-Key": key} if key else {})
    return await gateway.client.post(f"/api/admin/{path}", json=body, headers=headers)


async def grant(gateway, headers, player, amount, key="k1"):
    body = {"reason": "prize", "reward_type": "gold", "amount": amount}
    return await post(gateway, headers, f"users/{player}/grant", body, key)


async def decided(gateway, headers, waiting, verdict="approve"):
    return await post(gateway, headers, f"approvals/{waiting['id']}/{verdict}", {"reason": "as agreed"})


@pytest.mark.parametrize("order", ["ban", "unban", "kick"])
async def test_an_order_reaches_the_players_entity_with_who_gave_it_and_why(gateway, order):
    player, tokens = await a_player(gateway), await staff_tokens(gateway, "OPERATOR")
    gateway.entities.replies[f"user.{order}"] = {} if order == "kick" else STANDING
    answer = await post(gateway, authorization(tokens), f"users/{player}/{order}", WHY)
    assert answer.status_code == 200
    asked = gateway.entities.asked[-1]
    assert (asked.ref.key, asked.type, asked.origin) == (player, f"user.{order}", "admin")
    act = asked.body["act"]
    assert (act["actor"], act["role"], act["reason"]) == (tokens["user"]["id"], "OPERATOR", "cheated")
    assert act["request_id"] == answer.headers["X-Request-Id"]


async def test_the_end_of_a_ban_is_a_moment(gateway):
    player, operator = await a_player(gateway), await staff_bearer(gateway, "OPERATOR")
    gateway.entities.replies["user.ban"] = STANDING | {"banned_until": 1_893_456_000_000}
    answer = await post(gateway, operator, f"users/{player}/ban", WHY | {"until": "2030-01-01T09:00:00+09:00"})
    assert gateway.entities.asked[-1].body["until"] == 1_893_456_000_000
    assert answer.json()["banned_until"] == "2030-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": ""},
        {"reason": "x" * 501},
        WHY | {"until": 5},
        WHY | {"until": "2030-01-01T00:00:00"},
        WHY | {"forever": True},
    ],
)
async def test_an_order_without_a_reason_or_with_anything_strange_is_refused(gateway, body):
    player, operator = await a_player(gateway), await staff_bearer(gateway, "OPERATOR")
    assert (await post(gateway, operator, f"users/{player}/ban", body)).status_code == 400
    assert gateway.entities.asked == []


async def test_staff_and_strangers_are_no_players(gateway):
    operator, viewer = await staff_bearer(gateway, "OPERATOR"), await staff_tokens(gateway, "VIEWER")
    for user_id in (viewer["user"]["id"], "nobody"):
        assert (await post(gateway, operator, f"users/{user_id}/ban", WHY)).status_code == 404
    assert gateway.entities.asked == []


async def test_what_the_entity_refuses_is_answered_and_recorded(gateway):
    player, operator = await a_player(gateway), await staff_bearer(gateway, "OPERATOR")
    gateway.entities.refuse("invalid_payload", field="until")
    assert (await post(gateway, operator, f"users/{player}/ban", WHY)).status_code == 400
    row = gateway.accounts.trail[-1]
    assert (row.event, row.target, row.result, row.reason) == (
        "ADMIN_USER_BAN",
        f"user/{player}",
        "invalid_payload",
        "cheated",
    )


async def test_a_viewer_sees_a_player_and_gives_no_orders(gateway):
    player, viewer = await a_player(gateway), await staff_bearer(gateway, "VIEWER")
    gateway.entities.replies |= {
        "profile.get": {"gold": 5, "gold_balance": 5, "gems": 0, "xp": 0, "tier": "BRONZE"},
        "user.standing": STANDING | {"changed": False},
    }
    seen = (await gateway.client.get(f"/api/admin/users/{player}", headers=viewer)).json()
    standing = seen["standing"]
    assert (seen["profile"]["gold"], standing["banned"], standing["excluded"]) == (5, True, False)
    assert (await post(gateway, viewer, f"users/{player}/kick", WHY)).status_code == 403


async def test_a_small_grant_is_done_at_once_and_once(gateway):
    player, operator = await a_player(gateway), await staff_bearer(gateway, "OPERATOR")
    gateway.entities.replies["user.grant"] = {"grant_id": "k1", "balance": 500}
    for _ in range(2):
        answer = await grant(gateway, operator, player, 100_000)
        assert (answer.status_code, answer.json()["balance"]) == (200, 500)
    assert len({asked.id for asked in gateway.entities.asked}) == 1
    assert answer.headers["Idempotency-Replayed"] == "true"


async def test_a_grant_needs_its_key(gateway):
    player, operator = await a_player(gateway), await staff_bearer(gateway, "OPERATOR")
    assert (await grant(gateway, operator, player, 5, key="")).status_code == 400


async def test_a_big_grant_waits_for_a_second_person(gateway):
    player, first = await a_player(gateway), await staff_bearer(gateway, "OPERATOR")
    second = await staff_bearer(gateway, "OPERATOR", "operator-2")
    gateway.entities.replies["user.grant"] = {"grant_id": "k1", "balance": 100_001}
    answer = await grant(gateway, first, player, 100_001)
    waiting = answer.json()
    assert (answer.status_code, waiting["state"], gateway.entities.asked) == (202, "pending", [])
    own = await decided(gateway, first, waiting)
    assert (own.status_code, own.json()["code"]) == (409, "same_person")
    done = (await decided(gateway, second, waiting)).json()
    assert (done["state"], done["outcome"]) == ("done", "ok")
    assert [asked.id for asked in gateway.entities.asked] == [f"approval:{waiting['id']}"]
    again = await decided(gateway, second, waiting)
    assert (again.status_code, again.json()["code"]) == (409, "not_pending")
    assert len(gateway.entities.asked) == 1


async def test_a_repeated_request_for_a_big_grant_is_one_request(gateway):
    player, operator = await a_player(gateway), await staff_bearer(gateway, "OPERATOR")
    first, again = [(await grant(gateway, operator, player, 200_000)).json() for _ in range(2)]
    assert first == again
    other = await grant(gateway, operator, player, 200_001)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")


async def test_a_refused_grant_is_never_carried_out(gateway):
    player, first = await a_player(gateway), await staff_bearer(gateway, "OPERATOR")
    second = await staff_bearer(gateway, "ADMIN")
    waiting = (await grant(gateway, first, player, 200_000)).json()
    assert (await decided(gateway, second, waiting, "refuse")).json()["state"] == "refused"
    assert (await decided(gateway, second, waiting)).status_code == 409
    assert gateway.entities.asked == []
    listed = await gateway.client.get("/api/admin/approvals", params={"state": "refused"}, headers=second)
    assert [each["id"] for each in listed.json()["items"]] == [waiting["id"]]


async def test_an_unknown_approval_is_not_found(gateway):
    operator = await staff_bearer(gateway, "OPERATOR")
    assert (await decided(gateway, operator, {"id": secrets.token_hex(4)})).status_code == 404
