"""Every log-in event stands in the audit trail, with request and address, and never a secret."""

from gateway.auth.events import RefusalRecorder
from tests.integration.rest.conftest import PASSWORD, authorization
from tests.integration.rest.staff import events

NEW = "another good password"


async def log_in(gateway, password=PASSWORD, username="mina", request_id="r-1"):
    body = {"username": username, "password": password}
    return await gateway.client.post("/api/auth/login", json=body, headers={"X-Request-ID": request_id})


def last(gateway):
    return gateway.accounts.trail[-1]


async def test_a_sign_up_is_recorded_with_request_and_address(gateway):
    body = {"username": "mina", "password": PASSWORD}
    answer = await gateway.client.post("/api/auth/signup", json=body, headers={"X-Request-ID": "r-7"})
    user_id = answer.json()["user"]["id"]
    row = last(gateway)

    assert (row.event, row.actor, row.role, row.target) == ("AUTH_SIGN_UP", user_id, "PLAYER", user_id)
    assert (row.request_id, row.address, row.result) == ("r-7", "127.0.0.1", "ok")


async def test_a_log_in_is_recorded_with_its_session(gateway):
    await gateway.sign_up()
    tokens = (await log_in(gateway)).json()
    row = last(gateway)

    assert (row.event, row.result, row.request_id) == ("AUTH_LOG_IN", "ok", "r-1")
    assert row.new == {"session": tokens["refresh_token"].partition(".")[0]}


async def test_a_wrong_password_is_recorded_against_its_account_and_by_nobody(gateway):
    user_id = (await gateway.sign_up())["user"]["id"]
    await log_in(gateway, "wrong password")
    row = last(gateway)

    assert (row.event, row.result) == ("AUTH_LOG_IN", "invalid_credentials")
    assert (row.actor, row.role, row.target, row.new) == ("", "", user_id, None)


async def test_a_name_that_nobody_has_is_not_written_down(gateway):
    await log_in(gateway, username="my-secret-password")

    assert events(gateway) == [("AUTH_LOG_IN", "invalid_credentials")]
    assert "my-secret-password" not in repr(gateway.accounts.trail)


async def test_a_locked_log_in_is_recorded(gateway):
    user_id = (await gateway.sign_up())["user"]["id"]
    for _ in range(6):
        await log_in(gateway, "wrong password")

    assert [result for _, result in events(gateway)] == ["ok", *["invalid_credentials"] * 5, "rate_limited"]
    assert last(gateway).target == user_id


async def test_a_flood_of_locked_log_ins_does_not_fill_the_trail(gateway):
    parts = gateway.app.state.dependencies
    gateway.app.state.identity.refusals = RefusalRecorder(parts.audit, gateway.clock, parts.metrics, burst=2)
    for _ in range(10):
        await log_in(gateway, "wrong password")

    assert [result for _, result in events(gateway)] == ["invalid_credentials"] * 5 + ["rate_limited"] * 2
    assert gateway.registry.get_sample_value("rate_limited_total", {"rule": "audited_refusals"}) == 3


async def test_a_log_out_and_the_end_of_sessions_are_recorded(gateway):
    first = await gateway.sign_up()
    second = (await log_in(gateway)).json()
    third = (await log_in(gateway)).json()
    ended = first["refresh_token"].partition(".")[0]
    await gateway.client.delete(f"/api/auth/sessions/{ended}", headers=authorization(second))
    await gateway.client.post("/api/auth/logout", headers=authorization(second))
    await gateway.client.delete("/api/auth/sessions", headers=authorization(third))

    assert [event for event, _ in events(gateway)][3:] == [
        "AUTH_SESSION_REVOKED",
        "AUTH_LOG_OUT",
        "AUTH_SESSIONS_REVOKED",
    ]
    assert gateway.accounts.trail[3].new == {"session": ended}


async def test_the_end_of_no_session_is_not_recorded(gateway):
    headers = await gateway.bearer()
    await gateway.client.delete("/api/auth/sessions/0000000000000", headers=headers)

    assert len(events(gateway)) == 1


async def test_a_reused_refresh_token_is_recorded_against_its_user(gateway):
    old = await gateway.sign_up()
    body = {"refresh_token": old["refresh_token"]}
    await gateway.client.post("/api/auth/refresh", json=body)
    gateway.clock.advance(10_000)
    await gateway.client.post("/api/auth/refresh", json=body)
    row = last(gateway)

    assert (row.event, row.actor, row.target) == ("AUTH_REFRESH_REUSED", "", old["user"]["id"])
    assert len(events(gateway)) == 2


async def test_a_password_change_and_its_refusal_are_recorded(gateway):
    headers = await gateway.bearer()
    for current in ("wrong password", PASSWORD):
        await gateway.client.post("/api/auth/password", json={"current": current, "new": NEW}, headers=headers)

    assert events(gateway)[1:] == [("AUTH_PASSWORD_CHANGED", "invalid_credentials"), ("AUTH_PASSWORD_CHANGED", "ok")]


async def test_no_secret_stands_in_the_trail(gateway):
    tokens = await gateway.sign_up()
    await log_in(gateway, "a mistyped password")
    body = {"current": PASSWORD, "new": NEW}
    await gateway.client.post("/api/auth/password", json=body, headers=authorization(tokens))
    trail = repr(gateway.accounts.trail)
    account = await gateway.accounts.find("mina")

    secrets = [PASSWORD, NEW, "a mistyped password", account.password_hash, *tokens["refresh_token"].split(".")[1:]]
    assert [secret for secret in secrets if secret in trail] == []
