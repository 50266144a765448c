"""Messages about a player's standing: self-exclusion, and orders of staff. Times are Unix ms."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from actors.money.amounts import AMOUNT_MAX
from actors.runtime.payloads import Command, Delivery, ServerPayload
from actors.staff.messages import StaffCommand


class AccountExcluded(ServerPayload, frozen=True):
    """The player cannot play before `until` (Unix ms)."""

    until: int
    """End of the exclusion, in Unix ms."""


class AccountExclude(Command, frozen=True):
    """Exclude yourself from play until a time (Unix ms): a day to five years; it can only be made longer."""

    TYPE: ClassVar[str] = "account.exclude"
    REPLY: ClassVar[type[ServerPayload]] = AccountExcluded
    until: Annotated[int, Meta(ge=1, le=AMOUNT_MAX)]
    """Until when the player cannot play, in Unix ms; it can be put off, never brought forward."""


class AccountClosed(ServerPayload, frozen=True):
    """The socket is closed with 4503 behind this; play is possible again at `until` (Unix ms; None: never, or now)."""

    TYPE: ClassVar[str] = "account_closed"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    code: Literal["banned", "self_excluded", "kicked"]
    """Why the socket is closed."""
    reason: str
    """Why, in the words of staff; empty for the player's own exclusion."""
    until: int | None
    """When play is possible again, in Unix ms; null is never, or at once after a kick."""


class StandingShown(ServerPayload, frozen=True):
    """The reasons that keep a player from playing: 0 is not at all, None for ever; `changed` false: nothing is new."""

    changed: bool
    ban_reason: str
    banned_until: int | None
    excluded_until: int


class UserBan(StaffCommand, frozen=True):
    """Keep the player from playing until a time (Unix ms), or for ever, and close the player's sockets."""

    EVENT: ClassVar[str] = "ADMIN_USER_BAN"
    TYPE: ClassVar[str] = "user.ban"
    REPLY: ClassVar[type[ServerPayload]] = StandingShown
    until: Annotated[int, Meta(ge=1, le=AMOUNT_MAX)] | None = None


class UserUnban(StaffCommand, frozen=True):
    """Let the player play again."""

    EVENT: ClassVar[str] = "ADMIN_USER_UNBAN"
    TYPE: ClassVar[str] = "user.unban"
    REPLY: ClassVar[type[ServerPayload]] = StandingShown


class UserKicked(ServerPayload, frozen=True):
    """The player's sockets are being closed."""


class UserKick(StaffCommand, frozen=True):
    """Close the player's sockets; the player may come back."""

    EVENT: ClassVar[str] = "ADMIN_USER_KICK"
    TYPE: ClassVar[str] = "user.kick"
    REPLY: ClassVar[type[ServerPayload]] = UserKicked


class StandingGet(Command, frozen=True):
    """The player's standing."""

    TYPE: ClassVar[str] = "user.standing"
    REPLY: ClassVar[type[ServerPayload]] = StandingShown
    MUTATING: ClassVar[bool] = False
