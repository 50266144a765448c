"""Limited packages: sale windows, tiers, limits of a player and by period, stock that staff change, discounts."""

import pytest

from actors.shop.rules import Discount, Window
from actors.shop.shop_messages import ItemDiscount, ItemStock, ItemToggle, ItemWindow
from tests.integration.cluster import Cluster
from tests.integration.shop.conftest import DAY_MS, NOW_MS, PRICE, buy_over_http, item, no_holds_left, order, stock

pytestmark = pytest.mark.asyncio(loop_scope="module")

ITEMS = (
    item("too_early", sale_window=Window(starts_at=NOW_MS + DAY_MS)),
    item("too_late", sale_window=Window(ends_at=NOW_MS - 1)),
    item("in_time", sale_window=Window(starts_at=NOW_MS - DAY_MS, ends_at=NOW_MS + DAY_MS)),
    item("for_silver", minimum_tier="SILVER"),
    item("two_ever", per_user_limit=2),
    item("one_a_day", per_user_limit=1, per_user_period="day"),
    item("limited", stock=1),
    item("reduced", discount=Discount(percent=30, window=Window(ends_at=NOW_MS + DAY_MS))),
    item("moved"),
    item("taken_off"),
)


async def bought(http, user, item_id: str, **given) -> dict:
    return (await buy_over_http(http, user, {"product_id": item_id} | given)).json()


@pytest.mark.parametrize(("item_id", "code"), [("too_early", "item_inactive"), ("too_late", "item_inactive")])
async def test_outside_of_its_sale_window_nobody_buys_an_item(http, user, item_id, code):
    assert (await bought(http, user, item_id))["code"] == code


async def test_inside_of_its_sale_window_anybody_buys_an_item(http, user):
    assert (await bought(http, user, "in_time"))["status"] == "success"


async def test_a_tier_that_a_player_has_not_reached_is_needed(http, user):
    refused = await buy_over_http(http, user, {"product_id": "for_silver"})
    assert (refused.status_code, refused.json()["minimum_tier"]) == (403, "SILVER")


@pytest.mark.parametrize(("item_id", "limit", "period"), [("two_ever", 2, "ever"), ("one_a_day", 1, "day")])
async def test_a_player_gets_as_many_as_the_limit_says(http, user, item_id, limit, period):
    statuses = [(await bought(http, user, item_id)).get("status") for _ in range(limit)]
    refused = await bought(http, user, item_id)
    assert statuses == ["success"] * limit
    assert (refused["code"], refused["limit"], refused["period"]) == ("limit_exceeded", limit, period)


async def test_more_than_the_limit_at_once_is_refused_as_a_whole(cluster: Cluster, http, user):
    before = await stock(cluster, "two_ever")
    assert (await bought(http, user, "two_ever", quantity=3))["code"] == "limit_exceeded"
    await no_holds_left(cluster)
    assert await stock(cluster, "two_ever") == before


async def test_staff_put_more_pieces_on_sale(cluster: Cluster, http, user):
    assert (await bought(http, user, "limited"))["status"] == "success"
    assert (await bought(http, user, "limited"))["code"] == "out_of_stock"
    done = await order(cluster, ItemStock, "limited", stock=2)
    assert (done["changed"], done["item"]["stock"]) == (True, 2)
    assert (await bought(http, user, "limited"))["status"] == "success"
    await no_holds_left(cluster)
    assert (await stock(cluster, "limited"))["sold"] == 2


async def test_a_discount_is_what_the_catalog_shows_and_what_is_charged(http, user):
    catalog = (await http.get("/api/shop/catalog")).json()
    shown = next(each for each in catalog["items"] if each["id"] == "reduced")
    assert (shown["price"]["amount"], shown["discount_percent"], shown["price_now"]) == (PRICE, 30, 70)
    assert (await bought(http, user, "reduced", catalog_version=catalog["version"]))["amount"] == 70


async def test_the_end_of_a_discount_raises_the_price_by_itself(cluster: Cluster, http, user):
    await order(cluster, ItemDiscount, "moved", percent=50, ends_at=NOW_MS + DAY_MS)
    seen = (await http.get("/api/shop/catalog")).json()["version"]
    await order(cluster, ItemDiscount, "moved", percent=50, ends_at=NOW_MS)
    refused = await bought(http, user, "moved", catalog_version=seen)
    assert (refused["code"], refused["price"]["amount"]) == ("version_conflict", PRICE)


async def test_an_item_that_is_taken_off_is_on_sale_again_when_it_is_put_back(cluster: Cluster, http, user):
    await order(cluster, ItemToggle, "taken_off", active=False)
    assert (await bought(http, user, "taken_off"))["code"] == "item_inactive"
    await order(cluster, ItemToggle, "taken_off", active=True)
    assert (await bought(http, user, "taken_off"))["status"] == "success"
    await order(cluster, ItemWindow, "taken_off", sale_window={"starts_at": NOW_MS + DAY_MS, "ends_at": None})
    assert (await bought(http, user, "taken_off"))["code"] == "item_inactive"
