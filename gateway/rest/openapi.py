"""The OpenAPI document, made from the routes and from the message classes that they decode and encode."""

from collections.abc import Sequence
from typing import Any

import msgspec
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from actors.crash.table_messages import TableRoundProof
from actors.fairness.messages import FairnessGet
from actors.user.messages import StatsGet
from actors.user.snapshot import StateGet
from gateway.rest.admin.approvals import SCHEMAS as APPROVAL_SCHEMAS
from gateway.rest.admin.definitions import SCHEMAS as DEFINITION_SCHEMAS
from gateway.rest.admin.players import SCHEMAS as PLAYER_SCHEMAS
from gateway.rest.admin.rounds import SCHEMAS as ROUND_SCHEMAS
from gateway.rest.admin.shop.item_bodies import SCHEMAS as SHOP_ADMIN_SCHEMAS
from gateway.rest.admin.shop.purchases import PurchaseList
from gateway.rest.admin.staff import NewStaff, StaffList, StaffPatch, StaffView
from gateway.rest.admin.totp import SCHEMAS as TOTP_SCHEMAS
from gateway.rest.admin.trail import AuditPage
from gateway.rest.auth import LogIn, Me, PasswordChange, RefreshRequest, SessionList, SignUp, TokenAnswer
from gateway.rest.documented import ProblemDocument
from gateway.rest.health import Alive, Health
from gateway.rest.players.commands import TWINS
from gateway.rest.players.events import SCHEMAS as EVENT_SCHEMAS
from gateway.rest.players.fairness import RoundProof
from gateway.rest.players.games import SCHEMAS as GAME_SCHEMAS
from gateway.rest.players.reads import Snapshot, UserProfile
from gateway.rest.players.shop import SCHEMAS as SHOP_SCHEMAS
from gateway.rest.players.streak import SCHEMAS as STREAK_SCHEMAS

API_VERSION = "1.0.0"
DESCRIPTION = """REST twin of the Pitboss realtime protocol, for player clients.

Amounts are integers (gold), times are Unix milliseconds. Errors are RFC 9457 problem documents whose `code` says what
happened. Commands that move money need an `Idempotency-Key`.
"""
TAGS = (
    {"name": "auth", "description": "Accounts, tokens and sessions."},
    {"name": "users", "description": "The player's profile."},
    {"name": "games", "description": "Statistics, slot machines with their returns, banners with their rates."},
    {"name": "rps", "description": "Rock, paper, scissors."},
    {"name": "slot", "description": "Slot machines."},
    {"name": "gacha", "description": "Pulls from banners."},
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
SCHEMAS: tuple[type[msgspec.Struct], ...] = (
    *(SignUp, LogIn, RefreshRequest, PasswordChange, TokenAnswer, Me, SessionList),
    *(UserProfile, Snapshot, StateGet.REPLY, StatsGet.REPLY, FairnessGet.REPLY),
    *(RoundProof, TableRoundProof, Health, Alive, ProblemDocument),
    *GAME_SCHEMAS,
    *DEFINITION_SCHEMAS,
    *SHOP_SCHEMAS,
    *EVENT_SCHEMAS,
    *STREAK_SCHEMAS,
    *(NewStaff, StaffPatch, StaffView, StaffList, AuditPage),
    *(*PLAYER_SCHEMAS, *APPROVAL_SCHEMAS, *TOTP_SCHEMAS, *ROUND_SCHEMAS, *SHOP_ADMIN_SCHEMAS, PurchaseList),
    *(twin.command for twin in TWINS),
    *(twin.command.REPLY for twin in TWINS),
)
"""Every class that a route names in its documentation."""


def document(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of `routes`."""
    made = get_openapi(
        title="Pitboss", version=API_VERSION, description=DESCRIPTION, routes=routes, tags=[dict(tag) for tag in TAGS]
    )
    _, schemas = msgspec.json.schema_components(SCHEMAS, ref_template="#/components/schemas/{name}")
    made["components"]["schemas"] = {**made["components"].get("schemas", {}), **dict(sorted(schemas.items()))}
    return made
