"""Messages about events and missions. Times are Unix ms, `progress` is shown up to the target."""

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, Struct, UnsetType

from actors.missions.rules import Kind, Repeat, Reward, Title
from actors.runtime.payloads import Command, Delivery, ServerPayload

EventId = Annotated[str, Meta(min_length=1, max_length=64)]


class EventState(ServerPayload, frozen=True, gc=False):
    """How far the player has come in an event, in his present day or week if it repeats."""

    event_id: str
    progress: int
    target: int
    joined: bool
    can_claim: bool
    claimed: bool


class EventProgress(EventState, frozen=True):
    """An event was joined, has moved or was claimed.

    When one turn moves many, one message tells of them all: `more` has the others.
    """

    TYPE: ClassVar[str] = "event_progress"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    more: list[EventState] | UnsetType = UNSET


class Grant(Struct, frozen=True):
    """Part of a reward that was paid; `grant_id` is that of its `reward_granted`."""

    grant_id: str
    type: str
    amount: int


class EventClaimed(EventState, frozen=True):
    """The event after the claim, and what was paid; `gold` is the balance."""

    grants: list[Grant]
    gold: int


class EventJoin(Command, frozen=True):
    """Take part in an event; joining again changes nothing."""

    TYPE: ClassVar[str] = "event.join"
    REPLY: ClassVar[type[ServerPayload]] = EventState
    event_id: EventId


class EventClaim(Command, frozen=True):
    """Take the reward of an event whose target is reached: once, or once in its day or week."""

    TYPE: ClassVar[str] = "event.claim"
    REPLY: ClassVar[type[ServerPayload]] = EventClaimed
    event_id: EventId


class ActiveEvent(EventState, frozen=True):
    """An event that can be joined, counts, or can be claimed. None is an open end of a window.

    `games` empty is every game; `requires` are events that must have been claimed before it can be joined.
    """

    title: Title
    kind: Kind
    starts_at: int | None
    ends_at: int | None
    claim_ends_at: int | None
    reward: list[Reward]
    games: list[str]
    multiplier: int | None
    repeat: Repeat
    requires: list[str]
    auto_join: bool
    version: int


class ActiveEvents(ServerPayload, frozen=True):
    """Every event that means something to this player now."""

    events: list[ActiveEvent]


class EventsGet(Command, frozen=True):
    """The events of now."""

    TYPE: ClassVar[str] = "events.get"
    REPLY: ClassVar[type[ServerPayload]] = ActiveEvents
    MUTATING: ClassVar[bool] = False
