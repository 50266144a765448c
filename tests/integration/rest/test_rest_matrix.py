"""Every route has a row in docs/security-matrix.md, and does for every role what the row says."""

import pytest

from gateway.app import routed_app
from gateway.rest.players.commands import TWINS
from tests import security_matrix
from tests.integration.rest.staff import staff_bearer

MATRIX = security_matrix.routes()
REFUSED = {401, 403}


def served(routes):
    """Method and path of every route, also of included routers."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from served(route.original_router.routes)
        else:
            yield from ((method, route.path) for method in route.methods if method != "HEAD")


def test_every_route_has_a_row_and_every_row_a_route():
    found = set(served(routed_app().routes))
    commands = {f"POST {twin.path}" for twin in TWINS}
    security_matrix.assert_complete(sorted(map(" ".join, found)), commands, "Routes")
    assert found == set(MATRIX)


async def bearer(gateway, role):
    if role == "anonymous":
        return {}
    return await gateway.bearer() if role == "PLAYER" else await staff_bearer(gateway, role)


@pytest.mark.parametrize("role", security_matrix.ROLES)
@pytest.mark.parametrize(("method", "path"), sorted(MATRIX))
async def test_a_route_lets_in_who_may_and_nobody_else(gateway, method, path, role):
    headers = await bearer(gateway, role)
    gateway.entities.asked.clear()
    body = {} if method in {"POST", "PATCH"} else None
    answer = await gateway.client.request(method, path, json=body, headers=headers | {"Idempotency-Key": "k"})
    allowed = MATRIX[method, path][role]

    assert answer.status_code != 500
    assert (answer.status_code not in REFUSED) == allowed, answer.text
    if not allowed:
        assert answer.status_code == (403 if headers else 401)
        assert gateway.entities.asked == []


@pytest.mark.parametrize(("method", "path"), sorted(MATRIX))
async def test_a_route_refuses_a_query_that_it_does_not_document(gateway, method, path):
    headers = await staff_bearer(gateway, "ADMIN")
    answer = await gateway.client.request(method, path, params={"dryRun": "true"}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert gateway.entities.asked == []
