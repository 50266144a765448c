"""A small entity kind for tests of the runtime: a counter of gold that shows every ability of a turn.

`add` with 0 produces data that the store refuses (an amount must be positive), `explode` is an error of ours.
"""

from typing import ClassVar, Literal

from msgspec import Struct, json

from actors.money.transfers import Transferred
from actors.rewards.facts import RewardIssued
from actors.runtime.entity import (
    Completion,
    Decision,
    DomainEvent,
    EntityRef,
    Later,
    Rejection,
    StoredPart,
    Tell,
    Timer,
)
from actors.runtime.payloads import Delivery

ADD_MAX = 1000


class Add(Struct, frozen=True):
    """Credit `n`; more than ADD_MAX is rejected, 0 is refused by the store."""

    TYPE: ClassVar[str] = "add"
    n: int


class AddLater(Struct, frozen=True):
    """Credit `n` when `complete` comes, or by itself after `in_ms`; no reply before that."""

    TYPE: ClassVar[str] = "add-later"
    n: int
    in_ms: int = 0


class Complete(Struct, frozen=True):
    """Complete the `add-later` of this transaction."""

    TYPE: ClassVar[str] = "complete"
    tx: str


class Send(Struct, frozen=True):
    """Give `n` to the counter `to`."""

    TYPE: ClassVar[str] = "send"
    to: str
    n: int


class Receive(Struct, frozen=True):
    """What `send` tells; more than ADD_MAX is rejected."""

    TYPE: ClassVar[str] = "receive"
    n: int


class SetTimer(Struct, frozen=True):
    """Fire `name` in `in_ms`, and every `repeat_ms` afterwards unless that is 0."""

    TYPE: ClassVar[str] = "set"
    name: str
    in_ms: int
    durable: bool = True
    repeat_ms: int = 0


class Fired(Struct, frozen=True):
    """What a timer says: credit 1."""

    TYPE: ClassVar[str] = "fired"
    name: str
    durable: bool = True
    repeat_ms: int = 0


class Cancel(Struct, frozen=True):
    TYPE: ClassVar[str] = "cancel"
    name: str


class Explode(Struct, frozen=True):
    TYPE: ClassVar[str] = "explode"
    where: Literal["decide", "apply", "announce", "dump"]


class Get(Struct, frozen=True):
    TYPE: ClassVar[str] = "get"


class Count(Struct, frozen=True):
    """Every reply and snapshot: the balance, the timers that fired, the time of the turn."""

    TYPE: ClassVar[str] = "count"
    total: int
    fired: list[str] = []
    now_ms: int = 0


class Changed(Struct, frozen=True):
    """The push after every change."""

    TYPE: ClassVar[str] = "changed"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    total: int


class State(Struct):
    """`pending` maps the transaction of an open `add-later` to its amount."""

    key: str
    total: int = 0
    pending: dict[str, int] = {}
    fired: list[str] = []
    broken: bool = False


COMMANDS = (Add, AddLater, Complete, Send, Receive, SetTimer, Fired, Cancel, Explode)


class CounterKind:
    """See the module. With `opening_gold` a new counter starts with an opening turn."""

    name = "counter"
    commands = {cls.TYPE: cls for cls in COMMANDS}  # noqa: RUF012
    queries = {Get.TYPE: Get}  # noqa: RUF012
    parts = ("root", "log")

    def __init__(self, opening_gold=0):
        self._opening_gold = opening_gold

    def create(self, key):
        return State(key)

    def initial_command(self, state):
        return ("open", Add(self._opening_gold)) if self._opening_gold else None

    def decide(self, state, command, now_ms, entropy):
        match command.body:
            case Add(n):
                return Rejection("limit_exceeded") if n > ADD_MAX else self._credit(state, n, "house:mint", now_ms)
            case AddLater(n, in_ms):
                timer = (Timer(command.tx, now_ms + in_ms, Complete(command.tx)),) if in_ms else ()
                return Decision(Later(), (_fact("promised", command.tx, n),), timers=timer)
            case Complete(tx):
                return self._complete(state, tx, now_ms)
            case Send(to, n):
                return self._send(state, to, n, now_ms)
            case Receive(n):
                return Rejection("limit_exceeded") if n > ADD_MAX else self._credit(state, n, "house:transit", now_ms)
            case SetTimer(name, in_ms, durable, repeat_ms):
                timer = Timer(name, now_ms + in_ms, Fired(name, durable, repeat_ms), durable)
                return Decision(Count(state.total), timers=(timer,))
            case Fired():
                return self._fire(state, command.body, now_ms)
            case Cancel(name):
                return Decision(Count(state.total), cancelled_timers=(name,))
            case Explode(where):
                assert where != "decide", "exploded in decide"
                return Decision(Count(state.total), (_fact(where, command.tx, 0),))

    def _credit(self, state, n, debit, now_ms, *, facts=(), **more):
        moved = Transferred(
            debit=debit,
            credit=f"user:{state.key}",
            currency="gold",
            amount=n,
            balance_after=state.total + n,
            reason="counted",
        )
        return Decision(Count(state.total + n, now_ms=now_ms), (moved, *facts), **more)

    def _complete(self, state, tx, now_ms):
        if tx not in state.pending:
            return Rejection("not_found")
        n = state.pending[tx]
        completion = Completion(tx, Count(state.total + n, now_ms=now_ms))
        return self._credit(state, n, "house:mint", now_ms, facts=(_fact("kept", tx, n),), completions=(completion,))

    def _send(self, state, to, n, now_ms):
        if n > state.total:
            return Rejection("insufficient_gold")
        moved = Transferred(
            debit=f"user:{state.key}",
            credit="house:transit",
            currency="gold",
            amount=n,
            balance_after=state.total - n,
            reason="sent",
        )
        tell = Tell(EntityRef("counter", to), Receive(n))
        return Decision(Count(state.total - n, now_ms=now_ms), (moved,), tells=(tell,))

    def _fire(self, state, fired, now_ms):
        again = ()
        if fired.repeat_ms:
            again = (Timer(fired.name, now_ms + fired.repeat_ms, fired, fired.durable),)
        note = _fact("fired", fired.name, 0)
        return self._credit(state, 1, "house:mint", now_ms, facts=(note,), timers=again)

    def apply(self, state, fact):
        match fact:
            case Transferred(balance_after=total):
                state.total = total
            case RewardIssued(reward_type="promised", grant_id=tx, amount=n):
                state.pending[tx] = n
            case RewardIssued(reward_type="kept", grant_id=tx):
                del state.pending[tx]
            case RewardIssued(reward_type="fired", grant_id=name):
                state.fired.append(name)
                return frozenset({"log"})
            case RewardIssued(reward_type="dump"):
                state.broken = True
            case RewardIssued(reward_type="apply"):
                state.total = -1
                raise AssertionError("exploded in apply")
        return frozenset()

    def announce(self, state, facts):
        assert not any(getattr(fact, "reward_type", "") == "announce" for fact in facts), "exploded in announce"
        return [Changed(state.total) for fact in facts if isinstance(fact, Transferred)]

    def events(self, state, facts):
        return [DomainEvent("counted", {"amount": fact.amount}) for fact in facts if isinstance(fact, Transferred)]

    def answer(self, state, query, now_ms):
        return Count(state.total, list(state.fired), now_ms)

    def on_attach(self, state, now_ms):
        return None

    def on_handover(self, state):
        return None

    def attach_refusal(self, state, now_ms):
        return None

    def snapshot(self, state, now_ms):
        return Count(state.total, list(state.fired), now_ms)

    def dump(self, state, part):
        assert not state.broken, "exploded in dump"
        return StoredPart(1, json.encode(state.fired if part == "log" else [state.total, state.pending]))

    def unreadable(self, state):
        return ()

    def load(self, key, parts):
        total, pending = json.decode(parts["root"].data)
        fired = json.decode(parts["log"].data) if "log" in parts else []
        return State(key, total, pending, fired)


def _fact(what, name, n):
    return RewardIssued(grant_id=name, reward_type=what, amount=n, source="")
