"""The OpenAPI document against a real gateway: whatever a client makes of it, the answer is a documented one.

Requests are made from the document by schemathesis, always the same ones, as nobody, as a player and as an ADMIN.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from actors.shop.items.seed_items import seed_items
from actors.shop.shop import ShopKind
from gateway.auth.tokens import AccessTokens
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG
from tests.patient import patient_client

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOCUMENT = json.loads((Path(__file__).parents[3] / "docs" / "api" / "openapi.json").read_text("utf-8"))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = {operation.ok().label: operation.ok() for operation in SCHEMA.get_all_operations()}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
CHECKS += [response_headers_conformance, response_schema_conformance]
EXAMPLES = 12
REQUESTS = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    verbosity=Verbosity.quiet,
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    """One with a shop."""
    kinds, shop = {"shop": ShopKind(seed_items())}, EntityRef("shop", "main")
    async with running_cluster(module_database_url, config=CONFIG, more_kinds=kinds, shop=shop) as running:
        yield running


def headers_of(role: str) -> dict[str, str]:
    if role == "nobody":
        return {}
    token = AccessTokens(CONFIG, SystemClock()).issue(f"of{role.lower()}", role, f"s{role.lower()}")
    return {"Authorization": f"Bearer {token}"}


def send_all(operation: Any, url: str, headers: dict[str, str]) -> None:
    """Send what schemathesis makes of an operation; raises when an answer is not as documented."""

    @REQUESTS
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        response = case.call(base_url=url, headers=headers, timeout=30)
        case.validate_response(response, checks=CHECKS)

    send()


@pytest.mark.parametrize("role", ["nobody", "PLAYER", "ADMIN"])
@pytest.mark.parametrize("label", sorted(OPERATIONS))
async def test_every_answer_is_a_documented_one(cluster: Cluster, label: str, role: str):
    await asyncio.to_thread(send_all, OPERATIONS[label], cluster.url, headers_of(role))


async def test_head_is_get_without_the_content(cluster: Cluster):
    paths = [path for path, methods in DOCUMENT["paths"].items() if "get" in methods]
    async with patient_client(base_url=cluster.url, headers=headers_of("ADMIN")) as http:
        for path in (each.format_map(defaultdict(lambda: "main")) for each in paths):
            head, get = await http.head(path), await http.get(path)
            assert (head.status_code, head.content) == (get.status_code, b""), path
            same = ("Content-Type", "ETag", "Cache-Control", "Content-Security-Policy")
            assert [head.headers.get(name) for name in same] == [get.headers.get(name) for name in same], path
        assert (await http.head("/api/auth/login")).status_code == 405
