"""What leaves a crash table: watchers hear the round, and nobody learns early where it ends."""

import pytest
from msgspec import json
from msgspec.structs import replace

from actors.crash.chains.messages import RoundGet
from actors.crash.rules.curve import reached_ms
from actors.crash.rules.point import previous_hash
from actors.crash.table_messages import (
    BetPlaced,
    CashedOut,
    Crashed,
    RoundOpen,
    TableGet,
    Tick,
)
from actors.crash.table_summary import TableSummaryGet
from actors.crash.view import BETS_SHOWN_MAX
from tests.unit.crash.tables import Table, bet_id, running


@pytest.fixture
def table() -> Table:
    return Table()


def test_watchers_hear_the_round(table):
    table.play_until_point(200, 400)
    table.heard.clear()
    table.bet("ann", 100, 150)
    table.reach("ended")
    kinds = [message.TYPE for message in table.heard if message.TYPE != "tick"]
    assert kinds == ["bet_placed", "round_start", "cashed_out", "crashed"]
    (crashed,) = table.heard_of(Crashed)
    assert (crashed.game_hash, crashed.round_id) == (table.ends()[-1].game_hash, table.state.round_id())
    assert [tick.elapsed_ms for tick in table.heard_of(Tick)] == [
        1000 * (n + 1) for n in range(len(table.heard_of(Tick)))
    ]
    placed, out = table.heard_of(BetPlaced)[0], table.heard_of(CashedOut)[0]
    assert (placed.bet, out.multiplier, out.payout) == (100, "1.50", 150)
    assert placed.player == out.player != "ann"


def test_each_round_reveals_the_hash_that_commits_to_the_next(table):
    for _ in range(5):
        table.reach("ended")
        table.reach("betting")
    opened, crashed = table.heard_of(RoundOpen), table.heard_of(Crashed)
    for before, after in zip(crashed, opened[1:], strict=True):
        assert after.commit == before.game_hash
    for round_open, end in zip(opened, crashed, strict=False):
        assert previous_hash(end.game_hash) == round_open.commit


def test_the_bets_of_a_view_are_the_latest_in_their_order_before_and_after_a_restart(table):
    amounts = [100 + n for n in range(BETS_SHOWN_MAX + 30)]
    for n, amount in enumerate(amounts):
        assert table.bet(f"u{n}", amount, number=n * 7919 + 1) == ""
    for _ in range(2):
        shown = table.kind.answer(table.state, TableGet(), table.now)
        assert [bet.bet for bet in shown.bets] == amounts[-BETS_SHOWN_MAX:]
        assert shown.players == len(amounts)
        table.die()


def test_bets_are_shown_in_batches_of_at_most_ten_messages_a_second(table):
    for n in range(300):
        assert table.bet(f"u{n}", number=n + 1) == ""
        table.advance(3)
    table.reach("closing")
    shown = [1 + len(message.more) for message in table.heard_of(BetPlaced)]
    assert sum(shown) == 300
    assert max(shown) <= 50
    assert len(shown) <= 1 + (300 * 3 + 2_000) / 200


def test_a_single_bet_is_shown_at_once(table):
    table.advance(1000)
    table.bet("ann")
    assert table.heard[-1] == BetPlaced(round_id="main-1", player=table.state.find(bet_id(1)).player, bet=100)


def leaving(table: Table) -> bytes:
    view = table.kind.answer(table.state, TableGet(), table.now)
    proof = table.kind.answer(table.state, RoundGet(round_id=table.state.round_id()), table.now)
    summary = table.kind.answer(table.state, TableSummaryGet(), table.now)
    snapshot = table.kind.snapshot(table.state, table.now)
    bodies = [body for _, body in table.tells]
    timers = [(timer.name, timer.due_ms) for timer in table.timers.values() if timer.durable]
    parts = [table.kind.dump(table.state, part).data for part in table.kind.parts]
    events = [event.payload for event in table.events]
    return json.encode([view, summary, proof, snapshot, table.heard, bodies, timers, events]) + b"".join(parts)


def test_nothing_that_leaves_the_table_holds_the_secret_of_a_running_round():
    table = running()
    secret = table.state.secret
    for _ in range(3):
        seen = leaving(table)
        assert secret.game_hash.encode() not in seen
        assert bytes.fromhex(secret.game_hash) not in seen
        assert str(secret.crash_ms).encode() not in seen or secret.crash_ms < 1000
        assert str(table.state.root.started_at + secret.crash_ms + 250).encode() not in seen
        table.advance(1500)


def heard_until(table: Table, elapsed_ms: int) -> list[tuple[int, str, int]]:
    """(when since the start, type, length) of everything that watchers hear in the first `elapsed_ms` of the curve."""
    table.bet("ann", 100, 150)
    table.bet("bob", 100)
    table.reach("running")
    heard = []
    for _ in range(elapsed_ms):
        before = len(table.heard)
        table.advance(1)
        heard += [
            (table.now - table.state.root.started_at, message.TYPE, len(json.encode(replace(message, round_id=""))))
            for message in table.heard[before:]
        ]
    return heard


def test_what_watchers_hear_and_when_does_not_depend_on_where_the_curve_will_end():
    until_ms = reached_ms(200)
    table = Table()
    table.play_until_point(200, 300)
    first, first_point = heard_until(table, until_ms), table.point
    table.reach("ended")
    table.reach("betting")
    table.play_until_point(400)
    assert heard_until(table, until_ms) == first
    assert first_point != table.point
    assert [kind for _, kind, _ in first].count("cashed_out") == 1


def summary(table: Table):
    return table.kind.answer(table.state, TableSummaryGet(), table.now)


def test_the_summary_of_a_table_follows_its_phases_and_counts_the_bets_that_are_open(table):
    table.bet("ann", 100, 150)
    betting = summary(table)
    assert (betting.phase, betting.bets_open, betting.started_at) == ("betting", 1, 0)
    assert betting.closes_at == table.state.root.closes_at
    assert betting.profit_max == table.state.root.allowance > 0
    table.reach("running")
    started = summary(table)
    assert (started.closes_at, started.started_at, started.last) == (0, table.state.root.started_at, [])
    table.reach("ended")
    ended = summary(table)
    (crashed,) = table.heard_of(Crashed)
    assert (ended.phase, ended.bets_open) == ("ended", 0)
    assert [(each.round_id, each.multiplier) for each in ended.last] == [(crashed.round_id, crashed.multiplier)]
