"""The contract of a player's feature: an object that contributes to tables, each contribution optional.

Features do not call the entity; the entity finds their handlers by the type of a command, a query or a fact. Their
order in `actors.user.features` is the order in which they refuse, react, announce and show.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from actors.money.amounts import AMOUNT_MAX
from actors.player.state import ROOT_ONLY, Part, PlayerState
from actors.runtime.entity import Decision, DomainEvent, Entropy, Incoming, PartUnreadable, Rejection
from actors.runtime.facts import Fact
from actors.runtime.payloads import Command, ServerPayload

FROM_STAFF = ("admin",)
FROM_SERVER = ("system", "timer", "admin", "entity:", "webhook:")
"""Everybody but the player."""


Owed = Callable[[PlayerState], Mapping[str, int]]
"""Returns what may yet come to the player from what they have under way (open stakes, with what these may win), by
currency."""
NOTHING_OWED: Mapping[str, int] = MappingProxyType({})


class Context(Struct, frozen=True, gc=False):
    """The arguments of a turn beside the state and the command's body. Times are Unix ms.

    Configuration (economy, definitions) reaches a feature when it is made, not through here.
    """

    command: Incoming
    tx: str
    """The id of everything that this turn writes."""
    now_ms: int
    entropy: Entropy
    owing: tuple[Owed, ...] = ()

    def room(self, player: PlayerState, currency: str) -> int:
        """Return how much more the player may be given, so that all that may yet come to them still fits an amount.

        Whatever gives a player money, or takes a stake that may bring some, asks this before anything is decided.
        """
        return AMOUNT_MAX - player.root.balances[currency] - self._owed(player).get(currency, 0)

    def refuse_above_room(self, player: PlayerState, currency: str, amount: int) -> Rejection | None:
        """Return the refusal of `amount` more for the player; None: there is room for it."""
        return self.refuse_above_rooms(player, ((currency, amount),))

    def refuse_above_rooms(self, player: PlayerState, amounts: Iterable[tuple[str, int]]) -> Rejection | None:
        """Return the refusal of the first of these amounts, each by its currency, for which there is no room."""
        balances, owed = player.root.balances, self._owed(player)
        for currency, amount in amounts:
            if amount > AMOUNT_MAX - balances[currency] - owed.get(currency, 0):
                return Rejection("limit_exceeded", {"have": balances[currency], "max": AMOUNT_MAX})
        return None

    def _owed(self, player: PlayerState) -> Mapping[str, int]:
        """Return all that may yet come; nothing of a part that cannot be read: it locks no more than itself."""
        found: Mapping[str, int] = NOTHING_OWED
        for owing in self.owing:
            try:
                owed = owing(player)
            except PartUnreadable:
                continue
            if owed:
                found = {name: found.get(name, 0) + owed.get(name, 0) for name in (*found, *owed)}
        return found


Handle = Callable[[PlayerState, Any, Context], Decision | Rejection]
"""Decides one command, given its body, without changing the state."""
Answer = Callable[[PlayerState, Any, int], ServerPayload | Rejection]
"""Answers one read, given its body and the time."""
Apply = Callable[[PlayerState, Any], frozenset[str]]
"""Changes the state by one fact; returns the names of the parts that changed, the root left out."""
Gate = Callable[[PlayerState, int], Rejection | None]
"""Returns a refusal if the player may not do this now, else None."""
Veto = Callable[[PlayerState, Sequence[Fact]], Rejection | None]
"""Returns a refusal if a command of the player's own may not have decided these facts, else None."""


@dataclass(frozen=True, slots=True)
class CommandHandler:
    """The handler of a command. `gated`: it runs only if no feature's `gate` refuses.

    `senders` are the origins that the command may have (`Incoming.origin`; one that ends in `:` or `/` stands for all
    that begin so); with none, a player may send it.
    """

    handle: Handle
    gated: bool = False
    senders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reaction:
    """Further facts that follow from facts of the same turn, decided on the state before them.

    `react` is called once a turn with the facts of the types `to` that the turn has decided so far, at least one.
    """

    to: frozenset[type[Fact]]
    react: Callable[[PlayerState, Sequence[Any], Context], Sequence[Fact]]


@dataclass(frozen=True, slots=True)
class Push:
    """Pushes that follow from facts of the types `of`: `make` is called once a turn, with at least one.

    Pushes of a turn go in the order of the features; a `first` one goes before all others.
    """

    of: tuple[type[Fact], ...]
    payloads: tuple[type[ServerPayload], ...]
    make: Callable[[PlayerState, Sequence[Any]], Sequence[ServerPayload]]
    first: bool = False


GAMES_SHOWN = "What each game and table shows of the player, by its name."
"""The text of `games`, a field of the snapshot that games share."""


@dataclass(frozen=True, slots=True)
class SnapshotField:
    """A field of the snapshot (`initial_state`): its type and its value. Features may share a field that is a dict."""

    type: Any
    value: Callable[[PlayerState, int], Any]
    text: str
    """The field in words, for the documents of the interface."""


def unchanged(player: PlayerState, fact: Fact) -> frozenset[str]:
    """Apply a fact that is a row, or an event, and leaves the state as it is."""
    return ROOT_ONLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature of the player. The state parts it names are its own: no other feature changes them."""

    name: str
    parts: Sequence[Part[Any]] = ()
    commands: Mapping[type[Command], CommandHandler] = field(default_factory=dict)
    queries: Mapping[type[Command], Answer] = field(default_factory=dict)
    facts: Mapping[type[Fact], Apply] = field(default_factory=dict)
    """Every fact that concerns it. Several features may have an entry for the same type of fact."""
    reactions: Sequence[Reaction] = ()
    pushes: Sequence[Push] = ()
    events: Mapping[type[Fact], Callable[[PlayerState, Any], DomainEvent | None]] = field(default_factory=dict)
    """Makes the domain event of a fact, from the state after the turn; None: there is none."""
    snapshot: Mapping[str, SnapshotField] = field(default_factory=dict)
    owed: Owed | None = None
    gate: Gate | None = None
    veto: Veto | None = None
    attach_refusal: Gate | None = None
    on_attach: Callable[[PlayerState, int], tuple[str, Command] | None] | None = None
    """(id, command) of a turn that comes before a socket attaches, or None when there is no cause for one."""
    initial_command: Callable[[PlayerState], tuple[str, Command]] | None = None
