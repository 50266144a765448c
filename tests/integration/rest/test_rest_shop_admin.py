"""Administration of the shop over REST, before the real shop: what is ordered, answered, refused and recorded."""

import msgspec
import pytest
from msgspec import structs

from actors.runtime.entity import Incoming, Rejection
from actors.runtime.entropy import SeededEntropy
from actors.runtime.turns.replies import reply_bytes
from actors.shop.facts import ItemChanged
from actors.shop.rules import Content, Item, Name, Price
from actors.shop.shop import ShopKind
from actors.shop.shop_messages import ShopOpen
from actors.staff.facts import ActDone
from persistence.audit import AuditRow
from tests.integration.rest.conftest import Asked, Scripted, ScriptedEntities, authorization
from tests.integration.rest.staff import events, staff_bearer, staff_tokens

ITEMS = "/api/admin/shop/items"
PACK = Item(
    id="pack",
    name=Name(ko="묶음", en="Pack"),
    price=Price(currency="gold", amount=100),
    contents=(Content(type="shard", amount=5),),
    active=True,
    stock=10,
)
NEW = {
    "id": "box",
    "name": {"ko": "상자", "en": "Box"},
    "price": {"currency": "gold", "amount": 50},
    "contents": [{"type": "shard", "amount": 3}],
}


class RealShop(ScriptedEntities):
    """The shop's own decisions, in memory; other entities answer what the test says."""

    def __init__(self, clock, trail, rows) -> None:
        super().__init__()
        self.rows = rows
        self.clock = clock
        self.trail = trail
        self.kind = ShopKind([PACK])
        self.state = self.kind.create("main")
        self._turn(ShopOpen(), "system")

    async def command(self, ref, type, body, *, command_id, origin="user", **_):  # noqa: A002
        if ref.kind != "shop":
            return await super().command(ref, type, body, command_id=command_id, origin=origin)
        self.asked.append(Asked(ref, type, decoded(body), command_id, origin))
        try:
            order = decoded(body, self.kind.commands[type])
        except ValueError:
            return Scripted(*reply_bytes(Rejection("invalid_payload")))
        return Scripted(*reply_bytes(self._turn(order, origin)))

    async def query(self, ref, type, body):  # noqa: A002
        if ref.kind != "shop":
            return await super().query(ref, type, body)
        query = decoded(body, self.kind.queries[type])
        return Scripted(*reply_bytes(self.kind.answer(self.state, query, self.clock.now_ms())))

    def _turn(self, body, origin):
        incoming = Incoming("id", origin, "0" * 32, body)
        decision = self.kind.decide(self.state, incoming, self.clock.now_ms(), SeededEntropy(1))
        if isinstance(decision, Rejection):
            return decision
        for fact in decision.facts:
            self.kind.apply(self.state, fact)
            if isinstance(fact, ItemChanged):
                self.rows[fact.item.id] = decoded(msgspec.json.encode(fact.columns()))
            if isinstance(fact, ActDone):
                self.trail.append(AuditRow(**structs.asdict(fact)))
        return decision.reply


def decoded(body, kind=dict):
    return msgspec.json.decode(body, type=kind)


@pytest.fixture
def shop(gateway):
    """The shop behind the gateway."""
    made = RealShop(gateway.clock, gateway.accounts.trail, gateway.purchases.last_items)
    gateway.app.state.dependencies.staff_commands._entities = made
    object.__setattr__(gateway.app.state.dependencies, "entities", made)
    gateway.entities = made
    return made


async def admin(gateway):
    return await staff_bearer(gateway, "ADMIN")


async def revert(gateway, headers, to):
    return await gateway.client.post(f"{ITEMS}/pack/revert", json={"to": to}, headers=headers)


async def patch(gateway, headers, what, body, query=""):
    return await gateway.client.patch(f"{ITEMS}/{what}{query}", json=body, headers=headers)


def said(answer):
    return answer.status_code, answer.json().get("code")


CHANGES = [
    ("toggle", {"active": False}, {"active": {"old": True, "new": False}}, "ADMIN_SHOP_TOGGLE"),
    ("rank", {"rank": 7}, {"rank": {"old": 0, "new": 7}}, "ADMIN_SHOP_RANK"),
    ("stock", {"stock": None}, {"stock": {"old": 10, "new": None}}, "ADMIN_SHOP_STOCK"),
    (
        "discount",
        {"percent": 20, "ends_at": "2030-01-01T00:00:00Z"},
        {"discount": {"old": None, "new": {"percent": 20, "starts_at": None, "ends_at": "2030-01-01T00:00:00Z"}}},
        "ADMIN_SHOP_DISCOUNT",
    ),
    (
        "window",
        {"sale_window": {"starts_at": "2029-12-31T23:00:00+01:00"}},
        {"sale_window": {"old": None, "new": {"starts_at": "2029-12-31T22:00:00Z", "ends_at": None}}},
        "ADMIN_SHOP_WINDOW",
    ),
    ("", {"minimum_tier": "GOLD"}, {"minimum_tier": {"old": None, "new": "GOLD"}}, "ADMIN_SHOP_EDIT"),
]
ROUTES = pytest.mark.parametrize(("route", "body", "changes", "event"), CHANGES, ids=[each[0] for each in CHANGES])


@ROUTES
async def test_an_order_changes_the_item_once_and_says_what_changed(gateway, shop, route, body, changes, event):
    headers, what = await admin(gateway), f"pack/{route}".rstrip("/")

    first, again = [(await patch(gateway, headers, what, body)) for _ in range(2)]

    assert (first.status_code, again.status_code) == (200, 200)
    assert (first.json()["changed"], first.json()["version"], first.json()["changes"]) == (True, 2, changes)
    assert (again.json()["changed"], again.json()["version"], again.json()["changes"]) == (False, 2, {})
    assert events(gateway)[-2:] == [(event, "ok")] * 2


@ROUTES
async def test_a_dry_run_says_what_would_change_and_changes_and_records_nothing(
    gateway, shop, route, body, changes, event
):
    headers, what = await admin(gateway), f"pack/{route}".rstrip("/")
    trail = list(gateway.accounts.trail)

    answer = await patch(gateway, headers, what, body, "?dry_run=true")
    refused = await patch(gateway, headers, what, body | {"version": 5}, "?dry_run=true")

    assert (answer.json()["dry_run"], answer.json()["changes"]) == (True, changes)
    assert said(refused) == (409, "version_conflict")
    assert shop.state.shelves["pack"].item == PACK
    assert gateway.accounts.trail == trail


@ROUTES
@pytest.mark.parametrize("role", ["PLAYER", "VIEWER", "OPERATOR"])
async def test_only_an_admin_changes_items_and_an_attempt_is_recorded(gateway, shop, route, body, changes, event, role):
    headers = await gateway.bearer() if role == "PLAYER" else await staff_bearer(gateway, role)

    answer = await patch(gateway, headers, f"pack/{route}".rstrip("/"), body)

    assert said(answer) == (403, "forbidden")
    assert shop.asked == []
    assert events(gateway)[-1] == ("ADMIN_REFUSED", "forbidden")


@ROUTES
async def test_what_the_shop_refuses_is_recorded_with_its_reason(gateway, shop, route, body, changes, event):
    headers = await admin(gateway)
    suffix = f"/{route}".rstrip("/")

    unknown = await patch(gateway, headers, f"nothing{suffix}", body | {"reason": "why not"})
    stale = await patch(gateway, headers, f"pack{suffix}", body | {"version": 5})

    assert said(unknown) == (404, "not_found")
    assert said(stale) == (409, "version_conflict")
    assert (stale.json()["version"], stale.json()["item"]["id"]) == (1, "pack")
    assert events(gateway)[-2:] == [(event, "not_found"), (event, "version_conflict")]
    row = gateway.accounts.trail[-2]
    assert (row.target, row.reason) == ("shop/main/nothing", "why not")


async def test_an_act_is_recorded_with_who_did_it_what_was_and_what_is(gateway, shop):
    tokens = await staff_tokens(gateway, "ADMIN")

    answer = await patch(gateway, authorization(tokens), "pack/toggle", {"active": False, "reason": "broken"})

    row = gateway.accounts.trail[-1]
    assert (row.actor, row.role, row.reason) == (tokens["user"]["id"], "ADMIN", "broken")
    assert row.request_id == answer.headers["X-Request-Id"]
    assert row.target == "shop/main/pack"
    assert (row.old, row.new) == ({"active": True, "version": 1}, {"active": False, "version": 2})


async def test_an_item_whose_window_is_over_cannot_be_activated(gateway, shop):
    headers = await admin(gateway)
    await patch(gateway, headers, "pack/toggle", {"active": False})
    await patch(gateway, headers, "pack/window", {"sale_window": {"ends_at": "2020-01-01T00:00:00Z"}})

    assert said(await patch(gateway, headers, "pack/toggle", {"active": True})) == (409, "item_inactive")


async def test_a_new_item_is_created_once_and_a_retry_under_its_key_has_no_second_effect(gateway, shop):
    headers = await admin(gateway)

    dry = await gateway.client.post(f"{ITEMS}?dry_run=true", json=NEW, headers=headers)
    made = await gateway.client.post(ITEMS, json=NEW, headers=headers | {"Idempotency-Key": "k1"})
    other = await gateway.client.post(ITEMS, json=NEW, headers=headers)

    assert (dry.status_code, dry.json()["dry_run"]) == (200, True)
    assert made.status_code == 201
    item = made.json()
    assert (item["id"], item["version"], item["active"], item["price"]) == ("box", 1, False, NEW["price"])
    assert said(other) == (409, "version_conflict")
    assert events(gateway)[-2:] == [("ADMIN_SHOP_CREATE", "ok"), ("ADMIN_SHOP_CREATE", "version_conflict")]
    await gateway.client.post(ITEMS, json=NEW, headers=headers | {"Idempotency-Key": "k1"})
    assert len({each.id for each in shop.asked}) == 3


async def test_an_item_goes_back_to_an_earlier_version_as_a_new_one(gateway, shop):
    headers = await admin(gateway)
    await patch(gateway, headers, "pack", {"price": {"currency": "gem", "amount": 3}})
    await patch(gateway, headers, "pack/rank", {"rank": 9})

    back = (await revert(gateway, headers, 1)).json()
    again = (await revert(gateway, headers, 1)).json()
    history = (await gateway.client.get(f"{ITEMS}/pack", headers=headers)).json()

    assert (back["version"], back["changed"], sorted(back["changes"])) == (4, True, ["price"])
    assert (again["version"], again["changed"]) == (4, False)
    assert [each["version"] for each in history["items"]] == [4, 3, 2, 1]
    assert history["items"][0]["price"] == {"currency": "gold", "amount": 100}
    assert history["items"][0]["rank"] == 9
    assert said(await revert(gateway, headers, 77)) == (404, "not_found")
    assert events(gateway)[-1] == ("ADMIN_SHOP_REVERT", "not_found")


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("pack/toggle", {}),
        ("pack/toggle", {"active": 1}),
        ("pack/toggle", {"active": True, "reason": ""}),
        ("pack/toggle", {"active": True, "also": 1}),
        ("pack/discount", {"percent": 96}),
        ("pack/discount", {"percent": 5, "starts_at": "yesterday"}),
        ("pack/discount", {"percent": 5, "starts_at": "2030-01-02T00:00:00Z", "ends_at": "2030-01-01T00:00:00Z"}),
        ("pack/discount", {"percent": 5, "ends_at": "9999-12-31T23:59:59-12:00"}),
        ("pack/window", {"sale_window": {"starts_at": "1969-01-01T00:00:00Z"}}),
        ("pack/rank", {"rank": -1}),
        ("pack/stock", {"stock": 1.5}),
        ("pack/stock", {"stock": 10**12}),
        ("pack", {"price": {"currency": "doubloon", "amount": 5}}),
        ("pack", {"price": {"currency": "gold", "amount": 0}}),
        ("pack", {"contents": []}),
        ("pack", {"name": {"ko": "이름"}}),
        ("pack", {"minimum_tier": "LEGEND"}),
        ("pack", {"per_user_limit": None, "per_user_period": "day"}),
    ],
)
async def test_what_makes_no_sense_is_refused_and_changes_nothing(gateway, shop, what, body):
    assert said(await patch(gateway, await admin(gateway), what, body)) == (400, "invalid_payload")
    assert shop.state.shelves["pack"].item == PACK


async def test_stock_cannot_fall_below_what_is_sold_or_held(gateway, shop):
    headers = await admin(gateway)
    shop.state.root.sold["pack"] = 4

    assert said(await patch(gateway, headers, "pack/stock", {"stock": 3})) == (400, "invalid_payload")
    assert (await patch(gateway, headers, "pack/stock", {"stock": 4})).json()["sold"] == 4


async def test_a_viewer_sees_every_item_and_where_its_pieces_are(gateway, shop):
    headers, viewer = await admin(gateway), await staff_bearer(gateway, "VIEWER")
    await gateway.client.post(ITEMS, json=NEW | {"rank": 5}, headers=headers)
    shop.state.root.sold["pack"] = 4

    seen = (await gateway.client.get(ITEMS, headers=viewer)).json()

    assert [(each["id"], each["active"], each["stock"], each["sold"]) for each in seen["items"]] == [
        ("pack", True, 10, 4),
        ("box", False, None, 0),
    ]
    assert said(await gateway.client.get(f"{ITEMS}/nothing", headers=viewer)) == (404, "not_found")


async def test_an_id_that_no_item_can_have_does_not_reach_the_shop(gateway, shop):
    assert said(await patch(gateway, await admin(gateway), "NO%20SUCH/toggle", {"active": True})) == (404, "not_found")
    assert shop.asked == []


async def test_staff_see_a_discount_that_is_only_scheduled(gateway, shop):
    headers = await admin(gateway)
    window = {"starts_at": "2095-01-01T00:00:00Z", "ends_at": None}
    await patch(gateway, headers, "pack/discount", {"percent": 20, **window})

    (listed,) = (await gateway.client.get(ITEMS, headers=headers)).json()["items"]

    assert listed["discount"] == {"percent": 20, **window}
    assert (listed["discount_percent"], listed["price_now"]) == (0, 100)


async def test_an_archived_item_is_in_a_list_of_its_own_until_it_is_brought_back(gateway, shop):
    headers = await admin(gateway)

    async def lists():
        asked = [await gateway.client.get(f"{ITEMS}?archived={each}", headers=headers) for each in ("false", "true")]
        return [[item["id"] for item in answer.json()["items"]] for answer in asked]

    done = await gateway.client.post(f"{ITEMS}/pack/archive", headers=headers)
    assert (done.status_code, done.json()["archived"], done.json()["active"]) == (200, True, False)
    assert await lists() == [[], ["pack"]]
    await gateway.client.post(f"{ITEMS}/pack/archive", json={"archived": False}, headers=headers)
    assert await lists() == [["pack"], []]
    assert events(gateway)[-2:] == [("ADMIN_SHOP_ARCHIVE", "ok")] * 2


async def test_archived_items_that_the_shop_keeps_no_more_are_listed_shown_and_brought_back(gateway, shop, monkeypatch):
    monkeypatch.setattr("actors.shop.orders.ARCHIVED_KEPT_MAX", 1)
    headers = await admin(gateway)
    shop.state.root.sold["pack"] = 4
    await gateway.client.post(ITEMS, json=NEW, headers=headers)
    for name in ("pack", "box"):
        await gateway.client.post(f"{ITEMS}/{name}/archive", headers=headers)
    assert set(shop.state.filed) == {"pack"}

    first = (await gateway.client.get(f"{ITEMS}?archived=true&limit=1", headers=headers)).json()
    rest = (await gateway.client.get(f"{ITEMS}?archived=true&cursor={first['next']}", headers=headers)).json()
    listed = [(each["id"], each["sold"], each["stock"], each["price_now"]) for each in first["items"] + rest["items"]]
    assert (len(first["items"]), rest["next"]) == (1, None)
    assert listed == [("box", 0, None, 50), ("pack", 4, 10, 100)]
    (version,) = (await gateway.client.get(f"{ITEMS}/pack", headers=headers)).json()["items"]
    assert (version["version"], version["name"]) == (2, {"ko": "묶음", "en": "Pack"})
    assert said(await patch(gateway, headers, "pack/toggle", {"active": True})) == (409, "item_inactive")

    done = await gateway.client.post(f"{ITEMS}/pack/archive", json={"archived": False}, headers=headers)
    assert (done.status_code, done.json()["version"], done.json()["sold"]) == (200, 3, 4)
    assert done.json()["changes"] == {}
    assert [item["id"] for item in (await gateway.client.get(ITEMS, headers=headers)).json()["items"]] == ["pack"]


async def test_exchanges_that_would_gain_are_refused_with_the_items(gateway, shop):
    headers = await admin(gateway)
    back = {"price": {"currency": "shard", "amount": 1}, "contents": [{"type": "gold", "amount": 21}], "active": True}

    refused = await gateway.client.post(f"{ITEMS}?dry_run=true", json=NEW | back, headers=headers)

    assert said(refused)[1] == "invalid_payload"
    assert refused.json()["cycle"] == ["box", "pack"]
