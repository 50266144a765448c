"""What staff tell a user entity, over the gateway's admin routes alone; no socket carries any of it."""

from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, structs

from actors.messages import AMOUNT_MAX, Amount, ClientPayload, Command, RewardGrantDone, ServerPayload

REASON_CHARS_MAX = 500
Reason = Annotated[str, Meta(min_length=1, max_length=REASON_CHARS_MAX)]


class Act(ClientPayload, frozen=True):
    """Who acts, from where and why: what the audit trail says beside the act itself."""

    actor: str
    role: str
    request_id: str
    address: str
    reason: Reason


class StaffCommand(Command, frozen=True):
    """An order of staff; `EVENT` is its name in the audit trail."""

    EVENT: ClassVar[str]
    act: Act

    def sameness(self) -> dict[str, Any]:
        """What makes two orders the same; a retry comes in another request, perhaps from another address."""
        act = self.act
        return structs.asdict(self) | {"act": [act.actor, act.reason]}


class StandingShown(ServerPayload, frozen=True):
    """What keeps a player from playing: 0 is not at all, None for ever; `changed` false: it was so before."""

    changed: bool
    ban_reason: str
    banned_until: int | None
    excluded_until: int


class UserBan(StaffCommand, frozen=True):
    """Keep the player from playing until a time (Unix ms), or for ever, and close his sockets."""

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
    """His sockets are being closed."""


class UserKick(StaffCommand, frozen=True):
    """Close the player's sockets; he may come back."""

    EVENT: ClassVar[str] = "ADMIN_USER_KICK"
    TYPE: ClassVar[str] = "user.kick"
    REPLY: ClassVar[type[ServerPayload]] = UserKicked


class StandingGet(Command, frozen=True):
    """What keeps a player from playing."""

    TYPE: ClassVar[str] = "user.standing"
    REPLY: ClassVar[type[ServerPayload]] = StandingShown
    MUTATING: ClassVar[bool] = False


class UserGrant(StaffCommand, frozen=True):
    """Give the player `amount` of the currency `reward_type`; he is told of it as of any reward."""

    EVENT: ClassVar[str] = "ADMIN_USER_GRANT"
    TYPE: ClassVar[str] = "user.grant"
    REPLY: ClassVar[type[ServerPayload]] = RewardGrantDone
    grant_id: Annotated[str, Meta(min_length=1, max_length=64)]
    reward_type: Literal["gold", "gem", "shard"]
    amount: Amount


STAFF_COMMANDS: tuple[type[StaffCommand], ...] = (UserBan, UserUnban, UserKick, UserGrant)
