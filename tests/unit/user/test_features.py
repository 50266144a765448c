"""A player is a set of features: each found by the type of a command, a query or a fact, in the order of the table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import msgspec
import pytest

from actors import facts as registry
from actors.games.facts import RoundPlayed
from actors.games.registry import registered_games
from actors.games.rps import RpsPlay
from actors.messages import COMMANDS, PUSHES
from actors.money.economy import EconomyConfig
from actors.player.feature import FROM_STAFF, CommandHandler, Context, Feature, Push, Reaction, SnapshotField, unchanged
from actors.player.kind import PlayerKind
from actors.player.state import Part, PlayerState
from actors.runtime.commit.rows import TurnRows
from actors.runtime.entity import Decision, DomainEvent, Incoming, Rejection
from actors.runtime.entropy import SeededEntropy
from actors.runtime.facts import Fact, Recorded
from actors.runtime.payloads import Command, Delivery, ServerPayload
from actors.user.features import player_features
from actors.user.kind import UserKind
from actors.user.messages import Profile, UserOpen
from actors.user.snapshot import StateGet, snapshot_struct
from persistence.entities.records import CommandRow
from tests.seals import SEALS

ECONOMY = EconomyConfig()
FEATURES = player_features(ECONOMY, registered_games(ECONOMY), seal=SEALS.seeds)
TX = "ab" * 16


class Planted(ServerPayload, frozen=True):
    trees: int


class Plant(Command, frozen=True):
    TYPE: ClassVar[str] = "garden.plant"
    REPLY: ClassVar[type[ServerPayload]] = Planted
    trees: int


class Fell(Command, frozen=True):
    TYPE: ClassVar[str] = "garden.fell"
    REPLY: ClassVar[type[ServerPayload]] = Planted


class GardenGet(Command, frozen=True):
    TYPE: ClassVar[str] = "garden.get"
    REPLY: ClassVar[type[ServerPayload]] = Planted
    MUTATING: ClassVar[bool] = False


class GardenUpdate(ServerPayload, frozen=True):
    TYPE: ClassVar[str] = "garden_update"
    DELIVERY: ClassVar[Delivery] = Delivery.STATE
    trees: int


class TreesChanged(Recorded, frozen=True, tag="trees"):
    by: int


class Garden(msgspec.Struct, array_like=True):
    trees: int = 0


GARDEN: Part[Garden] = Part("garden", Garden, Garden)


def change(player: PlayerState, fact: TreesChanged) -> frozenset[str]:
    GARDEN.of(player).trees += fact.by
    return GARDEN.dirty


def plant(player: PlayerState, body: Plant, context: Context) -> Decision:
    return Decision(Planted(trees=body.trees), (TreesChanged(body.trees),))


def grow(player: PlayerState, rounds: Sequence[RoundPlayed], context: Context) -> Sequence[Fact]:
    return [TreesChanged(len(rounds))]


def winter(player: PlayerState, now_ms: int) -> Rejection | None:
    return Rejection("forbidden", {"reason": "winter"}) if GARDEN.of(player).trees > 9 else None


GARDENING = Feature(
    name="gardening",
    parts=(GARDEN,),
    commands={
        Plant: CommandHandler(plant, gated=True),
        Fell: CommandHandler(lambda player, body, context: Decision(Planted(trees=0)), senders=FROM_STAFF),
    },
    queries={GardenGet: lambda player, query, now_ms: Planted(trees=GARDEN.of(player).trees)},
    facts={TreesChanged: change},
    reactions=(Reaction(frozenset({RoundPlayed}), grow),),
    pushes=(
        Push(
            (TreesChanged,),
            (GardenUpdate,),
            lambda player, facts: [GardenUpdate(trees=GARDEN.of(player).trees)],
        ),
    ),
    events={TreesChanged: lambda player, fact: DomainEvent("garden.changed", {"by": fact.by})},
    snapshot={"garden": SnapshotField(int, lambda player, now_ms: GARDEN.of(player).trees, "Number of trees.")},
    gate=winter,
)


def kind_of(*features: Feature) -> PlayerKind:
    return PlayerKind(features, snapshot_struct(features), StateGet)


KIND = kind_of(*FEATURES, GARDENING)


def decide(player: PlayerState, body: Command, origin: str = "user", kind: PlayerKind = KIND) -> Decision | Rejection:
    return kind.decide(player, Incoming("c", origin, TX, body), 0, SeededEntropy())


def run(player: PlayerState, body: Command, origin: str = "user", kind: PlayerKind = KIND) -> Decision:
    decision = decide(player, body, origin, kind)
    assert isinstance(decision, Decision)
    for fact in decision.facts:
        kind.apply(player, fact)
    return decision


def opened() -> PlayerState:
    player = KIND.create("u1")
    run(player, UserOpen(), "system")
    return player


# --- the order --------------------------------------------------------------------------------------------------------


def assert_in_order(found: Sequence[str], expected: Sequence[str]) -> None:
    """None of `expected` has changed its place among them; what a further feature brings may stand between."""
    assert [each for each in found if each in expected] == [*expected]


def test_the_order_of_the_features_is_this_one() -> None:
    order = (
        *("opening", "standing", "profile", "statistics", "streak", "missions"),
        *("rewards", "purchases", "notices", "games", "crash", "fairness"),
    )
    assert_in_order([feature.name for feature in FEATURES], order)


def test_gates_reactions_and_pushes_go_in_the_order_of_the_table() -> None:
    names = {id(reaction): feature.name for feature in FEATURES for reaction in feature.reactions}
    assert_in_order([names[id(each)] for each in KIND._reactions[:-1]], ["missions"])
    assert KIND._reactions[-1] is GARDENING.reactions[0]
    assert KIND._gates[-1] is winter
    announced = [payload.TYPE for push in KIND._pushes for payload in push.payloads]  # type: ignore[attr-defined]
    order = (
        "purchase_update",  # the one that goes first
        *("account_closed", "profile_update", "stats_update", "streak_update", "event_progress", "reward_granted"),
        "garden_update",
    )
    assert_in_order(announced, order)
    assert (announced[0], announced[-1]) == (order[0], order[-1])


def test_a_later_feature_reacts_to_what_an_earlier_one_added() -> None:
    def shadow(player: PlayerState, facts: Sequence[TreesChanged], context: Context) -> Sequence[Fact]:
        return [TreesChanged(100 * fact.by) for fact in facts]

    later = Feature(name="shadow", reactions=(Reaction(frozenset({TreesChanged}), shadow),))
    for order, expected in (((GARDENING, later), [1, 100]), ((later, GARDENING), [1])):
        kind, player = kind_of(*FEATURES, *order), opened()
        decision = decide(player, RpsPlay(bet=20, choice="rock"), kind=kind)
        assert isinstance(decision, Decision)
        assert [fact.by for fact in decision.facts if isinstance(fact, TreesChanged)] == expected


# --- one more feature -------------------------------------------------------------------------------------------------


def test_a_feature_brings_its_commands_queries_part_push_event_and_field() -> None:
    player = opened()
    decision = run(player, Plant(trees=3))
    assert (decision.reply, decision.facts) == (Planted(trees=3), (TreesChanged(3),))
    assert KIND.announce(player, decision.facts) == [GardenUpdate(trees=3)]
    assert KIND.events(player, decision.facts) == [DomainEvent("garden.changed", {"by": 3})]
    assert KIND.answer(player, GardenGet(), 0) == Planted(trees=3)
    assert KIND.snapshot(player, 0).garden == 3  # type: ignore[attr-defined] # a field of the feature
    assert "garden" in KIND.parts
    stored = {part: KIND.dump(player, part) for part in KIND.parts}
    assert KIND.load("u1", stored) == player
    assert KIND.apply(player, TreesChanged(1)) == {"garden"}


def test_a_feature_reacts_to_the_facts_of_another_in_the_same_turn() -> None:
    player = opened()
    decision = run(player, RpsPlay(bet=20, choice="rock"))
    assert [type(fact) for fact in decision.facts][-2:] == [RoundPlayed, TreesChanged]
    pushes = KIND.announce(player, decision.facts)
    assert type(pushes[0]) is Profile
    assert pushes[-1] == GardenUpdate(trees=1)


def test_a_closed_gate_refuses_gated_commands_of_every_feature_and_no_others() -> None:
    player = opened()
    run(player, Plant(trees=10))
    for command in (Plant(trees=1), RpsPlay(bet=20, choice="rock")):
        assert decide(player, command) == Rejection("forbidden", {"reason": "winter"})
    assert isinstance(decide(player, Fell(), "admin"), Decision)


@pytest.mark.parametrize(
    ("senders", "origin", "taken"),
    [
        (("admin",), "admin", True),
        (("admin",), "administrator", False),
        (("admin",), "user", False),
        (("entity:shop/",), "entity:shop/main", True),
        (("entity:shop/",), "entity:shopping/main", False),
        (("webhook:", "admin"), "webhook:stripe", True),
        ((), "user", True),
    ],
)
def test_a_command_is_taken_from_its_senders_alone(senders: tuple[str, ...], origin: str, taken: bool) -> None:
    fell = replace(GARDENING, commands={Fell: CommandHandler(GARDENING.commands[Fell].handle, senders=senders)})
    kind = kind_of(fell)
    decision = decide(kind.create("u1"), Fell(), origin, kind)
    assert isinstance(decision, Decision) == taken
    assert taken or decision == Rejection("forbidden")


def test_what_two_features_both_claim_is_refused_when_the_kind_is_made() -> None:
    for claimed in (
        Feature(name="b", commands={Plant: CommandHandler(plant)}),
        Feature(name="b", queries={GardenGet: lambda player, query, now_ms: Planted(trees=0)}),
        Feature(name="b", parts=(GARDEN,)),
        Feature(name="b", parts=(Part("root", Garden, Garden),)),
    ):
        with pytest.raises(ValueError, match="two features contribute"):
            kind_of(GARDENING, claimed)


def test_a_fact_that_no_feature_knows_is_our_error() -> None:
    kind = UserKind(ECONOMY, ())
    with pytest.raises(TypeError, match="a user knows no TreesChanged"):
        kind.apply(kind.create("u1"), TreesChanged(1))


# --- what follows from the table --------------------------------------------------------------------------------------


def test_players_may_send_what_has_no_senders_and_nothing_else() -> None:
    open_to_players = {command for each in FEATURES for command, takes in each.commands.items() if not takes.senders}
    assert set(COMMANDS) == open_to_players | {StateGet}
    assert len(COMMANDS) == len(set(COMMANDS))


def test_every_push_of_a_feature_is_in_the_schema() -> None:
    assert set(PUSHES) == {payload for each in FEATURES for push in each.pushes for payload in push.payloads}


def test_stored_facts_have_tags_of_their_own() -> None:
    recorded = [fact for facts in registry.FACTS.values() for fact in facts if issubclass(fact, Recorded)]
    assert len(registry.RECORDED) == len(set(recorded))


def test_a_fact_without_rows_leaves_none_and_changes_nothing() -> None:
    class Whispered(Fact, frozen=True):
        """Nobody writes it down."""

    rows = TurnRows(CommandRow(7, TX, "user", "u1", "user", "c1", 3, b"hash", True, b"{}", 1))
    Whispered().add_rows(rows)
    assert not any((rows.facts, rows.transfers, rows.rounds, rows.acts, rows.seeds))
    assert unchanged(KIND.create("u1"), Whispered()) == frozenset()
