"""Histories of a shop: shoppers at one shop with few pieces, hosts that die and freeze at every step of a purchase.

The same runtime, network, store and faults as in `tests.simulation.history`, with the kinds that the platform plays.
"""

from collections import Counter, defaultdict
from dataclasses import replace

from msgspec import json

from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from actors.runtime.commit.stored import unpack_root
from actors.runtime.entity import EntityRef, StoredPart
from actors.runtime.entropy import SeededEntropy
from actors.runtime.ownership.shards import shard_of
from actors.shop import state as shop_state
from actors.shop.messages import ShopBuy, ShopCancel
from actors.shop.rules import Content, Item, Name, Price
from actors.shop.shop import ShopKind
from actors.user.kind import UserKind
from actors.user.messages import ProfileGet
from tests.seals import SEALS
from tests.simulation.clients import Player, Sent
from tests.simulation.history import Plan, World
from tests.simulation.invariants import commands_count_once, commits_are_rightful, outbox_has_no_gap

SHOP = EntityRef("shop", "main")
ECONOMY = EconomyConfig()
GAMES = registered_games(ECONOMY)
SCARCE_PIECES = 4
ENDS = frozenset({"success", "failed", "cancelled", "expired"})


def _item(item_id, amount, **more):
    name, contents = Name(ko="물건", en=item_id), (Content(type="shard", amount=5),)
    return Item(
        id=item_id, name=name, price=Price(currency="gold", amount=amount), contents=contents, active=True, **more
    )


ITEMS = (
    _item("plenty", 300),
    _item("dear", 6_000),
    _item("scarce", 100, stock=SCARCE_PIECES),
    _item("once", 100, per_user_limit=1),
)


class Shopper(Player):
    """A player who buys, also what is sold out or does not exist, and gives purchases up again."""

    final = frozenset({"insufficient_gold", "limit_exceeded", "not_found", "out_of_stock", "not_claimable"})
    query = ProfileGet.TYPE

    def __init__(self, world, name, key):
        super().__init__(world, name, key)
        self.ref = EntityRef("user", key)

    def _invent(self):
        rng = self._rng
        if self.sent and rng.random() < 0.25:
            body = ShopCancel(purchase_id=self.sent[-1].tx)
        else:
            product = rng.choice([*(item.id for item in ITEMS), "dear", "scarce", "nothing"])
            body = ShopBuy(product_id=product, quantity=1 + int(rng.random() * 2))
        return Sent(self.ref, self._new_id(), body)


class ShopWorld(World):
    """A history with a shop in it."""

    healed_s = 60.0

    def __init__(self, plan):
        super().__init__(plan)
        self._hosts_started = 0

    def kinds(self):
        return {"user": UserKind(ECONOMY, GAMES, seal=SEALS.seeds), "shop": ShopKind(ITEMS)}

    def entropy(self):
        self._hosts_started += 1
        return SeededEntropy(self.plan.seed * 1_000 + self._hosts_started)

    def shards(self):
        return {shard_of(*SHOP), *(shard_of("user", key) for key in self.plan.keys)}

    def player(self, n):
        return Shopper(self, f"p{n}", self.plan.keys[n])

    def violations(self):
        return violations(self)


def shop_world(seed):
    """The history of `seed`."""
    plan, players = Plan.draw(seed), 2 + seed % 3
    return ShopWorld(
        replace(
            plan,
            keys=tuple("abcd"[:players]),
            players=players,
            hosts=2 + seed % 2,
            commands=5 + seed % 6,
            poison=False,
            activations_max=max(plan.activations_max, players + 2),
        )
    )


# --- what must hold ---


def violations(world):
    """Every broken promise, as text; empty when all hold."""
    checks = (
        commands_count_once,
        commits_are_rightful,
        outbox_has_no_gap,
        balances_replay,
        purchases_end_once,
        money_and_goods_agree,
        nothing_is_oversold,
    )
    found = [f"{player.name}: {what}" for player in world.players for what in player.broken]
    return (
        found + [what for check in checks for what in check(world)] + [f"failed: {error!r}" for error in world.failures]
    )


def purchases(world):
    """The rows of every purchase, by its id."""
    found = defaultdict(list)
    for row in world.store.tables.facts.values():
        if row.type == "purchase":
            data = json.decode(row.data)
            found[data["purchase_id"]].append((row, data))
    return found


def balances_replay(world):
    """I2: transfers in the order of versions lead to each balance, which is never negative."""
    for key in world.plan.keys:
        totals, account = Counter(), f"user:{key}"
        own = [each for each in world.store.tables.transfers.values() if account in (each.debit, each.credit)]
        for each in sorted(own, key=lambda each: (each.version, each.n)):
            totals[each.currency] += each.amount if each.credit == account else -each.amount
            if totals[each.currency] != each.balance_after or totals[each.currency] < 0:
                yield f"I2: {key} has {each.balance_after} after version {each.version}, replayed {totals}"


def purchases_end_once(world):
    """I9: once everything is over, each purchase has been asked for once and has ended once."""
    for purchase_id, rows in purchases(world).items():
        ends = [data["status"] for _, data in rows if data["status"] in ENDS]
        if len(ends) != 1 or len(rows) != 2:
            yield f"I9: purchase {purchase_id} ended {ends} in {len(rows)} rows"


def money_and_goods_agree(world):
    """I9: a success moved its price and its contents in its own command; nothing else moved any."""
    due, moved = Counter(), Counter()
    for purchase_id, rows in purchases(world).items():
        for row, data in rows:
            if data["status"] == "success":
                due[row.tx, purchase_id, "purchase", "gold", data["amount"]] += 1
                for content in data["contents"]:
                    due[row.tx, purchase_id, "purchase_contents", content["type"], content["amount"]] += 1
    for each in world.store.tables.transfers.values():
        if each.reason.startswith("purchase"):
            moved[each.tx, each.reference, each.reason, each.currency, each.amount] += 1
    for key in due.keys() | moved.keys():
        if due[key] != 1 or moved[key] != 1:
            yield f"I9: {key} is due {due[key]} times and was moved {moved[key]} times"


def nothing_is_oversold(world):
    """I9: no hold is left, what the shop counts as sold is what was bought, within stock and limits."""
    bought, by_user = Counter(), Counter()
    for rows in purchases(world).values():
        for row, data in rows:
            if data["status"] == "success":
                bought[data["product_id"]] += data["quantity"]
                by_user[row.key, data["product_id"]] += data["quantity"]
    state = load_shop(world.store.tables)
    holds = [*state.holds()]
    if holds or +Counter(state.root.sold) != +bought:
        yield f"I9: the shop counts {state.root.sold} and holds {holds}; bought are {bought}"
    if bought["scarce"] > SCARCE_PIECES or any(by_user[key, "once"] > 1 for key in world.plan.keys):
        yield f"I9: more was sold than there is or than one may buy: {by_user}"


def load_shop(tables):
    """The shop as it is stored."""
    parts = {}
    for (kind, _, part), stored in tables.parts.items():
        if kind == "shop":
            data = unpack_root(stored.data).data if part == "root" else stored.data
            parts[part] = StoredPart(stored.schema, data)
    return shop_state.load("main", parts)
