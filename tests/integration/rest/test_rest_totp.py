"""The second factor of staff: enrolled, confirmed, asked for at every log-in; each code is good once."""

import pyotp
import pytest

from tests.integration.rest.conftest import PASSWORD, authorization
from tests.integration.rest.staff import events, staff_bearer, staff_tokens

NAME = "operator-1"
STEP_MS = 30_000


async def post(gateway, headers, path="", code="", **more):
    return await gateway.client.post(f"/api/admin/totp{path}", json={"code": code} | more, headers=headers)


async def enrol(gateway, headers):
    """The answer that shows the first secret of an account; it takes the password."""
    return (await post(gateway, headers, password=PASSWORD)).json()


async def log_in(gateway, **totp):
    return await gateway.client.post("/api/auth/login", json={"username": NAME, "password": PASSWORD} | totp)


def code(gateway, secret, steps=0):
    return pyotp.TOTP(secret).at(gateway.clock.now_ms() // 1000 + 30 * steps)


async def enrolled(gateway):
    """The secret of an OPERATOR whose second factor counts, and the header."""
    headers = authorization(await staff_tokens(gateway, "OPERATOR", NAME))
    secret = (await enrol(gateway, headers))["secret"]
    assert (await post(gateway, headers, "/confirm", code(gateway, secret))).status_code == 204
    gateway.clock.advance(STEP_MS)
    return secret, headers


async def test_a_secret_counts_only_when_it_is_confirmed(gateway):
    headers = authorization(await staff_tokens(gateway, "OPERATOR", NAME))
    shown = await enrol(gateway, headers)
    assert shown["uri"].startswith(f"otpauth://totp/pitboss:{NAME}?secret={shown['secret']}")
    assert (await log_in(gateway)).status_code == 200
    assert (await post(gateway, headers, "/confirm", "000000")).status_code == 409
    assert (await log_in(gateway)).status_code == 200


async def test_a_log_in_needs_the_code_and_says_so_after_the_password_only(gateway):
    secret, _ = await enrolled(gateway)
    missing = await log_in(gateway)
    assert (missing.status_code, missing.json()["code"]) == (401, "totp_required")
    wrong_password = {"username": NAME, "password": "a wrong password"}
    assert (await gateway.client.post("/api/auth/login", json=wrong_password)).json()["code"] == "invalid_credentials"
    assert (await log_in(gateway, totp=code(gateway, secret))).status_code == 200


async def test_a_code_is_good_once(gateway):
    secret, _ = await enrolled(gateway)
    now = code(gateway, secret)
    assert (await log_in(gateway, totp=now)).status_code == 200
    again = await log_in(gateway, totp=now)
    assert (again.status_code, again.json()["code"]) == (401, "invalid_credentials")
    assert (await log_in(gateway, totp=code(gateway, secret, 1))).status_code == 200
    assert (await log_in(gateway, totp=now)).status_code == 401


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (0, 200), (1, 200), (2, 401)])
async def test_clocks_may_differ_by_one_step(gateway, steps, status):
    secret, _ = await enrolled(gateway)
    assert (await log_in(gateway, totp=code(gateway, secret, steps))).status_code == status


async def test_guessing_codes_is_locked_out(gateway):
    secret, _ = await enrolled(gateway)
    for _ in range(5):
        assert (await log_in(gateway, totp="000000")).status_code == 401
    assert (await log_in(gateway, totp=code(gateway, secret))).status_code == 429


@pytest.mark.parametrize("path", ["", "/remove"])
async def test_a_stolen_token_guesses_no_more_codes_than_a_stolen_password(gateway, path):
    secret, headers = await enrolled(gateway)
    wrong = [(await post(gateway, headers, path, "000000")).status_code for _ in range(6)]
    assert wrong == [409] * 5 + [429]
    assert (await post(gateway, headers, path, code(gateway, secret))).status_code == 429
    owners = await log_in(gateway, totp=code(gateway, secret))
    assert owners.status_code == 200, "the owner does not suffer for it"


async def test_one_that_counts_is_replaced_or_removed_with_a_code_of_it_only(gateway):
    secret, headers = await enrolled(gateway)
    for path in ("", "/remove"):
        assert (await post(gateway, headers, path)).status_code == 409
        assert (await post(gateway, headers, path, password=PASSWORD)).json()["code"] == "step_up_required"
        assert (await post(gateway, headers, path, "000000")).status_code == 409
    assert (await post(gateway, headers, "/remove", code(gateway, secret))).status_code == 204
    assert (await log_in(gateway)).status_code == 200


async def test_a_token_alone_enrols_nothing(gateway):
    headers = authorization(await staff_tokens(gateway, "OPERATOR", NAME))
    said = [(await post(gateway, headers, **given)).json()["code"] for given in ({}, {"password": "a wrong password"})]
    assert said == ["step_up_required", "invalid_credentials"]
    assert (await post(gateway, headers, "/confirm", "000000")).status_code == 409


async def test_the_old_factor_counts_until_the_new_one_is_confirmed(gateway):
    old, headers = await enrolled(gateway)
    new = (await post(gateway, headers, code=code(gateway, old))).json()["secret"]
    gateway.clock.advance(STEP_MS)
    assert (await log_in(gateway)).json()["code"] == "totp_required"
    assert (await log_in(gateway, totp=code(gateway, new))).status_code == 401
    assert (await log_in(gateway, totp=code(gateway, old))).status_code == 200
    gateway.clock.advance(STEP_MS)
    assert (await post(gateway, headers, "/confirm", code(gateway, new))).status_code == 204
    gateway.clock.advance(STEP_MS)
    assert (await log_in(gateway, totp=code(gateway, old))).status_code == 401
    assert (await log_in(gateway, totp=code(gateway, new))).status_code == 200


async def test_a_right_password_without_a_code_counts_and_is_recorded_under_its_own_name(gateway):
    await enrolled(gateway)
    answers = [await log_in(gateway) for _ in range(6)]
    assert [each.json()["code"] for each in answers] == ["totp_required"] * 5 + ["rate_limited"]
    assert events(gateway)[-6:] == [("AUTH_LOG_IN", "totp_required")] * 5 + [("AUTH_LOG_IN", "rate_limited")]
    assert gateway.registry.get_sample_value("auth_logins_total", {"result": "code_missing"}) == 5
    assert not gateway.registry.get_sample_value("auth_logins_total", {"result": "overloaded"})


async def test_an_admin_takes_away_that_of_somebody_who_has_lost_it(gateway):
    await enrolled(gateway)
    admin = await staff_bearer(gateway, "ADMIN")
    staff = (await gateway.client.get("/api/admin/staff", headers=admin)).json()["items"]
    operator = next(each["id"] for each in staff if each["username"] == NAME)
    path, proof = f"/api/admin/staff/{operator}/totp/remove", {"password": PASSWORD}
    assert (await gateway.client.post(path, json=proof, headers=admin)).status_code == 204
    assert (await gateway.client.post(path, json=proof, headers=admin)).status_code == 404
    assert (await log_in(gateway)).status_code == 200


async def test_what_became_of_a_second_factor_is_recorded_without_its_secret(gateway):
    secret, headers = await enrolled(gateway)
    await post(gateway, headers, "/remove", code(gateway, secret))
    named = [event for event, _ in events(gateway) if "TOTP" in event]
    assert named == ["ADMIN_TOTP_ENROLLED", "ADMIN_TOTP_CONFIRMED", "ADMIN_TOTP_REMOVED"]
    assert secret not in repr(gateway.accounts.trail)


async def test_a_secret_that_was_sealed_under_another_token_secret_lets_nobody_in_and_breaks_nothing(gateway):
    secret, _ = await enrolled(gateway)
    store = gateway.app.state.dependencies.totp
    ((user_id, stored),) = store._stored.items()
    store._stored[user_id] = stored._replace(sealed=stored.sealed[:-1] + bytes([stored.sealed[-1] ^ 1]))
    assert (await log_in(gateway, totp=code(gateway, secret))).status_code == 401


async def test_the_stored_secret_is_sealed(gateway):
    secret, _ = await enrolled(gateway)
    (stored,) = gateway.app.state.dependencies.totp._stored.values()
    assert secret.encode() not in stored.sealed
