"""A player's side of crash: the stake is held, comes back once, and a round is in the books when it is over."""

from itertools import count

import pytest

from actors.crash.messages import CrashBet, CrashBetPlaced, CrashCashedOut, CrashCashout
from actors.crash.rules.config import TableConfig
from actors.crash.rules.returns import lowest_return
from actors.crash.stakes import STAKES_MAX
from actors.crash.table_messages import BetAnswered, BetSettled, CashoutRefused, TableBet, TableCashout
from actors.games.facts import RoundPlayed
from actors.games.registry import registered_games
from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.runtime.entity import Decision, EntityRef, Incoming, Later, Rejection
from actors.runtime.entropy import SeededEntropy
from actors.user.kind import UserKind
from actors.user.messages import StatsUpdate, UserOpen
from tests.seals import SEALS

ECONOMY = EconomyConfig()
TABLES = [TableConfig(), TableConfig(name="high", bet_min=1_000)]
KIND = UserKind(ECONOMY, registered_games(ECONOMY), TABLES, seal=SEALS.seeds)
MAIN = "entity:crash/main"


class Player:
    """A user's entity, turn by turn."""

    def __init__(self) -> None:
        self.state = KIND.create("u1")
        self.facts = []
        self.tells = []
        self.completions = {}
        self._n = count(1)
        self.send(UserOpen(), "system")
        self.facts.clear()

    def decide(self, body, origin="user"):
        n = next(self._n)
        return KIND.decide(self.state, Incoming(f"c{n}", origin, f"{n:032x}", body), 0, SeededEntropy())

    def send(self, body, origin="user"):
        decision = self.decide(body, origin)
        if isinstance(decision, Decision):
            for fact in decision.facts:
                KIND.apply(self.state, fact)
            self.facts += decision.facts
            self.tells += decision.tells
            for completion in decision.completions:
                assert completion.tx not in self.completions
                self.completions[completion.tx] = completion.reply
        return decision

    def bet(self, bet=100, auto=None, round_id="main-1", table="main"):
        decision = self.send(CrashBet(table=table, round_id=round_id, bet=bet, auto_cashout=auto))
        assert decision.reply == Later()
        return self.tells[-1].body.bet_id

    def taken(self, **options):
        bet_id = self.bet(**options)
        self.send(BetAnswered(bet_id=bet_id), MAIN)
        return bet_id

    def settle(self, bet_id, cents, how, bet=100, origin=MAIN, variance=0.0):
        payout = bet if how == "refunded" else bet * cents // 100
        return self.send(
            BetSettled(
                bet_id=bet_id,
                table="main",
                round_id="main-1",
                bet=bet,
                auto=0,
                cents=cents,
                payout=payout,
                how=how,
                at_ms=5,
                commit="c0",
                config_version=1,
                variance=variance,
            ),
            origin,
        )

    @property
    def gold(self):
        return self.state.root.balances["gold"]

    def moved(self):
        return [(fact.reason, fact.amount, fact.balance_after) for fact in self.facts if isinstance(fact, Transferred)]


@pytest.fixture
def player():
    return Player()


def test_a_bet_is_debited_before_the_table_hears_of_it_and_answered_when_that_has(player):
    bet_id = player.bet(100, 250)
    assert player.gold == 9_900
    assert player.tells[0].to == EntityRef("crash", "main")
    assert player.tells[0].body == TableBet(bet_id=bet_id, round_id="main-1", bet=100, auto_cashout=250)
    assert not player.completions
    player.send(BetAnswered(bet_id=bet_id), MAIN)
    assert player.completions == {bet_id: CrashBetPlaced(bet_id=bet_id, round_id="main-1", gold=9_900)}


def test_a_bet_that_the_table_refuses_is_refunded_once(player):
    bet_id = player.bet()
    for _ in range(2):
        player.send(BetAnswered(bet_id=bet_id, code="round_closed"), MAIN)
    assert player.gold == 10_000
    assert player.completions == {bet_id: Rejection("round_closed")}
    assert player.moved() == [("hold", 100, 9_900), ("release", 100, 10_000)]


def test_a_refused_stake_comes_back_by_the_version_that_held_it():
    changed = TableConfig(version=7)
    kind = UserKind(ECONOMY, registered_games(ECONOMY), [changed], seal=SEALS.seeds)
    state, moved = kind.create("u1"), []

    def send(body, origin, tx):
        decision = kind.decide(state, Incoming("c", origin, tx, body), 0, SeededEntropy())
        for fact in decision.facts:
            kind.apply(state, fact)
        moved.extend(fact for fact in decision.facts if isinstance(fact, Transferred) and fact.reference == "b" * 32)
        return decision

    send(UserOpen(), "system", "a" * 32)
    (tell,) = send(CrashBet(table="main", round_id="main-1", bet=100), "user", "b" * 32).tells
    assert tell.body.config_version == 7
    answered = BetAnswered(bet_id="b" * 32, code="round_closed", config_version=tell.body.config_version)
    send(answered, MAIN, "d" * 32)
    assert [(fact.reason, fact.config_version) for fact in moved] == [("hold", 7), ("release", 7)]


@pytest.mark.parametrize("code", ["", "round_closed"])
def test_a_second_answer_to_a_bet_changes_nothing(player, code):
    bet_id = player.taken()
    player.send(BetAnswered(bet_id=bet_id, code=code), MAIN)
    assert player.gold == 9_900
    assert list(player.state.stakes.open) == [bet_id]


def test_a_won_bet_is_a_round_of_the_player_whose_stake_and_payout_are_in_its_own_turn(player):
    bet_id = player.taken()
    decision = player.settle(bet_id, 231, "manual")
    assert player.gold == 10_131
    assert player.moved()[1:] == [("release", 100, 10_000), ("bet", 100, 9_900), ("payout", 231, 10_131)]
    played = decision.facts[-1]
    assert isinstance(played, RoundPlayed)
    assert (played.round_id, played.game, played.bet, played.payout, played.won) == (bet_id, "crash", 100, 231, True)
    assert played.outcome["round_id"] == "main-1"
    (update,) = [push for push in KIND.announce(player.state, decision.facts) if isinstance(push, StatsUpdate)]
    assert (update.game, update.total_wagered, update.wins) == ("crash", 100, 1)


@pytest.mark.parametrize(("how", "gold", "rounds"), [("lost", 9_900, 1), ("refunded", 10_000, 0)])
def test_a_lost_bet_is_a_round_and_a_refunded_one_is_none(player, how, gold, rounds):
    player.settle(player.taken(), 0 if how == "lost" else 100, how)
    assert player.gold == gold
    assert player.state.root.overall.played == rounds
    assert not player.state.stakes.open


def test_a_settlement_counts_once_however_often_it_is_told(player):
    bet_id = player.taken()
    for _ in range(3):
        player.settle(bet_id, 200, "auto")
    assert player.gold == 10_100
    assert player.state.root.overall.played == 1


def test_a_settlement_that_overtakes_the_answer_completes_the_bet(player):
    bet_id = player.bet()
    player.settle(bet_id, 200, "auto")
    player.send(BetAnswered(bet_id=bet_id), MAIN)
    assert list(player.completions) == [bet_id]
    assert player.gold == 10_100


def test_a_cash_out_is_told_to_the_table_and_answered_by_the_settlement(player):
    bet_id = player.taken()
    player.send(CrashCashout(round_id="main-1"))
    told = player.tells[-1].body
    assert (type(told), told.bet_id) == (TableCashout, bet_id)
    assert player.decide(CrashCashout(round_id="main-1")) == Rejection("in_progress")
    player.settle(bet_id, 231, "manual")
    assert player.completions[told.tx] == CrashCashedOut(multiplier="2.31", payout=231)


@pytest.mark.parametrize("how", ["lost", "refunded"])
def test_a_cash_out_that_comes_too_late_is_told_so_by_the_settlement(player, how):
    bet_id = player.taken()
    player.send(CrashCashout(round_id="main-1"))
    player.settle(bet_id, 0 if how == "lost" else 100, how)
    assert player.completions[player.tells[-1].body.tx] == Rejection("round_closed", {"bet": how})


def test_a_refused_cash_out_leaves_the_bet_and_another_may_follow(player):
    bet_id = player.taken()
    player.send(CrashCashout(round_id="main-1"))
    tx = player.tells[-1].body.tx
    for _ in range(2):
        player.send(CashoutRefused(bet_id=bet_id, tx=tx, code="not_claimable"), MAIN)
    assert player.completions[tx] == Rejection("not_claimable")
    assert isinstance(player.decide(CrashCashout(round_id="main-1")), Decision)


@pytest.mark.parametrize("body", [CrashCashout(round_id="main-1"), CrashCashout(round_id="main-1", table="high")])
def test_a_cash_out_without_a_bet_that_the_table_has_is_refused(player, body):
    player.bet()
    assert player.decide(body) == Rejection("no_bet")


def test_one_bet_of_a_player_in_a_round(player):
    player.bet()
    assert player.decide(CrashBet(round_id="main-1", bet=100)) == Rejection("already_bet")


def test_bets_that_cannot_be_are_refused_and_change_nothing(player):
    refusals = {
        "not_found": CrashBet(table="nowhere", round_id="nowhere-1", bet=100),
        "invalid_payload": CrashBet(table="high", round_id="high-1", bet=999),
        "insufficient_gold": CrashBet(round_id="main-1", bet=10_001),
    }
    for code, body in refusals.items():
        assert player.decide(body).code == code
    player.state.root.balances["gold"] = AMOUNT_MAX
    assert player.decide(CrashBet(round_id="main-1", bet=100)).code == "limit_exceeded"


def test_open_bets_are_bounded(player):
    for n in range(STAKES_MAX):
        player.bet(20, round_id=f"main-{n}")
    assert player.decide(CrashBet(round_id="main-99", bet=20)).code == "limit_exceeded"


@pytest.mark.parametrize("origin", ["user", "entity:user/u2", "entity:crash/high", "timer", "admin"])
def test_nobody_but_its_table_settles_a_bet(player, origin):
    bet_id = player.taken()
    assert player.settle(bet_id, 1_000, "manual", origin=origin) == Rejection("forbidden")
    assert player.gold == 9_900


def test_a_payout_never_lifts_a_balance_above_the_largest_amount(player):
    bet_id = player.taken()
    player.state.root.balances["gold"] = AMOUNT_MAX - 150
    player.settle(bet_id, 300, "auto")
    assert player.gold == AMOUNT_MAX
    assert player.facts[-1].payout == 150


def test_a_bet_that_pays_its_stake_is_a_tie_for_statistics_and_missions(player):
    bet_id = player.taken(bet=20, auto=101)
    player.settle(bet_id, 101, "auto", bet=20)
    (played,) = [fact for fact in player.facts if isinstance(fact, RoundPlayed)]
    assert (played.bet, played.payout, played.won) == (20, 20, None)
    tally = player.state.root.by_game["crash"]
    assert (tally.played, tally.wins, tally.losses, tally.streak, tally.wagered, tally.paid) == (1, 0, 0, 0, 20, 20)


def test_the_nonce_of_solo_games_stays(player):
    player.state.root.nonce = 7
    player.settle(player.taken(), 200, "auto")
    assert player.state.root.nonce == 7


def test_a_round_has_the_mean_of_its_target_and_the_variance_that_the_table_says(player):
    bet_id = player.taken(auto=200)
    played = player.settle(bet_id, 200, "auto", variance=9_999.0).facts[-1]
    assert (played.expected, played.variance) == (99.0, 9_999.0)


def test_the_snapshot_shows_the_tables_and_the_players_open_bets(player):
    bet_id = player.bet(100, 250)
    tables = KIND.snapshot(player.state, 0).games["crash"]
    assert (tables["main"]["round_id"], tables["main"]["my_bet"].bet_id) == ("main-1", bet_id)
    shown = {"bet_min": 1_000, "bet_max": 1_000_000, "rtp": lowest_return(1_000), "my_bet": None}
    assert tables["high"] == shown
    player.send(BetAnswered(bet_id=bet_id, code="round_closed"), MAIN)
    assert KIND.snapshot(player.state, 0).games["crash"]["main"]["my_bet"] is None
