"""The close-code policy: what a client does next, and when."""

from random import Random

import pytest

from actors.runtime.clock import ManualClock
from pitboss_client.reconnection import (
    AFTER_GAP,
    FINAL,
    STABLE_MS,
    Action,
    BackOff,
    CloseCode,
    NextStep,
    ReconnectPolicy,
    rule_of,
)


class Highest(Random):
    """Chance that always takes the whole bound, so that a test sees it."""

    def uniform(self, a: float, b: float) -> float:
        return b


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def policy(clock: ManualClock) -> ReconnectPolicy:
    return ReconnectPolicy(clock, Highest())


@pytest.mark.parametrize(
    "code", [1000, *(code for code in CloseCode if code in FINAL and code != CloseCode.INVALID_TOKEN), 4999]
)
def test_a_final_code_stops(code: int):
    assert rule_of(code).action is Action.STOP


@pytest.mark.parametrize("code", [1001, 1006, 1009, 1011, 1012, 4000, 4001, 4002, 4003, 4006, 4007, 4008, 4300])
def test_every_other_code_reconnects_and_resumes(code: int):
    rule = rule_of(code)
    assert (rule.action, rule.resume) == (Action.RECONNECT, True)


def test_a_revoked_token_asks_for_a_log_in_and_an_expired_one_for_a_refresh():
    assert rule_of(CloseCode.INVALID_TOKEN).action is Action.LOG_IN
    assert rule_of(CloseCode.TOKEN_EXPIRED).action is Action.REFRESH


def test_a_resync_does_not_resume():
    assert not rule_of(CloseCode.RESYNC).resume


def test_the_back_off_doubles_to_its_bound(policy: ReconnectPolicy):
    waits_ms = [policy.closed(rule_of(1006)).wait_ms for _ in range(8)]
    assert waits_ms == [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]


def test_the_back_off_is_spread_over_its_whole_bound():
    chance = Random(7)
    waits_ms = [BackOff().wait_ms(3, chance) for _ in range(1000)]
    assert min(waits_ms) < 100
    assert 3900 < max(waits_ms) <= 4000


def test_a_stable_connection_resets_the_back_off_and_a_short_one_does_not(policy, clock):
    for _ in range(3):
        policy.closed(rule_of(1006))
    policy.greeted()
    clock.advance(STABLE_MS - 1)
    assert policy.closed(rule_of(1006)).wait_ms == 4000
    policy.greeted()
    clock.advance(STABLE_MS)
    assert policy.closed(rule_of(1006)).wait_ms == 500


@pytest.mark.parametrize("rule", [rule_of(CloseCode.NO_PONG), rule_of(CloseCode.TOKEN_EXPIRED), AFTER_GAP])
def test_at_once_is_once(policy: ReconnectPolicy, rule):
    assert [policy.closed(rule).wait_ms for _ in range(3)] == [0, 1000, 2000]


@pytest.mark.parametrize(("code", "least_ms"), [(CloseCode.RATE_LIMITED, 5_000), (CloseCode.OVERLOADED, 10_000)])
def test_a_busy_server_is_left_alone_for_a_while(clock: ManualClock, code: int, least_ms: int):
    steps = [ReconnectPolicy(clock, Random(seed)).closed(rule_of(code)) for seed in range(50)]
    assert all(least_ms <= step.wait_ms <= least_ms + 500 for step in steps)
    assert len({step.wait_ms for step in steps}) > 1


def test_a_drained_client_comes_back_within_the_announced_window(policy: ReconnectPolicy):
    assert policy.closed(rule_of(CloseCode.DRAIN), 15_000) == NextStep(Action.RECONNECT, True, 15_000)
    assert policy.closed(rule_of(CloseCode.DRAIN)).wait_ms == 5_000
