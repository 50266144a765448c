"""Whatever nobody should send, to every parameter of every route and every field of every message: nothing changes.

Made from the OpenAPI document and the registry, so that a new route or message is in it by itself. Over real Postgres,
Valkey and a real gateway; the store is compared as a whole, but for what runs by itself and the trail of refusals.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from actors.areas import all_areas
from actors.crash.table_messages import TableRef
from actors.definitions.book import Definitions
from actors.kinds import TOPICS
from actors.messages import COMMANDS
from actors.money.economy import EconomyConfig
from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from gateway.auth.tokens import AccessTokens
from gateway.rest.openapi.examples import example_of
from persistence.identity.accounts import Account
from persistence.postgres.schema.tables import metadata
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.hostile import SAMPLE, Request, frames_of, requests_of
from tests.integration.realtime.player import CONFIG, Socket, User, joined, new_id
from tests.patient import patient_client

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOCUMENT = json.loads((Path(__file__).parents[3] / "docs" / "api" / "openapi.json").read_text("utf-8"))
AT_ONCE = 16
RUNS_BY_ITSELF = {"audit", "audit_seal", "audit_unsealed", "host_lease"}
"""Refusals of staff are recorded and sealed, hosts renew their leases."""
RECORDED = {"GET /api/admin/audit/export": ("acts",)}
"""Reads that the trail records: with an odd filter it is an export like any other."""
OPERATIONS = {
    f"{method.upper()} {path}": (path, method, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
MESSAGES = {command.TYPE: command for command in COMMANDS} | {
    **{f"{kind}.{verb}": TableRef for kind in TOPICS for verb in ("subscribe", "unsubscribe")},
}
PLAYER = "0123456789abc"
STAFF = "abcdefghjkmnp"
VALUES = {
    "user_id": PLAYER,
    "staff_id": STAFF,
    "session_id": "s" * 13,
    "area": "missions",
    "definition_id": "warm-up",
    "machine_id": "classic",
    "banner_id": "standard",
    "item_id": "pkg_10",
    "event_id": "warm-up",
    "purchase_id": "ab" * 16,
    "round_id": "ab" * 16,
    "approval_id": "ab" * 16,
    "table": "main",
    "id": "main",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str, valkey_url: str) -> AsyncIterator[Cluster]:
    async with running_cluster(
        module_database_url,
        config=CONFIG,
        redis_url=valkey_url,
        topics=TOPICS,
        shop=EntityRef("shop", "main"),
        make_definitions=lambda: Definitions(all_areas(EconomyConfig())),
    ) as running:
        for user_id, role in ((PLAYER, "PLAYER"), (STAFF, "ADMIN")):
            account = Account(user_id, f"of_{role}", f"of_{role}", "x", role, "Asia/Seoul", "ko", 1)
            await running.gateway.accounts.create(account)
        yield running


def token_of(user_id: str, role: str) -> str:
    return AccessTokens(CONFIG, SystemClock()).issue(user_id, role, f"s{role.lower()}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def player(cluster: Cluster) -> User:
    """One whose state is there already: the first look at it opens it."""
    user = User(PLAYER, token_of(PLAYER, "PLAYER"))
    async with joined(cluster, user) as socket:
        await socket.ask("state.get")
    return user


async def stored(database: asyncpg.Pool, valkey_url: str) -> dict[str, Any]:
    """The whole store: every table and every key by its contents; of the trail what was done."""
    found: dict[str, Any] = {}
    for name in sorted(set(metadata.tables) - RUNS_BY_ITSELF):
        rows = await database.fetch(f"SELECT t::text AS row FROM {name} t ORDER BY 1")
        found[name] = len(rows), hashlib.sha256("\n".join(row["row"] for row in rows).encode()).hexdigest()
    found["acts"] = await database.fetchval("SELECT count(*) FROM audit WHERE result = 'ok'")
    async with Redis.from_url(valkey_url) as redis:
        found["valkey"] = sorted([(key, await redis.dump(key)) async for key in redis.scan_iter()])
    return found


@asynccontextmanager
async def unchanged(database: asyncpg.Pool, valkey_url: str, may: Sequence[str] = ()) -> AsyncIterator[None]:
    before = await stored(database, valkey_url)
    yield
    after = await stored(database, valkey_url)
    assert [name for name in before if before[name] != after[name]] == list(may)


async def answer_to(http: httpx.AsyncClient, method: str, request: Request, bearer: str) -> str | None:
    """Send it; what is wrong with its answer."""
    fresh = new_id()
    headers = [(name.encode(), value.replace(SAMPLE, fresh).encode("latin-1")) for name, value in request.headers]
    headers.append((b"Authorization", f"Bearer {bearer}".encode()))
    content = None if request.body is None else request.body.encode("utf-8", "surrogatepass")
    answer = await http.request(method, request.path, content=content, headers=headers)
    status = answer.status_code
    if status in {401, 403, 429} or status >= 500 or (request.must_fail and status < 400):
        return f"{status} {answer.text[:120]} to {method} {request.path[:120]} {(request.body or '')[:300]}"
    return None


@pytest.mark.parametrize("label", sorted(OPERATIONS))
async def test_no_route_acts_on_what_nobody_should_send(cluster, player, database, valkey_url, label: str):
    path, method, operation = OPERATIONS[label]
    of_staff = path.startswith("/api/admin")
    bearer = token_of(STAFF, "ADMIN") if of_staff else player.token
    gate = asyncio.Semaphore(AT_ONCE)

    async def sent(http: httpx.AsyncClient, request: Request) -> str | None:
        async with gate:
            return await answer_to(http, method, request, bearer)

    may = RECORDED.get(label, ())
    async with unchanged(database, valkey_url, may), patient_client(base_url=cluster.url) as http:
        bad = list(requests_of(path, operation, VALUES))
        wrong = [found for found in await asyncio.gather(*(sent(http, each) for each in bad)) if found]
        assert bad
        assert not wrong, f"{len(wrong)} of {len(bad)}:\n" + "\n".join(wrong[:8])


@pytest.mark.parametrize("message_type", sorted(MESSAGES))
async def test_no_message_acts_on_what_nobody_should_send(cluster, player, database, valkey_url, message_type: str):
    async with unchanged(database, valkey_url), joined(cluster, player) as socket:
        state = await socket.ask("state.get")
        for frame in frames_of(message_type, example_payload(MESSAGES[message_type])):
            await refused(socket, frame)
        after = await socket.ask("state.get")
        assert (after["version"], after["payload"]) == (state["version"], state["payload"])


async def refused(socket: Socket, frame: str) -> None:
    await socket.wire.send(frame)
    while "re" not in (reply := await socket.next()):
        pass
    assert reply["ok"] is False, frame
    assert reply["error"]["code"] in {"bad_request", "invalid_payload"}, (frame, reply)


def example_payload(message: type[msgspec.Struct]) -> Any:
    (schema,), schemas = msgspec.json.schema_components([message], ref_template="#/components/schemas/{name}")
    return example_of(schema, schemas)


async def test_every_body_of_the_document_has_an_example():
    bodies = [operation["requestBody"] for _, _, operation in OPERATIONS.values() if "requestBody" in operation]
    assert all("example" in body["content"]["application/json"] for body in bodies)
    assert bodies
