"""The real application over in-memory stores and scripted entities, called in process through ASGI."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from actors.areas import all_areas
from actors.crash.rules.config import TableConfig
from actors.definitions.book import Definitions
from actors.runtime.clock import ManualClock
from actors.runtime.entity import EntityRef
from actors.runtime.errors import CODES, RETRYABLE
from actors.runtime.payloads import ErrorBody
from gateway.app import create_app
from gateway.auth.revocations import Revocations
from gateway.budgets import Budgets
from gateway.config import GatewayConfig
from gateway.dependencies import GatewayDependencies
from gateway.metrics.registry import GatewayMetrics
from gateway.ports import HealthCheck
from gateway.realtime.catalog import ShopCatalog
from gateway.realtime.limits import SocketLimits
from gateway.staff.approvals import Approvals
from gateway.staff.commands import ASKED_BY, StaffCommands
from gateway.staff.definitions import DefinitionPublisher
from gateway.staff.four_eyes.gifts import Gifts
from gateway.staff.four_eyes.independence import Independence
from gateway.staff.four_eyes.promises import APPROVED_VERSIONS, Promises, approved_acts
from persistence.memory.approvals import MemoryApprovals
from persistence.memory.audit import MemoryAudit
from persistence.memory.definitions import MemoryDefinitions
from persistence.memory.identity.accounts import MemoryAccounts
from persistence.memory.identity.attempts import MemoryAttempts
from persistence.memory.identity.players import MemoryPlayers
from persistence.memory.identity.staff import MemoryStaff
from persistence.memory.identity.totp import MemoryTotp
from persistence.memory.ledger import MemoryLedger
from persistence.memory.notices import MemoryNotices
from persistence.memory.purchases import MemoryPurchases
from persistence.memory.rounds import MemoryRounds
from persistence.memory.staff.orders import MemoryStaffOrders
from persistence.memory.staff.replies import MemoryStaffReplies
from persistence.memory.streaks import MemoryStreakDays
from tests.patient import patient_client

PASSWORD = "correct horse battery"
UNLIMITED = SocketLimits(
    commands_per_s=10_000, commands_burst=10_000, crash_per_s=10_000, address_per_s=10_000, address_burst=10_000
)
SECRET = "a secret of the tests, long enough"


class Scripted(NamedTuple):
    """An entity's answer."""

    ok: bool
    body: bytes
    version: int = 7
    seq: int = 3
    dup: bool = False


class Asked(NamedTuple):
    """A command that reached the entities."""

    ref: EntityRef
    type: str
    body: dict[str, Any]
    id: str
    origin: str = "user"


def _same(asked: Asked) -> Asked:
    """What the entity compares: not in which request an order of staff came."""
    return asked._replace(body={name: value for name, value in asked.body.items() if name != "act"})


AT_FIRST = {
    "shop.catalog": {"version": 0, "items": []},
    "shop.stock": {"version": 0, "items": [], "holds": 0, "unpaid_holds": 0},
    "shop.purchases": {"pending": [], "receipts": []},
    "user.standing": {"changed": False, "ban_reason": "", "banned_until": 0, "excluded_until": 0},
}
"""What entities answer before anything has happened to them."""


@dataclass
class ScriptedEntities:
    """Entities that answer what the test says, and know a repeated command when they see one."""

    replies: dict[str, Any] = field(default_factory=AT_FIRST.copy)
    refusal: ErrorBody | None = None
    fault: Exception | None = None
    asked: list[Asked] = field(default_factory=list)
    version: int = 7

    def refuse(self, code: str, **details: object) -> None:
        self.refusal = ErrorBody(code=code, status=CODES[code], retryable=code in RETRYABLE, details=details)

    async def command(self, ref, type, body, *, command_id, origin="user", **_) -> Scripted:  # noqa: A002
        asked = Asked(ref, type, msgspec.json.decode(body), command_id, origin)
        earlier = [one for one in self.asked if (one.ref, one.id) == (ref, command_id)]
        self.asked.append(asked)
        if earlier and _same(earlier[0]) != _same(asked):
            self.refuse("idempotency_conflict")
        return self._answer(type)._replace(dup=bool(earlier))

    async def query(self, ref, type, body) -> Scripted:  # noqa: A002
        self.asked.append(Asked(ref, type, msgspec.json.decode(body), ""))
        return self._answer(type)

    def ready(self) -> bool:
        return True

    def _answer(self, type: str) -> Scripted:  # noqa: A002
        if self.fault:
            raise self.fault
        if self.refusal:
            return Scripted(False, msgspec.json.encode(self.refusal), self.version)
        return Scripted(True, msgspec.json.encode(self.replies.get(type, {})), self.version)


@dataclass
class Gateway:
    """One gateway under test and an HTTP client of it."""

    app: FastAPI
    client: httpx.AsyncClient
    clock: ManualClock
    accounts: MemoryAccounts
    entities: ScriptedEntities
    registry: CollectorRegistry
    rounds: MemoryRounds
    streak_days: MemoryStreakDays
    purchases: MemoryPurchases
    notices: MemoryNotices

    async def sign_up(self, username: str = "mina") -> dict[str, Any]:
        answer = await self.client.post("/api/auth/signup", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def bearer(self, username: str = "mina") -> dict[str, str]:
        return authorization(await self.sign_up(username))


def authorization(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


def gateway_over(
    accounts: MemoryAccounts, *checks: HealthCheck, limits: SocketLimits | None = None, **settings: Any
) -> Gateway:
    config = GatewayConfig(**{"jwt_secret": SECRET, "argon2_memory_kib": 8, "argon2_passes": 1} | settings)
    clock, registry, entities = ManualClock(), CollectorRegistry(), ScriptedEntities()
    rounds, streak_days, purchases = MemoryRounds(), MemoryStreakDays(), MemoryPurchases()
    notices = MemoryNotices()
    metrics = GatewayMetrics(registry, version="1", git_sha="abc", track="stable")
    audit = MemoryAudit(accounts.trail)
    staff_commands = StaffCommands(entities, audit)
    staff = MemoryStaff(accounts)
    witnesses = Independence(
        accounts, staff, clock, {**ASKED_BY, **APPROVED_VERSIONS}, cooling_h=config.staff_cooling_h
    )
    definitions = Definitions(all_areas(config.economy, [TableConfig(name=name) for name in config.crash_tables]))
    definition_store = MemoryDefinitions(clock.now_ms, accounts.trail)
    publisher = DefinitionPublisher(definitions, definition_store, audit, clock.now_ms)
    acts = {**staff_commands.approved_acts(), **approved_acts(publisher, clock)}
    orders = MemoryStaffOrders()
    approvals = Approvals(MemoryApprovals(), audit, clock, acts, witnesses, registry)
    dependencies = GatewayDependencies(
        config=config,
        clock=clock,
        accounts=accounts,
        audit=audit,
        staff=staff,
        attempts=MemoryAttempts(),
        rounds=rounds,
        history=rounds,
        streak_days=streak_days,
        purchases=purchases,
        notices=notices,
        ledger=MemoryLedger(),
        players=MemoryPlayers(accounts),
        approvals=approvals,
        staff_commands=staff_commands,
        gifts=Gifts(orders, staff_commands, approvals, config, clock, registry),
        promises=Promises(orders, publisher, approvals, config, clock),
        staff_replies=MemoryStaffReplies(),
        totp=MemoryTotp(accounts.trail, accounts.ties),
        budgets=Budgets(limits or UNLIMITED, clock),
        revocations=Revocations(accounts, clock, metrics, kept_ms=config.token_ttl_s_max * 1000),
        entities=entities,
        definitions=definitions,
        definition_store=definition_store,
        catalog=ShopCatalog("shop:main", lambda message_type, frame: None),
        metrics=metrics,
        health_checks=checks,
    )
    app = create_app(dependencies)
    client = patient_client(transport=httpx.ASGITransport(app), base_url="http://pitboss.test")
    return Gateway(app, client, clock, accounts, entities, registry, rounds, streak_days, purchases, notices)


@pytest.fixture
async def make_gateway() -> AsyncIterator[Callable[..., Gateway]]:
    """Builds gateways: health checks are positional, settings are keywords, `accounts` replaces the store."""
    made: list[Gateway] = []

    def make(*checks: HealthCheck, accounts: MemoryAccounts | None = None, **settings: Any) -> Gateway:
        made.append(gateway_over(accounts or MemoryAccounts(), *checks, **settings))
        return made[-1]

    yield make
    for gateway in made:
        await gateway.client.aclose()
        gateway.app.state.identity.close()


@pytest.fixture
def gateway(make_gateway) -> Gateway:
    """A gateway with default settings."""
    return make_gateway()
