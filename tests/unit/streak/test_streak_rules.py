"""The rules of streaks, by days alone: gaps, freezes, rungs and what they pay."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from actors.streak.rules import NEVER, Streak, StreakConfig, claimable, claimed, missed, stands, ticked

CONFIG = StreakConfig()
DAY = 740_000
DAYS = st.lists(st.tuples(st.integers(-2, 5), st.integers(0, 2)), max_size=60)
"""What comes next: how many days later, and how many freezes are bought before."""


def running(count: int, freezes: int = 0, claimed_to: int = 0) -> Streak:
    return Streak(run=1, count=count, longest=count, day=DAY, freezes=freezes, claimed=claimed_to)


def walk(steps: list[tuple[int, int]]) -> list[Streak]:
    """The streaks that a player goes through."""
    today, streak, seen = DAY, NEVER, []
    for later, freezes in steps:
        today += later
        streak = structs.replace(streak, freezes=min(CONFIG.freezes_max, streak.freezes + freezes))
        tick = ticked(streak, today)
        streak = streak if tick is None else tick.streak
        seen.append(streak)
    return seen


def test_the_first_day_begins_the_first_run() -> None:
    tick = ticked(NEVER, DAY)
    assert tick is not None
    assert tick.streak == Streak(run=1, count=1, longest=1, day=DAY)
    assert (tick.freezes_used, tick.ended) == (0, 0)


def test_the_same_day_changes_nothing() -> None:
    assert ticked(running(4), DAY) is None


def test_a_day_before_one_that_has_counted_changes_nothing() -> None:
    assert ticked(running(4), DAY - 1) is None


def test_the_next_day_counts_one_more() -> None:
    tick = ticked(running(4), DAY + 1)
    assert tick is not None
    assert (tick.streak.count, tick.streak.longest, tick.streak.run) == (5, 5, 1)


@pytest.mark.parametrize(
    ("gap", "freezes", "count", "left", "ended"),
    [(1, 0, 1, 0, 4), (1, 1, 5, 0, 0), (1, 2, 5, 1, 0), (2, 2, 5, 0, 0), (2, 1, 1, 1, 4), (3, 2, 1, 2, 4)],
)
def test_a_gap_takes_a_freeze_for_each_missed_day_or_none_and_ends_the_run(
    gap: int, freezes: int, count: int, left: int, ended: int
) -> None:
    tick = ticked(running(4, freezes), DAY + gap + 1)
    assert tick is not None
    assert (tick.streak.count, tick.streak.freezes, tick.ended) == (count, left, ended)
    assert tick.streak.run == (2 if ended else 1)
    assert tick.freezes_used == freezes - left


def test_a_new_run_has_its_own_rungs_and_keeps_the_longest() -> None:
    tick = ticked(running(4, claimed_to=3), DAY + 9)
    assert tick is not None
    assert (list(claimable(tick.streak)), tick.streak.longest) == ([1], 4)


def test_rungs_are_claimed_in_turn() -> None:
    streak = running(3, claimed_to=1)
    assert list(claimable(streak)) == [2, 3]
    assert list(claimable(claimed(streak))) == [3]
    assert list(claimable(claimed(claimed(streak)))) == []


def test_the_ladder_pays_as_it_is_written_then_each_seventh_day() -> None:
    rewards = [CONFIG.reward(rung) for rung in range(1, 15)]
    assert rewards == [100, 150, 200, 300, 400, 500, 1000, 300, 300, 300, 300, 300, 300, 1000]


def test_the_ladder_is_data() -> None:
    config = StreakConfig(ladder=(5,), every_seventh=70, otherwise=7)
    assert [config.reward(rung) for rung in (1, 2, 7, 14)] == [5, 7, 70, 70]


@pytest.mark.parametrize(
    "wrong", [{"reset_hour": 24}, {"reset_hour": -1}, {"freezes_max": -1}, {"freeze_price": 0}, {"ladder": (100, 0)}]
)
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        StreakConfig(**wrong)  # type: ignore[arg-type]


@given(DAYS)
def test_no_day_counts_twice_and_days_never_go_back(steps: list[tuple[int, int]]) -> None:
    seen = walk(steps)
    for before, after in pairwise(seen):
        counted = (before.run, before.count) != (after.run, after.count)
        assert (after.day > before.day) == counted
        assert after.longest >= max(before.longest, after.count)


@given(DAYS)
def test_a_run_is_as_long_as_its_days_without_those_that_freezes_took(steps: list[tuple[int, int]]) -> None:
    today, streak = DAY, NEVER
    first = used = 0
    for later, freezes in steps:
        today += later
        streak = structs.replace(streak, freezes=min(CONFIG.freezes_max, streak.freezes + freezes))
        tick = ticked(streak, today)
        if tick is None:
            continue
        assert (tick.streak.count == 1) == (not stands(streak, today))
        first, used = (today, 0) if tick.streak.count == 1 else (first, used + tick.freezes_used)
        streak = tick.streak
        assert streak.count == today - first + 1 - used
        assert 0 <= streak.freezes <= CONFIG.freezes_max
        assert missed(streak, today) < 0
