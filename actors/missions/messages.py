"""Messages about events and missions. Times are Unix ms, `progress` is shown up to the target."""

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, Struct, UnsetType

from actors.missions.rules import Kind, Repeat, Reward, Title
from actors.runtime.payloads import Command, Delivery, ServerPayload

EventId = Annotated[str, Meta(min_length=1, max_length=64)]


class EventState(ServerPayload, frozen=True, gc=False):
    """How far the player has come in an event, in the present day or week if it repeats."""

    event_id: str
    """Id of the event or mission."""
    progress: int
    """Progress so far, in the same unit as `target` and never above it."""
    target: int
    """Progress at which it can be claimed, in units of its kind: rounds, gold, purchases or days."""
    joined: bool
    """True once the player takes part."""
    can_claim: bool
    """True while the reward can be claimed."""
    claimed: bool
    """True once the reward has been paid, in the present day or week if it repeats."""


class EventProgress(EventState, frozen=True):
    """An event was joined, has moved or was claimed.

    When one turn moves many, one message tells of them all: `more` has the others.
    """

    TYPE: ClassVar[str] = "event_progress"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    more: list[EventState] | UnsetType = UNSET
    """Other events that the same round moved. Absent if there are none."""


class Grant(Struct, frozen=True):
    """Part of a reward that was paid; `grant_id` is that of its `reward_granted`."""

    grant_id: str
    """Id of the grant."""
    type: str
    """Currency."""
    amount: int
    """Amount, in whole units of its currency."""


class EventClaimed(EventState, frozen=True):
    """The event after the claim, and what was paid; `gold` is the balance."""

    grants: list[Grant]
    """What was paid."""
    gold: int
    """The player's balance after it, in whole gold."""


class EventJoin(Command, frozen=True):
    """Take part in an event; joining again changes nothing."""

    TYPE: ClassVar[str] = "event.join"
    REPLY: ClassVar[type[ServerPayload]] = EventState
    event_id: EventId
    """Id of the event to take part in."""


class EventClaim(Command, frozen=True):
    """Take the reward of an event whose target is reached: once, or once in its day or week."""

    TYPE: ClassVar[str] = "event.claim"
    REPLY: ClassVar[type[ServerPayload]] = EventClaimed
    event_id: EventId
    """Id of the event whose reward is claimed."""


class ActiveEvent(EventState, frozen=True):
    """An event that can be joined, counts, or can be claimed. None is an open end of a window.

    `games` empty is every game; `requires` are events that must have been claimed before it can be joined.
    """

    title: Title
    """Title, in Korean and English."""
    kind: Kind
    """What it counts."""
    starts_at: int | None
    """Its beginning, in Unix ms; null is open."""
    ends_at: int | None
    """Its end, in Unix ms, not included; null is open."""
    claim_ends_at: int | None
    """Until when the reward can be claimed, in Unix ms, not included; null is for ever."""
    reward: list[Reward]
    """What a claim pays, in whole units of each type."""
    games: list[str]
    """Names of the games that count; empty is every game."""
    multiplier: int | None
    """Least multiplier that a win must have to count, in hundredths; null where it does not matter."""
    repeat: Repeat
    """How often it begins anew."""
    requires: list[str]
    """Ids of the events that must have been claimed before."""
    auto_join: bool
    """True if players take part without joining."""
    version: int
    """Version number; it rises by one with each change."""


class ActiveEvents(ServerPayload, frozen=True):
    """Every event that means something to this player now."""

    events: list[ActiveEvent]
    """Events and missions, those that end first before the others."""


class EventsGet(Command, frozen=True):
    """The events of now."""

    TYPE: ClassVar[str] = "events.get"
    REPLY: ClassVar[type[ServerPayload]] = ActiveEvents
    MUTATING: ClassVar[bool] = False
