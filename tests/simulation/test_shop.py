"""Whatever fails, whenever: every purchase ends once, with money and goods agreeing, and nothing is oversold."""

import re
from collections import Counter
from unittest.mock import patch

import pytest

from actors.runtime.entity import Decision
from actors.shop import shop
from actors.shop.facts import HoldReleased
from actors.shop.moves import Moves
from actors.shop.shop_messages import ShopConfirm
from actors.shop.state import ShopState
from tests.simulation.shop import purchases, shop_world

HISTORIES = 6
HISTORIES_MAX = 100
REPLAY = ".venv/bin/python -m pytest tests/simulation/test_shop.py --sim-seed"


@pytest.mark.timeout(1800)
def test_every_history_of_a_shop_keeps_every_promise(seeds):
    played = seeds if len(seeds) == 1 else seeds[: max(1, len(seeds) * HISTORIES // 200)]
    for seed in played:
        world = shop_world(seed)
        if broken := world.run():
            pytest.fail("\n".join([f"seed {seed}: {world.plan}", *broken, f"{REPLAY} {seed}"]), pytrace=False)


def test_histories_of_a_shop_see_everything_that_can_happen():
    seen = Counter()
    for seed in range(8):
        world = shop_world(seed)
        assert world.run() == []
        seen += Counter(sent.outcome for player in world.players for sent in player.sent)
        seen += Counter(data["status"] for rows in purchases(world).values() for _, data in rows)
        seen["dead"] += sum(not host.alive for host in world.store.tables.hosts.values())
    wanted = ("success", "failed", "cancelled", "out_of_stock", "limit_exceeded", "insufficient_gold", "dead")
    assert min(seen[what] for what in wanted) >= 1, seen


# --- the simulation finds what it is there to find ---


def a_shop_that_forgets_what_it_sold():
    real = shop._end_hold

    def releasing(state, body, user_id, now_ms):
        if isinstance(body, ShopConfirm) and state.hold(body.purchase_id) is not None:
            return Decision(body.REPLY(), (HoldReleased(purchase_id=body.purchase_id),))
        return real(state, body, user_id, now_ms)

    return patch.object(shop, "_end_hold", releasing)


def a_shop_that_counts_no_holds():
    return patch.object(
        ShopState,
        "left",
        lambda self, item: None if item.stock is None else item.stock - self.root.sold.get(item.id, 0),
    )


def a_player_who_pays_nothing():
    return patch.object(Moves, "take", lambda self, amount, currency, reason: None)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "mutation", [a_shop_that_forgets_what_it_sold, a_shop_that_counts_no_holds, a_player_who_pays_nothing]
)
def test_a_shop_that_breaks_a_rule_breaks_a_promise(mutation):
    with mutation():
        broken = next(filter(None, (shop_world(seed).run() for seed in range(HISTORIES_MAX))), [])
    assert any(re.search(r"\bI9:", what) for what in broken), broken
