"""Any history of a table against a plain model of the rules: bets, cash-outs, time, deaths of its host.

The model knows each round's point and what its players have sent, and works out what each bet must have become.
"""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from actors.crash.facts import BetEnded, BetTaken, RoundEnded, RoundResumed, RoundStarted
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import LOST, REFUNDED, curve_hundredths
from tests.unit.crash.tables import Table, bet_id

USERS = ("ann", "bob", "cid", "dan")
CONFIG = TableConfig(chain_length=7, bankroll=400_000, bet_min=20, bet_max=100_000)


class TableHistory(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.table = Table(CONFIG)
        self.number = 0
        self.accepted = {}
        self.answers = Counter()

    # --- what happens ---

    @rule(user=st.sampled_from(USERS), bet=st.integers(1, 110_000), auto=st.one_of(st.just(0), st.integers(101, 400)))
    def bets(self, user, bet, auto):
        self.number += 1
        table = self.table
        taking = table.state.root.phase == "betting" and table.now < table.state.root.closes_at
        before = {each.user_id for each in table.state.bets()}
        code = table.bet(user, bet, auto, number=self.number)
        if not code:
            assert taking
            assert user not in before
            assert 20 <= bet <= 100_000
            self.accepted[bet_id(self.number)] = (table.state.root.n, user, bet, auto)
        else:
            assert not taking or user in before or not 20 <= bet <= 100_000 or code == "limit_exceeded"

    @rule(user=st.sampled_from(USERS), age_ms=st.integers(0, 400))
    def cashes_out(self, user, age_ms):
        table = self.table
        was_running = table.state.root.phase == "running" and table.state.recovered
        elapsed_ms = table.now - table.state.root.started_at - min(age_ms, 250)
        bet = next((each for each in table.state.bets() if each.user_id == user), None)
        was_open = bet is not None and not bet.how
        crash_ms = table.crash_ms if was_running else 0
        told = table.cash_out(user, age_ms)
        if was_running and was_open and elapsed_ms < crash_ms and curve_hundredths(elapsed_ms) >= 101:
            assert told.TYPE == "stake.settled"
            assert 101 <= told.cents <= min(curve_hundredths(elapsed_ms), told.auto or told.cents)
        if was_running and was_open and elapsed_ms >= crash_ms:
            assert told is None

    @rule(ms=st.sampled_from((1, 50, 400, 1_000, 2_500, 6_000, 20_000)))
    def time_goes_by(self, ms):
        self.table.advance(ms)

    @rule()
    def the_next_timer_fires(self):
        self.table.fire()

    @rule(late_ms=st.integers(1, 3_000))
    def a_timer_is_late(self, late_ms):
        self.table.fire()
        self.table.now += late_ms

    @rule(lost_ms=st.sampled_from((0, 500, 4_000, 9_000, 12_000, 60_000)))
    def its_host_dies(self, lost_ms):
        self.table.die(lost_ms)

    # --- what must hold ---

    @invariant()
    def every_bet_has_at_most_one_end_and_one_settlement_is_told(self):
        ends = [end.bet_id for end in self.table.settlements()]
        told = [body.bet_id for _, body in self.table.tells if body.TYPE == "stake.settled"]
        assert sorted(ends) == sorted(told)
        assert len(set(ends)) == len(ends)
        assert set(ends) <= set(self.accepted)

    @invariant()
    def every_bet_of_a_round_that_is_over_has_ended(self):
        ended = {end.bet_id for end in self.table.settlements()}
        over = self.table.state.root.n - (self.table.state.root.phase != "ended")
        assert {name for name, (n, *_) in self.accepted.items() if n <= over} <= ended

    @invariant()
    def facts_tell_a_lawful_history(self):
        started, won, bets = False, 0, {}
        for fact in self.table.facts:
            match fact:
                case BetTaken():
                    assert not started
                    bets[fact.bet_id] = fact
                case RoundStarted() | RoundResumed():
                    started = True
                case BetEnded():
                    assert started
                    stake = bets.pop(fact.bet_id)
                    won += self.check_end(fact, stake)
                case RoundEnded():
                    assert started
                    assert not bets
                    started, won = False, 0
        assert won <= self.table.state.root.allowance

    @staticmethod
    def check_end(end, stake):
        if end.how == LOST:
            assert (end.hundredths, end.payout) == (0, 0)
            return 0
        if end.how == REFUNDED:
            assert end.payout == stake.bet
            return 0
        assert end.hundredths >= 101
        assert end.hundredths <= (stake.auto or end.hundredths)
        assert end.how != "auto" or end.hundredths == stake.auto
        assert end.payout == stake.bet * end.hundredths // 100
        return end.payout - stake.bet

    @invariant()
    def nobody_wins_above_the_point_and_no_target_at_or_below_it_is_lost(self):
        by_bet = {fact.bet_id: fact for fact in self.table.facts if isinstance(fact, BetTaken)}
        pending = []
        for fact in self.table.facts:
            if isinstance(fact, BetEnded):
                pending.append(fact)
            elif isinstance(fact, RoundEnded):
                for end in pending:
                    assert end.how in {LOST, REFUNDED} or end.hundredths <= fact.hundredths
                    auto = by_bet[end.bet_id].auto
                    assert end.how != LOST or auto == 0 or auto > fact.hundredths
                    assert end.how != REFUNDED or fact.end == "voided"
                    assert end.how != LOST or fact.end == "crashed"
                pending = []

    @invariant()
    def the_house_has_what_players_lost(self):
        net = sum(self.accepted[end.bet_id][2] - end.payout for end in self.table.settlements())
        assert self.table.state.root.house_net == net

    @invariant()
    def no_hash_is_used_twice(self):
        hashes = [end.game_hash for end in self.table.ends()]
        assert len(set(hashes)) == len(hashes)

    @precondition(lambda self: self.table.state.recovered)
    @invariant()
    def a_timer_is_always_set(self):
        assert "step" in self.table.timers
        assert self.table.state.root.phase != "running" or "due" in self.table.timers


TestTableHistory = TableHistory.TestCase
TestTableHistory.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
