"""What operators see of returns: sums, z-score and alarm, by game and configuration."""

from random import Random

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from actors.games.facts import RoundPlayed
from actors.games.rps import Rps, RpsPlay
from cluster.processes.return_monitor import ReturnMonitor

RPS = Rps(win_hundredths=195, bet_min=20, config_version=3)
LABELS = {"game": "rps", "version": "3"}
RIGGED = Rps(win_hundredths=205, bet_min=20, config_version=3)
"""Pays more than the rules say that it does."""


def settled(bet, payout, odds, game="rps"):
    return RoundPlayed(
        round_id="",
        game=game,
        bet=bet,
        payout=payout,
        won=None,
        outcome={},
        config_version=3,
        server_seed_hash="",
        client_seed="",
        nonce=1,
        expected=odds and odds.mean * bet,
        variance=odds.variance * bet**2 if odds else 0.0,
    )


class Watched:
    """A monitor and its registry."""

    def __init__(self):
        self.registry = CollectorRegistry()
        self.monitor = ReturnMonitor(self.registry)

    def feed(self, machine, rounds, seed=1):
        """Rounds that `machine` plays and that are published as those of RPS."""
        fractions = iter(Random(seed).random, None)
        command = RpsPlay(bet=100, choice="paper")
        odds = RPS.odds(command)
        for _ in range(rounds):
            self.monitor.add(settled(100, machine.play(command, fractions).payout, odds))

    def metric(self, name, **labels):
        return self.registry.get_sample_value(name, labels or LABELS)


@pytest.fixture
def watched():
    return Watched()


def test_an_honest_game_shows_its_sums_and_raises_no_alarm(watched):
    with capture_logs() as logs:
        watched.feed(RPS, 20_000)

    assert watched.metric("game_rounds_total", game="rps") == 20_000
    assert watched.metric("gold_wagered_total", game="rps") == 2_000_000
    paid = watched.metric("gold_paid_total", game="rps")
    assert paid == watched.metric("rtp_paid_gold_total")
    expected, variance = watched.metric("rtp_expected_gold_total"), watched.metric("rtp_variance_gold2_total")
    assert watched.metric("rtp_zscore") == pytest.approx((paid - expected) / variance**0.5)
    assert abs(watched.metric("rtp_zscore")) < 4
    assert watched.metric("rtp_alarm") == 0
    assert watched.monitor.alarms() == frozenset()
    assert logs == []


def test_a_game_that_pays_otherwise_than_published_raises_the_alarm_once(watched):
    with capture_logs() as logs:
        watched.feed(RIGGED, 60_000)

    assert watched.metric("rtp_zscore") > 4
    assert watched.metric("rtp_alarm") == 1
    assert watched.monitor.alarms() == {("rps", 3)}
    assert [(entry["event"], entry["log_level"], entry["game"]) for entry in logs] == [
        ("return_drifts", "error", "rps")
    ]


def test_before_ten_thousand_rounds_there_is_no_alarm(watched):
    odds = RPS.odds(RpsPlay(bet=100, choice="rock"))
    for _ in range(9_999):
        watched.monitor.add(settled(100, 195, odds))
    assert watched.metric("rtp_zscore") > 4
    assert (watched.metric("rtp_alarm"), watched.monitor.alarms()) == (0, frozenset())
    watched.monitor.add(settled(100, 195, odds))
    assert (watched.metric("rtp_alarm"), watched.monitor.alarms()) == (1, {("rps", 3)})


def test_a_game_that_pays_no_gold_is_counted_and_has_no_score(watched):
    watched.monitor.add(settled(160, 0, None, game="gacha"))

    assert watched.metric("gold_wagered_total", game="gacha") == 160
    assert watched.metric("rtp_zscore", game="gacha", version="3") is None
