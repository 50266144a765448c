"""The largest amount: whatever credits a player is refused while it can be, so that what must come always fits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.areas import all_areas
from actors.crash.messages import CrashBet
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import allowance_of
from actors.crash.stakes import STAKES
from actors.crash.table_messages import BetAnswered, BetSettled
from actors.definitions.book import Definitions
from actors.games.contract import CREDITS_MAX, Game
from actors.games.registry import registered_games
from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.rewards.messages import RewardGrant, UserGrant
from actors.runtime.entity import Decision, Incoming, Rejection
from actors.runtime.entropy import SeededEntropy
from actors.staff.messages import Act
from actors.streak.messages import StreakClaim, StreakTick
from actors.user.kind import UserKind
from actors.user.messages import UserOpen
from tests.seals import SEALS

ECONOMY = EconomyConfig()
GAMES = registered_games(ECONOMY)
TABLE = TableConfig()
KIND = UserKind(ECONOMY, GAMES, [TABLE], Definitions(all_areas(ECONOMY, [TABLE])), seal=SEALS.seeds)
MAIN = "entity:crash/main"
NOW_MS = 1_795_396_400_000
ACT = Act("adm", "ADMIN", "r", "", "a test")


@dataclass
class Rich:
    """A player whose balance is near the largest amount."""

    state: Any = field(default_factory=lambda: KIND.create("u1"))
    sent: int = 0

    def __post_init__(self) -> None:
        self.send(UserOpen(), "system")

    def send(self, body: msgspec.Struct, origin: str = "user") -> Decision | Rejection:
        self.sent += 1
        incoming = Incoming(f"c{self.sent}", origin, f"{self.sent:032x}", body)
        decision = KIND.decide(self.state, incoming, NOW_MS, SeededEntropy(self.sent))
        for fact in decision.facts if isinstance(decision, Decision) else ():
            KIND.apply(self.state, fact)
        return decision

    def has(self, amount: int, currency: str = "gold") -> None:
        self.state.root.balances[currency] = amount

    def gold(self) -> int:
        gold: int = self.state.root.balances["gold"]
        return gold

    def bet(self, amount: int, auto: int | None = None) -> Decision | Rejection:
        return self.send(CrashBet(round_id=f"main-{self.sent}", bet=amount, auto_cashout=auto))

    def settle(self, bet_id: str, payout: int, how: str = "manual") -> None:
        stake = STAKES.of(self.state).open[bet_id]
        settled = BetSettled(
            bet_id=bet_id,
            table="main",
            round_id=stake.round_id,
            bet=stake.bet,
            auto=stake.auto,
            cents=payout * 100 // stake.bet,
            payout=payout,
            how=how,
            at_ms=5,
            commit="c0",
            config_version=1,
        )
        assert isinstance(self.send(settled, MAIN), Decision)

    def open(self) -> list[str]:
        return list(STAKES.of(self.state).open)


def grant(amount: int, currency: Any = "gold") -> RewardGrant:
    return RewardGrant(grant_id="g", reward_type=currency, amount=amount, source="test")


def refused(decision: Decision | Rejection) -> bool:
    return isinstance(decision, Rejection) and decision.code == "limit_exceeded"


CREDITS: dict[str, Callable[[], tuple[msgspec.Struct, str]]] = {
    "a reward": lambda: (grant(1), "system"),
    "a grant of staff": lambda: (UserGrant(act=ACT, grant_id="g", reward_type="gold", amount=1), "admin"),
    "a rung of the streak": lambda: (StreakClaim(), "user"),
    **{
        f"a round of {game.name}": lambda game=game: (game.examples(100)[0], "user")
        for game in GAMES
        if game.payout_max(game.examples(100)[0]) > 0
    },
    "another bet at a table": lambda: (CrashBet(round_id="main-99", bet=100), "user"),
}
"""Everything that gives gold, or may; missions and purchases have the same test among their own."""


@pytest.mark.parametrize("credit", CREDITS)
def test_a_credit_for_which_an_open_stake_leaves_no_room_is_refused_before_anything_happens(credit: str) -> None:
    player = Rich()
    player.send(StreakTick())
    player.bet(1_000)
    player.has(AMOUNT_MAX - 1_000 - allowance_of(TABLE.bankroll))
    body, origin = CREDITS[credit]()
    assert refused(player.send(body, origin))
    assert player.gold() == AMOUNT_MAX - 1_000 - allowance_of(TABLE.bankroll)


@pytest.mark.parametrize("credit", CREDITS)
def test_the_same_credit_is_taken_once_the_stake_is_settled(credit: str) -> None:
    player = Rich()
    player.send(StreakTick())
    player.bet(1_000)
    player.has(AMOUNT_MAX // 2)
    player.settle(player.open()[0], 0, "lost")
    body, origin = CREDITS[credit]()
    assert isinstance(player.send(body, origin), Decision)


@pytest.mark.parametrize("currency", ["gem", "shard"])
def test_every_currency_has_the_same_bound(currency: str) -> None:
    player = Rich()
    player.has(AMOUNT_MAX - 1, currency)
    assert refused(player.send(grant(2, currency), "system"))
    assert isinstance(player.send(grant(1, currency), "system"), Decision)


@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)
def test_no_game_gives_what_may_not_fit_in_another_currency(game: Game[Any]) -> None:
    player = Rich()
    player.has(AMOUNT_MAX - CREDITS_MAX + 1, "shard")
    assert refused(player.send(game.examples(100)[0]))


def test_a_bet_counts_with_what_it_may_win_and_one_with_a_target_no_more_than_that() -> None:
    player = Rich()
    player.has(AMOUNT_MAX - 150)
    assert refused(player.bet(1_000))
    assert refused(player.bet(1_000, 116))
    assert isinstance(player.bet(1_000, 115), Decision)


@pytest.mark.parametrize("payout", [0, 20, 1_000, 30_001_000])
def test_a_stake_that_was_held_at_the_bound_is_settled_whatever_it_pays(payout: int) -> None:
    player = Rich()
    player.has(AMOUNT_MAX - allowance_of(TABLE.bankroll))
    assert isinstance(player.bet(1_000), Decision)
    before = player.gold()
    player.settle(player.open()[0], payout, "manual" if payout else "lost")
    assert player.gold() == before + payout


def test_a_refusal_of_the_table_brings_the_stake_back_at_the_bound() -> None:
    player = Rich()
    player.has(AMOUNT_MAX - allowance_of(TABLE.bankroll))
    player.bet(1_000)
    while isinstance(player.send(grant(1_000), "system"), Decision):
        pass
    (bet_id,) = player.open()
    assert isinstance(player.send(BetAnswered(bet_id=bet_id, code="round_closed"), MAIN), Decision)
    assert player.gold() == AMOUNT_MAX - allowance_of(TABLE.bankroll)


ACTS = st.lists(
    st.tuples(st.sampled_from(["bet", "target", "grant", "round", "won", "lost", "refunded"]), st.integers(20, 10**6)),
    max_size=40,
)


@given(ACTS, st.integers(0, 40_000_000))
def test_whatever_is_bet_granted_and_settled_every_open_stake_can_come_back(
    acts: list[tuple[str, int]], below: int
) -> None:
    player = Rich()
    player.has(AMOUNT_MAX - below)
    for act, amount in acts:
        match act:
            case "bet":
                player.bet(amount)
            case "target":
                player.bet(amount, 101 + amount % 900)
            case "grant":
                player.send(grant(amount), "system")
            case "round":
                player.send(GAMES[0].examples(amount)[0])
            case _ if player.open():
                payout = {"lost": 0, "refunded": amount, "won": amount * 40}[act]
                player.settle(player.open()[0], payout, "manual" if act == "won" else act)
        stakes = sum(stake.bet for stake in STAKES.of(player.state).open.values())
        assert 0 <= player.gold() <= AMOUNT_MAX - stakes
