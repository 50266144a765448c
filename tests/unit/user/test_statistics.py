"""Statistics, experience, tier and the numbers of the economy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.money.economy import TIERS, EconomyConfig, TierBenefits
from actors.player.experience import experience, tier
from actors.player.tally import Tally
from actors.user.messages import GameStats
from actors.user.statistics import shown_by_game

ROUND = st.tuples(st.integers(1, 10**6), st.integers(0, 10**7), st.sampled_from([True, False, None]))


def tallied(*rounds: tuple[int, int, bool | None]) -> GameStats:
    tally = Tally()
    for bet, payout, won in rounds:
        tally.add(bet, payout, won)
    return GameStats(**tally.shown())


def test_nobody_who_has_not_played_has_a_win_rate() -> None:
    assert tallied() == GameStats()


def test_a_win_a_loss_and_a_tie_are_counted() -> None:
    assert tallied((100, 195, True), (50, 0, False), (20, 20, None)) == GameStats(
        games_played=3,
        wins=1,
        losses=1,
        win_rate=0.5,
        total_wagered=170,
        total_won=215,
        biggest_win=195,
        best_multiplier=1.95,
        current_streak=-1,
    )


def test_only_ties_leave_the_win_rate_at_zero() -> None:
    shown = tallied((20, 20, None), (20, 20, None))
    assert (shown.games_played, shown.win_rate, shown.best_multiplier, shown.current_streak) == (2, 0.0, 0.0, 0)


@pytest.mark.parametrize(
    ("results", "streak"),
    [
        ([True, True, True], 3),
        ([False, False], -2),
        ([True, True, False], -1),
        ([False, False, True], 1),
        ([True, None, True], 2),
        ([False, None], -1),
    ],
)
def test_a_streak_counts_wins_up_and_losses_down_and_a_tie_keeps_it(results: list[bool | None], streak: int) -> None:
    assert tallied(*((20, 20, won) for won in results)).current_streak == streak


@given(st.lists(ROUND, max_size=30))
def test_counts_add_up_over_any_rounds(rounds: list[tuple[int, int, bool | None]]) -> None:
    shown = tallied(*rounds)
    ties = sum(won is None for _, _, won in rounds)
    assert shown.games_played == shown.wins + shown.losses + ties == len(rounds)
    assert shown.total_wagered == sum(bet for bet, _, _ in rounds)
    assert shown.total_won == sum(payout for _, payout, _ in rounds)
    assert shown.biggest_win == max((payout for _, payout, won in rounds if won), default=0)
    assert 0 <= shown.win_rate <= 1
    assert abs(shown.current_streak) <= shown.wins + shown.losses


def test_statistics_by_game_are_kept_apart() -> None:
    tally = Tally()
    tally.add(20, 39, won=True)
    assert shown_by_game({"rps": tally, "slot": Tally()}) == {"rps": tallied((20, 39, True)), "slot": GameStats()}


def test_experience_is_a_tenth_of_the_wagered_gold_rounded_down() -> None:
    assert [experience(wagered, 10) for wagered in (0, 9, 10, 19, 20)] == [0, 0, 1, 1, 2]


@pytest.mark.parametrize(
    ("xp", "name"),
    [
        (0, "BRONZE"),
        (999, "BRONZE"),
        (1_000, "SILVER"),
        (9_999, "SILVER"),
        (10_000, "GOLD"),
        (99_999, "GOLD"),
        (100_000, "PLATINUM"),
        (999_999, "PLATINUM"),
        (1_000_000, "DIAMOND"),
        (2**53, "DIAMOND"),
    ],
)
def test_a_tier_begins_exactly_at_its_threshold(xp: int, name: str) -> None:
    assert tier(xp, TIERS) == name


@pytest.mark.parametrize(
    "nonsense",
    [
        {"starting_gold": 0},
        {"starting_gold": 2**53},
        {"bet_min": 0},
        {"bet_min": 30, "bet_max": 29},
        {"xp_divisor": 0},
        {"version": 0},
        {"benefits": (TierBenefits(),)},
        {"tiers": ()},
        {"tiers": (("SILVER", 1),)},
        {"tiers": (("A", 0), ("B", 10), ("C", 10))},
    ],
)
def test_an_economy_that_makes_no_sense_is_refused_at_start(nonsense: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        EconomyConfig(**nonsense)
