"""Notices: event-class pushes (purchases, rewards) that return in every snapshot until the player acknowledges them."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta, Struct

from actors.player.feature import CommandHandler, Context, Feature, SnapshotField
from actors.player.state import Part, PlayerState
from actors.runtime.entity import Decision
from actors.runtime.facts import Fact
from actors.runtime.payloads import Command, ServerPayload

UNACKED_EVENTS_MAX = 256
"""Unacknowledged notices of one player; older ones are forgotten (their money is in the ledger all the same)."""


class EventsAcknowledged(ServerPayload, frozen=True):
    """The ids that were unacknowledged until now; others were acknowledged before or never existed."""

    acknowledged: list[str]
    """Ids that were acknowledged by this."""


class EventAck(Command, frozen=True):
    """The client has shown these purchases and grants: they need not be sent again."""

    TYPE: ClassVar[str] = "event.ack"
    REPLY: ClassVar[type[ServerPayload]] = EventsAcknowledged
    ids: Annotated[list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(min_length=1, max_length=256)]
    """Ids of purchases and grants that the player has been shown."""


class UnackedEvent(ServerPayload, frozen=True):
    """An event-class push that the client has not acknowledged yet."""

    id: str
    """Id to acknowledge it by."""
    type: str
    """Type of the push."""
    payload: dict[str, Any]
    """Payload of the push, as it was sent."""


class EventsAcked(Fact, frozen=True, kw_only=True, tag="events_acked"):
    """The player has seen these event-class pushes."""

    ids: tuple[str, ...]


class Unacked(Struct, array_like=True, frozen=True):
    """An event-class push that the player has not acknowledged."""

    type: str
    payload: dict[str, Any]


class Events(Struct, array_like=True):
    """Unacknowledged events by id, oldest first."""

    unacked: dict[str, Unacked] = {}


EVENTS: Part[Events] = Part("events", Events, Events)


def remember(player: PlayerState, event_id: str, push: ServerPayload) -> frozenset[str]:
    """Keep `push` until the player acknowledges `event_id`; for a feature's `Apply`. Return what has changed."""
    unacked = EVENTS.of(player).unacked
    unacked.pop(event_id, None)
    payload: dict[str, Any] = msgspec.to_builtins(push)
    unacked[event_id] = Unacked(type(push).TYPE, payload)  # type: ignore[attr-defined] # pushes have one
    if len(unacked) > UNACKED_EVENTS_MAX:
        del unacked[next(iter(unacked))]
    return EVENTS.dirty


def _acknowledge(player: PlayerState, body: EventAck, context: Context) -> Decision:
    unacked = EVENTS.of(player).unacked
    known = [event_id for event_id in dict.fromkeys(body.ids) if event_id in unacked]
    facts = (EventsAcked(ids=tuple(known)),) if known else ()
    return Decision(EventsAcknowledged(acknowledged=known), facts)


def _forget(player: PlayerState, fact: EventsAcked) -> frozenset[str]:
    for event_id in fact.ids:
        EVENTS.of(player).unacked.pop(event_id, None)
    return EVENTS.dirty


def _shown(player: PlayerState, now_ms: int) -> Sequence[UnackedEvent]:
    return [
        UnackedEvent(id=event_id, type=event.type, payload=event.payload)
        for event_id, event in EVENTS.of(player).unacked.items()
    ]


NOTICES = Feature(
    name="notices",
    parts=(EVENTS,),
    commands={EventAck: CommandHandler(_acknowledge)},
    facts={EventsAcked: _forget},
    snapshot={
        "events_unacked": SnapshotField(
            list[UnackedEvent], _shown, "Notices of purchases and rewards that are not acknowledged yet."
        )
    },
)
