"""The curve, cash-outs and the guard: known points, and properties over any bets."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.crash.round import BEAT_MS
from actors.crash.rules import curve as crash
from actors.crash.rules.curve import AUTO, FORCED, GRACE_MS, GUARD_LOOKAHEAD_MS, HUNDREDTHS_MAX, MANUAL
from actors.money.wallet import payout_of


@dataclass(frozen=True)
class Open:
    bet: int
    auto: int = 0


bets = st.builds(Open, st.integers(20, 1_000_000), st.one_of(st.just(0), st.integers(101, 100_000)))
crowds = st.lists(bets, max_size=30)
points = st.one_of(st.integers(100, 400), st.integers(100, 10**9))
allowances = st.integers(0, 10**8)


@pytest.mark.parametrize(
    ("elapsed_ms", "cents"),
    [(0, 100), (166, 101), (11_552, 199), (11_553, 200), (38_377, 1000), (76_752, 9999), (76_753, 10_000)],
)
def test_the_curve_is_where_it_is_said_to_be(elapsed_ms, cents):
    assert crash.curve_hundredths(elapsed_ms) == cents


def test_before_the_start_the_curve_is_below_one():
    assert crash.curve_hundredths(-1) == 99


@given(st.one_of(st.integers(100, 10_000), st.integers(100, 99 * 2**52)))
def test_a_multiplier_is_reached_at_the_first_millisecond_at_or_above_it(cents):
    elapsed_ms = crash.reached_ms(cents)
    assert crash.curve_hundredths(elapsed_ms) >= cents
    assert elapsed_ms == 0 or crash.curve_hundredths(elapsed_ms - 1) < cents


@given(crowds, allowances)
def test_the_guard_is_the_last_multiplier_that_the_house_can_pay(crowd, allowance):
    forced = crash.forced_hundredths(crowd, allowance)
    if forced == HUNDREDTHS_MAX:
        assert crash.profit(crowd, HUNDREDTHS_MAX) <= allowance
    else:
        assert crash.profit(crowd, forced) <= allowance < crash.profit(crowd, forced + 1)


@given(crowds, allowances, st.integers(100, 10**6))
def test_the_guard_is_reached_exactly_from_its_multiplier_on(crowd, allowance, cents):
    assert crash.guard_is_reached(crowd, allowance, cents) == (crash.forced_hundredths(crowd, allowance) <= cents)


@given(crowds, allowances, points, st.integers(0, 400_000))
def test_what_ends_by_itself_is_reached_and_never_wins_more_than_allowed(crowd, allowance, point, elapsed_ms):
    reach = min(point, crash.curve_hundredths(elapsed_ms))
    ended = list(crash.due(crowd, allowance, point, elapsed_ms))
    assert len({each.place for each in ended}) == len(ended)
    for place, cents, how in ended:
        assert cents <= reach
        assert how == FORCED or cents == crowd[place].auto
    won = sum(payout_of(crowd[each.place].bet, each.hundredths) - crowd[each.place].bet for each in ended)
    assert won <= allowance
    left = [stake for place, stake in enumerate(crowd) if place not in {each.place for each in ended}]
    assert all(stake.auto == 0 or stake.auto > reach for stake in left)
    assert not left or not crash.guard_is_reached(left, allowance - won, reach)


@given(crowds, allowances, points, st.integers(0, 100_000))
def test_nothing_ends_before_the_next_thing_is_due_and_something_does_then(crowd, allowance, point, elapsed_ms):
    due_ms, end_ms = crash.next_due_ms(crowd, allowance, point, elapsed_ms), crash.reached_ms(point) + GRACE_MS
    foreseen_ms = min(due_ms - 1, elapsed_ms + GUARD_LOOKAHEAD_MS)
    if foreseen_ms >= 0:
        assert not list(crash.due(crowd, allowance, point, foreseen_ms)) or due_ms == end_ms
    assert due_ms == end_ms or list(crash.due(crowd, allowance, point, due_ms))


def test_a_beat_comes_before_the_guard_is_looked_for_again():
    assert GUARD_LOOKAHEAD_MS > BEAT_MS


class Watched(list):
    """Bets that count how often somebody looks at one of them."""

    looks = 0

    def __iter__(self):
        for each in super().__iter__():
            self.looks += 1
            yield each


@given(crowds, allowances, points, points, st.integers(0, 100_000))
def test_how_long_the_next_moment_is_looked_for_does_not_depend_on_the_end(crowd, allowance, one, other, elapsed_ms):
    looks = []
    for point in (one, other):
        watched = Watched(crowd)
        crash.next_due_ms(watched, allowance, point, elapsed_ms)
        looks.append(watched.looks)
    assert looks[0] == looks[1]


@given(st.lists(bets, min_size=1, max_size=20), st.integers(10**5, 10**8), points, st.integers(0, 200_000), st.data())
def test_a_cash_out_is_the_least_of_curve_target_and_guard(crowd, allowance, point, dated_ms, data):
    stake = data.draw(st.sampled_from(crowd))
    cents, how = crash.cash_out(stake, crowd, allowance, point, dated_ms)
    now = min(point, crash.curve_hundredths(dated_ms))
    if now < 101:
        assert cents == 0
        return
    forced = crash.forced_hundredths(crowd, allowance)
    assert cents == min(now, stake.auto or now, forced)
    assert how == {now: MANUAL, stake.auto: AUTO}.get(cents, FORCED) or cents in {stake.auto, forced}


def test_reaching_the_crash_point_exactly_pays():
    assert [each.hundredths for each in crash.due([Open(100, 200), Open(100, 201)], 10**9, 200, 20_000)] == [200]


def test_a_multiplier_is_shown_with_two_decimals():
    assert [crash.multiplier(cents) for cents in (100, 307, 12_345)] == ["1.00", "3.07", "123.45"]


def test_the_allowance_is_three_percent_of_the_bankroll_and_never_negative():
    assert [crash.allowance_of(bankroll) for bankroll in (1_000_000, 99, -5)] == [30_000, 2, 0]
