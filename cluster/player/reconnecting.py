"""What a client does after its socket closed: the close-code table of protocol.md as data, and the back-off.

Back-off is full jitter (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter): a random part of a bound
that doubles from 0.5 s to 20 s, and starts anew only after 30 s of a stable connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from random import Random

from actors.runtime.clock import Clock
from gateway.realtime.close_codes import CloseCode

NORMAL = 1000
ABNORMAL = 1006
FRAME_TOO_BIG = 1009
FINAL = range(4500, 5000)
STABLE_MS = 30_000
DRAIN_WINDOW_MS = 5_000
"""Window of a drain that was not announced."""


class Action(Enum):
    """The first thing to do after a close."""

    RECONNECT = "reconnect"
    REFRESH = "refresh"
    """Refresh the access token, then reconnect."""
    LOG_IN = "log_in"
    """Log in anew, then reconnect; stop when that is not possible."""
    STOP = "stop"


class Wait(Enum):
    """How long to wait before a reconnection."""

    BACK_OFF = "back_off"
    ONCE_AT_ONCE = "once_at_once"
    """Not at all the first time, then as BACK_OFF."""
    WINDOW = "window"
    """A random part of the announced drain window."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table; `at_least_ms` is added to the back-off."""

    action: Action = Action.RECONNECT
    wait: Wait = Wait.BACK_OFF
    resume: bool = True
    at_least_ms: int = 0


RULES: Mapping[int, Rule] = {
    NORMAL: Rule(Action.STOP),
    CloseCode.DRAIN: Rule(wait=Wait.WINDOW),
    CloseCode.NO_PONG: Rule(wait=Wait.ONCE_AT_ONCE),
    CloseCode.RESYNC: Rule(wait=Wait.ONCE_AT_ONCE, resume=False),
    CloseCode.TOKEN_EXPIRED: Rule(Action.REFRESH, Wait.ONCE_AT_ONCE),
    CloseCode.RATE_LIMITED: Rule(at_least_ms=5_000),
    CloseCode.OVERLOADED: Rule(at_least_ms=10_000),
    CloseCode.INVALID_TOKEN: Rule(Action.LOG_IN, Wait.ONCE_AT_ONCE),
}
"""Codes with a rule of their own; 4500-4999 are final, every other code is a back-off and a resume."""
AFTER_GAP = Rule(wait=Wait.ONCE_AT_ONCE)
"""We closed the socket ourselves, because a push was missing."""


def rule_of(code: int) -> Rule:
    """What the close `code` asks for."""
    return RULES.get(code) or (Rule(Action.STOP) if code in FINAL else Rule())


@dataclass(frozen=True, slots=True)
class BackOff:
    """Bounds of the random wait; tests make them small."""

    first_ms: int = 500
    max_ms: int = 20_000

    def wait_ms(self, attempt: int, chance: Random) -> float:
        """A random part of the bound for `attempt` (the first is 0)."""
        return chance.uniform(0, min(self.max_ms, self.first_ms * 2 ** min(attempt, 32)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do next, and when."""

    action: Action
    resume: bool
    wait_ms: float


class Reconnecting:
    """Counts the failures in a row, and says how long to wait after each."""

    def __init__(self, clock: Clock, chance: Random, back_off: BackOff | None = None) -> None:
        self._clock = clock
        self._chance = chance
        self._back_off = back_off or BackOff()
        self._failures = 0
        self._ready_ms: float | None = None

    def ready(self) -> None:
        """The server has greeted this client on a new socket."""
        self._ready_ms = self._clock.monotonic_ms()

    def closed(self, rule: Rule, drain_window_ms: int | None = None) -> Verdict:
        """The socket closed, or could not be opened."""
        if self._ready_ms is not None and self._clock.monotonic_ms() - self._ready_ms >= STABLE_MS:
            self._failures = 0
        self._ready_ms = None
        wait_ms = self._wait_ms(rule, drain_window_ms)
        self._failures += 1
        return Verdict(rule.action, rule.resume, wait_ms)

    def _wait_ms(self, rule: Rule, drain_window_ms: int | None) -> float:
        match rule.wait:
            case Wait.WINDOW:
                return self._chance.uniform(0, DRAIN_WINDOW_MS if drain_window_ms is None else drain_window_ms)
            case Wait.ONCE_AT_ONCE if self._failures == 0:
                return 0.0
            case _:
                return rule.at_least_ms + self._back_off.wait_ms(self._failures, self._chance)
