"""The end of sessions: password change, revocation of one and all, and what their tokens are worth afterwards."""

import pytest

from persistence.memory.identity.accounts import MemoryAccounts
from tests.integration.rest.conftest import PASSWORD, authorization

NEW_PASSWORD = "another good password"


async def log_in(gateway, password=PASSWORD):
    return await gateway.client.post("/api/auth/login", json={"username": "mina", "password": password})


async def change(gateway, headers, current=PASSWORD, new=NEW_PASSWORD):
    body = {"current": current, "new": new}
    return await gateway.client.post("/api/auth/password", json=body, headers=headers)


async def who_am_i(gateway, tokens):
    return (await gateway.client.get("/api/auth/me", headers=authorization(tokens))).status_code


async def refreshed(gateway, tokens):
    body = {"refresh_token": tokens["refresh_token"]}
    return (await gateway.client.post("/api/auth/refresh", json=body)).status_code


async def test_a_password_change_ends_every_other_session_at_once(gateway):
    first = await gateway.sign_up()
    second = (await log_in(gateway)).json()
    answer = await change(gateway, authorization(second))

    assert (answer.status_code, answer.content) == (204, b"")
    assert [await who_am_i(gateway, tokens) for tokens in (first, second)] == [401, 200]
    assert [await refreshed(gateway, tokens) for tokens in (first, second)] == [401, 200]
    assert (await log_in(gateway)).status_code == 401
    assert (await log_in(gateway, NEW_PASSWORD)).status_code == 200


async def test_a_password_change_with_a_wrong_password_changes_nothing(gateway):
    first = await gateway.sign_up()
    second = (await log_in(gateway)).json()
    answer = await change(gateway, authorization(second), current="wrong password")

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_credentials")
    assert [await who_am_i(gateway, tokens) for tokens in (first, second)] == [200, 200]
    assert (await log_in(gateway)).status_code == 200


@pytest.mark.parametrize("new", ["short12", "x" * 129, "Password123", 12345678])
async def test_an_unacceptable_new_password_is_refused(gateway, new):
    headers = await gateway.bearer()
    answer = await change(gateway, headers, new=new)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_payload")
    assert (await log_in(gateway)).status_code == 200


async def test_a_password_change_needs_a_token(gateway):
    assert (await change(gateway, {})).status_code == 401


async def test_all_sessions_end_and_only_the_callers_own(gateway):
    first = await gateway.sign_up()
    second = (await log_in(gateway)).json()
    other = await gateway.sign_up("juno")
    answer = await gateway.client.delete("/api/auth/sessions", headers=authorization(second))

    assert (answer.status_code, answer.content) == (204, b"")
    assert [await who_am_i(gateway, tokens) for tokens in (first, second, other)] == [401, 401, 200]
    assert [await refreshed(gateway, tokens) for tokens in (first, second, other)] == [401, 401, 200]


async def test_the_access_token_of_an_ended_session_is_refused(gateway):
    tokens = await gateway.sign_up()
    await gateway.client.post("/api/auth/logout", headers=authorization(tokens))
    answer = await gateway.client.get("/api/users/me", headers=authorization(tokens))

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_a_reused_refresh_token_ends_the_thiefs_access_token_too(gateway):
    old = await gateway.sign_up()
    stolen = (await gateway.client.post("/api/auth/refresh", json={"refresh_token": old["refresh_token"]})).json()
    assert await who_am_i(gateway, stolen) == 200
    gateway.clock.advance(10_000)

    assert await refreshed(gateway, old) == 401
    assert await who_am_i(gateway, stolen) == 401


async def test_a_session_that_another_gateway_has_ended_is_refused_after_the_next_look(make_gateway):
    here = make_gateway()
    there = make_gateway(accounts=here.accounts)
    tokens = await here.sign_up()
    assert await who_am_i(there, tokens) == 200
    await here.client.delete("/api/auth/sessions", headers=authorization(tokens))
    await there.app.state.dependencies.revocations.look()

    assert await who_am_i(there, tokens) == 401


class OvertakenAccounts(MemoryAccounts):
    """Accounts whose password changes while a session is being opened."""

    overtaken = False

    async def open_session(self, new, audit=None, **known):
        if self.overtaken:
            account = await self.get(new.user_id)
            await self.change_password(account, "another hash", new.created_ms, keep="")
        return await super().open_session(new, audit, **known)


async def test_a_log_in_that_a_password_change_overtakes_leaves_no_session(make_gateway):
    accounts = OvertakenAccounts()
    gateway = make_gateway(accounts=accounts)
    user_id = (await gateway.sign_up())["user"]["id"]
    accounts.overtaken = True

    assert (await log_in(gateway)).status_code == 401
    assert await accounts.sessions(user_id, gateway.clock.now_ms()) == []
