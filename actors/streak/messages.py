"""Messages about the daily streak. Times are Unix ms, rewards and prices are in gold."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from actors.runtime.payloads import Command, Delivery, ServerPayload
from actors.staff.messages import OrderId, StaffCommand

RUNG_MAX = 1_000_000
FREEZES_GRANTED_MAX = 100
"""Freezes of one grant; how many a player may have is the operator's number, and far less."""


class Rung(Struct, frozen=True):
    """A day of the present run that pays `amount` when it is claimed."""

    rung: int
    """Number of the rung in its run, counted from 1: the day of the run that it is paid for."""
    amount: int
    """Reward of the rung, in whole gold."""


class StreakState(ServerPayload, frozen=True, kw_only=True):
    """The streak as it is now: `count` is 0 when it can no more be saved. The day ends at `next_reset`.

    `next_claim` is the rung that `streak.claim` would claim, None while there is none; `claimable` counts them.
    """

    count: int = 0
    """Number of days in a row that counted; 0 when the run can no longer be saved."""
    longest: int = 0
    """Number of days of the longest run ever."""
    freezes: int = 0
    """Number of freezes that the player has."""
    freezes_max: int = 0
    """Largest number of freezes that a player may have."""
    freeze_price: int = 0
    """Price of another freeze, in whole gold."""
    ticked_today: bool = False
    """True once today has counted."""
    next_reset: int = 0
    """When the player's day ends, in Unix ms."""
    run: int = 0
    """Number of the present run, counted from 1; 0 before the first day."""
    time_zone: str = ""
    """Name of the time zone in the IANA database; it decides when the player's day ends."""
    claimable: int = 0
    """Number of rungs that can be claimed."""
    next_claim: Rung | None = None
    """The rung that `streak.claim` would claim; null while there is none."""


class StreakUpdate(StreakState, frozen=True, kw_only=True):
    """A day has counted, or something else of the streak has changed."""

    TYPE: ClassVar[str] = "streak_update"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE


class StreakCounted(StreakState, frozen=True, kw_only=True):
    """`counted` is whether this command made the day count; `freezes_used` saved the run, `ended` is the length of the
    one that they could not save, else 0."""

    counted: bool
    """True if this command made the day count."""
    freezes_used: int
    """Number of freezes that were used to save the run."""
    ended: int
    """Number of days of the run that could not be saved; 0 if it was."""


class StreakTick(Command, frozen=True):
    """Count today. The first connection of a day does so by itself."""

    TYPE: ClassVar[str] = "streak.tick"
    REPLY: ClassVar[type[ServerPayload]] = StreakCounted


class StreakProtected(StreakState, frozen=True, kw_only=True):
    """The streak with one freeze more, and the `gold` that is left."""

    gold: int
    """The player's balance after it, in whole gold."""


class StreakProtect(Command, frozen=True):
    """Buy a freeze: it takes the place of a day that is missed later."""

    TYPE: ClassVar[str] = "streak.protect"
    REPLY: ClassVar[type[ServerPayload]] = StreakProtected


class StreakRewarded(StreakState, frozen=True, kw_only=True):
    """The streak after a claim; `paid` is the rung, `gold` the balance."""

    paid: Rung
    """The rung that was paid."""
    gold: int
    """The player's balance after it, in whole gold."""


class StreakClaim(Command, frozen=True):
    """Take the reward of the next rung of the run. `rung`, when it is given, must be that one."""

    TYPE: ClassVar[str] = "streak.claim"
    REPLY: ClassVar[type[ServerPayload]] = StreakRewarded
    rung: Annotated[int, Meta(ge=1, le=RUNG_MAX)] | None = None
    """Number of the rung to claim, which must be the next one; null or absent is the next one."""


class StreakZone(Command, frozen=True):
    """Live in another time zone of the IANA database, at most once in 30 days; it cannot earn a day."""

    TYPE: ClassVar[str] = "streak.zone"
    REPLY: ClassVar[type[ServerPayload]] = StreakState
    time_zone: Annotated[str, Meta(min_length=1, max_length=64)]
    """Name of a time zone in the IANA database."""


class StreakGet(Command, frozen=True):
    """The streak as it is now."""

    TYPE: ClassVar[str] = "streak.get"
    REPLY: ClassVar[type[ServerPayload]] = StreakState
    MUTATING: ClassVar[bool] = False


class FreezesCounted(ServerPayload, frozen=True):
    """The freezes that the player has after a grant."""

    freezes: int
    """Number of freezes that the player has."""


class UserFreezeGrant(StaffCommand, frozen=True):
    """Give the player freezes. Refusal: `limit_exceeded`: they would have more than a player may."""

    EVENT: ClassVar[str] = "ADMIN_FREEZE_GRANT"
    TYPE: ClassVar[str] = "user.freeze.grant"
    REPLY: ClassVar[type[ServerPayload]] = FreezesCounted
    order_id: OrderId
    count: Annotated[int, Meta(ge=1, le=FREEZES_GRANTED_MAX)]
