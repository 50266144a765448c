"""The live monitor of what is published: returns of games, ends of curves, rates of gacha, as metrics and as alarms.

Sums are kept by game, definition (machine, table, banner) and version: two that were summed together would hide each
other's faults. A host sees its own rounds only. The alarm over all hosts, in a window of time, is computed by
Prometheus: `deploy/monitoring/rules/fairness.yaml`.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from actors.crash.facts import RoundEnded
from actors.crash.rules.curve import GAME as CRASH_GAME
from actors.crash.rules.returns import point_observation
from actors.fairness.returns import ALARM_ROUNDS_MIN, Draws, Observation, Returns
from actors.games.facts import RoundPlayed

log = structlog.get_logger("returns")
LOOK_EVERY_ROUNDS = 1_000
"""Rounds, or rounds with draws, after which the alarm is looked for again; ALARM_ROUNDS_MIN is a multiple of it."""
assert ALARM_ROUNDS_MIN % LOOK_EVERY_ROUNDS == 0
SERIES_MAX = 1_024
"""Sums of returns, and of draws, that a host keeps; superseded versions give way, the oldest first."""
VERSION = ("game", "definition", "version")
DRAW = (*VERSION, "what")
"""Labels."""

Key = tuple[str, ...]
SumsT = TypeVar("SumsT", Returns, Draws)


class _Totals(NamedTuple):
    """A metric, and the field of `Returns` or `Draws` that it shows."""

    name: str
    text: str
    field: str


_BY_GAME = (
    _Totals("game_rounds", "Rounds settled", "rounds"),
    _Totals("gold_wagered", "Gold staked", "wagered"),
    _Totals("gold_paid", "Gold paid out", "paid"),
)
_OF_RETURNS = (
    _Totals("rtp_rounds", "Rounds whose expected payout is known", "rounds"),
    _Totals("rtp_paid_gold", "Gold that these rounds paid", "paid"),
    _Totals("rtp_expected_gold", "Gold that these rounds were expected to pay", "expected"),
    _Totals("rtp_variance_gold2", "Sum of the variances of their payouts", "variance"),
)
_OF_DRAWS = (
    _Totals("draws", "Draws whose odds are published", "draws"),
    _Totals("draws_observed", "Sum of what was drawn", "observed"),
    _Totals("draws_expected", "Sum of what was expected", "expected"),
    _Totals("draws_variance", "Sum of the variances", "variance"),
)


class ReturnMonitor(Collector):
    """Fed with every durable round. One thread counts; the thread of a scrape only reads."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._played: dict[Key, Returns] = {}
        self._returns: dict[Key, Returns] = {}
        self._draws: dict[Key, Draws] = {}
        self._looks: dict[Key, int] = {}
        self._alarms: set[Key] = set()
        self._forgotten = 0
        registry.register(self)

    def add(self, played: RoundPlayed) -> None:
        """Count a durable round of a player."""
        self._of(self._played, (played.game,), Returns).add(played.bet, played.payout, 0.0, 0.0)
        key = (played.game, played.definition, str(played.config_version))
        for seen in played.observations:
            self._add_draws((*key, seen.what), seen)
        if played.expected is None:
            return
        returns = self._of(self._returns, key, Returns)
        returns.add(played.bet, played.payout, played.expected, played.variance)
        if returns.rounds % LOOK_EVERY_ROUNDS == 0:
            self._look(key, returns, "return_drifts", rounds=returns.rounds, **_shares(returns))

    def add_end(self, ended: RoundEnded) -> None:
        """Count the durable end of a round of a crash table, whether anybody has bet on it or not."""
        seen = point_observation(ended.hundredths)
        self._add_draws((CRASH_GAME, ended.table, str(ended.config_version), seen.what), seen)

    def z(self, game: str, version: int, definition: str = "", what: str = "") -> float:
        """Return the standard deviations of a return, or of what is drawn, from the computed one; see `Returns.z`."""
        key = (game, definition, str(version))
        sums = self._draws.get((*key, what)) if what else self._returns.get(key)
        return sums.z() if sums is not None else 0.0

    def alarms(self) -> frozenset[Key]:
        """Return (game, definition, version), and `what` of draws, of all that chance does not explain, as of the last
        look."""
        return frozenset(self._alarms)

    def _add_draws(self, key: Key, seen: Observation) -> None:
        draws = self._of(self._draws, key, Draws)
        draws.add(seen)
        self._looks[key] = self._looks.get(key, 0) + 1
        if self._looks[key] % LOOK_EVERY_ROUNDS == 0:
            self._look(key, draws, "draws_drift", what=key[-1], draws=draws.draws)

    def _of(self, sums: dict[Key, SumsT], key: Key, kind: type[SumsT]) -> SumsT:
        found = sums.get(key)
        if found is None:
            if len(sums) >= SERIES_MAX:
                self._forget(sums)
            found = sums[key] = kind()
        return found

    def _forget(self, sums: dict[Key, Any]) -> None:
        key = _superseded(sums)
        del sums[key]
        self._looks.pop(key, None)
        self._alarms.discard(key)
        self._forgotten += 1

    def _look(self, key: Key, sums: Returns | Draws, event: str, **details: Any) -> None:
        if not sums.alarming():
            self._alarms.discard(key)
        elif key not in self._alarms:
            self._alarms.add(key)
            game, definition, version = key[:3]
            log.error(event, game=game, definition=definition, config_version=version, z=round(sums.z(), 2), **details)

    def describe(self) -> Iterable[Metric]:
        """Return the metrics, whose names the registry refuses a second time."""
        return self._families()

    def collect(self) -> Iterable[Metric]:
        """Return the metrics of a scrape."""
        return self._families()

    def _families(self) -> Iterator[Metric]:
        yield from _counters(_BY_GAME, ("game",), list(self._played.items()))
        returns, draws = list(self._returns.items()), list(self._draws.items())
        yield from _counters(_OF_RETURNS, VERSION, returns)
        yield from _counters(_OF_DRAWS, DRAW, draws)
        yield CounterMetricFamily("return_series_forgotten", "Sums that gave way to newer ones", value=self._forgotten)
        yield from _scores("rtp", "the return", VERSION, returns)
        yield from _scores("draws", "what is drawn", DRAW, draws)


def _superseded(keys: Iterable[Key]) -> Key:
    """Return the oldest key of a version that a later one of the same definition has followed; if none, the oldest."""
    listed = list(keys)
    newest = {key[:2]: key[2:3] for key in listed}
    return next((key for key in listed if newest[key[:2]] != key[2:3]), listed[0])


def _shares(returns: Returns) -> dict[str, float]:
    return {
        "rtp": round(returns.paid / returns.wagered, 5),
        "rtp_expected": round(returns.expected / returns.wagered, 5),
    }


def _counters(
    all_totals: Iterable[_Totals], labels: tuple[str, ...], sums: Iterable[tuple[Key, Returns | Draws]]
) -> Iterator[Metric]:
    for totals in all_totals:
        family = CounterMetricFamily(totals.name, totals.text, labels=labels)
        for key, each in sums:
            family.add_metric(key, getattr(each, totals.field))
        yield family


def _scores(
    name: str, of_what: str, labels: tuple[str, ...], sums: Iterable[tuple[Key, Returns | Draws]]
) -> Iterator[Metric]:
    z = GaugeMetricFamily(f"{name}_zscore", f"Standard deviations of {of_what} from the computed one", labels=labels)
    alarm = GaugeMetricFamily(
        f"{name}_alarm", f"1: chance does not explain {of_what} of this host's rounds", labels=labels
    )
    for key, each in sums:
        z.add_metric(key, each.z())
        alarm.add_metric(key, float(each.alarming()))
    yield from (z, alarm)
