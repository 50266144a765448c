"""The sessions of browsers: the refresh token in a cookie that no script reads and no foreign page spends."""

from http.cookies import SimpleCookie

import httpx
import pytest

from persistence.errors import Unreachable
from persistence.memory.identity.accounts import MemoryAccounts
from tests.integration.rest.conftest import PASSWORD, authorization
from tests.integration.rest.staff import events, staff_bearer

SECURE, PLAIN = "__Secure-pitboss_refresh", "pitboss_refresh"
ASKED = {"X-Pitboss-Session": "cookie", "Sec-Fetch-Site": "same-origin", "Origin": "http://pitboss.test"}
CREDENTIALS = {"username": "mina", "password": PASSWORD}
GRACE_MS = 10_000


class Tab:
    """A page of our host in a browser: one cookie, which it sends back by itself."""

    def __init__(self, gateway, **headers):
        self.gateway = gateway
        self.headers = ASKED | headers
        self.cookie = ""

    async def send(self, method: str, path: str, *, json=None, headers=None) -> httpx.Response:
        sent = self.headers | (headers or {}) | ({"Cookie": self.cookie} if self.cookie else {})
        request = self.gateway.client.build_request(method, path, json=json, headers=sent)
        self.gateway.client.cookies.clear()
        answer = await self.gateway.client.send(request)
        if written := answer.headers.get("Set-Cookie"):
            self.cookie = "" if "Max-Age=0" in written else written.partition(";")[0]
        return answer

    async def sign_up(self):
        return await self.send("POST", "/api/auth/signup", json=CREDENTIALS)

    async def log_in(self, **body):
        return await self.send("POST", "/api/auth/login", json=CREDENTIALS | body)

    async def refresh(self):
        return await self.send("POST", "/api/auth/refresh")

    async def log_out(self, **headers):
        return await self.send("POST", "/api/auth/logout", headers=headers)


@pytest.fixture
def tab(gateway) -> Tab:
    return Tab(gateway)


def morsel(answer: httpx.Response, name: str = SECURE):
    return SimpleCookie(answer.headers["Set-Cookie"])[name]


async def who_am_i(gateway, answer):
    return (await gateway.client.get("/api/auth/me", headers=authorization(answer.json()))).status_code


async def test_a_browser_gets_its_refresh_token_in_a_cookie_and_in_no_body(tab):
    for answer in (await tab.sign_up(), await tab.log_in(), await tab.refresh()):
        assert answer.is_success
        assert set(answer.json()) == {"access_token", "token_type", "expires_in", "user"}
        assert answer.headers["Content-Type"] == "application/vnd.pitboss.cookie-session+json"
        assert answer.headers["Cache-Control"] == "no-store"
        cookie = morsel(answer)
        assert cookie.value not in answer.text
        assert (cookie["path"], cookie["samesite"]) == ("/api/auth", "Strict")
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["domain"] == ""
        assert 30 * 86_400 - 1 <= int(cookie["max-age"]) <= 30 * 86_400


async def test_a_client_that_does_not_ask_gets_no_cookie_and_spends_none(tab, gateway):
    await tab.sign_up()
    cookie = {"Cookie": tab.cookie}
    kept = await gateway.client.post("/api/auth/login", json=CREDENTIALS, headers=cookie)
    refused = await gateway.client.post("/api/auth/refresh", headers=cookie)
    left = await gateway.client.post("/api/auth/logout", headers=cookie)

    assert "refresh_token" in kept.json()
    assert "Set-Cookie" not in kept.headers
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_request")
    assert left.status_code == 401
    assert (await tab.refresh()).status_code == 200


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "play.localhost"])
async def test_in_development_the_names_of_this_machine_need_no_tls(make_gateway, host):
    tab = Tab(make_gateway(plain_loopback_cookies=True), Host=host)
    answer = await tab.sign_up()

    assert not morsel(answer, PLAIN)["secure"]
    assert morsel(answer, PLAIN)["httponly"]
    assert (await tab.refresh()).status_code == 200


@pytest.mark.parametrize(
    ("development", "host"),
    [(False, "localhost:8080"), (True, "pitboss.test"), (True, "192.168.1.9"), (True, "localhost.pitboss.test")],
)
async def test_everywhere_else_the_cookie_is_for_encrypted_connections_alone(make_gateway, development, host):
    tab = Tab(make_gateway(plain_loopback_cookies=development), Host=host)
    assert morsel(await tab.sign_up())["secure"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://pitboss.test"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://pitboss.test:81"},
        {},
    ],
)
@pytest.mark.parametrize("path", ["signup", "login", "refresh", "logout"])
async def test_a_foreign_page_neither_gets_nor_spends_a_session(tab, path, headers):
    await tab.sign_up()
    tab.headers = {"X-Pitboss-Session": "cookie"} | headers
    answer = await tab.send("POST", f"/api/auth/{path}", json={} if path == "refresh" else CREDENTIALS)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "Set-Cookie" not in answer.headers
    tab.headers = ASKED
    assert (await tab.refresh()).status_code == 200


async def test_a_browser_without_fetch_metadata_is_known_by_its_origin(tab):
    del tab.headers["Sec-Fetch-Site"]
    assert (await tab.sign_up()).status_code == 201


async def test_another_value_of_the_header_is_refused(tab):
    tab.headers = ASKED | {"X-Pitboss-Session": "bearer"}
    answer = await tab.sign_up()
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_cors_never_allows_the_header(make_gateway):
    gateway = make_gateway(origins=("https://friend.test",))
    preflight = {
        "Origin": "https://friend.test",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-pitboss-session",
    }
    answer = await gateway.client.options("/api/auth/refresh", headers=preflight)

    assert answer.status_code == 400
    assert "x-pitboss-session" not in answer.headers["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_two_tabs_that_refresh_at_once_are_both_answered(tab, gateway):
    await tab.sign_up()
    other = Tab(gateway)
    other.cookie = tab.cookie
    first, second = await tab.refresh(), await other.refresh()

    assert [first.status_code, second.status_code] == [200, 200]
    assert tab.cookie == other.cookie


async def test_a_cookie_that_was_replaced_long_ago_ends_the_session_and_is_forgotten(tab, gateway):
    await tab.sign_up()
    thief = Tab(gateway)
    thief.cookie = tab.cookie
    honest = await tab.refresh()
    gateway.clock.advance(GRACE_MS)
    answer = await thief.refresh()

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert thief.cookie == ""
    assert await who_am_i(gateway, honest) == 401


@pytest.mark.parametrize("cookie", ["", f"{SECURE}=", f"{SECURE}=rubbish", f"{PLAIN}=rubbish", "other=1; ; ="])
async def test_without_a_session_a_refresh_says_so_and_cleans_up(tab, cookie):
    tab.cookie = cookie
    answer = await tab.refresh()

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert morsel(answer)["max-age"] == "0"
    assert (morsel(answer)["path"], morsel(answer).value) == ("/api/auth", "")


async def test_a_cookie_of_another_host_of_the_domain_is_not_taken_for_ours(tab):
    await tab.sign_up()
    tab.cookie = f"{SECURE}=planted; {tab.cookie}"
    answer = await tab.refresh()
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_a_log_out_needs_no_access_token_and_clears_the_cookie(tab, gateway):
    signed_up = await tab.sign_up()
    answer = await tab.log_out()

    assert (answer.status_code, answer.content) == (204, b"")
    assert tab.cookie == ""
    assert await who_am_i(gateway, signed_up) == 401
    assert events(gateway)[-1] == ("AUTH_LOG_OUT", "ok")


@pytest.mark.parametrize("token", ["rubbish", "expired", "none"])
async def test_a_log_out_succeeds_whatever_the_browser_still_has(tab, gateway, token):
    signed_up = await tab.sign_up()
    gateway.clock.advance(900_000)
    headers = {"expired": authorization(signed_up.json()), "rubbish": {"Authorization": "Bearer x"}, "none": {}}[token]
    assert [(await tab.log_out(**headers)).status_code for _ in range(2)] == [204, 204]


async def test_a_log_out_of_two_sessions_ends_both(tab, gateway):
    await tab.sign_up()
    other = (await gateway.client.post("/api/auth/login", json=CREDENTIALS)).json()
    await tab.log_out(**authorization(other))

    assert (await gateway.client.get("/api/auth/me", headers=authorization(other))).status_code == 401
    assert await gateway.accounts.sessions(other["user"]["id"], gateway.clock.now_ms()) == []


async def test_a_log_in_ends_the_session_that_the_browser_had(tab, gateway):
    before = await tab.sign_up()
    after = await tab.log_in()

    assert await who_am_i(gateway, before) == 401
    assert await who_am_i(gateway, after) == 200
    living = await gateway.accounts.sessions(after.json()["user"]["id"], gateway.clock.now_ms())
    assert len(living) == 1


async def test_a_password_change_keeps_this_browser_and_ends_the_others(tab, gateway):
    here = await tab.sign_up()
    there = Tab(gateway)
    await there.log_in()
    body = {"current": PASSWORD, "new": "another good password"}
    answer = await tab.send("POST", "/api/auth/password", json=body, headers=authorization(here.json()))

    assert answer.status_code == 204
    assert [(await each.refresh()).status_code for each in (tab, there)] == [200, 401]
    assert there.cookie == ""


async def test_who_ends_all_sessions_or_their_own_keeps_no_cookie(tab):
    for path in ("/api/auth/sessions", "/api/auth/sessions/{session_id}"):
        tokens = await tab.log_in() if tab.cookie else await tab.sign_up()
        headers = authorization(tokens.json())
        session_id = (await tab.send("GET", "/api/auth/me", headers=headers)).json()["session_id"]
        tab.cookie = tab.cookie or "gone"
        answer = await tab.send("DELETE", path.format(session_id=session_id), headers=headers)
        assert answer.status_code == 204
        assert tab.cookie == ""
        tab.cookie = f"{SECURE}=old"


async def test_who_ends_another_session_keeps_the_cookie(tab, gateway):
    tokens = await tab.sign_up()
    other = (await gateway.client.post("/api/auth/login", json=CREDENTIALS)).json()
    me = await gateway.client.get("/api/auth/me", headers=authorization(other))
    path = f"/api/auth/sessions/{me.json()['session_id']}"
    answer = await tab.send("DELETE", path, headers=authorization(tokens.json()))

    assert answer.status_code == 204
    assert (await tab.refresh()).status_code == 200


async def test_the_cookie_makes_a_known_device_that_strangers_cannot_lock_out(make_gateway):
    gateway = make_gateway(trusted_proxies=("127.0.0.1",), lockout_account_max=2)
    tab = Tab(gateway, **{"X-Forwarded-For": "198.51.100.1"})
    await tab.sign_up()
    tab.headers |= {"X-Forwarded-For": "198.51.100.7"}
    for _ in range(3):
        guess = CREDENTIALS | {"password": "a wrong guess"}
        stranger = {"X-Forwarded-For": "203.0.113.9"}
        guessed = await gateway.client.post("/api/auth/login", json=guess, headers=stranger)
    stranger_tab = Tab(gateway, **{"X-Forwarded-For": "203.0.113.10"})

    assert guessed.status_code == 429
    assert (await stranger_tab.log_in()).status_code == 429
    assert (await tab.log_in()).status_code == 200


async def test_a_refresh_token_in_the_body_is_refused_where_the_cookie_counts(tab):
    await tab.sign_up()
    both = await tab.log_in(refresh_token="r")
    body = await tab.send("POST", "/api/auth/refresh", json={"refresh_token": "r"})

    assert (both.status_code, both.json()["code"]) == (400, "invalid_payload")
    assert (body.status_code, body.json()["code"]) == (400, "invalid_payload")


async def test_staff_get_no_cookie(tab, gateway):
    await staff_bearer(gateway, "ADMIN", "ann")
    answer = await tab.log_in(username="ann")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "Set-Cookie" not in answer.headers
    assert events(gateway)[-1] == ("AUTH_LOG_IN", "forbidden")


class ForgetfulAccounts(MemoryAccounts):
    """Accounts of which a rotation fails."""

    async def rotate(self, *arguments, **more):
        del arguments, more
        raise Unreachable("gone")


async def test_a_log_in_succeeds_although_the_former_session_cannot_be_ended(make_gateway):
    tab = Tab(make_gateway(accounts=ForgetfulAccounts()))
    await tab.sign_up()
    assert (await tab.log_in()).status_code == 200
