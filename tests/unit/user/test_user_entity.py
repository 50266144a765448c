"""The user entity: opening, a round, stakes, rewards, answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from actors.fairness.floats import commitment, floats
from actors.fairness.messages import FairnessGet
from actors.games.contract import Memory, Odds, Played, Refusal
from actors.games.facts import RoundPlayed
from actors.games.registry import registered_games
from actors.games.rps import CHOICES, RpsPlay, RpsPlayed
from actors.messages import COMMANDS
from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.player.notices import (
    UNACKED_EVENTS_MAX,
    EventAck,
    EventsAcked,
    EventsAcknowledged,
    NoticeFiled,
    NoticesRead,
    UnackedEvent,
)
from actors.player.state import PlayerState
from actors.rewards.facts import RewardIssued
from actors.rewards.messages import RewardGrant, RewardGranted
from actors.runtime.entity import Decision, DomainEvent, Incoming, Rejection
from actors.user.kind import UserKind
from actors.user.messages import (
    GameStats,
    Profile,
    ProfileGet,
    StatsGet,
    StatsSnapshot,
    StatsUpdate,
    UserOpen,
    UserOpened,
)
from actors.user.snapshot import InitialState, StateGet
from tests.seals import SEALS, committed, secret_seeds

TX = "ab" * 16
SERVER, NEXT, CLIENT = "1" * 64, "2" * 64, "3" * 64
ECONOMY = EconomyConfig()
KIND = UserKind(ECONOMY, registered_games(ECONOMY), seal=SEALS.seeds)


class ListedEntropy:
    def __init__(self) -> None:
        self._seeds = iter((SERVER, NEXT, CLIENT, "7" * 64))

    def seed_hex(self) -> str:
        return next(self._seeds)


def decide(
    state: PlayerState, body: msgspec.Struct, origin: str = "user", kind: UserKind = KIND
) -> Decision | Rejection:
    return kind.decide(state, Incoming("c1", origin, TX, body), 0, ListedEntropy())


def run(state: PlayerState, body: msgspec.Struct, origin: str = "user", kind: UserKind = KIND) -> Decision:
    decision = decide(state, body, origin, kind)
    assert isinstance(decision, Decision)
    for fact in decision.facts:
        kind.apply(state, fact)
    return decision


def opened(gold: int = ECONOMY.starting_gold) -> PlayerState:
    state = KIND.create("u1")
    run(state, UserOpen(), "system")
    state.root.balances["gold"] = gold
    return state


def house_choice(state: PlayerState) -> int:
    """What the house will play next, as the test knows the secret."""
    return int(next(floats(secret_seeds(state).server_seed, state.seeds.client_seed, state.root.nonce + 1)) * 3)


def play_for(state: PlayerState, result: str, bet: int = 100) -> RpsPlay:
    lead = {"tie": 0, "win": 1, "lose": 2}[result]
    return RpsPlay(bet=bet, choice=CHOICES[(house_choice(state) + lead) % 3])


# --- opening ----------------------------------------------------------------------------------------------------------


def test_the_opening_turn_has_the_id_of_the_mint() -> None:
    assert KIND.initial_command(KIND.create("u1")) == ("mint:u1", UserOpen())


def test_the_opening_turn_commits_to_seeds_and_grants_the_starting_gold() -> None:
    state = KIND.create("u1")
    decision = run(state, UserOpen(), "system")
    assert decision.reply == UserOpened(gold=10_000)
    assert decision.facts == (
        committed(SERVER, NEXT, CLIENT[:16]),
        Transferred(
            debit="house:mint",
            credit="user:u1",
            currency="gold",
            amount=10_000,
            balance_after=10_000,
            reason="opening",
            reference="mint:u1",
        ),
    )
    assert state.root.balances == {"gold": 10_000, "gem": 0, "shard": 0}
    assert KIND.events(state, decision.facts) == [DomainEvent("user.opened", {"user_id": "u1", "gold": 10_000})]
    assert KIND.announce(state, decision.facts) == [
        Profile(gold=10_000, gold_balance=10_000, gems=0, xp=0, tier="BRONZE")
    ]


def test_a_second_opening_grants_nothing() -> None:
    assert run(opened(gold=7), UserOpen(), "system") == Decision(UserOpened(gold=7))


@pytest.mark.parametrize("body", [UserOpen(), RewardGrant(grant_id="g", reward_type="gold", amount=1, source="s")])
def test_a_player_cannot_send_what_only_the_server_sends(body: msgspec.Struct) -> None:
    assert type(body) not in COMMANDS
    assert decide(opened(), body, origin="user") == Rejection("forbidden")


def test_an_unknown_command_or_query_is_our_error() -> None:
    with pytest.raises(TypeError, match="Later"):
        decide(opened(), type("Later", (msgspec.Struct,), {})())
    with pytest.raises(TypeError, match="Later"):
        KIND.answer(opened(), type("Later", (msgspec.Struct,), {})(), 0)


# --- a round ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "payout", "won", "gold"),
    [("win", 195, True, 10_095), ("tie", 100, None, 10_000), ("lose", 0, False, 9_900)],
)
def test_a_round_moves_the_stake_then_the_payout(result: str, payout: int, won: bool | None, gold: int) -> None:
    state = opened()
    command, house = play_for(state, result), CHOICES[house_choice(state)]
    decision = run(state, command)
    assert decision.reply == RpsPlayed(round_id=TX, outcome=result, opponent=house, payout=payout, gold=gold)
    *transfers, played = decision.facts
    moved = [(t.debit, t.credit, t.amount, t.balance_after, t.reason, t.reference) for t in transfers]
    stake = ("user:u1", "house:bets", 100, 9_900, "bet", TX)
    assert moved == [stake, ("house:bets", "user:u1", payout, gold, "payout", TX)][: 2 if payout else 1]
    assert played == RoundPlayed(
        round_id=TX,
        game="rps",
        bet=100,
        payout=payout,
        won=won,
        outcome={"choice": command.choice, "opponent": house, "result": result},
        config_version=1,
        definition="standard",
        server_seed_hash=commitment(SERVER),
        client_seed=CLIENT[:16],
        nonce=1,
        expected=pytest.approx(100 * 2.95 / 3),
        variance=pytest.approx((195**2 + 100**2) / 3 - (295 / 3) ** 2),
    )


def test_each_round_uses_up_one_nonce_and_a_refused_one_none() -> None:
    state = opened()
    nonces = [run(state, RpsPlay(bet=20, choice="rock")).facts[-1].nonce for _ in range(3)]
    assert isinstance(decide(state, RpsPlay(bet=19, choice="rock")), Rejection)
    assert nonces == [1, 2, 3]
    assert state.root.nonce == 3


def test_new_seeds_start_the_nonce_again() -> None:
    state = opened()
    run(state, RpsPlay(bet=20, choice="rock"))
    changed = KIND.apply(state, committed(NEXT, SERVER, "mine"))
    assert changed == {"seeds"}
    assert run(state, RpsPlay(bet=20, choice="rock")).facts[-1].nonce == 1


def test_a_round_is_announced_as_profile_then_statistics() -> None:
    state = opened()
    decision = run(state, play_for(state, "win"))
    numbers: dict[str, Any] = {
        "games_played": 1,
        "wins": 1,
        "win_rate": 1.0,
        "total_wagered": 100,
        "total_won": 195,
        "biggest_win": 195,
        "best_multiplier": 1.95,
        "current_streak": 1,
    }
    assert KIND.announce(state, decision.facts) == [
        Profile(gold=10_095, gold_balance=10_095, gems=0, xp=10, tier="BRONZE"),
        StatsUpdate(**numbers, game="rps", by_game={"rps": GameStats(**numbers)}),
    ]


def test_a_round_is_one_domain_event() -> None:
    state = opened()
    decision = run(state, play_for(state, "lose"))
    assert KIND.events(state, decision.facts) == [
        DomainEvent(
            "game.round_settled",
            {
                "user_id": "u1",
                "round_id": TX,
                "game": "rps",
                "bet": 100,
                "payout": 0,
                "won": False,
                "config_version": 1,
                "balances": {"gold": 9_900, "gem": 0, "shard": 0},
            },
        )
    ]


def test_wagering_raises_the_tier() -> None:
    state = opened(gold=AMOUNT_MAX // 2)
    run(state, RpsPlay(bet=9_990, choice="rock"))
    assert KIND.answer(state, ProfileGet(), 0).tier == "BRONZE"
    run(state, RpsPlay(bet=20, choice="rock"))
    profile = KIND.answer(state, ProfileGet(), 0)
    assert isinstance(profile, Profile)
    assert (profile.xp, profile.tier) == (1_001, "SILVER")


# --- stakes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bet", [1, 19, 1_000_001, AMOUNT_MAX])
def test_a_stake_outside_the_limits_is_invalid(bet: int) -> None:
    refused = decide(opened(gold=AMOUNT_MAX), RpsPlay(bet=bet, choice="rock"))
    assert refused == Rejection("invalid_payload", {"field": "bet", "min": 20, "max": 1_000_000})


@pytest.mark.parametrize("bet", [20, 1_000_000])
def test_a_stake_at_a_limit_is_taken(bet: int) -> None:
    assert isinstance(decide(opened(gold=bet), RpsPlay(bet=bet, choice="rock")), Decision)


@pytest.mark.parametrize("bet", ["0", "-1", "20.5", "20.0", '"20"', "true", "null", str(2**53), "1e3"])
def test_a_stake_that_is_no_positive_integer_does_not_decode(bet: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(f'{{"bet":{bet},"choice":"rock"}}', type=RpsPlay)


def test_a_stake_above_the_balance_is_refused_with_both_numbers() -> None:
    refused = decide(opened(gold=99), RpsPlay(bet=100, choice="rock"))
    assert refused == Rejection("insufficient_gold", {"need": 100, "have": 99})


def test_the_last_gold_can_be_staked_and_lost() -> None:
    state = opened(gold=100)
    run(state, play_for(state, "lose"))
    assert state.root.balances["gold"] == 0


def test_a_round_that_could_burst_the_balance_is_refused_whatever_its_outcome() -> None:
    refused = [
        decide(opened(gold=AMOUNT_MAX - 94), RpsPlay(bet=100, choice=choice))
        for choice in ("rock", "paper", "scissors")
    ]
    assert refused == [Rejection("limit_exceeded", {"have": AMOUNT_MAX - 94, "max": AMOUNT_MAX})] * 3


def test_a_balance_can_be_won_up_to_the_largest_amount() -> None:
    state = opened(gold=AMOUNT_MAX - 95)
    run(state, play_for(state, "win"))
    assert state.root.balances["gold"] == AMOUNT_MAX


# --- a game with several floats and other currencies ------------------------------------------------------------------


@dataclass(frozen=True)
class ThreePulls:
    """CommandHandler three floats and pays shards."""

    name: str = "pulls"
    command: type[RpsPlay] = RpsPlay
    config_version: int = 7

    def stake(self, command: RpsPlay, /) -> int:
        return command.bet * 3

    def refusal(self, command: RpsPlay, now_ms: int, /) -> Refusal | None:
        return None

    def payout_max(self, command: RpsPlay, /) -> int:
        return 0

    def odds(self, command: RpsPlay, /) -> Odds | None:
        return None

    def play(self, command: RpsPlay, floats: Iterator[float], memory: Memory, /) -> Played:
        return Played(0, None, {"pulls": [round(next(floats), 6) for _ in range(3)]}, credits=(("shard", 5),))

    def reply(self, played: Played, round_id: str, gold: int, /) -> RpsPlayed:
        return RpsPlayed(round_id=round_id, outcome="tie", opponent="rock", payout=0, gold=gold)

    def rtp(self) -> float:
        return 0.0

    def view(self) -> dict[str, Any]:
        return {}

    def examples(self, bet: int, /) -> list[RpsPlay]:
        return []


def test_a_game_may_take_several_floats_and_pay_in_other_currencies() -> None:
    kind = UserKind(ECONOMY, [ThreePulls()], seal=SEALS.seeds)
    state = opened()
    decision = run(state, RpsPlay(bet=20, choice="rock"), kind=kind)
    stream = floats(SERVER, CLIENT[:16], 1)
    bet, shards, played = decision.facts
    assert (bet.amount, shards.currency, shards.balance_after) == (60, "shard", 5)
    assert played.outcome == {"pulls": [round(next(stream), 6) for _ in range(3)]}
    assert state.root.balances == {"gold": 9_940, "gem": 0, "shard": 5}


# --- rewards ----------------------------------------------------------------------------------------------------------


def grant(n: int = 1, amount: int = 500) -> RewardGrant:
    return RewardGrant(grant_id=f"g{n}", reward_type="gold", amount=amount, source="admin:welcome")


def test_a_reward_is_paid_told_and_kept_until_acknowledged() -> None:
    state = opened()
    decision = run(state, grant(), "entity:admin/main")
    told = RewardGranted(grant_id="g1", reward_type="gold", amount=500, source="admin:welcome")
    assert [type(fact) for fact in decision.facts] == [Transferred, RewardIssued]
    assert [type(push) for push in KIND.announce(state, decision.facts)] == [Profile, RewardGranted]
    assert KIND.announce(state, decision.facts)[1] == told
    assert [event.type for event in KIND.events(state, decision.facts)] == ["reward.granted"]
    shown = KIND.snapshot(state, 0)
    assert isinstance(shown, InitialState)
    assert shown.events_unacked == [UnackedEvent(id="g1", type="reward_granted", payload=msgspec.structs.asdict(told))]
    assert shown.profile.gold == 10_500


def test_an_acknowledged_reward_returns_no_more() -> None:
    state = opened()
    run(state, grant(1), "admin")
    run(state, grant(2), "admin")
    decision = run(state, EventAck(ids=["g2", "g2", "unknown"]))
    assert decision == Decision(EventsAcknowledged(acknowledged=["g2"]), (EventsAcked(ids=("g2",)),))
    assert run(state, EventAck(ids=["g2"])) == Decision(EventsAcknowledged(acknowledged=[]))
    assert list(state.events.unacked) == ["g1"]
    assert KIND.announce(state, decision.facts) == KIND.events(state, decision.facts) == []


def test_a_reward_that_would_burst_the_balance_is_refused() -> None:
    refused = decide(opened(gold=AMOUNT_MAX), grant(amount=1), "admin")
    assert refused == Rejection("limit_exceeded", {"have": AMOUNT_MAX, "max": AMOUNT_MAX})


def test_the_oldest_notices_are_filed_when_the_state_is_full_and_none_is_dropped() -> None:
    state, filed = opened(gold=0), []
    for n in range(UNACKED_EVENTS_MAX + 3):
        filed += [fact for fact in run(state, grant(n, amount=1), "admin").facts if isinstance(fact, NoticeFiled)]
        assert len(state.events.unacked) <= UNACKED_EVENTS_MAX
    assert next(iter(state.events.unacked)) == "g3"
    assert [(each.number, each.once(), each.notice_id) for each in filed] == [
        (n + 1, f"{n + 1}", f"g{n}") for n in range(3)
    ]
    assert {each.notice_type for each in filed} == {"reward_granted"}
    assert filed[0].payload["amount"] == 1
    shown = KIND.snapshot(state, 0)
    assert isinstance(shown, InitialState)
    assert (shown.events_filed, len(shown.events_unacked)) == (3, UNACKED_EVENTS_MAX)
    assert state.root.balances["gold"] == UNACKED_EVENTS_MAX + 3


def test_a_notice_that_comes_again_takes_its_own_place() -> None:
    state = opened(gold=0)
    for n in range(UNACKED_EVENTS_MAX):
        run(state, grant(n, amount=1), "admin")
    decision = run(state, grant(0, amount=1), "admin")
    assert not [fact for fact in decision.facts if isinstance(fact, NoticeFiled)]
    assert list(state.events.unacked)[-1] == "g0"


def test_what_was_filed_is_acknowledged_by_a_row() -> None:
    state = opened(gold=0)
    assert run(state, EventAck(ids=["g0"])) == Decision(EventsAcknowledged(acknowledged=[]))
    for n in range(UNACKED_EVENTS_MAX + 1):
        run(state, grant(n, amount=1), "admin")
    decision = run(state, EventAck(ids=["g0", "g5"]))
    assert decision.reply == EventsAcknowledged(acknowledged=["g5", "g0"])
    assert decision.facts == (EventsAcked(ids=("g5",)), NoticesRead(ids=("g0",)))


# --- answers ----------------------------------------------------------------------------------------------------------


def test_answers_agree_with_the_snapshot() -> None:
    state = opened()
    run(state, play_for(state, "win"))
    shown = KIND.answer(state, StateGet(), 0)
    assert isinstance(shown, InitialState)
    assert shown == KIND.snapshot(state, 0)
    assert shown.profile == KIND.answer(state, ProfileGet(), 0)
    assert shown.stats == KIND.answer(state, StatsGet(), 0)
    assert isinstance(shown.stats, StatsSnapshot)
    assert shown.stats.by_game["rps"].total_won == shown.stats.total_won == 195
    assert shown.games["rps"]["rtp"] == pytest.approx((40 / 21 + 1) / 3)


def test_seeds_are_shown_as_hashes() -> None:
    state = opened()
    run(state, RpsPlay(bet=20, choice="rock"))
    assert msgspec.to_builtins(KIND.answer(state, FairnessGet(), 0)) == {
        "server_seed_hash": commitment(SERVER),
        "next_server_seed_hash": commitment(NEXT),
        "client_seed": CLIENT[:16],
        "nonce": 1,
    }


def test_what_was_shown_does_not_change_with_the_next_turn() -> None:
    state = opened()
    run(state, grant(), "admin")
    decision = run(state, play_for(state, "win"))
    shown = [KIND.snapshot(state, 0), KIND.announce(state, decision.facts), KIND.events(state, decision.facts)]
    before = msgspec.json.encode(shown)
    run(state, play_for(state, "lose"))
    run(state, EventAck(ids=["g1"]))
    assert msgspec.json.encode(shown) == before
