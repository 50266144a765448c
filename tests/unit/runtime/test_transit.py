"""What an envelope waited on its way is told from what separates two clocks, without knowing either."""

import pytest

from actors.runtime.link.transit import CLOCK_DRIFT_MAX, Transit


@pytest.mark.parametrize("apart_ms", [-1_000, 0, 7_000_000])
def test_what_waited_left_when_it_was_sent_whatever_separates_the_clocks(apart_ms):
    transit = Transit()
    assert transit.sent_at(1_000 + apart_ms, 1_001) == 1_001
    assert transit.sent_at(2_000 + apart_ms, 2_901) == pytest.approx(2_001, abs=1)


def test_an_envelope_that_does_not_say_when_it_was_sent_left_when_it_came():
    transit = Transit()
    transit.sent_at(1_000, 1_001)
    assert transit.sent_at(-1, 5_000) == 5_000


def test_nothing_leaves_after_it_came_even_if_the_first_was_slow():
    transit = Transit()
    assert transit.sent_at(1_000, 1_500) == 1_500
    assert transit.sent_at(2_000, 2_001) == 2_001
    assert transit.sent_at(3_000, 3_500) == pytest.approx(3_001, abs=1)


def test_clocks_that_drift_apart_age_nothing():
    """For a day the sender's clock goes slower, then faster, by as much as is allowed for."""
    for rate in (1 - CLOCK_DRIFT_MAX, 1 + CLOCK_DRIFT_MAX):
        transit = Transit()
        for second in range(0, 86_400, 60):
            arrived_ms = second * 1000.0
            assert arrived_ms - transit.sent_at(round(arrived_ms * rate), arrived_ms) < 15
