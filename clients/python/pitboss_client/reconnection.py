"""The close codes of a socket, the rule that each has for what follows, and the back-off.

The back-off is full jitter (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter): a random part of a bound
that doubles from 0.5 s to 20 s, and starts anew only after 30 s of a stable connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from random import Random

from pitboss_client.clock import Clock

FINAL = range(4500, 5000)
STABLE_MS = 30_000
DRAIN_WINDOW_MS = 5_000
"""Window of a drain that was not announced."""


class CloseCode(IntEnum):
    """The reasons for which a socket ends: those of RFC 6455 that occur, and the server's own."""

    NORMAL = 1000
    ABNORMAL = 1006
    INVALID_TEXT = 1007
    FRAME_TOO_BIG = 1009
    RESTART = 1012
    SERVER_ERROR = 4000
    DRAIN = 4001
    SLOW_READER = 4002
    NO_PONG = 4003
    RESYNC = 4004
    TOKEN_EXPIRED = 4005
    RATE_LIMITED = 4006
    OVERLOADED = 4007
    NOT_AUTHENTICATED = 4008
    MALFORMED = 4500
    INVALID_TOKEN = 4501
    FORBIDDEN = 4503
    REPLACED = 4504
    TOO_MANY_SOCKETS = 4505
    VERSION_NOT_SUPPORTED = 4506
    LEGACY_DISABLED = 4510


class Action(Enum):
    """The first thing to do after a close."""

    RECONNECT = "reconnect"
    REFRESH = "refresh"
    """Refresh the access token, then reconnect."""
    LOG_IN = "log_in"
    """Log in anew, then reconnect; stop when that is not possible."""
    STOP = "stop"


class Wait(Enum):
    """The wait before a reconnection."""

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
    CloseCode.NORMAL: Rule(Action.STOP),
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
"""The client closed the socket itself, because a push was missing."""


def rule_of(code: int) -> Rule:
    """Return the rule of the close `code`."""
    return RULES.get(code) or (Rule(Action.STOP) if code in FINAL else Rule())


@dataclass(frozen=True, slots=True)
class BackOff:
    """Bounds of the random wait; tests make them small."""

    first_ms: int = 500
    max_ms: int = 20_000

    def wait_ms(self, attempt: int, random: Random) -> float:
        """Return a random part of the bound for `attempt` (the first is 0)."""
        return random.uniform(0, min(self.max_ms, self.first_ms * 2 ** min(attempt, 32)))


@dataclass(frozen=True, slots=True)
class NextStep:
    """The action that follows a close, and the wait before it."""

    action: Action
    resume: bool
    wait_ms: float


class ReconnectPolicy:
    """Counts the failures in a row, and says how long to wait after each."""

    def __init__(self, clock: Clock, random: Random, back_off: BackOff | None = None) -> None:
        self._clock = clock
        self._random = random
        self._back_off = back_off or BackOff()
        self._failures = 0
        self._greeted_ms: float | None = None

    def greeted(self) -> None:
        """The server has let the client in on a new socket."""
        self._greeted_ms = self._clock.monotonic_ms()

    def closed(self, rule: Rule, drain_window_ms: int | None = None) -> NextStep:
        """The socket closed, or could not be opened; return what follows by `rule`."""
        if self._greeted_ms is not None and self._clock.monotonic_ms() - self._greeted_ms >= STABLE_MS:
            self._failures = 0
        self._greeted_ms = None
        wait_ms = self._wait_ms(rule, drain_window_ms)
        self._failures += 1
        return NextStep(rule.action, rule.resume, wait_ms)

    def _wait_ms(self, rule: Rule, drain_window_ms: int | None) -> float:
        match rule.wait:
            case Wait.WINDOW:
                return self._random.uniform(0, DRAIN_WINDOW_MS if drain_window_ms is None else drain_window_ms)
            case Wait.ONCE_AT_ONCE if self._failures == 0:
                return 0.0
            case _:
                return rule.at_least_ms + self._back_off.wait_ms(self._failures, self._random)
