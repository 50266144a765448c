"""What operators see of returns: sums, z-score and alarm, by game and configuration."""

import json
from random import Random

import pytest
from msgspec import structs
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from actors.crash.facts import RoundEnded
from actors.crash.rules.point import crash_hundredths
from actors.games.contract import NO_MEMORY, Odds
from actors.games.facts import RoundPlayed
from actors.games.gacha.messages import GachaPull
from actors.games.registry import gacha
from actors.games.rps import Rps, RpsPlay
from actors.money.economy import EconomyConfig
from cluster.processes.fairness.return_monitor import ReturnMonitor

RPS = Rps(win_hundredths=195, bet_min=20, config_version=3)
LABELS = {"game": "rps", "definition": "", "version": "3"}
RIGGED = Rps(win_hundredths=205, bet_min=20, config_version=3)
"""Pays more than the rules say that it does."""


def settled(bet, payout, odds, game="rps", definition=""):
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
        definition=definition,
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
    assert watched.monitor.alarms() == {("rps", "", "3")}
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
    assert (watched.metric("rtp_alarm"), watched.monitor.alarms()) == (1, {("rps", "", "3")})


def test_a_game_that_pays_no_gold_is_counted_and_has_no_score(watched):
    watched.monitor.add(settled(160, 0, None, game="gacha"))

    assert watched.metric("gold_wagered_total", game="gacha") == 160
    assert watched.metric("rtp_zscore", game="gacha", definition="", version="3") is None


def test_a_machine_that_is_too_generous_does_not_hide_behind_the_others(watched):
    """Forty points too much at one of four machines: less among the sums, plain by itself."""
    chance, odds = Random(5), Odds(0.95, 60.0)
    for n in range(4 * 10_000):
        generous = n % 4 == 0
        payout = 900 if chance.random() < (1.35 if generous else 0.95) / 9 else 0
        watched.monitor.add(settled(100, payout, odds, "slot", "golden" if generous else f"m{n % 4}"))
    assert watched.monitor.alarms() == {("slot", "golden", "3")}
    assert watched.metric("rtp_alarm", game="slot", definition="m1", version="3") == 0


def ended(point):
    return RoundEnded(end="crashed", game_hash="", hundredths=point, ended_at=0, table="main", config_version=2)


def points(salt, rounds):
    return [crash_hundredths(f"{n:064x}", salt) for n in range(rounds)]


def test_the_ends_of_honest_curves_raise_no_alarm_and_those_of_a_tilted_one_do(watched):
    honest, tilted = points("salt", 20_000), points("other", 20_000)
    for point in honest:
        watched.monitor.add_end(ended(point))
    assert abs(watched.monitor.z("crash", 2, "main", "point")) < 4
    assert watched.monitor.alarms() == frozenset()
    for n, point in enumerate(tilted):
        watched.monitor.add_end(ended(100 if n % 20 == 0 else point))
    assert watched.monitor.alarms() == {("crash", "main", "2", "point")}
    assert watched.metric("draws_alarm", game="crash", definition="main", version="2", what="point") == 1


@pytest.mark.parametrize("rigged", [False, True])
def test_the_rates_of_gacha_are_watched_pull_by_pull_with_their_pity(watched, rigged):
    """A server that gives some of the five-stars out as three-stars is found; an honest one is not."""
    game, chance, memory = gacha(EconomyConfig()), Random(11), NO_MEMORY
    fractions = iter(chance.random, None)
    for _ in range(2_000):
        played = game.play(GachaPull(banner="aurora", count=10), fractions, memory)
        memory, outcome = played.memory, played.outcome
        if rigged:
            outcome = json.loads(json.dumps(outcome))
            for pull in outcome["pulls"]:
                if pull["rarity"] == 5 and chance.random() < 0.4:
                    pull |= {"rarity": 3, "item": "felt-mat"}
        seen = settled(1600, 0, None, "gacha", "aurora")
        watched.monitor.add(structs.replace(seen, observations=tuple(game.observations(outcome))))
    assert (("gacha", "aurora", "3", "stars_5") in watched.monitor.alarms()) == rigged
    assert ("gacha", "aurora", "3", "featured_4") not in watched.monitor.alarms()
    assert watched.metric("draws_total", game="gacha", definition="aurora", version="3", what="stars_4") == 20_000


def test_versions_that_are_superseded_give_way_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr("cluster.processes.fairness.return_monitor.SERIES_MAX", 4)
    watched = Watched()

    def play(definition, version):
        played = settled(100, 0, RPS.odds(RpsPlay(bet=100, choice="paper")), definition=definition)
        watched.monitor.add(structs.replace(played, config_version=version))

    def rounds(definition, version):
        return watched.metric("rtp_rounds_total", game="rps", definition=definition, version=str(version))

    for definition, version in (("a", 1), ("b", 1), ("b", 2), ("b", 3), ("b", 4), ("a", 1)):
        play(definition, version)
    assert [rounds("b", n) for n in (1, 2, 3, 4)] == [None, 1, 1, 1]
    assert rounds("a", 1) == 2
    assert watched.registry.get_sample_value("return_series_forgotten_total") == 1
    for definition in ("c", "d"):
        play(definition, 1)
    assert [rounds("a", 1), rounds("b", 2), rounds("b", 3), rounds("b", 4)] == [2, None, None, 1]
