"""The contract between the runtime and a kind of entity: its handlers, and what one turn may produce.

An entity is a virtual actor (Orleans): addressed by `(kind, key)`, always addressable, activated on its first
message, single-threaded, one activation at a time. A turn is synchronous: `decide` reads, `apply` changes, nothing
awaits. So there is no re-entrancy and no half-done turn. Adding a kind needs no change to the runtime.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from msgspec import Struct

from actors.runtime.facts import Fact
from actors.runtime.payloads import Command, ServerPayload

State = TypeVar("State")


class EntityRef(NamedTuple):
    """The address of an entity, printed as `kind/key`."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"


class Incoming(Struct, frozen=True):
    """A command as its entity sees it.

    `origin` is set by the server: `user`, `system`, `timer`, `admin`, `webhook:NAME` or `entity:KIND/KEY`. `tx` is the
    128-bit digest of (entity, origin, id), in hex: the id of everything that this turn writes. `age_ms` is how long ago
    the gateway received it, in milliseconds.
    """

    id: str
    origin: str
    tx: str
    body: Struct
    age_ms: int = 0


@dataclass(frozen=True, slots=True)
class Rejection:
    """The player erred: the command changes nothing. `code` is one of `actors.runtime.errors.CODES`."""

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


class Later(Struct, frozen=True):
    """No reply yet: a later turn of the entity completes this command (`Completion`)."""


@dataclass(frozen=True, slots=True)
class Completion:
    """The reply of a command that answered `Later`; `tx` is that command's."""

    tx: str
    reply: ServerPayload | Rejection


@dataclass(frozen=True, slots=True)
class Tell:
    """A command to another entity: delivered at least once, deduplicated by the receiver, so exactly once in effect."""

    to: EntityRef
    body: Struct
    """Its `TYPE` names the command at the receiver."""


@dataclass(frozen=True, slots=True)
class Timer:
    """A command to the entity itself at `due_ms` (Unix ms). `durable` ones survive the activation and its host.

    `name` is unique within the entity while the timer is set; setting it again replaces it.
    """

    name: str
    due_ms: int
    body: Struct
    durable: bool = True


class DomainEvent(Struct, frozen=True):
    """An event for the stream: `type` names it, `payload` is JSON-encodable and has no secret."""

    type: str
    payload: Mapping[str, Any]


class Decision(Struct, frozen=True):
    """The decision of one turn. Nothing in it has happened until the runtime applies the facts."""

    reply: ServerPayload | Later
    facts: tuple[Fact, ...] = ()
    tells: tuple[Tell, ...] = ()
    timers: tuple[Timer, ...] = ()
    cancelled_timers: tuple[str, ...] = ()
    completions: tuple[Completion, ...] = ()


class Entropy(Protocol):
    """Secret randomness, injected. Outcomes of rounds never come from here, but from the player's committed seeds."""

    def seed_hex(self) -> str:
        """Return 64 lower-case hex digits: 256 bits."""
        ...


class PartUnreadable(Exception):
    """A stored part cannot be read: until it is repaired, whatever needs it is not done. `part` is its name."""

    def __init__(self, part: str) -> None:
        super().__init__(f"the part {part!r} cannot be read")
        self.part = part


class StoredPart(NamedTuple):
    """A part of an entity's state as stored: the schema version of its encoding, and the bytes."""

    schema: int
    data: bytes


def by_type(classes: Iterable[type[Command]]) -> Mapping[str, type[Struct]]:
    """Return commands or queries by their type names, as an `EntityKind` lists them."""
    return {cls.TYPE: cls for cls in classes}


class EntityKind(Protocol, Generic[State]):
    """One kind of entity. Instances hold configuration only; all state is in `State`."""

    name: str
    commands: Mapping[str, type[Struct]]
    """Every command type that may reach this kind, from clients, tells and timers, to its payload class."""
    queries: Mapping[str, type[Struct]]
    """Every read, to its payload class: a read changes nothing and needs no id."""
    facts: frozenset[type[Fact]]
    """The closed set of what can happen to an entity of this kind."""
    parts: Sequence[str]
    """Names of the stored parts. The first is the root: written at every commit of the entity, so keep it small."""

    def create(self, key: str) -> State:
        """Return the state of an entity that was never stored."""
        ...

    def initial_command(self, state: State) -> tuple[str, Struct] | None:
        """Return (id, command) of the very first turn of an entity, or None; it runs once, with origin `system`."""
        ...

    def decide(self, state: State, command: Incoming, now_ms: int, entropy: Entropy) -> Decision | Rejection:
        """Decide one command without changing `state`."""
        ...

    def apply(self, state: State, fact: Fact) -> frozenset[str]:
        """Change `state` by one fact; return the names of the parts that changed (the root may be left out)."""
        ...

    def announce(self, state: State, facts: Sequence[Fact]) -> Sequence[ServerPayload]:
        """Return the pushes that tell the entity's sockets of `facts`, from the state after them."""
        ...

    def events(self, state: State, facts: Sequence[Fact]) -> Sequence[DomainEvent]:
        """Return the domain events that tell the stream of `facts`, from the state after them."""
        ...

    def answer(self, state: State, query: Struct, now_ms: int) -> ServerPayload | Rejection:
        """Answer a read."""
        ...

    def snapshot(self, state: State, now_ms: int) -> ServerPayload:
        """Return the whole state that a socket gets when it attaches."""
        ...

    def on_attach(self, state: State, now_ms: int) -> tuple[str, Struct] | None:
        """Return (id, command) of a turn that comes before a socket attaches, with origin `system`, or None.

        Once it has run, the next attachment has none until there is cause again.
        """
        ...

    def on_handover(self, state: State) -> Struct | None:
        """Return the entity's last command before another host has it, with origin `system`; None: there is none."""
        ...

    def attach_refusal(self, state: State, now_ms: int) -> Rejection | None:
        """Return why no socket may attach; None: they may."""
        ...

    def dump(self, state: State, part: str) -> StoredPart:
        """Encode one part for storage."""
        ...

    def unreadable(self, state: State) -> Sequence[str]:
        """Return the names of stored parts that could not be read, and that `dump` gives as they were."""
        ...

    def load(self, key: str, parts: Mapping[str, StoredPart]) -> State:
        """Return the state from its stored parts, of this or an older schema version.

        Raises:
            ValueError: a part is of a schema version that this program does not know.
        """
        ...
