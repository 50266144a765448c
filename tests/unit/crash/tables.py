"""A crash table run turn by turn, without a runtime: its timers, what it tells, and the death of its host."""

from dataclasses import dataclass, field
from typing import Any

from actors.crash.chains.keeper import Contributions
from actors.crash.facts import BetEnded, RoundEnded
from actors.crash.rules.config import TableConfig
from actors.crash.table import TableKind
from actors.crash.table_messages import TableBet, TableCashout, TopicMessage
from actors.fairness.sealing import KeySeal
from actors.runtime.entity import Decision, Incoming, Rejection, Timer
from actors.runtime.entropy import SeededEntropy

CONFIG = TableConfig(chain_length=40)
SEAL = KeySeal("a secret of the settings")
START_MS = 1_795_000_000_000
CONTRIBUTIONS = ("ab" * 32,)
"""Of every salt, whoever bets: a bet does not change where the round ends, which tests look up before."""


def bet_id(n: int) -> str:
    return f"{n * 2654435761 % 2**128:032x}"


@dataclass
class Table:
    """`now` is the time; `tells` and `heard` are what has left the table."""

    config: TableConfig = CONFIG
    now: int = START_MS
    contributions: Contributions = field(default=lambda _: CONTRIBUTIONS)
    facts: list[Any] = field(default_factory=list)
    tells: list[tuple[str, Any]] = field(default_factory=list)
    heard: list[TopicMessage] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kind = TableKind([self.config], SEAL, contributions=self.contributions)
        self.state = self.kind.create(self.config.name)
        self.timers: dict[str, Timer] = {}
        self._entropy = SeededEntropy()
        self._n = 0
        initial = self.kind.initial_command(self.state)
        assert initial is not None
        self.turn(initial[1], "system")

    # --- turns ---

    def turn(self, body: Any, origin: str, age_ms: int = 0) -> list[Any]:
        """One turn; the facts of it."""
        self._n += 1
        command = Incoming(f"c{self._n}", origin, f"{self._n:032x}", body, age_ms)
        decision = self.kind.decide(self.state, command, self.now, self._entropy)
        assert isinstance(decision, Decision), decision
        for fact in decision.facts:
            self.kind.apply(self.state, fact)
        self.facts += decision.facts
        self.heard += self.kind.announce(self.state, decision.facts)
        self.events += self.kind.events(self.state, decision.facts)
        self.tells += [(tell.to.key, tell.body) for tell in decision.tells]
        for name in decision.cancelled_timers:
            self.timers.pop(name, None)
        self.timers |= {timer.name: timer for timer in decision.timers}
        return list(decision.facts)

    def refused(self, body: Any, origin: str) -> Rejection:
        decision = self.kind.decide(self.state, Incoming("c", origin, "0" * 32, body), self.now, self._entropy)
        assert isinstance(decision, Rejection)
        return decision

    def fire(self) -> None:
        """The next timer, when it is due."""
        timer = min(self.timers.values(), key=lambda timer: timer.due_ms)
        self.now = max(self.now, timer.due_ms)
        del self.timers[timer.name]
        self.turn(timer.body, "timer")

    def advance(self, ms: int) -> None:
        """Time goes by; timers fire in time."""
        until = self.now + ms
        while self.timers and min(timer.due_ms for timer in self.timers.values()) <= until:
            self.fire()
        self.now = until

    def reach(self, phase: str) -> None:
        """Timers fire until the table is in `phase`."""
        while self.state.root.phase != phase:
            self.fire()

    def die(self, lost_ms: int = 0) -> None:
        """The host dies and another loads the table `lost_ms` later: the timers of the activation are gone."""
        parts = {part: self.kind.dump(self.state, part) for part in self.kind.parts}
        self.state = self.kind.load(self.config.name, parts)
        self.timers = {name: timer for name, timer in self.timers.items() if timer.durable}
        self.now += lost_ms

    # --- players ---

    def bet(self, user: str, bet: int = 100, auto: int = 0, number: int = 0, round_id: str = "") -> str:
        """Send a bet; the answer's code."""
        name = bet_id(number or len(self.tells) + 1)
        body = TableBet(bet_id=name, round_id=round_id or self.state.round_id(), bet=bet, auto_cashout=auto)
        self.turn(body, f"entity:user/{user}")
        to, answer = self.tells[-1]
        assert (to, answer.bet_id) == (user, name)
        return answer.code

    def cash_out(self, user: str, age_ms: int = 0, of: str = "") -> Any:
        """Send a cash-out; what the player is told, or None."""
        name = next((bet.bet_id for bet in self.state.bets() if bet.user_id == (of or user)), bet_id(999_999))
        told = len(self.tells)
        self.turn(TableCashout(bet_id=name, tx="aa" * 16), f"entity:user/{user}", age_ms)
        return self.tells[told][1] if len(self.tells) > told else None

    def settled(self, user: str) -> Any:
        """The one settlement that the player was told."""
        (found,) = [body for to, body in self.tells if to == user and body.TYPE == "stake.settled"]
        return found

    def settlements(self) -> list[BetEnded]:
        return [fact for fact in self.facts if isinstance(fact, BetEnded)]

    def ends(self) -> list[RoundEnded]:
        return [fact for fact in self.facts if isinstance(fact, RoundEnded)]

    def heard_of(self, message: type[TopicMessage]) -> list[Any]:
        return [each for each in self.heard if isinstance(each, message)]

    @property
    def crash_ms(self) -> int:
        assert self.state.secret is not None
        return self.state.secret.crash_ms

    @property
    def point(self) -> int:
        assert self.state.secret is not None
        return self.state.secret.point

    def is_salted(self) -> bool:
        """Whether the present chain has its salt, so that no bet can change where its rounds end."""
        assert self.state.chains.current is not None
        return bool(self.state.chains.current.salt)

    def play_until_point(self, low: int, high: int = 10**9) -> None:
        """Let rounds go by until one is being bet on whose crash point is in [low, high]."""
        while not (low <= self.point <= high and self.is_salted() and self.state.root.phase == "betting"):
            self.reach("ended")
            self.reach("betting")


def running(low: int = 300, high: int = 10**9) -> Table:
    """A table whose curve has just started, with bets of `ann`, `bob` (automatic at 1.50) and `cid`."""
    table = Table()
    table.play_until_point(low, high)
    assert [table.bet("ann", 1000), table.bet("bob", 1000, 150), table.bet("cid", 77)] == ["", "", ""]
    table.reach("running")
    return table
