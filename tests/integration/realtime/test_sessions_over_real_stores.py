"""Refresh tokens that several tabs share, and sessions of staff, over the real stores and the real gateway."""

import jwt

from gateway.auth.roles import Role
from gateway.auth.tokens import ALGORITHM
from tests.integration.realtime.identity import BEHIND_A_PROXY, PASSWORD, door

GRACE_MS = BEHIND_A_PROXY.refresh_grace_ms
HOUR_MS = 3_600_000


async def test_three_tabs_share_a_refresh_token_and_only_a_reuse_after_the_grace_ends_the_session(
    database_url: str, valkey_url: str
):
    async with door(database_url, valkey_url) as gateway:
        await gateway.account("mina")
        shared = (await gateway.log_in("mina")).json()["refresh_token"]
        first = (await gateway.refresh(shared)).json()
        second = (await gateway.refresh(first["refresh_token"])).json()
        gateway.clock.advance(GRACE_MS - 1)
        third = await gateway.refresh(shared)
        assert third.status_code == 200, "the oldest token, within its grace, after two rotations"
        assert third.json()["refresh_token"] == second["refresh_token"], "all tabs go on with the one in force"
        assert (await gateway.get("/api/auth/me", third.json()["access_token"])).status_code == 200

        in_force = second["refresh_token"]
        gateway.clock.advance(GRACE_MS)
        answers = []
        for _ in range(17):
            answers.append(await gateway.refresh(in_force))
            in_force = answers[-1].json().get("refresh_token", in_force)
        assert [answer.status_code for answer in answers] == [200] * 16 + [429]
        assert answers[-1].json()["retry_after_ms"] == GRACE_MS
        assert (await gateway.refresh(in_force)).status_code == 429, "it waits, and nothing is lost"
        gateway.clock.advance(GRACE_MS)
        assert (await gateway.refresh(in_force)).status_code == 200

        assert (await gateway.refresh(shared)).status_code == 401, "a reuse after the grace"
        assert (await gateway.refresh(in_force)).status_code == 401, "the session is over for all who have its tokens"


async def test_sessions_of_staff_have_an_audience_an_idle_time_and_an_end(database_url: str, valkey_url: str):
    async with door(database_url, valkey_url) as gateway:
        for name, role in (("ada", Role.ADMIN), ("mina", Role.PLAYER)):
            await gateway.account(name, role)
        staff, idle, player = [(await gateway.log_in(name)).json() for name in ("ada", "ada", "mina")]

        claims = jwt.decode(staff["access_token"], options={"verify_signature": False})
        assert claims["aud"] == "staff"
        assert (await gateway.get("/api/admin/audit", staff["access_token"])).status_code == 200
        for forged in ({"aud": "pitboss"}, {"role": "PLAYER"}, {"aud": ["staff", "pitboss"]}):
            token = jwt.encode(claims | forged, BEHIND_A_PROXY.jwt_secret, algorithm=ALGORITHM)
            assert (await gateway.get("/api/auth/me", token)).status_code == 401, forged
        players = jwt.decode(player["access_token"], options={"verify_signature": False})
        token = jwt.encode(players | {"aud": "staff"}, BEHIND_A_PROXY.jwt_secret, algorithm=ALGORITHM)
        assert (await gateway.get("/api/auth/me", token)).status_code == 401
        assert (await gateway.get("/api/admin/audit", player["access_token"])).status_code == 403

        token, elapsed_ms = staff["refresh_token"], 0
        while elapsed_ms < 12 * HOUR_MS - 1_700_000:
            gateway.clock.advance(1_700_000)
            elapsed_ms += 1_700_000
            answer = await gateway.refresh(token)
            assert answer.status_code == 200, elapsed_ms
            token = answer.json()["refresh_token"]
            if elapsed_ms == 1_700_000 * 2:
                assert (await gateway.refresh(idle["refresh_token"])).status_code == 401, "idle for more than 30 min"
        left_ms = 12 * HOUR_MS - elapsed_ms
        assert answer.json()["expires_in"] == min(600, left_ms // 1000), "no access token outlives its session"
        gateway.clock.advance(left_ms)
        assert (await gateway.refresh(token)).status_code == 401, "used all the time, and at its end"
        assert (await gateway.refresh(player["refresh_token"])).status_code == 200, "players stay for 30 days"

        assert (await gateway.log_in("ada", PASSWORD)).status_code == 200


async def test_a_refresh_token_is_good_for_the_audience_of_its_session_only(database_url: str, valkey_url: str):
    async with door(database_url, valkey_url) as gateway:
        user_id = await gateway.account("mina")
        tokens = (await gateway.log_in("mina")).json()
        accounts = gateway.cluster.gateway.accounts
        async with accounts._transaction() as connection:
            await connection.exec_driver_sql(f"UPDATE account SET role = 'ADMIN' WHERE id = '{user_id}'")

        assert (await gateway.refresh(tokens["refresh_token"])).status_code == 401
