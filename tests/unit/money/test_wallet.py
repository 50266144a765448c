"""Transfers and payouts."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.money.amounts import AMOUNT_MAX
from actors.money.wallet import HOUSE_BETS, SHARD, account_of, payout_of, receive, spend

ME = account_of("u1")
AMOUNTS = st.integers(1, AMOUNT_MAX)


@given(AMOUNTS, st.integers(0, 1_000_000))
def test_a_payout_is_rounded_down_exactly_even_for_the_largest_bets(bet: int, cents: int) -> None:
    assert payout_of(bet, cents) == floor(Fraction(bet) * cents / 100)


@given(AMOUNTS, AMOUNTS)
def test_spending_moves_money_from_the_player_or_fails(balance: int, amount: int) -> None:
    if amount > balance:
        with pytest.raises(ValueError, match="cannot spend"):
            spend(ME, balance, HOUSE_BETS, amount, reason="bet", reference="r", version=1)
        return
    moved = spend(ME, balance, HOUSE_BETS, amount, reason="bet", reference="r", version=1)
    assert (moved.debit, moved.credit, moved.amount) == ("user:u1", "house:bets", amount)
    assert moved.balance_after == balance - amount


@given(AMOUNTS, AMOUNTS)
def test_receiving_moves_money_to_the_player_or_fails(balance: int, amount: int) -> None:
    if balance + amount > AMOUNT_MAX:
        with pytest.raises(ValueError, match="cannot add"):
            receive(ME, balance, HOUSE_BETS, amount, reason="payout", reference="r", version=1)
        return
    moved = receive(ME, balance, HOUSE_BETS, amount, reason="payout", reference="r", version=3, currency=SHARD)
    assert (moved.debit, moved.credit, moved.currency) == ("house:bets", "user:u1", "shard")
    assert (moved.balance_after, moved.config_version) == (balance + amount, 3)


@pytest.mark.parametrize("amount", [0, -1])
def test_no_transfer_moves_nothing_or_less(amount: int) -> None:
    with pytest.raises(ValueError, match="cannot spend"):
        spend(ME, 100, HOUSE_BETS, amount, reason="bet", reference="r", version=1)
    with pytest.raises(ValueError, match="cannot add"):
        receive(ME, 100, HOUSE_BETS, amount, reason="payout", reference="r", version=1)
