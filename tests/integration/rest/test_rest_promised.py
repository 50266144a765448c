"""Definitions that give players something: one person publishes what one person may give, no more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.integration.rest.conftest import Gateway
from tests.integration.rest.staff import events, staff_bearer
from tests.integration.rest.test_rest_definitions import PATH, act, get, source

WARM_UP = "missions/warm-up"
APPROVALS = "/api/admin/approvals"


@pytest.fixture
async def operator(gateway: Gateway) -> dict[str, str]:
    return await staff_bearer(gateway, "OPERATOR", "op-1")


@pytest.fixture
async def second(gateway: Gateway) -> dict[str, str]:
    headers = await staff_bearer(gateway, "OPERATOR", "op-2")
    gateway.accounts.trail.clear()
    return headers


def gold(amount: int) -> dict[str, Any]:
    return {"reward": [{"type": "gold", "amount": amount}], "repeat": "once"}


async def publish(
    gateway: Gateway, headers: dict[str, str], key: str, follows: int = 0, *, dry_run: bool = False, **changed: Any
) -> httpx.Response:
    idempotent = {"Idempotency-Key": changed.pop("idempotency_key")} if "idempotency_key" in changed else {}
    payload = {"version": follows, "body": source(gateway, WARM_UP) | changed, "reason": "a feast"}
    params = {"dry_run": "true"} if dry_run else {}
    return await gateway.client.put(
        f"{PATH}/missions/{key}", json=payload, headers={**headers, **idempotent}, params=params
    )


async def decide(gateway: Gateway, headers: dict[str, str], approval: str, verdict: str) -> httpx.Response:
    return await gateway.client.post(f"{APPROVALS}/{approval}/{verdict}", json={"reason": "seen"}, headers=headers)


async def test_a_mission_of_a_million_million_gold_waits_for_a_second_person(gateway, operator, second):
    asked = await publish(gateway, operator, "feast", **gold(10**12))
    assert asked.status_code == 202, asked.text
    waiting = asked.json()
    assert (waiting["act"], waiting["target"], waiting["state"]) == ("events.publish", "missions/feast", "pending")
    assert waiting["body"]["gives"] == {"gold": 10**12}
    assert (await gateway.client.get(f"{PATH}/missions/feast", headers=operator)).status_code == 404
    assert (await decide(gateway, operator, waiting["id"], "approve")).json()["code"] == "same_person"
    done = (await decide(gateway, second, waiting["id"], "approve")).json()
    assert (done["state"], done["outcome"]) == ("done", "ok")
    (version,) = (await get(gateway, operator, "missions/feast"))["items"]
    assert (version["author"], version["reason"]) == (waiting["requested_by"], "a feast")
    assert ("ADMIN_EVENT_CREATE", "ok") in events(gateway)


async def test_a_dry_run_says_what_it_gives_and_that_it_takes_two(gateway, operator):
    small = (await publish(gateway, operator, "feast", dry_run=True, **gold(100_000))).json()
    assert (small["gives"], small["two_people"]) == ({"gold": 100_000}, False)
    daily = gold(100_000) | {"repeat": "daily"}
    large = (await publish(gateway, operator, "feast", dry_run=True, **daily)).json()
    assert (large["gives"], large["two_people"]) == ({"gold": 3_100_000}, True)
    assert events(gateway)[-1][0] != "APPROVAL_REQUESTED"


async def test_many_small_ones_add_up(gateway, operator, second):
    codes = [(await publish(gateway, operator, f"feast-{n}", **gold(30_000))).status_code for n in range(5)]
    assert codes == [201, 201, 201, 202, 202]
    assert (await publish(gateway, second, "feast-6", **gold(30_000))).status_code == 201


async def test_a_change_counts_by_what_it_gives_more(gateway, operator, second):
    waiting = (await publish(gateway, operator, "feast", **gold(500_000))).json()
    await decide(gateway, second, waiting["id"], "approve")
    for follows, amount in ((1, 500_000), (2, 400_000), (3, 450_000)):
        assert (await publish(gateway, operator, "feast", follows, **gold(amount))).status_code == 201
    assert (await publish(gateway, operator, "feast", 4, **gold(600_000))).status_code == 202
    assert (await act(gateway, operator, "missions/feast", "close", version=4)).status_code == 201
    assert (await publish(gateway, operator, "feast", 5, **gold(450_000))).status_code == 202


async def test_what_was_approved_for_later_does_not_begin_today_by_one_person(gateway, operator, second):
    then = datetime.fromtimestamp(gateway.clock.now_ms() / 1000, UTC) + timedelta(days=9)
    payload = {"version": 0, "body": source(gateway, WARM_UP) | gold(10**9), "reason": "a feast"}
    later = payload | {"starts_at": then.isoformat()}
    waiting = (await gateway.client.put(f"{PATH}/missions/feast", json=later, headers=operator)).json()
    assert (await decide(gateway, second, waiting["id"], "approve")).json()["outcome"] == "ok"
    at_once = payload | {"version": 1, "replace": True}
    asked = await gateway.client.put(f"{PATH}/missions/feast", json=at_once, headers=operator)
    assert asked.status_code == 202, asked.text


async def test_a_repeat_of_the_key_waits_for_the_same_approval_and_its_approval_happens_once(gateway, operator, second):
    first = await publish(gateway, operator, "feast", idempotency_key="k", **gold(10**9))
    again = await publish(gateway, operator, "feast", idempotency_key="k", **gold(10**9))
    assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
    await decide(gateway, second, first.json()["id"], "approve")
    approvals = gateway.app.state.dependencies.approvals
    left = await approvals.store.get(first.json()["id"])
    assert await approvals._acts[left.act](left) == "ok"
    assert len((await get(gateway, operator, "missions/feast"))["items"]) == 1


async def test_what_has_changed_before_it_was_approved_is_not_published(gateway, operator, second):
    waiting = (await publish(gateway, operator, "feast", **gold(10**9))).json()
    await publish(gateway, operator, "feast", **gold(10))
    done = (await decide(gateway, second, waiting["id"], "approve")).json()
    assert (done["state"], done["outcome"]) == ("done", "version_conflict")
    (version,) = (await get(gateway, operator, "missions/feast"))["items"]
    assert version["body"]["reward"][0]["amount"] == 10


async def test_a_refused_one_gives_nothing(gateway, operator, second):
    waiting = (await publish(gateway, operator, "feast", **gold(10**9))).json()
    assert (await decide(gateway, second, waiting["id"], "refuse")).json()["state"] == "refused"
    assert (await gateway.client.get(f"{PATH}/missions/feast", headers=operator)).status_code == 404


@pytest.mark.parametrize("amounts", [(200_000, 10), (10, 200_000), (200_000, 200_001)])
async def test_direct_and_approved_acts_share_one_space_of_keys(gateway, operator, amounts):
    player = (await gateway.sign_up())["user"]["id"]
    headers = {**operator, "Idempotency-Key": "one"}
    codes = []
    for amount in amounts:
        wanted = {"reason": "prize", "reward_type": "gold", "amount": amount}
        granted = await gateway.client.post(f"/api/admin/users/{player}/grant", json=wanted, headers=headers)
        codes.append((granted.status_code, granted.json().get("code")))
    assert codes == [(202 if amounts[0] > 100_000 else 200, None), (422, "idempotency_conflict")]
    for amount in (10, 10**9):
        published = await publish(gateway, operator, "feast", idempotency_key="one", **gold(amount))
        assert (published.status_code, published.json()["code"]) == (422, "idempotency_conflict")
