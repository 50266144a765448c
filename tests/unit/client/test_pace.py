"""A pace: so many commands a second, with a burst."""

import pytest

from pitboss_client.clock import SystemClock
from pitboss_client.pace import Pace


def test_a_burst_may_come_at_once_and_then_so_many_a_second():
    pace = Pace(per_s=10, burst=3, now_ms=0)
    assert [pace.take(0) for _ in range(4)] == [True, True, True, False]
    assert pace.wait_ms() == 100
    assert not pace.take(99)
    assert pace.take(100)


def test_the_burst_does_not_grow_while_nothing_is_sent():
    pace = Pace(per_s=10, burst=2, now_ms=0)
    assert [pace.take(60_000) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("per_s", [0, -1])
def test_a_pace_without_a_rate_is_refused(per_s: float):
    with pytest.raises(ValueError, match="positive rate"):
        Pace(per_s, 1, 0)


def test_the_monotonic_clock_never_goes_backwards():
    clock = SystemClock()
    first = clock.monotonic_ms()
    assert clock.monotonic_ms() >= first
    assert clock.now_ms() > 1_700_000_000_000
