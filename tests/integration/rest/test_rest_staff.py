"""Staff accounts over REST: who may manage them, what ends with a change, and that one ADMIN remains."""

import pytest

from gateway.auth.events import Origin
from gateway.auth.passwords import Passwords
from gateway.auth.tokens import Principal
from gateway.staff.accounts import LastAdminStays, NameOfAPlayer, StaffAccounts, first_admin
from persistence.identity.accounts import Account
from persistence.memory.identity.staff import MemoryStaff
from tests.integration.rest.conftest import PASSWORD, authorization
from tests.integration.rest.staff import events, staff_bearer, staff_tokens

STAFF = "/api/admin/staff"
PROOF = {"password": PASSWORD}
NEW = {"username": "nari", "password": "a password for nari", "role": "OPERATOR", "proof": PROOF}


async def who_am_i(gateway, tokens):
    return (await gateway.client.get("/api/auth/me", headers=authorization(tokens))).status_code


async def patch(gateway, headers, staff_id, **change):
    return await gateway.client.patch(f"{STAFF}/{staff_id}", json={"proof": PROOF} | change, headers=headers)


async def test_an_admin_adds_and_lists_staff(gateway):
    admin = await staff_bearer(gateway)
    made = await gateway.client.post(STAFF, json=NEW, headers=admin)
    listed = (await gateway.client.get(STAFF, headers=admin)).json()["items"]

    assert made.status_code == 201
    assert [each["username"] for each in listed] == ["admin-1", "nari"]
    assert listed[1] == made.json()
    assert made.json()["created_at"].endswith("Z")
    row = gateway.accounts.trail[-1]
    assert (row.event, row.role, row.target) == ("ADMIN_STAFF_CREATED", "ADMIN", made.json()["id"])
    assert row.new == {"username": "nari", "role": "OPERATOR"}


async def test_players_are_not_listed_and_not_changed(gateway):
    admin, player = await staff_bearer(gateway), await gateway.sign_up()
    listed = (await gateway.client.get(STAFF, headers=admin)).json()["items"]

    assert [each["username"] for each in listed] == ["admin-1"]
    assert (await patch(gateway, admin, player["user"]["id"], role="ADMIN")).status_code == 404


@pytest.mark.parametrize("change", [{"role": "VIEWER"}, {"active": False}, {"password": "a wholly new password"}])
async def test_a_change_ends_the_sessions_and_is_recorded(gateway, change):
    admin, operator = await staff_bearer(gateway), await staff_tokens(gateway, "OPERATOR")
    answer = await patch(gateway, admin, operator["user"]["id"], **change)

    assert answer.status_code == 200
    assert await who_am_i(gateway, operator) == 401
    refreshed = await gateway.client.post("/api/auth/refresh", json={"refresh_token": operator["refresh_token"]})
    assert refreshed.status_code == 401
    row = gateway.accounts.trail[-1]
    assert (row.event, row.target, row.old) == (
        "ADMIN_STAFF_CHANGED",
        operator["user"]["id"],
        {"role": "OPERATOR", "active": True},
    )
    assert "a wholly new password" not in repr(row)


async def test_a_change_to_what_is_already_so_ends_nothing(gateway):
    admin, operator = await staff_bearer(gateway), await staff_tokens(gateway, "OPERATOR")
    assert (await patch(gateway, admin, operator["user"]["id"], role="OPERATOR", active=True)).status_code == 200
    assert await who_am_i(gateway, operator) == 200


async def test_who_is_switched_off_cannot_log_in_and_can_again_afterwards(gateway):
    admin, operator = await staff_bearer(gateway), await staff_tokens(gateway, "OPERATOR")
    body = {"username": "operator-1", "password": PASSWORD}
    codes = []
    for active in (False, True):
        await patch(gateway, admin, operator["user"]["id"], active=active)
        codes.append((await gateway.client.post("/api/auth/login", json=body)).status_code)
    assert codes == [401, 200]


@pytest.mark.parametrize("change", [{"role": "OPERATOR"}, {"active": False}, {"password": "a wholly new password"}])
async def test_nobody_changes_their_own_account_by_the_routes_of_staff(gateway, change):
    tokens, _ = await staff_tokens(gateway), await staff_tokens(gateway, "ADMIN", "admin-2")
    answer = await patch(gateway, authorization(tokens), tokens["user"]["id"], **change)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert await who_am_i(gateway, tokens) == 200
    assert events(gateway)[-1] == ("ADMIN_REFUSED", "forbidden")


async def test_admins_that_remove_each_other_leave_one(gateway):
    first, second = await staff_tokens(gateway), await staff_tokens(gateway, "ADMIN", "admin-2")
    assert (await patch(gateway, authorization(first), second["user"]["id"], role="VIEWER")).status_code == 200
    gateway.accounts.accounts[second["user"]["id"]] = gateway.accounts.accounts[second["user"]["id"]]._replace(
        role="ADMIN", active=False
    )
    identity = gateway.app.state.identity
    accounts = StaffAccounts(gateway.accounts, MemoryStaff(gateway.accounts), gateway.clock, identity)
    with pytest.raises(LastAdminStays):
        await accounts.change(
            Principal(second["user"]["id"], "ADMIN", "s", 0),
            first["user"]["id"],
            Origin(),
            role="VIEWER",
            active=None,
            password="",
        )
    assert events(gateway)[-1] == ("ADMIN_STAFF_CHANGED", "last_admin")


ACTS = [("POST", "", NEW), ("PATCH", "/{}", {"role": "VIEWER"}), ("POST", "/{}/totp/remove", {})]


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
async def test_a_token_alone_changes_no_account_of_staff(gateway, method, path, body):
    admin, operator = await staff_bearer(gateway), await staff_tokens(gateway, "OPERATOR")
    url = STAFF + path.format(operator["user"]["id"])
    codes = []
    for proof in ({}, {"password": "a wrong password"}, {"code": "000000"}):
        sent = body | (proof if path.endswith("remove") else {"proof": proof})
        answer = await gateway.client.request(method, url, json=sent, headers=admin)
        codes.append((answer.status_code, answer.json()["code"]))
    assert codes == [(409, "step_up_required"), (401, "invalid_credentials"), (409, "wrong_code")]
    assert (await who_am_i(gateway, operator), len(gateway.accounts.accounts)) == (200, 2)


async def test_a_token_guesses_no_more_passwords_than_a_log_in(gateway):
    admin = await staff_bearer(gateway)
    wrong = NEW | {"proof": {"password": "a wrong password"}}
    codes = [(await gateway.client.post(STAFF, json=wrong, headers=admin)).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    assert (await gateway.client.post(STAFF, json=NEW, headers=admin)).status_code == 429
    assert (await gateway.client.post("/api/auth/login", json={"username": "admin-1"} | PROOF)).status_code == 200


async def test_a_repeat_of_a_key_makes_one_account_and_its_refusal_may_be_tried_again(gateway):
    admin = (await staff_bearer(gateway)) | {"Idempotency-Key": "k1"}
    refused = await gateway.client.post(STAFF, json=NEW | {"proof": {}}, headers=admin)
    made, again = [await gateway.client.post(STAFF, json=NEW, headers=admin) for _ in range(2)]
    other = await gateway.client.post(STAFF, json=NEW | {"role": "ADMIN"}, headers=admin)

    assert (refused.status_code, made.status_code, again.status_code) == (409, 201, 201)
    assert (made.json(), again.headers["Idempotency-Replayed"]) == (again.json(), "true")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")


@pytest.mark.parametrize(
    "body",
    [NEW | {"role": "PLAYER"}, NEW | {"role": "ROOT"}, NEW | {"password": "short"}, NEW | {"username": "a b"}],
)
async def test_an_impossible_staff_account_is_refused(gateway, body):
    answer = await gateway.client.post(STAFF, json=body, headers=await staff_bearer(gateway))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_payload")


async def test_a_taken_name_is_refused(gateway):
    admin = await staff_bearer(gateway)
    await gateway.sign_up("nari")
    assert (await gateway.client.post(STAFF, json=NEW, headers=admin)).status_code == 409


@pytest.mark.parametrize("role", ["VIEWER", "OPERATOR"])
async def test_a_refusal_on_an_admin_route_is_recorded(gateway, role):
    answer = await gateway.client.get(STAFF, headers=await staff_bearer(gateway, role))
    row = gateway.accounts.trail[-1]

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (row.event, row.role, row.target, row.result) == ("ADMIN_REFUSED", role, f"GET {STAFF}", "forbidden")


async def test_a_refusal_records_a_little_of_an_endless_path(gateway):
    await gateway.client.patch(f"{STAFF}/{'x' * 5_000}", json={}, headers=await gateway.bearer())
    assert len(gateway.accounts.trail[-1].target) == 200


@pytest.mark.parametrize("staff_id", ["%20", "nobody", "0123456789abc", "x" * 5_000])
async def test_an_impossible_or_unknown_id_is_not_found(gateway, staff_id):
    answer = await patch(gateway, await staff_bearer(gateway), staff_id, password="a wholly new password")
    assert answer.status_code == 404


async def test_a_player_reaches_no_admin_route_and_staff_does_not_play(gateway):
    player, admin = await gateway.bearer(), await staff_bearer(gateway)

    assert (await gateway.client.get(STAFF, headers=player)).status_code == 403
    assert (await gateway.client.get("/api/users/me", headers=admin)).status_code == 403
    assert gateway.entities.asked == []


async def test_staff_tokens_live_shorter(make_gateway):
    gateway = make_gateway(staff_access_ttl_s=60)
    tokens = await staff_tokens(gateway)
    player = await gateway.sign_up()
    assert (tokens["expires_in"], player["expires_in"]) == (60, 900)
    gateway.clock.advance(60_000)
    assert [await who_am_i(gateway, each) for each in (tokens, player)] == [401, 200]


@pytest.fixture
def passwords(gateway):
    made = Passwords(gateway.app.state.dependencies.config)
    yield made
    made.close()


async def test_the_first_admin_is_made_once_and_its_password_told_once(gateway, passwords):
    generated = await first_admin(gateway.accounts, passwords, "", 1)
    assert await first_admin(gateway.accounts, passwords, "", 2) is None
    assert await first_admin(gateway.accounts, passwords, "another password", 2) is None

    answer = await gateway.client.post("/api/auth/login", json={"username": "admin", "password": generated})
    assert answer.json()["user"]["role"] == "ADMIN"
    assert generated not in repr(gateway.accounts.trail)


async def test_the_first_admin_gets_the_password_that_was_set_and_it_is_not_told(gateway, passwords):
    assert await first_admin(gateway.accounts, passwords, PASSWORD, 1) is None
    answer = await gateway.client.post("/api/auth/login", json={"username": "admin", "password": PASSWORD})
    assert answer.status_code == 200


ADMIN_OF_OLD = Account("u1", "admin", "admin", "", "PLAYER", "Asia/Seoul", "ko", 1)
"""From when the name was not reserved."""


async def test_a_player_of_that_name_is_no_admin(gateway, passwords):
    await gateway.accounts.create(ADMIN_OF_OLD)
    with pytest.raises(NameOfAPlayer):
        await first_admin(gateway.accounts, passwords, "", 1)
