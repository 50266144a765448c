"""The shop as a player uses it: one product, which is bought for gold."""

from playwright.sync_api import expect

from tests.web.journeys.player import Player

PRODUCT, PRICE, SHARDS = "shards_50", 2_500, 50


def asks_to_buy(player: Player) -> None:
    """Choose the product and press the button that buys it."""
    player.goes_to("/shop")
    player.page.locator(f'[data-product="{PRODUCT}"] button').click()
    player.page.get_by_role("dialog").get_by_role("button", name="Buy for").click()


def has_bought(player: Player) -> None:
    """Wait for the receipt, and close the dialog."""
    dialog = player.page.get_by_role("dialog")
    expect(dialog.locator("[data-outcome]")).to_have_attribute("data-outcome", "success")
    dialog.get_by_role("button", name="Done").click()
