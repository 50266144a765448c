"""The feature of statistics as the player sees them, overall and by game; `actors.player.tally` counts."""

from collections.abc import Sequence

from actors.games.facts import RoundPlayed
from actors.player.feature import Feature, Push, SnapshotField
from actors.player.state import ROOT_ONLY, PlayerState
from actors.player.tally import Tally
from actors.user.messages import GameStats, StatsGet, StatsSnapshot, StatsUpdate


def shown_by_game(tallies: dict[str, Tally]) -> dict[str, GameStats]:
    """Return the statistics of each game."""
    return {game: GameStats(**tally.shown()) for game, tally in tallies.items()}


def _count(player: PlayerState, fact: RoundPlayed) -> frozenset[str]:
    root = player.root
    root.overall.add(fact.bet, fact.payout, fact.won)
    tally = root.by_game.get(fact.game)
    if tally is None:
        tally = root.by_game[fact.game] = Tally()
    tally.add(fact.bet, fact.payout, fact.won)
    return ROOT_ONLY


def _updates(player: PlayerState, rounds: Sequence[RoundPlayed]) -> Sequence[StatsUpdate]:
    return [_update(player, each.game) for each in rounds]


def _update(player: PlayerState, game: str) -> StatsUpdate:
    root = player.root
    of_game = GameStats(**root.by_game[game].shown())
    return StatsUpdate(**root.overall.shown(), game=game, by_game={game: of_game})


def _stats(player: PlayerState) -> StatsSnapshot:
    return StatsSnapshot(**player.root.overall.shown(), by_game=shown_by_game(player.root.by_game))


STATISTICS = Feature(
    name="statistics",
    queries={StatsGet: lambda player, query, now_ms: _stats(player)},
    facts={RoundPlayed: _count},
    pushes=(Push((RoundPlayed,), (StatsUpdate,), _updates),),
    snapshot={
        "stats": SnapshotField(StatsSnapshot, lambda player, now_ms: _stats(player), "Statistics, overall and by game.")
    },
)
