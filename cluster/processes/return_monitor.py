"""The live monitor of returns: sums by game and configuration of one host, as metrics, and an alarm in its log.

A host sees its own rounds only. The same over all hosts, in a window of time, is computed from the sums (PromQL):

    (sum by (game, version) (increase(rtp_paid_gold_total[7d]))
      - sum by (game, version) (increase(rtp_expected_gold_total[7d])))
    / sqrt(sum by (game, version) (increase(rtp_variance_gold2_total[7d])))

with the alarm at an absolute value above 4, where `increase(rtp_rounds_total[7d])` sums up to 10,000 or more.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from actors.fairness.returns import ALARM_ROUNDS_MIN, Returns
from actors.games.facts import RoundPlayed

log = structlog.get_logger("returns")
LOOK_EVERY_ROUNDS = 1_000
"""Rounds of a configuration after which the alarm is looked for again; `ALARM_ROUNDS_MIN` is a multiple of it."""
assert ALARM_ROUNDS_MIN % LOOK_EVERY_ROUNDS == 0


class _Totals(NamedTuple):
    """A metric, and the field of `Returns` that it shows."""

    name: str
    text: str
    field: str


_BY_GAME = (
    _Totals("game_rounds", "Rounds settled", "rounds"),
    _Totals("gold_wagered", "Gold staked", "wagered"),
    _Totals("gold_paid", "Gold paid out", "paid"),
)
_BY_VERSION = (
    _Totals("rtp_rounds", "Rounds whose expected payout is known", "rounds"),
    _Totals("rtp_paid_gold", "Gold that these rounds paid", "paid"),
    _Totals("rtp_expected_gold", "Gold that these rounds were expected to pay", "expected"),
    _Totals("rtp_variance_gold2", "Sum of the variances of their payouts", "variance"),
)


class ReturnMonitor(Collector):
    """Fed with every durable round. One thread counts; the thread of a scrape only reads."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._played: dict[str, Returns] = {}
        self._returns: dict[tuple[str, int], Returns] = {}
        self._alarms: set[tuple[str, int]] = set()
        registry.register(self)

    def add(self, played: RoundPlayed) -> None:
        """Count a durable round."""
        of_game = self._played.get(played.game)
        if of_game is None:
            of_game = self._played[played.game] = Returns()
        of_game.add(played.bet, played.payout, 0.0, 0.0)
        if played.expected is None:
            return
        key = (played.game, played.config_version)
        returns = self._returns.get(key)
        if returns is None:
            returns = self._returns[key] = Returns()
        returns.add(played.bet, played.payout, played.expected, played.variance)
        if returns.rounds % LOOK_EVERY_ROUNDS == 0:
            self._look(key, returns)

    def z(self, game: str, version: int) -> float:
        """Return the standard deviations of a return from the computed one; see `Returns.z`."""
        return self._returns.get((game, version), Returns()).z()

    def alarms(self) -> frozenset[tuple[str, int]]:
        """Return the games and configurations whose return chance does not explain, as of the last look."""
        return frozenset(self._alarms)

    def _look(self, key: tuple[str, int], returns: Returns) -> None:
        if not returns.alarming():
            self._alarms.discard(key)
        elif key not in self._alarms:
            self._alarms.add(key)
            game, version = key
            log.error(
                "return_drifts",
                game=game,
                config_version=version,
                z=round(returns.z(), 2),
                rounds=returns.rounds,
                rtp=round(returns.paid / returns.wagered, 5),
                rtp_expected=round(returns.expected / returns.wagered, 5),
            )

    def describe(self) -> Iterable[Metric]:
        """Return the metrics, whose names the registry refuses a second time."""
        return self._families()

    def collect(self) -> Iterable[Metric]:
        """Return the metrics of a scrape."""
        return self._families()

    def _families(self) -> Iterator[Metric]:
        for totals in _BY_GAME:
            family = CounterMetricFamily(totals.name, totals.text, labels=["game"])
            for game, played in list(self._played.items()):
                family.add_metric([game], getattr(played, totals.field))
            yield family
        by_version = [([game, str(version)], returns) for (game, version), returns in list(self._returns.items())]
        for totals in _BY_VERSION:
            family = CounterMetricFamily(totals.name, totals.text, labels=["game", "version"])
            for labels, returns in by_version:
                family.add_metric(labels, getattr(returns, totals.field))
            yield family
        z = GaugeMetricFamily(
            "rtp_zscore", "Standard deviations of the return from the computed one", labels=["game", "version"]
        )
        alarm = GaugeMetricFamily(
            "rtp_alarm", "1: chance does not explain the return of this host's rounds", labels=["game", "version"]
        )
        for labels, returns in by_version:
            z.add_metric(labels, returns.z())
            alarm.add_metric(labels, float(returns.alarming()))
        yield from (z, alarm)
