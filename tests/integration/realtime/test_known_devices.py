"""A stranger's guesses lock out strangers: not known devices, and nobody who is signed in. Over real stores."""

import asyncio
import threading

import httpx
import pyotp
import pytest
from argon2 import PasswordHasher

from gateway.auth.roles import Role
from tests.integration.realtime.identity import PASSWORD, door
from tests.integration.realtime.player import eventually

HOME, ELSEWHERE, STRANGERS = "192.0.2.1", "198.51.100.9", "203.0.113.66"
WINDOW_MS = 600_000


async def test_whoever_guesses_at_a_name_locks_out_strangers_and_not_its_owner(database_url: str, valkey_url: str):
    async with door(database_url, valkey_url) as gateway:
        await gateway.account("mina")
        tokens = (await gateway.log_in("mina", address=HOME)).json()
        for n in range(3):
            elsewhere = f"198.51.100.{n}"
            assert await gateway.guess("mina", 6, STRANGERS) == [401] * 5 + [429]
            assert (await gateway.log_in("mina", address=elsewhere)).status_code == 429, "an unknown device waits"
            assert (await gateway.log_in("mina", address=HOME)).status_code == 200
            refresh_token = tokens["refresh_token"]
            known = await gateway.log_in("mina", address=elsewhere, refresh_token=refresh_token)
            assert known.status_code == 200, "a device that is known by its refresh token"
            gateway.clock.advance(WINDOW_MS)
            tokens = (await gateway.refresh(refresh_token)).json()

        await gateway.guess("mina", 5, STRANGERS)
        mine = (await gateway.refresh(tokens["refresh_token"])).json()
        body = {"current": PASSWORD, "new": "another good password"}
        changed = await gateway.post("password", body, STRANGERS, mine["access_token"])
        assert changed.status_code == 204, "a password change does not wait for strangers"
        assert (await gateway.log_in("mina", "another good password", HOME)).status_code == 200


async def test_a_known_device_guesses_no_more_than_others(database_url: str, valkey_url: str):
    async with door(database_url, valkey_url) as gateway:
        for name in ("mina", "juno"):
            await gateway.account(name)
        tokens = (await gateway.log_in("mina", address=HOME)).json()
        assert await gateway.guess("mina", 5, STRANGERS) == [401] * 5
        assert await gateway.guess("mina", 6, HOME) == [401] * 5 + [429]
        known = {"refresh_token": tokens["refresh_token"]}
        assert await gateway.guess("mina", 6, STRANGERS, **known) == [401] * 5 + [429], "a thief of the token"
        assert await gateway.guess("juno", 5, STRANGERS) == [401] * 5
        others = await gateway.log_in("juno", address=STRANGERS, **known)
        assert others.status_code == 429, "a refresh token makes a device known to its own account"
        unknown = [await gateway.guess("nobody", 6, "203.0.113.67"), await gateway.guess("nobody", 1, HOME)]
        assert unknown == [[401] * 5 + [429], [429]], "and a name that nobody has is answered as any other"

        body = {"current": "wrong password", "new": "another good password"}
        codes = [(await gateway.post("password", body, HOME, tokens["access_token"])).status_code for _ in range(6)]
        assert codes == [401] * 5 + [429]


async def test_strangers_at_an_address_do_not_lock_out_who_is_known_there(database_url: str, valkey_url: str):
    async with door(database_url, valkey_url, lockout_address_max=3) as gateway:
        await gateway.account("mina")
        assert (await gateway.log_in("mina", address=HOME)).status_code == 200
        assert await gateway.guess("nobody", 4, HOME) == [401] * 3 + [429]
        assert (await gateway.log_in("mina", address=HOME)).status_code == 200


async def test_staff_act_on_their_second_factor_while_strangers_guess(database_url: str, valkey_url: str):
    async with door(database_url, valkey_url) as gateway:
        await gateway.account("ada", Role.ADMIN)
        tokens = (await gateway.log_in("ada", address=HOME)).json()
        assert await gateway.guess("ada", 6, STRANGERS) == [401] * 5 + [429]
        headers = {"Authorization": f"Bearer {tokens['access_token']}", "X-Forwarded-For": STRANGERS}
        enrolled = await gateway.http.post("/api/admin/totp", json={"password": PASSWORD}, headers=headers)
        assert enrolled.status_code == 200, enrolled.text


async def test_a_stolen_token_locks_its_own_session_out_of_step_up_and_not_its_owner(
    database_url: str, valkey_url: str
):
    async with door(database_url, valkey_url) as gateway:
        await gateway.account("ada", Role.ADMIN)
        stolen, own = [(await gateway.log_in("ada", address=HOME)).json()["access_token"] for _ in range(2)]

        async def prove(token: str, path: str = "", **proof: str) -> httpx.Response:
            headers = {"Authorization": f"Bearer {token}"}
            return await gateway.http.post(f"/api/admin/totp{path}", json=proof, headers=headers)

        def code(secret: str) -> str:
            return pyotp.TOTP(secret).at(gateway.clock.now_ms() // 1000)

        wrong = [(await prove(stolen, password="wrong password")).status_code for _ in range(6)]
        assert wrong == [401] * 5 + [429]
        assert (await prove(stolen, password=PASSWORD)).status_code == 429
        enrolled = await prove(own, password=PASSWORD)
        assert enrolled.status_code == 200, "the owner does not wait"
        secret = enrolled.json()["secret"]

        assert [(await prove(stolen, "/confirm", code="000000")).status_code for _ in range(6)] == [409] * 5 + [429]
        assert (await prove(own, "/confirm", code=code(secret))).status_code == 204
        gateway.clock.advance(30_000)
        assert (await prove(stolen, "/remove", code=code(secret))).status_code == 429
        assert (await prove(own, "/remove", code=code(secret))).status_code == 204


async def test_wrong_codes_of_a_thief_of_the_password_keep_no_known_device_out(database_url: str, valkey_url: str):
    async with door(database_url, valkey_url) as gateway:
        await gateway.account("ada", Role.ADMIN)
        token = (await gateway.log_in("ada", address=HOME)).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        enrolled = await gateway.http.post("/api/admin/totp", json={"password": PASSWORD}, headers=headers)
        totp = pyotp.TOTP(enrolled.json()["secret"])
        body = {"code": totp.at(gateway.clock.now_ms() // 1000)}
        assert (await gateway.http.post("/api/admin/totp/confirm", json=body, headers=headers)).status_code == 204
        gateway.clock.advance(30_000)

        tries = [(await gateway.log_in("ada", address=STRANGERS, totp="000000")).status_code for _ in range(6)]
        assert tries == [401] * 5 + [429]
        right = totp.at(gateway.clock.now_ms() // 1000)
        unknown = await gateway.log_in("ada", address=ELSEWHERE, totp=right)
        assert unknown.status_code == 429, "an unknown device waits"
        assert (await gateway.log_in("ada", address=HOME, totp=right)).status_code == 200


async def test_successful_log_ins_are_metered_by_account_and_by_address(database_url: str, valkey_url: str):
    async with door(database_url, valkey_url, log_ins_account_max=4, log_ins_address_max=6) as gateway:
        for name in ("mina", "juno"):
            await gateway.account(name)
        assert [(await gateway.log_in("mina", address=HOME)).status_code for _ in range(5)] == [200] * 4 + [429]
        refused = await gateway.log_in("mina", address=ELSEWHERE)
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited"), "from wherever they come"
        assert refused.headers["Retry-After"] == "600"
        assert await gateway.guess("juno", 2, HOME) == [401] * 2, "a wrong password is no log-in"
        codes = [(await gateway.log_in("juno", address=HOME)).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert (await gateway.log_in("juno", address=ELSEWHERE)).status_code == 200
        sample = gateway.cluster.gateway.metrics.registry.get_sample_value
        assert sample("auth_lockouts_total", {"rule": "log_ins_account"}) == 2
        assert sample("auth_lockouts_total", {"rule": "log_ins_address"}) == 1
        gateway.clock.advance(WINDOW_MS)
        assert (await gateway.log_in("mina", address=HOME)).status_code == 200


async def test_crowds_of_right_log_ins_leave_a_place_for_everybody_else(
    database_url: str, valkey_url: str, monkeypatch: pytest.MonkeyPatch
):
    go, verify = threading.Event(), PasswordHasher.verify

    def slow(self: PasswordHasher, stored: str, password: str) -> bool:
        assert go.wait(30)
        return verify(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", slow)
    settings = {"password_workers": 1, "password_queue_max": 8, "log_ins_account_max": 1_000}
    async with door(database_url, valkey_url, **settings) as gateway:
        names = [f"crowd{n}" for n in range(14)]
        for name in (*names, "mina"):
            await gateway.account(name)
        sample = gateway.cluster.gateway.metrics.registry.get_sample_value

        async def refused(count: int) -> bool:
            return sample("rate_limited_total", {"rule": "password_queue"}) == count

        crowd = [asyncio.create_task(gateway.log_in(name, address=STRANGERS)) for name in names]
        await eventually(lambda: refused(5))
        mine = asyncio.create_task(gateway.log_in("mina", address=HOME))
        await eventually(lambda: refused(6))
        go.set()
        assert (await mine).status_code == 200, "it took the place of the crowd's last"
        codes = sorted(answer.status_code for answer in await asyncio.gather(*crowd))
        assert codes == [200] * 8 + [503] * 6
