"""Notices: event-class pushes (purchases, rewards) that return until the player acknowledges them; none is dropped.

The newest `UNACKED_EVENTS_MAX` are in the state and in every snapshot. Before there would be more, the oldest are
*filed*: each becomes a row, and is found in the store from then on (`persistence.notices`), page by page, until it is
acknowledged too. Features that issue notices react to their own facts with `filing`.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta, Struct

from actors.player.feature import CommandHandler, Context, Feature, SnapshotField, unchanged
from actors.player.state import ROOT_ONLY, Part, PlayerState
from actors.runtime.entity import Decision
from actors.runtime.facts import Fact, Recorded
from actors.runtime.payloads import Command, ServerPayload

UNACKED_EVENTS_MAX = 256
"""Unacknowledged notices that a player's state holds; older ones are filed."""


class EventsAcknowledged(ServerPayload, frozen=True):
    """The ids that were unacknowledged until now; others were acknowledged before or never existed.

    A player who has had notices filed gets back all ids that the state does not know, for they may be among those.
    """

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


class NoticeFiled(Recorded, frozen=True, kw_only=True, tag="notice"):
    """The oldest notice of the state is filed, as number `number` of the player: it is a row now, and no longer in the
    state. `payload` is that of the push."""

    number: int
    notice_id: str
    notice_type: str
    payload: dict[str, Any]

    def once(self) -> str:
        return str(self.number)


class NoticesRead(Recorded, frozen=True, kw_only=True, tag="notice_read"):
    """The player has seen notices that had been filed, if these ids are among them."""

    ids: tuple[str, ...]


class Unacked(Struct, array_like=True, frozen=True):
    """An event-class push that the player has not acknowledged."""

    type: str
    payload: dict[str, Any]


class Events(Struct, array_like=True):
    """Unacknowledged events by id, oldest first."""

    unacked: dict[str, Unacked] = {}


class Filed(Struct, array_like=True):
    """How many notices of the player have ever been filed."""

    count: int = 0


EVENTS: Part[Events] = Part("events", Events, Events)
FILED: Part[Filed] = Part("notices_filed", Filed, Filed)


def remember(player: PlayerState, event_id: str, push: ServerPayload) -> frozenset[str]:
    """Keep `push` until the player acknowledges `event_id`; for a feature's `Apply`. Return what has changed.

    Where the stored notices cannot be read, none is added: the push itself goes out all the same.
    """
    if EVENTS.name in player.unreadable:
        return ROOT_ONLY
    unacked = EVENTS.of(player).unacked
    unacked.pop(event_id, None)
    payload: dict[str, Any] = msgspec.to_builtins(push)
    unacked[event_id] = Unacked(type(push).TYPE, payload)  # type: ignore[attr-defined] # pushes have one
    return EVENTS.dirty


def filing(player: PlayerState, event_ids: Iterable[str]) -> Sequence[NoticeFiled]:
    """Return the facts that make room for notices of these ids, which the turn is about to `remember`."""
    unacked, count = EVENTS.of(player).unacked, FILED.of(player).count
    new = set(event_ids)
    stay = [(event_id, event) for event_id, event in unacked.items() if event_id not in new]
    excess = max(0, len(stay) + len(new) - UNACKED_EVENTS_MAX)
    return [
        NoticeFiled(number=count + n, notice_id=event_id, notice_type=event.type, payload=event.payload)
        for n, (event_id, event) in enumerate(stay[:excess], start=1)
    ]


def _acknowledge(player: PlayerState, body: EventAck, context: Context) -> Decision:
    unacked, named = EVENTS.of(player).unacked, list(dict.fromkeys(body.ids))
    known = [event_id for event_id in named if event_id in unacked]
    others = [event_id for event_id in named if event_id not in unacked] if FILED.of(player).count else []
    facts: tuple[Fact, ...] = (EventsAcked(ids=tuple(known)),) if known else ()
    if others:
        facts = (*facts, NoticesRead(ids=tuple(others)))
    return Decision(EventsAcknowledged(acknowledged=known + others), facts)


def _file(player: PlayerState, fact: NoticeFiled) -> frozenset[str]:
    EVENTS.of(player).unacked.pop(fact.notice_id, None)
    FILED.of(player).count = fact.number
    return EVENTS.dirty | FILED.dirty


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
    parts=(EVENTS, FILED),
    commands={EventAck: CommandHandler(_acknowledge)},
    facts={EventsAcked: _forget, NoticeFiled: _file, NoticesRead: unchanged},
    snapshot={
        "events_unacked": SnapshotField(
            list[UnackedEvent], _shown, "Notices of purchases and rewards that are not acknowledged yet, the newest."
        ),
        "events_filed": SnapshotField(
            int,
            lambda player, now_ms: FILED.of(player).count,
            "Number of older notices that were ever filed: `GET /api/events/unacked` has those not acknowledged yet.",
        ),
    },
)
