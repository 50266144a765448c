"""What one player can keep from others without having paid for it: pieces, money, holds, and for how long."""

from actors.shop.receipts import UNPAID_AMOUNT_MAX, UNPAID_MAX, UNPAID_PIECES_MAX
from tests.unit.shop.mall import Mall, item

PIECES = UNPAID_PIECES_MAX // 2


def test_one_player_leaves_so_many_pieces_unpaid_and_no_more():
    shop = Mall((item("pack", 1, "KRW", stock=100),))
    unpaid = [shop.bought("ann", "pack", PIECES) for _ in range(2)]
    assert [each.status for each in unpaid] == ["pending", "pending"]
    refused = shop.bought("ann", "pack")
    assert (refused.code, refused.details["unpaid_pieces"]) == ("limit_exceeded", UNPAID_PIECES_MAX)
    assert shop.shop().held["pack"] == UNPAID_PIECES_MAX
    shop.cancel("ann", unpaid[0].purchase_id)
    assert shop.bought("ann", "pack").status == "pending"
    assert shop.bought("bob", "pack").status == "pending"


def test_one_player_leaves_so_many_purchases_unpaid_and_no_more():
    shop = Mall((item("pack", 1, "KRW"),))
    assert [shop.bought("ann", "pack").status for _ in range(UNPAID_MAX)] == ["pending"] * UNPAID_MAX
    assert shop.bought("ann", "pack").details == {"unpaid_max": UNPAID_MAX}
    assert shop.bought("bob", "pack").status == "pending"


def test_one_player_leaves_so_much_money_unpaid_and_no_more():
    shop = Mall((item("dear", UNPAID_AMOUNT_MAX // 2, "KRW"), item("other", 5, "USD")), money=frozenset({"KRW", "USD"}))
    assert shop.bought("ann", "dear", 2).status == "pending"
    assert shop.bought("ann", "dear").details["unpaid_amount"] == UNPAID_AMOUNT_MAX
    assert shop.bought("ann", "other").status == "pending"


def test_what_is_not_paid_for_leaves_half_of_the_holds_to_others(monkeypatch):
    monkeypatch.setattr("actors.shop.shop.UNPAID_HOLDS_MAX", 3)
    shop = Mall((item("money", 1, "KRW"), item("pack")))
    assert [shop.bought(f"crowd{n}", "money").status for n in range(3)] == ["pending"] * 3
    assert shop.bought("ann", "money").details == {"unpaid_holds_max": 3}
    assert shop.bought("ann", "pack").status == "success"


def test_pieces_that_nobody_pays_for_are_free_again_after_ten_minutes():
    shop = Mall((item("pack", 1, "KRW", stock=UNPAID_PIECES_MAX),))
    shop.bought("ann", "pack", UNPAID_PIECES_MAX)
    assert shop.bought("bob", "pack").code == "out_of_stock"
    shop.advance(10 * 60_000)
    shop.settle()
    assert shop.bought("bob", "pack").status == "pending"
