"""Definitions over REST: tried, published, scheduled, closed, taken back, compared, refused; all of it in the trail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec
import pytest

from actors.definitions.book import Definitions
from actors.shop.rules import Content, Item, Name, Price
from actors.shop.shop_messages import StockBook, StockShown
from gateway.staff.definition_versions import published
from tests.integration.rest.conftest import Gateway, authorization
from tests.integration.rest.staff import events, staff_bearer, staff_tokens

PATH = "/api/admin/definitions"
WARM_UP = "missions/warm-up"
CLASSIC = "slot/classic"


@pytest.fixture
async def admin(gateway: Gateway) -> dict[str, str]:
    headers = await staff_bearer(gateway, "ADMIN")
    gateway.accounts.trail.clear()
    return headers


def registry(gateway: Gateway) -> Definitions:
    found: Definitions = gateway.app.state.dependencies.definitions
    return found


def source(gateway: Gateway, name: str) -> dict[str, Any]:
    """The body that comes with the program."""
    area, _, key = name.partition("/")
    return dict(registry(gateway).areas[area].built_in[key].source)


async def follow(gateway: Gateway) -> None:
    """What the loader of a gateway does."""
    rows = await gateway.app.state.dependencies.definition_store.read()
    registry(gateway).replace(registry(gateway).prepare(map(published, rows)), gateway.clock.now_ms())


async def put(
    gateway: Gateway, headers: dict[str, str], name: str, follows: int, *, dry_run: bool = False, **changed: Any
) -> httpx.Response:
    """Publish the program's body with `changed`; a value of None leaves a key out."""
    starts_at = changed.pop("starts_at", None)
    body = {key: value for key, value in (source(gateway, name) | changed).items() if value is not None}
    payload = {"version": follows, "body": body, "reason": "spring", "starts_at": starts_at}
    params = {"dry_run": "true"} if dry_run else {}
    return await gateway.client.put(f"{PATH}/{name}", json=payload, headers=headers, params=params)


async def act(gateway: Gateway, headers: dict[str, str], name: str, what: str, **payload: Any) -> httpx.Response:
    return await gateway.client.post(f"{PATH}/{name}/{what}", json={"reason": "spring"} | payload, headers=headers)


async def get(gateway: Gateway, headers: dict[str, str], path: str, **params: Any) -> Any:
    answer = await gateway.client.get(f"{PATH}/{path}", headers=headers, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_published_version_says_what_it_changes_and_what_was_computed_of_it(gateway, admin):
    answer = await put(gateway, admin, CLASSIC, 1, rtp_band=[0.9, 0.96])
    assert answer.status_code == 201, answer.text
    done = answer.json()
    assert (done["version"]["version"], done["dry_run"]) == (2, False)
    assert done["changes"] == [{"path": "/rtp_band/0", "old": 0.94, "new": 0.9}]
    assert 0.94 < done["computed"]["rtp_min"] <= done["computed"]["rtp"] < 0.96
    assert events(gateway) == [("ADMIN_CONFIG_EDIT", "ok")]


async def test_the_trail_says_who_changed_what_from_what_to_what_and_why(gateway):
    tokens = await staff_tokens(gateway, "OPERATOR")
    await put(gateway, authorization(tokens), WARM_UP, 1, target=7)
    row = gateway.accounts.trail[-1]
    assert (row.event, row.actor, row.role) == ("ADMIN_EVENT_EDIT", tokens["user"]["id"], "OPERATOR")
    assert (row.target, row.reason) == (WARM_UP, "spring")
    assert row.request_id
    assert (row.old["version"], row.new["version"], row.new["body"]["target"]) == (1, 2, 7)
    assert row.old["body"] == source(gateway, WARM_UP)


async def test_a_dry_run_says_the_same_and_does_nothing(gateway, admin):
    tried = await put(gateway, admin, CLASSIC, 1, dry_run=True, rtp_band=[0.9, 0.96])
    assert tried.status_code == 200
    done = await put(gateway, admin, CLASSIC, 1, rtp_band=[0.9, 0.96])
    stored = {"reason", "author", "at", "starts_at", "version", "closed", "body"}
    assert {key: tried.json()["version"][key] for key in stored} == {key: done.json()["version"][key] for key in stored}
    assert tried.json()["changes"] == done.json()["changes"]
    assert tried.json()["computed"] == done.json()["computed"]
    assert events(gateway) == [("ADMIN_CONFIG_EDIT", "ok")]


@pytest.mark.parametrize(
    ("name", "changed", "says"),
    [
        (CLASSIC, {"rtp_band": [0.5, 0.6]}, "rtp_band"),
        (CLASSIC, {"paytable": {"SEVEN": {"3": 60_000}}}, "reel"),
        (CLASSIC, {"version": 7}, "leave version out"),
        (CLASSIC, {"rows": None}, "rows"),
        ("gacha/standard", {"price": 1}, "price"),
        ("gacha/standard", {"colour": "red"}, "colour"),
        (WARM_UP, {"target": -1}, "target"),
        (WARM_UP, {"starts_at_": 1}, "starts_at_"),
        (WARM_UP, {"requires": ["no-such-mission"]}, "no-such-mission"),
        (WARM_UP, {"games": ["chess"]}, "chess"),
        (WARM_UP, {"repeat": "hourly"}, "repeat"),
    ],
)
@pytest.mark.parametrize("dry_run", [True, False])
async def test_what_cannot_be_played_by_is_refused_with_what_to_change(gateway, admin, name, changed, says, dry_run):
    answer = await put(gateway, admin, name, 1, dry_run=dry_run, **changed)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_payload"), answer.text
    assert says in answer.json()["detail"]
    kind = "EVENT" if name == WARM_UP else "CONFIG"
    assert events(gateway) == ([] if dry_run else [(f"ADMIN_{kind}_EDIT", "invalid_payload")])
    assert len((await get(gateway, admin, name))["items"]) == 1


async def test_a_text_that_no_store_keeps_is_refused_and_recorded(gateway, admin):
    payload = {"version": 1, "body": {"a": [{"b": "\\\0"}]}, "reason": "a test"}
    answer = await gateway.client.put(f"{PATH}/{WARM_UP}", json=payload, headers=admin)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), answer.text
    assert events(gateway) == [("ADMIN_REFUSED", "bad_request")]


async def test_nobody_overwrites_what_he_has_not_seen(gateway, admin):
    assert (await put(gateway, admin, WARM_UP, 1, target=7)).status_code == 201
    for follows in (1, 0, 3):
        late = await put(gateway, admin, WARM_UP, follows, target=9)
        assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "version_conflict", 2)
    assert events(gateway)[1:] == [("ADMIN_EVENT_EDIT", "version_conflict")] * 3
    assert (await put(gateway, admin, WARM_UP, 1, dry_run=True, target=9)).json()["code"] == "version_conflict"


async def test_times_in_a_body_are_rfc_3339_to_staff_and_unix_ms_in_the_store(gateway, admin):
    first = await put(gateway, admin, WARM_UP, 1, ends_at="2030-01-01T09:00:00+09:00")
    second = await put(gateway, admin, WARM_UP, 2, ends_at="2030-01-02T00:00:00Z")
    assert (await gateway.app.state.dependencies.definition_store.get("missions", "warm-up", 2)).body["ends_at"] == (
        1_893_456_000_000
    )
    assert first.json()["version"]["body"]["ends_at"] == "2030-01-01T00:00:00Z"
    moved = {"path": "/ends_at", "old": "2030-01-01T00:00:00Z", "new": "2030-01-02T00:00:00Z"}
    assert second.json()["changes"] == [moved]
    assert (await get(gateway, admin, f"{WARM_UP}/diff", old=2, new=3))["changes"] == [moved]
    assert (await get(gateway, admin, WARM_UP))["items"][0]["body"]["ends_at"] == "2030-01-02T00:00:00Z"


@pytest.mark.parametrize("ends_at", [1_893_456_000_000, "2030-01-01T00:00:00", "soon", ["2030-01-01T00:00:00Z"]])
async def test_a_time_in_a_body_that_is_no_moment_is_refused(gateway, admin, ends_at):
    refused = await put(gateway, admin, WARM_UP, 1, ends_at=ends_at)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_payload")
    assert "ends_at" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("ends_at", "understood"),
    [
        (1_893_456_000, "2030-01-01T00:00:00Z"),
        (1_893_456_000_000, "2030-01-01T00:00:00Z"),
        ("1970-01-21T21:57:36Z", "1970-01-21T21:57:36Z"),
        ("2999-01-01T00:00:00+09:00", "2998-12-31T15:00:00Z"),
        (10**15, "no time at all"),
    ],
)
async def test_a_time_that_nobody_can_mean_is_refused_as_it_was_understood(gateway, admin, ends_at, understood):
    for name in (WARM_UP, "gacha/standard"):
        refused = await put(gateway, admin, name, 1, ends_at=ends_at)
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid_payload"), refused.text
        assert refused.json()["detail"].startswith("ends_at: ")
        assert understood in refused.json()["detail"]


async def test_an_event_is_created_scheduled_edited_closed_and_taken_back(gateway, admin):
    new = {"body": source(gateway, WARM_UP), "reason": "summer"}
    path, soon = "missions/summer", datetime.fromtimestamp(gateway.clock.now_ms() / 1000, UTC) + timedelta(days=1)
    made = await gateway.client.put(f"{PATH}/{path}", json=new | {"version": 0}, headers=admin)
    assert made.status_code == 201, made.text
    later = {"version": 1, "starts_at": soon.isoformat(), "body": new["body"] | {"target": 9}}
    await gateway.client.put(f"{PATH}/{path}", json=new | later, headers=admin)
    assert (await act(gateway, admin, path, "revert", version=2, to=1, replace=True)).status_code == 201
    assert (await act(gateway, admin, path, "close", version=3)).status_code == 201
    await follow(gateway)
    shown = await get(gateway, admin, path)
    assert shown["in_force"] == 4
    assert [(each["version"], each["closed"], each["body"]["target"]) for each in shown["items"]] == [
        (4, True, new["body"]["target"]),
        (3, False, new["body"]["target"]),
        (2, False, 9),
        (1, False, new["body"]["target"]),
    ]
    assert datetime.fromisoformat(shown["items"][2]["starts_at"]) == soon
    assert [event for event, _ in events(gateway)] == [
        *("ADMIN_EVENT_CREATE", "ADMIN_EVENT_SCHEDULE", "ADMIN_EVENT_REVERT", "ADMIN_EVENT_CLOSE")
    ]


async def test_what_came_with_the_program_can_be_returned_to(gateway, admin):
    await put(gateway, admin, "gacha/standard", 1, price=200)
    back = await act(gateway, admin, "gacha/standard", "revert", version=2, to=1)
    assert back.json()["version"]["body"] == source(gateway, "gacha/standard")
    assert back.json()["changes"] == [{"path": "/price", "old": 200, "new": 160}]


async def test_versions_are_listed_and_compared(gateway, admin):
    viewer = await staff_bearer(gateway, "VIEWER")
    await put(gateway, admin, "gacha/standard", 1, price=200)
    listed = await get(gateway, viewer, "gacha")
    assert [(each["id"], each["newest"], each["in_force"]) for each in listed["items"]] == [
        ("aurora", 1, 1),
        ("standard", 2, 1),
    ]
    await follow(gateway)
    assert (await get(gateway, viewer, "gacha"))["items"][1]["in_force"] == 2
    diff = await get(gateway, viewer, "gacha/standard/diff", old=1, new=2)
    assert diff["changes"] == [{"path": "/price", "old": 160, "new": 200}]
    versions = (await get(gateway, viewer, "gacha/standard"))["items"]
    assert [(each["version"], each["author"] == "", each["at"] is None) for each in versions] == [
        (2, False, False),
        (1, True, True),
    ]


@pytest.mark.parametrize(
    "path", ["chess", "missions/nothing", "chess/x", "slot/classic/diff?old=1&new=2", "slot/nothing/diff?old=1&new=1"]
)
async def test_what_there_is_not_is_not_found(gateway, admin, path):
    answer = await gateway.client.get(f"{PATH}/{path}", headers=admin)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("what", ["close", "revert"])
async def test_what_there_is_not_cannot_be_closed_or_taken_back(gateway, admin, what):
    more = {"to": 1} if what == "revert" else {}
    for name in ("missions/nothing", "chess/x"):
        answer = await act(gateway, admin, name, what, version=0, **more)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ({"reason": ""}, "reason"),
        ({"starts_at": "2026-01-01T00:00:00"}, "starts_at"),
        ({"starts_at": "2099-01-01T00:00:00Z"}, "days ahead"),
        ({"starts_at": "2999-01-01T00:00:00Z"}, "2999-01-01T00:00:00Z was understood"),
        ({"starts_at": "1970-01-21T15:58:20+00:00"}, "1970-01-21T15:58:20Z was understood"),
        ({"starts_at": "2025-01-01T00:00:00Z"}, "is over"),
        ({"version": -1}, "version"),
        ({"version": 1.5}, "version"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_bad_input_is_refused(gateway, admin, payload, says):
    answer = await act(gateway, admin, WARM_UP, "close", **({"version": 1} | payload))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_payload")
    assert says in answer.json()["detail"]


async def test_an_operator_changes_events_and_no_configuration_and_the_refusal_is_recorded(gateway):
    operator = await staff_bearer(gateway, "OPERATOR")
    gateway.accounts.trail.clear()
    assert (await put(gateway, operator, WARM_UP, 1, target=7)).status_code == 201
    for name in (CLASSIC, "gacha/standard"):
        assert (await put(gateway, operator, name, 1)).status_code == 403
        assert (await act(gateway, operator, name, "close", version=1)).status_code == 403
    assert events(gateway) == [("ADMIN_EVENT_EDIT", "ok"), *[("ADMIN_REFUSED", "forbidden")] * 4]


async def test_players_see_a_change_when_this_gateway_has_it_in_force(gateway, admin):
    await put(gateway, admin, "gacha/standard", 1, price=200)
    path = "/api/games/gacha/banners/standard/rates"
    assert (await gateway.client.get(path)).json()["price"]["amount"] == 160
    assert (await gateway.client.get(path, params={"version": 2})).json()["price"]["amount"] == 200
    await follow(gateway)
    assert (await gateway.client.get(path)).json()["price"]["amount"] == 200
    assert (await gateway.client.get(path, params={"version": 1})).json()["price"]["amount"] == 160
    assert (await gateway.client.get(path, params={"version": 3})).status_code == 404
    assert (await gateway.client.get(path, params={"version": 0})).status_code == 400


async def test_a_banner_with_which_exchanges_would_gain_is_not_published(gateway: Gateway) -> None:
    """Pulls give three shards for 160 gold; whoever buys a shard for 60 gold makes gold of it."""
    admin = await staff_bearer(gateway, "ADMIN")
    buys = Item(
        id="buys_shards",
        name=Name(ko="매입", en="We buy shards"),
        price=Price(currency="shard", amount=1),
        contents=(Content(type="gold", amount=60),),
        active=True,
    )
    shown = StockShown(buys.id, None, 0, 0, buys, 1, 0)
    gateway.entities.replies["shop.stock"] = msgspec.to_builtins(StockBook(1, [shown], 0, 0))

    refused = await put(gateway, admin, "gacha/standard", 1, price=150)

    assert (refused.status_code, refused.json()["cycle"]) == (400, ["buys_shards", "gacha/standard"])
    assert (await put(gateway, admin, "gacha/standard", 1, price=250)).status_code == 201
