"""Whatever fails, whenever: every stake at a crash table ends once, and every round as its chain and its rule say."""

import contextlib
import re
from collections import Counter
from dataclasses import replace
from unittest.mock import patch

import pytest

from actors.crash import bets, table
from actors.crash import round as table_round
from actors.crash.area import CRASH
from actors.crash.facts import StakeRefunded, StakeReturned
from actors.crash.stakes import STAKES, Stake
from actors.crash.table_messages import BetSettled
from actors.games.facts import RoundPlayed
from tests.simulation.crash import crash_world, refunds_of

HISTORIES = 15
HISTORIES_MAX = 100
REPLAY = ".venv/bin/python -m pytest tests/simulation/test_crash_tables.py --sim-seed"


@pytest.mark.timeout(1800)
def test_every_history_of_a_table_keeps_every_promise(seeds):
    played = seeds if len(seeds) == 1 else seeds[: max(1, len(seeds) * HISTORIES // 200)]
    for seed in played:
        world = crash_world(seed)
        if broken := world.run():
            pytest.fail("\n".join([f"seed {seed}: {world.plan}", *broken, f"{REPLAY} {seed}"]), pytrace=False)


def test_histories_of_a_table_see_everything_that_can_happen():
    seen = Counter()
    for seed in range(16):
        world = crash_world(seed)
        assert world.run() == []
        tables = world.store.tables
        seen += Counter(sent.outcome for player in world.players for sent in player.sent)
        seen["left the settings"] += world.leaves and world.lives > world.plan.hosts
        seen["refunded"] += len(refunds_of(tables))
        seen["won"] += sum(row.payout > 0 for row in tables.rounds.values())
        seen["lost"] += sum(row.payout == 0 for row in tables.rounds.values())
        seen["resumed"] += sum(
            before.phase == after.phase == "running" and before.n == after.n and host != heir
            for (host, before), (heir, after) in zip(world.store.roots, world.store.roots[1:], strict=False)
        )
    wanted = ("ok", "round_closed", "no_bet", "refunded", "won", "lost", "resumed", "left the settings")
    assert min(seen[what] for what in wanted) >= 1, seen


# --- the simulation finds what it is there to find ---


def a_table_that_always_refunds():
    real = table.recover

    def impatient(draft):
        draft.config = replace(draft.config, resume_ms_max=0)
        real(draft)

    return patch.object(table, "recover", impatient)


def a_table_that_notices_no_death():
    return patch.object(table, "recover", lambda draft: None)


def a_table_that_forgets_the_numbers_of_its_round():
    """It goes by the settings alone, as if it kept nothing."""

    def of_settings(self, state):
        found = self._definitions.area(CRASH).get(state.key)
        return None if found is None else found.body

    return patch.object(table.TableKind, "_config", of_settings)


@contextlib.contextmanager
def a_table_that_settles_twice():
    """And players who believe all that it says."""
    end_bet, of_stake = table_round.Draft.end_bet, bets._of_stake

    def twice(self, bet, cents, how):
        ended = end_bet(self, bet, cents, how)
        self.tells.append(self.tells[-1])
        return ended

    def believing(decide):
        handle = of_stake(decide)

        def believe(state, body, context):
            if not isinstance(body, BetSettled) or body.bet_id in STAKES.of(state).open:
                return handle(state, body, context)
            decision = decide(state, Stake(body.table, body.round_id, body.bet, body.auto, True), body)
            paid_again = tuple(
                fact for fact in decision.facts if not isinstance(fact, StakeReturned | StakeRefunded | RoundPlayed)
            )
            return type(decision)(decision.reply, paid_again)

        return believe

    with patch.object(table_round.Draft, "end_bet", twice), patch.object(bets, "_of_stake", believing):
        yield


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("mutation", "promise"),
    [
        (a_table_that_always_refunds, "X3"),
        (a_table_that_notices_no_death, "X3"),
        (a_table_that_settles_twice, "I[12]"),
        (a_table_that_forgets_the_numbers_of_its_round, "I8"),
    ],
)
def test_a_table_that_breaks_a_rule_breaks_a_promise(mutation, promise):
    with mutation():
        broken = next(filter(None, (crash_world(seed).run() for seed in range(HISTORIES_MAX))), [])
    assert any(re.search(rf"\b{promise}:", what) for what in broken), broken
