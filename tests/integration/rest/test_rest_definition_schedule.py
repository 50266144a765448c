"""Definitions that are scheduled: tried against what will be in force then, together, and never undone unseen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from actors.missions.rules import MISSIONS_MAX
from tests.integration.rest.conftest import Gateway
from tests.integration.rest.staff import events, staff_bearer
from tests.integration.rest.test_rest_definitions import PATH, act, follow, get, put, registry, source

WARM_UP = "missions/warm-up"


@pytest.fixture
async def operator(gateway: Gateway) -> dict[str, str]:
    headers = await staff_bearer(gateway, "OPERATOR")
    gateway.accounts.trail.clear()
    return headers


def at(gateway: Gateway, **ahead: int) -> str:
    return (datetime.fromtimestamp(gateway.clock.now_ms() / 1000, UTC) + timedelta(**ahead)).isoformat()


def mission(gateway: Gateway, **changed: Any) -> dict[str, Any]:
    return source(gateway, WARM_UP) | changed


async def create(gateway: Gateway, headers: dict[str, str], key: str, **payload: Any) -> httpx.Response:
    new = {"version": 0, "body": mission(gateway), "reason": "autumn"} | payload
    return await gateway.client.put(f"{PATH}/missions/{key}", json=new, headers=headers)


async def together(
    gateway: Gateway, headers: dict[str, str], *items: dict[str, Any], dry_run: bool = False, **payload: Any
) -> httpx.Response:
    params = {"dry_run": "true"} if dry_run else {}
    body = {"items": items, "reason": "autumn"} | payload
    return await gateway.client.put(f"{PATH}/missions", json=body, headers=headers, params=params)


async def test_two_that_would_require_each_other_are_refused_when_the_second_is_scheduled(gateway, operator):
    then = at(gateway, days=1)
    for key in ("sun", "moon"):
        assert (await create(gateway, operator, key)).status_code == 201
    of_moon = {"version": 1, "starts_at": then, "body": mission(gateway, requires=["moon"])}
    assert (await create(gateway, operator, "sun", **of_moon)).status_code == 201
    of_sun = {"version": 1, "body": mission(gateway, requires=["sun"])}
    for starts_at in (then, at(gateway, hours=1), at(gateway, days=2)):
        refused = await create(gateway, operator, "moon", starts_at=starts_at, **of_sun)
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid_payload")
        assert "require each other" in refused.json()["detail"]
    gateway.clock.advance(3 * 86_400_000)
    await follow(gateway)
    assert registry(gateway).area("missions")["sun"].version == 2
    assert registry(gateway).refused == ()


async def test_a_mission_may_require_one_that_begins_with_it(gateway, operator):
    then = at(gateway, days=1)
    assert (await create(gateway, operator, "sun", starts_at=then)).status_code == 201
    of_sun = mission(gateway, requires=["sun"])
    early = await create(gateway, operator, "moon", body=of_sun, starts_at=at(gateway, hours=1))
    assert "which there is not" in early.json()["detail"]
    assert (await create(gateway, operator, "moon", body=of_sun, starts_at=then)).status_code == 201


async def test_no_more_are_scheduled_than_may_be_in_use_at_their_time(gateway, operator):
    there_are = len(registry(gateway).area("missions"))
    items = [{"id": f"m{n}", "version": 0, "body": mission(gateway)} for n in range(MISSIONS_MAX - there_are)]
    for n in range(0, len(items), 50):
        made = await together(gateway, operator, *items[n : n + 50], starts_at=at(gateway, days=1))
        assert made.status_code == 201, made.text
    refused = await create(gateway, operator, "one-more", starts_at=at(gateway, days=2))
    assert "at most" in refused.json()["detail"]
    swap = [{"id": "m0", "version": 1, "closed": True}, {"id": "one-more", "version": 0, "body": mission(gateway)}]
    assert (await together(gateway, operator, *swap, starts_at=at(gateway, days=2))).status_code == 201


async def test_several_are_published_together_or_none_is(gateway, operator):
    pair = [
        {"id": "sun", "version": 0, "body": mission(gateway)},
        {"id": "moon", "version": 0, "body": mission(gateway, requires=["sun"])},
    ]
    alone = await together(gateway, operator, pair[1])
    assert "which there is not" in alone.json()["detail"]
    tried = await together(gateway, operator, *pair, dry_run=True)
    assert (tried.status_code, tried.json()["dry_run"]) == (200, True)
    made = await together(gateway, operator, *pair)
    assert made.status_code == 201, made.text
    assert [(each["id"], each["version"]["version"]) for each in made.json()["items"]] == [("sun", 1), ("moon", 1)]
    assert events(gateway) == [("ADMIN_EVENT_CREATE", "invalid_payload"), *[("ADMIN_EVENT_CREATE", "ok")] * 2]
    stale = await together(gateway, operator, {"id": "stars", "version": 0, "body": mission(gateway)}, pair[0])
    assert (stale.status_code, stale.json()["code"], stale.json()["definition"]) == (409, "version_conflict", "sun")
    assert (await gateway.client.get(f"{PATH}/missions/stars", headers=operator)).status_code == 404


async def test_each_of_those_that_come_together_is_named_once(gateway, operator):
    twice = [{"id": "sun", "version": 0, "body": mission(gateway)}] * 2
    refused = await together(gateway, operator, *twice)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_payload")


async def test_a_change_that_would_undo_a_scheduled_version_says_so_and_asks(gateway, operator):
    then = at(gateway, days=1)
    await put(gateway, operator, WARM_UP, 1, target=7, starts_at=then)
    gateway.accounts.trail.clear()
    for dry_run in (True, False):
        asked = await put(gateway, operator, WARM_UP, 2, dry_run=dry_run, target=8)
        assert (asked.status_code, asked.json()["code"]) == (409, "would_replace")
        (scheduled,) = asked.json()["scheduled"]
        assert (scheduled["id"], scheduled["version"]) == ("warm-up", 2)
        assert datetime.fromisoformat(scheduled["starts_at"]) == datetime.fromisoformat(then)
    assert (await act(gateway, operator, WARM_UP, "close", version=2)).json()["code"] == "would_replace"
    assert (await act(gateway, operator, WARM_UP, "revert", version=2, to=1)).json()["code"] == "would_replace"
    assert [result for _, result in events(gateway)] == ["would_replace"] * 3
    body = mission(gateway, target=8)
    hotfix = {"version": 2, "body": body, "reason": "too hard", "replace": True}
    made = await gateway.client.put(f"{PATH}/{WARM_UP}", json=hotfix, headers=operator)
    assert (made.status_code, made.json()["replaces"]) == (201, [2])
    gateway.clock.advance(2 * 86_400_000)
    await follow(gateway)
    assert registry(gateway).area("missions")["warm-up"].body.target == 8


async def test_a_version_that_begins_after_a_scheduled_one_undoes_nothing(gateway, operator):
    await put(gateway, operator, WARM_UP, 1, target=7, starts_at=at(gateway, days=1))
    later = await put(gateway, operator, WARM_UP, 2, target=8, starts_at=at(gateway, days=2))
    assert (later.status_code, later.json()["replaces"]) == (201, [])
    same = await put(gateway, operator, WARM_UP, 3, target=9, starts_at=at(gateway, days=2))
    assert (same.status_code, [each["version"] for each in same.json()["scheduled"]]) == (409, [3])


async def test_what_was_replaced_once_is_asked_about_no_more(gateway, operator):
    await put(gateway, operator, WARM_UP, 1, target=7, starts_at=at(gateway, days=1))
    assert (await act(gateway, operator, WARM_UP, "close", version=2, replace=True)).status_code == 201
    again = await put(gateway, operator, WARM_UP, 3, target=7)
    assert (again.status_code, again.json()["replaces"]) == (201, [])
    assert [each["version"] for each in (await get(gateway, operator, WARM_UP))["items"]] == [4, 3, 2, 1]
