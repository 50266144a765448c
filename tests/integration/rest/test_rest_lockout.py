"""Guessing passwords and signing up in bulk are limited, by account and by address."""

import asyncio

import pytest

from persistence.errors import Unreachable
from persistence.memory.identity.accounts import MemoryAccounts
from tests.integration.rest.conftest import PASSWORD

WINDOW_MS = 600_000


async def log_in(gateway, username="mina", password=PASSWORD, forwarded=""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    body = {"username": username, "password": password}
    return await gateway.client.post("/api/auth/login", json=body, headers=headers)


async def guess(gateway, times, username="mina", **options):
    return [(await log_in(gateway, username, "wrong password", **options)).status_code for _ in range(times)]


async def test_after_five_failures_even_the_right_password_must_wait(gateway):
    await gateway.sign_up()
    assert await guess(gateway, 6) == [401] * 5 + [429]
    gateway.clock.advance(1_000)
    refused = await log_in(gateway)

    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert refused.json()["retry_after_ms"] == WINDOW_MS - 1_000
    assert refused.headers["Retry-After"] == "599"
    gateway.clock.advance(WINDOW_MS - 1_000)
    assert (await log_in(gateway)).status_code == 200


async def test_known_and_unknown_names_are_locked_out_alike(gateway):
    await gateway.sign_up()
    known, unknown, impossible = [await guess(gateway, 7, name) for name in ("mina", "nobody", "no*body")]
    answers = [await log_in(gateway, name) for name in ("mina", "nobody", "no*body")]
    bodies = [{key: value for key, value in answer.json().items() if key != "request_id"} for answer in answers]

    assert known == unknown == impossible == [401] * 5 + [429] * 2
    assert bodies[0] == bodies[1] == bodies[2]


async def test_a_name_written_in_another_way_is_the_same_account(gateway):
    await gateway.sign_up()
    names = ["mina", "MINA", "ｍｉｎａ", "Mina", "mINa", "MiNa"]

    assert [(await guess(gateway, 1, name))[0] for name in names] == [401] * 5 + [429]


async def test_guesses_at_the_same_moment_count_as_well(gateway):
    await gateway.sign_up()
    answers = await asyncio.gather(*(log_in(gateway, password=f"wrong password {n}") for n in range(12)))

    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 7


async def test_a_success_clears_the_accounts_failures(gateway):
    await gateway.sign_up()
    assert await guess(gateway, 4) == [401] * 4
    assert (await log_in(gateway)).status_code == 200
    assert await guess(gateway, 6) == [401] * 5 + [429]


async def test_after_fifty_failures_from_an_address_other_accounts_must_wait_there_too(gateway):
    await gateway.sign_up()
    for n in range(50):
        await guess(gateway, 1, f"player{n}")

    assert (await log_in(gateway, "juno")).status_code == 429
    assert (await log_in(gateway)).status_code == 200, "who is known there has a counter of their own"
    assert gateway.registry.get_sample_value("auth_lockouts_total", {"rule": "address"}) == 1


async def test_successes_do_not_use_up_an_address(make_gateway):
    gateway = make_gateway(lockout_address_max=2)
    await gateway.sign_up()

    assert [(await log_in(gateway)).status_code for _ in range(5)] == [200] * 5


async def test_a_forwarded_address_counts_behind_a_trusted_proxy_only(make_gateway):
    behind = make_gateway(lockout_address_max=1, trusted_proxies=("127.0.0.0/8",))
    open_to_all = make_gateway(lockout_address_max=1)
    addresses = ("198.51.100.1", "198.51.100.2", "198.51.100.1")
    seen = {
        gateway is behind: [(await guess(gateway, 1, f"player{n}", forwarded=f))[0] for n, f in enumerate(addresses)]
        for gateway in (behind, open_to_all)
    }

    assert seen == {True: [401, 401, 429], False: [401, 429, 429]}


async def test_lockouts_are_counted(gateway):
    await guess(gateway, 7)

    assert gateway.registry.get_sample_value("auth_lockouts_total", {"rule": "account"}) == 2
    assert gateway.registry.get_sample_value("auth_logins_total", {"result": "locked"}) == 2
    assert gateway.registry.get_sample_value("auth_logins_total", {"result": "refused"}) == 5


async def test_sign_ups_from_an_address_are_limited(make_gateway):
    gateway = make_gateway(sign_ups_per_address_max=2)
    bodies = [{"username": f"player{n}", "password": PASSWORD} for n in range(3)]
    unacceptable = await gateway.client.post("/api/auth/signup", json={"username": "x", "password": PASSWORD})
    answers = [await gateway.client.post("/api/auth/signup", json=body) for body in bodies]

    assert unacceptable.status_code == 400, "this one does not count"
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].headers["Retry-After"] == "3600"
    assert gateway.registry.get_sample_value("auth_lockouts_total", {"rule": "sign_up"}) == 1
    gateway.clock.advance(3_600_000)
    assert (await gateway.client.post("/api/auth/signup", json=bodies[2])).status_code == 201


class FailingAccounts(MemoryAccounts):
    """Accounts that can be away."""

    away = False

    async def find(self, username_key):
        if self.away:
            raise Unreachable("no connection")
        return await super().find(username_key)


async def test_attempts_that_could_not_be_made_do_not_count(make_gateway):
    gateway = make_gateway(accounts=FailingAccounts())
    await gateway.sign_up()
    gateway.accounts.away = True
    assert await guess(gateway, 7) == [503] * 7
    gateway.accounts.away = False

    assert (await log_in(gateway)).status_code == 200


@pytest.mark.parametrize("times", [5])
async def test_guessing_with_a_stolen_token_is_locked_out_too(gateway, times):
    headers = await gateway.bearer()
    body = {"current": "wrong password", "new": "another good password"}
    codes = [
        (await gateway.client.post("/api/auth/password", json=body, headers=headers)).status_code
        for _ in range(times + 1)
    ]

    assert codes == [401] * times + [429]
    assert (await log_in(gateway)).status_code == 200, "the owner does not suffer for it"
