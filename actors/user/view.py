"""All that leaves the user entity: pushes, snapshots, answers, domain events. Server seeds never do.

Everything here is a copy of the state, for it is sent after the state has moved on. Facts are told apart by `type`:
they have no subclasses, and `isinstance` of a msgspec struct is ten times slower when the answer is no.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import structs

from actors.facts import Fact, Kicked, RewardIssued, RoundPlayed, StandingChanged, Transferred
from actors.fairness.floats import commitment
from actors.games.contract import Game
from actors.messages import (
    AccountClosed,
    EventState,
    FairnessCommitment,
    GameStats,
    InitialState,
    Profile,
    RewardGranted,
    ServerPayload,
    StatsSnapshot,
    StatsUpdate,
    UnackedEvent,
)
from actors.missions.facts import MissionsMoved
from actors.money.economy import EconomyConfig
from actors.money.wallet import GEM, GOLD
from actors.runtime.entity import DomainEvent
from actors.shop.facts import PurchaseChanged
from actors.shop.receipts import shown as shown_purchase
from actors.shop.receipts import update as purchase_update
from actors.streak.facts import StreakFact
from actors.streak.messages import StreakState
from actors.user.experience import experience, tier
from actors.user.state import UserState
from actors.user.statistics import shown_by_game

OPENING = "opening"
"""The reason of the transfer that grants the starting gold."""


def profile(state: UserState, economy: EconomyConfig) -> Profile:
    """Balances, experience, tier."""
    balances = state.root.balances
    gold = balances[GOLD]
    xp = experience(state.root.overall.wagered, economy.xp_divisor)
    return Profile(gold=gold, gold_balance=gold, gems=balances[GEM], xp=xp, tier=tier(xp, economy.tiers))


def stats(state: UserState) -> StatsSnapshot:
    """Statistics overall and by game."""
    return StatsSnapshot(**state.root.overall.shown(), by_game=shown_by_game(state.root.by_game))


def fairness(state: UserState) -> FairnessCommitment:
    """The seeds in force, the secret ones as their hashes."""
    seeds = state.seeds
    return FairnessCommitment(
        server_seed_hash=commitment(seeds.server_seed),
        next_server_seed_hash=commitment(seeds.next_server_seed),
        client_seed=seeds.client_seed,
        nonce=state.root.nonce,
    )


def games(economy: EconomyConfig, registered: Sequence[Game[Any]]) -> dict[str, Any]:
    """What a client must know of each game, by name."""
    return {
        game.name: {
            **game.view(),
            "bet_min": economy.bet_min,
            "bet_max": economy.bet_max,
            "rtp": game.rtp(),
            "config_version": game.config_version,
        }
        for game in registered
    }


def initial_state(
    state: UserState,
    economy: EconomyConfig,
    games_view: dict[str, Any],
    events: Sequence[EventState],
    streak: StreakState,
) -> InitialState:
    """The snapshot. Of a game with a memory it says what the game keeps of this player."""
    memories = state.memories.by_game
    unacked = [
        UnackedEvent(id=event_id, type=event.type, payload=event.payload)
        for event_id, event in state.events.unacked.items()
    ]
    return InitialState(
        profile=profile(state, economy),
        stats=stats(state),
        streak=streak,
        events=list(events),
        purchases_pending=[shown_purchase(key, each) for key, each in state.purchases.pending.items()],
        events_unacked=unacked,
        games=games_view | {name: games_view.get(name, {}) | {"memory": dict(kept)} for name, kept in memories.items()},
    )


def pushes(state: UserState, facts: Sequence[Fact], economy: EconomyConfig) -> list[ServerPayload]:
    """Purchases, `profile_update` if a balance or the experience changed, `stats_update` after a round, rewards."""
    told: list[ServerPayload] = [purchase_update(fact) for fact in facts if type(fact) is PurchaseChanged]
    if any(isinstance(fact, Transferred | RoundPlayed) for fact in facts):
        told.append(profile(state, economy))
    for fact in facts:
        if type(fact) is RoundPlayed:
            told.append(_stats_update(state, fact.game))
        elif type(fact) is RewardIssued:
            told.append(RewardGranted(**structs.asdict(fact)))
        elif type(fact) is MissionsMoved:
            told += fact.told
        elif isinstance(fact, StreakFact):
            told.append(fact.told)
        elif type(fact) is Kicked:
            told.append(AccountClosed(code="kicked", reason=fact.reason, until=None))
        elif type(fact) is StandingChanged and fact.closes:
            told.append(_account_closed(fact))
    return told


def _account_closed(fact: StandingChanged) -> AccountClosed:
    if fact.closes == "banned":
        return AccountClosed(code="banned", reason=fact.ban_reason, until=fact.banned_until)
    return AccountClosed(code="self_excluded", reason="", until=fact.excluded_until)


def _stats_update(state: UserState, game: str) -> StatsUpdate:
    root = state.root
    of_game = GameStats(**root.by_game[game].shown())
    return StatsUpdate(**root.overall.shown(), game=game, by_game={game: of_game})


def domain_events(state: UserState, facts: Sequence[Fact]) -> list[DomainEvent]:
    """`user.opened`, `game.round_settled`, `reward.granted`, `purchase.changed`: what the stream's readers count."""
    events = []
    for fact in facts:
        if type(fact) is RoundPlayed:
            events.append(DomainEvent("game.round_settled", _round_settled(state, fact)))
        elif type(fact) is Transferred and fact.reason == OPENING:
            events.append(DomainEvent("user.opened", {"user_id": state.key, "gold": fact.amount}))
        elif type(fact) is RewardIssued:
            events.append(DomainEvent("reward.granted", {"user_id": state.key, **structs.asdict(fact)}))
        elif type(fact) is PurchaseChanged:
            events.append(DomainEvent("purchase.changed", {"user_id": state.key, **structs.asdict(fact)}))
    return events


def _round_settled(state: UserState, fact: RoundPlayed) -> dict[str, Any]:
    return {
        "user_id": state.key,
        "round_id": fact.round_id,
        "game": fact.game,
        "bet": fact.bet,
        "payout": fact.payout,
        "won": fact.won,
        "config_version": fact.config_version,
        "balances": dict(state.root.balances),
    }
