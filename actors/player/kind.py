"""The player's entity: decides, applies, stores and shows by the tables that its features fill.

It knows no feature by name. A turn: who may send the command, whether a gate is closed, the feature's decision, whether
another feature objects, and what other features add to it.

A part that cannot be read locks what needs it, and no more: its feature's commands and reads are refused with
`unavailable`, its feature takes no part in other turns, and what is stored stays as it is until it is repaired
(`pitboss parts`). Commands of the server fail instead, so that they are sent again. Without its root there
is no player.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct, structs

from actors.player.feature import (
    Answer,
    Apply,
    CommandHandler,
    Context,
    Feature,
    Gate,
    Push,
    Reaction,
    SnapshotField,
    Veto,
)
from actors.player.state import ROOT, ROOT_ONLY, Part, PlayerState
from actors.runtime.entity import (
    Decision,
    DomainEvent,
    Entropy,
    Incoming,
    PartUnreadable,
    Rejection,
    StoredPart,
    by_type,
)
from actors.runtime.facts import Fact
from actors.runtime.payloads import Command, ServerPayload

ANSWERED = ("user", "admin")
"""Origins of commands whose sender hears of a refusal; others send again what fails."""
K = TypeVar("K")
V = TypeVar("V")


class PlayerKind:
    """`EntityKind[PlayerState]` made of `features`; the key is the user id. `snapshot` is what a socket gets first.

    Raises:
        ValueError: two features take the same command or query, or have parts of the same name.
    """

    name = "user"

    def __init__(
        self, features: Sequence[Feature], snapshot: type[ServerPayload], snapshot_query: type[Command]
    ) -> None:
        self.features = tuple(features)
        self._snapshot = snapshot
        self._handlers: dict[type[Command], CommandHandler] = _table(feature.commands for feature in features)
        self._answers: dict[type[Command], Answer] = _table(feature.queries for feature in features)
        self._answers[snapshot_query] = self._answer_snapshot
        self._parts: dict[str, Part[Any]] = _table(
            {part.name: part} for part in (ROOT, *(part for feature in features for part in feature.parts))
        )
        self._applies = _applies(features)
        self._features_of: dict[type[Command], Feature] = {
            command: feature for feature in features for command in (*feature.commands, *feature.queries)
        }
        self._vetoes: tuple[Veto, ...] = tuple(feature.veto for feature in features if feature.veto)
        self._reactions: tuple[Reaction, ...] = tuple(each for feature in features for each in feature.reactions)
        self._pushes: tuple[Push, ...] = tuple(
            sorted((each for feature in features for each in feature.pushes), key=lambda push: not push.first)
        )
        self._hearing = _by_fact(dict.fromkeys(push.of, n) for n, push in enumerate(self._pushes))
        self._events = _by_fact(feature.events for feature in features)
        self._shown = _shown(features)
        self._owing = tuple(feature.owed for feature in features if feature.owed)
        self._gates: tuple[Gate, ...] = tuple(feature.gate for feature in features if feature.gate)
        self._refusals: tuple[Gate, ...] = tuple(each.attach_refusal for each in features if each.attach_refusal)
        self._on_attach = tuple(feature.on_attach for feature in features if feature.on_attach)
        self._initial = tuple(feature.initial_command for feature in features if feature.initial_command)
        self.parts: Sequence[str] = tuple(self._parts)
        self.commands = by_type(self._handlers)
        self.queries = by_type(self._answers)
        self.facts = frozenset(self._applies)

    def create(self, key: str) -> PlayerState:
        player = PlayerState(key)
        for part in self._parts.values():
            setattr(player, part.name, part.new())
        return player

    def initial_command(self, player: PlayerState) -> tuple[str, Struct] | None:
        return self._initial[0](player) if self._initial else None

    # --- turns ---

    def decide(self, player: PlayerState, command: Incoming, now_ms: int, entropy: Entropy) -> Decision | Rejection:
        handler = self._handlers.get(type(command.body))  # type: ignore[arg-type] # the body is one of `commands`
        if handler is None:
            raise TypeError(f"a user takes no {type(command.body).__name__}")
        if handler.senders and not _is_from(command.origin, handler.senders):
            return Rejection("forbidden")
        try:
            return self._decide(player, handler, command, now_ms, entropy)
        except PartUnreadable as error:
            if command.origin not in ANSWERED:
                raise
            return _unavailable(error)

    def _decide(
        self, player: PlayerState, handler: CommandHandler, command: Incoming, now_ms: int, entropy: Entropy
    ) -> Decision | Rejection:
        if player.unreadable:
            _check_readable(player, self._features_of[type(command.body)])  # type: ignore[index] # see `decide`
        if handler.gated:
            for gate in self._gates:
                refusal = gate(player, now_ms)
                if refusal is not None:
                    return refusal
        context = Context(command, command.tx, now_ms, entropy, self._owing)
        decision = handler.handle(player, command.body, context)
        if type(decision) is Rejection:
            return decision
        assert isinstance(decision, Decision)
        if not handler.senders:
            for veto in self._vetoes:
                refusal = veto(player, decision.facts)
                if refusal is not None:
                    return refusal
        return self.with_reactions(player, decision, context) if decision.facts else decision

    def with_reactions(self, player: PlayerState, decision: Decision, context: Context) -> Decision:
        """Return the decision with what its facts make other features add to it."""
        facts = decision.facts
        types = set(map(type, facts))
        for reaction in self._reactions:
            to = reaction.to
            if to.isdisjoint(types):
                continue
            further = _reacted(reaction, player, [fact for fact in facts if type(fact) in to], context)
            if further:
                facts = (*facts, *further)
                types.update(map(type, further))
        return decision if facts is decision.facts else structs.replace(decision, facts=facts)

    def apply(self, player: PlayerState, fact: Fact) -> frozenset[str]:
        apply = self._applies.get(type(fact))
        if apply is None:
            raise TypeError(f"a user knows no {type(fact).__name__}")
        return self._apply_where_readable(player, fact) if player.unreadable else apply(player, fact)

    def _apply_where_readable(self, player: PlayerState, fact: Fact) -> frozenset[str]:
        dirty = ROOT_ONLY
        for feature in self.features:
            if type(fact) in feature.facts and not _unreadable_part(player, feature):
                dirty |= feature.facts[type(fact)](player, fact)
        return dirty

    def unreadable(self, player: PlayerState) -> Sequence[str]:
        """Return the names of the stored parts that could not be read."""
        return tuple(player.unreadable)

    def announce(self, player: PlayerState, facts: Sequence[Fact]) -> Sequence[ServerPayload]:
        heard: dict[int, list[Fact]] = {}
        for fact in facts:
            for n in self._hearing.get(type(fact), ()):
                if n in heard:
                    heard[n].append(fact)
                else:
                    heard[n] = [fact]
        pushes: list[ServerPayload] = []
        for n in sorted(heard):
            try:
                pushes += self._pushes[n].make(player, heard[n])
            except PartUnreadable:
                continue
        return pushes

    def events(self, player: PlayerState, facts: Sequence[Fact]) -> Sequence[DomainEvent]:
        events: list[DomainEvent] = []
        for fact in facts:
            for make in self._events.get(type(fact), ()):
                event = make(player, fact)
                if event is not None:
                    events.append(event)
        return events

    # --- reads and sockets ---

    def answer(self, player: PlayerState, query: Struct, now_ms: int) -> ServerPayload | Rejection:
        answer = self._answers.get(type(query))  # type: ignore[arg-type] # the query is one of `queries`
        if answer is None:
            raise TypeError(f"a user answers no {type(query).__name__}")
        try:
            return answer(player, query, now_ms)
        except PartUnreadable as error:
            return _unavailable(error)

    def _answer_snapshot(self, player: PlayerState, query: Struct, now_ms: int) -> ServerPayload:
        return self.snapshot(player, now_ms)

    def snapshot(self, player: PlayerState, now_ms: int) -> ServerPayload:
        fields: dict[str, Any] = {}
        for name, shown in self._shown:
            try:
                value = shown.value(player, now_ms)
            except PartUnreadable:
                value = shown.value(self.create(player.key), now_ms)
            fields[name] = fields[name] | value if name in fields else value
        return self._snapshot(**fields)

    def on_attach(self, player: PlayerState, now_ms: int) -> tuple[str, Struct] | None:
        for find in self._on_attach:
            try:
                command = find(player, now_ms)
            except PartUnreadable:
                continue
            if command is not None:
                return command
        return None

    def on_handover(self, player: PlayerState) -> Struct | None:
        return None

    def attach_refusal(self, player: PlayerState, now_ms: int) -> Rejection | None:
        try:
            refusals = [refuse(player, now_ms) for refuse in self._refusals]
        except PartUnreadable as error:
            return _unavailable(error)
        return next(filter(None, refusals), None)

    # --- storage ---

    def dump(self, player: PlayerState, part: str) -> StoredPart:
        """Encode one of `parts`. Raises ValueError for another name."""
        found = self._parts.get(part)
        if found is None:
            raise ValueError(f"a user has no part {part!r}")
        return found.dump(player)

    def load(self, key: str, parts: Mapping[str, StoredPart]) -> PlayerState:
        """Return the state from its stored parts; one never stored is as new, one that cannot be read is set aside.

        Raises:
            ValueError: a part has an unknown name, or the root cannot be read.
        """
        player = self.create(key)
        for name, stored in parts.items():
            part = self._parts.get(name)
            if part is None:
                raise ValueError(f"user/{key}: no part is called {name!r}")
            try:
                part.load(player, stored)
            except ValueError:
                if part is ROOT:
                    raise
                part.set_aside(player, stored)
        return player


def _unavailable(error: PartUnreadable) -> Rejection:
    return Rejection("unavailable", {"part": error.part})


def _unreadable_part(player: PlayerState, feature: Feature) -> str | None:
    return next((part.name for part in feature.parts if part.name in player.unreadable), None)


def _check_readable(player: PlayerState, feature: Feature) -> None:
    """Raise PartUnreadable when a part of the feature cannot be read."""
    name = _unreadable_part(player, feature)
    if name is not None:
        raise PartUnreadable(name)


def _reacted(reaction: Reaction, player: PlayerState, heard: Sequence[Any], context: Context) -> Sequence[Fact]:
    """Return the further facts; none of a feature that cannot read its part."""
    try:
        return reaction.react(player, heard, context)
    except PartUnreadable:
        return ()


def _is_from(origin: str, senders: tuple[str, ...]) -> bool:
    return any(origin == sender or (sender[-1] in ":/" and origin.startswith(sender)) for sender in senders)


def _table(contributions: Iterable[Mapping[K, V]]) -> dict[K, V]:
    """Return one table of all contributions, which must not overlap."""
    table: dict[K, V] = {}
    for contribution in contributions:
        twice = table.keys() & contribution.keys()
        if twice:
            raise ValueError(f"two features contribute {', '.join(map(str, twice))}")
        table.update(contribution)
    return table


def _by_fact(contributions: Iterable[Mapping[type[Fact], V]]) -> dict[type[Fact], tuple[V, ...]]:
    """Return what is contributed for each type of fact, in the order of the features."""
    table: dict[type[Fact], tuple[V, ...]] = {}
    for contribution in contributions:
        for fact, value in contribution.items():
            table[fact] = (*table.get(fact, ()), value)
    return table


def _applies(features: Sequence[Feature]) -> dict[type[Fact], Apply]:
    return {fact: _all_of(applies) for fact, applies in _by_fact(feature.facts for feature in features).items()}


def _all_of(applies: tuple[Apply, ...]) -> Apply:
    first, *others = applies
    if not others:
        return first

    def apply(player: PlayerState, fact: Fact) -> frozenset[str]:
        dirty = first(player, fact)
        for each in others:
            dirty |= each(player, fact)
        return dirty

    return apply


def _shown(features: Sequence[Feature]) -> tuple[tuple[str, SnapshotField], ...]:
    return tuple((name, shown) for feature in features for name, shown in feature.snapshot.items())
