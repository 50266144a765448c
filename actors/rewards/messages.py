"""Messages about rewards: grants by the server and by staff, what staff take away, and the push to the player."""

from typing import Annotated, ClassVar

from msgspec import Meta

from actors.money.amounts import Amount, LedgerCurrency
from actors.runtime.payloads import Command, Delivery, ServerPayload
from actors.staff.messages import OrderId, StaffCommand


class RewardGranted(ServerPayload, frozen=True):
    """A reward that the player has received; unacknowledged ones return in every snapshot."""

    TYPE: ClassVar[str] = "reward_granted"
    DELIVERY: ClassVar[Delivery] = Delivery.EVENT
    grant_id: str
    """Id of the grant."""
    reward_type: str
    """Currency of the reward."""
    amount: int
    """Amount, in whole units of its currency."""
    source: str
    """What the reward was given for: `event:ev7`."""


class RewardGrantDone(ServerPayload, frozen=True):
    """`balance` is that of the reward's currency after it."""

    grant_id: str
    """Id of the grant."""
    balance: int
    """The player's balance in the currency of the reward, in whole units."""


class RewardGrant(Command, frozen=True):
    """Give a player `amount` of the currency `reward_type`; `source` says what for. The command id deduplicates it."""

    TYPE: ClassVar[str] = "reward.grant"
    REPLY: ClassVar[type[ServerPayload]] = RewardGrantDone
    grant_id: Annotated[str, Meta(min_length=1, max_length=64)]
    reward_type: LedgerCurrency
    amount: Amount
    source: Annotated[str, Meta(max_length=128)]


class UserGrant(StaffCommand, frozen=True):
    """Give the player `amount` of the currency `reward_type`, announced like any reward."""

    EVENT: ClassVar[str] = "ADMIN_USER_GRANT"
    TYPE: ClassVar[str] = "user.grant"
    REPLY: ClassVar[type[ServerPayload]] = RewardGrantDone
    grant_id: OrderId
    reward_type: LedgerCurrency
    amount: Amount


class Deducted(ServerPayload, frozen=True):
    """The rest of the balance."""

    currency: str
    """Currency of what was taken."""
    amount: int
    """What was taken, in whole units of the currency."""
    balance: int
    """The player's balance in the currency after it, in whole units."""


class UserDeduct(StaffCommand, frozen=True):
    """Take `amount` of a currency from the player. Refusal: `insufficient_gold`: they have less."""

    EVENT: ClassVar[str] = "ADMIN_USER_DEDUCT"
    TYPE: ClassVar[str] = "user.deduct"
    REPLY: ClassVar[type[ServerPayload]] = Deducted
    order_id: OrderId
    currency: LedgerCurrency
    amount: Amount
