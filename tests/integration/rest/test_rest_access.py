"""Who may call what: every route is public by name, or refuses a caller without a valid token."""

import jwt
import pytest
from fastapi.routing import iter_route_contexts

from gateway.app import routed_app
from tests import security_matrix

PUBLIC = {operation for operation, may in security_matrix.routes().items() if may["anonymous"]}


def operations():
    """Every documented (method, path), and those that the document leaves out."""
    paths = routed_app().openapi()["paths"]
    documented = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    return sorted(documented | PUBLIC)


GUARDED = [operation for operation in operations() if operation not in PUBLIC]


def test_the_application_has_no_route_beside_the_known_operations(gateway):
    served = {route.path for route in iter_route_contexts(routed_app().routes)}
    known = {path for _, path in operations()}

    assert served == known
    assert len(GUARDED) >= 9


@pytest.mark.parametrize(("method", "path"), GUARDED)
async def test_a_guarded_route_refuses_a_caller_without_a_token(gateway, method, path):
    answer = await gateway.client.request(method, path.replace("{session_id}", "0123456789abc"))

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert not gateway.entities.asked


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer not.a.token",
        "Basic bWluYTpwYXNz",
        "Bearer " + "x" * 5000,
        "Bearer " + jwt.encode({"sub": "x"}, None, algorithm="none"),
    ],
)
async def test_a_token_that_is_none_of_ours_is_refused(gateway, header):
    answer = await gateway.client.get("/api/auth/me", headers={"Authorization": header})

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="pitboss"')
    has_token = header.startswith("Bearer ") and len(header) > len("Bearer ")
    assert ('error="invalid_token"' in answer.headers["WWW-Authenticate"]) == has_token


async def test_every_401_says_how_to_authenticate(gateway):
    headers = await gateway.bearer()
    gateway.clock.advance(901_000)
    expired = await gateway.client.get("/api/auth/me", headers=headers)
    wrong = await gateway.client.post("/api/auth/login", json={"username": "mina", "password": "wrong password"})

    assert (expired.json()["code"], wrong.json()["code"]) == ("token_expired", "invalid_credentials")
    assert 'error="invalid_token"' in expired.headers["WWW-Authenticate"]
    assert wrong.headers["WWW-Authenticate"] == 'Bearer realm="pitboss"'


async def test_a_refresh_token_is_no_access_token(gateway):
    tokens = await gateway.sign_up()
    header = {"Authorization": f"Bearer {tokens['refresh_token']}"}

    assert (await gateway.client.get("/api/auth/me", headers=header)).status_code == 401


async def test_a_caller_reaches_only_its_own_entity(gateway):
    tokens = await gateway.sign_up()
    await gateway.sign_up("victim")
    header = {"Authorization": f"Bearer {tokens['access_token']}"}
    refused = await gateway.client.get("/api/games/stats/me?user_id=victim", headers=header)
    await gateway.client.get("/api/games/stats/me", headers=header)

    assert refused.json()["code"] == "bad_request"
    assert [asked.ref.key for asked in gateway.entities.asked] == [tokens["user"]["id"]]
