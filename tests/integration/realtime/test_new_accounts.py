"""New accounts over real stores: which names, passwords, languages and time zones they may have."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from gateway.identifiers import new_id
from tests.integration.realtime.identity import PASSWORD, Door, door

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gateway(module_database_url: str, valkey_url: str) -> AsyncIterator[Door]:
    async with door(module_database_url, valkey_url, sign_ups_per_address_max=1_000) as opened:
        yield opened


async def sign_up(gateway: Door, username: str, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = await gateway.post("signup", {"username": username, "password": password, **more})
    return answer.status_code, answer.json().get("code", "")


async def test_of_names_that_look_alike_one_is_taken_however_many_ask_at_once(gateway: Door, database: asyncpg.Pool):
    names = ["william", "WILLIAM", "wi11iam", "vvilliam", "w1ll1am", "WlLLlAM"]
    answers = await asyncio.gather(*(sign_up(gateway, name) for name in names))
    assert sorted(answers) == [(201, "")] + [(409, "username_taken")] * 5
    assert await database.fetchval("SELECT count(*) FROM account WHERE username_key = ANY($1)", names) <= 1


@pytest.mark.parametrize("name", ["house", "Root", "r00t", "Pit.Boss", "...", "support", "관리자", "0123456789abc"])
async def test_a_name_that_speaks_for_the_house_or_is_like_an_id_is_refused(gateway: Door, name: str):
    assert await sign_up(gateway, name) == (400, "invalid_payload")
    assert await sign_up(gateway, new_id()) == (400, "invalid_payload")


async def test_a_password_is_the_same_in_every_form_of_unicode(gateway: Door):
    password = "pâsswört of mine"
    assert await sign_up(gateway, "nari", unicodedata.normalize("NFD", password)) == (201, "")
    for form in ("NFC", "NFD"):
        assert (await gateway.log_in("nari", unicodedata.normalize(form, password))).status_code == 200


@pytest.mark.parametrize("password", ["trustno1", "ｐａｓｓｗｏｒｄ１", "Michelle1", "liverpool1"])
async def test_a_password_of_the_public_lists_is_refused(gateway: Door, password: str):
    assert await sign_up(gateway, "sora", password) == (400, "invalid_payload")


async def test_a_language_and_a_time_zone_are_kept_by_their_real_names(gateway: Door, database: asyncpg.Pool):
    given = [("jisoo", "EN-US", "america/new_york"), ("hyuna", "zh-cmn-Hans-CN", "ROK"), ("minho", "ko", "asia/seoul")]
    for name, locale, zone in given:
        assert await sign_up(gateway, name, locale=locale, time_zone=zone) == (201, "")
    rows = await database.fetch("SELECT username, locale, time_zone FROM account")
    kept = {row["username"]: (row["locale"], row["time_zone"]) for row in rows}
    assert kept["jisoo"] == ("en-US", "America/New_York")
    assert kept["hyuna"] == ("zh-Hans-CN", "ROK")
    assert kept["minho"] == ("ko", "Asia/Seoul")


async def test_a_language_that_is_chosen_anew_is_kept_by_its_real_name(gateway: Door, database: asyncpg.Pool):
    signed_up = await gateway.post("signup", {"username": "dahye", "password": PASSWORD, "locale": "ko"})
    headers = {"Authorization": f"Bearer {signed_up.json()['access_token']}"}
    chosen = await gateway.http.post("/api/users/me/locale", json={"locale": "EN-us"}, headers=headers)
    assert (chosen.status_code, chosen.json()) == (200, {"locale": "en-US"})
    assert await database.fetchval("SELECT locale FROM account WHERE username = 'dahye'") == "en-US"
    assert (await gateway.http.get("/api/auth/me", headers=headers)).json()["locale"] == "en-US"
    refused = await gateway.http.post("/api/users/me/locale", json={"locale": "xx-YY"}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_payload")
    assert await database.fetchval("SELECT locale FROM account WHERE username = 'dahye'") == "en-US"


@pytest.mark.parametrize(
    "more",
    [
        *(
            {"time_zone": zone}
            for zone in ("localtime", "posixrules", "right/Asia/Seoul", "posix/UTC", "Factory", "KST")
        ),
        *({"locale": locale} for locale in ("ko\n", "korean", "xx-YY", "und", "en_US")),
    ],
)
async def test_what_is_no_language_or_time_zone_is_refused(gateway: Door, database: asyncpg.Pool, more):
    assert (await sign_up(gateway, "yuna", **more))[0] == 400
    assert await database.fetchval("SELECT count(*) FROM account WHERE username = 'yuna'") == 0
