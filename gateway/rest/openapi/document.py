"""The OpenAPI document, made from the routes and the message classes that they decode and encode."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import msgspec
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from actors.games.registry import REGISTRY
from gateway.rest.documented import models_of
from gateway.rest.openapi.errors import ANY, problem_schemas
from gateway.rest.openapi.fields import describe, note_always_sent, reachable
from gateway.rest.openapi.operations import complete, shared_responses

DESCRIPTION = """REST twin of the Pitboss realtime protocol for players, and the routes of staff under `/api/admin`.

Amounts are integers (gold). Times are Unix milliseconds on the routes of players, RFC 3339 in UTC on those of staff.
Lists answer `{items, next}`, and take `limit` and an opaque `cursor`. Errors are RFC 9457 problem documents whose
`code` says what happened. Commands that move money need an `Idempotency-Key`. `HEAD` is answered wherever `GET` is.
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
    {"name": "staff: users", "description": "Players as staff see them, and acts on them."},
    {"name": "staff: rounds", "description": "Rounds, inspected and played again."},
    {"name": "staff: crash", "description": "Crash tables as they are now."},
    {"name": "staff: shop", "description": "Items of the shop, in versions."},
    {"name": "staff: definitions", "description": "Missions, machines, banners and tables, in versions."},
    {"name": "staff: approvals", "description": "Acts that wait for a second person."},
    {"name": "staff: staff", "description": "Accounts of staff."},
    {"name": "staff: totp", "description": "The caller's second factor."},
    {"name": "staff: audit", "description": "The audit trail."},
    {"name": "operations", "description": "Health of this gateway."},
)


def document(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of `routes`. Raises NoExample: a property of a message has no example."""
    made = get_openapi(
        title="Pitboss",
        version=version("pitboss"),
        description=DESCRIPTION,
        routes=routes,
        servers=[{"url": "/", "description": "The gateway that serves this document."}],
    )
    models = models_of(routes)
    _, schemas = msgspec.json.schema_components(models, ref_template="#/components/schemas/{name}")
    describe(schemas, models)
    schemas |= problem_schemas(schemas[ANY])
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            complete(path, method, operation, schemas)
    taken = _taken(made["paths"], schemas)
    note_always_sent(schemas, (model for model in reachable(models) if model.__name__ not in taken))
    used = {tag for methods in made["paths"].values() for operation in methods.values() for tag in operation["tags"]}
    made["tags"] = [dict(tag) for tag in TAGS if tag["name"] in used]
    made["components"]["schemas"] = {**made["components"].get("schemas", {}), **dict(sorted(schemas.items()))}
    made["components"]["responses"] = shared_responses()
    return made


def _taken(paths: Mapping[str, Any], schemas: Mapping[str, Any]) -> set[str]:
    """Return the names of the schemas that bodies of requests consist of."""
    found: set[str] = set()
    waiting: list[Any] = [operation.get("requestBody") for methods in paths.values() for operation in methods.values()]
    while waiting:
        match waiting.pop():
            case {"$ref": str(reference)} if (name := reference.rpartition("/")[2]) not in found:
                found.add(name)
                waiting.append(schemas.get(name))
            case dict() as node:
                waiting.extend(node.values())
            case list() as nodes:
                waiting.extend(nodes)
            case _:
                pass
    return found
