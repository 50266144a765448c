"""The OpenAPI document, made from the routes and the message classes that they decode and encode."""

from collections.abc import Sequence
from typing import Any

import msgspec
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from actors.games.registry import REGISTRY
from gateway.rest.documented import models_of

API_VERSION = "1.0.0"
DESCRIPTION = """REST twin of the Pitboss realtime protocol, for player clients.

Amounts are integers (gold), times are Unix milliseconds. Errors are RFC 9457 problem documents whose `code` says what
happened. Commands that move money need an `Idempotency-Key`.
"""
TAGS = (
    {"name": "auth", "description": "Accounts, tokens and sessions."},
    {"name": "users", "description": "The player's profile."},
    {"name": "games", "description": "Statistics, slot machines with their returns, banners with their rates."},
    *({"name": each.game.name, "description": each.game.about} for each in REGISTRY),
    {"name": "crash", "description": "Bets and cash-outs of crash tables."},
    {"name": "shop", "description": "Catalog, purchases, receipts."},
    {"name": "fairness", "description": "Commitments by which every round can be checked, and its proof."},
    {"name": "realtime", "description": "State for clients without a socket."},
    {"name": "streak", "description": "Days in a row, what they pay and what protects them."},
    {"name": "event", "description": "Events and missions; acknowledgement of purchases and rewards."},
    {
        "name": "admin",
        "description": "For staff: players, rounds, approvals, staff, audit trail. No player reaches it.",
    },
    {"name": "operations", "description": "Health of this gateway."},
)


def document(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of `routes`."""
    made = get_openapi(
        title="Pitboss", version=API_VERSION, description=DESCRIPTION, routes=routes, tags=[dict(tag) for tag in TAGS]
    )
    _, schemas = msgspec.json.schema_components(models_of(routes), ref_template="#/components/schemas/{name}")
    made["components"]["schemas"] = {**made["components"].get("schemas", {}), **dict(sorted(schemas.items()))}
    return made
