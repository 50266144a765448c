"""Budgets of players and addresses at one gateway: one for each player over all sockets, REST and reconnects, and one
for each address.

They outlive sockets. A budget that is whole again and that no socket holds is dropped: each new one looks at the two
that were looked at longest ago. So there are as many as are in use, and never more than `BUDGETS_MAX`. Over several
gateways a player's budget is kept at the entity (`actors.runtime.meter`), where all of their commands meet; an
address has one at each gateway.
"""

from collections import OrderedDict
from typing import Generic, Protocol, TypeVar

from actors.runtime.clock import Clock
from actors.runtime.rate_limit import TokenBucket
from gateway.addresses import counted_address

PLAYER_RULE, CRASH_RULE, ADDRESS_RULE = "commands_per_user", "crash_per_user", "messages_per_address"
"""What a limit that was hit is called in metrics."""
BUDGETS_MAX = 100_000
"""Players, and as many addresses, whose budgets a gateway knows; for one more the oldest is forgotten."""
VIOLATIONS_MAX = 3
"""Commands beyond the rates after which a socket is closed; calm for long enough to fill the buckets forgives them."""


class RateLimits(Protocol):
    """The rates of a gateway, tokens a second and at once; `gateway.realtime.limits.SocketLimits` has them."""

    @property
    def commands_per_s(self) -> float: ...
    @property
    def commands_burst(self) -> float: ...
    @property
    def crash_per_s(self) -> float: ...
    @property
    def address_per_s(self) -> float: ...
    @property
    def address_burst(self) -> float: ...


class AddressRate:
    """The rate at which messages and requests may come from one address. `holders` are the sockets that keep it."""

    __slots__ = ("_bucket", "holders")

    def __init__(self, limits: RateLimits, now_ms: float) -> None:
        self._bucket = TokenBucket(limits.address_per_s, limits.address_burst, now_ms)
        self.holders = 0

    def allow(self, now_ms: float) -> bool:
        """Return whether one more may come now (monotonic ms)."""
        return self._bucket.take(now_ms)

    def wait_ms(self) -> int:
        """Return how long it is until the next one is allowed."""
        return self._bucket.wait_ms()

    def is_whole(self, now_ms: float) -> bool:
        """Return whether nothing of it is spent (monotonic ms)."""
        return self._bucket.full(now_ms)


class CommandRates:
    """The rates at which one player may send commands, and how often they have broken them. Times are monotonic ms.

    `holders` are the sockets that keep it.
    """

    __slots__ = ("_all", "_crash", "_violations", "holders")

    def __init__(self, limits: RateLimits, now_ms: float) -> None:
        self._all = TokenBucket(limits.commands_per_s, limits.commands_burst, now_ms)
        self._crash = TokenBucket(limits.crash_per_s, max(1, limits.crash_per_s), now_ms)
        self._violations = 0
        self.holders = 0

    def is_whole(self, now_ms: float) -> bool:
        """Return whether nothing of it is spent."""
        return self._all.full(now_ms) and self._crash.full(now_ms)

    def allow(self, now_ms: float) -> bool:
        """Return whether one more message or request may come now."""
        if self._violations and self.is_whole(now_ms):
            self._violations = 0
        return self._all.take(now_ms)

    def allow_crash(self, now_ms: float) -> bool:
        """Return whether it may send one more command of crash now, after `allow`."""
        return self._crash.take(now_ms)

    def wait_ms(self) -> int:
        """Return how long it is until the next message is allowed."""
        return self._all.wait_ms()

    def crash_wait_ms(self) -> int:
        """Return how long it is until the next command of crash is allowed."""
        return self._crash.wait_ms()

    def violate(self) -> bool:
        """Count a violation; True when it was one too many."""
        self._violations += 1
        return self._violations >= VIOLATIONS_MAX


class Budget(Protocol):
    """The means of one key; `holders` are sockets that keep it."""

    holders: int

    def is_whole(self, now_ms: float) -> bool:
        """Return whether a new one would be the same."""
        ...


B = TypeVar("B", bound=Budget)


class _Book(Generic[B]):
    """Budgets by key, in the order in which they were made or last looked at."""

    def __init__(self, budgets_max: int) -> None:
        self._budgets: OrderedDict[str, B] = OrderedDict()
        self._max = budgets_max

    def __len__(self) -> int:
        return len(self._budgets)

    def get(self, key: str) -> B | None:
        return self._budgets.get(key)

    def put(self, key: str, budget: B, now_ms: float) -> B:
        for _ in range(min(2, len(self._budgets))):
            oldest, known = next(iter(self._budgets.items()))
            if known.holders == 0 and (known.is_whole(now_ms) or len(self._budgets) >= self._max):
                del self._budgets[oldest]
            else:
                self._budgets.move_to_end(oldest)
        self._budgets[key] = budget
        return budget


class Budgets:
    """The budgets of one gateway."""

    def __init__(self, limits: RateLimits, clock: Clock, budgets_max: int = BUDGETS_MAX) -> None:
        self._limits = limits
        self._clock = clock
        self._players: _Book[CommandRates] = _Book(budgets_max)
        self._addresses: _Book[AddressRate] = _Book(budgets_max)

    def __len__(self) -> int:
        return len(self._players) + len(self._addresses)

    def player(self, user_id: str) -> CommandRates:
        """Return the budget of that player, or member of staff."""
        now_ms = self._clock.monotonic_ms()
        return self._players.get(user_id) or self._players.put(user_id, CommandRates(self._limits, now_ms), now_ms)

    def address(self, address: str) -> AddressRate:
        """Return the budget of that address; of IPv6, of its /64."""
        key, now_ms = counted_address(address), self._clock.monotonic_ms()
        return self._addresses.get(key) or self._addresses.put(key, AddressRate(self._limits, now_ms), now_ms)


class SocketBudget:
    """The budgets that one socket spends from: that of its address, and that of its player once it is known."""

    __slots__ = ("_address", "_player")

    _player: CommandRates

    def __init__(self, address: AddressRate) -> None:
        self._address = address
        address.holders += 1

    def joined(self, player: CommandRates) -> None:
        """Spend from that player's budget from now on."""
        self._player = player
        player.holders += 1

    def left(self) -> None:
        """Hold the budgets no longer."""
        self._address.holders -= 1
        player = getattr(self, "_player", None)
        if player is not None:
            player.holders -= 1

    def excess(self, now_ms: float) -> tuple[str, int] | None:
        """Take one message of both; return (rule, ms to wait) of the one that has none left (monotonic ms)."""
        if not self._player.allow(now_ms):
            return PLAYER_RULE, self._player.wait_ms()
        if not self._address.allow(now_ms):
            return ADDRESS_RULE, self._address.wait_ms()
        return None

    def crash_excess(self, now_ms: float) -> tuple[str, int] | None:
        """Take one command of crash, after `excess`; return (rule, ms to wait) when there is none left."""
        return None if self._player.allow_crash(now_ms) else (CRASH_RULE, self._player.crash_wait_ms())

    def violate(self, rule: str) -> bool:
        """Count a violation; True when it was one too many. That others use up an address is none of the player's."""
        return rule != ADDRESS_RULE and self._player.violate()
