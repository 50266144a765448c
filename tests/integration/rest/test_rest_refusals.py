"""Every refusal on a staff route stands in the audit trail, once, and no flood of them fills it."""

import pytest
from fastapi.routing import iter_route_contexts

from gateway.app import routed_app
from gateway.rest.refused import STAFF_BURST, STAFF_PREFIX, STRANGERS_BURST
from persistence.errors import Unreachable
from tests import security_matrix
from tests.integration.rest.conftest import PASSWORD, Gateway, authorization
from tests.integration.rest.staff import events, staff_bearer, staff_tokens

WHY = {"reason": "cheated"}
GRANT = {"reason": "prize", "reward_type": "gold", "amount": 200_000}
REFUSALS = {
    "an unknown player": ("GET", "users/nobody", None, 404, "not_found", "/api/admin/users/{user_id}"),
    "an order to an unknown player": ("POST", "users/nobody/ban", WHY, 404, "not_found", None),
    "an invalid body": ("POST", "users/nobody/ban", {"reason": 5}, 400, "invalid_payload", None),
    "a body that is too large": ("POST", "users/nobody/ban", WHY | {"x": "x" * 20_000}, 413, "payload_too_large", None),
    "no idempotency key": ("POST", "users/nobody/grant", GRANT, 400, "bad_request", None),
    "an invalid query": ("GET", "audit?from=never", None, 400, "invalid_payload", "/api/admin/audit"),
    "an impossible cursor": ("GET", "audit?cursor=x", None, 400, "bad_request", "/api/admin/audit"),
    "a taken name": (
        "POST",
        "staff",
        {"username": "admin-1", "password": PASSWORD, "role": "VIEWER", "proof": {"password": PASSWORD}},
        409,
        "username_taken",
        None,
    ),
    "an unknown approval": ("POST", "approvals/none/approve", WHY, 404, "not_found", None),
    "a wrong code": ("POST", "totp/remove", {"code": "123456"}, 409, "wrong_code", None),
    "a method that the route has not": ("DELETE", "audit", None, 405, "method_not_allowed", None),
    "a route that is not there": ("GET", "nothing", None, 404, "not_found", "unmatched"),
}  # fmt: skip


def flood(gateway: Gateway, rule: str) -> float:
    return gateway.registry.get_sample_value("rate_limited_total", {"rule": rule}) or 0


def refusals(gateway: Gateway) -> list[str]:
    return [result for event, result in events(gateway) if event == "ADMIN_REFUSED"]


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_a_refusal_is_recorded_with_who_what_where_and_why(gateway, refusal):
    method, path, body, status, code, route = REFUSALS[refusal]
    tokens = await staff_tokens(gateway)
    before = len(events(gateway))
    answer = await gateway.client.request(method, f"/api/admin/{path}", json=body, headers=authorization(tokens))
    row = gateway.accounts.trail[-1]

    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert events(gateway)[before:] == [("ADMIN_REFUSED", code)]
    assert (row.request_id, row.address) == (answer.headers["X-Request-Id"], "127.0.0.1")
    assert row.target == f"{method} /api/admin/{path.partition('?')[0]}"
    assert row.new["route"] == (route or row.new["route"])
    if refusal not in ("a method that the route has not", "a route that is not there"):  # nobody asked who it was
        assert (row.actor, row.role) == (tokens["user"]["id"], "ADMIN")


async def test_a_reused_key_and_a_wait_that_an_entity_asks_for_are_recorded(gateway):
    player = (await gateway.sign_up())["user"]["id"]
    headers = await staff_bearer(gateway, "OPERATOR") | {"Idempotency-Key": "k1"}
    for amount in (200_000, 200_001):
        body = GRANT | {"amount": amount}
        await gateway.client.post(f"/api/admin/users/{player}/grant", json=body, headers=headers)
    assert events(gateway)[-1] == ("ADMIN_REFUSED", "idempotency_conflict")
    gateway.entities.refuse("rate_limited", retry_after_ms=5)
    answer = await gateway.client.get(f"/api/admin/users/{player}", headers=headers)
    assert (answer.status_code, events(gateway)[-1]) == (429, ("ADMIN_REFUSED", "rate_limited"))


async def test_what_the_entity_or_the_approval_has_refused_is_recorded_once(gateway):
    player, operator = (await gateway.sign_up())["user"]["id"], await staff_bearer(gateway, "OPERATOR")
    path = f"/api/admin/users/{player}/grant"
    waiting = await gateway.client.post(path, json=GRANT, headers=operator | {"Idempotency-Key": "k1"})
    await gateway.client.post(f"/api/admin/approvals/{waiting.json()['id']}/approve", json=WHY, headers=operator)
    gateway.entities.refuse("invalid_payload", field="until")
    await gateway.client.post(f"/api/admin/users/{player}/ban", json=WHY, headers=operator)

    assert events(gateway)[-2:] == [("APPROVAL_DECISION", "same_person"), ("ADMIN_USER_BAN", "invalid_payload")]
    assert refusals(gateway) == []


async def test_players_and_callers_without_a_token_are_recorded_as_what_they_are(gateway):
    player = await gateway.sign_up()
    await gateway.client.get("/api/admin/staff", headers=authorization(player))
    assert (gateway.accounts.trail[-1].actor, gateway.accounts.trail[-1].role) == (player["user"]["id"], "PLAYER")
    await gateway.client.get("/api/admin/staff")
    assert (gateway.accounts.trail[-1].actor, gateway.accounts.trail[-1].role) == ("", "")
    assert refusals(gateway) == ["forbidden", "unauthenticated"]


async def test_a_flood_of_strangers_is_counted_and_crowds_out_no_refusal_of_staff(gateway):
    viewer = await staff_bearer(gateway, "VIEWER")
    for _ in range(STRANGERS_BURST + 5):
        await gateway.client.get("/api/admin/staff")
    assert len(refusals(gateway)) == STRANGERS_BURST
    assert flood(gateway, "audited_stranger_refusals") == 5
    await gateway.client.get("/api/admin/staff", headers=viewer)
    assert refusals(gateway)[-1] == "forbidden"


async def test_a_flood_of_refusals_of_staff_is_counted(gateway):
    viewer = await staff_bearer(gateway, "VIEWER")
    for _ in range(STAFF_BURST + 5):
        await gateway.client.get("/api/admin/staff", headers=viewer)
    assert (len(refusals(gateway)), flood(gateway, "audited_staff_refusals")) == (STAFF_BURST, 5)


async def test_players_own_refusals_are_none_of_the_trails_business(gateway):
    headers = await gateway.bearer()
    before = events(gateway)
    answer = await gateway.client.post("/api/games/rps/play", json={}, headers=headers)
    assert (answer.status_code >= 400, events(gateway)) == (True, before)


async def test_a_path_with_what_no_column_takes_is_recorded_without_it(gateway):
    await gateway.client.get("/api/admin/users/a%00%0Ab", headers=await staff_bearer(gateway))
    assert gateway.accounts.trail[-1].target == "GET /api/admin/users/a??b"


async def test_a_refusal_stands_while_the_trail_is_away(gateway, monkeypatch):
    viewer = await staff_bearer(gateway, "VIEWER")

    async def away(row):
        raise Unreachable("away")

    monkeypatch.setattr(gateway.app.state.dependencies.audit, "record", away)
    answer = await gateway.client.get("/api/admin/staff", headers=viewer)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_every_route_that_needs_a_role_of_staff_lies_where_a_call_without_a_token_is_recorded():
    of_staff = {path for (_, path), may in security_matrix.routes().items() if may["ADMIN"] and not may["PLAYER"]}
    served = {route.path for route in iter_route_contexts(routed_app().routes)}
    assert {path for path in of_staff & served if not path.startswith(STAFF_PREFIX)} == set()
    assert len(of_staff & served) > 10
