"""The shop and its buyers run turn by turn, without a runtime: what they tell waits until the test delivers it.

A tell counts once, as it does on the runtime; its order is the test's to choose. Any entity can die and be loaded.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from msgspec import json

from actors.games.registry import registered_games
from actors.games.rps import RpsPlay
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.rewards.messages import RewardGrant
from actors.runtime.entity import Completion, Decision, EntityRef, Incoming, Later, Rejection, Timer
from actors.runtime.entropy import SeededEntropy
from actors.runtime.turns.commands import command_tx, derived_id
from actors.shop.facts import PurchaseChanged
from actors.shop.messages import ShopBuy, ShopCancel
from actors.shop.rules import Content, Item, Name, Price, is_money
from actors.shop.shop import ShopKind
from actors.shop.shop_messages import PurchasePaid, PurchaseRefund, ShopOrder
from actors.staff.messages import Act
from actors.user.kind import UserKind
from tests.seals import SEALS

START_MS = 1_795_000_000_000
DAY_MS = 86_400_000
ECONOMY = EconomyConfig(shop_time_zone="UTC")
SHOP = EntityRef("shop", "main")
ACT = Act(actor="adm", role="ADMIN", request_id="r1", address="10.0.0.1", reason="because")


def item(item_id: str, amount: int = 100, currency: str = "gold", **given: Any) -> Item:
    """An active item that contains 5 shards a piece, 5 gems if it is for money."""
    contents = given.pop("contents", (Content(type="gem" if is_money(currency) else "shard", amount=5),))
    price = Price(currency=currency, amount=amount)
    return Item(id=item_id, name=Name(ko="이름", en="name"), price=price, contents=contents, **{"active": True} | given)


@dataclass
class Mall:
    """`told` are tells under way; `replies` what callers were answered, by purchase; `facts` and `pushes` by entity."""

    items: tuple[Item, ...] = ()
    money: frozenset[str] = frozenset({"KRW"})
    now: int = START_MS
    told: deque[tuple[EntityRef, str, str, Any]] = field(default_factory=deque)
    replies: dict[str, Any] = field(default_factory=dict)
    facts: list[tuple[EntityRef, Any]] = field(default_factory=list)
    pushes: list[tuple[EntityRef, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kinds: dict[str, Any] = {
            "shop": ShopKind(self.items, money=self.money),
            "user": UserKind(ECONOMY, registered_games(ECONOMY), seal=SEALS.seeds),
        }
        self.states: dict[EntityRef, Any] = {}
        self.timers: dict[tuple[EntityRef, str], Timer] = {}
        self._entropy = SeededEntropy()
        self._n = 0
        self.state(SHOP)

    # --- entities ---

    def state(self, ref: EntityRef) -> Any:
        """The state of an entity, opened if it is new."""
        if ref not in self.states:
            kind = self.kinds[ref.kind]
            self.states[ref] = kind.create(ref.key)
            command_id, body = kind.initial_command(self.states[ref])
            self.turn(ref, "system", command_id, body)
        return self.states[ref]

    def turn(self, ref: EntityRef, origin: str, command_id: str, body: Any) -> Any:
        """One turn; the reply, a Rejection or Later. What it tells and its timers wait."""
        kind, state = self.kinds[ref.kind], self.state(ref)
        tx = command_tx(*ref, origin, command_id)
        wire = json.decode(json.encode(body), type=type(body))
        decision = kind.decide(state, Incoming(command_id, origin, tx, wire), self.now, self._entropy)
        if isinstance(decision, Rejection):
            return decision
        assert isinstance(decision, Decision)
        for fact in decision.facts:
            dirty = kind.apply(state, fact)
            assert dirty <= set(kind.parts)
            self.facts.append((ref, fact))
        self.pushes += [(ref, push) for push in kind.announce(state, decision.facts)]
        kind.events(state, decision.facts)
        for index, tell in enumerate(decision.tells):
            self.told.append((tell.to, f"entity:{ref}", derived_id(tx, f"tell:{index}"), tell.body))
        for name in decision.cancelled_timers:
            self.timers.pop((ref, name), None)
        self.timers |= {(ref, timer.name): timer for timer in decision.timers}
        for completion in decision.completions:
            self._complete(completion)
        return decision.reply

    def _complete(self, completion: Completion) -> None:
        assert completion.tx not in self.replies, "a command is answered once"
        self.replies[completion.tx] = completion.reply

    def die(self, ref: EntityRef) -> None:
        """The host of an entity dies; another loads it. Timers of the activation are gone."""
        kind = self.kinds[ref.kind]
        parts = {part: kind.dump(self.state(ref), part) for part in kind.parts}
        self.states[ref] = kind.load(ref.key, parts)
        self.timers = {key: timer for key, timer in self.timers.items() if key[0] != ref or timer.durable}

    # --- time and tells ---

    def deliver(self, index: int = 0) -> None:
        """One of the tells under way arrives."""
        to, origin, tell_id, body = self.told[index]
        del self.told[index]
        self.turn(to, origin, tell_id, body)

    def settle(self) -> None:
        """Every tell arrives, in order."""
        while self.told:
            self.deliver()

    def fire_due(self) -> None:
        """Timers that are due fire."""
        while due := [key for key, timer in self.timers.items() if timer.due_ms <= self.now]:
            key = min(due, key=lambda each: self.timers[each].due_ms)
            timer = self.timers.pop(key)
            self._n += 1
            self.turn(key[0], "timer", f"t{self._n}", timer.body)

    def advance(self, ms: int) -> None:
        self.now += ms
        self.fire_due()

    # --- what people do ---

    def buy(self, user: str, item_id: str, quantity: int = 1, **given: Any) -> str:
        """Begin a purchase; its id. What the player was answered at once, if so, is in `replies`."""
        self._n += 1
        ref = EntityRef("user", user)
        body = ShopBuy(product_id=item_id, quantity=quantity, **given)
        purchase_id = command_tx(*ref, "user", f"b{self._n}")
        reply = self.turn(ref, "user", f"b{self._n}", body)
        if not isinstance(reply, Later):
            self.replies[purchase_id] = reply
        return purchase_id

    def bought(self, user: str, item_id: str, quantity: int = 1, **given: Any) -> Any:
        """A whole purchase; the player's reply."""
        purchase_id = self.buy(user, item_id, quantity, **given)
        self.settle()
        return self.replies[purchase_id]

    def cancel(self, user: str, purchase_id: str) -> Any:
        return self._by_user(user, ShopCancel(purchase_id=purchase_id))

    def pay(self, user: str, purchase_id: str, *, paid: bool = True, reason: str = "declined") -> Any:
        """The provider's word."""
        self._n += 1
        body = PurchasePaid(purchase_id=purchase_id, provider_ref=f"pb_{purchase_id}", paid=paid, reason_code=reason)
        return self.turn(EntityRef("user", user), "webhook:sandbox", f"w{self._n}", body)

    def refund(self, user: str, purchase_id: str, **given: Any) -> Any:
        return self.by_staff(user, PurchaseRefund(act=ACT, purchase_id=purchase_id, **given))

    def by_staff(self, user: str, body: Any) -> Any:
        """A command of staff to a player; what it answers."""
        self._n += 1
        return self.turn(EntityRef("user", user), "admin", f"s{self._n}", body)

    def play(self, user: str, bet: int) -> Any:
        """A round of RPS; its reply."""
        return self._by_user(user, RpsPlay(bet=bet, choice="rock"))

    def give(self, user: str, currency: str, amount: int) -> Any:
        """A reward of the server."""
        self._n += 1
        grant = RewardGrant(grant_id=f"g{self._n}", reward_type=currency, amount=amount, source="test")
        return self.turn(EntityRef("user", user), "system", grant.grant_id, grant)

    def order(self, order: type[ShopOrder], item_id: str, **given: Any) -> Any:
        """An order of staff to the shop; what it answers."""
        self._n += 1
        return self.turn(SHOP, "admin", f"o{self._n}", order(act=ACT, item_id=item_id, **given))

    def _by_user(self, user: str, body: Any) -> Any:
        self._n += 1
        return self.turn(EntityRef("user", user), "user", f"u{self._n}", body)

    # --- what became of it ---

    def user(self, user: str) -> Any:
        return self.state(EntityRef("user", user))

    def balances(self, user: str) -> dict[str, int]:
        return dict(self.user(user).root.balances)

    def shop(self) -> Any:
        return self.state(SHOP)

    def purchases(self, user: str) -> dict[str, PurchaseChanged]:
        """The last state of each purchase."""
        ref = EntityRef("user", user)
        return {fact.purchase_id: fact for of, fact in self.facts if of == ref and isinstance(fact, PurchaseChanged)}

    def transfers(self, reference: str) -> list[Transferred]:
        return [fact for _, fact in self.facts if isinstance(fact, Transferred) and fact.reference == reference]

    def statuses(self, user: str) -> list[str]:
        """What the player's purchases came to, in the order of the pushes."""
        ref = EntityRef("user", user)
        return [push.status for of, push in self.pushes if of == ref and push.TYPE == "purchase_update"]
