"""The death of a crash table's host in each phase, and the chains and proofs of its rounds."""

import pytest

from actors.crash.chains.messages import RoundGet, TableRoundProof
from actors.crash.facts import Beat, ChainCommitted, RoundResumed
from actors.crash.round import BEAT_MS
from actors.crash.rules.config import RESUME_MS_MAX, TableConfig
from actors.crash.rules.curve import curve_hundredths
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.crash.table_messages import (
    RoundStart,
    RoundVoided,
)
from tests.unit.crash.tables import Table, running


@pytest.fixture
def table() -> Table:
    return Table()


# --- the death of its host ---


@pytest.mark.parametrize("phase", ["betting", "closing", "ended"])
def test_outside_of_the_curve_the_round_goes_on_where_it_stood(table, phase):
    table.play_until_point(200)
    table.bet("ann", 100, 150)
    table.reach(phase)
    table.die(lost_ms=60_000)
    table.reach("betting" if phase == "ended" else "ended")
    assert [end.end for end in table.ends()][-1:] == ["crashed"]
    assert table.settled("ann").payout == 150


def test_a_short_interruption_resumes_the_curve_from_its_last_beat():
    table = running()
    table.advance(3 * BEAT_MS + 400)
    table.die(lost_ms=RESUME_MS_MAX - 401)
    table.fire()
    (resumed,) = [fact for fact in table.facts if isinstance(fact, RoundResumed)]
    assert resumed.elapsed_ms == 3 * BEAT_MS
    assert table.now - table.state.root.started_at == 3 * BEAT_MS
    crash_ms, started_at = table.crash_ms, table.state.root.started_at
    table.reach("ended")
    assert table.now == started_at + crash_ms + 250
    assert table.settled("bob").cents == 150
    assert [end.end for end in table.ends()][-1:] == ["crashed"]


def test_a_long_interruption_pays_what_the_beat_had_reached_refunds_the_rest_and_voids_the_round():
    table = running()
    table.advance(8 * BEAT_MS)
    table.state.find(table.settled("bob").bet_id).how = ""  # as if its cash-out had not become durable
    table.state.root.won = 0
    table.tells.clear()
    n, game_hash = table.state.root.n, table.state.secret.game_hash
    table.die(lost_ms=RESUME_MS_MAX)
    table.fire()
    assert (table.settled("bob").cents, table.settled("bob").payout) == (150, 1500)
    assert [(table.settled(user).how, table.settled(user).payout) for user in ("ann", "cid")] == [
        ("refunded", 1000),
        ("refunded", 77),
    ]
    assert table.heard_of(RoundVoided)[-1].game_hash == game_hash
    assert table.state.chains.voided == [n]
    table.reach("betting")
    assert table.state.root.n == n + 1
    assert table.state.secret.game_hash != game_hash
    assert table.state.root.last_hash == game_hash


@pytest.mark.parametrize(("lost_ms", "state"), [(1_499, "crashed"), (1_500, "voided")])
def test_how_long_an_interruption_may_be_is_a_number_of_the_table(lost_ms, state):
    table = Table(TableConfig(chain_length=40, resume_ms_max=1_500))
    table.play_until_point(200)
    table.bet("ann", 100)
    table.reach("running")
    table.advance(BEAT_MS)
    table.die(lost_ms=lost_ms)
    table.fire()
    table.reach("ended")
    assert table.ends()[-1].end == state


def test_a_cash_out_that_comes_before_the_recovery_counts_after_it():
    table = running()
    table.advance(5 * BEAT_MS)
    table.die(lost_ms=2000)
    told = table.cash_out("ann")
    assert told.cents == curve_hundredths(5 * BEAT_MS)
    assert table.state.recovered


def test_a_cash_out_after_too_long_an_interruption_finds_its_stake_refunded():
    table = running()
    table.advance(2 * BEAT_MS)
    table.die(lost_ms=RESUME_MS_MAX)
    assert table.cash_out("ann").how == "refunded"
    table.reach("betting")
    assert len(table.settlements()) == 3


def test_the_beat_is_written_once_a_second():
    table = running()
    table.advance(3 * BEAT_MS)
    beats = [fact.elapsed_ms for fact in table.facts if isinstance(fact, Beat)]
    assert beats[-3:] == [BEAT_MS, 2 * BEAT_MS, 3 * BEAT_MS]


# --- chains and proofs ---


def test_a_chain_is_followed_by_one_that_was_committed_to_half_way():
    table = Table(TableConfig(chain_length=4))
    first = table.state.chains.current
    for n in range(2, 10):
        following = table.state.chains.following
        assert (following is not None) == (table.state.root.index >= 2)
        table.reach("ended")
        table.reach("betting")
        assert table.state.root.n == n
        if n == 5:
            assert table.state.chains.current.terminating_hash == following.terminating_hash
    assert table.state.chains.played[0].terminating_hash == first.terminating_hash
    assert table.state.root.last_hash == table.state.chains.current.terminating_hash
    assert len([fact for fact in table.facts if isinstance(fact, ChainCommitted)]) == 3


def test_every_past_round_is_proved_from_public_data_alone():
    table = Table(TableConfig(chain_length=3))
    crashed = {}
    for _ in range(8):
        table.reach("ended")
        crashed[table.state.round_id()] = table.ends()[-1]
        table.reach("betting")
    for name, end in crashed.items():
        proof = table.kind.answer(table.state, RoundGet(round_id=name), 0)
        assert isinstance(proof, TableRoundProof)
        assert (proof.game_hash, proof.crash_cents, proof.state) == (end.game_hash, end.hundredths, "crashed")
        assert crash_hundredths(proof.game_hash, proof.salt) == proof.crash_cents
        link = proof.game_hash
        for _ in range(proof.chain_index):
            link = previous_hash(link)
        assert link == proof.terminating_hash


@pytest.mark.parametrize("name", ["main-0", "main-2", "main-x", "high-1", "main-²", "main", "main-" + "9" * 20])
def test_there_is_no_proof_of_a_round_that_was_never_played(table, name):
    assert table.kind.answer(table.state, RoundGet(round_id=name), 0).code == "not_found"


def test_a_round_under_way_shows_its_place_but_not_its_hash(table):
    proof = table.kind.answer(table.state, RoundGet(round_id="main-1"), 0)
    assert (proof.state, proof.chain_index, proof.game_hash, proof.crash_cents) == ("betting", 1, "", 0)


def test_the_start_is_announced_with_the_growth_of_the_curve(table):
    table.reach("running")
    assert table.heard_of(RoundStart)[-1].growth_per_ms == 0.00006


def test_deciding_changes_nothing_and_stored_state_loads_as_it_was():
    table = running()
    table.advance(2500)
    parts = {part: table.kind.dump(table.state, part) for part in table.kind.parts}
    loaded = table.kind.load("main", parts)
    assert (loaded.root, loaded.chains, loaded.history, loaded.buckets) == (
        table.state.root,
        table.state.chains,
        table.state.history,
        table.state.buckets,
    )
    assert loaded.secret == table.state.secret
    assert not loaded.recovered
