"""Amounts of a currency: whole numbers that JavaScript holds exactly."""

from typing import Annotated, Literal

from msgspec import Meta

AMOUNT_MAX = 2**53 - 1
"""Largest amount or balance, in gold: what JavaScript holds exactly."""

Amount = Annotated[int, Meta(ge=1, le=AMOUNT_MAX)]
LedgerCurrency = Literal["gold", "gem", "shard"]
"""A currency that players have a balance in; what is paid with money is in another."""
