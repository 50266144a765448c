"""The check of what games pay and draw, over all hosts and all time: the sums of the live monitor, from stored rounds.

By chance it finds something in one sound group of 16,000, so it warns and does not fail.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from msgspec import json

from actors.areas import all_areas
from actors.crash.chains.past import past_points
from actors.crash.rules.curve import GAME as CRASH_GAME
from actors.crash.rules.returns import point_observation
from actors.crash.state import TableState
from actors.definitions.book import Definitions, Published
from actors.fairness.returns import Draws, Observation, Returns
from actors.games.contract import Defined, Game, Odds, Watched
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from cluster.verification.findings import CheckResult
from persistence.verification.snapshot import PullEntry, RoundSums

GACHA = "gacha"


class Group(NamedTuple):
    """Rounds that are summed up together; `what` is empty for their return, else what was drawn."""

    game: str
    definition: str
    version: int
    what: str = ""


class ReturnsCheck:
    """Fed with sums of rounds, with rounds of gacha and with tables. `published` are the definitions of staff."""

    def __init__(self, published: Iterable[Published]) -> None:
        economy = EconomyConfig()
        self._definitions = Definitions(all_areas(economy))
        self._definitions.replace(self._definitions.prepare(published), 0)
        self._games = {game.name: game for game in registered_games(economy)}
        self._by_definition: dict[tuple[str, str, int], Game[Any] | None] = {}
        self._returns: dict[Group, Returns] = {}
        self._draws: dict[Group, Draws] = {}

    def add(self, sums: RoundSums) -> None:
        """Add rounds of one definition and stake. Those of unknown rules, or of different odds, are left out."""
        found = self._rules(sums.game, json.decode(sums.outcome), sums.version)
        if found is None:
            return
        group, game = found
        odds = _only_odds(game, sums.bet)
        if odds is None:
            return
        returns = self._returns.setdefault(group, Returns())
        returns.rounds += sums.rounds
        returns.wagered += sums.rounds * sums.bet
        returns.paid += sums.paid
        returns.expected += sums.rounds * odds.mean * sums.bet
        returns.variance += sums.rounds * odds.variance * sums.bet**2

    def add_pull(self, entry: PullEntry) -> None:
        """Add a round of gacha. One of a banner that this program cannot read is left out."""
        outcome = json.decode(entry.outcome)
        found = self._rules(GACHA, outcome, 0)
        if found is not None and isinstance(found[1], Watched):
            for seen in found[1].observations(outcome):
                self._add_draws(found[0]._replace(what=seen.what), seen)

    def add_table(self, state: TableState) -> None:
        """Add every end of the present chain of a crash table."""
        for point in past_points(state):
            seen = point_observation(point)
            self._add_draws(Group(CRASH_GAME, state.key, 0, seen.what), seen)

    def result(self) -> CheckResult:
        """Return what chance does not explain."""
        result = CheckResult(
            name="returns",
            invariant="fairness",
            claim="chance explains what every game, machine, banner and table has paid and drawn",
            severity="warning",
        )
        watched: list[tuple[Group, Returns | Draws]] = [*self._returns.items(), *self._draws.items()]
        for group, sums in watched:
            if sums.alarming():
                result.add(**group._asdict(), z=round(sums.z(), 2))
        return result

    def _add_draws(self, group: Group, seen: Observation) -> None:
        self._draws.setdefault(group, Draws()).add(seen)

    def _rules(self, name: str, outcome: Mapping[str, Any], version: int) -> tuple[Group, Game[Any]] | None:
        """Return the group of a round and the game by the definition that it was played by; None: it is not known."""
        game = self._games.get(name)
        if game is None:
            return None
        if not isinstance(game, Defined):
            return (Group(name, "", version), game) if game.config_version == version else None
        try:
            key, played_by = game.played_by(outcome)
        except (KeyError, TypeError):
            return None
        place = (name, key, played_by)
        if place not in self._by_definition:
            found = self._definitions.version(game.area, key, played_by)
            self._by_definition[place] = None if found is None else game.defined({key: found.body}, (), played_by)
        defined = self._by_definition[place]
        return None if defined is None else (Group(name, key, played_by), defined)


def _only_odds(game: Game[Any], bet: int) -> Odds | None:
    """Return the odds at a stake, if all ways to play have the same."""
    odds = {game.odds(command) for command in game.examples(bet)}
    return odds.pop() if len(odds) == 1 else None
