"""`/api/auth` over in-memory accounts: accounts, tokens, sessions."""

import asyncio

import pytest

from persistence.errors import Unreachable
from persistence.memory.identity.accounts import MemoryAccounts

PASSWORD = "correct horse battery"
GRACE_MS = 10_000
DAY_MS = 86_400_000


def bearer(tokens):
    return {"Authorization": f"Bearer {tokens['access_token']}"}


async def log_in(gateway, username="mina", password=PASSWORD):
    return await gateway.client.post("/api/auth/login", json={"username": username, "password": password})


async def refresh(gateway, token):
    return await gateway.client.post("/api/auth/refresh", json={"refresh_token": token})


async def test_a_sign_up_answers_tokens_and_the_user(gateway):
    tokens = await gateway.sign_up()

    assert set(tokens) == {"access_token", "refresh_token", "token_type", "expires_in", "user"}
    assert tokens["token_type"] == "bearer"
    assert tokens["expires_in"] == 900
    assert tokens["user"]["username"] == "mina"
    assert tokens["user"]["role"] == "PLAYER"
    assert len(tokens["user"]["id"]) == 13


async def test_401_then_log_in_then_200(gateway):
    signed_up = await gateway.sign_up()
    refused = await gateway.client.get("/api/auth/me")
    tokens = (await log_in(gateway)).json()
    me = await gateway.client.get("/api/auth/me", headers=bearer(tokens))

    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="pitboss"'
    assert me.status_code == 200
    assert me.json()["id"] == signed_up["user"]["id"]
    assert me.json()["expires_at"] == gateway.clock.now_ms() // 1000 * 1000 + 900_000
    assert me.json()["created_at"] == gateway.clock.now_ms()
    assert me.json()["locale"] == "ko"
    assert set(me.json()) == {"id", "username", "role", "session_id", "expires_at", "created_at", "locale"}


@pytest.mark.parametrize("look_alike", ["mina", "MINA", "ｍｉｎａ", "Ｍina"])
async def test_a_look_alike_of_a_taken_username_is_refused(gateway, look_alike):
    await gateway.sign_up("Mina")
    answer = await gateway.client.post("/api/auth/signup", json={"username": look_alike, "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (409, "username_taken")


async def test_of_concurrent_sign_ups_with_one_name_exactly_one_succeeds(gateway):
    body = {"username": "mina", "password": PASSWORD}
    answers = await asyncio.gather(*(gateway.client.post("/api/auth/signup", json=body) for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


@pytest.mark.parametrize(
    "body",
    [
        {"username": "mina", "password": "short12"},
        {"username": "mina", "password": "x" * 129},
        {"username": "mina", "password": "Password123"},
        {"username": "mina_the_first", "password": "MINA_the_first"},
        {"username": "mi", "password": PASSWORD},
        {"username": "m" * 33, "password": PASSWORD},
        {"username": "mіna", "password": PASSWORD},
        {"username": "mi na", "password": PASSWORD},
        {"username": "mina", "password": PASSWORD, "role": "ADMIN"},
        {"username": "mina", "password": 12345678},
        {"username": "mina"},
        {"username": "mina", "password": PASSWORD, "time_zone": "Mars/Olympus"},
        {"username": "mina", "password": PASSWORD, "time_zone": "../../etc/passwd"},
        {"username": "mina", "password": PASSWORD, "locale": "<script>"},
        [],
    ],
)
async def test_an_unacceptable_sign_up_is_refused_and_creates_nothing(gateway, body):
    answer = await gateway.client.post("/api/auth/signup", json=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_payload")
    assert await gateway.accounts.find("mina") is None


async def test_an_unknown_user_and_a_wrong_password_get_the_same_answer(gateway):
    await gateway.sign_up()
    unknown, wrong, impossible = (
        await log_in(gateway, "nobody"),
        await log_in(gateway, password="wrong password"),
        await log_in(gateway, "no*body"),
    )

    def without_id(answer):
        return {key: value for key, value in answer.json().items() if key != "request_id"}

    assert unknown.status_code == wrong.status_code == impossible.status_code == 401
    assert unknown.json()["code"] == "invalid_credentials"
    assert without_id(unknown) == without_id(wrong) == without_id(impossible)


async def test_log_ins_are_counted_by_result(gateway):
    await gateway.sign_up()
    await log_in(gateway)
    await log_in(gateway, password="wrong password")

    assert gateway.registry.get_sample_value("auth_logins_total", {"result": "ok"}) == 1
    assert gateway.registry.get_sample_value("auth_logins_total", {"result": "refused"}) == 1


async def test_an_expired_access_token_says_so(gateway):
    tokens = await gateway.sign_up()
    gateway.clock.advance(900_000)
    answer = await gateway.client.get("/api/auth/me", headers=bearer(tokens))

    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


async def test_a_refresh_replaces_both_tokens(gateway):
    old = await gateway.sign_up()
    gateway.clock.advance(1_000)
    new = (await refresh(gateway, old["refresh_token"])).json()

    assert new["user"] == old["user"]
    assert new["refresh_token"] != old["refresh_token"]
    assert new["access_token"] != old["access_token"]
    assert (await refresh(gateway, new["refresh_token"])).status_code == 200


async def test_a_refresh_whose_answer_was_lost_gets_the_same_token_again(gateway):
    old = await gateway.sign_up()
    first = await refresh(gateway, old["refresh_token"])
    gateway.clock.advance(GRACE_MS - 1)
    second = await refresh(gateway, old["refresh_token"])

    assert second.status_code == 200
    assert second.json()["refresh_token"] == first.json()["refresh_token"]


async def test_a_reused_refresh_token_revokes_its_session(gateway):
    old = await gateway.sign_up()
    new = (await refresh(gateway, old["refresh_token"])).json()
    gateway.clock.advance(GRACE_MS)
    reused = await refresh(gateway, old["refresh_token"])

    assert (reused.status_code, reused.json()["code"]) == (401, "unauthenticated")
    assert (await refresh(gateway, new["refresh_token"])).status_code == 401


async def test_a_token_from_two_rotations_ago_yields_the_one_in_force_within_its_grace(gateway):
    oldest = await gateway.sign_up()
    older = (await refresh(gateway, oldest["refresh_token"])).json()
    newest = (await refresh(gateway, older["refresh_token"])).json()

    assert (await refresh(gateway, oldest["refresh_token"])).json()["refresh_token"] == newest["refresh_token"]
    gateway.clock.advance(GRACE_MS)
    assert (await refresh(gateway, oldest["refresh_token"])).status_code == 401
    assert (await refresh(gateway, newest["refresh_token"])).status_code == 401


async def test_a_forged_refresh_token_is_refused_and_revokes_nothing(gateway):
    tokens = await gateway.sign_up()
    session_id, nonce, mac = tokens["refresh_token"].split(".")
    forgeries = [f"{session_id}.{nonce[::-1]}.{mac}", f"{session_id}.{nonce}.{mac[::-1]}", "", "a.b.c", "é" * 60]

    assert [(await refresh(gateway, forgery)).status_code for forgery in forgeries] == [401] * len(forgeries)
    assert (await refresh(gateway, tokens["refresh_token"])).status_code == 200


async def test_a_session_ends_after_its_time_however_often_it_is_refreshed(gateway):
    token = (await gateway.sign_up())["refresh_token"]
    gateway.clock.advance(29 * DAY_MS)
    renewed = await refresh(gateway, token)
    gateway.clock.advance(DAY_MS)

    assert renewed.status_code == 200
    assert (await refresh(gateway, renewed.json()["refresh_token"])).status_code == 401


async def test_a_log_out_ends_the_session(gateway):
    tokens = await gateway.sign_up()
    answer = await gateway.client.post("/api/auth/logout", headers=bearer(tokens))

    assert (answer.status_code, answer.content) == (204, b"")
    assert (await refresh(gateway, tokens["refresh_token"])).status_code == 401


async def test_living_sessions_are_listed_newest_first(gateway):
    first = await gateway.sign_up()
    gateway.clock.advance(1_000)
    second = (await log_in(gateway)).json()
    answer = await gateway.client.get("/api/auth/sessions", headers=bearer(first))
    sessions = answer.json()["items"]

    assert [session["current"] for session in sessions] == [False, True]
    assert sessions[0]["created_at"] == sessions[1]["created_at"] + 1_000
    assert sessions[0]["id"] == second["refresh_token"].split(".")[0]


async def test_one_session_is_ended_and_the_others_live_on(gateway):
    first = await gateway.sign_up()
    second = (await log_in(gateway)).json()
    session_id = second["refresh_token"].split(".")[0]
    answer = await gateway.client.delete(f"/api/auth/sessions/{session_id}", headers=bearer(first))

    assert answer.status_code == 204
    assert (await refresh(gateway, second["refresh_token"])).status_code == 401
    assert (await refresh(gateway, first["refresh_token"])).status_code == 200


@pytest.mark.parametrize("session_id", [None, "0123456789abc", "x", "%20", "..%2f.."])
async def test_a_foreign_or_unknown_session_is_not_found(gateway, session_id):
    victim = await gateway.sign_up()
    intruder = await gateway.bearer("intruder")
    wanted = session_id or victim["refresh_token"].split(".")[0]
    answer = await gateway.client.delete(f"/api/auth/sessions/{wanted}", headers=intruder)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await refresh(gateway, victim["refresh_token"])).status_code == 200


async def test_a_session_records_where_it_was_opened_in_printable_characters(gateway):
    body = {"username": "mina", "password": PASSWORD}
    tokens = await gateway.client.post("/api/auth/signup", json=body, headers={"User-Agent": "web/1\t" + "x" * 300})
    listed = await gateway.client.get("/api/auth/sessions", headers=bearer(tokens.json()))
    session = listed.json()["items"][0]

    assert session["client"] == "web/1" + "x" * 195
    assert session["address"] == "127.0.0.1"


async def test_too_many_sign_ins_at_once_are_told_to_come_back(make_gateway):
    gateway = make_gateway(password_workers=1, password_queue_max=0)
    answers = await asyncio.gather(*(log_in(gateway, "nobody") for _ in range(3)))
    refused = [answer for answer in answers if answer.status_code == 503]

    assert len(refused) == 2
    assert refused[0].json()["code"] == "unavailable"
    assert refused[0].headers["Retry-After"] == "2"


class UnreachableAccounts(MemoryAccounts):
    async def find(self, username_key):
        raise Unreachable("no connection")


async def test_an_unreachable_store_is_unavailable(make_gateway):
    answer = await log_in(make_gateway(accounts=UnreachableAccounts()))

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
