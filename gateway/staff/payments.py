"""The port of a payment provider. None is configured yet: items for money cannot be activated until one is.

The way of a purchase for money: `shop.buy` leaves it `pending` with a `provider_ref`; the gateway opens a `Checkout`
for it; the player pays; the provider says so by its signed webhook, or when `POST /api/shop/settle` asks it. Both go
to the player's entity as `purchase.paid`, with origin `webhook:PROVIDER` and the provider's own id of the
event as the command id. The player's word counts for nothing.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

PaymentState = Literal["open", "paid", "failed", "cancelled", "expired", "refunded"]


@dataclass(frozen=True, slots=True)
class Checkout:
    """The page where the player pays."""

    provider_ref: str
    pay_url: str


@dataclass(frozen=True, slots=True)
class Payment:
    """A purchase as the provider knows it; `amount` is in the smallest unit of `currency`."""

    provider_ref: str
    state: PaymentState
    amount: int
    currency: str
    reason_code: str = ""


class PaymentProvider(Protocol):
    """One provider. Every method may be repeated with the same arguments without any further effect.

    They raise `ProviderUnavailable` when it cannot be reached.
    """

    name: str
    currencies: frozenset[str]

    async def open_checkout(self, provider_ref: str, amount: int, currency: str, description: str) -> Checkout:
        """Begin a payment for the purchase `provider_ref`."""
        ...

    async def look(self, provider_ref: str) -> Payment | None:
        """Return the payment; None: the provider does not know it."""
        ...

    async def refund(self, provider_ref: str, amount: int, currency: str) -> None:
        """Give the money back."""
        ...


class ProviderUnavailable(Exception):
    """The provider cannot be reached, or does not answer in time."""
