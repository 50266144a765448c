"""Walks through the API along the links of the document, against a real gateway: each answer is a documented one.

A walk takes what one operation answered to the next: an id from a list to what acts on it, a cursor to the next page.
schemathesis infers the links from the document, beside those that it states; staff routes are called as an ADMIN, the
others as a player, so that what players do is what staff see.
"""

import asyncio
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.cluster import Cluster
from tests.integration.realtime.test_openapi_holds import CHECKS, REQUESTS, SCHEMA, cluster, headers_of

__all__ = ["cluster"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

WALKS = 30
STEPS = 12
WALKING = settings(REQUESTS, max_examples=WALKS, stateful_step_count=STEPS)


def walk(url: str) -> set[str]:
    """Walk, always the same ways; return the operations that were called. Raises when an answer is undocumented."""
    called: set[str] = set()

    class Walk(SCHEMA.as_state_machine()):  # type: ignore[misc]  # made at run time
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            role = "ADMIN" if case.path.startswith("/api/admin/") else "PLAYER"
            return {"base_url": url, "headers": headers_of(role), "timeout": 30}

        def validate_response(self, response: Any, case: Any, *_: Any, **__: Any) -> None:
            called.add(case.operation.label)
            case.validate_response(response, checks=CHECKS)

    run_state_machine_as_test(Walk, settings=WALKING)
    return called


@pytest.mark.timeout(300)
async def test_no_way_through_the_api_leads_to_an_undocumented_answer(cluster: Cluster):  # the fixture
    called = await asyncio.to_thread(walk, cluster.url)
    assert len(called) > 20, sorted(called)
