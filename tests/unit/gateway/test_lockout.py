"""The second attempts store counts while the first is away."""

import pytest

from actors.runtime.clock import ManualClock
from gateway.auth.lockout import PREFERRED_AGAIN_MS, FallbackAttempts
from persistence.errors import Unreachable
from persistence.identity.attempts import Full, Limit
from persistence.memory.identity.attempts import MemoryAttempts

ONE = Limit("account:mina", 1, 600_000)


class Flaky(MemoryAttempts):
    """A store that can be away; `asked` counts what reached it."""

    def __init__(self):
        super().__init__()
        self.away = False
        self.asked = 0

    def _ask(self):
        self.asked += 1
        if self.away:
            raise Unreachable("away")

    async def take(self, limits, now_ms):
        self._ask()
        return await super().take(limits, now_ms)

    async def give_back(self, key, at_ms):
        self._ask()
        await super().give_back(key, at_ms)

    async def clear(self, key):
        self._ask()
        await super().clear(key)


@pytest.fixture
def stores():
    first, second, clock = Flaky(), Flaky(), ManualClock()
    return first, second, clock, FallbackAttempts(first, second, clock)


async def test_the_first_store_counts_while_it_is_there(stores):
    first, second, _, attempts = stores
    assert [await attempts.take([ONE], 0) for _ in range(2)] == [None, Full(0, 600_000)]
    await attempts.give_back(ONE.key, 0)
    await attempts.clear(ONE.key)
    assert (first.asked, second.asked) == (4, 0)


async def test_the_second_store_counts_and_refuses_while_the_first_is_away(stores):
    first, second, _, attempts = stores
    first.away = True
    assert [await attempts.take([ONE], 0) for _ in range(2)] == [None, Full(0, 600_000)]
    assert (first.asked, second.asked) == (1, 2), "the first store is not asked each time"


@pytest.mark.parametrize("call", [lambda a: a.give_back(ONE.key, 0), lambda a: a.clear(ONE.key)])
async def test_what_is_taken_back_goes_to_the_second_store_too(stores, call):
    first, second, _, attempts = stores
    await second.take([ONE], 0)
    first.away = True
    await call(attempts)
    assert await attempts.take([ONE], 0) is None


async def test_the_first_store_is_asked_again_after_a_while(stores):
    first, second, clock, attempts = stores
    first.away = True
    await attempts.take([ONE], 0)
    first.away = False
    clock.advance(PREFERRED_AGAIN_MS - 1)
    await attempts.take([ONE], 0)
    assert (first.asked, second.asked) == (1, 2)
    clock.advance(1)
    await attempts.take([ONE], 0)
    assert (first.asked, second.asked) == (2, 2)


async def test_without_either_store_nobody_can_tell(stores):
    first, second, _, attempts = stores
    first.away = second.away = True
    with pytest.raises(Unreachable):
        await attempts.take([ONE], 0)
