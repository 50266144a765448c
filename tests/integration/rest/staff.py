"""Staff members for the REST tests, and reading what the audit trail says."""

from gateway.auth.roles import Role
from tests.integration.rest.conftest import PASSWORD, Gateway, authorization


async def staff_tokens(gateway: Gateway, role: str = "ADMIN", name: str = "") -> dict:
    """The tokens of a new staff account of that role, after its log-in."""
    name = name or f"{role.lower()}-1"
    identity = gateway.app.state.identity
    await gateway.accounts.create(await identity.prepared(name, PASSWORD, Role(role)))
    answer = await gateway.client.post("/api/auth/login", json={"username": name, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def staff_bearer(gateway: Gateway, role: str = "ADMIN", name: str = "") -> dict[str, str]:
    """The header of a new staff account of that role."""
    return authorization(await staff_tokens(gateway, role, name))


def events(gateway: Gateway) -> list[tuple[str, str]]:
    """Event and result of every row of the trail, oldest first."""
    return [(row.event, row.result) for row in gateway.accounts.trail]
