"""Money moves by transfers between a player's account and a house account; a transfer balances by construction.

House accounts have no stored balance. A player's balance is always between 0 and `AMOUNT_MAX`.
"""

from typing import get_args

from actors.money.amounts import AMOUNT_MAX, LedgerCurrency
from actors.money.transfers import Transferred

GOLD, GEM, SHARD = "gold", "gem", "shard"
CURRENCIES: tuple[str, ...] = get_args(LedgerCurrency)

HOUSE_BETS = "house:bets"
HOUSE_ESCROW = "house:escrow"
"""Stakes of bets that are open at a table."""
HOUSE_MINT = "house:mint"
HOUSE_REWARDS = "house:rewards"
HOUSE_SHOP = "house:shop"


def account_of(user_id: str) -> str:
    """Return the account of a player."""
    return f"user:{user_id}"


def payout_of(bet: int, hundredths: int) -> int:
    """Return what a stake of `bet` pays at a multiplier of `hundredths` / 100, rounded down to whole gold."""
    return bet * hundredths // 100


def spend(
    account: str,
    balance: int,
    house: str,
    amount: int,
    *,
    reason: str,
    reference: str,
    version: int,
    currency: str = GOLD,
) -> Transferred:
    """Move `amount` from `account`, which holds `balance`, to `house`. Raises ValueError without cover."""
    if not 0 < amount <= balance:
        raise ValueError(f"cannot spend {amount} of {balance}")
    return Transferred(
        debit=account,
        credit=house,
        currency=currency,
        amount=amount,
        balance_after=balance - amount,
        reason=reason,
        reference=reference,
        config_version=version,
    )


def receive(
    account: str,
    balance: int,
    house: str,
    amount: int,
    *,
    reason: str,
    reference: str,
    version: int,
    currency: str = GOLD,
) -> Transferred:
    """Move `amount` from `house` to `account`, which holds `balance`. Raises ValueError above `AMOUNT_MAX`."""
    if not 0 < amount <= AMOUNT_MAX - balance:
        raise ValueError(f"cannot add {amount} to {balance}")
    return Transferred(
        debit=house,
        credit=account,
        currency=currency,
        amount=amount,
        balance_after=balance + amount,
        reason=reason,
        reference=reference,
        config_version=version,
    )
